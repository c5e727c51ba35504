package guard

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
)

// ErrNobody says that the input names no person. A plan is one person's.
var ErrNobody = errors.New("no person is named")

// settled is the input with all call-outs up to now and all shifts, those to come
// as well: a call-out that still runs ends now, and one that has not begun is
// left out. Only what is the person's stays. A zero Now means that all has passed.
func settled(in pay.Input) (pay.Input, error) {
	if in.Person == (rotation.Person{}) {
		return in, fmt.Errorf("look ahead: %w; give a name or an e-mail", ErrNobody)
	}
	now := in.Now
	in.Now = time.Time{}
	in.Shifts = own(in.Shifts, in.Person)
	calls := make([]pay.CallOut, 0, len(in.CallOuts))
	for _, c := range in.CallOuts {
		if !c.Person.Same(in.Person) || !now.IsZero() && c.Start.After(now) {
			continue
		}
		if !now.IsZero() {
			if c.Running || c.End.After(now) {
				c.End = now
			}
			c.Running = false
		}
		calls = append(calls, c)
	}
	in.CallOuts = calls
	return in, nil
}

// own are the shifts of one person, in a slice of their own.
func own(shifts []rotation.Shift, who rotation.Person) []rotation.Shift {
	return slices.DeleteFunc(slices.Clone(shifts), func(s rotation.Shift) bool { return !s.Person.Same(who) })
}

// near leaves of a settled input what touches the eight days around a span: a
// rest rule looks no further than a week.
func near(in pay.Input, span rotation.Interval) pay.Input {
	wide := rotation.Interval{Start: span.Start.AddDate(0, 0, -8), End: span.End.AddDate(0, 0, 8)}
	in.Shifts = slices.DeleteFunc(slices.Clone(in.Shifts), func(s rotation.Shift) bool { return s.Clip(wide).Empty() })
	in.CallOuts = slices.DeleteFunc(slices.Clone(in.CallOuts), func(c pay.CallOut) bool { return c.Clip(wide).Empty() })
	in.Account = nil
	return in
}
