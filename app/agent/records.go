package agent

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay"
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
	me, err := a.whoAmI(ctx)
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
	return api.Stats{From: from, To: to, Zone: a.p.Settings.ZoneName, Report: notify.Stats(list, a.p.Settings.Zone)}, nil
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

// Pay returns the statement of a month in the policy's zone, for the shifts and
// call-outs until now.
func (a *Agent) Pay(ctx context.Context, year int, month time.Month) (api.Statement, error) {
	policy, err := a.p.Policies.Policy()
	if err != nil {
		a.p.Log.Warn("the pay policy is not used", "error", err)
		return api.Statement{}, err
	}
	me, err := a.whoAmI(ctx)
	if err != nil {
		return api.Statement{}, err
	}
	period := pay.Month(year, month, policy.Zone)
	shifts, err := a.p.Store.Shifts(ctx, period)
	if err != nil {
		return api.Statement{}, fmt.Errorf("read the shifts of the month: %w", err)
	}
	pages, err := a.p.Store.Worked(ctx, widen(period))
	if err != nil {
		return api.Statement{}, fmt.Errorf("read the call-outs of the month: %w", err)
	}
	now := a.clock()
	in := pay.Input{Person: me, Period: period, Shifts: shifts, CallOuts: callOuts(pages, me, now), Now: now}
	if (me == rotation.Person{}) {
		in.Shifts, in.CallOuts = nil, nil // nobody is named, so nobody's time counts
	}
	st, err := policy.Evaluate(in)
	if err != nil {
		return api.Statement{}, fmt.Errorf("compute the pay of the month: %w", err)
	}
	return statement(st), nil
}

// widen reaches a week beyond the period: call-outs that touch are one, also
// across the turn of a month, and the policy has to see all of it.
func widen(i rotation.Interval) rotation.Interval {
	return rotation.Interval{Start: i.Start.AddDate(0, 0, -7), End: i.End.AddDate(0, 0, 7)}
}

// callOuts are the stints worked on pages: from the acknowledgement to the end.
func callOuts(pages []notify.Page, me rotation.Person, now time.Time) []pay.CallOut {
	var out []pay.CallOut
	for _, p := range pages {
		for _, s := range p.Work {
			c := pay.CallOut{PageID: p.ID, What: p.Title, Person: me, Interval: rotation.Interval{Start: s.From, End: s.Until}}
			if s.Until.IsZero() {
				c.Running, c.End = true, now
			}
			out = append(out, c)
		}
	}
	return out
}

func statement(s pay.Statement) api.Statement {
	out := api.Statement{
		Policy: s.Policy, Person: s.Person, Period: s.Period, Zone: s.Zone.String(), Currency: s.Currency,
		Total: s.Cash.StringFixed(s.Place), StandbyHours: hours(s.StandbySeconds), CallOutHours: hours(s.CallOutSeconds),
		Notes: s.Notes, Lines: make([]api.Line, 0, len(s.Lines)),
	}
	for _, l := range s.Lines {
		out.Lines = append(out.Lines, api.Line{
			Kind: string(l.Kind), What: l.What, Span: l.Span, Units: l.Units.String(), Unit: unit(l.Unit), Rate: rate(l.Rate, s.Place),
			Amount: l.Amount.StringFixed(s.Place), Rule: l.Rule, Explanation: l.Explanation, Evidence: l.Evidence,
		})
	}
	return out
}

// unit is the unit of a line as screens show it.
func unit(name string) string {
	if name == "hour" {
		return "h"
	}
	return name
}

// rate shows at least the currency's decimals, and never fewer than it has.
func rate(r decimal.Decimal, place int32) string {
	return r.StringFixed(max(place, -r.Exponent()))
}

// hours is elapsed time as decimal hours, to a hundredth.
func hours(seconds int64) string {
	return decimal.NewFromInt(seconds).DivRound(decimal.NewFromInt(3600), 2).String()
}
