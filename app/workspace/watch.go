package workspace

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/notify"
)

// Bulletin is what everybody may see of the workspace at a glance.
type Bulletin struct {
	// Incidents are those that are open, the newest first.
	Incidents []api.IncidentSummary
	// Unsigned are the hand-off reports that wait for a signature.
	Unsigned []api.ReportSummary
	// Notes are to be shown, each once by its ID; one that is not here any more is to
	// be taken off the screen.
	Notes []notify.Note
}

const (
	// atLeast is how often it is looked again while something is to come: a timer does
	// not run while the machine sleeps.
	atLeast = 15 * time.Second
	// reportsFor is how long the list of unsigned reports holds.
	reportsFor = time.Hour
)

// Bulletin says what there is to tell now; next is when that changes by itself, zero
// when it does not. An error says what could not be had, and the rest stands.
func (k *Keeper) Bulletin(ctx context.Context) (b Bulletin, next time.Time, err error) {
	me, err := k.p.Me(ctx)
	if err != nil {
		return b, next, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.load(ctx); err != nil {
		return b, next, err
	}
	amiss := []error{k.follow(ctx)}
	sooner := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	open := slices.SortedFunc(maps.Values(k.open), func(i, j incident.Incident) int { return j.OpenedAt.Compare(i.OpenedAt) })
	for _, i := range open {
		b.Incidents = append(b.Incidents, k.summary(i, me))
		if _, replayed := k.drills[i.ID]; replayed {
			continue // a story warns those who read it
		}
		standing, again := i.Warnings(k.clock(), k.watchOf(me))
		sooner(again)
		for _, w := range standing {
			b.Notes = append(b.Notes, warningNote(i, w))
		}
	}
	notes, again, err := k.reminders(ctx, open)
	sooner(again)
	b.Notes = append(b.Notes, notes...)
	amiss = append(amiss, err)
	b.Unsigned, err = k.waiting(ctx, k.watchOf(me).ShiftEnds)
	amiss = append(amiss, err)
	if len(b.Unsigned) > 0 || !k.watchOf(me).ShiftEnds.IsZero() {
		sooner(k.reportsDue)
	}
	return b, next, errors.Join(append(amiss, slices.Collect(maps.Values(k.amiss))...)...)
}

// warningNote is the note of a warning: another one each time that it is told again.
func warningNote(i incident.Incident, w incident.Warning) notify.Note {
	n := notify.Note{
		ID:    fmt.Sprintf("incident/%s/%s/%s/%d", i.ID, w.Code, w.About, w.Again.Unix()),
		Title: notify.Clean(i.Title(), 100), Body: w.Sentence + "\n" + w.Remedy, Urgency: notify.Normal,
	}
	if i.Drill {
		n.Title = "DRILL: " + n.Title
	}
	return n
}

// reminders are the notes of post-mortems and follow-ups that are due.
func (k *Keeper) reminders(ctx context.Context, open []incident.Incident) ([]notify.Note, time.Time, error) {
	written := map[string]postmortem.Written{}
	for _, i := range open {
		w, _, err := k.written(ctx, i.ID)
		if err != nil {
			return nil, time.Time{}, err
		}
		written[i.ID] = w
	}
	due, next := postmortem.Reminders(open, written, k.p.Settings().PostMortem, k.clock())
	notes := make([]notify.Note, 0, len(due))
	for _, r := range due {
		notes = append(notes, notify.Note{
			ID:    fmt.Sprintf("incident/%s/due/%d/%d", r.Incident, r.Row, r.Since.Unix()),
			Title: "After the incident", Body: r.Sentence + "\n" + r.Remedy, Urgency: notify.Low,
		})
	}
	return notes, next, nil
}

// Watch tells the bulletin at once, after each change and when a warning begins, until
// ctx ends. An error goes to trouble; nil means that there is none any more.
func (k *Keeper) Watch(ctx context.Context, tell func(Bulletin), trouble func(error)) {
	for {
		b, next, err := k.Bulletin(ctx)
		if ctx.Err() != nil {
			return
		}
		tell(b)
		trouble(err)
		k.wait(ctx, next)
	}
}

// wait returns at a change, at next, or after atLeast where there is a next.
func (k *Keeper) wait(ctx context.Context, next time.Time) {
	var due <-chan time.Time
	if !next.IsZero() {
		timer := time.NewTimer(max(min(next.Sub(k.clock()), atLeast), 50*time.Millisecond))
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
	case <-k.stir:
	case <-due:
	}
}

// waiting are the reports that wait for a signature. They are looked up where a shift
// began or ended, where a report changed, and now and then. The lock is held.
func (k *Keeper) waiting(ctx context.Context, shiftEnds time.Time) ([]api.ReportSummary, error) {
	now := k.clock()
	if k.dutyChanged.Swap(false) {
		k.reportsDue = time.Time{}
	}
	if now.Before(k.reportsDue) {
		return k.unsignedNow, nil
	}
	err := k.closeShifts(ctx)
	list, listed := k.unsigned(ctx)
	if err = errors.Join(err, listed); err != nil {
		return k.unsignedNow, err
	}
	k.unsignedNow, k.reportsDue = list, now.Add(reportsFor)
	if shiftEnds.After(now) && shiftEnds.Before(k.reportsDue) {
		k.reportsDue = shiftEnds
	}
	return list, nil
}
