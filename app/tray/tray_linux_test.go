package tray

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"standby/notify/desktop/sessionbus/bustest"
)

// watcher is a tray host of ours: it takes icons and says that it shows them.
type watcher struct {
	conn  *dbus.Conn
	icons chan string // unique names of who registered
	props *prop.Properties
}

func (w *watcher) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	w.icons <- string(sender)
	return nil
}

func watcherOn(t *testing.T, b *bustest.Bus, registered bool) *watcher {
	t.Helper()
	w := &watcher{conn: b.Dial(t), icons: make(chan string, 16)}
	if err := w.conn.Export(w, watcherPath, watcherName); err != nil {
		t.Fatal(err)
	}
	var err error
	w.props, err = prop.Export(w.conn, watcherPath, prop.Map{watcherName: {
		"IsStatusNotifierHostRegistered": {Value: registered, Emit: prop.EmitTrue},
		"RegisteredStatusNotifierItems":  {Value: []string{}, Emit: prop.EmitTrue},
	}})
	if err != nil {
		t.Fatal(err)
	}
	w.come(t)
	return w
}

func (w *watcher) come(t *testing.T) {
	t.Helper()
	if reply, err := w.conn.RequestName(watcherName, 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %s: %v, %v", watcherName, reply, err)
	}
}

func (w *watcher) leave(t *testing.T) {
	t.Helper()
	if _, err := w.conn.ReleaseName(watcherName); err != nil {
		t.Fatal(err)
	}
}

func (w *watcher) property(t *testing.T, icon, name string) any {
	t.Helper()
	v, err := w.conn.Object(icon, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem." + name)
	if err != nil {
		t.Fatal(err)
	}
	return v.Value()
}

// shownLine is a visible line of the menu as the host reads it.
type shownLine struct {
	id      int32
	label   string
	enabled bool
}

func (w *watcher) menu(t *testing.T, icon string) map[string]shownLine {
	t.Helper()
	var revision uint32
	var layout struct {
		ID       int32
		Props    map[string]dbus.Variant
		Children []dbus.Variant
	}
	err := w.conn.Object(icon, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &layout)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]shownLine{}
	for _, child := range layout.Children {
		fields := child.Value().([]any)
		props := fields[1].(map[string]dbus.Variant)
		text, _ := props["label"].Value().(string)
		enabled, _ := props["enabled"].Value().(bool)
		if visible, set := props["visible"].Value().(bool); text != "" && (visible || !set) {
			lines[text] = shownLine{fields[0].(int32), text, enabled}
		}
	}
	return lines
}

func (w *watcher) click(t *testing.T, icon string, id int32) {
	t.Helper()
	err := w.conn.Object(icon, "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(""), uint32(0)).Err
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheIconCanBeReadByItsHost(t *testing.T) {
	w := watcherOn(t, bustest.Start(t), true)
	s := launch(t)
	icon := <-w.icons
	t.Logf("registered %v after the start of the process", time.Since(s.begun).Round(time.Millisecond))
	if got := w.property(t, icon, "Title"); got != "Standby" {
		t.Errorf("title %v", got)
	}
	if got := w.property(t, icon, "Id"); got != "Standby" {
		t.Errorf("id %v, want one that stays the same", got)
	}
	if got := w.property(t, icon, "ToolTip").([]any)[2]; got != "Primary until Fri 09:10" {
		t.Errorf("tooltip %v", got)
	}
	pixmap := w.property(t, icon, "IconPixmap").([][]any)
	if side := pixmap[0][0].(int32); side != int32(len(IconPrimary)) {
		t.Errorf("the icon is %d wide, want that of primary", side)
	}
	lines := w.menu(t, icon)
	if len(lines) != 6 || !lines["Open Standby"].enabled || lines["Primary until Fri 09:10"].enabled {
		t.Errorf("menu %+v", lines)
	}
	s.end(t)
}

func TestAChangeIsSignalledAndSamenessIsNot(t *testing.T) {
	b := bustest.Start(t)
	w := watcherOn(t, b, true)
	s := launch(t)
	icon := <-w.icons
	signals := make(chan *dbus.Signal, 256)
	w.conn.Signal(signals)
	if err := w.conn.AddMatchSignal(dbus.WithMatchSender(icon)); err != nil {
		t.Fatal(err)
	}
	s.say(t, "primary")
	s.say(t, "primary")
	s.say(t, "page")
	first := true
	for {
		signal := <-signals
		if signal.Sender != icon {
			continue
		}
		if first && signal.Name != "org.freedesktop.DBus.Properties.PropertiesChanged" {
			t.Errorf("the first signal is %s", signal.Name)
		}
		first = false
		if signal.Name == "org.kde.StatusNotifierItem.NewToolTip" {
			break
		}
		if signal.Name == "com.canonical.dbusmenu.LayoutUpdated" {
			t.Error("the menu was touched before the page came")
		}
	}
	if got := w.property(t, icon, "ToolTip").([]any)[2]; got != "1 page, 10 min left\nPrimary until Fri 09:10" {
		t.Errorf("tooltip %q", got)
	}
	s.end(t)
}

func TestAClickInTheMenuIsACommand(t *testing.T) {
	w := watcherOn(t, bustest.Start(t), true)
	s := launch(t)
	icon := <-w.icons
	s.say(t, "page")
	var acknowledge shownLine
	for acknowledge.id == 0 {
		// An underscore is doubled, or the host would read it as an access key.
		acknowledge = w.menu(t, icon)["Acknowledge: disk__full"]
	}
	w.click(t, icon, acknowledge.id)
	if got := s.hear(t); got != "tray.Acknowledge{p1}" {
		t.Errorf("heard %q", got)
	}
	w.click(t, icon, w.menu(t, icon)["Send a test page"].id)
	if got := s.hear(t); got != "tray.TestPage{}" {
		t.Errorf("heard %q", got)
	}
	if err := w.conn.Object(icon, "/StatusNotifierItem").Call("org.kde.StatusNotifierItem.Activate", 0, int32(0), int32(0)).Err; err != nil {
		t.Fatal(err)
	}
	if got := s.hear(t); got != "tray.Open{}" {
		t.Errorf("heard %q", got)
	}
	s.end(t)
}

func TestAHostThatComesLaterOrAgainGetsTheIcon(t *testing.T) {
	b := bustest.Start(t)
	w := watcherOn(t, b, true)
	s := launch(t)
	first := <-w.icons
	w.leave(t)
	w.come(t)
	if again := <-w.icons; again != first {
		t.Errorf("registered as %s and then as %s", first, again)
	}
	s.end(t)
}

func TestAHostIsAskedAgainOnlyIfItDoesNotHaveTheIcon(t *testing.T) {
	for _, c := range []struct {
		name  string
		items []string
		want  bool
	}{
		{"nothing", nil, false},
		{"name and path", []string{":1.2/x", ":1.7/StatusNotifierItem"}, true},
		{"name, mark and path", []string{":1.7@/StatusNotifierItem"}, true},
		{"name alone", []string{":1.7"}, true},
		{"a longer number", []string{":1.77/StatusNotifierItem"}, false},
	} {
		if got := registered(c.items, ":1.7"); got != c.want {
			t.Errorf("%s: registered = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestWithoutABusTheTrayWaitsAndEndsQuietly(t *testing.T) {
	s := launch(t, "DBUS_SESSION_BUS_ADDRESS=", "XDG_RUNTIME_DIR="+t.TempDir())
	s.end(t)
}

func TestABusThatDiesDoesNotTakeTheTrayAlong(t *testing.T) {
	b := bustest.Start(t)
	w := watcherOn(t, b, true)
	s := launch(t)
	<-w.icons
	b.Kill()
	s.say(t, "page")
	s.say(t, "primary")
	s.end(t)
}
