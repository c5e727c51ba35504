package pay

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// match are conditions; all of those that are set must hold.
type match struct {
	roles, schedules, modes []string
	when                    []condition
	days                    [7]bool
	hasDays, workday, free  bool
	from, to                clockTime
	lasting                 int64
	weekly                  []weekSpan
	holidays                []string
	eve                     clockTime
	untilWorkday            bool
	since, before           int64
	atLeast, moreThan       int64
	atMost, lessThan        int64
	after, upTo             length
	afterCount, upToCount   int64
	seasons                 []season
	work                    string // "", "inside", "outside" of the usual hours
	weeksOnEnd              int64  // at least so many, each from weekStart on
	weekStart               int64
	// index is the place of its windows among those of the policy; 0 where it has
	// none.
	index int
}

func (r *reader) match(at string, f matchFile) match {
	key := func(k string) string { return at + "." + k }
	m := match{
		roles: r.wanted(key("role"), f.Role), schedules: r.wanted(key("schedule"), f.Schedule), modes: r.wanted(key("mode"), f.Mode),
		when: r.when(key("when"), f.When),
		from: r.clock(key("from"), f.From), to: r.clock(key("to"), f.To),
		lasting: r.span(key("lasting"), f.Lasting, 1), weekly: r.weekly(key("week"), f.Week),
		holidays: f.Holiday, eve: r.clock(key("eve"), f.Eve),
		untilWorkday: r.word(key("until"), f.Until, "", "next workday") != "",
		since:        r.date(key("since"), f.Since), before: r.date(key("before"), f.Before),
		atLeast: r.span(key("at_least"), f.AtLeast, 0), moreThan: r.span(key("more_than"), f.MoreThan, 0),
		atMost: r.span(key("at_most"), f.AtMost, 0), lessThan: r.span(key("less_than"), f.LessThan, 0),
		seasons: r.seasons(key("season"), f.Season), work: r.word(key("work"), f.Work, "", "outside", "inside"),
	}
	m.after, m.afterCount = r.tierBound(key("after"), f.After)
	m.upTo, m.upToCount = r.tierBound(key("up_to"), f.UpTo)
	m.weeksOnEnd, m.weekStart = r.onEnd(key("weeks_on_end"), f.WeeksOnEnd)
	r.days(key("days"), f.Days, &m)
	if m.timed() {
		r.matches++
		m.index = r.matches
	}
	switch {
	case m.lasting > 0 && (m.to.set || !m.from.set):
		r.fault(key("lasting"), "says how long the window from \"from\" is", `give "from" with it, and no "to"`)
	case m.lasting > day:
		r.fault(key("lasting"), "must be at most 24h", "give a shorter window")
	case m.work != "" && !r.doc.Has("work"):
		r.fault(key("work"), "asks for the usual hours, and the policy has none", `write them under [work], such as days = ["mon-fri"], from = "09:00", to = "17:00"`)
	case (m.eve.set || m.untilWorkday) && len(m.holidays) == 0:
		r.fault(at, "has an eve, or an end, of holidays, and no holiday", `add holiday = ["any"]`)
	case len(m.weekly) > 0 && (m.from.set || m.to.set || m.hasDays):
		r.fault(key("week"), "stands beside days or times of day", `keep either "week" or "days", "from" and "to"`)
	}
	return m
}

// wanted reads words that are asked for, and with "!" words that are ruled out.
func (r *reader) wanted(key string, words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		w = strings.ToLower(strings.TrimSpace(w))
		not, ruledOut := strings.CutPrefix(w, "!")
		if out[i] = w; ruledOut {
			out[i] = "!" + strings.TrimSpace(not)
		}
		if strings.TrimSpace(not) == "" {
			r.fault(fmt.Sprintf("%s[%d]", key, i), "is empty", `write a word such as "primary", or "!shadow" for all but that`)
		}
	}
	return out
}

// days reads "mon", "mon-fri", "workday", "weekend", "free".
func (r *reader) days(key string, texts []string, m *match) {
	names := weekdayNames()
	for i, text := range texts {
		m.hasDays = true
		text = strings.ToLower(strings.TrimSpace(text))
		first, last, ranged := strings.Cut(text, "-")
		a, b := slices.Index(names, first), slices.Index(names, last)
		switch {
		case text == "all":
			m.days = [7]bool{true, true, true, true, true, true, true}
		case text == "weekend":
			m.days[0], m.days[6] = true, true
		case text == "workday":
			m.workday = true
		case text == "free":
			m.free = true
		case a >= 0 && !ranged:
			m.days[a] = true
		case a >= 0 && b >= 0:
			for d := a; ; d = (d + 1) % 7 {
				m.days[d] = true
				if d == b {
					break
				}
			}
		default:
			r.fault(fmt.Sprintf("%s[%d]", key, i), "is not a day", `write "mon" to "sun", "mon-fri", "weekend", "workday" (Mon-Fri that is no holiday), "free" (weekend or holiday) or "all"`)
		}
	}
}

// timed reports whether the conditions hold at some times and not at others.
func (m *match) timed() bool {
	return m.hasDays || m.from.set || m.to.set || len(m.weekly) > 0 || len(m.holidays) > 0 ||
		m.since != noDate || m.before != noDate || m.spare()
}

// spare reports whether there are conditions that take away from windows.
func (m *match) spare() bool { return len(m.seasons) > 0 || m.work != "" || m.weeksOnEnd > 0 }

// concerns reports whether the conditions of m on an item itself hold.
func (r *run) concerns(m *match, it *item) bool {
	if !m.perItem() {
		return true
	}
	if !among(m.modes, it.mode) || len(m.roles)+len(m.schedules) > 0 && !r.placeFits(m, it) {
		return false
	}
	for i := range m.when {
		c := &m.when[i]
		have := r.factOf(it, c.fact, it.epoch)
		if len(c.bounds) > 0 && !c.comparable(have) {
			r.fail(fmt.Errorf("%w: %s, a number to compare; it is %q", ErrFact, c.fact, have))
		}
		if !c.holds(have) {
			return false
		}
	}
	return true
}

// among reports whether a word is one of those asked for, if any are, and none of
// those that "!" rules out.
func among(wanted []string, word string) bool {
	asked, found := false, false
	for _, w := range wanted {
		if not, ruledOut := strings.CutPrefix(w, "!"); ruledOut {
			if strings.EqualFold(not, word) {
				return false
			}
			continue
		}
		asked, found = true, found || strings.EqualFold(w, word)
	}
	return !asked || found
}

// asksFor reports whether some word is asked for, and not just ruled out.
func asksFor(wanted []string) bool {
	return slices.ContainsFunc(wanted, func(w string) bool { return !strings.HasPrefix(w, "!") })
}

// perItem reports whether there is a condition on the item.
func (m *match) perItem() bool {
	return len(m.roles)+len(m.schedules)+len(m.modes)+len(m.when) > 0
}

func (m *match) fits(length int64) bool {
	return (m.atLeast == 0 || length >= m.atLeast) && (m.moreThan == 0 || length > m.moreThan) &&
		(m.atMost == 0 || length <= m.atMost) && (m.lessThan == 0 || length < m.lessThan)
}

var wholeText = regexp.MustCompile(`^[1-9][0-9]{0,3}$`)

// tierBound reads a length of time, or a plain number for a count.
func (r *reader) tierBound(key, text string) (length, int64) {
	if wholeText.MatchString(text) {
		n, _ := strconv.ParseInt(text, 10, 64)
		return length{}, n
	}
	return r.length(key, text), 0
}

var onEndText = regexp.MustCompile(`^([2-9]|[1-4][0-9])(?: from (mon|tue|wed|thu|fri|sat|sun) ([0-9:]+))?$`)

// onEnd reads "3", or "3 from wed 09:00" for weeks that begin then.
func (r *reader) onEnd(key, text string) (weeks, start int64) {
	if text == "" && !r.doc.Has(key) {
		return 0, 0
	}
	m := onEndText.FindStringSubmatch(text)
	if m == nil {
		r.fault(key, "does not say how many weeks", `write "3" for the third week on end and later ones, or "3 from wed 09:00" where a week begins then`)
		return 0, 0
	}
	weeks, _ = strconv.ParseInt(m[1], 10, 64)
	if m[2] != "" {
		at, ok := timeOfDay(m[3])
		if !ok {
			r.fault(key, "has something that is no time of day", `write it like "3 from wed 09:00"`)
		}
		start = mondayBased(m[2])*day + at
	}
	return weeks, start
}
