package desktop

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	notifications = "org.freedesktop.Notifications"
	watcher       = "org.kde.StatusNotifierWatcher"
	secrets       = "org.freedesktop.secrets"
	settings      = "org.xfce.Xfconf"
)

// throwAway unlocks a keyring that holds nothing and is deleted with the desktop.
const throwAway = "standby-test"

// screenTries is how often a display number is looked for: two servers that start
// at the same moment may pick the same, and then one of them ends.
const screenTries = 5

func (d *Desktop) startScreen(ctx context.Context) error {
	var err error
	for range screenTries {
		if err = d.tryScreen(ctx); err == nil || ctx.Err() != nil {
			return err
		}
	}
	return err
}

func (d *Desktop) tryScreen(ctx context.Context) error {
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("make a pipe: %w", err)
	}
	defer func() { _ = read.Close() }()
	p, err := d.launch(nil, write, "Xvfb", "-displayfd", "3", "-screen", "0", d.options.Size+"x24", "-fbdir", d.places.logs, "-nolisten", "tcp", "-noreset")
	_ = write.Close()
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = read.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		return p.failure(errors.Join(errEnded, ctx.Err()))
	}
	d.display = ":" + strings.TrimSpace(number)
	return nil
}

func (d *Desktop) startBus(ctx context.Context) error {
	p, err := d.launch(nil, nil, "dbus-daemon", "--config-file="+d.places.sub(".config/bus.conf"), "--address="+d.places.bus(), "--nofork", "--nosyslog")
	if err != nil {
		return err
	}
	return p.poll(ctx, func() bool {
		d.conn, err = d.Dial(context.WithoutCancel(ctx))
		return err == nil
	})
}

func (d *Desktop) startSettings(ctx context.Context) error {
	_, err := d.service(ctx, settings, "xfconfd")
	return err
}

func (d *Desktop) startWindowManager(ctx context.Context) error {
	p, err := d.launch(nil, nil, "xfwm4", "--compositor=off", "--sm-client-disable")
	if err != nil {
		return err
	}
	d.paint(ctx)
	return p.poll(ctx, func() bool {
		out, err := d.Command(ctx, "xprop", "-root", "_NET_SUPPORTING_WM_CHECK").Output()
		return err == nil && strings.Contains(string(out), "window id")
	})
}

// paint gives the screen a calm colour, so that pictures of it can be shown. It
// is a nicety: the program ends with 1 even when it has done it.
func (d *Desktop) paint(ctx context.Context) {
	_, _ = d.run(ctx, "display", "-window", "root", "-size", "64x64", "xc:#41525E")
}

func (d *Desktop) startKeyring(ctx context.Context) error {
	program, err := find("gnome-keyring-daemon")
	if err != nil {
		return err
	}
	p, err := d.launch(strings.NewReader(throwAway), nil, program, "--foreground", "--unlock", "--components=secrets",
		"--control-directory="+filepath.Join(d.places.run, "keyring"))
	if err != nil {
		return err
	}
	if err := d.owned(ctx, p, secrets); err != nil {
		return err
	}
	return p.poll(ctx, func() bool {
		var alias string
		call := d.conn.Object(secrets, "/org/freedesktop/secrets").CallWithContext(ctx, "org.freedesktop.Secret.Service.ReadAlias", 0, "default")
		return call.Store(&alias) == nil && alias != "/"
	})
}

// StartNotifications starts the notification daemon and returns when it owns its
// name on the bus.
func (d *Desktop) StartNotifications(ctx context.Context) error {
	p, err := d.service(ctx, notifications, d.options.NotificationDaemon)
	d.notifier = p
	return err
}

// StopNotifications ends the notification daemon and returns when its name is
// free; nothing starts it again by itself.
func (d *Desktop) StopNotifications(ctx context.Context) error {
	return d.stop(ctx, &d.notifier, notifications)
}

// KillNotifications ends the notification daemon as a crash would, and returns when
// its name is free.
func (d *Desktop) KillNotifications(ctx context.Context) error {
	if d.notifier != nil {
		kill(d.notifier.cmd.Process)
	}
	return d.StopNotifications(ctx)
}

// PauseNotifications makes the notification daemon hang until ResumeNotifications:
// it keeps its name and answers nobody.
func (d *Desktop) PauseNotifications() error { return d.notifier.each(pause) }

// ResumeNotifications lets the notification daemon go on where it was.
func (d *Desktop) ResumeNotifications() error { return d.notifier.each(resume) }

// StartTray starts the panel and returns when its tray takes icons.
func (d *Desktop) StartTray(ctx context.Context) error {
	p, err := d.service(ctx, watcher, "xfce4-panel", "--disable-wm-check")
	d.panel = p
	if err != nil {
		return err
	}
	return p.poll(ctx, func() bool {
		host, err := d.conn.Object(watcher, "/StatusNotifierWatcher").GetProperty(watcher + ".IsStatusNotifierHostRegistered")
		return err == nil && host.Value() == true
	})
}

// StopTray ends the panel, and returns when there is no tray any more.
func (d *Desktop) StopTray(ctx context.Context) error { return d.stop(ctx, &d.panel, watcher) }

// service starts a program and waits until it owns a name.
func (d *Desktop) service(ctx context.Context, name, program string, args ...string) (*process, error) {
	path, err := find(program)
	if err != nil {
		return nil, err
	}
	p, err := d.launch(nil, nil, path, args...)
	if err != nil {
		return nil, err
	}
	return p, d.owned(ctx, p, name)
}

func (d *Desktop) stop(ctx context.Context, p **process, name string) error {
	if *p == nil {
		return errNotRunning
	}
	(*p).signal()
	(*p).end()
	*p = nil
	if err := until(ctx, nil, func() bool { return !d.has(ctx, name) }); err != nil {
		return fmt.Errorf("wait for %s to go: %w", name, err)
	}
	return nil
}

func (d *Desktop) owned(ctx context.Context, p *process, name string) error {
	return p.poll(ctx, func() bool { return d.has(ctx, name) })
}

func (d *Desktop) has(ctx context.Context, name string) bool {
	var has bool
	call := d.conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, name)
	return call.Store(&has) == nil && has
}

// poll asks until it is so, the program ends, or ctx does.
func (p *process) poll(ctx context.Context, so func() bool) error {
	if err := until(ctx, p.done, so); err != nil {
		return p.failure(err)
	}
	return nil
}

// until asks every few milliseconds, and gives up when ctx ends or ended is
// closed.
func until(ctx context.Context, ended <-chan struct{}, so func() bool) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ended:
			return errEnded
		case <-tick.C:
		}
	}
	return nil
}

// Command is a program to run on the desktop, ended when ctx ends. The caller
// starts it and waits for it; unlike what Start started it is not ended by Close.
func (d *Desktop) Command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = d.Env()
	return cmd
}
