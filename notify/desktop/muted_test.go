//go:build linux

package desktop

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"standby/notify/desktop/sessionbus/bustest"
)

func TestMutedIsNotKnownWhereNobodySaysIt(t *testing.T) {
	t.Run("without a bus", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
		t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
		wantMuted(t, false, false)
	})
	b := bustest.Start(t)
	t.Setenv("XDG_CURRENT_DESKTOP", "i3")
	t.Run("without a service", func(t *testing.T) { wantMuted(t, false, false) })
	serve(t, b, "body")
	t.Run("a service that does not say", func(t *testing.T) { wantMuted(t, false, false) })
	t.Run("the plain back end", func(t *testing.T) {
		if muted, known := New(Options{Plain: true}).Muted(t.Context()); muted || known {
			t.Errorf("muted %v, known %v", muted, known)
		}
	})
}

func wantMuted(t *testing.T, muted, known bool) {
	t.Helper()
	if m, k := New(Options{}).Muted(t.Context()); m != muted || k != known {
		t.Errorf("muted %v, known %v; want %v, %v", m, k, muted, known)
	}
}

func TestPlasmaSaysWhetherItIsInhibited(t *testing.T) {
	for _, inhibited := range []bool{false, true} {
		b := bustest.Start(t)
		s := &service{conn: b.Dial(t), name: "Plasma"}
		if _, err := prop.Export(s.conn, servicePath, prop.Map{serviceName: {"Inhibited": {Value: inhibited}}}); err != nil {
			t.Fatal(err)
		}
		s.start(t)
		wantMuted(t, inhibited, true)
	}
}

// TestGNOMEsSwitchIsReadFromItsSettings has the real gsettings program read the
// real schema, over a file of its own.
func TestGNOMEsSwitchIsReadFromItsSettings(t *testing.T) {
	if out, err := exec.Command("gsettings", "list-keys", "org.gnome.desktop.notifications").CombinedOutput(); err != nil {
		bustest.Missing(t, "gsettings with GNOME's schemas ("+string(out)+")", "libglib2.0-bin gsettings-desktop-schemas")
	}
	serve(t, bustest.Start(t), "body")
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	t.Setenv("GSETTINGS_BACKEND", "keyfile")
	t.Setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
	wantMuted(t, false, true)
	file := filepath.Join(config, "glib-2.0", "settings", "keyfile")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("[org/gnome/desktop/notifications]\nshow-banners=false\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantMuted(t, true, true)
	t.Setenv("XDG_CURRENT_DESKTOP", "MATE:Debian")
	t.Setenv("GSETTINGS_SCHEMA_DIR", t.TempDir())
	wantMuted(t, false, false) // MATE's schema is not here, or its switch is off
}

func TestXfcesSwitchIsOffUntilItIsThrown(t *testing.T) {
	for _, c := range []struct {
		name         string
		value        any
		muted, known bool
	}{
		{"never thrown", nil, false, true},
		{"on", true, true, true},
		{"off again", false, false, true},
		{"not a switch", "yes", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bustest.Start(t)
			s := &service{conn: b.Dial(t), name: xfce}
			s.start(t)
			settings := b.Dial(t)
			if err := settings.Export(xfconfd{c.value}, "/org/xfce/Xfconf", "org.xfce.Xfconf"); err != nil {
				t.Fatal(err)
			}
			if _, err := settings.RequestName("org.xfce.Xfconf", 0); err != nil {
				t.Fatal(err)
			}
			wantMuted(t, c.muted, c.known)
		})
	}
}

// xfconfd holds one property, or none. The real one is asked in cmd/dev/desktop.
type xfconfd struct{ value any }

func (x xfconfd) PropertyExists(channel, property string) (bool, *dbus.Error) {
	return x.value != nil && channel == "xfce4-notifyd" && property == "/do-not-disturb", nil
}

func (x xfconfd) GetProperty(string, string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(x.value), nil
}
