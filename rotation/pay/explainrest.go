package pay

import "fmt"

func (pk *packageRule) sentence(currency string) string {
	choose := map[string]string{"always": "", "cheapest": ", where that is less", "dearest": ", where that is more"}[pk.choose]
	covered := "all of it"
	if pk.covered >= 0 {
		covered = elapsed(max(1, pk.covered)) + " of it"
	}
	return fmt.Sprintf("The package %q, %s, costs %s %s and replaces %s%s, where the duty covers %s.",
		pk.what, pk.match.said(), pk.rate.text, currency, listed(pk.replaces, "and"), choose, covered)
}

func (c *capRule) sentence() string {
	most := elapsed(c.time)
	if c.pay != nil {
		most = c.pay.text
	}
	of := "Everything together"
	if len(c.of) > 0 {
		of = listed(c.of, "and") + " together"
	}
	over := map[string]string{"drop": "is not paid", "bank": "becomes time in lieu"}[c.over]
	if c.over == "pay" {
		over = "pays " + c.rate.text + " an hour"
	}
	return fmt.Sprintf("%s come to at most %s in each %s; what is beyond %s.", of, most, c.per.text, over)
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
	return text + fmt.Sprintf(" (%s).", t.code)
}

func (l *limitRule) sentence() string {
	if l.of == "average_week_hours" {
		return fmt.Sprintf("Over %s the average working week must not be longer than %s h (%s).", l.per, ratText(l.atMost), l.code)
	}
	return fmt.Sprintf("There may be at most %s %s in each %s (%s).", ratText(l.atMost), words(l.of), l.per, l.code)
}
