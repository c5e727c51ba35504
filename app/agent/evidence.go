package agent

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"standby/app/provider"
	"standby/rotation"
)

// What can keep versions of a calendar from being compared.
var (
	// ErrNoCalendar: none of that name is configured.
	ErrNoCalendar = errors.New("no calendar or rota has that name")
	// ErrOneVersion: there is no version before the one that is to be compared.
	ErrOneVersion = errors.New("there is no earlier version to compare with")
)

// Versions lists what is kept of a calendar or rota, newest first: the evidence
// of what it said when. It need not be configured any more.
func (a *Agent) Versions(ctx context.Context, calendar string) ([]provider.Version, error) {
	return a.p.Store.Versions(ctx, calendar)
}

// Comparison is two versions of a calendar and what lies between them.
type Comparison struct {
	Before, After provider.Version
	// Window is what was compared: from when the later version was first seen.
	Window rotation.Interval
	// Alterations are what became of everybody's duty, in order of time.
	Alterations []rotation.Alteration
}

// Compare says what changed between two kept versions of a configured calendar,
// for the user as they are known now. Each is named by its hash or the beginning
// of it; after is the newest where it is empty, before the one kept before that.
// What had passed when the later version came is left out. Errors wrap
// ErrNoCalendar or ErrOneVersion, or are those of the store.
func (a *Agent) Compare(ctx context.Context, calendar, before, after string) (Comparison, error) {
	c, host, away, err := a.comparable(ctx, calendar)
	if err != nil {
		return Comparison{}, err
	}
	list, err := a.p.Store.Versions(ctx, calendar)
	if err != nil {
		return Comparison{}, err
	}
	out, err := choose(list, before, after)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare versions of %s: %w", calendar, err)
	}
	me, err := a.WhoAmI(ctx)
	if err != nil {
		return Comparison{}, err
	}
	q := Ask(calendar, me, a.shared.Load().Zone, out.After.From)
	q.Host = host
	old, err := a.reread(ctx, c, out.Before.Hash, q)
	if err != nil {
		return Comparison{}, err
	}
	now, err := a.reread(ctx, c, out.After.Hash, q)
	if err != nil {
		return Comparison{}, err
	}
	out.Window = outlook(old, q, out.After.From)
	out.Alterations = rotation.Difference(old.Shifts, now.Shifts, me, out.Window, append(away, now.Away...)...)
	return out, nil
}

// comparable finds a calendar, where it comes from, and the time off that the others
// know of.
func (a *Agent) comparable(ctx context.Context, name string) (found *reading, host string, away []rotation.TimeOff, err error) {
	err = a.ask(ctx, func() error {
		for _, c := range a.calendars {
			if c.Calendar.Name() == name {
				found, host = c, c.host
			}
		}
		return nil
	})
	if err == nil && found == nil {
		err = fmt.Errorf("calendar %q: %w", name, ErrNoCalendar)
	}
	if err != nil {
		return nil, "", nil, err
	}
	away, err = a.away(ctx, found)
	return found, host, away, err
}

// choose finds two versions in a list, newest first.
func choose(list []provider.Version, before, after string) (Comparison, error) {
	find := func(list []provider.Version, hash string) int {
		for i, v := range list {
			if strings.HasPrefix(v.Hash, strings.ToLower(hash)) {
				return i
			}
		}
		return -1
	}
	last := find(list, after)
	if last < 0 {
		return Comparison{}, fmt.Errorf("%w: none is called %.12q", ErrOneVersion, after)
	}
	// The same content may have been current before: look behind first.
	first := find(list[last+1:], before)
	switch {
	case first >= 0:
		return Comparison{Before: list[last+1+first], After: list[last]}, nil
	case before == "":
		return Comparison{}, ErrOneVersion
	}
	if first = find(list, before); first < 0 {
		return Comparison{}, fmt.Errorf("%w: none is called %.12q", ErrOneVersion, before)
	}
	return Comparison{Before: list[first], After: list[last]}, nil
}

func (a *Agent) reread(ctx context.Context, c *reading, hash string, q Question) (Timetable, error) {
	body, err := a.p.Store.Version(ctx, hash)
	if err != nil {
		return Timetable{}, err
	}
	t, err := c.Read(body, q)
	if err != nil {
		return Timetable{}, fmt.Errorf("read version %.12s of %s: %w", hash, c.Calendar.Name(), err)
	}
	return t, nil
}
