package pay

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

func daysSaid(m *match) string {
	var out []string
	if m.workday {
		out = append(out, "Monday to Friday that is no holiday")
	}
	if m.free {
		out = append(out, "Saturday, Sunday and holidays")
	}
	for d := 1; d <= 7; d++ {
		if m.days[d%7] {
			out = append(out, time.Weekday(d%7).String())
		}
	}
	return listed(out, "and")
}

func listed(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// said is the conditions in words; empty where there are none.
func (m *match) said() string {
	var out []string
	add := func(ok bool, format string, args ...any) {
		if ok {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	add(len(m.roles) > 0, "%s", saidWords("as ", m.roles, asIs))
	add(len(m.schedules) > 0, "%s", saidWords("on ", m.schedules, asIs))
	add(len(m.modes) > 0, "%s", saidWords("", m.modes, byMode))
	for i := range m.when {
		add(true, "%s", m.when[i].said())
	}
	add(m.hasDays, "on %s", daysSaid(m))
	m.saidHolidays(add)
	for _, w := range m.weekly {
		add(true, "from %s to %s", weekPoint(w.from), weekPoint(w.to))
	}
	switch {
	case m.eve.set || m.untilWorkday:
	case m.lasting > 0:
		add(true, "in the %s from %s", elapsed(m.lasting), m.from)
	case m.from.set && m.to.set:
		add(true, "from %s to %s", m.from, m.to)
	case m.from.set:
		add(true, "from %s", m.from)
	case m.to.set:
		add(true, "until %s", m.to)
	}
	for _, s := range m.seasons {
		add(true, "each year from %s to %s", s.first, s.last)
	}
	add(m.work != "", "%s the usual hours", m.work)
	add(m.weeksOnEnd > 0, "from the %s week on end that the person is on call", ordinal(m.weeksOnEnd))
	add(m.since != noDate, "since %s", dateSaid(m.since))
	add(m.before != noDate, "before %s", dateSaid(m.before))
	add(m.atLeast > 0, "of %s or longer", elapsed(m.atLeast))
	add(m.moreThan > 0, "longer than %s", elapsed(m.moreThan))
	add(m.atMost > 0, "of %s or shorter", elapsed(m.atMost))
	add(m.lessThan > 0, "shorter than %s", elapsed(m.lessThan))
	add(m.after.set, "after %s", m.after)
	add(m.upTo.set, "up to %s", m.upTo)
	add(m.afterCount > 0, "after the %s", ordinal(m.afterCount))
	add(m.upToCount > 0, "up to the %s", ordinal(m.upToCount))
	return strings.Join(out, ", ")
}

func (m *match) saidHolidays(add func(bool, string, ...any)) {
	if len(m.holidays) == 0 {
		return
	}
	names := make([]string, len(m.holidays))
	for i, h := range m.holidays {
		names[i] = map[string]string{"any": "holidays", "none": "days that are no holiday"}[h]
		if names[i] == "" {
			names[i] = "holidays of the class " + h
		}
	}
	text := "on " + listed(names, "and")
	switch {
	case m.eve.set:
		text += fmt.Sprintf(", from %s on the day before", m.eve)
	case m.untilWorkday && m.from.set:
		text += fmt.Sprintf(", from %s", m.from)
	}
	if m.untilWorkday {
		text += " to the first weekday after"
	} else if m.eve.set && m.to.set {
		text += fmt.Sprintf(" to %s", m.to)
	}
	add(true, "%s", text)
}

func weekPoint(sec int64) string {
	d := time.Weekday((sec/day + 1) % 7)
	return fmt.Sprintf("%s %02d:%02d", d, sec%day/hour, sec%hour/minute)
}

func dateSaid(date int64) string { return time.Unix(date*day, 0).UTC().Format(time.DateOnly) }

// ordinal is "1st", "2nd", "3rd", "4th".
func ordinal(n int64) string {
	text := strconv.FormatInt(n, 10)
	switch {
	case n%100 >= 11 && n%100 <= 13:
		return text + "th"
	case n%10 == 1:
		return text + "st"
	case n%10 == 2:
		return text + "nd"
	case n%10 == 3:
		return text + "rd"
	}
	return text + "th"
}
