package pay

import (
	"strconv"
	"time"
)

// note is a part of an explanation, put into words when somebody asks.
type note func(*teller) string

// teller puts lines into words: by the clock and in the currency of a statement.
type teller struct {
	p    *Policy
	wall *wall
}

// Explain puts the words into the lines, violations and warnings that have none
// yet; a statement of Evaluate has them.
func (s *Statement) Explain() {
	var room [512]byte
	for i := range s.Lines {
		l := &s.Lines[i]
		if e := l.entry; e != nil {
			l.Explanation, l.Evidence, l.entry = string(l.tell.explanation(room[:0], e)), e.evidence(), nil
		}
	}
	for _, found := range [2][]Violation{s.Violations, s.Warnings} {
		for i := range found {
			if v := &found[i]; v.say != nil {
				v.Text, v.say = v.say(v.tell), nil
			}
		}
	}
}

func (t *teller) explanation(out []byte, e *entry) []byte {
	out = t.arithmetic(out, e)
	if t.p.joined {
		out = append(append(out, "; by "...), t.p.label()...)
	}
	return out
}

// arithmetic is how the amount of an entry came about.
func (t *teller) arithmetic(out []byte, e *entry) []byte {
	if e.told {
		for _, n := range e.trace {
			out = append(out, n(t)...)
		}
		return out
	}
	if e.span != (stretch{}) {
		named := t.wall.ahead(e.span.from-3*hour) != t.wall.ahead(e.span.to+3*hour)
		if out = t.appendStamp(out, e.span.from, named); e.span.length() > 0 || e.sec == 0 {
			out = t.appendLength(t.appendStamp(append(out, " to "...), e.span.to, named), e)
		}
		out = append(out, "; "...)
	}
	if name := e.rowName(); name != "" {
		out = append(append(out, name...), ": "...)
	}
	for _, n := range e.trace {
		out = append(append(out, n(t)...), "; "...)
	}
	switch {
	case e.paid:
		out = t.appendSum(out, e)
	case e.kind == KindCap:
		n, place := t.p.amount(e)
		out = t.appendMoney(out, n, place)
	case !e.inTime:
		out = append(appendQuantity(out, e), ", counted and not paid"...)
	}
	if e.inTime {
		out = appendLieu(out, e)
	}
	return out
}

// appendLieu adds what of an entry is time in lieu.
func appendLieu(out []byte, e *entry) []byte {
	if e.paid || e.kind == KindCap {
		out = append(out, "; "...)
	}
	if e.kind != KindCap {
		out = append(append(appendQuantity(out, e), timeText(e)...), " = "...)
	}
	sec, _ := e.time.seconds()
	return append(appendElapsed(out, sec), " in lieu"...)
}

// appendLength adds how long the time of an entry is.
func (t *teller) appendLength(out []byte, e *entry) []byte {
	if e.kind == KindCap || e.real == 0 && e.span.length() > 0 {
		return out
	}
	if e.parts > 1 {
		out = append(append(append(out, ", "...), whichRow(e)...), " of it in "...)
		out = append(strconv.AppendInt(out, int64(e.parts), 10), " parts, is "...)
	} else {
		out = append(out, " is "...)
	}
	out = appendElapsed(out, e.real)
	shift := t.wall.ahead(e.span.from) - t.wall.ahead(e.span.to)
	switch {
	case shift > 0:
		out = append(appendElapsed(append(out, " (the clocks go back by "...), shift), " meanwhile)"...)
	case shift < 0:
		out = append(appendElapsed(append(out, " (the clocks go forward by "...), -shift), " meanwhile)"...)
	}
	if e.rule != nil && e.rule.byWall && e.sec != e.real {
		out = append(appendElapsed(append(out, ", "...), e.sec), " by the clock"...)
	}
	return out
}

func whichRow(e *entry) string {
	if name := e.rowName(); name != "" {
		return "the " + name
	}
	return "what counts"
}

func timeText(e *entry) string {
	if e.rule == nil {
		return ""
	}
	for i := range e.rule.rows {
		w := &e.rule.rows[i]
		if w.name != e.rowName() || w.time == nil {
			continue
		}
		if w.time.ratio == nil {
			return " x " + elapsed(w.time.each)
		}
		return " x " + w.time.ratio.text
	}
	return ""
}

// appendSum adds the arithmetic of a line: "15 h x 4.50 EUR = 67.50 EUR".
func (t *teller) appendSum(out []byte, e *entry) []byte {
	out = append(appendQuantity(out, e), " x "...)
	rate, _ := e.rate.units(finest, halfUp)
	out = t.appendMoney(out, rate, finest)
	if _, plain := parseNumber(e.rateText); e.rateText != "" && !plain {
		out = append(append(append(out, " ("...), e.rateText...), ')')
	}
	n, place := t.p.amount(e)
	out = t.appendMoney(append(out, " = "...), n, place)
	mode := t.p.roundMode()
	if _, exact := t.exactly(e, place); exact {
		return out
	}
	out = append(append(append(out, ", rounded "...), mode...), " from "...)
	shown, exact := e.exact.units(finest, halfUp)
	if !exact {
		out = append(out, "about "...)
	}
	return appendNumber(out, shown, finest, 0)
}

// exactly is the amount of an entry at a place, and whether nothing was rounded off.
func (t *teller) exactly(e *entry, place int32) (ratio, bool) {
	if t.p.atTotal {
		return e.exact.units(place, halfUp)
	}
	return t.p.payable(e.exact)
}

// appendQuantity adds how many units an entry has.
func appendQuantity(out []byte, e *entry) []byte {
	n, exact := e.units.units(4, halfUp)
	if !exact {
		out = append(out, "about "...)
	}
	out = append(appendNumber(out, n, 4, 0), ' ')
	unit := unitName(e.unit)
	switch {
	case unit == "hour":
		return append(out, 'h')
	case e.rule != nil && e.rule.per.sec > 0 && unit != "minute":
		return append(append(out, "x "...), unit...)
	case n == whole(pow10(4)):
		return append(out, unit...)
	}
	return append(append(out, unit...), 's')
}

// appendMoney adds an amount of 10 to the power of -place, with the currency.
func (t *teller) appendMoney(out []byte, n ratio, place int32) []byte {
	out = appendNumber(out, n, place, t.p.Place)
	if t.p.Currency == "" {
		return out
	}
	return append(append(out, ' '), t.p.Currency...)
}

func (t *teller) money(v ratio) string {
	n, _ := v.units(finest, halfUp)
	return string(t.appendMoney(nil, n, finest))
}

// appendNumber adds n times 10 to the power of -place, with as few decimals as
// tell it, but with the least that are asked for.
func appendNumber(out []byte, n ratio, place, least int32) []byte {
	if n.big != nil {
		d := trim(n.decimal(place))
		return append(out, d.StringFixed(max(least, -d.Exponent()))...)
	}
	v := n.num
	if v < 0 {
		out, v = append(out, '-'), -v
	}
	for place > least && v%10 == 0 {
		v, place = v/10, place-1
	}
	scale := pow10(place)
	out = strconv.AppendInt(out, v/scale, 10)
	if max(place, least) == 0 {
		return out
	}
	out = append(out, '.')
	for v %= scale; place > 0; place-- {
		scale /= 10
		out = append(out, byte('0'+v/scale))
		v %= scale
		least--
	}
	for ; least > 0; least-- {
		out = append(out, '0')
	}
	return out
}

func (t *teller) stamp(unix int64) string { return string(t.appendStamp(nil, unix, false)) }

func (t *teller) day(at int64) string { return time.Unix(at, 0).In(t.wall.zone).Format("2 Jan 2006") }

// appendStamp shows an instant; named adds the zone's name, where the clock alone
// would not tell which instant it is.
func (t *teller) appendStamp(out []byte, unix int64, named bool) []byte {
	local := time.Unix(t.wall.local(unix), 0).UTC()
	_, month, dayOfMonth := local.Date()
	h, m, s := local.Clock()
	out = append(append(out, local.Weekday().String()[:3]...), ' ')
	out = append(strconv.AppendInt(out, int64(dayOfMonth), 10), ' ')
	out = append(append(out, month.String()[:3]...), ' ')
	out = append(appendTwo(out, h), ':')
	out = appendTwo(out, m)
	if s != 0 {
		out = appendTwo(append(out, ':'), s)
	}
	if named {
		out = time.Unix(unix, 0).In(t.wall.zone).AppendFormat(out, " MST")
	}
	return out
}

func appendTwo(out []byte, n int) []byte { return append(out, byte('0'+n/10), byte('0'+n%10)) }

// elapsed is a length of time in words: "15 h", "1 h 30 min", "29 min 55 s".
func elapsed(seconds int64) string { return string(appendElapsed(nil, seconds)) }

func appendElapsed(out []byte, seconds int64) []byte {
	switch {
	case seconds < 0:
		return appendElapsed(append(out, "minus "...), -seconds)
	case seconds == 0:
		return append(out, "0 s"...)
	}
	begin := len(out)
	for _, u := range [3]struct {
		size int64
		name string
	}{{hour, " h"}, {minute, " min"}, {1, " s"}} {
		n := seconds / u.size
		if n == 0 {
			continue
		}
		if len(out) > begin {
			out = append(out, ' ')
		}
		out = append(strconv.AppendInt(out, n, 10), u.name...)
		seconds %= u.size
	}
	return out
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.FormatInt(n, 10) + " " + word + "s"
}
