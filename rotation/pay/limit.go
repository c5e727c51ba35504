package pay

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"time"
)

// limits checks how much there may be.
func (r *run) limits() error {
	for i := range r.p.limits {
		l := &r.p.limits[i]
		var err error
		if l.of == "average_week_hours" {
			err = r.average(l)
		} else {
			r.limit(l)
		}
		if err != nil {
			return fmt.Errorf("check %q: %w", l.code, err)
		}
	}
	return nil
}

// window is a span in which something is counted.
type window struct {
	stretch
	dates stretch // local days
}

// windows are those of a limit: calendar ones, or as many days, from every day.
func (r *run) windows(l *limitRule) []window {
	var out []window
	make := func(s stretch) window {
		return window{s, stretch{r.wall.date(s.from), r.wall.date(s.to-1) + 1}}
	}
	if slices.Contains([]string{"week", "month", "quarter", "year"}, l.per) {
		for at := r.wide.from; at < r.wide.to; {
			s := r.around(cutting{kind: l.per}, r.wide, at)
			out = append(out, make(s))
			at = s.to
		}
		return out
	}
	m := limitPer.FindStringSubmatch(l.per)
	n, _ := strconv.ParseInt(m[1], 10, 64)
	if m[2] == "weeks" {
		n *= 7
	}
	first, last := r.dates()
	for date := first; date <= last; date++ {
		out = append(out, make(stretch{r.wall.first(date * day), r.wall.first((date + n) * day)}))
	}
	return out
}

// limit counts in every window, and tells of the first in a row that is beyond.
func (r *run) limit(l *limitRule) {
	days := r.standbyDays()
	var until int64
	for _, w := range r.windows(l) {
		n := r.counts(l.of, w, days)
		v := new(big.Rat).SetFrac64(n, 1)
		if l.of == "standby_hours" || l.of == "call_out_hours" {
			v.SetFrac64(n, hour)
		}
		if v.Cmp(l.atMost) <= 0 || w.from < until || !r.all() && w.clip(r.period.from, r.period.to).length() == 0 {
			continue
		}
		until = w.to
		r.count(l.reports, "value", v)
		r.violate(Violation{Code: l.code, At: time.Unix(w.from, 0).UTC(),
			Text: fmt.Sprintf("from %s to %s: %s of %s, at most %s", r.day(w.from), r.day(w.to-1), ratText(v), words(l.of), ratText(l.atMost))}, l.warning)
	}
}

// standbyDays are the local days on which the person is on call.
func (r *run) standbyDays() map[int64]bool {
	out := map[int64]bool{}
	for _, s := range r.onCall {
		for date := r.wall.date(s.from); date <= r.wall.date(s.to-1); date++ {
			out[date] = true
		}
	}
	return out
}

func (r *run) counts(of string, w window, days map[int64]bool) (n int64) {
	switch of {
	case "standby_hours":
		return overlap(r.onCall, w.stretch)
	case "call_out_hours":
		return overlap(r.worked, w.stretch)
	case "call_outs":
		for _, c := range r.calls {
			if w.holds(c.from) {
				n++
			}
		}
		return n
	}
	if of == "consecutive_days" {
		return longestRun(w, days)
	}
	for date := w.dates.from; date < w.dates.to; date++ {
		if of == "weekends" && newWeekend(date, w.dates.from, days) || of == "standby_days" && days[date] {
			n++
		}
	}
	return n
}

// newWeekend reports whether a date begins a weekend on call, or is the Sunday of
// one that began before the first date.
func newWeekend(date, first int64, days map[int64]bool) bool {
	switch weekday(date) {
	case time.Saturday:
		return days[date] || days[date+1]
	case time.Sunday:
		return days[date] && date == first
	}
	return false
}

func longestRun(w window, days map[int64]bool) (longest int64) {
	row := int64(0)
	for date := w.dates.from; date < w.dates.to; date++ {
		if row++; !days[date] {
			row = 0
		}
		longest = max(longest, row)
	}
	return longest
}

func words(of string) string {
	return map[string]string{"standby_days": "days on call", "standby_hours": "hours on call", "call_outs": "call-outs",
		"call_out_hours": "hours of call-outs", "consecutive_days": "days on call on end", "weekends": "weekends on call"}[of]
}

// average is the working time a week over the reference period, which ends with
// the period: the usual hours, the call-outs, and what a fact adds.
func (r *run) average(l *limitRule) error {
	weeks := int64(17)
	if m := limitPer.FindStringSubmatch(l.per); m != nil && m[2] == "weeks" {
		weeks, _ = strconv.ParseInt(m[1], 10, 64)
	}
	if n, ok := factNumber(r.fact(l.weeks)); ok && l.weeks != "" && n.IsInt() && n.Sign() > 0 {
		weeks = n.Num().Int64()
	}
	regular := new(big.Rat)
	if l.regular != "" {
		n, ok := factNumber(l.regular)
		if !ok {
			if n, ok = factNumber(r.fact(l.regular[1:])); !ok {
				return fmt.Errorf("%w: %s, a number of hours", ErrFact, l.regular[1:])
			}
		}
		regular = n
	}
	end := r.period.to
	extra := big.NewRat(overlap(r.worked, stretch{end - weeks*week, end}), hour)
	if n, ok := factNumber(r.fact(l.extra)); ok && l.extra != "" {
		extra.Add(extra, n)
	}
	v := extra.Quo(extra, big.NewRat(weeks, 1))
	v.Add(v, regular)
	shown := rounded(v, 2, halfUp)
	r.count(l.reports, "value", shown.Rat())
	if v.Cmp(l.atMost) > 0 {
		r.violate(Violation{Code: l.code, At: time.Unix(end, 0).UTC(),
			Text: fmt.Sprintf("over %s the average is %s h a week, more than %s h", plural(weeks, "week"), shown, ratText(l.atMost))}, l.warning)
	}
	return nil
}
