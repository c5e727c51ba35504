package books

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/ledger"
)

// around is how far beyond a month shifts and call-outs count: rules by week and
// limits over several look at them whole.
const around = 5 * 7 * 24 * time.Hour

// reading is the ledger as it stands at an instant.
type reading struct {
	ledger.Book
	now      time.Time
	me       rotation.Person
	policy   Policy
	settings Settings
	shifts   []rotation.Shift
	tellers  map[string][]string // calendars by rota
	told     []ledger.Hour       // by pages
	said     []ledger.Revision
	log      []ledger.Logged
	// open are the months that are not closed, up to the current one.
	open []ledger.Statement
	// versions are those of calendars, by name, as far as they were asked for.
	versions map[string][]provider.Version
	// amiss says what could not be computed anew of closed months.
	amiss error
}

// read computes the whole ledger.
func (k *Keeper) read(ctx context.Context) (*reading, error) {
	r, err := k.begin(ctx)
	if err != nil {
		return nil, err
	}
	if r.Book, err = k.book(ctx); err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	zone := r.zone()
	current := ledger.MonthOf(r.now, zone)
	first, err := k.firstMonth(ctx, r, current)
	if err != nil {
		return nil, err
	}
	turn, period := ledger.Turn(r.Closed, first, zone)
	span := rotation.Interval{Start: period.Start.Add(-around), End: r.now.Add(around)}
	if len(r.Closed) > 0 {
		span.Start = r.Closed[0].Period.Start.Add(-around)
	}
	if err := k.duty(ctx, r, span); err != nil {
		return nil, err
	}
	return r, r.compute(ctx, k, turn, current, period)
}

// book is what is kept of the ledger.
func (k *Keeper) book(ctx context.Context) (b ledger.Book, err error) {
	if b.Closed, err = k.p.Store.Closings(ctx); err != nil {
		return b, err
	}
	if b.Adjustments, err = k.p.Store.Adjustments(ctx); err != nil {
		return b, err
	}
	b.Entries, err = k.p.Store.Entries(ctx)
	return b, err
}

// begin is what every question needs: who, by which policy, when.
func (k *Keeper) begin(ctx context.Context) (*reading, error) {
	policy, err := k.p.Policies.Policy()
	if err != nil {
		if k.p.Log != nil && !errors.Is(err, ErrNoPolicy) {
			k.p.Log.Warn("the pay policy is not used", "error", err)
		}
		return nil, err
	}
	me, err := k.p.Me(ctx)
	if err != nil {
		return nil, err
	}
	return &reading{now: k.clock(), me: me, policy: policy, settings: k.p.Settings(), versions: map[string][]provider.Version{}}, nil
}

// zone is the clock by which months are months.
func (r *reading) zone() *time.Location {
	return r.policy.ZoneFor(pay.Input{Zone: r.settings.Zone})
}

// firstMonth is the month that the ledger begins with.
func (k *Keeper) firstMonth(ctx context.Context, r *reading, current ledger.Month) (ledger.Month, error) {
	since := r.settings.Since
	if since != (ledger.Month{}) {
		if current.Before(since) {
			return current, nil
		}
		return since, nil
	}
	if len(r.Closed) > 0 {
		return r.Closed[0].Month, nil
	}
	if err := k.duty(ctx, r, rotation.Interval{Start: r.now.AddDate(-2, 0, 0), End: r.now}); err != nil {
		return current, err
	}
	first := r.now
	for _, s := range r.shifts {
		first = earlier(first, s.Start)
	}
	for _, h := range r.log {
		first = earlier(first, h.Start)
	}
	return ledger.MonthOf(first, r.zone()), nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// duty reads the user's shifts and log over a span.
func (k *Keeper) duty(ctx context.Context, r *reading, span rotation.Interval) error {
	shifts, err := k.p.Store.Shifts(ctx, span)
	if err != nil {
		return fmt.Errorf("read the shifts: %w", err)
	}
	r.shifts = of(shifts, r.me)
	if r.tellers, err = k.p.Store.Tellers(ctx, span); err != nil {
		return fmt.Errorf("read where the shifts come from: %w", err)
	}
	if r.told, r.said, err = k.said(ctx, span, r.me, r.now); err != nil {
		return err
	}
	r.log = ledger.Merge(r.told, r.said)
	return nil
}

// of are the shifts of a person; nobody has none.
func of(shifts []rotation.Shift, who rotation.Person) []rotation.Shift {
	var out []rotation.Shift
	for _, s := range shifts {
		if who != (rotation.Person{}) && s.Person.Same(who) {
			out = append(out, s)
		}
	}
	return out
}

// said is what pages tell of the user's work in a span, and all that was said of it.
func (k *Keeper) said(ctx context.Context, span rotation.Interval, me rotation.Person, now time.Time) ([]ledger.Hour, []ledger.Revision, error) {
	pages, err := k.p.Store.Worked(ctx, span)
	if err != nil {
		return nil, nil, fmt.Errorf("read the call-outs: %w", err)
	}
	revisions, err := k.p.Store.Revisions(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read the log of hours: %w", err)
	}
	if me == (rotation.Person{}) {
		return nil, revisions, nil // nobody is named, so nobody worked
	}
	return stints(pages, me, now), revisions, nil
}

// pageMode is how work on a page was done unless somebody says otherwise: it was
// acknowledged here.
const pageMode = "remote"

// stints are the spans worked on pages: from the acknowledgement to the end.
func stints(pages []notify.Page, me rotation.Person, now time.Time) []ledger.Hour {
	var out []ledger.Hour
	for _, p := range pages {
		for i, s := range p.Work {
			h := ledger.Hour{
				ID: ledger.HourID(p.ID, i+1), PageID: p.ID, Stint: i + 1, Person: me, What: p.Title, Mode: pageMode,
				Interval: rotation.Interval{Start: s.From, End: s.Until},
			}
			if s.Until.IsZero() {
				h.Running, h.End = true, now
			}
			out = append(out, h)
		}
	}
	return out
}

// input is what a person's pay over a span is computed from.
func (r *reading) input(p rotation.Person, span rotation.Interval) pay.Input {
	k := r.settings.People.Known(p, p.Same(r.me), rotation.Interval{Start: span.Start.Add(-around), End: span.End.Add(around)})
	return pay.Input{Person: p, Zone: r.settings.Zone, Facts: k.Facts, Later: k.Later, Holidays: k.Holidays, Shifts: r.shifts, Now: r.now}
}

// compute makes the statements of the open months, and what corrects the closed
// ones.
func (r *reading) compute(ctx context.Context, k *Keeper, turn, current ledger.Month, period rotation.Interval) error {
	var months []ledger.Computed
	hash := sum(r.policy.Text)
	for _, m := range ledger.Months(turn, current) {
		work := ledger.Work{Month: m, Period: period, Policy: r.policy.Policy, PolicyHash: hash, Input: r.input(r.me, period), Hours: r.log}
		done, err := work.Compute()
		if err != nil {
			return fmt.Errorf("compute the pay of %s: %w", m, err)
		}
		if err := k.witness(ctx, r, done.Lines); err != nil {
			return err
		}
		months = append(months, done)
		period = rotation.Interval{Start: period.End, End: m.Next().Span(r.zone()).End}
	}
	corrections, err := ledger.Corrections(r.Closed, func(c ledger.Closing) (ledger.Computed, error) { return k.again(ctx, r, c) })
	r.amiss = err
	if len(months) == 0 {
		return nil // the current month is closed already
	}
	if r.open, err = r.Open(months, corrections, r.now); err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	return nil
}

// again computes a closed month by its own policy, with what is known now.
func (k *Keeper) again(ctx context.Context, r *reading, c ledger.Closing) (ledger.Computed, error) {
	policy := r.policy.Policy
	if c.PolicyHash != sum(r.policy.Text) {
		text, err := k.p.Store.PolicyText(ctx, c.PolicyHash)
		if err != nil {
			return ledger.Computed{}, fmt.Errorf("read the policy of %s: %w", c.Month, err)
		}
		if policy, err = k.p.Policies.Read(text); err != nil {
			return ledger.Computed{}, fmt.Errorf("read the policy of %s: %w", c.Month, err)
		}
	}
	in := c.Input()
	in.Shifts, in.Now = r.shifts, r.now
	return c.Again(policy, in, r.log).Compute()
}

func sum(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}

// months are all of the ledger, closed ones first.
func (r *reading) months() []ledger.Statement {
	var out []ledger.Statement
	for _, c := range r.Closed {
		out = append(out, c.Statement)
	}
	return append(out, r.open...)
}

// closing is a closed month, nil where it is open.
func (r *reading) closing(m ledger.Month) *ledger.Closing {
	for i := range r.Closed {
		if r.Closed[i].Month == m {
			return &r.Closed[i]
		}
	}
	return nil
}

// find is the statement of a month of the ledger.
func (r *reading) find(m ledger.Month) (ledger.Statement, error) {
	all := r.months()
	for _, s := range all {
		if s.Month == m {
			return s, nil
		}
	}
	if len(all) == 0 {
		return ledger.Statement{}, fmt.Errorf("%w: the ledger has no month yet", api.ErrBadRequest)
	}
	return ledger.Statement{}, fmt.Errorf("%w: the ledger has the months from %s to %s, and not %s", api.ErrBadRequest, all[0].Month, all[len(all)-1].Month, m)
}
