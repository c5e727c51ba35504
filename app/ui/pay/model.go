package pay

import (
	"fmt"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
)

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

// statementView is a statement as it is shown.
type statementView struct {
	// pay, standby and callOut are the three figures.
	pay, standby, callOut string
	// policy says by which rules, and whose duty it is.
	policy string
	lines  []line
	notes  []string
}

// line is one line of a statement: what and how much, how it came about, and
// what it rests on.
type line struct{ what, when, sum, amount, explanation, evidence string }

// statementOf puts a statement into words; times are in the statement's own zone,
// because its month is a month there.
func statementOf(s api.Statement, v model.View) statementView {
	loc := v.Loc
	if l, err := time.LoadLocation(s.Zone); err == nil && s.Zone != "" {
		loc = l
	}
	out := statementView{pay: money(s.Total, s.Currency), standby: s.StandbyHours + " h", callOut: s.CallOutHours + " h", notes: s.Notes}
	out.policy = "By the policy “" + s.Policy + "”"
	if s.Person != (rotation.Person{}) {
		out.policy += ", for " + s.Person.String()
	}
	if s.Zone != "" {
		out.policy += ", times in " + s.Zone
	}
	for _, l := range s.Lines {
		out.lines = append(out.lines, line{
			what: l.What, when: model.Between(l.Span, model.View{Loc: loc}),
			sum:    fmt.Sprintf("%s %s × %s", l.Units, l.Unit, money(l.Rate, s.Currency)),
			amount: money(l.Amount, s.Currency), explanation: l.Explanation,
			evidence: model.Joined(rule(l.Rule), strings.Join(l.Evidence, ", ")),
		})
	}
	return out
}

func rule(name string) string {
	if name == "" {
		return ""
	}
	return "Rule: " + name
}

func money(amount, currency string) string {
	if currency == "" {
		return amount
	}
	return currency + " " + amount
}

// monthStep is the month by months after the one of year and month.
func monthStep(year int, month time.Month, by int) (int, time.Month) {
	t := time.Date(year, month+time.Month(by), 1, 0, 0, 0, 0, time.UTC)
	return t.Year(), t.Month()
}
