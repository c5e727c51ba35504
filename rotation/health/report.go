package health

import (
	"standby/rotation"
)

// Report is the health of a rota over a window. All times in it are elapsed
// seconds; all instants are UTC.
type Report struct {
	// Window is what was judged, in whole seconds.
	Window rotation.Interval `json:"window"`
	// Score is 0 to 100: the mean of the percentages of Coverage and of
	// Balance.Hours, rounded half to even; 0 when nobody is on call at all.
	Score int `json:"score"`
	// Findings explain the score: their points add up to what is missing from
	// 100. They come in order of kind: coverage role by role, balance, rest,
	// stretch, nights, weekends, holidays.
	Findings []Finding `json:"findings"`
	// Coverage is that of all roles that count, taken together.
	Coverage Coverage `json:"coverage"`
	// Roles are in the order of Plan.Roles.
	Roles   []Role  `json:"roles"`
	Balance Balance `json:"balance"`
	// People are all who are on call in the window, by name and then e-mail.
	People []Person `json:"people"`
}

// Coverage is how much of a role's time somebody holds it. Time that several
// hold counts once.
type Coverage struct {
	Covered   int64 `json:"covered_s"`
	Uncovered int64 `json:"uncovered_s"`
	Ratio     Ratio `json:"ratio"`
	// Percent is rounded half to even by itself: it may be 100 beside a gap.
	Percent int `json:"percent"`
}

// Role is how well a role is covered.
type Role struct {
	Role rotation.Role `json:"role"`
	// Counts says that the role counts for the score. Shadow does not, unless
	// the rota has no other role: whoever learns may leave gaps and take fewer
	// hours.
	Counts bool `json:"counts"`
	Coverage
	Gaps       int   `json:"gaps"`
	LongestGap *Span `json:"longest_gap,omitempty"`
}

// Span is an interval and its length.
type Span struct {
	rotation.Interval
	Seconds int64 `json:"seconds"`
}

// Balance is how evenly people share what they hold of the roles that count.
// Whoever has no part in those does not enter.
type Balance struct {
	Hours    Evenness `json:"hours"`
	Nights   Evenness `json:"nights"`
	Weekends Evenness `json:"weekends"`
	Holidays Evenness `json:"holidays"`
}

// Evenness is how evenly something is shared.
type Evenness struct {
	// Ratio is 1 when all have the same.
	Ratio Ratio `json:"ratio"`
	// Percent is the ratio in percent, rounded half to even; from 95 on it is
	// 100.
	Percent int `json:"percent"`
	// Overloaded have more than the average, when Percent is below 100: the
	// highest first, then by name.
	Overloaded []Overload `json:"overloaded"`
}

// Overload is by how much somebody has more than the average.
type Overload struct {
	Person rotation.Person `json:"person"`
	// Percent is above zero, rounded half to even.
	Percent int `json:"percent"`
}

// Person is what the rota asks of somebody. A person in two roles at once is on
// duty once.
type Person struct {
	Person rotation.Person `json:"person"`
	// Zone is the name of the one that nights were counted in.
	Zone string `json:"zone"`
	// OnDuty is the time in which the person holds any role.
	OnDuty int64 `json:"on_duty_s"`
	// Shifts are the turns in all roles, as Plan.Schedule has them.
	Shifts int `json:"shifts"`
	// Roles are those that the person holds, in the order of Plan.Roles.
	Roles []Part `json:"roles"`
	// Night is the time on duty in the person's own nights, Nights how many of
	// them it touches.
	Night  int64 `json:"night_s"`
	Nights int   `json:"nights"`
	// Weekend and Weekends are that for the rota's weekends.
	Weekend  int64 `json:"weekend_s"`
	Weekends int   `json:"weekends"`
	// Holiday is the time on duty on holidays; Holidays lists those touched, by
	// date.
	Holiday  int64          `json:"holiday_s"`
	Holidays []HolidayTaken `json:"holidays"`
	// LongestStretch is the longest unbroken time on duty, in whatever roles.
	LongestStretch Span `json:"longest_stretch"`
	// ShortestRest is the shortest time off between two stretches; nil when
	// there are fewer than two. ShortRests counts those below MinRest.
	ShortestRest *Span `json:"shortest_rest,omitempty"`
	ShortRests   int   `json:"short_rests"`
	// Load is the time in which the person holds any role that counts, and Share
	// its part of everybody's. FromFair is by how much it differs from the
	// average, and FromFairPercent that in percent of the average; both are
	// rounded half to even, and zero when there is no load.
	Load            int64 `json:"load_s"`
	Share           Ratio `json:"share"`
	FromFair        int64 `json:"from_fair_s"`
	FromFairPercent int   `json:"from_fair_percent"`
}

// Part is what a person holds of one role.
type Part struct {
	Role    rotation.Role `json:"role"`
	Seconds int64         `json:"seconds"`
	Shifts  int           `json:"shifts"`
}

// HolidayTaken is a date on which a person is on duty though it is a holiday.
type HolidayTaken struct {
	// Date is as RFC 3339 writes it: 2026-12-25.
	Date    string `json:"date"`
	Name    string `json:"name,omitempty"`
	Seconds int64  `json:"seconds"`
}

// Severity is how much a finding matters.
type Severity string

// The severities: as it should be, worth knowing, to be mended.
const (
	Good    Severity = "good"
	Note    Severity = "note"
	Warning Severity = "warning"
)

// Code says what a finding is about.
type Code string

// The codes of findings.
const (
	CodeEmpty    Code = "empty"
	CodeCoverage Code = "coverage"
	CodeBalance  Code = "balance"
	CodeRest     Code = "rest"
	CodeStretch  Code = "stretch"
	CodeNights   Code = "nights"
	CodeWeekends Code = "weekends"
	CodeHolidays Code = "holidays"
)

// Finding is one thing to know about a rota.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	// Text is a sentence for people; instants in it are in the rota's zone.
	Text string `json:"text"`
	// Points are what it takes from the score.
	Points int `json:"points"`
	// Role is set for a finding about one.
	Role rotation.Role `json:"role,omitempty"`
	// People are those concerned, the most concerned first.
	People []rotation.Person `json:"people,omitempty"`
}
