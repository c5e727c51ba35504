//go:build linux

package desktop

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/notify"
	"standby/notify/desktop/sessionbus"
	"standby/notify/desktop/sessionbus/bustest"
)

func page(id string) notify.Note {
	return notify.Note{ID: id, Title: "Disk full", Body: "on db-1", Urgency: notify.High,
		Actions: []notify.Action{{Key: "acknowledge", Label: "Acknowledge"}}}
}

func TestANoteCarriesItsButtonsAndStays(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions", "body", "sound")
	r := start(t, Options{})
	n := page("p1")
	n.Sound = true
	got := r.show(t, s, n)
	if got.app != "Standby" || got.title != "Disk full" || got.body != "on db-1" || got.replaces != 0 {
		t.Errorf("call %+v", got)
	}
	if want := []string{"acknowledge", "Acknowledge", "default", "Open"}; !slices.Equal(got.actions, want) {
		t.Errorf("actions %q, want %q", got.actions, want)
	}
	if got.expire != 0 || got.hints["urgency"].Value() != byte(2) {
		t.Errorf("expire %d, urgency %v, want never and 2", got.expire, got.hints["urgency"])
	}
	if got.hints["sound-name"].Value() != "dialog-warning" || got.hints["desktop-entry"].Value() != "standby" {
		t.Errorf("hints %v", got.hints)
	}
	if can := r.Capabilities(); can != (Capabilities{Server: "ours 1", Buttons: true, Sound: true}) {
		t.Errorf("capabilities %+v", can)
	}
}

func TestAServiceWithoutButtonsGetsNone(t *testing.T) {
	s := serve(t, bustest.Start(t), "body")
	r := start(t, Options{})
	n := page("p1")
	n.Urgency = notify.Low
	got := r.show(t, s, n)
	if len(got.actions) != 0 || got.expire != -1 || got.hints["urgency"].Value() != byte(0) {
		t.Errorf("call %+v, want no actions, the desktop's expiry, urgency 0", got)
	}
	if r.Capabilities().Buttons {
		t.Error("buttons are claimed")
	}
}

func TestDunstDrawsNoButtons(t *testing.T) {
	if (server{name: "dunst", can: []string{"actions"}}).capabilities().Buttons {
		t.Error("dunst lists actions and draws no buttons")
	}
}

func TestRemoteTextArrivesAsTextAlways(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	for _, c := range []struct{ name, title, body, wantTitle, plainBody, markupBody string }{
		{"markup", "<b>x</b> & y", "<a href='u'>l</a> &amp;", "<b>x</b> & y", "<a href='u'>l</a> &amp;", "&lt;a href='u'&gt;l&lt;/a&gt; &amp;amp;"},
		{"shell", "$(touch x) `id`", "\"; rm", "$(touch x) `id`", "\"; rm", "\"; rm"},
		{"NUL", "a\x00b", "c\x00d", "ab", "cd", "cd"},
		{"invalid UTF-8", "a\xffb", "\xc3\x28", "a\uFFFDb", "\uFFFD(", "\uFFFD("},
		{"bidi", "a\u202Eb", "\u2066c", "ab", "c", "c"},
		{"a megabyte", long, long, long[:119] + "…", long[:499] + "…", long[:499] + "…"},
		{"an option", "-A danger", "--help", "-A danger", "--help", "--help"},
		{"nothing visible", "\u200B", "", "(untitled)", "", ""},
	} {
		for _, markup := range []bool{false, true} {
			can, want := []string{"body"}, c.plainBody
			if markup {
				can, want = append(can, "body-markup"), c.markupBody
			}
			t.Run(c.name+" to "+strings.Join(can, " and "), func(t *testing.T) {
				s := serve(t, bustest.Start(t), can...)
				r := start(t, Options{})
				got := r.show(t, s, notify.Note{ID: "p1", Title: c.title, Body: c.body})
				if got.title != c.wantTitle || got.body != want {
					t.Errorf("title %.200q, body %.600q; want %.200q, %.600q", got.title, got.body, c.wantTitle, want)
				}
			})
		}
	}
}

func TestANoteOfTheSameIDReplacesTheOneOnScreen(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	r := start(t, Options{})
	first := r.show(t, s, page("p1"))
	other := r.show(t, s, page("p2"))
	again := r.show(t, s, page("p1"))
	if again.replaces != first.id || other.replaces != 0 {
		t.Errorf("replaces %d and %d, want %d and none", again.replaces, other.replaces, first.id)
	}
}

func TestWithdrawTakesTheNoteOffTheScreen(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	r := start(t, Options{})
	shown := r.show(t, s, page("p1"))
	r.Withdraw("unknown")
	r.Withdraw("p1")
	if id := <-s.closes; id != shown.id {
		t.Errorf("closed %d, want %d", id, shown.id)
	}
	if next := r.show(t, s, page("p1")); next.replaces != 0 {
		t.Errorf("replaces %d, want a note of its own", next.replaces)
	}
}

func TestWithdrawalsBeforeTheEndAreDone(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	r := start(t, Options{})
	shown := r.show(t, s, page("p1"))
	r.Withdraw("p1")
	r.stop()
	if id := <-s.closes; id != shown.id {
		t.Errorf("closed %d, want %d", id, shown.id)
	}
}

func TestAPressIsReportedAndTheNoteClosed(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	r := start(t, Options{})
	shown := r.show(t, s, page("p1"))
	s.press(t, shown.id+100, "acknowledge")
	s.press(t, shown.id, "acknowledge")
	if got := r.want(t, notify.Pressed, "p1"); got.Action != "acknowledge" {
		t.Errorf("pressed %q", got.Action)
	}
	if id := <-s.closes; id != shown.id {
		t.Errorf("closed %d, want %d", id, shown.id)
	}
	second := r.show(t, s, page("p2"))
	s.press(t, second.id, "default")
	if got := r.want(t, notify.Pressed, "p2"); got.Action != notify.ActionDefault {
		t.Errorf("pressed %q", got.Action)
	}
}

func TestAClosedNoteSaysWhy(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	r := start(t, Options{})
	for _, c := range []struct {
		id     string
		reason uint32
		want   notify.ReactionKind
	}{{"expired", 1, notify.Expired}, {"dismissed", 2, notify.Dismissed}, {"undefined", 4, notify.Expired}} {
		shown := r.show(t, s, page(c.id))
		s.close(t, shown.id, c.reason)
		r.want(t, c.want, c.id)
	}
	silent := r.show(t, s, page("closed by call"))
	s.close(t, silent.id, 3)
	last := r.show(t, s, page("last"))
	s.close(t, last.id, 2)
	r.want(t, notify.Dismissed, "last")
}

func TestSignalsOfAnImpostorAreIgnored(t *testing.T) {
	b := bustest.Start(t)
	s := serve(t, b, "actions")
	r := start(t, Options{})
	shown := r.show(t, s, page("p1"))
	impostor := &service{conn: b.Dial(t)}
	impostor.press(t, shown.id, "acknowledge")
	s.close(t, shown.id, 2)
	r.want(t, notify.Dismissed, "p1")
}

func TestWithNoServiceTheNoteFailsAndItsComingIsReported(t *testing.T) {
	b := bustest.Start(t)
	r := start(t, Options{})
	r.Show(page("p1"))
	if got := r.want(t, notify.Failed, "p1"); !errors.Is(got.Err, ErrNoService) {
		t.Errorf("cause %v, want ErrNoService", got.Err)
	}
	s := serve(t, b, "actions")
	r.want(t, notify.Lost, "")
	if can := <-r.changes; !can.Buttons {
		t.Errorf("capabilities %+v, want buttons", can)
	}
	r.show(t, s, page("p1"))
}

func TestARestartOfTheServiceLosesItsNotes(t *testing.T) {
	b := bustest.Start(t)
	s := serve(t, b, "actions")
	r := start(t, Options{})
	old := r.show(t, s, page("p1"))
	if !(<-r.changes).Buttons {
		t.Error("no buttons before the restart")
	}
	s.vanish(t)
	r.want(t, notify.Lost, "")
	if can := <-r.changes; can != (Capabilities{}) {
		t.Errorf("capabilities %+v while there is no service", can)
	}
	next := serve(t, b, "body")
	r.want(t, notify.Lost, "")
	if can := <-r.changes; can.Server != "ours 1" || can.Buttons {
		t.Errorf("capabilities %+v, want those of the new service", can)
	}
	if got := r.show(t, next, page("p1")); got.replaces != 0 {
		t.Errorf("replaces %d, an id of the old service (%d)", got.replaces, old.id)
	}
}

func TestAServiceThatTakesTheNameOverLosesTheNotesOnce(t *testing.T) {
	b := bustest.Start(t)
	s := serve(t, b, "actions")
	r := start(t, Options{})
	r.show(t, s, page("p1"))
	next := serve(t, b, "actions")
	r.want(t, notify.Lost, "")
	r.show(t, next, page("p1"))
}

func TestALostBusIsReportedAndTriedAgain(t *testing.T) {
	b := bustest.Start(t)
	s := serve(t, b, "actions")
	r := start(t, Options{})
	r.show(t, s, page("p1"))
	b.Kill()
	r.want(t, notify.Lost, "")
	r.Show(page("p2"))
	r.want(t, notify.Failed, "p2")
	next := serve(t, bustest.Start(t), "actions")
	r.want(t, notify.Lost, "")
	r.show(t, next, page("p1"))
}

func TestWithoutABusNothingIsAskedAndEveryNoteFails(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	r := start(t, Options{})
	r.Show(page("p1"))
	if got := r.want(t, notify.Failed, "p1"); !errors.Is(got.Err, sessionbus.ErrNone) {
		t.Errorf("cause %v, want ErrNone", got.Err)
	}
}

func TestShowNeverWaitsForAServiceThatHangs(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	s.gate.Lock()
	defer s.gate.Unlock()
	r := start(t, Options{Timeout: 50 * time.Millisecond})
	for range 10_000 {
		r.Show(page("p1"))
		r.Withdraw("p2")
	}
	// A busy machine may be too slow for the bus itself, and then asks again.
	for got := range r.reactions {
		switch {
		case got.Kind == notify.Failed && strings.Contains(got.Err.Error(), "no answer within"):
			return
		case got.Kind == notify.Shown:
			t.Fatalf("reaction %+v of a service that hangs", got)
		case got.Kind == notify.Failed:
			r.Show(page("p1"))
		}
	}
}

func TestThePictureGoesWithTheNote(t *testing.T) {
	s := serve(t, bustest.Start(t), "body")
	r := start(t, Options{Icon: tinyPNG(t)})
	got := r.show(t, s, page("p1"))
	fields, ok := got.hints["image-data"].Value().([]any)
	if !ok || len(fields) != 7 || fields[0] != int32(2) || fields[3] != true || len(fields[6].([]byte)) != 16 {
		t.Errorf("image-data %v, want two by two pixels with alpha", got.hints["image-data"])
	}
}
