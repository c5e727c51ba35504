package books

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"standby/app/api"
	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/ledger"
)

// Months implements api.Statements.
func (k *Keeper) Months(ctx context.Context) ([]api.MonthState, error) {
	r, err := k.read(ctx)
	if err != nil {
		return nil, err
	}
	out := []api.MonthState{}
	for _, s := range r.months() {
		out = append(out, r.state(s))
	}
	return out, nil
}

// Statement implements api.Statements.
func (k *Keeper) Statement(ctx context.Context, m ledger.Month) (api.Statement, error) {
	r, err := k.read(ctx)
	if err != nil {
		return api.Statement{}, err
	}
	s, err := r.find(m)
	if err != nil {
		return api.Statement{}, err
	}
	return r.answer(s), nil
}

// state is where a month stands.
func (r *reading) state(s ledger.Statement) api.MonthState {
	out := api.MonthState{
		Month: s.Month, Total: s.Cash.StringFixed(s.Place), Currency: s.Currency, Lieu: s.TimeInLieu,
		Standby: s.StandbySeconds, CallOut: s.CallOutSeconds, Nights: nights(r.shifts, s.Period, s.Zone), Over: s.Over,
	}
	if c := r.closing(s.Month); c != nil {
		out.Closed, out.ClosedAt, out.ClosedBy, out.Hash, out.Over = true, c.At, c.By, c.Hash, true
		return out
	}
	out.Turn = len(r.open) > 0 && r.open[0].Month == s.Month
	out.Unconfirmed = len(r.unconfirmed(s))
	return out
}

// unconfirmed are the call-outs of a month that count and that nobody vouches for.
func (r *reading) unconfirmed(s ledger.Statement) []ledger.Logged {
	var out []ledger.Logged
	for _, h := range r.log {
		if !h.Confirmed && !h.Removed && h.Person.Same(r.me) && !h.Start.Before(s.Period.Start) && h.Start.Before(s.Period.End) {
			out = append(out, h)
		}
	}
	return out
}

// nights is how many nights, 22:00 to 06:00, have some of the shifts in them; a
// night belongs to the evening that it begins on.
func nights(shifts []rotation.Shift, period rotation.Interval, zone *time.Location) int {
	n := 0
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := period.Start.In(zone).Date()
	for ; ; d++ {
		night := rotation.Interval{Start: time.Date(y, m, d, 22, 0, 0, 0, zone), End: time.Date(y, m, d+1, 6, 0, 0, 0, zone)}
		if !night.Start.Before(period.End) {
			return n
		}
		for _, s := range shifts {
			if s.Start.Before(night.End) && night.Start.Before(s.End) {
				n++
				break
			}
		}
	}
}

// answer is a statement as clients see it.
func (r *reading) answer(s ledger.Statement) api.Statement {
	out := api.Statement{
		Policy: s.Policy, Person: s.Person, Period: s.Period, Zone: s.Zone.String(), Currency: s.Currency,
		Total: s.Cash.StringFixed(s.Place), StandbyHours: hours(s.StandbySeconds), CallOutHours: hours(s.CallOutSeconds),
		Notes: s.Notes, Lines: make([]api.Line, 0, len(s.Lines)), Violations: findings(s.Violations), Warnings: findings(s.Warnings),
		State: r.state(s), Lieu: api.LieuBalance{Balance: s.Balance, Lapsing: s.Lapsing},
	}
	if len(s.Units) > 0 {
		out.Units = map[string]string{}
		for name, n := range s.Units {
			out.Units[name] = n.String()
		}
	}
	if r.amiss != nil && !out.State.Closed {
		out.Notes = append(out.Notes, "Corrections of closed months are not in it: "+r.amiss.Error()+".")
	}
	for _, l := range s.Lines {
		out.Lines = append(out.Lines, line(l, s.Place))
	}
	return out
}

func line(l ledger.Line, place int32) api.Line {
	return api.Line{
		Kind: string(l.Kind), What: l.What, Span: l.Span, Units: l.Units.String(), Unit: unit(l.Unit), Rate: rate(l.Rate, place),
		Amount: l.Amount.StringFixed(max(place, -l.Amount.Exponent())), TimeInLieu: l.TimeInLieu,
		Rule: l.Rule, Explanation: l.Explanation, Evidence: l.Evidence,
	}
}

func findings(list []pay.Violation) []api.Finding {
	out := make([]api.Finding, 0, len(list))
	for _, v := range list {
		out = append(out, api.Finding{Code: v.Code, Text: v.Text, At: v.At})
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

// CloseMonth implements api.Closer.
func (k *Keeper) CloseMonth(ctx context.Context, c api.CloseMonth) (api.Statement, error) {
	k.entering.Lock()
	defer k.entering.Unlock()
	r, err := k.read(ctx)
	if err != nil {
		return api.Statement{}, err
	}
	s, err := r.find(c.Month)
	switch {
	case err != nil:
		return api.Statement{}, err
	case r.closing(c.Month) != nil:
		return api.Statement{}, fmt.Errorf("%w: %s is closed already", api.ErrBadRequest, c.Month)
	case r.amiss != nil:
		return api.Statement{}, fmt.Errorf("compute the closed months anew: %w", r.amiss)
	}
	if n := len(r.unconfirmed(s)); n > 0 && !c.Unconfirmed {
		return api.Statement{}, fmt.Errorf("%w: %w: %d of %s", api.ErrBadRequest, ErrUnconfirmed, n, c.Month)
	}
	closing, err := r.Close(s, r.me.String(), r.now)
	if err != nil {
		return api.Statement{}, badRequest(err)
	}
	if err := k.p.Store.CloseMonth(ctx, closing, r.policy.Text); err != nil {
		return api.Statement{}, fmt.Errorf("keep the closed month: %w", err)
	}
	k.p.Changed()
	r.Closed, r.open = append(r.Closed, closing), r.open[1:]
	return r.answer(closing.Statement), nil
}
