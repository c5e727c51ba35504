package statement

import (
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
)

// Document is the statement of one person for one period, ready to be printed.
// Totals and Hash are Seal's to fill in.
type Document struct {
	// Title is the headline, Policy the name of the rules that were applied,
	// with their version where they have one.
	Title, Policy string
	Person        rotation.Person
	// Period is the span that is accounted for.
	Period rotation.Interval
	// Zone is the IANA name of the zone that times are printed in. Empty is UTC;
	// "Local" is refused, since it means something else on every machine.
	Zone string
	// Currency is the ISO 4217 code of every amount. It may be empty where
	// nothing but time is paid.
	Currency string
	// Place is how many decimals amounts are printed with at least, 0 to 8. An
	// amount that has more is printed with all it has.
	Place int32
	Lines []Line
	// Totals are the sums of Lines.
	Totals Totals
	// Counts are what the policy counts besides, by its own names.
	Counts []Count
	// Violations are the rules that were broken, Warnings the ones that are about
	// to be, Notes what the reader must know besides.
	Violations, Warnings []Finding
	Notes                []string
	// Account is the time-in-lieu account, nil where there is none.
	Account *Account
	// Made is when the document was made, the zero time where that is of no
	// interest. Hash does not cover it.
	Made time.Time
	// Hash is the SHA-256 of the content in hexadecimal digits.
	Hash string
}

// Line is one figure with all it rests on.
type Line struct {
	// Kind is the sort of line in one word, such as "standby"; What is the line
	// in a few.
	Kind, What string
	// Span is the time that the line is about, cut to whole seconds; the zero
	// interval where it is about none.
	Span rotation.Interval
	// Units is how much of Unit is paid, Rate the money for one of it. Either is
	// invalid where the line has none, as an adjustment.
	Units decimal.NullDecimal
	Unit  string
	Rate  decimal.NullDecimal
	// Amount is the money, in the document's currency; below zero it is taken back.
	Amount decimal.Decimal
	// TimeInLieu is the time earned, in seconds; below zero it is taken back.
	TimeInLieu int64
	// Rule names the part of the policy by its keys, Explanation says in a
	// sentence how the figures came about.
	Rule, Explanation string
	// Evidence names what the line rests on, one thing an entry.
	Evidence []string
}

// Finding is a rule or a limit that was not kept, or soon will not be.
type Finding struct {
	// Code is short and stable, Text says it in a sentence.
	Code, Text string
	// At is when; the zero time where no single instant is at fault.
	At time.Time
}

// Count is a number of something.
type Count struct {
	Name  string
	Value decimal.Decimal
}

// Totals are the sums of the lines of a document.
type Totals struct {
	Amount decimal.Decimal
	// TimeInLieu is in seconds.
	TimeInLieu int64
	// Units has the sum of the units for every unit that a line has, by name.
	Units []Count
}

// Account is the time-in-lieu account over the period. All figures are seconds,
// and none but Opening, Corrected and Closing is below zero.
type Account struct {
	// Opening is the balance at the start of the period.
	Opening int64
	// Earned is added to it; Taken, Expired and PaidOut are taken from it;
	// Corrected is either.
	Earned, Taken, Expired, PaidOut, Corrected int64
	// Closing is the balance at the end; it is Seal's to fill in.
	Closing int64
	// Booked is the part of Closing that is set aside for days off to come.
	Booked int64
	// Lapses is what expires next, in order of time.
	Lapses []Lapse
}

// Lapse is time that expires on a day unless it is used before.
type Lapse struct {
	// Seconds is how much lapses, On the instant from which it is gone.
	Seconds int64
	On      time.Time
}

// Team is the statements of many for a manager or for payroll. Totals and Hash
// are SealTeam's to fill in.
type Team struct {
	Title string
	// Period and Zone are the heading's; each statement has its own besides.
	Period     rotation.Interval
	Zone       string
	Statements []Document
	// Totals has one entry for every currency, in alphabetical order.
	Totals []TeamTotal
	// Made is as in Document.
	Made time.Time
	// Hash is the SHA-256 of the content in hexadecimal digits. It covers the
	// statements.
	Hash string
}

// TeamTotal is the sum of the statements in one currency.
type TeamTotal struct {
	Currency string
	// Place is the most decimals that a statement in the currency asks for.
	Place  int32
	Amount decimal.Decimal
	// TimeInLieu is in seconds.
	TimeInLieu int64
	// Statements is how many are added up.
	Statements int
}
