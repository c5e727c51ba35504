package desktop

import (
	"os"
	"strings"
	"testing"
)

// gone reports whether a process has ended; one that nobody has waited for yet
// counts as ended.
func gone(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return true
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(state, "Z") || strings.HasPrefix(state, "X")
}

func TestMissingProgramsAreNamedWithTheirPackages(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Start(t.Context(), Options{NotificationDaemon: Dunst, Tray: true})
	if err == nil {
		t.Fatal("started without any program")
	}
	for _, pkg := range []string{"xvfb", "dunst", "xfce4-panel", "apt-get install"} {
		if !strings.Contains(err.Error(), pkg) {
			t.Errorf("%q does not name %s", err, pkg)
		}
	}
}

func TestNothingOfTheUsersSessionIsInherited(t *testing.T) {
	t.Setenv("DISPLAY", ":987")
	t.Setenv("WAYLAND_DISPLAY", "wayland-987")
	t.Setenv("XDG_CONFIG_HOME", "/home/somebody/.config")
	t.Setenv("KEEP_THIS", "yes")
	d := &Desktop{places: places{home: "/h", run: "/r"}}
	env := strings.Join(d.Env(), "\n")
	if strings.Contains(env, "987") || strings.Contains(env, "somebody") {
		t.Errorf("the user's session leaks into %s", env)
	}
	if !strings.Contains(env, "KEEP_THIS=yes") || !strings.Contains(env, "DBUS_SESSION_BUS_ADDRESS=unix:path=/r/bus") {
		t.Errorf("something is missing from %s", env)
	}
}
