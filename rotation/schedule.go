package rotation

import (
	"fmt"
	"slices"
	"time"
)

// MaxYears is the longest window that a plan expands at once, MaxShifts about
// how many shifts it may hold.
const (
	MaxYears  = 100
	MaxShifts = 10_000_000
)

// Slot is a shift in 24 bytes: from Start up to and without End, in seconds
// since 1970, the person of the number Who holds the role of the number Role. A
// plan's Person and Role tell who and what they are.
type Slot struct {
	Start, End int64
	holder     holder
}

// Who is the person's number in the plan.
func (s Slot) Who() int { return int(s.holder.who()) }

// Role is the role's number in the plan.
func (s Slot) Role() int { return int(s.holder.role()) }

// Schedule is the final schedule of a window: layers, overrides and swaps
// resolved. For each role, shifts and gaps together make up the window.
type Schedule struct {
	Window Interval `json:"window"`
	// Shifts are cut to the window and in the order of SortShifts. Turns of one
	// person that touch are one shift.
	Shifts []Shift `json:"shifts"`
	// Gaps are where nobody holds a role that a layer fills, in order of role
	// and start.
	Gaps []Gap `json:"gaps"`
}

// Gap is a span in which nobody holds a role.
type Gap struct {
	Role Role `json:"role"`
	Interval
}

// Person is the one of that number in a Slot of this plan.
func (p *Plan) Person(who int) Person { return p.people[who] }

// Role is the one of that number in a Slot of this plan.
func (p *Plan) Role(role int) Role { return p.roles[role].role }

// Schedule expands a window of at most MaxYears and MaxShifts within the years
// 1970 to 2099; its error wraps ErrRange. An empty window has an empty schedule.
func (p *Plan) Schedule(window Interval) (Schedule, error) {
	s := Schedule{Window: window}
	from, to, err := p.bounds(window)
	if err != nil || from >= to {
		return s, err
	}
	w := p.work()
	defer p.done(w)
	slots := w.slot[:0]
	for role := range p.roles {
		base := len(slots)
		slots = w.slots(slots, p, &p.roles[role], from, to)
		for _, g := range gaps(nil, slots[base:], from, to) {
			s.Gaps = append(s.Gaps, Gap{Role: p.roles[role].role, Interval: g.interval()})
		}
	}
	w.slot = slots
	s.Shifts = make([]Shift, len(slots))
	names := p.uids()
	for i, slot := range slots {
		s.Shifts[i] = p.shift(slot, names)
	}
	SortShifts(s.Shifts)
	return s, nil
}

// AppendSlots adds the final schedule of a window to dst, role by role, in
// order of start. Into a slice that held such an answer before it allocates
// nothing, but for scratch space that all plans share; it may make room for more
// slots than it adds. Window and error are those of Schedule.
func (p *Plan) AppendSlots(dst []Slot, window Interval) ([]Slot, error) {
	from, to, err := p.bounds(window)
	if err != nil || from >= to {
		return dst, err
	}
	w := p.work()
	defer p.done(w)
	for role := range p.roles {
		dst = w.slots(dst, p, &p.roles[role], from, to)
	}
	return dst, nil
}

// ShiftsOf is what one person holds in a window, in the order of SortShifts.
func (p *Plan) ShiftsOf(who Person, window Interval) ([]Shift, error) {
	s, err := p.Schedule(window)
	return slices.DeleteFunc(s.Shifts, func(s Shift) bool { return !s.Person.Same(who) }), err
}

// bounds are a window's ends in whole seconds, those that it holds.
func (p *Plan) bounds(window Interval) (from, to int64, err error) {
	from, to = ceilSecond(window.Start), ceilSecond(window.End)
	text := func() string {
		return window.Start.UTC().Format(time.RFC3339) + " to " + window.End.UTC().Format(time.RFC3339)
	}
	switch {
	case from < minInstant || to > maxInstant:
		err = fmt.Errorf("window from %s: must lie in the years %d to %d: %w", text(), minYear, maxYear, ErrRange)
	case to-from > MaxYears*366*secondsPerDay:
		err = fmt.Errorf("window from %s: at most %d years: %w", text(), MaxYears, ErrRange)
	case p.knotted && p.knots(from, to):
		err = fmt.Errorf("window from %s: too many overrides and swaps overlap in it; ask for a shorter one: %w", text(), ErrRange)
	case float64(to-from)*p.load > MaxShifts:
		err = fmt.Errorf("window from %s: may hold %.0f shifts, at most %d; ask for a shorter one: %w",
			text(), float64(to-from)*p.load, MaxShifts, ErrRange)
	}
	return from, to, err
}

// maxWork bounds what one question may cost beyond its shifts, in slots looked at:
// about a second.
const maxWork = 500_000_000

// Within these, edits need not be counted: how many may overlap, and into how many
// pieces they may cut what people hold together.
const (
	fewEdits   = 50
	manyPieces = 1_000_000
)

// knots reports whether the edits of a window take more work, or make more slots,
// than one question may: each looks at every slot that those before it made.
func (p *Plan) knots(from, to int64) bool {
	work, pieces := 0.0, 0.0
	for i := range p.roles {
		r := &p.roles[i]
		for _, b := range r.bouts.from(from) {
			if b.start >= to {
				break
			}
			in, n := b.clip(from, to), float64(len(b.edits))
			slots := (r.rate*float64(in.end-in.start)+1)*(1+n) + 2*n*float64(r.width)
			work, pieces = work+n*slots, pieces+slots
		}
	}
	return work > maxWork || pieces > MaxShifts
}

func ceilSecond(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

func (s span) interval() Interval {
	return Interval{Start: time.Unix(s.start, 0).UTC(), End: time.Unix(s.end, 0).UTC()}
}

// gaps adds what of [from, to) no slot holds; slots are in order of start.
func gaps(dst []span, slots []Slot, from, to int64) []span {
	for _, s := range slots {
		if from < s.Start {
			dst = append(dst, span{from, s.Start})
		}
		from = max(from, s.End)
	}
	if from < to {
		dst = append(dst, span{from, to})
	}
	return dst
}

func (p *Plan) shift(s Slot, uids []string) Shift {
	return Shift{UID: uids[s.Role()*len(p.people)+s.Who()], Rota: p.name, Role: p.Role(s.Role()), Person: p.Person(s.Who()),
		Interval: span{s.Start, s.End}.interval()}
}

// uids names every pair of role and person, which a shift's start completes.
func (p *Plan) uids() []string {
	list := make([]string, 0, len(p.roles)*len(p.people))
	for _, r := range p.roles {
		for _, who := range p.people {
			key := fold(who.Email)
			if key == "" {
				key = fold(who.Name)
			}
			list = append(list, string(r.role)+"/"+key)
		}
	}
	return list
}
