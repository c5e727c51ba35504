package pay

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	cutHours = regexp.MustCompile(`^[0-9]+[0-9hm]*$`)
	cutWeek  = regexp.MustCompile(`^week (mon|tue|wed|thu|fri|sat|sun) ([0-9:]+)$`)
	cutCycle = regexp.MustCompile(`^([1-9][0-9]?) weeks from ([0-9]{4}-[0-9]{2}-[0-9]{2})(?: ([0-9:]+))?$`)
)

// cutting says where time is cut into pieces, or counted anew.
type cutting struct {
	kind   string // none, day, hours, week, weeks, month, quarter, year, window, duty, call_out, period, all
	anchor int64  // seconds from the local midnight, from Monday 00:00, or by a clock that began in 1970
	at     string // "", "start", "end": the anchor is that of the duty
	step   int64  // of hours and weeks
	text   string
}

// cut reads "day", "day 08:30", "day from start", "day to end", "24h", "week mon
// 09:00", "month", "quarter", "year", and the words that are allowed besides.
func (r *reader) cut(key, text string, besides ...string) cutting {
	text = strings.TrimSpace(text)
	if text == "" && !r.doc.Has(key) {
		return cutting{kind: besides[0], text: besides[0]}
	}
	c := cutting{kind: text, text: text}
	rest, isDay := strings.CutPrefix(text, "day ")
	sec, isClock := timeOfDay(rest)
	m := cutWeek.FindStringSubmatch(text)
	switch {
	case slices.Contains([]string{"day", "week", "month", "quarter", "year"}, text), slices.Contains(besides, text):
	case text == "day from start":
		c.kind, c.at = "day", "start"
	case text == "day to end":
		c.kind, c.at = "day", "end"
	case isDay && isClock && sec < day:
		c.kind, c.anchor = "day", sec
	case m != nil:
		if sec, isClock = timeOfDay(m[2]); isClock {
			c.kind, c.anchor = "week", mondayBased(m[1])*day+sec
			return c
		}
		r.fault(key, "has no time of day", `write it like "week mon 09:00"`)
	case cutCycle.MatchString(text):
		return r.cycle(key, text)
	case cutHours.MatchString(text):
		c.kind, c.step = "hours", r.span(key, text, 15*time.Minute)
	default:
		r.fault(key, "is not one of the words allowed here", `write one of `+quoted(besides)+
			`, "day", "day 08:30", "day from start", "day to end", "24h", "week", "week mon 09:00", "4 weeks from 2026-01-05", "month", "quarter", "year"`)
	}
	return c
}

// cycle reads "4 weeks from 2026-01-05", and with a time of day behind it.
func (r *reader) cycle(key, text string) cutting {
	m := cutCycle.FindStringSubmatch(text)
	if m == nil {
		return cutting{}
	}
	n, _ := strconv.ParseInt(m[1], 10, 64)
	c := cutting{kind: "weeks", text: text, step: n * week, anchor: r.date(key, m[2]) * day}
	if m[3] != "" {
		at, ok := timeOfDay(m[3])
		if !ok {
			r.fault(key, "has something that is no time of day", `write it like "4 weeks from 2026-01-05 09:00"`)
		}
		c.anchor += at
	}
	return c
}

// said is the cutting in words, behind "each".
func (c *cutting) said() string {
	switch {
	case c.kind == "all":
		return "log"
	case c.kind == "call_out":
		return "call-out"
	case c.kind == "hours":
		return elapsed(c.step) + " from the first on"
	case c.at == "start":
		return "day, counted from the hour at which the duty begins"
	case c.at == "end":
		return "day, counted to the hour at which the duty ends"
	case c.kind == "week" && c.anchor > 0:
		return "week from " + weekPoint(c.anchor)
	case c.kind == "day" && c.anchor > 0:
		return "day from " + clockTime{sec: c.anchor}.String()
	}
	return c.text
}
