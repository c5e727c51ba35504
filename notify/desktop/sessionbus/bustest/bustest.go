//go:build linux

package bustest

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

const config = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=DIR</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// Bus is a running dbus-daemon.
type Bus struct {
	// Address is where it listens.
	Address string
	process *os.Process
}

// Start runs a bus until the test ends and makes it the session bus of this
// process, so the test must not be parallel. Where dbus-daemon is not installed
// the test is skipped, and with CI=true it fails.
func Start(t testing.TB) *Bus {
	t.Helper()
	program, err := exec.LookPath("dbus-daemon")
	if err != nil {
		Missing(t, "dbus-daemon", "dbus")
	}
	b := launch(t, program)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", b.Address)
	return b
}

// Missing ends a test that needs a program which is not installed: a skip on a
// contributor's machine, a failure in CI.
func Missing(t testing.TB, program, debianPackage string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed: apt-get install %s", program, debianPackage)
	}
	t.Skipf("%s is not installed: apt-get install %s", program, debianPackage)
}

func launch(t testing.TB, program string) *Bus {
	t.Helper()
	// Short, because a socket's path is at most 107 bytes.
	dir, err := os.MkdirTemp("", "bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	file := filepath.Join(dir, "session.conf")
	if err := os.WriteFile(file, []byte(strings.Replace(config, "DIR", dir, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	// The bus outlives the test's context, so that cleanups can still speak on it.
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), program, "--config-file="+file, "--nofork", "--print-address=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start dbus-daemon: %v", err)
	}
	b := &Bus{process: cmd.Process}
	t.Cleanup(func() {
		b.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("dbus-daemon said: %s", &said)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("read the address of dbus-daemon: %v", err)
	}
	b.Address = strings.TrimSpace(line)
	return b
}

// Kill ends the bus at once, as a crash would.
func (b *Bus) Kill() { _ = b.process.Kill() }

// Dial opens a connection of its own to the bus, closed when the test ends.
func (b *Bus) Dial(t testing.TB) *dbus.Conn {
	t.Helper()
	conn, err := sessionbus.DialAddress(t.Context(), b.Address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
