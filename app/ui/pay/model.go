package pay

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// section is one of the parts of the screen.
type section int

const (
	onStatement section = iota
	onHours
	onLieu
	onYear
	onPolicy
	sections
)

func (s section) label() string {
	return [sections]string{"Statement", "Hours", "Time in lieu", "Year", "Policy"}[s]
}

// cause names all that a month's figures rest on: while it stays the same, they are
// not asked for again. A duty that runs makes them grow.
func cause(m ledger.Month, v model.View) string {
	var sum api.LedgerSummary
	if v.Snap.Ledger != nil {
		sum = *v.Snap.Ledger
		sum.Lapse = nil
	}
	day := v.Now.In(v.Loc).Format(time.DateOnly)
	if v.Snap.Duty.Current != nil {
		day = v.Now.Truncate(growth).String()
	}
	return fmt.Sprint(m, v.Snap.PolicyName, day, workOf(v.Snap), model.DutyCause(v), sum)
}

// growth is how often the figures of a duty that runs are asked for.
const growth = 15 * time.Minute

// workOf changes whenever work on a page begins or ends.
func workOf(s api.Snapshot) string {
	var out string
	for _, p := range s.Pages {
		for _, w := range p.Work {
			out += p.ID + w.From.String() + w.Until.String()
		}
	}
	return out
}

// monthName is a month as people say it.
func monthName(m ledger.Month) string { return fmt.Sprintf("%s %d", m.Month, m.Year) }

// monthStep is the month by months after m.
func monthStep(m ledger.Month, by int) ledger.Month {
	t := time.Date(m.Year, m.Month+time.Month(by), 1, 0, 0, 0, 0, time.UTC)
	return ledger.Month{Year: t.Year(), Month: t.Month()}
}

// within is the month of the ledger that is nearest to m.
func within(months []api.MonthState, m ledger.Month) ledger.Month {
	if n := len(months); n > 0 {
		switch first, last := months[0].Month, months[n-1].Month; {
		case m.Before(first):
			return first
		case last.Before(m):
			return last
		}
	}
	return m
}

// monthNames are the months of the ledger, the newest first, and the number of m
// among them; below zero where it is none.
func monthNames(months []api.MonthState, m ledger.Month) (names []string, at int) {
	at = -1
	for _, state := range slices.Backward(months) {
		if state.Month == m {
			at = len(names)
		}
		names = append(names, monthName(state.Month))
	}
	return names, at
}

// zoneOf is the zone in which a statement's month is a month.
func zoneOf(s api.Statement, v model.View) *time.Location {
	if l, err := time.LoadLocation(s.Zone); err == nil && s.Zone != "" {
		return l
	}
	return v.Loc
}

// figure is a figure that is shown large, and what is said of it below.
type figure struct{ name, value, about string }

// statementView is a statement as it is shown.
type statementView struct {
	figures [3]figure
	// policy says by which rules, and whose duty it is.
	policy string
	lines  []line
	notes  []string
	// broken are the rules that were not kept, or soon will not be.
	broken []string
}

// line is one line of a statement: what and how much, and its trace.
type line struct {
	key, what, when, sum, amount string
	explanation                  string
	trace                        []model.Fact
}

// statementOf puts a statement into words; times are in the statement's own zone,
// because its month is a month there.
func statementOf(s api.Statement, v model.View) statementView {
	loc := zoneOf(s, v)
	out := statementView{notes: s.Notes, policy: "By the policy “" + s.Policy + "”"}
	out.figures = [3]figure{
		{"Cash", money(s.Total, s.Currency), standOf(s.State, loc)},
		{"Time in lieu", signed(s.State.Lieu), balanceOf(s.Lieu)},
		{"Hours on call", s.StandbyHours + " h", model.Joined(s.CallOutHours+" h of call-outs", plural(s.State.Nights, "night", "nights"))},
	}
	if s.Person != (rotation.Person{}) {
		out.policy += ", for " + s.Person.String()
	}
	if s.Zone != "" {
		out.policy += ", times in " + s.Zone
	}
	for i, l := range s.Lines {
		out.lines = append(out.lines, lineOf(i, l, s.Currency, model.View{Loc: loc}))
	}
	for _, list := range [][]api.Finding{s.Violations, s.Warnings} {
		for _, f := range list {
			text := f.Text
			if !f.At.IsZero() {
				text = f.At.In(loc).Format("Mon 2 Jan 15:04") + ": " + text
			}
			out.broken = append(out.broken, text)
		}
	}
	return out
}

func lineOf(i int, l api.Line, currency string, v model.View) line {
	out := line{
		key: fmt.Sprint(i, l.What, l.Span.Start.Unix(), l.Amount), what: l.What, amount: money(l.Amount, currency), explanation: l.Explanation,
		sum: fmt.Sprintf("%s %s × %s", l.Units, l.Unit, money(l.Rate, currency)),
	}
	if !l.Span.Start.IsZero() {
		out.when = model.Between(l.Span, v)
	}
	switch {
	case l.TimeInLieu != 0 && isNothing(l.Amount):
		out.sum, out.amount = l.Units+" "+l.Unit, signed(l.TimeInLieu)
	case l.TimeInLieu != 0:
		out.amount += ", " + signed(l.TimeInLieu)
	}
	for _, f := range []model.Fact{{Name: "Rule", Value: l.Rule}, {Name: "When", Value: out.when}, {Name: "Reckoned", Value: out.sum + " = " + out.amount}} {
		if f.Value != "" {
			out.trace = append(out.trace, f)
		}
	}
	if len(l.Evidence) > 0 {
		out.trace = append(out.trace, model.Fact{Name: "Rests on", Value: strings.Join(l.Evidence, "\n")})
	}
	return out
}

// standOf says where a month stands.
func standOf(s api.MonthState, loc *time.Location) string {
	switch {
	case s.Closed && s.ClosedBy != "":
		return "Closed on " + s.ClosedAt.In(loc).Format("2 Jan 2006") + " by " + s.ClosedBy
	case s.Closed:
		return "Closed on " + s.ClosedAt.In(loc).Format("2 Jan 2006")
	case s.Over:
		return "Not closed yet: may still change"
	}
	return "So far: the month is not over"
}

// balanceOf says what the account of time in lieu holds at the end of a month, and
// what goes next.
func balanceOf(l api.LieuBalance) string {
	text := "Balance " + length(l.Closing)
	if len(l.Lapsing) > 0 {
		text = model.Joined(text, l.Lapsing[0].String())
	}
	return text
}

func money(amount, currency string) string {
	if currency == "" {
		return amount
	}
	return currency + " " + amount
}

func isNothing(amount string) bool { return strings.Trim(amount, "-0.") == "" }

// length is a span of seconds as people say it, also below zero.
func length(seconds int64) string {
	if seconds < 0 {
		return "−" + account.Length(-seconds)
	}
	return account.Length(seconds)
}

// signed is a length that says whether it comes or goes.
func signed(seconds int64) string {
	if seconds > 0 {
		return "+" + length(seconds)
	}
	return length(seconds)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
