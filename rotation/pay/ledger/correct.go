package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// Corrections are the lines by which closed months are otherwise than what has
// been accounted for them up to now, in the order of the months. again computes a
// closed month anew: under the policy whose text has Closing.PolicyHash, with
// Closing.Input, and with the shifts and hours as they are known now.
//
// What a later closing has corrected counts as accounted for: all closed lines
// that the policy makes, their corrections, and these lines together come to the
// same as the months computed anew. A month that cannot be computed is passed
// over; the error names it, and the lines of the others are returned besides.
func Corrections(closed []Closing, again func(Closing) (Computed, error)) ([]Line, error) {
	later := map[Month][]*Line{}
	for i := range closed {
		for j := range closed[i].Lines {
			if l := &closed[i].Lines[j]; l.Kind == KindCorrection {
				later[l.Of] = append(later[l.Of], l)
			}
		}
	}
	var out []Line
	var faults []error
	for i := range closed {
		c := &closed[i]
		now, err := again(*c)
		if err != nil {
			faults = append(faults, fmt.Errorf("compute %s, which is closed, again: %w", c.Month, err))
			continue
		}
		out = append(out, c.differences(later[c.Month], &now)...)
	}
	return out, errors.Join(faults...)
}

// matter is what has one key in a month: what was accounted for it, and what it
// is worth now.
type matter struct {
	key         string
	was, is     Figures
	old, recent *Line // one of the lines, before and now
	span        rotation.Interval
}

func (m *matter) difference() Figures { return m.is.sub(m.was) }

// differences compares a month line by line.
func (c *Closing) differences(later []*Line, now *Computed) []Line {
	matters := map[string]*matter{}
	var order []*matter
	of := func(l *Line) *matter {
		key := l.key()
		m := matters[key]
		if m == nil {
			m = &matter{key: key}
			matters[key] = m
			order = append(order, m)
		}
		m.span = hull(m.span, l.Span)
		return m
	}
	for i := range c.Lines {
		if l := &c.Lines[i]; l.derived() {
			m := of(l)
			m.was, m.old = m.was.add(l.figures()), l
		}
	}
	for _, l := range later {
		m := of(l)
		m.was = m.was.add(l.figures())
		if m.old == nil {
			m.old = l
		}
	}
	for i := range now.Lines {
		l := &now.Lines[i]
		m := of(l)
		m.is, m.recent = m.is.add(l.figures()), l
	}
	order = slices.DeleteFunc(order, func(m *matter) bool { return m.difference().zero() })
	var out []Line
	for _, m := range renamed(order) {
		out = append(out, c.correction(m, now))
	}
	return out
}

// renamed leaves out pairs that cancel each other under the same rule: a shift
// that merely has another name in a newer version of its calendar.
func renamed(matters []*matter) []*matter {
	gone := make([]bool, len(matters))
	for i, m := range matters {
		for j := i + 1; j < len(matters) && !gone[i]; j++ {
			o := matters[j]
			if !gone[j] && m.sameShift(o) && m.difference().add(o.difference()).zero() {
				gone[i], gone[j] = true, true
			}
		}
	}
	var out []*matter
	for i, m := range matters {
		if !gone[i] {
			out = append(out, m)
		}
	}
	return out
}

// sameShift reports whether a shift may have gone under one name and come back
// under another.
func (m *matter) sameShift(o *matter) bool {
	a, b := m.line(), o.line()
	named := func(rest string) bool { return !strings.HasPrefix(rest, "shift ") }
	return a.Rule == b.Rule && (m.recent == nil) != (o.recent == nil) && len(a.Rests) > 0 && len(b.Rests) > 0 &&
		!slices.ContainsFunc(a.Rests, named) && !slices.ContainsFunc(b.Rests, named)
}

func (m *matter) line() *Line {
	if m.recent != nil {
		return m.recent
	}
	return m.old
}

func hull(a, b rotation.Interval) rotation.Interval {
	switch {
	case a.Start.IsZero():
		return b
	case b.Start.IsZero():
		return a
	}
	if b.Start.Before(a.Start) {
		a.Start = b.Start
	}
	if b.End.After(a.End) {
		a.End = b.End
	}
	return a
}

// correction is the line that makes a matter good.
func (c *Closing) correction(m *matter, now *Computed) Line {
	l := m.line()
	by := m.difference()
	out := Line{
		Line: pay.Line{
			Kind: KindCorrection, What: c.Month.String() + ": " + strings.TrimPrefix(l.What, c.Month.String()+": "), Span: m.span,
			Amount: by.Amount, TimeInLieu: by.TimeInLieu, Rule: l.Rule,
			Evidence: append(slices.Clone(l.Evidence), "statement of "+c.Month.String()+", sealed "+c.Hash[:min(12, len(c.Hash))]),
		},
		Rests: l.Rests, Of: c.Month, Was: m.was, Is: m.is, currency: c.Currency,
	}
	if len(l.Rests) == 0 {
		out.Span = l.Span // it is known again by where it begins
	}
	if l == m.old && l.Kind == KindCorrection {
		out.Evidence = slices.Clone(l.Evidence)
	}
	out.Explanation = fmt.Sprintf("%s was closed on %s: %s; %s", c.Month, dayText(c.At, c.Zone), c.turned(m), c.reason(m, now))
	if m.recent != nil && m.is.sub(m.recent.figures()).zero() && m.recent.Explanation != "" {
		out.Explanation += "; now: " + m.recent.Explanation
	}
	return out
}

// turned says from which figures to which.
func (c *Closing) turned(m *matter) string {
	var parts []string
	if by := m.difference(); !by.Amount.IsZero() {
		parts = append(parts, fmt.Sprintf("%s then, %s now, which is %s", c.money(m.was.Amount), c.money(m.is.Amount), signed(by.Amount, c.money)))
	}
	if by := m.is.TimeInLieu - m.was.TimeInLieu; by != 0 {
		sign := ""
		if by > 0 {
			sign = "+"
		}
		parts = append(parts, fmt.Sprintf("%s in lieu then, %s now, which is %s%s", account.Length(m.was.TimeInLieu), account.Length(m.is.TimeInLieu), sign, account.Length(by)))
	}
	return strings.Join(parts, ", and ")
}

func (c *Closing) money(d decimal.Decimal) string {
	return strings.TrimSpace(d.StringFixed(max(c.Place, -d.Exponent())) + " " + c.Currency)
}

func signed(d decimal.Decimal, money func(decimal.Decimal) string) string {
	if d.IsPositive() {
		return "+" + money(d)
	}
	return money(d)
}

// reason says why, as far as the log knows.
func (c *Closing) reason(m *matter, now *Computed) string {
	shifts := false
	var out []string
	for _, rest := range m.line().Rests {
		id, isHour := strings.CutPrefix(rest, "hour ")
		if !isHour {
			shifts = shifts || strings.HasPrefix(rest, "shift ")
			continue
		}
		i := slices.IndexFunc(now.Hours, func(l Logged) bool { return l.ID == id })
		if i >= 0 {
			if text := now.Hours[i].since(c.At, c.Zone); text != "" {
				out = append(out, text)
			}
		}
	}
	switch {
	case len(out) > 0:
		return strings.Join(out, "; ")
	case shifts:
		return "the schedule tells otherwise now"
	}
	return "what it rests on has changed since"
}

// since says what happened to an hour after an instant; empty where nothing did.
func (l *Logged) since(closed time.Time, zone *time.Location) string {
	what := "the call-out was edited"
	switch {
	case !l.Edited || l.At.Before(closed):
		return ""
	case l.Removed:
		what = "the call-out was removed"
	case l.ByHand():
		what = "the call-out was entered by hand"
	}
	text := fmt.Sprintf("%s on %s by %s", what, dayText(l.At, zone), l.By)
	if l.Why != "" {
		text += ": " + l.Why
	}
	return text
}
