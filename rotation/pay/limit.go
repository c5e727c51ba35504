package pay

import (
	"fmt"
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
	if calendar := slices.Contains([]string{"week", "month", "quarter", "year"}, l.per); calendar || l.cycle.kind != "" {
		c := l.cycle
		if calendar {
			c = cutting{kind: l.per}
		}
		for at := r.wide.from; at < r.wide.to; {
			s := r.around(c, r.wide, at)
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
		v := whole(n)
		if l.of == "standby_hours" || l.of == "call_out_hours" {
			v = fraction(n, hour)
		}
		if l.keeps(v) || w.from < until || !r.all() && w.clip(r.period.from, r.period.to).length() == 0 {
			continue
		}
		until = w.to
		r.count(l.reports, "value", v)
		r.violate(Violation{Code: l.code, At: time.Unix(w.from, 0).UTC(),
			say: func(t *teller) string {
				return "from " + t.day(w.from) + " to " + t.day(w.to-1) + ": " + v.text() + " " + words(l.of) + ", " + l.bound()
			}}, l.warning)
	}
}

// keeps reports whether a count is within the limit.
func (l *limitRule) keeps(v ratio) bool {
	if l.least {
		return v.compare(l.atMost) >= 0
	}
	return v.compare(l.atMost) <= 0
}

func (l *limitRule) bound() string {
	if l.least {
		return "at least " + l.atMost.text()
	}
	return "at most " + l.atMost.text()
}

// standbyDays says of each local day whether the person is on call on it.
func (r *run) standbyDays() onDays {
	out := onDays{r.first, make([]bool, len(r.days))}
	for _, s := range r.onCall {
		for date := r.wall.date(s.from); date <= r.wall.date(s.to-1); date++ {
			if i := date - out.first; i >= 0 && i < int64(len(out.on)) {
				out.on[i] = true
			}
		}
	}
	return out
}

// onDays says of local days, from the first one on, whether they are days on call.
type onDays struct {
	first int64
	on    []bool
}

func (d onDays) has(date int64) bool {
	i := date - d.first
	return i >= 0 && i < int64(len(d.on)) && d.on[i]
}

func (r *run) counts(of string, w window, days onDays) (n int64) {
	switch of {
	case "standby_hours":
		return overlap(r.onCall, w.stretch)
	case "call_out_hours":
		return overlap(r.worked, w.stretch)
	case "call_outs":
		for i := range r.calls {
			if w.holds(r.calls[i].from) {
				n++
			}
		}
		return n
	}
	switch of {
	case "consecutive_days":
		return longestRun(w, days)
	case "consecutive_weeks":
		return longestWeeks(w, days)
	case "free_weekends":
		return freeWeekends(w, days)
	}
	for date := w.dates.from; date < w.dates.to; date++ {
		if of == "weekends" && newWeekend(date, w.dates.from, days) || of == "standby_days" && days.has(date) {
			n++
		}
	}
	return n
}

// newWeekend reports whether a date begins a weekend on call, or is the Sunday of
// one that began before the first date.
func newWeekend(date, first int64, days onDays) bool {
	switch weekday(date) {
	case time.Saturday:
		return days.has(date) || days.has(date+1)
	case time.Sunday:
		return days.has(date) && date == first
	}
	return false
}

func longestRun(w window, days onDays) (longest int64) {
	row := int64(0)
	for date := w.dates.from; date < w.dates.to; date++ {
		if row++; !days.has(date) {
			row = 0
		}
		longest = max(longest, row)
	}
	return longest
}

// longestWeeks counts calendar weeks with a day on call, on end.
func longestWeeks(w window, days onDays) (longest int64) {
	row := int64(0)
	for monday := w.dates.from - floorMod(int64(weekday(w.dates.from))-1, 7); monday < w.dates.to; monday += 7 {
		on := false
		for date := max(monday, w.dates.from); date < min(monday+7, w.dates.to); date++ {
			on = on || days.has(date)
		}
		if row++; !on {
			row = 0
		}
		longest = max(longest, row)
	}
	return longest
}

// freeWeekends counts those whole in the window of which no day is on call.
func freeWeekends(w window, days onDays) (n int64) {
	for date := w.dates.from; date+1 < w.dates.to; date++ {
		if weekday(date) == time.Saturday && !days.has(date) && !days.has(date+1) {
			n++
		}
	}
	return n
}

func words(of string) string {
	return map[string]string{"standby_days": "days on call", "standby_hours": "hours on call", "call_outs": "call-outs",
		"call_out_hours": "hours of call-outs", "consecutive_days": "days on call on end", "weekends": "weekends on call",
		"consecutive_weeks": "weeks on call on end", "free_weekends": "free weekends"}[of]
}

// average is the working time a week over the reference period, which ends with
// the period: the usual hours, the call-outs, and what a fact adds.
func (r *run) average(l *limitRule) error {
	weeks := int64(17)
	if m := limitPer.FindStringSubmatch(l.per); m != nil && m[2] == "weeks" {
		weeks, _ = strconv.ParseInt(m[1], 10, 64)
	}
	if n, ok := r.factWhole(l.weeks); ok {
		weeks = n
	}
	regular := ratio{}
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
	extra := fraction(overlap(r.worked, stretch{end - weeks*week, end}), hour)
	if l.extra != "" {
		if n, ok := factNumber(r.fact(l.extra)); ok {
			extra = extra.plus(n)
		}
	}
	v := extra.over(whole(weeks)).plus(regular)
	shown, _ := v.units(2, halfUp)
	r.count(l.reports, "value", shown.over(whole(100)))
	if v.compare(l.atMost) > 0 {
		r.violate(Violation{Code: l.code, At: time.Unix(end, 0).UTC(), Text: fmt.Sprintf("over %s the average is %s h a week, more than %s h",
			plural(weeks, "week"), shown.decimal(2), l.atMost.text())}, l.warning)
	}
	return nil
}

// factWhole reads a fact that is a whole number above 0.
func (r *run) factWhole(name string) (int64, bool) {
	if name == "" {
		return 0, false
	}
	n, ok := factNumber(r.fact(name))
	v, isWhole := n.int64()
	return v, ok && isWhole && v > 0
}
