package pay

import (
	"fmt"
	"math/big"
	"strings"
	"time"
)

// rests checks the rest rules.
func (r *run) rests() error {
	for i := range r.p.rests {
		rule := &r.p.rests[i]
		for _, rep := range rule.reports {
			r.count([]report{rep}, "", nil)
		}
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
	if !r.p.work.set {
		return nil
	}
	from, err1 := r.clock(r.p.work.from)
	to, err2 := r.clock(r.p.work.to)
	if err1 != nil || err2 != nil {
		return nil
	}
	if to <= from {
		to += day
	}
	var out []stretch
	first, last := r.dates()
	for date := first; date <= last; date++ {
		if r.p.work.days[weekday(date)] && !r.isHoliday(date) {
			out = append(out, stretch{r.wall.first(date*day + from), r.wall.first(date*day + to)})
		}
	}
	return out
}

// dailyRest wants one stretch of rest between work and work.
func (r *run) dailyRest(rule *restRule) error {
	busy := r.busy(rule)
	given := r.fact(rule.nextStart) != "" && r.fact(rule.workEnd) != ""
	for _, night := range r.nights(rule) {
		broken := overlap(busy, night) > 0
		if !given && (!broken || !r.inPeriod(night.to)) {
			continue
		}
		longest := int64(0)
		for _, gap := range without(night, busy) {
			longest = max(longest, gap.length())
		}
		if given {
			r.restReport(rule, "longest", longest)
		}
		if longest >= rule.atLeast {
			continue
		}
		r.restReport(rule, "shortfall", rule.atLeast-longest)
		r.violate(Violation{Code: rule.code, At: time.Unix(night.from, 0).UTC(),
			Text: fmt.Sprintf("from %s to %s the longest rest is %s, %s less than %s", r.stamp(night.from), r.stamp(night.to),
				elapsed(longest), elapsed(rule.atLeast-longest), elapsed(rule.atLeast))}, rule.warning)
		if !broken {
			continue
		}
		i := firstAfter(busy, night.to-1)
		if i == len(busy) || busy[i].from >= night.to {
			i--
		}
		earliest := time.Unix(busy[i].to+rule.atLeast, 0).In(r.wall.zone)
		r.violate(Violation{Code: fmt.Sprintf("earliest_start_for_%s %s", short(rule.atLeast), earliest.Format(time.RFC3339)), At: earliest.UTC(),
			Text: fmt.Sprintf("after the call-out that ended %s, %s of rest end %s", r.stamp(busy[i].to), elapsed(rule.atLeast), r.stamp(earliest.Unix()))}, rule.warning)
	}
	return nil
}

func short(sec int64) string { return strings.ReplaceAll(elapsed(sec), " ", "") }

func (r *run) inPeriod(at int64) bool { return r.all() || r.period.holds(at) }

func (r *run) restReport(rule *restRule, as string, sec int64) {
	for _, rep := range rule.reports {
		if rep.as == as {
			r.count([]report{rep}, as, big.NewRat(sec, hour))
		}
	}
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
		if !ok || later || have < 0 || have >= rule.atLeast || !r.inPeriod(s.from) {
			continue
		}
		missing := rule.atLeast - have
		r.restReport(rule, "longest", have)
		r.restReport(rule, "shortfall", missing)
		r.restReport(rule, "release", missing)
		free := s.to + rule.atLeast
		r.violate(Violation{Code: rule.code, At: time.Unix(s.to, 0).UTC(),
			Text: fmt.Sprintf("from the end of the call-out, %s, to work, %s, are %s, less than %s; the earliest start is %s", r.stamp(s.to), r.stamp(next),
				elapsed(have), elapsed(rule.atLeast), r.stamp(free))}, rule.warning)
		if err := r.release(rule, stretch{next, free}); err != nil {
			return err
		}
	}
	return nil
}

// release makes the line of working time that is given for rest.
func (r *run) release(rule *restRule, s stretch) error {
	l := Line{Kind: KindRest, What: "Released from work to rest", Span: s.interval(), Seconds: s.length(), Unit: "hour", Rule: rule.code,
		Explanation: fmt.Sprintf("%s to %s: %s off, without loss of pay", r.stamp(s.from), r.stamp(s.to), elapsed(s.length()))}
	l.Units, _ = exactly(big.NewRat(s.length(), hour), 4)
	switch {
	case rule.release == "none":
		return nil
	case rule.release == "time":
		l.TimeInLieu = s.length()
	case rule.releaseRate != nil:
		rate, err := r.amount(rule.releaseRate, nil, "")
		if err != nil {
			return err
		}
		exact := new(big.Rat).Mul(rate, big.NewRat(s.length(), hour))
		l.Rate, _ = exactly(rate, 6)
		l.Amount = rounded(exact, r.p.Place, r.mode())
		r.entries = append(r.entries, &entry{exact: exact})
	}
	r.statement.Lines = append(r.statement.Lines, l)
	return nil
}

// weeklyRest wants one stretch of rest in each local week that has call-outs.
func (r *run) weeklyRest(rule *restRule) error {
	busy := united(append(append([]stretch(nil), r.busy(rule)...), r.work()...))
	seen := map[int64]bool{}
	for _, s := range r.busy(rule) {
		wk := r.around(cutting{kind: "week"}, s, s.from)
		if seen[wk.from] || !r.inPeriod(s.from) {
			continue
		}
		seen[wk.from] = true
		longest := int64(0)
		for _, gap := range without(wk, busy) {
			longest = max(longest, gap.length())
		}
		if longest >= rule.atLeast {
			continue
		}
		r.restReport(rule, "longest", longest)
		r.restReport(rule, "shortfall", rule.atLeast-longest)
		r.violate(Violation{Code: rule.code, At: time.Unix(wk.from, 0).UTC(),
			Text: fmt.Sprintf("in the week from %s the longest rest is %s, less than %s", r.stamp(wk.from), elapsed(longest), elapsed(rule.atLeast))}, rule.warning)
	}
	return nil
}
