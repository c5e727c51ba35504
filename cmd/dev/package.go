package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"standby/cmd/dev/icons"
)

// drawIcons renders the icons of assets from their SVG sources.
func drawIcons(_ context.Context, d *dev, _ []string) error {
	dir := filepath.Join(d.root, "assets", "icons")
	if err := icons.Generate(dir); err != nil {
		return err
	}
	d.say("Drawn: %s", dir)
	return nil
}

// entry is one file of an archive.
type entry struct {
	name string
	mode int64
	data []byte
}

// packageUp makes an archive for this system with everything that an
// installation needs: both programs, manual page, completions, desktop entry and
// icon. The agent alone is built for Windows as well; see the README for what
// has been run where.
func packageUp(ctx context.Context, d *dev, _ []string) error {
	if err := d.install(ctx, buildPackages()); err != nil {
		return err
	}
	version, err := d.version(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(d.root, ".dist"), 0o755); err != nil {
		return fmt.Errorf("make the folder for archives: %w", err)
	}
	return errors.Join(d.packageLinux(ctx, version), d.packageWindows(ctx, version))
}

// version is the last tag, or the commit where there is none.
func (d *dev) version(ctx context.Context) (string, error) {
	out, err := d.read(ctx, "git", "describe", "--tags", "--always", "--dirty")
	return strings.TrimSpace(out), err
}

// release builds a program for a release: small, and without paths of this
// machine where that is cheap. With cgo it is not: the toolkit's C sources would
// be compiled once more, which takes minutes.
func (d *dev) release(ctx context.Context, version, goos, cgo, program, out string) error {
	args := []string{"build", "-buildvcs=false", "-ldflags", "-s -w -X main.version=" + version, "-o", out}
	if cgo == "0" {
		args = append(args, "-trimpath")
	}
	c := d.cmd(ctx, "go", append(args, "./cmd/"+program)...)
	c.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED="+cgo)
	if err := c.Run(); err != nil {
		return fmt.Errorf("build %s for %s: %w", program, goos, err)
	}
	return nil
}

func (d *dev) packageLinux(ctx context.Context, version string) error {
	if runtime.GOOS != "linux" {
		return nil
	}
	agent, window := d.bin("release/standby"), d.bin("release/standby-window")
	if err := errors.Join(
		d.release(ctx, version, "linux", "0", "standby", agent),
		d.release(ctx, version, "linux", "1", "standby-window", window),
	); err != nil {
		return err
	}
	var entries []entry
	for _, file := range []struct{ from, to string }{
		{agent, "bin/standby"}, {window, "bin/standby-window"},
	} {
		data, err := os.ReadFile(file.from)
		if err != nil {
			return fmt.Errorf("package %s: %w", file.to, err)
		}
		entries = append(entries, entry{file.to, 0o755, data})
	}
	for to, args := range map[string][]string{
		"share/man/man1/standby.1":                     {"man"},
		"share/bash-completion/completions/standby":    {"completion", "bash"},
		"share/zsh/site-functions/_standby":            {"completion", "zsh"},
		"share/fish/vendor_completions.d/standby.fish": {"completion", "fish"},
	} {
		out, err := exec.CommandContext(ctx, agent, args...).Output()
		if err != nil {
			return fmt.Errorf("make %s: %w", to, err)
		}
		entries = append(entries, entry{to, 0o644, out})
	}
	icon, err := os.ReadFile(filepath.Join(d.root, "assets", "icons", "app.svg"))
	if err != nil {
		return fmt.Errorf("package the icon: %w", err)
	}
	entries = append(entries,
		entry{"share/icons/hicolor/scalable/apps/standby.svg", 0o644, icon},
		entry{"share/applications/standby.desktop", 0o644, []byte(desktopEntry)},
		entry{"etc/xdg/autostart/standby.desktop", 0o644, []byte(desktopEntry)})
	return d.archive(fmt.Sprintf("standby_%s_linux_%s.tar.gz", version, runtime.GOARCH), entries)
}

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Standby
GenericName=On-call companion
Comment=Says whether you are on call, and brings every page to your screen
Exec=standby
Icon=standby
Terminal=false
Categories=Utility;Network;
Keywords=on call;pager;alert;incident;
StartupNotify=false
`

func (d *dev) packageWindows(ctx context.Context, version string) error {
	agent := d.bin("release/standby.exe")
	if err := d.release(ctx, version, "windows", "0", "standby", agent); err != nil {
		return err
	}
	data, err := os.ReadFile(agent)
	if err != nil {
		return fmt.Errorf("package the agent for Windows: %w", err)
	}
	return d.archive(fmt.Sprintf("standby_%s_windows_%s.tar.gz", version, runtime.GOARCH), []entry{{"standby.exe", 0o755, data}})
}

func (d *dev) archive(name string, entries []entry) error {
	path := filepath.Join(d.root, ".dist", name)
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make the archive: %w", err)
	}
	z := gzip.NewWriter(f)
	t := tar.NewWriter(z)
	for _, e := range entries {
		if err := t.WriteHeader(&tar.Header{Name: e.name, Mode: e.mode, Size: int64(len(e.data))}); err != nil {
			return fmt.Errorf("add %s to the archive: %w", e.name, err)
		}
		if _, err := t.Write(e.data); err != nil {
			return fmt.Errorf("add %s to the archive: %w", e.name, err)
		}
	}
	if err := errors.Join(t.Close(), z.Close(), f.Close()); err != nil {
		return fmt.Errorf("finish the archive %s: %w", name, err)
	}
	d.say("package %s %d files", filepath.Join(".dist", name), len(entries))
	return nil
}
