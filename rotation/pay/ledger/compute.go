package ledger

import (
	"fmt"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
)

// Work is a month as its policy, the rota and the log have it.
type Work struct {
	Month Month
	// Period is the span that is accounted for: that of Turn, or of the closing.
	Period rotation.Interval
	Policy *pay.Policy
	// PolicyHash names the text of the policy: its SHA-256 in hexadecimal digits.
	PolicyHash string
	// Input has the person, the facts, the shifts and now. Period, call-outs and
	// account are filled in here. Shifts and Hours should reach beyond the period,
	// as pay.Input says.
	Input pay.Input
	// Hours is the log, as Merge makes it.
	Hours []Logged
}

// Computed is what a month is worth by its policy, before adjustments,
// corrections and the account.
type Computed struct {
	Work
	// Statement is the engine's, without call-outs that were removed.
	Statement pay.Statement
	// Lines are those of Statement, with what they rest on.
	Lines []Line
}

// Compute evaluates the month. The errors are those of pay.Policy.Evaluate, with
// the month.
func (w Work) Compute() (Computed, error) {
	in := w.Input
	in.Period, in.Account, in.CallOuts = w.Period, nil, nil
	hours := map[string]*Logged{}
	for i := range w.Hours {
		h := &w.Hours[i]
		if !h.Removed {
			in.CallOuts = append(in.CallOuts, h.CallOut())
		}
		hours["page "+h.ID] = h
	}
	st, err := w.Policy.WithoutAccount().Evaluate(in)
	if err != nil {
		return Computed{}, fmt.Errorf("compute %s: %w", w.Month, err)
	}
	w.Input.Period = w.Period
	c := Computed{Work: w, Statement: st, Lines: make([]Line, len(st.Lines))}
	for i, l := range st.Lines {
		c.Lines[i] = cite(l, hours, st.Zone)
	}
	c.Statement.Notes = append(c.named(st.Notes), c.notes(st.Zone)...)
	return c, nil
}

// cite tells apart what a line rests on, and says it to people.
func cite(l pay.Line, hours map[string]*Logged, zone *time.Location) Line {
	out := Line{Line: l}
	out.Evidence = nil
	seen := map[string]bool{}
	for _, e := range l.Evidence {
		rests, text := e, e
		if h := hours[e]; h != nil {
			rests, text = "hour "+h.ID, h.evidence(zone)
		}
		out.Rests = append(out.Rests, rests)
		if !seen[text] {
			out.Evidence = append(out.Evidence, text)
		}
		seen[text] = true
	}
	return out
}

// evidence says where the hour comes from, with the edit that stands.
func (l *Logged) evidence(zone *time.Location) string {
	text := "page " + l.PageID
	if l.Stint > 1 {
		text += fmt.Sprintf(", stint %d", l.Stint)
	}
	edited := "edited"
	if l.ByHand() {
		text, edited = "call-out "+l.ID, "entered by hand"
	}
	if !l.Edited || l.Why == "" && !l.ByHand() {
		return text
	}
	text += fmt.Sprintf(", %s on %s by %s", edited, dayText(l.At, zone), l.By)
	if l.Why != "" {
		text += ": " + l.Why
	}
	return text
}

func dayText(t time.Time, zone *time.Location) string { return t.In(zone).Format("2 Jan 2006") }

// named puts the page in the place of the hour's ID, by which the engine knows it.
func (c Computed) named(notes []string) []string {
	var out []string
	for _, n := range notes {
		if strings.Contains(n, "(page ") {
			for i := range c.Hours {
				if h := &c.Hours[i]; !h.ByHand() {
					n = strings.ReplaceAll(n, "(page "+h.ID+")", "(page "+h.PageID+")")
				}
			}
		}
		out = append(out, n)
	}
	return out
}

// notes say what is open about the hours of the month.
func (c Computed) notes(zone *time.Location) []string {
	var out []string
	open := 0
	for i := range c.Hours {
		h := &c.Hours[i]
		if !c.Period.Contains(h.Start) || !h.Person.Same(c.Input.Person) {
			continue
		}
		if !h.Confirmed && !h.Removed && !h.Running {
			open++
		}
		if h.Differs != "" {
			out = append(out, fmt.Sprintf("The call-out of %s counts as %s left it on %s; its page tells otherwise since: %s.",
				h.Start.In(zone).Format("2 Jan 2006 15:04"), h.By, dayText(h.At, zone), h.Differs))
		}
	}
	switch open {
	case 0:
	case 1:
		out = append(out, "1 call-out is not confirmed yet.")
	default:
		out = append(out, fmt.Sprintf("%d call-outs are not confirmed yet.", open))
	}
	return out
}
