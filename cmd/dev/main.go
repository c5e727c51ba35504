package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// errUsage asks for the list of commands.
var errUsage = errors.New("usage")

// command is one thing that a contributor types.
type command struct {
	name, does string
	run        func(ctx context.Context, d *dev, args []string) error
}

// dev is what the commands share.
type dev struct {
	root string // of the repository
	out  io.Writer
}

func commands() []command {
	return []command{
		{"run", "start Standby with its sample team", run},
		{"test", "everything that CI runs", test},
		{"explore", "[DURATION] other drawn cases than test, and fuzzing of every parser for so long", explore},
		{"check", "format, vet, lint", check},
		{"bench", "[AREA] figures, side by side with their limits", bench},
		{"conform", "[AREA] agreement with other implementations' cases", conform},
		{"package", "archives for a release, in .dist", packageUp},
		{"icons", "draw the icons of assets anew", drawIcons},
		{"sounds", "make the sounds of assets anew", makeSounds},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := dispatch(ctx, os.Args[1:])
	stop()
	switch {
	case errors.Is(err, errUsage):
		usage(os.Stderr)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, &dev{root: root, out: os.Stdout}, args[1:])
		}
	}
	return errUsage
}

func usage(w io.Writer) {
	_, _ = fmt.Fprintln(w, "usage: go run ./cmd/dev COMMAND")
	for _, c := range commands() {
		_, _ = fmt.Fprintf(w, "  %-8s %s\n", c.name, c.does)
	}
}

// findRoot walks up to the folder of go.mod.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("find the repository: run this inside Standby's source tree")
		}
		dir = up
	}
}

func (d *dev) say(format string, args ...any) {
	_, _ = fmt.Fprintf(d.out, format+"\n", args...)
}
