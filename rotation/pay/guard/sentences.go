package guard

import (
	"fmt"
	"strings"
	"time"

	"standby/rotation/pay/account"
)

// Summary is the effect in one line, without a full stop: "+42.00 EUR,
// +1 h 30 min in lieu, 12 h more on call; rest on Tue 8 Dec falls to 9 h (11 h
// wanted)".
func (e *Effect) Summary() string {
	parts := append([]string{e.delta()}, e.findings()...)
	return strings.Join(parts, "; ")
}

// Sentences are the effect for a screen: what it means for the person, each rest
// and limit that differs, and what is not known.
func (e *Effect) Sentences() []string {
	out := []string{e.Person.String() + ": " + e.delta() + "."}
	for _, f := range e.findings() {
		out = append(out, strings.ToUpper(f[:1])+f[1:]+".")
	}
	return append(out, "Call-outs to come are not known; only time on call is compared.")
}

// delta is the change of the figures.
func (e *Effect) delta() string {
	d := e.Delta
	var parts []string
	if !d.Cash.IsZero() {
		sign := ""
		if d.Cash.IsPositive() {
			sign = "+"
		}
		parts = append(parts, sign+d.Cash.StringFixed(e.Place)+" "+e.Currency)
	}
	if d.TimeInLieu != 0 {
		sign := ""
		if d.TimeInLieu > 0 {
			sign = "+"
		}
		parts = append(parts, sign+account.Length(d.TimeInLieu)+" in lieu")
	}
	if d.Standby != 0 {
		parts = append(parts, account.Length(max(d.Standby, -d.Standby))+more(d.Standby)+" on call")
	}
	if n := max(d.Nights, -d.Nights); n != 0 {
		nights := "nights"
		if n == 1 {
			nights = "night"
		}
		parts = append(parts, fmt.Sprintf("%d %s%s", n, nights, more(int64(d.Nights))))
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, ", ")
	case len(e.Lines) > 0:
		return "the same in sum, by other lines"
	}
	return "no change in money or time"
}

func more(n int64) string {
	if n > 0 {
		return " more"
	}
	return " less"
}

// findings are the rests and limits that differ. When work may begin follows from
// the rest that falls short, and is not told again.
func (e *Effect) findings() []string {
	var out []string
	for _, c := range e.Rest {
		w := c.Is
		if w == nil {
			w = c.Was
		}
		switch {
		case strings.HasPrefix(w.Code, earliest):
		case w.Wanted == 0 && c.Is == nil:
			out = append(out, "no longer: "+w.Text)
		case w.Wanted == 0:
			out = append(out, w.Text)
		default:
			out = append(out, c.rest(e.Zone))
		}
	}
	return out
}

// rest is how a rest changes.
func (c RestChange) rest(zone *time.Location) string {
	w := c.Is
	if w == nil {
		return restOf(c.Was, zone) + " is at least " + length(c.Was.Wanted) + " again"
	}
	how := " falls to "
	if c.Was != nil {
		how = " falls from " + length(c.Was.Rest) + " to "
		if w.Rest >= c.Was.Rest {
			how = " rises from " + length(c.Was.Rest) + " to "
		}
	}
	return restOf(w, zone) + how + length(w.Rest) + " (" + length(w.Wanted) + " wanted)"
}

func restOf(w *Warning, zone *time.Location) string {
	if w.Next.IsZero() {
		return "rest in the week from " + w.At.In(zone).Format("Mon 2 Jan")
	}
	return "rest on " + w.Next.In(zone).Format("Mon 2 Jan")
}
