package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// cmd prepares a program that runs in the repository and writes to our output.
func (d *dev) cmd(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = d.root
	c.Stdout, c.Stderr = d.out, d.out
	return c
}

// do runs a program to its end.
func (d *dev) do(ctx context.Context, name string, args ...string) error {
	if err := d.cmd(ctx, name, args...).Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(append([]string{name}, args...), " "), err)
	}
	return nil
}

// read runs a program and returns what it printed.
func (d *dev) read(ctx context.Context, name string, args ...string) (string, error) {
	c := d.cmd(ctx, name, args...)
	var out bytes.Buffer
	c.Stdout = &out
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(append([]string{name}, args...), " "), err)
	}
	return out.String(), nil
}

// bin is where programs are built: a folder that git ignores.
func (d *dev) bin(name string) string { return filepath.Join(d.root, ".bin", name) }

// buildAgent builds the agent without cgo, so that it runs on any Linux.
func (d *dev) buildAgent(ctx context.Context) (string, error) {
	out := d.bin("standby")
	c := d.cmd(ctx, "go", "build", "-o", out, "./cmd/standby")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("build the agent: %w", err)
	}
	return out, nil
}

// buildWindow builds the Fyne program. The first time takes minutes: the
// toolkit's C sources are compiled.
func (d *dev) buildWindow(ctx context.Context) (string, error) {
	out := d.bin("standby-window")
	c := d.cmd(ctx, "go", "build", "-o", out, "./cmd/standby-window")
	c.Env = append(os.Environ(), "CGO_ENABLED=1")
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("build the window: %w", err)
	}
	return out, nil
}
