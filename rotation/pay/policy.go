package pay

import (
	"time"

	"standby/rotation/pay/holiday"
)

// Policy is the set of rules that turn time into money and time in lieu. Parse
// makes one; the zero Policy pays nothing. It is immutable: any number of
// statements may be computed from one at once.
type Policy struct {
	// Name is what people call the policy, one line of at most 100 characters.
	Name string
	// Version and Source are the policy's own words for which text it renders;
	// they may be empty.
	Version, Source string
	// Zone is the zone by whose clock the policy counts, unless it counts by that
	// of the person.
	Zone *time.Location
	// Currency is three capital letters, as in ISO 4217.
	Currency string
	// Place is the number of decimals that amounts are rounded to, 0 to 4.
	Place int32

	from         int64    // the local day from which it is in force; noDate: always
	versions     []Policy // of a policy that has several, in order; it is the last of them
	joined       bool     // it is a version among others
	zoneOfPerson bool
	mode         roundMode
	atTotal      bool
	step         ratio // that amounts are rounded to; 0: Place alone says
	given        Facts
	work         workRule
	holidays     *holiday.Calendar
	holidayText  []string
	tables       []table
	rules        []rule
	packages     []packageRule
	choices      []choiceRule
	guarantees   []guaranteeRule
	caps         []capRule
	supplements  []supplementRule
	account      accountRule
	rests        []restRule
	limits       []limitRule
	matches      int  // how many there are
	pausesPaid   bool // some rule pauses for the time that call-outs are paid
}

// clockTime is a time of day in seconds from local midnight, or the fact that
// gives it.
type clockTime struct {
	set bool
	sec int64
	ref string
}

// length is a length of time in seconds, or the fact that gives it in hours.
type length struct {
	set bool
	sec int64
	ref string
}

type workRule struct {
	set      bool
	days     [7]bool
	from, to clockTime
}

type table struct {
	name     string
	by       []string
	byItem   bool // by role, mode or schedule, too
	rows     []tableRow
	fallback *ratio
}

type tableRow struct {
	is    []string
	value ratio
}

// source is what a rule pays for.
type source string

const (
	forStandby source = "standby"
	forCallOut source = "call_out"
	forTravel  source = "travel"
	forFigure  source = "figure"
)

type rule struct {
	key, what string
	from      source
	figure    string
	match     match

	overlap   string
	join      int64 // the gap up to which two are one; -1: only what overlaps
	cut       cutting
	pauses    bool
	paidPause bool // for the time that call-outs are paid, not just for that worked
	byWall    bool
	insteadOf string

	merge       merging
	travel      string
	travelFlat  int64
	nthFrom     int64 // the first that counts, from 1 on; 0: all do
	nthTo       int64 // the last; 0: there is none
	nthPer      cutting
	onStandby   string
	included    length
	minimum     length
	minimumPay  *rate
	minimumRate *rate // of what is missing to the minimum
	minOnce     cutting
	minSuppress bool
	round       timeRound
	roundSum    string
	padClock    bool
	hoursPer    string
	hoursFrom   length
	tierAll     bool  // all is paid in the tier that the sum reaches
	tierCount   bool  // tiers count pieces
	rateStep    ratio // that a rate is rounded to before it is multiplied; 0: none
	classify    string
	combine     string
	per         unit
	partial     string
	settle      string
	settleElse  string
	attribute   string
	timeRound   timeRound

	qualify  qualification
	minimums []minimum
	bonuses  []bonus
	rows     []row
	hasRows  bool
	tiers    bool
	perItem  bool  // some row or rate depends on the shift or the call-out
	awaited  bool  // another rule pays for what does not qualify here
	capped   bool  // a cap in money is on it
	packed   []int // the packages at whose windows it is cut
}

type merging struct {
	gap  int64
	from string // "", "start", "end", "minimum"
	as   string // "worked", "span", "first"
}

// timeRound brings a length of time to a multiple of step.
type timeRound struct {
	step int64
	mode roundMode
}

// unit is what a rate is paid for: a length of time, or each piece.
type unit struct {
	sec  int64 // 0: each piece
	name string
}

type row struct {
	name      string
	match     match
	skip      bool
	rate      *rate
	low, high *rate
	factor    *ratio
	time      *timeRate
	excludes  []string
	reports   []report
	index     int
}

// timeRate is time in lieu: times the hours paid, or so much for each unit.
type timeRate struct {
	ratio *rate
	each  int64
}

type minimum struct {
	match match
	time  length
}

type bonus struct {
	match match
	add   int64
}

// report is a count that the statement carries under a name.
type report struct {
	name, as string
}

type qualification struct {
	set                                 bool
	of                                  string
	atLeast, moreThan, atMost, lessThan int64
	runsPast, covers                    clockTime
	overnight, uninterrupted            bool
	within                              match // the window in which lengths are measured
}

type packageRule struct {
	key, what string
	match     match
	covered   int64 // seconds; -1: the whole window
	replaces  []string
	choose    string
	rate      *rate
	time      int64 // in lieu
	adjoining bool  // holidays that adjoin a window belong to it
	reports   []report
}

type capRule struct {
	key  string
	of   []string
	per  cutting
	pay  *rate
	time int64
	// units is how many at most; 0: the cap is not in units.
	units ratio
	over  string
	rate  *rate
}

type accountRule struct {
	set                 bool
	cap                 int64
	over                string
	rate                *rate
	expires             expiry
	expired             string
	round               timeRound
	mayBeNegative       bool
	opening             length
	openingEarned, asOf string
	reports             []report
}

type restRule struct {
	code, kind         string
	atLeast            int64
	workEnd, nextStart string
	standbyIsWork      bool
	release            string
	releaseRate        *rate
	reports            []report
	warning            bool
	called             match // what a call-out must be for the rule to hold
	ifCalled           bool
	reduced            int64 // what is enough so many times
	reducedTimes       int64
	reducedPer         string
}

type limitRule struct {
	code, of, per         string
	cycle                 cutting
	atMost                ratio
	least                 bool // at least, not at most
	regular, extra, weeks string
	reports               []report
	warning               bool
}
