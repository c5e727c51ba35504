package books

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/guard"
)

// ahead is how far the plan is looked at for rest and limits.
const ahead = 8 * 7 * 24 * time.Hour

// Foresee implements api.Forecasts.
func (k *Keeper) Foresee(ctx context.Context, c api.ShiftChange) ([]api.Effect, error) {
	r, err := k.read(ctx)
	if err != nil {
		return nil, err
	}
	change := guard.Change{Extra: c.Extra}
	span := rotation.Interval{Start: r.now, End: r.now}
	for _, h := range c.Hands {
		change.Hands = append(change.Hands, guard.Hand{Shift: h.Shift, Part: h.Part, To: h.To})
		span = joint(span, h.Shift.Interval)
	}
	for _, s := range c.Extra {
		span = joint(span, s.Interval)
	}
	if span.End.Sub(span.Start) > 2*366*24*time.Hour {
		return nil, fmt.Errorf("%w: the change lies more than two years away", api.ErrBadRequest)
	}
	shifts, err := k.p.Store.Shifts(ctx, rotation.Interval{Start: span.Start.Add(-2 * around), End: span.End.Add(2 * around)})
	if err != nil {
		return nil, fmt.Errorf("read the shifts: %w", err)
	}
	out := []api.Effect{}
	for _, p := range change.People() {
		e, err := r.effect(change, r.input(p, span), shifts)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func joint(a, b rotation.Interval) rotation.Interval {
	if b.Start.Before(a.Start) {
		a.Start = b.Start
	}
	if b.End.After(a.End) {
		a.End = b.End
	}
	return a
}

// effect is what a change means for one person. Of others neither call-outs nor the
// account of time in lieu are known.
func (r *reading) effect(c guard.Change, known pay.Input, shifts []rotation.Shift) (api.Effect, error) {
	p := known.Person
	known.Shifts = shifts
	if p.Same(r.me) {
		known.CallOuts, known.Account = r.callOuts(), r.credits()
	}
	list, err := c.Preview(guard.Side{Policy: r.policy.Policy, Known: known})
	if errors.Is(err, pay.ErrFact) {
		return api.Effect{Person: p, Currency: r.policy.Currency, Summary: "not known", Sentences: []string{}, Unknown: err.Error()}, nil
	}
	if err != nil {
		return api.Effect{}, badRequest(err)
	}
	e := list[0]
	return api.Effect{
		Person: p, Summary: e.Summary(), Sentences: append([]string{}, e.Sentences()...),
		Cash: e.Delta.Cash.StringFixed(e.Place), Currency: e.Currency, Lieu: e.Delta.TimeInLieu, Standby: e.Delta.Standby, Nights: e.Delta.Nights,
		Breaks: slices.ContainsFunc(e.Rest, func(c guard.RestChange) bool { return c.Was == nil && c.Is != nil }),
	}, nil
}

// callOuts are those of the log that count.
func (r *reading) callOuts() []pay.CallOut {
	var out []pay.CallOut
	for _, h := range r.log {
		if !h.Removed && h.Person.Same(r.me) {
			out = append(out, h.CallOut())
		}
	}
	return out
}

// credits are the time in lieu that there was before the first open month.
func (r *reading) credits() []pay.Credit {
	if len(r.open) == 0 || r.open[0].Balance.Opening == 0 {
		return nil
	}
	return []pay.Credit{{At: r.open[0].Period.Start.Add(-time.Second), Seconds: r.open[0].Balance.Opening}}
}

// Rest implements api.Forecasts.
func (k *Keeper) Rest(ctx context.Context) (api.Rest, error) {
	r, err := k.read(ctx)
	if err != nil {
		return api.Rest{}, err
	}
	return k.rest(ctx, r)
}

func (k *Keeper) rest(ctx context.Context, r *reading) (api.Rest, error) {
	out := api.Rest{Warnings: []api.Finding{}}
	if r.me == (rotation.Person{}) {
		return out, nil
	}
	plan := rotation.Interval{Start: r.now, End: r.now.Add(ahead)}
	in := r.input(r.me, plan)
	in.CallOuts = r.callOuts()
	start, err := guard.EarliestStart(r.policy.Policy, in)
	if err != nil {
		return out, fmt.Errorf("look at the rest after call-outs: %w", err)
	}
	if start != nil {
		out.Earliest, out.Text = start.At, start.Text
	}
	if in.Shifts, err = k.p.Store.Shifts(ctx, rotation.Interval{Start: r.now.Add(-ahead), End: r.now.Add(2 * ahead)}); err != nil {
		return out, fmt.Errorf("read the shifts: %w", err)
	}
	in.Period = plan
	warnings, err := guard.Check(r.policy.Policy, in)
	if err != nil {
		return out, fmt.Errorf("look at the rest of the plan: %w", err)
	}
	for _, w := range warnings {
		out.Warnings = append(out.Warnings, api.Finding{Code: w.Code, Text: w.Text, At: w.At})
	}
	return out, nil
}
