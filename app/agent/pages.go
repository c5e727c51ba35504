package agent

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/notify"
)

// testSource is the name of pages that Standby sends itself.
const testSource = "Standby"

// drillStays is how long an acknowledged test page stays listed.
const drillStays = time.Minute

// atOnce is how many notes one moment may put on the screen; what is more is
// counted in one note, so that a flood of pages does not bury the screen.
const atOnce = 5

// moreID is the note that counts the rest.
const moreID = "more"

// onDuty is whether pages are the user's business now. Who cannot be seen to be
// off call is treated as on call.
func (a *Agent) onDuty() bool { return !a.known || a.duty.Current != nil }

func (a *Agent) judgePages() {
	for id, p := range a.pages {
		if !p.Open() {
			if a.now.Sub(p.ResolvedAt) > keepResolved {
				delete(a.pages, id)
				delete(a.timelines, id)
				a.dirty = true
			}
			continue
		}
		p = a.change(p.Watch(a.onDuty() || p.Drill, a.now))
		p = a.change(p.Judge(a.p.Settings.Target, a.now))
		if p.Waiting() && !p.ClockFrom.IsZero() && a.now.Second() < int(tick/time.Second) {
			a.dirty = true // minutes left are told
		}
		a.pursue(p)
	}
	a.showWaiting()
}

// showWaiting puts what is due on the screen, the most urgent first.
func (a *Agent) showWaiting() {
	var due []notify.Page
	for id, p := range a.pages {
		if next := p.NextShow(a.shown[id], a.p.Settings.Warn, a.p.Settings.Target); !next.IsZero() && !next.After(a.now) {
			due = append(due, p)
		}
	}
	slices.SortFunc(due, func(p, q notify.Page) int {
		return cmp.Or(cmp.Compare(weight(q.Urgency), weight(p.Urgency)), q.TriggeredAt.Compare(p.TriggeredAt), cmp.Compare(p.ID, q.ID))
	})
	if a.waiting() <= atOnce {
		a.withdraw(moreID)
	}
	for i, p := range due {
		a.shown[p.ID] = a.now
		if i < atOnce {
			a.show(p)
		}
	}
	if more := len(due) - atOnce; more > 0 {
		note := notify.Note{ID: moreID, Title: fmt.Sprintf("and %d more pages wait", more), Body: "Open Standby to see them all.",
			Urgency: notify.Normal, Actions: []notify.Action{{Key: notify.ActionOpen, Label: "Open"}}}
		a.shown[moreID] = a.now
		a.after(func() { a.p.Notes.Show(note) })
	}
}

func (a *Agent) waiting() int {
	n := 0
	for _, p := range a.pages {
		if p.Waiting() {
			n++
		}
	}
	return n
}

func weight(u notify.Urgency) int {
	switch u {
	case notify.High:
		return 2
	case notify.Normal:
		return 1
	}
	return 0
}

func (a *Agent) show(p notify.Page) {
	note := notify.NoteOf(p, a.ackLabel(p), a.p.Settings.Target, a.now, a.p.Settings.Zone)
	a.after(func() { a.p.Notes.Show(note) })
}

func (a *Agent) withdraw(id string) {
	if _, on := a.shown[id]; !on {
		return
	}
	delete(a.shown, id)
	a.after(func() { a.p.Notes.Withdraw(id) })
}

// request records what a human wants of a page; pursue sees it through.
func (a *Agent) request(pageID string, r notify.Request) error {
	p, ok := a.pages[pageID]
	if !ok {
		return fmt.Errorf("page %q: %w", pageID, api.ErrNotFound)
	}
	if err := a.able(p, r); err != nil {
		return err
	}
	c, err := p.Ask(r, a.me.String(), a.now)
	if err != nil {
		return fmt.Errorf("%s page %q: %w", r, p.Title, err)
	}
	delete(a.retryAt, p.ID)
	p = a.change(c)
	if p.Drill {
		a.granted(p, r, "", time.Time{})
	}
	return nil
}

// granted takes over the provider's yes.
func (a *Agent) granted(p notify.Page, r notify.Request, handle string, until time.Time) {
	p = a.change(p.Granted(r, handle, until, a.now))
	if !p.Waiting() {
		a.withdraw(p.ID)
	}
	delete(a.retryAt, p.ID)
}

func (a *Agent) endDrills() {
	for _, p := range a.pages {
		if p.Drill && p.State == notify.Acknowledged && a.now.Sub(p.AckedAt) >= drillStays {
			a.change(p.End(testSource, a.now))
		}
	}
}

// abandonOrphans ends the pages of sources that are no longer configured:
// nobody could ever say how they stand.
func (a *Agent) abandonOrphans() {
	for _, p := range a.pages {
		if p.Open() && !p.Drill && a.source(p.Source) == nil {
			c := p.End(testSource, a.now)
			c.Events[0].Detail = "its source is no longer configured"
			a.change(c)
		}
	}
}

// Acknowledge asks to take a page; it implements api.Pages.
func (a *Agent) Acknowledge(ctx context.Context, pageID string) error {
	return a.ask(ctx, func() error { return a.request(pageID, notify.AskAcknowledge) })
}

// Unacknowledge asks to give a page back.
func (a *Agent) Unacknowledge(ctx context.Context, pageID string) error {
	return a.ask(ctx, func() error { return a.request(pageID, notify.AskUnacknowledge) })
}

// Resolve asks to end a page where its source can.
func (a *Agent) Resolve(ctx context.Context, pageID string) error {
	return a.ask(ctx, func() error { return a.request(pageID, notify.AskResolve) })
}

// TestPage pages the user, to prove the path from the store to the screen.
func (a *Agent) TestPage(ctx context.Context) (string, error) {
	var id string
	err := a.ask(ctx, func() error {
		s := notify.Sighting{Source: testSource, Key: fmt.Sprintf("test-%d-%d", a.now.UnixNano(), a.seq),
			Title: "This is how a page looks", Body: "Acknowledge it to prove the whole path. It pays nothing and tells nobody.",
			Urgency: notify.High, Drill: true}
		p := a.change(notify.Trigger(s, true, a.now))
		id = p.ID
		return nil
	})
	return id, err
}

// React takes what the desktop reports of a note.
func (a *Agent) React(r notify.Reaction) {
	a.send(func() {
		switch r.Kind {
		case notify.Pressed:
			a.pressed(r)
		case notify.Lost:
			// Every note has gone from the screen: what waits is shown again.
			clear(a.shown)
			clear(a.alarms)
			a.setTrouble("notifications", nil, "")
			a.announceKept()
		case notify.Failed:
			a.notAnnounced(r.NoteID)
			a.setTrouble("notifications", r.Err, "notifications")
			a.p.Log.Warn("note not shown", "note", r.NoteID, "error", r.Err)
		case notify.Shown:
			a.setTrouble("notifications", nil, "")
		}
	})
}

func (a *Agent) pressed(r notify.Reaction) {
	switch r.Action {
	case notify.ActionAcknowledge:
		if err := a.request(r.NoteID, notify.AskAcknowledge); err != nil {
			a.p.Log.Warn("acknowledge from a note", "error", err)
			a.withdraw(r.NoteID)
		}
	default:
		a.after(a.p.Raise)
	}
}
