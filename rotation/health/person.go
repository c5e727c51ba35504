package health

import (
	"time"

	"standby/rotation"
)

// tally is the scratch space of counting one person after another.
type tally struct {
	load, held []span
	duty       calendar
}

// take adds up the person's slots, role by role.
func (t *tally) take(p *Person, slots []rotation.Slot, j *judge) {
	t.load, t.held = t.load[:0], t.held[:0]
	p.Shifts = len(slots)
	for _, s := range slots {
		hold := span{s.Start, s.End}
		t.held = append(t.held, hold)
		if j.counts[s.Role()] {
			t.load = append(t.load, hold)
		}
		role := j.plan.Role(s.Role())
		if n := len(p.Roles); n == 0 || p.Roles[n-1].Role != role {
			p.Roles = append(p.Roles, Part{Role: role})
		}
		part := &p.Roles[len(p.Roles)-1]
		part.Seconds += hold.length()
		part.Shifts++
	}
	t.load, t.held = join(t.load), join(t.held)
	t.duty.spans = t.held
	t.duty.refill()
	p.Load, p.OnDuty = total(t.load), total(t.held)
}

// nights counts the hours that cost more than others.
func (t *tally) nights(p *Person, home *place, weekends calendar) {
	p.Night, p.Nights = home.nights.shared(t.held)
	p.Weekend, p.Weekends = weekends.shared(t.held)
	p.Holiday, _ = home.festive.shared(t.held)
	for _, f := range home.holidays {
		var seconds int64
		for _, s := range f.spans {
			seconds += t.duty.in(s)
		}
		if seconds > 0 {
			p.Holidays = append(p.Holidays, HolidayTaken{Date: f.date.String(), Name: f.name, Seconds: seconds})
		}
	}
}

// rest finds the longest stretch and the shortest rest, the first of equals.
func (t *tally) rest(p *Person, least int64) {
	p.LongestStretch = t.held[0].public()
	for i, s := range t.held {
		if s.length() > p.LongestStretch.Seconds {
			p.LongestStretch = s.public()
		}
		if i == 0 {
			continue
		}
		off := span{t.held[i-1].end, s.start}
		if p.ShortestRest == nil || off.length() < p.ShortestRest.Seconds {
			shortest := off.public()
			p.ShortestRest = &shortest
		}
		if off.length()*int64(time.Second) < least {
			p.ShortRests++
		}
	}
}

// share holds each load against all of them.
func share(people []Person) {
	var sum, n int64
	for _, p := range people {
		if p.Load > 0 {
			sum += p.Load
			n++
		}
	}
	for i := range people {
		p := &people[i]
		if p.Load == 0 {
			continue
		}
		p.Share = ratio(p.Load, sum)
		p.FromFair = divide(p.Load*n-sum, n)
		p.FromFairPercent = percent(p.Load*n, sum) - 100
	}
}
