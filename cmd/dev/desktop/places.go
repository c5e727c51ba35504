package desktop

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
)

//go:embed config
var configs embed.FS

// places are the directories of the desktop's user.
type places struct {
	dir, home, run, logs string
}

// maxSocket leaves room for a socket's name below XDG_RUNTIME_DIR: the path of a
// socket has at most 107 bytes.
const maxSocket = 60

// prepare makes the directories and fills in the configuration that keeps
// programs from asking questions.
func (d *Desktop) prepare() error {
	dir := d.options.Dir
	if dir == "" {
		made, err := os.MkdirTemp("", "standby-desktop-")
		if err != nil {
			return fmt.Errorf("make a directory: %w", err)
		}
		d.cleanup = append(d.cleanup, func() { _ = os.RemoveAll(made) })
		dir = made
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("find the directory: %w", err)
	}
	p := places{dir: dir, home: filepath.Join(dir, "home"), run: filepath.Join(dir, "run"), logs: filepath.Join(dir, "log")}
	if len(p.run) > maxSocket {
		if p.run, err = os.MkdirTemp("", "sbd"); err != nil {
			return fmt.Errorf("make a runtime directory: %w", err)
		}
		short := p.run
		d.cleanup = append(d.cleanup, func() { _ = os.RemoveAll(short) })
	}
	d.places = p
	for _, made := range []string{p.home, p.run, p.logs, p.sub(".config"), p.sub(".cache"), p.sub(".local/share"), p.sub(".local/state")} {
		if err := os.MkdirAll(made, 0o700); err != nil {
			return fmt.Errorf("make a directory: %w", err)
		}
	}
	return p.configure()
}

func (p places) sub(name string) string { return filepath.Join(p.home, name) }

func (p places) bus() string { return "unix:path=" + filepath.Join(p.run, "bus") }

func (p places) configure() error {
	files := map[string]string{
		"config/xfce4-panel.xml":   ".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml",
		"config/xfce4-notifyd.xml": ".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-notifyd.xml",
		"config/dunstrc":           ".config/dunst/dunstrc",
		"config/bus.conf":          ".config/bus.conf",
	}
	for from, to := range files {
		data, err := configs.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(p.sub(to)), 0o700); err != nil {
			return fmt.Errorf("make a directory: %w", err)
		}
		if err := os.WriteFile(p.sub(to), data, 0o600); err != nil {
			return fmt.Errorf("write the configuration: %w", err)
		}
	}
	return nil
}

func (p places) env() []string {
	return append(inherited(),
		"HOME="+p.home,
		"XDG_CONFIG_HOME="+p.sub(".config"),
		"XDG_CACHE_HOME="+p.sub(".cache"),
		"XDG_DATA_HOME="+p.sub(".local/share"),
		"XDG_STATE_HOME="+p.sub(".local/state"),
		"XDG_RUNTIME_DIR="+p.run,
		"XDG_CURRENT_DESKTOP=XFCE",
		"XDG_SESSION_TYPE=x11",
		"LANG=C.UTF-8",
		// What would otherwise start services of its own.
		"NO_AT_BRIDGE=1", "GTK_A11Y=none", "GIO_USE_VFS=local", "GSETTINGS_BACKEND=memory",
	)
}
