package secret

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// A real gnome-keyring-daemon under a D-Bus of its own. The part of a test that
// asks it runs in a child process, because go-keyring holds on to the one bus that
// it finds in the environment.

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    %s
    <allow own="*"/>
  </policy>
</busconfig>
`

// What a bus may deliver. One that delivers nothing takes a connection and never
// answers it.
const (
	everything = `<allow eavesdrop="true"/>`
	nothing    = ``
)

// patience is for what must come; nothing here is late on purpose.
const patience = time.Minute

// desk is a home, a bus without activatable services, and what runs on it.
type desk struct {
	home, address string
}

func newDesk(t *testing.T, delivers string) desk {
	t.Helper()
	// Not t.TempDir: the path of a socket has at most 107 bytes.
	home, err := os.MkdirTemp("", "desk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	socket := filepath.Join(home, "bus")
	config := filepath.Join(home, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, socket, delivers), 0o600); err != nil {
		t.Fatal(err)
	}
	d := desk{home: home, address: "unix:path=" + socket}
	cmd := exec.Command(need(t, "dbus-daemon"), "--nofork", "--print-address=1", "--config-file="+config)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	d.start(t, cmd)
	if !bufio.NewScanner(out).Scan() {
		t.Fatal("dbus-daemon did not say its address")
	}
	return d
}

func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed, and in CI nothing is skipped", program)
	}
	t.Skipf("%s is not installed", program)
	return ""
}

func (d desk) environment() []string {
	env := []string{
		"HOME=" + d.home, "XDG_RUNTIME_DIR=" + d.home, "XDG_DATA_HOME=" + d.home + "/data",
		"XDG_CONFIG_HOME=" + d.home + "/config", "XDG_CACHE_HOME=" + d.home + "/cache",
		"DBUS_SESSION_BUS_ADDRESS=" + d.address,
	}
	for _, name := range []string{"PATH", "TMPDIR", "LANG", "GOCOVERDIR"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// start runs a process until the test ends, or the returned function is called.
func (d desk) start(t *testing.T, cmd *exec.Cmd) (end func()) {
	t.Helper()
	cmd.Env = d.environment()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	end = func() {
		if !ended {
			ended = true
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}
	t.Cleanup(end)
	return end
}

// startKeyring returns once the daemon owns its name; the password unlocks or
// makes the login keyring, none leaves it as it is.
func (d desk) startKeyring(t *testing.T, password string) (end func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	conn, err := dbus.Connect(d.address, dbus.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	owners := make(chan *dbus.Signal, 64)
	conn.Signal(owners)
	if err := conn.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretsName)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(need(t, "gnome-keyring-daemon"), "--foreground", "--components=secrets")
	if password != "" {
		cmd.Args = append(cmd.Args, "--unlock")
		cmd.Stdin = strings.NewReader(password)
	}
	end = d.start(t, cmd)
	for {
		select {
		case s := <-owners:
			if s.Name == "org.freedesktop.DBus.NameOwnerChanged" && len(s.Body) == 3 && s.Body[2] != "" {
				return end
			}
		case <-ctx.Done():
			t.Fatal("gnome-keyring-daemon did not take its name")
		}
	}
}

// child runs a scene of scenes in a process at this desk.
func (d desk) child(t *testing.T, scene string, env ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(append(d.environment(), sceneName+"="+scene), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", scene, err, out)
	}
	if shows(string(out)) {
		t.Errorf("%s shows the secret", scene)
	}
}

func TestARealKeyringKeepsASecretAcrossProcessesAndSaysWhenItIsLocked(t *testing.T) {
	d := newDesk(t, everything)
	end := d.startKeyring(t, "a made-up password")
	d.child(t, "keep")
	d.child(t, "find")
	d.child(t, "find what was locked meanwhile")
	end()
	d.child(t, "no service")
	d.startKeyring(t, "")
	d.child(t, "locked")
}

func TestAKeyringServiceWithoutAKeyringIsUnavailable(t *testing.T) {
	d := newDesk(t, everything)
	d.startKeyring(t, "")
	d.child(t, "no collection")
}

func TestWithoutAServiceTheAnswerIsQuick(t *testing.T) {
	newDesk(t, everything).child(t, "no service")
}

func TestWithoutABusNoneIsStarted(t *testing.T) {
	home := t.TempDir()
	// A dbus-launch that tells on whoever runs it.
	trap := filepath.Join(home, "launched")
	script := "#!/bin/sh\ntouch " + trap + "\n"
	if err := os.WriteFile(filepath.Join(home, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "autolaunch:"} {
		desk{home: home, address: address}.child(t, "no service", "PATH="+home)
	}
	if _, err := os.Stat(trap); err == nil {
		t.Error("a stray bus was to be started")
	}
}

func TestABusInTheRuntimeFolderIsFound(t *testing.T) {
	d := newDesk(t, everything)
	d.startKeyring(t, "a made-up password")
	d.child(t, "keep", "DBUS_SESSION_BUS_ADDRESS=")
}

func TestABusThatDoesNotAnswerIsGivenUp(t *testing.T) {
	d := newDesk(t, nothing)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", d.address)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := usable(ctx); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v; want ErrUnavailable", err)
	}
}
