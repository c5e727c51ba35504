package pay

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// item is a shift or a call-out as the engine sees it.
type item struct {
	stretch
	role, schedule, mode string
	uid, what            string
	name                 string // as evidence, once somebody asked
	call                 bool
	running              bool
	travel               int64
	facts                Facts
	epoch                int // of the person's facts, at its start
	// during are the shifts that a call-out begins in, once somebody asked.
	during []*item
	placed bool
}

// collect takes the person's shifts and call-outs from the input.
func (r *run) collect() {
	r.collectShifts()
	r.collectCalls()
}

// concernsUs reports whether what a person did counts.
func (r *run) concernsUs(p rotation.Person) bool {
	return r.in.Person == rotation.Person{} || p.Same(r.in.Person)
}

func (r *run) collectShifts() {
	shifts := r.in.Shifts
	if !slices.IsSortedFunc(shifts, func(a, b rotation.Shift) int { return cmp.Compare(a.Start.Unix(), b.Start.Unix()) }) || tied(shifts) {
		shifts = slices.Clone(shifts)
		rotation.SortShifts(shifts)
	}
	r.shifts = make([]item, 0, len(shifts))
	for i := range shifts {
		s := &shifts[i]
		span := seconds(s.Interval)
		if span.to = min(span.to, r.now); span.length() == 0 || !r.concernsUs(s.Person) {
			continue
		}
		r.shifts = append(r.shifts, item{stretch: span, role: string(s.Role), schedule: s.Rota, what: s.Rota, uid: s.UID, facts: r.in.ShiftFacts[s.UID]})
		r.onCall = append(r.onCall, span)
	}
	r.onCall = united(r.onCall)
}

// tied reports whether two shifts begin at once, so that their order needs more
// than that.
func tied(shifts []rotation.Shift) bool {
	for i := 1; i < len(shifts); i++ {
		if shifts[i].Start.Unix() == shifts[i-1].Start.Unix() {
			return true
		}
	}
	return false
}

func (r *run) collectCalls() {
	calls := r.in.CallOuts
	if !slices.IsSortedFunc(calls, byCall) {
		calls = slices.Clone(calls)
		slices.SortStableFunc(calls, byCall)
	}
	r.calls = make([]item, 0, len(calls))
	for i := range calls {
		c := &calls[i]
		span := seconds(c.Interval)
		if span.from > r.now || !r.concernsUs(c.Person) {
			continue
		}
		if c.Running {
			span.to = r.now
		}
		span.to = max(span.from, min(span.to, r.now))
		r.calls = append(r.calls, item{stretch: span, call: true, mode: c.Mode, what: c.What, uid: c.PageID,
			travel: int64(max(0, c.Travel) / time.Second), facts: c.Facts, running: c.Running})
		r.worked = append(r.worked, span)
	}
	r.worked = united(r.worked)
}

func byCall(a, b CallOut) int {
	return cmp.Or(cmp.Compare(a.Start.Unix(), b.Start.Unix()), cmp.Compare(a.PageID, b.PageID), a.End.Compare(b.End))
}

// notes say what the reader must know besides the lines.
func (r *run) notes() {
	s := &r.statement
	s.StandbySeconds = overlap(r.onCall, r.period)
	s.CallOutSeconds = overlap(r.worked, r.period)
	if (r.in.Person == rotation.Person{}) && len(r.in.Shifts)+len(r.in.CallOuts) > 0 {
		s.Notes = append(s.Notes, "Nobody is named, so what anybody did is counted.")
	}
	if from, dated := r.p.From(); dated && !r.p.joined && r.period.from < r.wallAt(from.Unix()).first(from.Unix()) {
		s.Notes = append(s.Notes, fmt.Sprintf("The policy is in force from %s; what was before that day is computed by it, too.", dateSaid(r.p.from)))
	}
	for i := range r.calls {
		if it := &r.calls[i]; it.running && r.period.holds(it.from) {
			s.Notes = append(s.Notes, fmt.Sprintf("The call-out of %s is still running; it is counted up to %s.", r.tell.stamp(it.from), r.tell.stamp(r.now)))
		}
	}
	if r.now < maxTime {
		r.notesAhead(s)
	}
}

// notesAhead tell of what has not passed yet.
func (r *run) notesAhead(s *Statement) {
	var ahead []stretch
	for _, sh := range r.in.Shifts {
		if r.concernsUs(sh.Person) {
			ahead = append(ahead, seconds(sh.Interval).clip(max(r.now, r.period.from), r.period.to))
		}
	}
	if n := overlap(united(ahead), r.period); n > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("Counted up to %s; %s on call in this period are still to come.", r.tell.stamp(r.now), elapsed(n)))
	}
	for _, c := range r.in.CallOuts {
		if c.Start.Unix() > r.now && r.period.holds(c.Start.Unix()) {
			s.Notes = append(s.Notes, fmt.Sprintf("The call-out of %s (page %s) has not begun yet and is not counted; check the clock of this machine.",
				r.tell.stamp(c.Start.Unix()), c.PageID))
		}
	}
}
