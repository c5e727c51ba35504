package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/notify"
)

// maxMute is the longest that sounds may be muted at once.
const maxMute = 24 * time.Hour

// Act does what a human wants of a page, to each of its sources; it implements
// api.Pages. It returns once the wish is on disk. Where the disk does not take it,
// the wish stands and is seen through from memory, because somebody who is on call
// must be able to take a page whatever the disk does; then it returns
// api.ErrNotKept. The sources' answers come with later snapshots.
func (a *Agent) Act(ctx context.Context, pageID string, c api.Command) error {
	return a.ask(ctx, func() error { return a.act(pageID, c) })
}

func (a *Agent) act(pageID string, c api.Command) error {
	g, ok := a.group(pageID)
	if !ok {
		return fmt.Errorf("page %q: %w", pageID, api.ErrNotFound)
	}
	var err error
	switch c.Do {
	case api.DoAcknowledge:
		err = a.wish(g, notify.Wish{Request: notify.AskAcknowledge})
	case api.DoUnacknowledge:
		err = a.wish(g, notify.Wish{Request: notify.AskUnacknowledge})
	case api.DoResolve:
		err = a.wish(g, notify.Wish{Request: notify.AskResolve, Now: c.Now})
	case api.DoSnooze:
		err = a.wish(g, notify.Wish{Request: notify.AskSnooze, Until: c.Until})
	case api.DoEscalate:
		err = a.wish(g, notify.Wish{Request: notify.AskEscalate})
	case api.DoNote:
		err = a.note(g, c.Text)
	default:
		err = a.turn(g, c)
	}
	if err != nil {
		return fmt.Errorf("%s page %q: %w", c.Do, g[0].Title, err)
	}
	return nil
}

// turn does what concerns the page here alone.
func (a *Agent) turn(g notify.Group, c api.Command) error {
	me := a.me.String()
	return a.each(g, func(p notify.Page) (notify.Change, error) {
		switch c.Do {
		case api.DoUndo:
			undone, err := p.Undo(me, a.now)
			if err != nil || !undone.Page.Sending() || !a.here(undone.Page, undone.Page.Request) {
				return undone, err
			}
			p = a.change(undone)
			return p.Granted(p.Request, notify.Grant{}, a.now), nil
		case api.DoSeen:
			return p.Seen(me, a.now), nil
		case api.DoPause:
			return p.Pause(c.Until, me, a.now)
		case api.DoResume:
			return p.Resume(me, a.now), nil
		case api.DoExcuse:
			return p.Excuse(notify.CleanBody(c.Text, notify.MaxBody, notify.MaxBodyLines), me, a.now)
		}
		return notify.Change{Page: p}, fmt.Errorf("%w: nothing is called %q", api.ErrBadRequest, c.Do)
	})
}

// each changes every page of a group. What fails for all of them is an error; what
// one of them can be asked is done.
func (a *Agent) each(g notify.Group, do func(notify.Page) (notify.Change, error)) error {
	var errs []error
	for _, p := range g {
		c, err := do(p)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		a.change(c)
	}
	if len(errs) == len(g) {
		return errs[0]
	}
	return nil
}

// wish records what a human wants of a page; pursue sees it through at each of its
// sources. A source that cannot do it is left out while another one can.
func (a *Agent) wish(g notify.Group, w notify.Wish) error {
	w.By = a.me.String()
	able := slices.DeleteFunc(slices.Clone(g), func(p notify.Page) bool { return a.able(p, w.Request) != nil })
	if len(able) == 0 {
		return a.able(g[0], w.Request)
	}
	if open := slices.DeleteFunc(slices.Clone(able), func(p notify.Page) bool { return !p.Open() }); len(open) > 0 {
		able = open
	}
	return a.each(able, func(p notify.Page) (notify.Change, error) {
		c, err := p.Ask(w, a.now)
		if err != nil {
			return c, err
		}
		delete(a.retryAt, p.ID)
		a.touch(p.ID)
		p = a.change(c)
		a.p.Failpoint("wish-taken")
		if !p.Sending() || !a.here(p, w.Request) {
			return notify.Change{Page: p}, nil
		}
		// Nobody else need be told: it is so at once.
		return p.Granted(w.Request, notify.Grant{}, a.now), nil
	})
}

// note keeps what somebody wrote, and sends it to the first source that takes notes.
func (a *Agent) note(g notify.Group, text string) error {
	text = notify.CleanBody(text, notify.MaxBody, notify.MaxBodyLines)
	if text == "" {
		return fmt.Errorf("%w: the note is empty", api.ErrBadRequest)
	}
	at := max(0, slices.IndexFunc(g, func(p notify.Page) bool { return a.takesNotes(p) }))
	a.change(g[at].Noted(notify.Word{At: a.now, By: a.me.String(), Text: text}, a.takesNotes(g[at])))
	for _, p := range g {
		delete(a.alike, p.ID)
	}
	return nil
}

// Mute keeps Standby quiet until then, a day at most: notes are shown all the same.
// A time that has passed lets it sound again.
func (a *Agent) Mute(ctx context.Context, until time.Time) error {
	return a.ask(ctx, func() error {
		a.muted = until.UTC()
		if most := a.now.Add(maxMute); a.muted.After(most) {
			a.muted = most
		}
		if !a.muted.After(a.now) {
			a.muted = time.Time{}
		}
		a.dirty = true
		return nil
	})
}

// judgeMute ends a mute whose time has come.
func (a *Agent) judgeMute() {
	if !a.muted.IsZero() && !a.now.Before(a.muted) {
		a.muted, a.dirty = time.Time{}, true
	}
	a.wake(a.muted)
}

// TestPage pages the user, to prove the path from the store to the screen.
func (a *Agent) TestPage(ctx context.Context) (string, error) {
	var id string
	err := a.ask(ctx, func() error {
		id = a.drill("Acknowledge it to prove the whole path. It pays nothing and tells nobody.")
		return nil
	})
	return id, err
}

func (a *Agent) drill(body string) string {
	s := notify.Sighting{Source: testSource, Key: fmt.Sprintf("test-%d-%d", a.now.UnixNano(), a.seq),
		Title: "This is how a page looks", Body: body, Urgency: notify.High, Drill: true}
	return a.change(notify.Trigger(s, true, a.now)).ID
}

// React takes what the desktop reports of a note.
func (a *Agent) React(r notify.Reaction) {
	a.send(func() {
		switch r.Kind {
		case notify.Pressed:
			a.pressed(r)
		case notify.Lost:
			// Every note has gone from the screen: what waits is shown again.
			clear(a.nagged)
			a.lookAtAll()
			clear(a.onScreen)
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

// unkeptNote is the note that what a button asked could not be kept.
const unkeptNote = "unkept"

// tellUnkept tells whoever pressed a button of a note that the disk did not take
// what they asked: nobody else would, for no window need be open.
func (a *Agent) tellUnkept() {
	if a.unkept == nil {
		return
	}
	t := a.p.Explain("the store", a.unkept)
	a.onScreen[unkeptNote] = nil
	a.p.Notes.Show(notify.Note{ID: unkeptNote, Title: t.What, Body: t.Means + " " + t.Next, Urgency: notify.High,
		Actions: []notify.Action{{Key: notify.ActionOpen, Label: "Open"}}})
}

func (a *Agent) pressed(r notify.Reaction) {
	c := api.Command{Do: api.DoAcknowledge}
	switch r.Action {
	case notify.ActionAcknowledge:
	case notify.ActionSnooze:
		c = api.Command{Do: api.DoSnooze, Until: a.now.Add(notify.SnoozeFor)}
	default:
		a.after(a.p.Raise)
		return
	}
	err := a.act(r.NoteID, c)
	switch {
	case err == nil:
		a.after(a.tellUnkept)
	case errors.Is(err, api.ErrNotFound), errors.Is(err, notify.ErrResolved):
		a.p.Log.Info("a button of a page that is over", "error", err)
		a.withdraw(r.NoteID)
	default:
		a.p.Log.Warn("a button of a note", "error", err)
		a.after(a.p.Raise)
	}
}
