package pay

import (
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
)

// Kind says what a line is about.
type Kind string

// The kinds of line.
const (
	KindStandby    Kind = "standby"
	KindCallOut    Kind = "call_out"
	KindFigure     Kind = "figure"     // a quantity that somebody reported
	KindPackage    Kind = "package"    // a price that replaces its parts
	KindGuarantee  Kind = "guarantee"  // what is missing to a least
	KindSupplement Kind = "supplement" // a part of what other lines pay
	KindCap        Kind = "cap"        // what a cap takes away, or turns into something else, or the lower of two
	KindAccount    Kind = "account"    // time in lieu that lapsed or was paid out
	KindRest       Kind = "rest"       // paid release after too short a rest
	KindRounding   Kind = "rounding"   // the difference that rounding the total makes
	KindAdjustment Kind = "adjustment" // entered by hand; the engine makes none
)

// Line is one figure with all it rests on.
type Line struct {
	Kind Kind
	// What is the line in a few words.
	What string
	// Span is the time that the line is about, cut to whole seconds; the zero
	// Interval where it is about none.
	Span rotation.Interval
	// Seconds is the time that is paid, by the clock that the rule names and after
	// minimum and rounding; 0 where the line pays no time.
	Seconds int64
	// Units is how many of Unit are paid, rounded half up to 4 decimals where
	// UnitsRounded says so. Amount is computed from the exact quantity.
	Units        decimal.Decimal
	UnitsRounded bool
	// Unit is "hour", "day", "call-out", "8 h", ...
	Unit string
	// Rate is the money for a Unit, rounded half up to 6 decimals where it has
	// more; zero for a line in time alone.
	Rate decimal.Decimal
	// Amount is Units times Rate, rounded as the policy says.
	Amount decimal.Decimal
	// TimeInLieu is the time in seconds that the line adds to the account, or
	// takes from it.
	TimeInLieu int64
	// Rule names the part of the policy, by its key.
	Rule string
	// Row is the row of the rule that gave the rate; empty where it has none.
	Row string
	// Explanation says in one sentence how the amount came about.
	Explanation string
	// Evidence names what the line rests on: "shift UID of CALENDAR", "page ID".
	Evidence []string
	// entry is what the engine made the line of, tell what puts it into words.
	entry *entry
	tell  *teller
}

// Violation is a rest rule or a limit that was not kept.
type Violation struct {
	// Code is short and stable: "daily_rest_below_11h".
	Code string
	// At is when; the zero Time where no single instant is at fault.
	At time.Time
	// Text says it in a sentence.
	Text string
	// say makes Text, where it is not there yet.
	say  note
	tell *teller
}

// Statement is what a person's duty in a period is worth, line by line.
type Statement struct {
	// Policy is the name of the policy that was applied, Version its version.
	Policy, Version string
	Person          rotation.Person
	// Period is the one asked for, or what the input spans where all was.
	Period rotation.Interval
	// Zone is the zone that the explanations show times in.
	Zone *time.Location
	// Currency is the one of every amount.
	Currency string
	// Place is the number of decimals that amounts have.
	Place int32
	// Lines are in the order of the policy's rules, each in order of time.
	Lines []Line
	// Cash is the sum of the amounts of Lines.
	Cash decimal.Decimal
	// TimeInLieu is the balance of the account at the end, in seconds: what was
	// there, and the sum of TimeInLieu of Lines.
	TimeInLieu int64
	// OpeningTime is what of it was there before.
	OpeningTime int64
	// Expiring are the parts of the balance that will lapse or be paid out, in
	// order of time; At is when.
	Expiring []Credit
	// Units are the counts that the policy reports under names of its own.
	Units map[string]decimal.Decimal
	// Violations and Warnings are what rest rules and limits found.
	Violations, Warnings []Violation
	// StandbySeconds and CallOutSeconds are the elapsed time in the period, each
	// second once.
	StandbySeconds, CallOutSeconds int64
	// Notes are what the reader must know besides: what still runs, what is still
	// to come, what was covered twice.
	Notes []string

	// carried is the account as the statement leaves it, for what comes after.
	carried []Credit
}
