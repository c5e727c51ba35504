package tray

import (
	"context"
	"testing"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus/bustest"
)

func watch(t *testing.T) <-chan bool {
	t.Helper()
	reports := make(chan bool, 16)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); WatchHost(ctx, func(present bool) { reports <- present }) }()
	t.Cleanup(func() { cancel(); <-done })
	return reports
}

func want(t *testing.T, reports <-chan bool, present bool, when string) {
	t.Helper()
	if got := <-reports; got != present {
		t.Fatalf("a host is there = %v %s, want %v", got, when, present)
	}
}

func (w *watcher) show(t *testing.T, shows bool) {
	t.Helper()
	w.props.SetMust(watcherName, "IsStatusNotifierHostRegistered", shows)
	name := "StatusNotifierHostUnregistered"
	if shows {
		name = "StatusNotifierHostRegistered"
	}
	if err := w.conn.Emit(dbus.ObjectPath(watcherPath), watcherName+"."+name); err != nil {
		t.Fatal(err)
	}
}

func TestTheHostIsFollowedComingAndGoing(t *testing.T) {
	b := bustest.Start(t)
	reports := watch(t)
	want(t, reports, false, "on a bus without a watcher")
	w := watcherOn(t, b, false)
	w.show(t, true)
	want(t, reports, true, "once it registers")
	w.show(t, false)
	want(t, reports, false, "once it unregisters")
	w.show(t, true)
	want(t, reports, true, "once it is back")
	w.leave(t)
	want(t, reports, false, "when the watcher goes")
	w.come(t)
	want(t, reports, true, "when the watcher comes back")
	b.Kill()
	want(t, reports, false, "when the bus dies")
}

func TestAHostThatIsThereAtTheStartIsReportedOnce(t *testing.T) {
	b := bustest.Start(t)
	w := watcherOn(t, b, true)
	reports := watch(t)
	want(t, reports, true, "at the start")
	w.show(t, true)
	w.leave(t)
	want(t, reports, false, "next")
}

func TestWithoutABusNothingShowsIcons(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	want(t, watch(t), false, "without a bus")
}

// portal is the settings portal as far as the colour scheme goes.
type portal struct{ scheme uint32 }

func (p portal) Read(_, _ string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(dbus.MakeVariant(p.scheme)), nil
}

func TestTheSettingDecidesAndAutoAsksTheDesktop(t *testing.T) {
	for _, c := range []struct {
		name, setting string
		scheme        uint32
		want          bool
	}{
		{"light is light", "light", 1, false},
		{"dark is dark", "dark", 2, true},
		{"auto follows a light desktop", "auto", 2, false},
		{"auto follows a dark desktop", "auto", 1, true},
		{"auto without a preference is dark", "auto", 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn := bustest.Start(t).Dial(t)
			if err := conn.Export(portal{c.scheme}, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"); err != nil {
				t.Fatal(err)
			}
			if _, err := conn.RequestName("org.freedesktop.portal.Desktop", 0); err != nil {
				t.Fatal(err)
			}
			if got := Dark(t.Context(), c.setting); got != c.want {
				t.Errorf("Dark(%s) = %v, want %v", c.setting, got, c.want)
			}
		})
	}
	t.Run("auto without a portal is dark", func(t *testing.T) {
		bustest.Start(t)
		if !Dark(t.Context(), "auto") {
			t.Error("Dark(auto) = false")
		}
	})
}
