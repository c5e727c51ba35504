package pay

import (
	"fmt"
	"strings"
)

func (pk *packageRule) sentence(currency string) string {
	choose := map[string]string{"always": "", "cheapest": ", where that is less", "dearest": ", where that is more"}[pk.choose]
	covered := "all of it"
	if pk.covered >= 0 {
		covered = elapsed(max(1, pk.covered)) + " of it"
	}
	pays := ""
	if pk.rate != nil {
		pays = pk.rate.text
		if pk.rate.constant {
			pays += " " + currency
		}
	}
	if pk.time > 0 {
		pays = strings.TrimPrefix(pays+" and "+elapsed(pk.time)+" in lieu", " and ")
	}
	text := fmt.Sprintf("The package %q, %s, pays %s and replaces %s%s, where the time on call covers %s.",
		pk.what, pk.match.said(), pays, listed(pk.replaces, "and"), choose, covered)
	if pk.adjoining {
		text += " Holidays that adjoin it belong to it."
	}
	return text + " Time that is paid by its length is cut at its ends; a line that is paid whole goes with the package where most of it lies in it."
}

func (c *capRule) sentence() string {
	most := ""
	if c.pay != nil {
		most = c.pay.text
	}
	most = c.most(most)
	of := "Everything together"
	if len(c.of) > 0 {
		of = listed(c.of, "and") + " together"
	}
	over := map[string]string{"drop": "is not paid", "bank": "becomes time in lieu"}[c.over]
	if c.over == "pay" {
		over = "pays " + c.rate.text + " an hour"
	}
	return fmt.Sprintf("%s come to at most %s in each %s; what is beyond %s.", of, most, c.per.said(), over)
}

func (a *accountRule) sentences() []string {
	if !a.set {
		return nil
	}
	var out []string
	pay := ""
	if a.rate != nil {
		pay = ", at " + a.rate.text + " an hour"
	}
	if a.cap > 0 {
		out = append(out, fmt.Sprintf("The account of time in lieu holds at most %s; what is beyond %s.", elapsed(a.cap),
			map[string]string{"drop": "is lost", "pay": "is paid" + pay}[a.over]))
	}
	if a.expires.set {
		out = append(out, fmt.Sprintf("Time in lieu ends (%s) and then %s; the oldest is used first.", a.expires.text,
			map[string]string{"lapse": "lapses", "pay": "is paid out" + pay}[a.expired]))
	}
	if a.round.step > 0 {
		out = append(out, fmt.Sprintf("The time in lieu of a statement is rounded %s to %s.", a.round.mode.direction(), elapsed(a.round.step)))
	}
	return out
}

func (t *restRule) sentence() string {
	where := map[string]string{"daily": "between one day's work and the next", "after_call_out": "between the last call-out and work", "weekly": "in each week"}[t.kind]
	text := fmt.Sprintf("There must be %s of rest on end %s", elapsed(t.atLeast), where)
	if t.standbyIsWork {
		text += "; being on call is no rest"
	}
	if t.release != "none" {
		text += "; what is missing is given off work"
	}
	if t.ifCalled {
		said := t.called.said()
		text += strings.TrimSuffix("; it holds where there was a call-out "+said, " ")
	}
	if t.reduced > 0 {
		text += fmt.Sprintf("; %s are enough %s in each %s", elapsed(t.reduced), times(t.reducedTimes), t.reducedPer)
	}
	return text + fmt.Sprintf(" (%s).", t.code)
}

func (l *limitRule) sentence() string {
	if l.of == "average_week_hours" {
		return fmt.Sprintf("Over %s the average working week must not be longer than %s h (%s).", l.per, l.atMost.text(), l.code)
	}
	if l.least {
		return fmt.Sprintf("There must be at least %s %s in each %s (%s).", l.atMost.text(), words(l.of), l.per, l.code)
	}
	return fmt.Sprintf("There may be at most %s %s in each %s (%s).", l.atMost.text(), words(l.of), l.per, l.code)
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return plural(n, "time")
}

func (c *choiceRule) sentence() string {
	groups := make([]string, len(c.of))
	for i, keys := range c.of {
		groups[i] = strings.Join(keys, " + ")
	}
	return fmt.Sprintf("Of %s only the highest is paid in each %s (%s).", listed(groups, "and"), c.per.said(), c.key)
}

func (g *guaranteeRule) sentence() string {
	text := fmt.Sprintf("%s come to at least %s in each %s", listed(g.of, "and"), g.pay.text, g.per.said())
	if g.whenNone {
		text += " with time on call, also where they pay nothing"
	}
	return text + fmt.Sprintf(" (%s).", g.key)
}

func (s *supplementRule) sentence() string {
	verb := "adds"
	if s.rate.negative {
		verb = "takes off"
	}
	return fmt.Sprintf("%q (%s) %s %s of what %s pay, in each %s, after packages and caps.",
		s.what, s.key, verb, strings.TrimPrefix(s.rate.text, "-"), listed(s.of, "and"), s.per.said())
}

// sentences say a table: what it is looked up by, and each row of it.
func (t *table) sentences() []string {
	var rows []string
	for _, w := range t.rows {
		is := make([]string, len(w.is))
		for i, v := range w.is {
			if is[i] = v; v == "*" {
				is[i] = "any"
			}
		}
		rows = append(rows, fmt.Sprintf("%s for %s", w.value.text(), listed(is, "and")))
	}
	text := fmt.Sprintf("The table %q goes by %s: %s", t.name, listed(t.by, "and"), strings.Join(rows, ", "))
	if t.fallback != nil {
		text += fmt.Sprintf(", else %s", t.fallback.text())
	}
	return []string{text + "."}
}

// sentence says what is given to all who have no fact of their own.
func (f Facts) sentence() []string {
	if len(f) == 0 {
		return nil
	}
	var out []string
	for _, name := range sortedKeys(f) {
		out = append(out, fmt.Sprintf("%s is %s", name, f[name]))
	}
	return []string{"For whom nothing else is known, " + listed(out, "and") + "."}
}
