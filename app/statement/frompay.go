package statement

import (
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation/pay"
)

// FromPay is a computed statement as a document, not yet sealed. Made is when it
// is made. The account is the one that the statement knows: what was booked or
// taken as days off is for the caller to enter, who keeps those.
func FromPay(s pay.Statement, title string, made time.Time) Document {
	d := Document{
		Title: title, Policy: s.Policy, Person: s.Person, Period: s.Period, Zone: "UTC",
		Currency: s.Currency, Place: s.Place, Lines: make([]Line, len(s.Lines)),
		Violations: fromFindings(s.Violations), Warnings: fromFindings(s.Warnings), Notes: s.Notes,
		Account: fromAccount(s), Made: made,
	}
	if s.Version != "" {
		d.Policy += ", version " + s.Version
	}
	if s.Zone != nil {
		d.Zone = s.Zone.String()
	}
	for name, value := range s.Units {
		d.Counts = append(d.Counts, Count{name, value})
	}
	for i, l := range s.Lines {
		d.Lines[i] = fromLine(l)
	}
	return d
}

func fromLine(l pay.Line) Line {
	out := Line{
		Kind: string(l.Kind), What: l.What, Span: l.Span, Unit: l.Unit, Amount: l.Amount, TimeInLieu: l.TimeInLieu,
		Rule: l.Rule, Explanation: l.Explanation, Evidence: l.Evidence,
	}
	if l.Row != "" {
		out.Rule += ", " + l.Row
	}
	if l.Unit != "" {
		out.Units = decimal.NewNullDecimal(l.Units)
	}
	if !l.Rate.IsZero() {
		out.Rate = decimal.NewNullDecimal(l.Rate)
	}
	return out
}

func fromFindings(list []pay.Violation) []Finding {
	out := make([]Finding, len(list))
	for i, v := range list {
		out[i] = Finding{v.Code, v.Text, v.At}
	}
	return out
}

// fromAccount sorts the time in lieu of the lines into the figures of an account,
// nil where there is none.
func fromAccount(s pay.Statement) *Account {
	a := Account{Opening: s.OpeningTime}
	moved := s.OpeningTime != 0 || s.TimeInLieu != 0 || len(s.Expiring) > 0
	for _, l := range s.Lines {
		moved = moved || l.TimeInLieu != 0
		switch {
		case l.Kind == pay.KindAccount && l.TimeInLieu < 0 && l.Amount.IsZero():
			a.Expired -= l.TimeInLieu
		case l.Kind == pay.KindAccount && l.TimeInLieu < 0:
			a.PaidOut -= l.TimeInLieu
		case l.Kind != pay.KindAdjustment && l.TimeInLieu > 0:
			a.Earned += l.TimeInLieu
		default:
			a.Corrected += l.TimeInLieu
		}
	}
	if !moved {
		return nil
	}
	for _, c := range s.Expiring {
		a.Lapses = append(a.Lapses, Lapse{c.Seconds, c.At})
	}
	return &a
}
