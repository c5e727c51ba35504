package rotation

import (
	"cmp"
	"slices"
	"time"
)

// AlterationKind is what became of a span of duty.
type AlterationKind string

// What can become of a span of duty.
const (
	// Lost: the person held it and no longer does.
	Lost AlterationKind = "lost"
	// Gained: the person holds it and did not before.
	Gained AlterationKind = "gained"
	// Moved: a shift of the person is at another time.
	Moved AlterationKind = "moved"
	// Reassigned: the person holds it in another role.
	Reassigned AlterationKind = "reassigned"
)

// Alteration is one difference between two readings of a schedule, for one
// person.
type Alteration struct {
	Kind   AlterationKind `json:"kind"`
	Person Person         `json:"person"`
	// Mine is true where Person is the one whom Difference was asked for.
	Mine bool   `json:"mine"`
	Rota string `json:"rota"`
	Role Role   `json:"role"`
	// Formerly is the role before, where it was Reassigned.
	Formerly Role `json:"formerly,omitempty"`
	// Was is when the person was on call and no longer is, Is when the person now
	// is and was not: of a Moved one the whole shifts, of a Reassigned one both the
	// same span; empty for a gain and for a loss.
	Was Interval `json:"was,omitzero"`
	Is  Interval `json:"is,omitzero"`
	// Other is who has now what was lost, or had before what was gained, for one
	// that is Mine; zero when that is nobody, or several people.
	Other Person `json:"other,omitzero"`
	// Leave is the first part of Is that lies in the person's time off; empty when
	// none does.
	Leave Interval `json:"leave,omitzero"`
}

// Bounds of what is looked for beyond the differences themselves.
const (
	// nearby is how far a shift may move and still be told as one that moved, where
	// no UID says so.
	nearby = 31 * 24 * time.Hour
	// mostOthers is for how many alterations Other is looked up.
	mostOthers = 200
)

// Difference says what became of everybody's duty between two readings of the
// same schedules, before and after, in order of time. Away is people's time off.
//
// It compares who is on call when, not how the calendar cuts it into events: a
// week that comes as seven days from now on is no difference, nor is another UID,
// or an order of events. Only what overlaps the window counts, and what does is
// told whole: let it begin now and end where either reading does, and the past
// that falls off, the shift that the feed now begins later and the days that
// appear at its end are none. An event that keeps its UID, or else its length
// within 31 days, and is elsewhere has moved. Shifts of nobody, and people beyond
// MaxPeople, are left out.
func Difference(before, after []Shift, me Person, window Interval, away ...TimeOff) []Alteration {
	if window.Empty() {
		return nil
	}
	d := differ{window: span{ceilSecond(window.Start), window.End.Unix()}, people: newRegister(), duties: map[duty]*readings{}}
	_, _ = d.people.id(me)
	d.read(before, 0)
	d.read(after, 1)
	var list []Alteration
	for k, r := range d.duties {
		for _, a := range r.compare(d.window) {
			a.Person, a.Rota, a.Role = d.people.list[k.who], k.rota, k.role
			a.Mine = a.Person.Same(me)
			list = append(list, a)
		}
	}
	list = reassigned(list)
	slices.SortFunc(list, func(a, b Alteration) int {
		return cmp.Or(a.first().Compare(b.first()), cmp.Compare(a.Rota, b.Rota), cmp.Compare(a.Role, b.Role),
			cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.Email, b.Person.Email), cmp.Compare(a.Kind, b.Kind))
	})
	others(list, before, after)
	for i := range list {
		list[i].Leave = leave(list[i], away)
	}
	return list
}

func (a Alteration) first() time.Time {
	if a.Was.Empty() || !a.Is.Empty() && a.Is.Start.Before(a.Was.Start) {
		return a.Is.Start
	}
	return a.Was.Start
}

// duty is a role of a rota in one person's hands.
type duty struct {
	rota string
	role Role
	who  int16
}

// readings are the shifts of one duty before (0) and after (1).
type readings [2][]Shift

type differ struct {
	window span
	people register
	duties map[duty]*readings
}

func (d *differ) read(shifts []Shift, side int) {
	for _, s := range shifts {
		if s.Empty() {
			continue
		}
		who, err := d.people.id(s.Person)
		if err != nil {
			continue
		}
		k := duty{s.Rota, s.Role, who}
		if d.duties[k] == nil {
			d.duties[k] = &readings{}
		}
		d.duties[k][side] = append(d.duties[k][side], s)
	}
}

// compare says what became of one duty: what has moved first, then what is left.
func (r *readings) compare(window span) []Alteration {
	var spans [2][]span
	for side := range r {
		slices.SortStableFunc(r[side], func(a, b Shift) int { return a.Start.Compare(b.Start) })
		spans[side] = coverage(r[side])
	}
	lost := overlapping(subtract(spans[0], spans[1]), window)
	gained := overlapping(subtract(spans[1], spans[0]), window)
	var list []Alteration
	if len(lost) > 0 && len(gained) > 0 {
		gone := altered(r[0], r[1], lost, window)
		come := altered(r[1], r[0], gained, window)
		var from, to []Shift
		for _, m := range moves(gone, come, window) {
			list = append(list, Alteration{Kind: Moved, Was: m[0].utc(), Is: m[1].utc()})
			from, to = append(from, m[0]), append(to, m[1])
		}
		lost = overlapping(subtract(lost, coverage(from)), window)
		gained = overlapping(subtract(gained, coverage(to)), window)
	}
	for _, s := range lost {
		list = append(list, Alteration{Kind: Lost, Was: s.interval()})
	}
	for _, s := range gained {
		list = append(list, Alteration{Kind: Gained, Is: s.interval()})
	}
	return list
}

func spanOf(s Shift) span { return span{s.Start.Unix(), ceilSecond(s.End)} }

func (s Shift) utc() Interval { return Interval{s.Start.UTC(), s.End.UTC()} }

func coverage(shifts []Shift) []span {
	spans := make([]span, len(shifts))
	for i, s := range shifts {
		spans[i] = spanOf(s)
	}
	return mergeSpans(spans)
}

func overlapping(spans []span, window span) []span {
	return slices.DeleteFunc(spans, func(s span) bool { return s.clip(window.start, window.end).empty() })
}

// altered are the shifts with a part in spans that are not in other at the same
// time, as far as the window shows; both are in order.
func altered(shifts, other []Shift, spans []span, window span) []Shift {
	known := make(map[span]bool, len(other))
	for _, s := range other {
		known[spanOf(s).clip(window.start, window.end)] = true
	}
	var out []Shift
	for _, s := range shifts {
		whole := spanOf(s)
		for len(spans) > 0 && spans[0].end <= whole.start {
			spans = spans[1:]
		}
		if len(spans) > 0 && spans[0].start < whole.end && !known[whole.clip(window.start, window.end)] {
			out = append(out, s)
		}
	}
	return out
}

// moves pairs what is gone with what has come: by UID where it is the only one of
// that name on either side, then by length, each with the first that fits.
func moves(gone, come []Shift, window span) [][2]Shift {
	var pairs [][2]Shift
	taken := make([]bool, len(come))
	here, there := onlyUIDs(gone), onlyUIDs(come)
	var rest []Shift
	for i, g := range gone {
		c, ok := there[g.UID]
		if j, only := here[g.UID]; ok && only && j == i && elsewhere(g, come[c], window) {
			taken[c] = true
			pairs = append(pairs, [2]Shift{g, come[c]})
			continue
		}
		rest = append(rest, g)
	}
	for _, g := range rest[:min(len(rest), mostPairs)] {
		for i, c := range come {
			if !taken[i] && c.Duration() == g.Duration() && c.Start.Sub(g.Start).Abs() <= nearby && elsewhere(g, c, window) {
				taken[i] = true
				pairs = append(pairs, [2]Shift{g, c})
				break
			}
		}
	}
	return pairs
}

// mostPairs bounds how many shifts are searched for by length, so that a feed
// that changed altogether costs no square of its length.
const mostPairs = 500

// elsewhere reports whether two shifts begin at different times, as far as the
// window shows: what begins with it may have begun any time before.
func elsewhere(a, b Shift, window span) bool {
	return max(a.Start.Unix(), window.start) != max(b.Start.Unix(), window.start)
}

// onlyUIDs is where the shifts are that share their UID with no other.
func onlyUIDs(shifts []Shift) map[string]int {
	at := make(map[string]int, len(shifts))
	several := map[string]bool{"": true}
	for i, s := range shifts {
		if _, ok := at[s.UID]; ok {
			several[s.UID] = true
		}
		at[s.UID] = i
	}
	for uid := range several {
		delete(at, uid)
	}
	return at
}

// reassigned joins a loss and a gain of one person, rota and span into one.
func reassigned(list []Alteration) []Alteration {
	type key struct {
		rota   string
		person Person
		span   span
	}
	lost := map[key]int{}
	for i, a := range list {
		if a.Kind == Lost {
			lost[key{a.Rota, a.Person, span{a.Was.Start.Unix(), a.Was.End.Unix()}}] = i
		}
	}
	drop := map[int]bool{}
	for i, a := range list {
		if a.Kind != Gained {
			continue
		}
		k := key{a.Rota, a.Person, span{a.Is.Start.Unix(), a.Is.End.Unix()}}
		if j, ok := lost[k]; ok {
			list[i].Kind, list[i].Was, list[i].Formerly = Reassigned, a.Is, list[j].Role
			drop[j] = true
			delete(lost, k)
		}
	}
	out := list[:0]
	for i, a := range list {
		if !drop[i] {
			out = append(out, a)
		}
	}
	return out
}

// others finds who has what I lost, and who had what I gained.
func others(list []Alteration, before, after []Shift) {
	looked := 0
	for i := range list {
		a := &list[i]
		if !a.Mine || looked == mostOthers {
			continue
		}
		switch a.Kind {
		case Lost:
			a.Other = otherHolder(after, *a, a.Was)
		case Gained:
			a.Other = otherHolder(before, *a, a.Is)
		default:
			continue
		}
		looked++
	}
}

func otherHolder(shifts []Shift, a Alteration, in Interval) Person {
	var found Person
	for _, s := range shifts {
		if s.Rota != a.Rota || s.Role != a.Role || s.Clip(in).Empty() || s.Person == (Person{}) || s.Person.Same(a.Person) {
			continue
		}
		if found != (Person{}) && !found.Same(s.Person) {
			return Person{}
		}
		found = s.Person
	}
	return found
}

func leave(a Alteration, away []TimeOff) Interval {
	var first Interval
	for _, off := range away {
		if !off.Person.Same(a.Person) {
			continue
		}
		if in := off.Clip(a.Is); !in.Empty() && (first.Empty() || in.Start.Before(first.Start)) {
			first = Interval{in.Start.UTC(), in.End.UTC()}
		}
	}
	return first
}
