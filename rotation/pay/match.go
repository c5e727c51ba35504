package pay

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
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
}

// condition is one on a fact: it is one of the values, or compares as op says.
type condition struct {
	fact string
	is   []string
	op   string
	than *big.Rat
}

func (r *reader) match(at string, f matchFile) match {
	key := func(k string) string { return at + "." + k }
	m := match{
		roles: lower(f.Role), schedules: lower(f.Schedule), modes: lower(f.Mode),
		when: r.when(key("when"), f.When),
		from: r.clock(key("from"), f.From), to: r.clock(key("to"), f.To),
		lasting: r.span(key("lasting"), f.Lasting, 1), weekly: r.weekly(key("week"), f.Week),
		holidays: f.Holiday, eve: r.clock(key("eve"), f.Eve),
		untilWorkday: r.word(key("until"), f.Until, "", "next workday") != "",
		since:        r.date(key("since"), f.Since), before: r.date(key("before"), f.Before),
		atLeast: r.span(key("at_least"), f.AtLeast, 0), moreThan: r.span(key("more_than"), f.MoreThan, 0),
		atMost: r.span(key("at_most"), f.AtMost, 0), lessThan: r.span(key("less_than"), f.LessThan, 0),
		after: r.length(key("after"), f.After), upTo: r.length(key("up_to"), f.UpTo),
	}
	r.days(key("days"), f.Days, &m)
	switch {
	case m.lasting > 0 && (m.to.set || !m.from.set):
		r.fault(key("lasting"), "says how long the window from \"from\" is", `give "from" with it, and no "to"`)
	case m.lasting > day:
		r.fault(key("lasting"), "must be at most 24h", "give a shorter window")
	case (m.eve.set || m.untilWorkday) && len(m.holidays) == 0:
		r.fault(at, "has an eve, or an end, of holidays, and no holiday", `add holiday = ["any"]`)
	case len(m.weekly) > 0 && (m.from.set || m.to.set || m.hasDays):
		r.fault(key("week"), "stands beside days or times of day", `keep either "week" or "days", "from" and "to"`)
	}
	return m
}

func lower(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToLower(strings.TrimSpace(w))
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

// when reads { woke = true, level = ["C", "D"], tenure_months = ">= 12" }.
func (r *reader) when(key string, value any) []condition {
	if value == nil {
		return nil
	}
	facts, ok := value.(map[string]any)
	if !ok {
		r.fault(key, "must name facts and their values", `write when = { woke = true }`)
		return nil
	}
	var out []condition
	for _, name := range sortedKeys(facts) {
		c := condition{fact: name}
		list, isList := facts[name].([]any)
		if !isList {
			list = []any{facts[name]}
		}
		for _, v := range list {
			text, ok := scalar(v)
			if !ok || len(out) > maxTexts {
				r.fault(key+"."+name, "must be a text, a whole number, true or false, or a list of these", `write it like woke = true or level = ["C", "D"]`)
				return nil
			}
			c.is = append(c.is, text)
		}
		if len(c.is) == 1 {
			for _, op := range []string{">=", "<=", ">", "<"} {
				rest, ok := strings.CutPrefix(c.is[0], op)
				if n, isNumber := factNumber(rest); ok && isNumber {
					c.op, c.than = op, n
					break
				}
			}
		}
		out = append(out, c)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case int64:
		return strconv.FormatInt(v, 10), true
	}
	return "", false
}

func (c condition) holds(facts func(string) string) bool {
	have := facts(c.fact)
	if c.op != "" {
		n, ok := factNumber(have)
		if !ok {
			return false
		}
		d := n.Cmp(c.than)
		return d > 0 && c.op[0] == '>' || d < 0 && c.op[0] == '<' || d == 0 && len(c.op) == 2
	}
	if have == "" {
		have = "false"
	}
	return slices.ContainsFunc(c.is, func(is string) bool { return strings.EqualFold(is, have) || is == "" && have == "false" })
}

// timed reports whether the conditions hold at some times and not at others.
func (m *match) timed() bool {
	return m.hasDays || m.from.set || m.to.set || len(m.weekly) > 0 || len(m.holidays) > 0 ||
		m.since != noDate || m.before != noDate
}

// item reports whether the conditions on the item itself hold.
func (m *match) item(it *item, facts func(string) string) bool {
	if len(m.roles) > 0 && !slices.Contains(m.roles, strings.ToLower(it.role)) ||
		len(m.schedules) > 0 && !slices.Contains(m.schedules, strings.ToLower(it.schedule)) ||
		len(m.modes) > 0 && !slices.Contains(m.modes, strings.ToLower(it.mode)) {
		return false
	}
	for _, c := range m.when {
		if !c.holds(facts) {
			return false
		}
	}
	return true
}

// perItem reports whether there is a condition on the item.
func (m *match) perItem() bool {
	return len(m.roles)+len(m.schedules)+len(m.modes)+len(m.when) > 0
}

func (m *match) fits(length int64) bool {
	return (m.atLeast == 0 || length >= m.atLeast) && (m.moreThan == 0 || length > m.moreThan) &&
		(m.atMost == 0 || length <= m.atMost) && (m.lessThan == 0 || length < m.lessThan)
}
