package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// lintVersion is pinned: a new linter must not turn an old commit red.
const lintVersion = "v2.6.2"

// crossTargets are built or vetted without cgo on every run. macOS needs cgo for
// its tray, so only what has none is vetted there.
func crossTargets() []struct {
	goos, verb string
	packages   []string
} {
	return []struct {
		goos, verb string
		packages   []string
	}{
		{"windows", "build", []string{"./cmd/standby"}},
		{"windows", "vet", []string{"./rotation/...", "./notify/...", "./app/agent/...", "./app/api/...", "./app/config/...", "./app/doctor/...", "./app/provider/...", "./app/secret/...", "./app/setup/...", "./app/store/...", "./app/tray/...", "./app/trouble/...", "./cmd/standby"}},
		{"darwin", "vet", []string{"./rotation/...", "./notify/...", "./app/agent/...", "./app/api/...", "./app/config/...", "./app/doctor/...", "./app/provider/...", "./app/secret/...", "./app/setup/...", "./app/store/...", "./app/trouble/..."}},
	}
}

// check looks at the source alone: format, vet, lint (which holds the arrows of
// the design), the other systems, and what the agent is made of.
func check(ctx context.Context, d *dev, _ []string) error {
	if err := d.install(ctx, buildPackages()); err != nil {
		return err
	}
	return errors.Join(d.format(ctx), d.vet(ctx), d.lint(ctx), d.cross(ctx), d.agentIsPure(ctx))
}

func (d *dev) format(ctx context.Context) error {
	out, err := d.read(ctx, "gofmt", "-l", "cmd", "app", "rotation", "notify", "assets")
	if err != nil {
		return err
	}
	if out = strings.TrimSpace(out); out != "" {
		return fmt.Errorf("gofmt would change:\n%s", out)
	}
	d.say("check/format ok")
	return nil
}

func (d *dev) vet(ctx context.Context) error {
	if err := d.do(ctx, "go", "vet", "./..."); err != nil {
		return err
	}
	d.say("check/vet ok")
	return nil
}

func (d *dev) lint(ctx context.Context) error {
	linter := d.bin("golangci-lint-" + lintVersion)
	if _, err := os.Stat(linter); err != nil {
		d.say("Building golangci-lint %s, once.", lintVersion)
		if err := d.buildLinter(ctx, linter); err != nil {
			return err
		}
	}
	if err := d.do(ctx, linter, "run", "--config", ".github/golangci.yml", "./..."); err != nil {
		return err
	}
	d.say("check/lint ok")
	return nil
}

// buildLinter builds it from source in a folder of its own: its hundreds of
// modules must not enter our go.mod.
func (d *dev) buildLinter(ctx context.Context, to string) error {
	dir, err := os.MkdirTemp("", "standby-lint-")
	if err != nil {
		return fmt.Errorf("build the linter: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	c := d.cmd(ctx, "go", "install", "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@"+lintVersion)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOBIN="+dir, "CGO_ENABLED=0", "GOFLAGS=")
	if err := c.Run(); err != nil {
		return fmt.Errorf("build the linter: %w", err)
	}
	if err := os.MkdirAll(d.bin(""), 0o755); err != nil {
		return fmt.Errorf("build the linter: %w", err)
	}
	return moveFile(dir+"/golangci-lint", to)
}

func moveFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("move %s: %w", from, err)
	}
	if err := os.WriteFile(to, data, 0o755); err != nil {
		return fmt.Errorf("move to %s: %w", to, err)
	}
	return nil
}

func (d *dev) cross(ctx context.Context) error {
	for _, t := range crossTargets() {
		args := []string{t.verb}
		if t.verb == "build" {
			args = append(args, "-o", os.DevNull)
		}
		c := d.cmd(ctx, "go", append(args, t.packages...)...)
		c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.goos, "GOARCH=amd64")
		if err := c.Run(); err != nil {
			return fmt.Errorf("go %s for %s: %w", t.verb, t.goos, err)
		}
		d.say("check/%s-%s ok", t.goos, t.verb)
	}
	return nil
}

// agentIsPure holds the design's promise that the resident part carries no
// toolkit.
func (d *dev) agentIsPure(ctx context.Context) error {
	deps, err := d.read(ctx, "go", "list", "-deps", "./cmd/standby")
	if err != nil {
		return err
	}
	for dep := range strings.Lines(deps) {
		if strings.HasPrefix(dep, "fyne.io/fyne/") {
			return fmt.Errorf("the agent must not carry the toolkit, and imports %s", strings.TrimSpace(dep))
		}
	}
	d.say("check/agent-without-toolkit ok")
	return nil
}
