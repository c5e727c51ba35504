package ledger

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// KindCorrection is the kind of a line that makes good for a closed month what
// has turned out otherwise since.
const KindCorrection pay.Kind = "correction"

// Line is one figure of a statement in the ledger.
type Line struct {
	pay.Line
	// Rests are the shifts and hours that the line rests on, by which it is known
	// again: "shift UID of CALENDAR", "hour ID". Evidence says the same to people.
	Rests []string
	// Of is the closed month that a correction or a late adjustment is about; the
	// zero Month for the statement's own.
	Of Month
	// Entry is the ID of the adjustment, or of the entry of the account, that the
	// line comes of; empty for what the policy pays, and for its corrections.
	Entry string
	// Was and Is are the figures that a correction goes from and to.
	Was, Is Figures

	currency string       // of a correction
	on       account.Date // of an adjustment
}

// Figures are what a line is worth.
type Figures struct {
	Amount decimal.Decimal
	// TimeInLieu is in seconds.
	TimeInLieu int64
}

func (f Figures) add(o Figures) Figures {
	return Figures{f.Amount.Add(o.Amount), f.TimeInLieu + o.TimeInLieu}
}

func (f Figures) sub(o Figures) Figures {
	return Figures{f.Amount.Sub(o.Amount), f.TimeInLieu - o.TimeInLieu}
}

func (f Figures) zero() bool { return f.Amount.IsZero() && f.TimeInLieu == 0 }

func (l *Line) figures() Figures { return Figures{l.Amount, l.TimeInLieu} }

// derived reports whether the policy alone makes the line, of shifts and hours.
func (l *Line) derived() bool {
	return l.Kind != KindCorrection && l.Kind != pay.KindAdjustment && l.Kind != pay.KindAccount
}

// key is what a derived line and its corrections have in common.
func (l *Line) key() string {
	if len(l.Rests) > 0 {
		rests := slices.Clone(l.Rests)
		slices.Sort(rests)
		return l.Rule + "\x00" + strings.Join(rests, "\x00")
	}
	if l.Span.Start.IsZero() {
		return l.Rule
	}
	return l.Rule + "\x00" + l.Span.Start.UTC().Format(time.RFC3339)
}

// Sum adds up lines.
func Sum(lines []Line) Figures {
	var sum Figures
	for i := range lines {
		sum = sum.add(lines[i].figures())
	}
	return sum
}
