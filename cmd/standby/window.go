package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"sync"
)

// errNoDisplay: there is nothing to show a window on.
var errNoDisplay = errors.New("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)")

// window starts the window's program, one at a time. It may die at any moment:
// nothing depends on it.
type window struct {
	socket, profile string
	log             *slog.Logger
	trouble         func(error)

	mu      sync.Mutex
	running bool
}

// open starts the program unless it is starting already.
func (w *window) open(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running {
		return nil
	}
	c, err := w.command()
	if err == nil {
		err = c.Start()
	}
	w.trouble(err)
	if err != nil {
		return fmt.Errorf("show the window: %w", err)
	}
	w.running = true
	go w.wait(c)
	return nil
}

func (w *window) command() (*exec.Cmd, error) {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return nil, errNoDisplay
	}
	name := "standby-window"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path, err := beside(name)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); err != nil {
		if path, err = exec.LookPath(name); err != nil {
			return nil, fmt.Errorf("find %s beside standby or in PATH: %w", name, err)
		}
	}
	args := []string{"--socket", w.socket}
	if w.profile != "" {
		args = append(args, "--profile", w.profile)
	}
	// Not bound to a context: the window outlives whatever asked for it, and goes
	// when the user closes it.
	c := exec.Command(path, args...) //nolint:noctx // see above
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	return c, nil
}

func (w *window) wait(c *exec.Cmd) {
	if err := c.Wait(); err != nil {
		w.log.Warn("the window ended", "error", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = false
}
