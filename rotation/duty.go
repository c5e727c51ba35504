package rotation

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Duty is what a set of shifts means for one person at one instant. Where
// several shifts answer a question equally well, seniority decides (primary
// before secondary before any other role), then the later end, then rota, UID
// and person.
type Duty struct {
	// Current is the shift the person holds now, the most senior role first;
	// nil when off call.
	Current *Shift `json:"current,omitempty"`
	// Until is when the person stops holding the role of Current in its rota:
	// the end of the unbroken run of such shifts. Zero when off call.
	Until time.Time `json:"until,omitzero"`
	// Next is what the person holds first once Until has come, or later: the
	// earliest shift of another role or rota, or after a pause, that ends after
	// Until. One that has begun by then counts as beginning at Until ("then
	// secondary until Friday"); its Start, which with its UID names it, is left
	// as it is and may lie before Until, even before now. Off call, Next begins
	// after now. Nil when the calendar knows none.
	Next *Shift `json:"next,omitempty"`
	// With are the shifts of other people that run now, in the same rota when
	// the person is on call, in any rota otherwise, in the order of SortShifts.
	With []Shift `json:"with,omitempty"`
	// After is who takes over the same role at Until: of several who hold it
	// then, the last to begin. Nil when nobody is known.
	After *Shift `json:"after,omitempty"`
}

// DutyAt says what the shifts, in any order, mean for me at now. The answer
// holds copies and keeps nothing of shifts. It takes time in proportion to their
// number, but for the shifts of the present run, which it sorts.
func DutyAt(shifts []Shift, me Person, now time.Time) Duty {
	var d Duty
	mine, others := ahead(shifts, me, now)
	var current *Shift
	for _, s := range mine {
		if s.Contains(now) && (current == nil || bySeniority(s, current) < 0) {
			current = s
		}
	}
	from := now
	if current != nil {
		d.Current, d.Until = copied(current), runEnd(mine, current)
		d.After = copied(successor(others, current, d.Until))
		from = d.Until
	}
	d.Next = copied(nextFrom(mine, from))
	for _, s := range others {
		if s.Contains(now) && (current == nil || s.Rota == current.Rota) {
			d.With = append(d.With, *s)
		}
	}
	slices.SortFunc(d.With, func(a, b Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.Rota, b.Rota), cmp.Compare(a.Role, b.Role),
			cmp.Compare(a.UID, b.UID), byPerson(a.Person, b.Person))
	})
	return d
}

func copied(s *Shift) *Shift {
	if s == nil {
		return nil
	}
	c := *s
	return &c
}

// ahead are the shifts that have not ended at now, without those of no length.
func ahead(shifts []Shift, me Person, now time.Time) (mine, others []*Shift) {
	list := make([]*Shift, len(shifts))
	n, end := 0, len(list)
	who := folded{me, fold(me.Name), fold(me.Email)}
	for i := range shifts {
		s := &shifts[i]
		if !s.End.After(now) || s.Empty() {
			continue
		}
		if who.same(&s.Person) {
			list[n] = s
			n++
			continue
		}
		end--
		list[end] = s
	}
	return list[:n], list[end:]
}

// folded is a person to compare with many others.
type folded struct {
	Person
	name, mail string // as fold has them
}

// same is Person.Same.
func (f *folded) same(p *Person) bool {
	if f.Email != "" && p.Email != "" {
		return foldsTo(p.Email, f.mail)
	}
	return f.name != "" && foldsTo(p.Name, f.name)
}

// foldsTo is fold(s) == want, without a copy of s where that is plain ASCII or
// begins otherwise.
func foldsTo(s, want string) bool {
	s = strings.TrimSpace(s)
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return strings.ToLower(s) == want
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if i == len(want) || c != want[i] {
			return false
		}
	}
	return len(s) == len(want)
}

// bySeniority is below zero when a goes before b; it is zero only for shifts
// that are alike in all that can be told.
func bySeniority(a, b *Shift) int {
	if c := cmp.Or(cmp.Compare(rank(a.Role), rank(b.Role)), b.End.Compare(a.End)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Rota, b.Rota), cmp.Compare(a.UID, b.UID), byPerson(a.Person, b.Person),
		cmp.Compare(a.Role, b.Role), a.Start.Compare(b.Start))
}

func byPerson(a, b Person) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Email, b.Email))
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

// runEnd follows shifts of the same rota and role that touch or overlap, so that
// a calendar which cuts a week into days does not announce a hand-off every day.
func runEnd(mine []*Shift, from *Shift) time.Time {
	var run []*Shift
	for _, s := range mine {
		if s.Rota == from.Rota && s.Role == from.Role {
			run = append(run, s)
		}
	}
	slices.SortFunc(run, func(a, b *Shift) int { return a.Start.Compare(b.Start) })
	end := from.End
	for _, s := range run {
		if s.Start.After(end) {
			break
		}
		if s.End.After(end) {
			end = s.End
		}
	}
	return end
}

// nextFrom is the first of mine that is held at t or later. None of the run that
// ends at t can be: it would have gone on.
func nextFrom(mine []*Shift, t time.Time) *Shift {
	begins := func(s *Shift) time.Time {
		if s.Start.Before(t) {
			return t
		}
		return s.Start
	}
	var next *Shift
	for _, s := range mine {
		if !s.End.After(t) {
			continue
		}
		if next == nil || cmp.Or(begins(s).Compare(begins(next)), bySeniority(s, next)) < 0 {
			next = s
		}
	}
	return next
}

func successor(others []*Shift, from *Shift, at time.Time) *Shift {
	var after *Shift
	for _, s := range others {
		if s.Rota != from.Rota || s.Role != from.Role || !s.Contains(at) {
			continue
		}
		if after == nil || cmp.Or(after.Start.Compare(s.Start), bySeniority(s, after)) < 0 {
			after = s
		}
	}
	return after
}
