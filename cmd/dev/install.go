package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// buildPackages are what cgo and Fyne compile against.
func buildPackages() []string {
	return []string{
		"gcc", "libc6-dev", "pkg-config", "libgl1-mesa-dev", "libx11-dev", "libxcursor-dev", "libxrandr-dev",
		"libxinerama-dev", "libxi-dev", "libxxf86vm-dev",
	}
}

// desktopPackages are a virtual desktop: display, session bus, window manager,
// panel with a tray, notifications, keyring, and the tools that look at them.
func desktopPackages() []string {
	return []string{
		"xvfb", "dbus", "dbus-x11", "xfwm4", "xfce4-panel", "xfconf", "xfce4-notifyd", "dunst", "libnotify-bin",
		"gnome-keyring", "libsecret-tools", "xdotool", "wmctrl", "x11-utils", "imagemagick", "at-spi2-core",
		"adwaita-icon-theme", "fonts-dejavu-core", "ca-certificates",
	}
}

// testPackages are the real servers that the tests talk to, and the other programs
// that must read what Standby writes.
func testPackages() []string {
	list := []string{
		"prometheus-alertmanager", "dovecot-imapd", "radicale", "xandikos", "git", "python3-icalendar",
		// Sound is heard through both servers; without the last three, which apt only
		// recommends, PipeWire's graph stands still.
		"pulseaudio", "pulseaudio-utils", "pipewire", "pipewire-pulse", "wireplumber", "libpipewire-0.3-common", "rtkit", "alsa-ucm-conf",
		"python3-dbusmock", "iproute2", "libglib2.0-bin", "gsettings-desktop-schemas", // what the machine and the desktop say
		"python3-aiosmtpd",                  // takes mail
		"poppler-utils", "python3-openpyxl", // read statements back
		"clang", // reads the Objective-C that no machine here can build
	}
	if _, err := exec.LookPath("npm"); err != nil { // it often comes from elsewhere than Debian
		list = append(list, "nodejs", "npm")
	}
	return list
}

// install sees to it that Debian packages are there. On Debian and its kin it
// installs what is missing; elsewhere it says what to install, and goes on, so
// that a machine which has the same things under other names works.
func (d *dev) install(ctx context.Context, packages []string) error {
	if runtime.GOOS != "linux" {
		d.say("On %s nothing is installed; Standby's window needs a C compiler there.", runtime.GOOS)
		return nil
	}
	if _, err := exec.LookPath("dpkg-query"); err != nil {
		return d.explainInstall(ctx, packages)
	}
	missing := d.missing(ctx, packages)
	if len(missing) == 0 {
		return nil
	}
	become, err := asRoot()
	if err != nil {
		return fmt.Errorf("%w; run this, then try again:\n  sudo apt-get update && sudo apt-get install -y %s", err, strings.Join(missing, " "))
	}
	d.say("Installing system packages: %s", strings.Join(missing, " "))
	if err := d.apt(ctx, become, "update", "-qq"); err != nil {
		return err
	}
	args := append([]string{"install", "-y", "-qq", "--no-install-recommends"}, missing...)
	return d.apt(ctx, become, args...)
}

func (d *dev) apt(ctx context.Context, become []string, args ...string) error {
	line := append(append([]string{}, become...), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
	line = append(line, args...)
	out, err := exec.CommandContext(ctx, line[0], line[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, tail(string(out), 20))
	}
	return nil
}

// missing are the packages that are not installed.
func (d *dev) missing(ctx context.Context, packages []string) []string {
	args := append([]string{"-W", "-f", "${Package} ${db:Status-Status}\n"}, packages...)
	out, _ := exec.CommandContext(ctx, "dpkg-query", args...).Output() // an unknown package is an error, and missing
	installed := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		name, status, _ := strings.Cut(strings.TrimSpace(line), " ")
		if status == "installed" {
			installed[name] = true
		}
	}
	var missing []string
	for _, p := range packages {
		if !installed[p] {
			missing = append(missing, p)
		}
	}
	return missing
}

// asRoot is what to put before a command to run it as root.
func asRoot() ([]string, error) {
	if os.Geteuid() == 0 {
		return nil, nil
	}
	if _, err := exec.LookPath("sudo"); err != nil {
		return nil, fmt.Errorf("system packages are missing, and neither root nor sudo is at hand")
	}
	return []string{"sudo"}, nil
}

// explainInstall serves systems without apt-get: where pkg-config and a compiler
// are found it trusts that the rest is there as well.
func (d *dev) explainInstall(ctx context.Context, packages []string) error {
	if exec.CommandContext(ctx, "pkg-config", "--exists", "gl", "x11", "xcursor", "xrandr", "xinerama", "xi", "xxf86vm").Run() == nil {
		return nil
	}
	hints := map[string]string{
		"dnf":    "sudo dnf install gcc pkgconf-pkg-config mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel",
		"pacman": "sudo pacman -S --needed gcc pkgconf mesa libx11 libxcursor libxrandr libxinerama libxi libxxf86vm",
		"zypper": "sudo zypper install gcc pkg-config Mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel",
		"apk":    "sudo apk add gcc musl-dev pkgconf mesa-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev",
	}
	for tool, line := range hints {
		if _, err := exec.LookPath(tool); err == nil {
			return fmt.Errorf("system packages are missing; run this, then try again:\n  %s", line)
		}
	}
	return fmt.Errorf("system packages are missing; install what your system calls these (Debian's names): %s", strings.Join(packages, " "))
}

func tail(s string, lines int) string {
	all := strings.Split(strings.TrimRight(s, "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
