//go:build linux

package desktop

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"standby/notify"
	notes "standby/notify/desktop"
)

// pageNote is a page as the agent shows it: three buttons, urgent, and silent,
// because the agent plays the sound itself.
func pageNote() notify.Note {
	return notify.Note{ID: "p1", Title: "<b>Disk full</b>", Body: "on <i>db-1</i> & db-2", Urgency: notify.High, Actions: []notify.Action{
		{Key: "acknowledge", Label: "Acknowledge"}, {Key: "snooze", Label: "Snooze"}, {Key: "open", Label: "Open"},
	}}
}

// checkCall: what reached the daemon is a page, escaped for it.
func checkCall(t *testing.T, e Event, replaces uint32, actions []string) {
	t.Helper()
	if e.Summary != "<b>Disk full</b>" || e.Body != "on &lt;i&gt;db-1&lt;/i&gt; &amp; db-2" || e.ReplacesID != replaces || e.Expire != 0 {
		t.Errorf("recorded %+v", e)
	}
	if !slices.Equal(e.Actions, actions) {
		t.Errorf("actions %q, want %q", e.Actions, actions)
	}
	for name, want := range map[string]any{"urgency": byte(2), "suppress-sound": true, "desktop-entry": "standby", "resident": false} {
		if e.Hints[name].Value() != want {
			t.Errorf("hint %s is %v, want %v", name, e.Hints[name], want)
		}
	}
	if _, transient := e.Hints["transient"]; transient {
		t.Error("a page is no passing thing")
	}
}

func TestThreeButtonsWorkWithXfce(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Xfce})
	r, err := d.Record(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n, reactions := show(t, ctx, d, notes.Options{})
	for index, want := range []string{"acknowledge", "snooze", "open"} {
		n.Show(pageNote())
		expect(t, reactions, notify.Shown)
		e, err := r.Wait(ctx, func(e Event) bool { return e.Kind == NotifyCall })
		if err != nil {
			t.Fatal(err)
		}
		checkCall(t, e, 0, []string{"acknowledge", "Acknowledge", "snooze", "Snooze", "open", "Open"})
		if err := d.PressNotificationButton(ctx, index); err != nil {
			t.Fatal(err)
		}
		if got := expect(t, reactions, notify.Pressed); got.Action != want || got.NoteID != "p1" {
			t.Errorf("reaction %+v, want %s", got, want)
		}
		wantNotes(t, ctx, d, 0)
	}
	if can := n.Capabilities(); !can.Buttons || !can.Markup {
		t.Errorf("capabilities %+v", can)
	}
}

// wantNotes waits until so many notifications of Xfce are on the screen.
func wantNotes(t *testing.T, ctx context.Context, d *Desktop, count int) {
	t.Helper()
	var last []Window
	if err := until(ctx, nil, func() bool {
		windows, err := d.search(ctx, "--class", "notifyd")
		last = windows
		return err == nil && len(windows) == count
	}); err != nil {
		t.Fatalf("%d notifications are on the screen, want %d: %v", len(last), count, err)
	}
}

func TestXfceReplacesWithdrawsAndCrashes(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Xfce})
	n, reactions := show(t, ctx, d, notes.Options{})
	checkLife(t, ctx, d, n, reactions, func(count int) { wantNotes(t, ctx, d, count) })
}

// checkLife goes through what may happen to notes besides clicks, with either
// daemon. on waits until so many notes are on the screen.
func checkLife(t *testing.T, ctx context.Context, d *Desktop, n *notes.Desktop, reactions <-chan notify.Reaction, on func(count int)) {
	t.Helper()
	second := pageNote()
	second.ID, second.Title = "p2", "Disk slow" // Dunst takes equal texts for one note
	for _, note := range []notify.Note{pageNote(), second, pageNote()} {
		n.Show(note)
		expect(t, reactions, notify.Shown)
	}
	on(2)
	n.Withdraw("p2")
	on(1)
	if err := d.KillNotifications(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, reactions, notify.Lost)
	n.Show(pageNote())
	if got := expect(t, reactions, notify.Failed); !errors.Is(got.Err, notes.ErrNoService) {
		t.Errorf("cause %v, want ErrNoService", got.Err)
	}
	if err := d.StartNotifications(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, reactions, notify.Lost)
	on(0)
	n.Show(pageNote())
	expect(t, reactions, notify.Shown)
	on(1)
	n.Withdraw("p1")
	on(0)
}

func TestXfceHangsAndShowsAPageLate(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Xfce})
	n, reactions := show(t, ctx, d, notes.Options{Timeout: 500 * time.Millisecond})
	first := pageNote()
	first.ID = "first"
	n.Show(first)
	for got := <-reactions; got.Kind != notify.Shown; got = <-reactions {
		n.Show(first) // a busy machine is slower than the timeout
	}
	n.Withdraw("first")
	wantNotes(t, ctx, d, 0)
	if err := d.PauseNotifications(); err != nil {
		t.Fatal(err)
	}
	n.Show(pageNote())
	if got := expect(t, reactions, notify.Failed); !errors.Is(got.Err, context.DeadlineExceeded) {
		t.Errorf("cause %v", got.Err)
	}
	if err := d.ResumeNotifications(); err != nil {
		t.Fatal(err)
	}
	if err := d.PressNotificationButton(ctx, 1); err != nil {
		t.Fatal(err)
	}
	if got := expect(t, reactions, notify.Pressed); got.Action != "snooze" || got.NoteID != "p1" {
		t.Errorf("reaction %+v", got)
	}
}

func TestXfcesDoNotDisturbIsSeen(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Xfce})
	n, _ := show(t, ctx, d, notes.Options{})
	wantMuted(t, ctx, n, false)
	if _, err := d.run(ctx, "xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s", "true"); err != nil {
		t.Fatal(err)
	}
	wantMuted(t, ctx, n, true)
	if _, err := d.run(ctx, "xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-s", "false"); err != nil {
		t.Fatal(err)
	}
	wantMuted(t, ctx, n, false)
}

func wantMuted(t *testing.T, ctx context.Context, n *notes.Desktop, want bool) {
	t.Helper()
	if muted, known := n.Muted(ctx); muted != want || !known {
		t.Errorf("muted %v, known %v; want %v", muted, known, want)
	}
}

func TestDunstsMenuOffersOurActions(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Dunst})
	r, err := d.Record(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n, reactions := show(t, ctx, d, notes.Options{})
	for _, want := range []string{"acknowledge", "snooze", "open", notify.ActionDefault} {
		n.Show(pageNote())
		expect(t, reactions, notify.Shown)
		e, err := r.Wait(ctx, func(e Event) bool { return e.Kind == NotifyCall })
		if err != nil {
			t.Fatal(err)
		}
		checkCall(t, e, 0, []string{"acknowledge", "Acknowledge", "snooze", "Snooze", "open", "Open", "default", "Open"})
		wantDunst(t, ctx, d, 1)
		if err := d.PickNotificationAction(ctx, want); err != nil {
			t.Fatal(err)
		}
		if got := expect(t, reactions, notify.Pressed); got.Action != want || got.NoteID != "p1" {
			t.Errorf("reaction %+v, want %s", got, want)
		}
		wantDunst(t, ctx, d, 0)
	}
	if can := n.Capabilities(); can.Buttons || can.Server == "" {
		t.Errorf("capabilities %+v, want no buttons", can)
	}
}

// wantDunst waits until so many notifications are on Dunst's screen.
func wantDunst(t *testing.T, ctx context.Context, d *Desktop, count uint32) {
	t.Helper()
	var last any
	if err := until(ctx, nil, func() bool {
		v, err := d.conn.Object(notifications, "/org/freedesktop/Notifications").GetProperty("org.dunstproject.cmd0.displayedLength")
		last = v.Value()
		return err == nil && last == count
	}); err != nil {
		t.Fatalf("%v notifications are on the screen, want %d: %v", last, count, err)
	}
}

func TestDunstReplacesWithdrawsAndCrashes(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Dunst})
	n, reactions := show(t, ctx, d, notes.Options{})
	checkLife(t, ctx, d, n, reactions, func(count int) { wantDunst(t, ctx, d, uint32(count)) })
}

func TestDunstsPauseIsSeen(t *testing.T) {
	d, ctx := begin(t, Options{NotificationDaemon: Dunst})
	n, _ := show(t, ctx, d, notes.Options{})
	for _, paused := range []bool{true, false} {
		if err := d.conn.Object(notifications, "/org/freedesktop/Notifications").SetProperty("org.dunstproject.cmd0.paused", paused); err != nil {
			t.Fatal(err)
		}
		wantMuted(t, ctx, n, paused)
	}
}
