package pay

import (
	"time"

	"standby/rotation"
)

// Facts are what is known of a person, a shift or a call-out besides its times:
// "level" is "C3-C2", "woke" is "true", "rate" is "17". Numbers are decimal
// text, so that nothing is lost. An absent fact equals "false" and "".
//
// Of a person the engine itself reads these: hourly, daily, weekly, monthly and
// yearly (pay, as rates name it) and settle ("cash" or "time", the choice where
// a rule leaves one).
type Facts map[string]string

// CallOut is a span that a person worked because of a page.
type CallOut struct {
	// PageID names the page, What is its title.
	PageID, What string
	Person       rotation.Person
	// Interval is from taking the page to its end. One that is empty still
	// happened, and may count as a minimum.
	rotation.Interval
	// Running means that it has not ended: it is counted up to now, and End does
	// not matter.
	Running bool
	// Mode is how it was done: "phone", "remote", "onsite", or a word of the
	// policy's own.
	Mode string
	// Travel is the time of the journeys, there and back, that is not in Interval.
	Travel time.Duration
	// Facts is what else is known of it, such as "woke" or "planned".
	Facts Facts
}

// Holiday is a day, or a part of one, that is a holiday for the person.
type Holiday struct {
	// Year, Month and Day are its date by the person's clock.
	Year  int
	Month time.Month
	Day   int
	// Class sorts holidays for the policy; empty is "holiday".
	Class string
	Name  string
}

// Credit is time in lieu that the person had before: earned at a time, in
// seconds, and negative where it was taken.
type Credit struct {
	At      time.Time
	Seconds int64
}

// FactsFrom are facts that hold from a local day on, in place of those before: a
// raise, or another level. What a rule splits is split there; all else has the
// facts of its beginning, or of its end where the rule goes by that.
type FactsFrom struct {
	Year  int
	Month time.Month
	Day   int
	Facts Facts
}

// Input is what a statement is made from. The order of shifts and call-outs,
// and the location of the instants, are of no consequence. Shifts and call-outs
// may reach beyond the period; where a rule counts by duty, week or month, they
// should, because the policy has to see the whole of it.
type Input struct {
	// Person is whose statement it is; what others did is passed over.
	Person rotation.Person
	// Facts are those of the person in the period: hourly pay, level, site, ...
	Facts Facts
	// Later are facts that change on a day; their order is of no consequence.
	Later []FactsFrom
	// Zone is the clock to count by, where the policy leaves it to the person;
	// nil is the policy's.
	Zone *time.Location
	// Period is the span that is accounted for; the zero Interval means all.
	Period   rotation.Interval
	Shifts   []rotation.Shift
	CallOuts []CallOut
	// ShiftFacts are facts of shifts by their UID.
	ShiftFacts map[string]Facts
	// Holidays come on top of those that the policy itself knows.
	Holidays []Holiday
	// Account is the time in lieu from before.
	Account []Credit
	// Now is the instant up to which time counts; the zero Time means that all of
	// it has passed.
	Now time.Time
}
