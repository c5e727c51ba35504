package power

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestNetworkManagerHints(t *testing.T) {
	d := newDesk(t)
	object, stop := d.mocked(d.system, "networkmanager", networkName)
	p := New(Options{})
	p.note(func(c *Capabilities) { c.Link = "rtnetlink" })
	hints := make(chan bool, 64)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go p.listenToSystem(ctx, func(e Event) { t.Errorf("told %v", e) }, func(fresh bool) { hints <- fresh })
	until(t, "NetworkManager is found", func() bool { return p.Capabilities().Link == "rtnetlink and NetworkManager" })
	manager := object("/org/freedesktop/NetworkManager", networkName)
	for _, c := range []struct {
		state uint32
		fresh bool
	}{{20, false}, {40, false}, {60, true}, {70, true}} {
		manager.emit("StateChanged", "u", c.state)
		select {
		case got := <-hints:
			if got != c.fresh {
				t.Errorf("state %d: fresh %t", c.state, got)
			}
		case <-time.After(patient):
			t.Fatalf("state %d: no hint", c.state)
		}
	}
	stop()
	until(t, "NetworkManager has gone", func() bool { return p.Capabilities().Link == "rtnetlink" })
}

func TestTheRoutesOfThisMachineAreRead(t *testing.T) {
	w, err := kernelWay()
	if err != nil {
		t.Fatal(err)
	}
	again, err := kernelWay()
	if err != nil || again != w && strings.Count(w.route, "\n") < 3 {
		t.Errorf("two looks differ: %+v, %+v, %v", w, again, err)
	}
}

// message is a netlink message with a route.
func message(length, table, protocol, kind byte, attributes ...byte) []byte {
	body := append([]byte{syscall.AF_INET, length, 0, 0, table, protocol, 0, kind, 0, 0, 0, 0}, attributes...)
	total := byte(16 + len(body))
	return append([]byte{total, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, body...)
}

func TestRoutesThatMatter(t *testing.T) {
	gateway := []byte{8, 0, 5, 0, 192, 0, 2, 1}
	const main, local, boot, kernel, unicast, unreachable = 254, 255, 3, 2, 1, 7
	for _, c := range []struct {
		name         string
		data         []byte
		out, counted bool
	}{
		{"none", nil, false, false},
		{"to everywhere", message(0, main, boot, unicast, gateway...), true, true},
		{"to everywhere, by the kernel", message(0, main, kernel, unicast, gateway...), true, true},
		{"of a VPN's own table", message(0, 100, boot, unicast, gateway...), true, true},
		{"of a VPN to some", message(24, main, boot, unicast, gateway...), false, true},
		{"of a container's bridge", message(16, main, kernel, unicast), false, false},
		{"to nowhere", message(0, main, boot, unreachable), false, false},
		{"to ourselves", message(0, local, boot, unicast), false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := routes(c.data)
			if err != nil || got.out != c.out || (got.route != "") != c.counted {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	one, two := message(0, main, boot, unicast, gateway...), message(24, main, boot, unicast)
	a, errA := routes(join(one, two))
	b, errB := routes(join(two, one, two))
	if errA != nil || errB != nil || a != b {
		t.Errorf("the order matters: %+v, %+v", a, b)
	}
}

func FuzzRoutes(f *testing.F) {
	f.Add(message(0, 254, 3, 1, 8, 0, 5, 0, 192, 0, 2, 1))
	f.Add(message(0, 254, 3, 1, 6, 0, 4, 0, 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := routes(data)
		if w.out && w.route == "" || err != nil && w != (way{}) {
			t.Errorf("%+v, %v", w, err)
		}
	})
}

// sceneName is the variable that makes this test binary play a part in a network
// of its own.
const sceneName = "STANDBY_TEST_POWER_SCENE"

func TestARealKernelTellsOfItsRoutes(t *testing.T) {
	need(t, "ip", "iproute2")
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), sceneName+"=network", "DBUS_SYSTEM_BUS_ADDRESS=autolaunch:")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		// Many containers, also those of CI, may not make one.
		t.Skipf("no network of our own here: %v", err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// playScene runs in a network where there is nothing but a loopback.
func playScene(scene string) int {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	p := New(Options{})
	events := make(chan Event, 64)
	go p.Run(ctx, func(e Event) { events <- e })
	for p.Capabilities().Link == "" && pause(ctx, 5*time.Millisecond) {
	}
	for _, step := range []struct {
		commands []string
		want     Event
	}{
		{[]string{"link set lo up", "addr add 192.0.2.1/24 dev lo", "route add default via 192.0.2.2 dev lo"}, LinkUp},
		{[]string{"addr add 198.51.100.1/24 dev lo", "route replace default via 192.0.2.3 dev lo"}, LinkUp},
		{[]string{"route add 203.0.113.0/24 via 192.0.2.9 dev lo"}, LinkUp},
		{[]string{"route del default"}, LinkDown},
		{[]string{"route add default via 192.0.2.2 dev lo"}, LinkUp},
	} {
		for _, c := range step.commands {
			if out, err := exec.CommandContext(ctx, "ip", strings.Fields(c)...).CombinedOutput(); err != nil {
				fmt.Printf("%s: ip %s: %v\n%s", scene, c, err, out)
				return 1
			}
		}
		select {
		case e := <-events:
			if e != step.want {
				fmt.Printf("%s: %v came after %q, want %v\n", scene, e, step.commands, step.want)
				return 1
			}
		case <-ctx.Done():
			fmt.Printf("%s: %v did not come after %q; %+v\n", scene, step.want, step.commands, p.Capabilities())
			return 1
		}
	}
	return 0
}
