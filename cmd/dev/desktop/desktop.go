package desktop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

// The notification daemons that can be started. Xfce draws buttons that can be
// pressed; Dunst draws none.
const (
	Xfce  = "xfce4-notifyd"
	Dunst = "dunst"
)

// Options say what the desktop consists of. The zero value is a bare screen with
// a bus and a window manager.
type Options struct {
	// Size of the screen, "1280x800" when empty.
	Size string
	// NotificationDaemon is Xfce, Dunst, or empty for none.
	NotificationDaemon string
	// Tray asks for a panel with a tray and a clock.
	Tray bool
	// Keyring asks for an unlocked gnome-keyring with a throw-away password.
	Keyring bool
	// Dir holds home, configuration and logs, and is kept. When empty, a temporary
	// directory is used and removed by Close.
	Dir string
}

// Desktop is a running one. Its methods may be called from one goroutine at a
// time.
type Desktop struct {
	options Options
	places  places
	display string
	conn    *dbus.Conn
	// cleanup undoes what Start made besides processes.
	cleanup []func()

	mu        sync.Mutex
	processes []*process
	notifier  *process
	panel     *process
	closed    bool
}

// patience bounds every wait for a program to be ready.
const patience = 20 * time.Second

// Start brings a desktop up and returns when every part of it answers: about a
// second on an idle machine. ctx bounds the start only; Close ends the desktop.
// An error names the program and the package that holds it when one is missing,
// or shows the end of its log.
func Start(ctx context.Context, o Options) (*Desktop, error) {
	if runtime.GOOS != "linux" {
		return nil, errors.New("start a virtual desktop: it needs Linux")
	}
	if o.Size == "" {
		o.Size = "1280x800"
	}
	if err := installed(o); err != nil {
		return nil, err
	}
	d := &Desktop{options: o}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := d.start(ctx); err != nil {
		d.Close()
		return nil, fmt.Errorf("start a virtual desktop: %w", err)
	}
	return d, nil
}

func (d *Desktop) start(ctx context.Context) error {
	if err := d.prepare(); err != nil {
		return err
	}
	if err := together(func() error { return d.startScreen(ctx) }, func() error { return d.startBus(ctx) }); err != nil {
		return err
	}
	if err := d.startSettings(ctx); err != nil {
		return err
	}
	parts := []func() error{func() error { return d.startWindowManager(ctx) }}
	if d.options.NotificationDaemon != "" {
		parts = append(parts, func() error { return d.StartNotifications(ctx) })
	}
	if d.options.Tray {
		parts = append(parts, func() error { return d.StartTray(ctx) })
	}
	if d.options.Keyring {
		parts = append(parts, func() error { return d.startKeyring(ctx) })
	}
	return together(parts...)
}

// together runs all of them at once and joins their errors.
func together(parts ...func() error) error {
	errs := make([]error, len(parts))
	var group sync.WaitGroup
	for i, part := range parts {
		group.Go(func() { errs[i] = part() })
	}
	group.Wait()
	return errors.Join(errs...)
}

// Close ends every process that Start and its kin started, and no other, and
// returns when they have gone.
func (d *Desktop) Close() {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return
	}
	d.closed = true
	running := d.processes
	d.mu.Unlock()
	if d.conn != nil {
		_ = d.conn.Close()
	}
	// The newest first: programs on the screen end before the screen does.
	for i := len(running) - 1; i >= 0; i-- {
		running[i].signal()
	}
	for i := len(running) - 1; i >= 0; i-- {
		running[i].end()
	}
	for i := len(d.cleanup) - 1; i >= 0; i-- {
		d.cleanup[i]()
	}
}

// Env is the environment for programs that are to run on this desktop: that of
// this process, with everything that names the user's own session replaced.
func (d *Desktop) Env() []string {
	env := d.places.env()
	if d.display != "" {
		env = append(env, "DISPLAY="+d.display)
	}
	return append(env, "DBUS_SESSION_BUS_ADDRESS="+d.places.bus())
}

// Display names the X display, ":99".
func (d *Desktop) Display() string { return d.display }

// Home is the home directory of the desktop's user.
func (d *Desktop) Home() string { return d.places.home }

// Dial opens a connection to the desktop's session bus, which the caller closes.
func (d *Desktop) Dial(ctx context.Context) (*dbus.Conn, error) {
	return sessionbus.DialAddress(ctx, d.places.bus())
}

// replaced reports whether an environment variable belongs to the session that
// this process runs in.
func replaced(name string) bool {
	if strings.HasPrefix(name, "XDG_") || strings.HasPrefix(name, "LC_") || strings.HasPrefix(name, "DBUS_") {
		return true
	}
	switch name {
	case "HOME", "LANG", "LANGUAGE", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "SESSION_MANAGER", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK", "DESKTOP_SESSION":
		return true
	}
	return false
}

func inherited() []string {
	var env []string
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); !replaced(name) {
			env = append(env, pair)
		}
	}
	return env
}
