//go:build linux

package desktop

import (
	"context"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// require skips a test where programs are missing, and fails it there in CI.
func require(t *testing.T, o Options) {
	t.Helper()
	err := installed(o)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
}

// begin starts a desktop for a test.
func begin(t *testing.T, o Options) (*Desktop, context.Context) {
	t.Helper()
	require(t, o)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	begun := time.Now()
	d, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	t.Logf("started in %v", time.Since(begun).Round(time.Millisecond))
	return d, ctx
}

// send shows a notification with the buttons First and Second.
func send(t *testing.T, ctx context.Context, d *Desktop, summary string) uint32 {
	t.Helper()
	conn, err := d.Dial(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	var id uint32
	err = conn.Object(notifications, "/org/freedesktop/Notifications").CallWithContext(ctx, notifications+".Notify", 0,
		"a test", uint32(0), "", summary, "with two buttons",
		[]string{"first", "First", "second", "The second, longer one"}, map[string]dbus.Variant{}, int32(0)).Store(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAWholeDesktopWorks(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Xfce, Tray: true, Keyring: true})
	r, err := d.Record(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()

	for index, want := range []string{"first", "second"} {
		summary := "Press " + want
		id := send(t, ctx, d, summary)
		if e, err := r.WaitNotify(ctx, summary); err != nil || e.App != "a test" || len(e.Actions) != 4 {
			t.Fatalf("recorded %+v, %v", e, err)
		}
		if index == 0 {
			checkScreenshot(t, ctx, d)
		}
		if err := d.PressNotificationButton(ctx, index); err != nil {
			t.Fatal(err)
		}
		e, err := r.Wait(ctx, func(e Event) bool { return e.Kind == ActionInvoked })
		if err != nil || e.ID != id || e.Action != want {
			t.Fatalf("pressed %+v, %v; want %s of %d", e, err, want, id)
		}
	}
	checkRestarts(t, ctx, d)
	checkKeyring(t, ctx, d)
}

func checkScreenshot(t *testing.T, ctx context.Context, d *Desktop) {
	t.Helper()
	if _, err := d.button(ctx, 0); err != nil {
		if err := until(ctx, nil, func() bool { _, err := d.button(ctx, 0); return err == nil }); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "screen.png")
	if keep := os.Getenv("STANDBY_SCREENSHOT"); keep != "" {
		path = keep
	}
	if err := d.Screenshot(ctx, path); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if picture, err := png.DecodeConfig(f); err != nil || picture.Width != 1280 || picture.Height != 800 {
		t.Errorf("the screenshot is %+v, %v", picture, err)
	}
}

func checkRestarts(t *testing.T, ctx context.Context, d *Desktop) {
	t.Helper()
	for _, c := range []struct {
		name        string
		stop, start func(context.Context) error
	}{
		{notifications, d.StopNotifications, d.StartNotifications},
		{watcher, d.StopTray, d.StartTray},
	} {
		if err := c.stop(ctx); err != nil {
			t.Fatal(err)
		}
		if d.has(ctx, c.name) {
			t.Errorf("%s is still owned", c.name)
		}
		if err := c.start(ctx); err != nil {
			t.Fatal(err)
		}
	}
	send(t, ctx, d, "after the restart")
}

func checkKeyring(t *testing.T, ctx context.Context, d *Desktop) {
	t.Helper()
	var alias dbus.ObjectPath
	err := d.conn.Object(secrets, "/org/freedesktop/secrets").CallWithContext(ctx, "org.freedesktop.Secret.Service.ReadAlias", 0, "default").Store(&alias)
	if err != nil {
		t.Fatal(err)
	}
	locked, err := d.conn.Object(secrets, alias).GetProperty("org.freedesktop.Secret.Collection.Locked")
	if err != nil || locked.Value() != false {
		t.Errorf("collection %s: locked %v, %v", alias, locked, err)
	}
}

func TestDunstShowsNotesWithoutButtons(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Dunst, Size: "800x600"})
	r, err := d.Record(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	send(t, ctx, d, "to dunst")
	if _, err := r.WaitNotify(ctx, "to dunst"); err != nil {
		t.Error(err)
	}
	if err := d.PressNotificationButton(ctx, 0); err == nil {
		t.Error("pressed a button of dunst, which draws none")
	}
}

func TestCloseLeavesNoProcessBehind(t *testing.T) {
	d, _ := begin(t, Options{NotificationDaemon: Xfce, Tray: true, Keyring: true})
	d.Close()
	mark := []byte("DBUS_SESSION_BUS_ADDRESS=" + d.places.bus())
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil || len(environments) == 0 {
		t.Fatalf("read the processes: %v", err)
	}
	for _, file := range environments {
		env, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if strings.Contains(string(env), string(mark)) {
			name, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "comm"))
			t.Errorf("%s is left behind: %s", filepath.Dir(file), name)
		}
	}
	if _, err := os.Stat(d.places.dir); err == nil {
		t.Errorf("%s is left behind", d.places.dir)
	}
	d.Close()
}

func TestADesktopDiesWithItsParent(t *testing.T) {
	if os.Getenv("STANDBY_ORPHAN") != "" {
		_, err := Start(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = os.Stdout.WriteString("up\n")
		select {}
	}
	require(t, Options{})
	cmd := exec.Command(os.Args[0], "-test.run=^TestADesktopDiesWithItsParent$")
	cmd.Env = append(os.Environ(), "STANDBY_ORPHAN=1", "TMPDIR="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 3)
	if _, err := out.Read(line); err != nil || string(line) != "up\n" {
		_ = cmd.Process.Kill()
		t.Fatalf("the child said %q, %v", line, err)
	}
	var children []string
	tasks, _ := filepath.Glob("/proc/" + strconv.Itoa(cmd.Process.Pid) + "/task/*/children")
	for _, file := range tasks {
		list, _ := os.ReadFile(file)
		children = append(children, strings.Fields(string(list))...)
	}
	if len(children) < 3 {
		t.Errorf("the child has only the children %v", children)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for _, pid := range children {
		if err := until(ctx, nil, func() bool { return gone(pid) }); err != nil {
			t.Errorf("process %s outlives its parent: %v", pid, err)
		}
	}
}
