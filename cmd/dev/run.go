package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"standby/app/api"
	"standby/cmd/dev/desktop"
)

// run builds Standby and starts it with the sample team, in a profile of its
// own. Without a display it starts a virtual one and takes a picture of it.
func run(ctx context.Context, d *dev, _ []string) error {
	if err := d.install(ctx, buildPackages()); err != nil {
		return err
	}
	d.say("Building. The first time takes a few minutes: the toolkit's C sources are compiled.")
	agent, err := d.buildAgent(ctx)
	if err != nil {
		return err
	}
	if _, err := d.buildWindow(ctx); err != nil {
		return err
	}
	if hasDisplay() {
		d.say("Standby runs with its sample team; its data lies in a profile of its own. Ctrl-C ends it.")
		return d.untilStopped(ctx, agent, os.Environ())
	}
	return d.runVirtual(ctx, agent)
}

// hasDisplay reports whether a window could be shown here.
func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// untilStopped runs the agent with its sample team until ctx ends.
func (d *dev) untilStopped(ctx context.Context, agent string, env []string) error {
	c := d.cmd(ctx, agent, "--demo")
	c.Env = env
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = 5 * time.Second
	if err := c.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("run Standby: %w", err)
	}
	return nil
}

// runVirtual shows Standby on a virtual desktop, for whoever has none.
func (d *dev) runVirtual(ctx context.Context, agent string) error {
	if err := d.install(ctx, desktopPackages()); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "standby-desktop-")
	if err != nil {
		return fmt.Errorf("make a folder for the virtual desktop: %w", err)
	}
	desk, err := desktop.Start(ctx, desktop.Options{NotificationDaemon: desktop.Xfce, Tray: true, Keyring: true, Dir: dir})
	if err != nil {
		return fmt.Errorf("start a virtual desktop: %w", err)
	}
	defer desk.Close()
	d.say("There is no display here, so Standby runs on a virtual one. Ctrl-C ends both.")
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- d.untilStopped(ctx, agent, desk.Env()) }()
	picture := filepath.Join(dir, "standby.png")
	if err := d.picture(ctx, desk, agent, picture); err != nil {
		cancel()
		return errors.Join(err, <-done)
	}
	d.say("Screenshot: %s", picture)
	return <-done
}

// picture waits for the sample team's page, has the window raised, and takes a
// screenshot of it all.
func (d *dev) picture(ctx context.Context, desk *desktop.Desktop, agent, path string) error {
	socket := socketOf(desk, "demo")
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := waitFor(ctx, socket, func(s api.Snapshot) bool { return s.Standing == api.PageWaiting && s.Desktop.Notifications != "" }); err != nil {
		return fmt.Errorf("wait for the sample team's page: %w", err)
	}
	open := d.cmd(ctx, agent, "open", "--demo")
	open.Env = desk.Env()
	if err := open.Run(); err != nil {
		return fmt.Errorf("raise the window: %w", err)
	}
	if err := waitFor(ctx, socket, func(s api.Snapshot) bool { return s.Desktop.WindowOpen }); err != nil {
		return fmt.Errorf("wait for the window: %w", err)
	}
	pause(ctx, 2*time.Second) // the first frames
	return desk.Screenshot(ctx, path)
}

// socketOf is where the agent of a profile listens on a virtual desktop.
func socketOf(desk *desktop.Desktop, profile string) string {
	dir := ""
	for _, e := range desk.Env() {
		if v, ok := strings.CutPrefix(e, "XDG_RUNTIME_DIR="); ok {
			dir = v
		}
	}
	dir = filepath.Join(dir, "standby")
	if profile != "" {
		dir = filepath.Join(dir, "profiles", profile)
	}
	return filepath.Join(dir, api.SocketName)
}

// waitFor follows an agent that may not listen yet until a snapshot is as wished.
func waitFor(ctx context.Context, socket string, wish func(api.Snapshot) bool) error {
	client := api.Dial(socket)
	for ctx.Err() == nil {
		found, cancel := context.WithCancel(ctx)
		_ = client.Stream(found, "dev", func(m api.Message) {
			if m.Snapshot != nil && wish(*m.Snapshot) {
				cancel()
			}
		})
		if found.Err() != nil && ctx.Err() == nil {
			cancel()
			return nil
		}
		cancel()
		pause(ctx, 50*time.Millisecond)
	}
	return ctx.Err()
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
