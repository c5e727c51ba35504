package agent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/notify"
	"standby/rotation"
)

// Bounds of what is told of a changed calendar.
const (
	// certain is how far ahead a shift that appears in a calendar of the user's own
	// shifts, behind the last of them, is a change: such a calendar ends with its
	// last shift and not where its knowledge does. Farther off it has grown.
	certain = 14 * 24 * time.Hour
	// mostTold is how many sentences one note holds.
	mostTold = 5
	// toldFor is for how long the same change is not told again: a server that
	// gives its old and its new state by turns is told of once.
	toldFor = 6 * time.Hour
)

// noticePrefix is what the IDs of notes about changed calendars begin with.
const noticePrefix = "change/"

// compare is the note about what a changed calendar means for the user; nil when
// that is nothing, or was told before.
func (a *Agent) compare(ctx context.Context, c *reading, before, now held) *notify.Note {
	name := c.Calendar.Name()
	old := before.table
	if before.question != now.question {
		var err error
		// The day has changed, or the user: what the old copy says to that.
		if old, err = c.Read(before.copied.Body, now.question); err != nil {
			a.p.Log.Warn("a changed calendar cannot be compared", "calendar", name, "error", err)
			return nil
		}
	}
	me := now.question.Me
	if me == (rotation.Person{}) {
		return nil
	}
	away, err := a.away(ctx, c)
	if err != nil {
		return nil
	}
	at := a.clock()
	list := rotation.Difference(old.Shifts, now.table.Shifts, me, outlook(old, now.question, at), append(away, now.table.Away...)...)
	n := changeNote(name, list, now.question.Zone, at)
	if n == nil {
		return nil
	}
	due, err := a.p.Store.KeepNotice(ctx, name, *n, at, at.Add(-toldFor))
	if err != nil {
		// Told twice is better than not at all.
		a.p.Log.Warn("a note about a changed calendar is not kept", "calendar", name, "error", err)
	} else if !due {
		return nil
	}
	return n
}

// away is the time off that the other calendars know of.
func (a *Agent) away(ctx context.Context, but *reading) (list []rotation.TimeOff, err error) {
	err = a.ask(ctx, func() error {
		for _, c := range a.calendars {
			if c != but {
				list = append(list, c.Away...)
			}
		}
		return nil
	})
	return list, err
}

// outlook is the window in which a difference counts: from now on, as far as the
// calendar reached before.
func outlook(old Timetable, q Question, at time.Time) rotation.Interval {
	w := rotation.Interval{Start: at, End: q.Window.End}
	if old.Horizon.IsZero() {
		return w
	}
	reach := old.Horizon
	if soon := at.Add(certain); reach.Before(soon) && !slices.ContainsFunc(old.Shifts, func(s rotation.Shift) bool { return !s.Person.Same(q.Me) }) {
		reach = soon
	}
	if reach.Before(w.End) {
		w.End = reach
	}
	return w
}

// changeNote tells of the alterations that are the user's; nil when none is.
func changeNote(calendar string, list []rotation.Alteration, zone *time.Location, at time.Time) *notify.Note {
	var lines []string
	more := 0
	h := sha256.New()
	for _, c := range list {
		if !c.Mine {
			continue
		}
		line := c.Sentence(zone, at)
		_, _ = fmt.Fprintln(h, line)
		if len(lines) == mostTold {
			more++
			continue
		}
		lines = append(lines, line)
	}
	n := notify.Note{ID: noticePrefix + calendar + "/" + hex.EncodeToString(h.Sum(nil)[:8])}
	switch {
	case len(lines) == 0:
		return nil
	case len(lines) == 1:
		n.Title, n.Body = "Your duty has changed", fmt.Sprintf("%s. (%s)", lines[0], calendar)
	default:
		n.Title = fmt.Sprintf("Your duty has changed: %d changes in %s", len(lines)+more, calendar)
		n.Body = strings.Join(lines, ".\n") + "."
		if more > 0 {
			n.Body += fmt.Sprintf("\nand %d more.", more)
		}
	}
	return &n
}

// announce shows a note about a changed calendar: without sound, and as no page
// is, for it can wait.
func (a *Agent) announce(n notify.Note) {
	n.Urgency = notify.Normal
	n.Actions = []notify.Action{{Key: notify.ActionOpen, Label: "Open"}}
	a.after(func() {
		a.p.Notes.Show(n)
		a.markNotice(n.ID, a.now)
	})
}

func (a *Agent) markNotice(id string, told time.Time) {
	if err := a.p.Store.ToldNotice(context.WithoutCancel(a.ctx), id, told); err != nil {
		a.p.Log.Warn("what was told of a changed calendar is not remembered", "note", id, "error", err)
	}
}

// announceKept shows what was kept and never shown: Standby ended in between, or
// there was nothing to show it on.
func (a *Agent) announceKept() {
	list, err := a.p.Store.Notices(a.ctx)
	if err != nil {
		a.p.Log.Warn("the notes about changed calendars cannot be read", "error", err)
	}
	for _, n := range list {
		a.announce(n)
	}
}

// notAnnounced takes back that a note was shown.
func (a *Agent) notAnnounced(id string) {
	if strings.HasPrefix(id, noticePrefix) {
		a.markNotice(id, time.Time{})
	}
}
