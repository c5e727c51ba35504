package power

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func startX(t *testing.T, args ...string) (name string) {
	t.Helper()
	name, _ = launchX(t, args...)
	return name
}

// launchX starts a real X server, on a display number of its own choice.
func launchX(t *testing.T, args ...string) (name string, server *os.Process) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.CommandContext(t.Context(), need(t, "Xvfb", "xvfb"), append([]string{"-displayfd", "3", "-screen", "0", "320x240x24", "-nolisten", "tcp", "-noreset"}, args...)...)
	cmd.ExtraFiles = []*os.File{in}
	start(t, cmd)
	in.Close()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("read the display of Xvfb: %v", err)
	}
	return ":" + strings.TrimSpace(line), cmd.Process
}

func lonely(t *testing.T) {
	t.Helper()
	for _, name := range []string{"DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_RUNTIME_DIR"} {
		t.Setenv(name, "")
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "autolaunch:")
	t.Setenv("XAUTHORITY", filepath.Join(t.TempDir(), "none"))
}

func TestARealXServerKnowsTheLastInput(t *testing.T) {
	lonely(t)
	t.Setenv("DISPLAY", startX(t))
	xdotool := need(t, "xdotool", "xdotool")
	presence := func(within time.Duration) Presence {
		t.Helper()
		got, err := New(Options{ActiveWithin: within}).Presence(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	move := func(x string) time.Time {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), xdotool, "mousemove", x, "20").CombinedOutput(); err != nil {
			t.Fatalf("xdotool: %v\n%s", err, out)
		}
		return time.Now()
	}
	move("10")
	until(t, "nobody moves", func() bool { return presence(300*time.Millisecond).State == Idle })
	before := time.Now()
	after := move("200")
	got := presence(patient)
	// The server counts whole milliseconds of its own clock.
	const slack = 50 * time.Millisecond
	if got.State != Active || got.Source != "the X server" || got.LastInput.Before(before.Add(-slack)) || got.LastInput.After(after.Add(slack)) {
		t.Errorf("%+v, moved between %v and %v", got, before, after)
	}
	if got := presence(patient); got.LastInput.After(after.Add(slack)) {
		t.Errorf("our own question counts as input: %+v", got)
	}
}

func TestARealXServerWantsItsCookie(t *testing.T) {
	lonely(t)
	dir := t.TempDir()
	write := func(name, cookie string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, record(familyWild, "", "", cookieName, cookie), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	right := write("right", "0123456789abcdef")
	t.Setenv("DISPLAY", startX(t, "-auth", right))
	t.Setenv("XAUTHORITY", right)
	if got, err := New(Options{}).Presence(t.Context()); err != nil || got.State != Active {
		t.Errorf("%+v, %v", got, err)
	}
	t.Setenv("XAUTHORITY", write("wrong", "fedcba9876543210"))
	got, err := New(Options{}).Presence(t.Context())
	if got.State != Unknown || err == nil || !strings.Contains(err.Error(), "refuses us") {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnXServerWithoutTheExtensionKnowsNothing(t *testing.T) {
	lonely(t)
	t.Setenv("DISPLAY", startX(t, "-extension", "MIT-SCREEN-SAVER"))
	if heard, err := askX(t.Context()); heard != nil || err != nil {
		t.Errorf("%+v, %v", heard, err)
	}
}

func TestAnXServerThatHangsIsGivenUp(t *testing.T) {
	lonely(t)
	name, server := launchX(t)
	t.Setenv("DISPLAY", name)
	if err := server.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	got, err := New(Options{Timeout: 300 * time.Millisecond}).Presence(t.Context())
	if got.State != Unknown || err == nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOnWaylandTheXServerIsNotAsked(t *testing.T) {
	lonely(t)
	t.Setenv("DISPLAY", ":59000")
	if _, err := askX(t.Context()); err == nil {
		t.Error("an X server that is not there answered")
	}
	t.Setenv("XDG_SESSION_TYPE", "wayland")
	if heard, err := askX(t.Context()); heard != nil || err != nil {
		t.Errorf("%+v, %v", heard, err)
	}
}

func TestDisplayNames(t *testing.T) {
	for name, c := range map[string]struct {
		want display
		ok   bool
	}{
		":0":            {display{"", 0}, true},
		":10.1":         {display{"", 10}, true},
		"unix:3":        {display{"", 3}, true},
		"localhost:10":  {display{"localhost", 10}, true},
		"::1:2":         {display{"::1", 2}, true},
		"":              {display{}, false},
		"wayland-0":     {display{}, false},
		":":             {display{}, false},
		":-1":           {display{}, false},
		":99999":        {display{}, false},
		"/tmp/socket:x": {display{}, false},
	} {
		got, err := parseDisplay(name)
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("%q: %+v, %v", name, got, err)
		}
	}
}
