package agent

import (
	"context"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// mostSpan is the longest span that may be asked for at once.
const mostSpan = 2 * 366 * 24 * time.Hour

func checkSpan(from, to time.Time) error {
	if !from.Before(to) || to.Sub(from) > mostSpan {
		return fmt.Errorf("%w: the span must be longer than nothing and at most two years", api.ErrBadRequest)
	}
	return nil
}

// Shifts returns the recorded shifts that overlap the query's span; it
// implements api.Records.
func (a *Agent) Shifts(ctx context.Context, q api.ShiftQuery) ([]rotation.Shift, error) {
	if err := checkSpan(q.From, q.To); err != nil {
		return nil, err
	}
	shifts, err := a.p.Store.Shifts(ctx, rotation.Interval{Start: q.From, End: q.To})
	if err != nil {
		return nil, fmt.Errorf("read the shifts: %w", err)
	}
	out := []rotation.Shift{}
	me, err := a.WhoAmI(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range shifts {
		if !q.Mine || s.Person.Same(me) {
			out = append(out, s)
		}
	}
	rotation.SortShifts(out)
	return out, nil
}

// History returns the pages triggered in [from, to), newest first.
func (a *Agent) History(ctx context.Context, from, to time.Time) ([]api.Page, error) {
	if err := checkSpan(from, to); err != nil {
		return nil, err
	}
	found, events, err := a.p.Store.Search(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("search the pages: %w", err)
	}
	timelines := map[string][]notify.Event{}
	for _, e := range events {
		timelines[e.PageID] = append(timelines[e.PageID], e)
	}
	pages := make([]api.Page, 0, len(found))
	err = a.ask(ctx, func() error {
		for _, p := range found {
			pages = append(pages, a.page(p, timelines[p.ID]))
		}
		return nil
	})
	sortPages(pages)
	return pages, err
}

// Page returns one page, with how often the same trouble came.
func (a *Agent) Page(ctx context.Context, id string) (page api.Page, err error) {
	err = a.ask(ctx, func() error {
		if g, here := a.group(id); here {
			r := a.recurrenceOf(g[0], a.timelines[g[0].ID])
			page = a.groupPage(g)
			page.Recurrence = &r
			return nil
		}
		p, events, ok, err := a.p.Store.Page(a.ctx, id)
		switch {
		case err != nil:
			return fmt.Errorf("read page %s: %w", id, err)
		case !ok:
			return fmt.Errorf("page %q: %w", id, api.ErrNotFound)
		}
		r := a.recurrenceOf(p, events)
		page = a.page(p, events)
		page.Recurrence = &r
		return nil
	})
	return page, err
}

// Stats counts the pages triggered in [from, to), test pages left out. The same
// trouble by several ways counts once.
func (a *Agent) Stats(ctx context.Context, from, to time.Time) (api.Stats, error) {
	if err := checkSpan(from, to); err != nil {
		return api.Stats{}, err
	}
	found, events, err := a.p.Store.Search(ctx, from, to)
	if err != nil {
		return api.Stats{}, fmt.Errorf("search the pages: %w", err)
	}
	timelines := wholeTimelines(found, events)
	var list []notify.Episode
	for _, p := range found {
		if !p.Drill && p.With == "" {
			list = append(list, notify.Episodes(p, timelines[p.ID])...)
		}
	}
	s := a.shared.Load()
	return api.Stats{From: from, To: to, Zone: s.ZoneName, Report: notify.Stats(list, s.Zone)}, nil
}

// wholeTimelines are the timelines of pages by ID. What was acknowledged at any
// origin of a page is acknowledged.
func wholeTimelines(pages []notify.Page, events []notify.Event) map[string][]notify.Event {
	lead := map[string]string{}
	for _, p := range pages {
		if p.With != "" {
			lead[p.ID] = p.With
		}
	}
	timelines := map[string][]notify.Event{}
	for _, e := range events {
		timelines[e.PageID] = append(timelines[e.PageID], e)
		if to := lead[e.PageID]; to != "" && e.What == "acknowledged" {
			timelines[to] = append(timelines[to], e)
		}
	}
	for _, to := range lead {
		slices.SortStableFunc(timelines[to], func(e, f notify.Event) int { return e.At.Compare(f.At) })
	}
	return timelines
}
