package pay

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrNoRate says that a policy does not tell what an hour of the account of time
// in lieu is worth in money.
var ErrNoRate = errors.New("the policy names no rate for an hour of time in lieu")

// Lieu is what a policy says of the account of time in lieu, for those who keep
// that account from one period to the next. The lengths are in seconds.
type Lieu struct {
	// Cap is the most that the account holds; 0 is no cap.
	Cap int64
	// OverPaid says that time beyond the cap is paid out, ExpiredPaid that time
	// which ends is; otherwise it lapses.
	OverPaid, ExpiredPaid bool
	// MayBeNegative says that time may be taken before it was earned.
	MayBeNegative bool
}

// Lieu is what the policy says of the account.
func (p *Policy) Lieu() Lieu {
	a := &p.account
	return Lieu{Cap: a.cap, OverPaid: a.over == "pay", ExpiredPaid: a.expired == "pay", MayBeNegative: a.mayBeNegative}
}

// LieuEnds is the instant from which time in lieu that was earned at an instant
// is gone, counted by the clock in zone; false when it never ends.
func (p *Policy) LieuEnds(earned time.Time, zone *time.Location) (time.Time, bool) {
	at := earned.Unix()
	if !p.account.expires.set || at < 0 || at >= maxTime {
		return time.Time{}, false
	}
	r := &run{p: p, calendar: calendar{wall: newWall(zone, stretch{at, at})}}
	return time.Unix(r.until(at), 0).UTC(), true
}

// LieuOpening is the time in lieu that the facts of a person name as there before
// the period, and when it was earned; false where the policy asks for none. The
// errors are those of Evaluate.
func (p *Policy) LieuOpening(in Input) (Credit, bool, error) {
	in.Shifts, in.CallOuts, in.Account = nil, nil, nil
	r := newRun(p, &in, &space{})
	if err := r.prepare(); err != nil {
		return Credit{}, false, err
	}
	moves, err := r.movements()
	if err != nil || len(moves) == 0 {
		return Credit{}, false, err
	}
	return Credit{At: time.Unix(moves[0].at, 0).UTC(), Seconds: moves[0].sec}, true, nil
}

// PayOut is the line of time in lieu that leaves the account for money in the
// period of the input, priced with its facts. Seconds is how much, and more than
// nothing. ErrNoRate where the policy names no rate for it; else the errors are
// those of Evaluate.
func (p *Policy) PayOut(in Input, seconds int64) (Line, error) {
	if p.account.rate == nil {
		return Line{}, ErrNoRate
	}
	q := p.inForce(in.Period.Start.Unix()).unpaid()
	q.atTotal = false
	q.account = accountRule{set: true, rate: p.account.rate, expired: "pay", expires: expiry{set: true, days: 1}}
	in.Shifts, in.CallOuts, in.Now = nil, nil, time.Time{}
	in.Account = []Credit{{At: in.Period.Start.AddDate(0, 0, -3), Seconds: seconds}}
	s, err := q.Evaluate(in)
	if err != nil {
		return Line{}, err
	}
	if len(s.Lines) != 1 || s.Lines[0].TimeInLieu != -seconds {
		return Line{}, fmt.Errorf("pay out %s in lieu: %w", elapsed(seconds), ErrRange)
	}
	return s.Lines[0], nil
}

// WithoutAccount is the policy without what becomes of time in lieu once it is
// earned: its statements say what is earned, and nothing lapses, is paid out or
// was there before. Rounding of what is earned stays.
func (p *Policy) WithoutAccount() *Policy {
	q := *p
	q.account = accountRule{set: p.account.set, round: p.account.round}
	q.versions = slices.Clone(p.versions)
	for i := range q.versions {
		q.versions[i] = *q.versions[i].WithoutAccount()
	}
	return &q
}
