package pay

import (
	"math/big"
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

	zoneOfPerson bool
	mode         roundMode
	atTotal      bool
	given        Facts
	work         workRule
	holidays     *holiday.Calendar
	holidayText  []string
	tables       []table
	rules        []rule
	packages     []packageRule
	caps         []capRule
	account      accountRule
	rests        []restRule
	limits       []limitRule
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
	rows     []tableRow
	fallback *big.Rat
}

type tableRow struct {
	is    []string
	value *big.Rat
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
	byWall    bool
	insteadOf string

	merge       merging
	travel      string
	travelFlat  int64
	nth         string
	nthPer      cutting
	onStandby   string
	included    length
	minimum     length
	minimumPay  *rate
	minOnce     cutting
	minSuppress bool
	round       timeRound
	roundSum    string
	padClock    bool
	hoursPer    string
	hoursFrom   length
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
	perItem  bool // some row or rate depends on the shift or the call-out
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
	factor    *big.Rat
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
}

type packageRule struct {
	key, what string
	match     match
	covered   int64 // seconds; -1: the whole window
	replaces  []string
	choose    string
	rate      *rate
	reports   []report
}

type capRule struct {
	key  string
	of   []string
	per  cutting
	pay  *rate
	time int64
	over string
	rate *rate
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
}

type limitRule struct {
	code, of, per         string
	atMost                *big.Rat
	regular, extra, weeks string
	reports               []report
	warning               bool
}
