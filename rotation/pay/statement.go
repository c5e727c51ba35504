package pay

import (
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
)

// Kind says what a line pays for.
type Kind string

// The kinds of line.
const (
	KindStandby Kind = "standby"
	KindCallOut Kind = "call_out"
)

// CallOut is a span that a person worked because of a page.
type CallOut struct {
	// PageID names the page, What is its title.
	PageID, What string
	Person       rotation.Person
	// Interval is from taking the page to its end. One that is empty still
	// happened, and counts as the minimum.
	rotation.Interval
	// Running means that it has not ended: it is counted up to now, and End does
	// not matter.
	Running bool
}

// Input is what a statement is made from. The order of shifts and call-outs,
// and the location of the instants, are of no consequence.
type Input struct {
	// Person is whose statement it is; what others did is passed over.
	Person rotation.Person
	// Period is the span that is accounted for.
	Period   rotation.Interval
	Shifts   []rotation.Shift
	CallOuts []CallOut
	// Now is the instant up to which time counts.
	Now time.Time
}

// Statement is what a person's duty in a period is worth, line by line.
type Statement struct {
	// Policy is the name of the policy that was applied.
	Policy string
	Person rotation.Person
	Period rotation.Interval
	// Zone is the zone that the explanations show times in.
	Zone *time.Location
	// Currency is the one of every amount.
	Currency string
	// Place is the number of decimals that amounts have.
	Place int32
	// Lines are standby first, then call-outs, each in order of time. No second
	// of standby is in two lines, and none of call-out.
	Lines []Line
	// Total is the sum of the amounts of Lines.
	Total decimal.Decimal
	// StandbySeconds and CallOutSeconds are the sums of Seconds of their lines.
	StandbySeconds, CallOutSeconds int64
	// Notes are what the reader must know besides: what still runs, what is still
	// to come, what was covered twice.
	Notes []string
}

// Line is one figure with all it rests on.
type Line struct {
	Kind Kind
	// What is the line in a few words.
	What string
	// Span is the time that the line is about, cut to whole seconds.
	Span rotation.Interval
	// Seconds is the time that is paid: the length of Span, or the minimum where
	// that is more.
	Seconds int64
	// Units is Seconds in hours, for display, rounded half up to 4 decimals where
	// UnitsRounded says so. Amount is computed from Seconds.
	Units        decimal.Decimal
	UnitsRounded bool
	// Rate is the money for an hour.
	Rate decimal.Decimal
	// Amount is Rate times Seconds over 3600, rounded half up to the place of the
	// policy.
	Amount decimal.Decimal
	// Rule names the part of the policy, by its keys.
	Rule string
	// Explanation says in one sentence how the amount came about.
	Explanation string
	// Evidence names what the line rests on: "shift UID of CALENDAR", "page ID".
	Evidence []string
}

// Statement computes what the person's duty in the period is worth.
func (p Policy) Statement(in Input) Statement {
	s := Statement{
		Policy: p.Name, Person: in.Person, Period: in.Period, Zone: p.zone(),
		Currency: p.Currency, Place: p.Rounding.Place,
	}
	if (in.Person == rotation.Person{}) {
		s.Notes = append(s.Notes, "Nobody is named, so no time is counted.")
	}
	p.addStandby(&s, in)
	p.addCallOuts(&s, in)
	for _, l := range s.Lines {
		s.Total = s.Total.Add(l.Amount)
		if l.Kind == KindStandby {
			s.StandbySeconds += l.Seconds
		} else {
			s.CallOutSeconds += l.Seconds
		}
	}
	return s
}

var secondsPerHour = decimal.NewFromInt(3600)

// price fills in what follows from the seconds and the rate of a line.
func (p Policy) price(l *Line) {
	seconds := decimal.NewFromInt(l.Seconds)
	l.Units = seconds.DivRound(secondsPerHour, 4)
	l.UnitsRounded = !l.Units.Mul(secondsPerHour).Equal(seconds)
	l.Amount = l.Rate.Mul(seconds).DivRound(secondsPerHour, p.Rounding.Place)
}

// stretch is a half-open span in seconds of Unix time. Instants are cut to
// whole seconds at once, each by itself, so that spans which meet still meet.
type stretch struct{ from, to int64 }

func seconds(i rotation.Interval) stretch {
	return stretch{i.Start.Unix(), i.End.Unix()}
}

func (s stretch) length() int64 { return max(0, s.to-s.from) }

func (s stretch) clip(from, to int64) stretch {
	return stretch{max(s.from, from), min(s.to, to)}
}

func (s stretch) interval() rotation.Interval {
	return rotation.Interval{Start: time.Unix(s.from, 0).UTC(), End: time.Unix(s.to, 0).UTC()}
}
