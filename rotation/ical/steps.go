package ical

import "math"

// steps is a rule that repeats within a day: HOURLY, MINUTELY, SECONDLY. It is
// followed on instants, because an hour is an hour on a night when the clocks
// change; what it says of days and hours is read off the wall clock.
type steps struct {
	*rule
	zone    *place
	first   int64 // the instant of the start
	size    int64 // of one step, in seconds
	unit    int64 // second, minute or hour
	end     int64 // the last instant that may be an instance
	found   int64 // instances so far
	inside  []int32
	lastDay int64
	lastOK  bool
}

func unitSeconds(f frequency) int64 {
	switch f {
	case secondly:
		return 1
	case minutely:
		return 60
	}
	return 3600
}

// walkSteps follows rules from SECONDLY to HOURLY.
func (r *rule) walkSteps(span walls, start moment, m *meter, visit func(wall, at int64) bool) (bool, error) {
	s := newSteps(r, start)
	to := start.zone.instantOf(span.to) + daySeconds
	k := s.forward(start.zone.instantOf(span.from) - daySeconds)
	work := stepWork * int64(1+len(s.positions)*4)
	for tail := 0; ; {
		at := s.first + k*s.size
		switch {
		case at > s.end || at > latest:
			return true, nil
		case at > to:
			if tail++; r.count == 0 || tail > maxTail {
				return false, nil
			}
		}
		if !m.spend(work) {
			return false, errTooMuchWork
		}
		if skip := s.skip(at); skip > 0 {
			k += max(1, (skip+s.size-1)/s.size)
			continue
		}
		if done, ended, err := s.give(at, m, visit); done || err != nil {
			return ended, err
		}
		k++
	}
}

func newSteps(r *rule, start moment) *steps {
	s := &steps{rule: r, zone: start.zone, first: start.instant(), unit: unitSeconds(r.freq), lastDay: never, end: math.MaxInt64}
	s.size = maxInterval
	if r.interval <= maxInterval/s.unit {
		s.size = r.interval * s.unit
	}
	s.inside = s.insideOf(start)
	if r.until != math.MaxInt64 {
		s.end = start.zone.instantOf(r.until)
	}
	return s
}

// forward is the number of the first step to look at. Where each step is an
// instance, even a rule that counts can be entered late; but its last instance is
// to be seen.
func (s *steps) forward(from int64) int64 {
	k := int64(0)
	if from > s.first && (s.count == 0 || s.plain()) {
		k = (from - s.first) / s.size
	}
	if s.count > 0 && s.plain() {
		k = min(k, s.count-1)
		s.found = k
	}
	return k
}

// give visits the instances of one step.
func (s *steps) give(at int64, m *meter, visit func(wall, at int64) bool) (done, ended bool, err error) {
	for _, at := range s.instances(at) {
		switch {
		case at < s.first:
			continue
		case at > s.end:
			return true, true, nil
		case !m.spend(instanceWork):
			return true, false, errTooMuchWork
		case !visit(s.zone.wallOf(at), at):
			return true, false, nil
		}
		if s.found++; s.count > 0 && s.found >= s.count {
			return true, true, nil
		}
	}
	return false, false, nil
}

// plain reports whether each step is an instance, and nothing else is.
func (s *steps) plain() bool {
	r := s.rule
	return r.seconds|r.minutes|r.hours == 0 && r.months|r.monthDays|r.fromEnd == 0 && r.days == 0 &&
		len(r.yearDays)+len(r.weeks)+len(r.positions) == 0
}

// insideOf are the seconds of one unit at which there are instances.
func (s *steps) insideOf(start moment) []int32 {
	r := *s.rule
	switch r.freq {
	case secondly:
		return []int32{0}
	case minutely:
		r.minutes = 1
	}
	r.hours = 1
	_, second := splitWall(start.wall)
	start.wall -= second - second%s.unit
	return r.times(start)
}

// skip is how many seconds from an instant nothing can be, for a look at its day,
// hour, minute; zero when something may be now.
func (s *steps) skip(at int64) int64 {
	wall := s.zone.wallOf(at)
	day, second := splitWall(wall)
	if day != s.lastDay {
		s.lastDay, s.lastOK = day, s.allows(day)
	}
	switch {
	case !s.lastOK:
		// Where the clocks are put back, the day is longer; two hours early is
		// soon enough to look again.
		return max(s.unit, daySeconds-second-2*3600)
	case s.hours != 0 && s.hours&(1<<(second/3600)) == 0:
		return s.untilNext(second, 3600)
	case s.freq < hourly && s.minutes != 0 && s.minutes&(1<<(second/60%60)) == 0:
		return s.untilNext(second, 60)
	case s.freq < minutely && s.seconds != 0 && s.seconds&(1<<(second%60)) == 0:
		return 1
	}
	return 0
}

// untilNext is how long it is to the next whole unit of the clock; no zone
// changes its clocks but at the full minute, and only at such a one can less
// than that be skipped.
func (s *steps) untilNext(second, unit int64) int64 {
	if unit > 60 {
		return min(unit-second%unit, 60*30-second%(60*30))
	}
	return unit - second%unit
}

// instances are the instants that the rule has in the unit that at lies in.
func (s *steps) instances(at int64) []int64 {
	base := at - floorMod64(s.zone.wallOf(at), s.unit)
	if len(s.inside) == 1 && len(s.positions) == 0 {
		return []int64{base + int64(s.inside[0])}
	}
	out := make([]int64, 0, len(s.inside))
	if len(s.positions) == 0 {
		for _, second := range s.inside {
			out = append(out, base+int64(second))
		}
		return out
	}
	for _, i := range picked(s.positions, len(s.inside)) {
		out = append(out, base+int64(s.inside[i]))
	}
	return out
}
