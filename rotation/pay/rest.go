package pay

import (
	"fmt"
	"strings"
	"time"
)

// rests checks the rest rules.
func (r *run) rests() error {
	for i := range r.p.rests {
		rule := &r.p.rests[i]
		r.known(rule.reports)
		var err error
		switch rule.kind {
		case "daily":
			err = r.dailyRest(rule)
		case "after_call_out":
			err = r.restAfter(rule)
		default:
			err = r.weeklyRest(rule)
		}
		if err != nil {
			return fmt.Errorf("check %q: %w", rule.code, err)
		}
	}
	return nil
}

func (r *run) busy(rule *restRule) []stretch {
	if rule.standbyIsWork {
		return united(append(append([]stretch(nil), r.worked...), r.onCall...))
	}
	return r.worked
}

// nights are the spans between the end of work and its next start: the one that
// facts name, else those of the usual hours.
func (r *run) nights(rule *restRule) []stretch {
	from, ok1 := r.factTime(rule.workEnd)
	to, ok2 := r.factTime(rule.nextStart)
	if ok1 && ok2 {
		return []stretch{{from, to}}
	}
	work := r.work()
	var out []stretch
	for i := 0; i+1 < len(work); i++ {
		out = append(out, stretch{work[i].to, work[i+1].from})
	}
	return out
}

// work are the usual hours of the person in and around the period, holidays left
// out.
func (r *run) work() []stretch {
	if !r.p.work.set || r.workday != nil {
		return r.workday
	}
	from, err1 := r.clock(r.p.work.from)
	to, err2 := r.clock(r.p.work.to)
	if err1 != nil || err2 != nil {
		return nil
	}
	if to <= from {
		to += day
	}
	first, last := r.dates()
	for date := first; date <= last; date++ {
		if r.p.work.days[weekday(date)] && !r.isHoliday(date) {
			r.workday = append(r.workday, stretch{r.wall.first(date*day + from), r.wall.first(date*day + to)})
		}
	}
	return r.workday
}

// dailyRest wants one stretch of rest between work and work.
func (r *run) dailyRest(rule *restRule) error {
	busy := r.busy(rule)
	given := r.fact(rule.nextStart) != "" && r.fact(rule.workEnd) != ""
	for _, night := range r.nights(rule) {
		broken := overlap(busy, night) > 0
		counts := given || r.inPeriod(night.to)
		longest := longestGap(night, busy)
		if ok, err := r.called(rule, night); err != nil {
			return err
		} else if !ok || !given && !broken {
			continue
		}
		if given {
			r.restReport(rule, "longest", longest)
		}
		if longest >= rule.atLeast || r.reducedHere(rule, night.from, longest) || !counts {
			continue
		}
		r.tooShort(rule, night, longest)
		if !broken {
			continue
		}
		i := firstAfter(busy, night.to-1)
		if i == len(busy) || busy[i].from >= night.to {
			i--
		}
		r.earliest(rule, busy[i].to)
	}
	return nil
}

// tooShort tells of a night without enough rest.
func (r *run) tooShort(rule *restRule, night stretch, longest int64) {
	r.restReport(rule, "shortfall", rule.atLeast-longest)
	r.violate(Violation{Code: rule.code, At: time.Unix(night.from, 0).UTC(),
		say: func(t *teller) string {
			return "from " + t.stamp(night.from) + " to " + t.stamp(night.to) + " the longest rest is " + elapsed(longest) + ", " +
				elapsed(rule.atLeast-longest) + " less than " + elapsed(rule.atLeast)
		}}, rule.warning)
}

// earliest tells when work may begin again after an instant.
func (r *run) earliest(rule *restRule, after int64) {
	at := time.Unix(after+rule.atLeast, 0).In(r.wall.zone)
	what := "after being on call until "
	if i := firstAfter(r.worked, after-1); i < len(r.worked) && r.worked[i].to == after {
		what = "after the call-out that ended "
	}
	r.violate(Violation{Code: "earliest_start_for_" + short(rule.atLeast) + " " + at.Format(time.RFC3339), At: at.UTC(),
		say: func(t *teller) string {
			return what + t.stamp(after) + ", " + elapsed(rule.atLeast) + " of rest end " + t.stamp(at.Unix())
		}}, rule.warning)
}

func short(sec int64) string { return strings.ReplaceAll(elapsed(sec), " ", "") }

func (r *run) inPeriod(at int64) bool { return r.all() || r.period.holds(at) }

func (r *run) restReport(rule *restRule, as string, sec int64) {
	r.count(rule.reports, as, fraction(sec, hour))
}

// nextWork is when work begins next after an instant.
func (r *run) nextWork(rule *restRule, at int64) (int64, bool, error) {
	if text := r.fact(rule.nextStart); rule.nextStart != "" && text != "" {
		if next, ok := r.factTime(rule.nextStart); ok {
			return next, true, nil
		}
		sec, err := r.clock(clockTime{ref: rule.nextStart})
		if err != nil {
			return 0, false, err
		}
		for date := r.wall.date(at); ; date++ {
			if next := r.wall.first(date*day + sec); next >= at {
				return next, true, nil
			}
		}
	}
	work := r.work()
	for i := firstAfter(work, at); i < len(work); i++ {
		if work[i].from >= at {
			return work[i].from, true, nil
		}
	}
	return 0, false, nil
}

// restAfter wants rest between the last call-out and the next start of work.
func (r *run) restAfter(rule *restRule) error {
	for i, s := range r.worked {
		next, ok, err := r.nextWork(rule, s.to)
		if err != nil {
			return err
		}
		later := i+1 < len(r.worked) && r.worked[i+1].from < next
		have := next - s.to
		if !ok || later || have < 0 || have >= rule.atLeast {
			continue
		}
		if ok, err = r.called(rule, s); err != nil {
			return err
		} else if !ok || r.reducedHere(rule, s.to, have) || !r.inPeriod(s.from) {
			continue
		}
		missing := rule.atLeast - have
		r.restReport(rule, "longest", have)
		r.restReport(rule, "shortfall", missing)
		r.restReport(rule, "release", missing)
		free := s.to + rule.atLeast
		r.violate(Violation{Code: rule.code, At: time.Unix(s.to, 0).UTC(),
			say: func(t *teller) string {
				return "from the end of the call-out, " + t.stamp(s.to) + ", to work, " + t.stamp(next) + ", are " + elapsed(have) + ", less than " +
					elapsed(rule.atLeast) + "; the earliest start is " + t.stamp(free)
			}}, rule.warning)
		if err := r.release(rule, stretch{next, free}); err != nil {
			return err
		}
	}
	return nil
}

// release makes the line of working time that is given for rest.
func (r *run) release(rule *restRule, s stretch) error {
	if rule.release == "none" {
		return nil
	}
	l := Line{What: "Released from work to rest", Span: s.interval(), Seconds: s.length(), Unit: "hour", Rule: rule.code}
	e := &entry{kind: KindRest, trace: []note{func(t *teller) string {
		return t.stamp(s.from) + " to " + t.stamp(s.to) + ": " + elapsed(s.length()) + " off, without loss of pay"
	}}}
	size := fraction(s.length(), hour)
	l.Units, _ = r.show(size, 4)
	switch {
	case rule.release == "time":
		l.TimeInLieu = s.length()
	case rule.releaseRate != nil:
		rate, err := r.amount(rule.releaseRate, nil, "", r.epochAt(s.from))
		if err != nil {
			return err
		}
		e.exact = rate.times(size)
		l.Rate, _ = r.show(rate, finest)
	}
	r.addLine(l, e)
	return nil
}

// weeklyRest wants one stretch of rest in each local week that has call-outs.
func (r *run) weeklyRest(rule *restRule) error {
	busy := united(append(append([]stretch(nil), r.busy(rule)...), r.work()...))
	seen := map[int64]bool{}
	for _, s := range r.busy(rule) {
		wk := r.around(cutting{kind: "week"}, s, s.from)
		if seen[wk.from] {
			continue
		}
		seen[wk.from] = true
		longest := longestGap(wk, busy)
		if longest >= rule.atLeast {
			continue
		}
		if ok, err := r.called(rule, wk); err != nil {
			return err
		} else if !ok || r.reducedHere(rule, wk.from, longest) || !r.inPeriod(s.from) {
			continue
		}
		r.restReport(rule, "longest", longest)
		r.restReport(rule, "shortfall", rule.atLeast-longest)
		r.violate(Violation{Code: rule.code, At: time.Unix(wk.from, 0).UTC(),
			say: func(t *teller) string {
				return "in the week from " + t.stamp(wk.from) + " the longest rest is " + elapsed(longest) + ", less than " + elapsed(rule.atLeast)
			}}, rule.warning)
	}
	return nil
}
