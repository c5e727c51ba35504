package rotation

import "time"

// Duty is what a set of shifts means for one person at one instant.
type Duty struct {
	// Current is the shift the person holds now, the most senior role first
	// (primary before secondary before any other); nil when off call.
	Current *Shift `json:"current,omitempty"`
	// Until is when the person stops holding the role of Current in its rota:
	// the end of the unbroken run of such shifts. Zero when off call.
	Until time.Time `json:"until,omitzero"`
	// Next is the person's next shift that is not part of the present run; it may
	// begin at Until in another role. Nil when the calendar knows none.
	Next *Shift `json:"next,omitempty"`
	// With are the shifts of other people that run now, in the same rota when
	// the person is on call, in any rota otherwise.
	With []Shift `json:"with,omitempty"`
	// After is who takes over the same role at Until; nil when nobody is known.
	After *Shift `json:"after,omitempty"`
}

// DutyAt says what the shifts, in any order, mean for me at now.
func DutyAt(shifts []Shift, me Person, now time.Time) Duty {
	var d Duty
	for i := range shifts {
		s := &shifts[i]
		switch {
		case s.Person.Same(me):
			d.consider(s, now)
		case s.Contains(now):
			d.With = append(d.With, *s)
		}
	}
	if d.Current != nil {
		d.Until = runEnd(shifts, *d.Current)
		d.Next = nextAfter(shifts, me, d.Until)
		d.After = successor(shifts, me, d.Current.Rota, d.Current.Role, d.Until)
		d.With = sameRota(d.With, d.Current.Rota)
	}
	SortShifts(d.With)
	return d
}

func (d *Duty) consider(s *Shift, now time.Time) {
	switch {
	case s.Contains(now):
		if d.Current == nil || senior(s, d.Current) {
			d.Current = s
		}
	case s.Start.After(now) && !s.Empty():
		if d.Next == nil || s.Start.Before(d.Next.Start) {
			d.Next = s
		}
	}
}

func senior(a, b *Shift) bool {
	if ra, rb := rank(a.Role), rank(b.Role); ra != rb {
		return ra < rb
	}
	return a.End.After(b.End)
}

func rank(r Role) int {
	switch r {
	case Primary:
		return 0
	case Secondary:
		return 1
	}
	return 2
}

// runEnd follows shifts of the same person, rota and role that touch or
// overlap, so that a calendar which cuts a week into days does not announce a
// hand-off every day.
func runEnd(shifts []Shift, from Shift) time.Time {
	end := from.End
	for grown := true; grown; {
		grown = false
		for _, s := range shifts {
			same := s.Rota == from.Rota && s.Role == from.Role && s.Person.Same(from.Person)
			if same && !s.Start.After(end) && s.End.After(end) {
				end, grown = s.End, true
			}
		}
	}
	return end
}

func nextAfter(shifts []Shift, me Person, t time.Time) *Shift {
	var next *Shift
	for i := range shifts {
		s := &shifts[i]
		if s.Person.Same(me) && !s.Start.Before(t) && !s.Empty() && (next == nil || s.Start.Before(next.Start)) {
			next = s
		}
	}
	return next
}

func successor(shifts []Shift, me Person, rota string, role Role, at time.Time) *Shift {
	for i := range shifts {
		s := &shifts[i]
		if s.Rota == rota && s.Role == role && s.Contains(at) && !s.Person.Same(me) {
			return s
		}
	}
	return nil
}

func sameRota(shifts []Shift, rota string) []Shift {
	var out []Shift
	for _, s := range shifts {
		if s.Rota == rota {
			out = append(out, s)
		}
	}
	return out
}
