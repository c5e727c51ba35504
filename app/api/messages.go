package api

import (
	"time"

	"standby/rotation"
)

// NewAlertmanager is the command to listen to an Alertmanager.
type NewAlertmanager struct {
	Name string `json:"name"`
	// URL is where it answers, up to and without /api/v2.
	URL string `json:"url"`
	// Auth is "none", "basic" or "bearer".
	Auth string `json:"auth,omitempty"`
	// User goes with basic.
	User string `json:"user,omitempty"`
	// Secret is the password or the token. It goes to the keyring and nowhere
	// else.
	Secret string `json:"secret,omitempty"`
}

// NewCalendar is the command to read shifts from a calendar.
type NewCalendar struct {
	Name string `json:"name"`
	// Location is a path, or an http, https or webcal URL. A URL is a credential
	// and goes to the keyring.
	Location string `json:"location"`
	// CalDAV says that Location is the address of a CalDAV account or calendar,
	// which is no secret; User and Secret are what it asks for. The secret goes to
	// the keyring and nowhere else.
	CalDAV bool   `json:"caldav,omitempty"`
	User   string `json:"user,omitempty"`
	Secret string `json:"secret,omitempty"`
	// PagerDuty is the name of a PagerDuty account that is set up; the calendar is
	// then read from it, and Location, CalDAV, Pattern and Mine stay empty. Schedule is
	// the id of one of its schedules; empty means the user's on-calls by any schedule
	// or escalation policy, whose roles are their levels, so that Role stays empty.
	PagerDuty string `json:"pagerduty,omitempty"`
	Schedule  string `json:"schedule,omitempty"`
	// InsecureOK says that the user was told that the address is not encrypted, and
	// wants it all the same; without it such an address is refused with ErrInsecure,
	// before anything is sent there. Loopback needs no leave.
	InsecureOK bool `json:"insecureOK,omitempty"`
	// Pattern says where person, role and rota stand in the summaries, as
	// rotation/ical/profile.Pattern has it; empty leaves it to the calendar's
	// profile.
	Pattern string `json:"pattern,omitempty"`
	// Mine says that every event of the calendar is a shift of Me; else Me is
	// looked for in each event.
	Mine bool `json:"mine,omitempty"`
	// Role is the role its shifts have; empty means primary.
	Role rotation.Role `json:"role,omitempty"`
	// Me is who the user is in it; both empty keeps who they are already.
	Me rotation.Person `json:"me,omitzero"`
}

// NewRota is the command to read shifts from a rota file.
type NewRota struct {
	Name string `json:"name"`
	// File is the whole path of the TOML file.
	File string `json:"file"`
	// Me is who the user is in it; both empty keeps who they are already.
	Me rotation.Person `json:"me,omitzero"`
}

// Gap is a span in which nobody holds a role of a rota.
type Gap struct {
	// Rota is the name that the rota is configured under.
	Rota string `json:"rota"`
	rotation.Gap
}

// ShiftQuery selects shifts that overlap [From, To).
type ShiftQuery struct {
	From, To time.Time
	// Mine keeps only the user's own.
	Mine bool
}

// Statement is what a month of duty is worth, with every line explained.
type Statement struct {
	// Policy is the policy's name, Person whose duty it is.
	Policy string          `json:"policy"`
	Person rotation.Person `json:"person"`
	// Period is the month, as instants; Zone the IANA zone that it is a month in.
	Period rotation.Interval `json:"period"`
	Zone   string            `json:"zone"`
	// Currency is an ISO 4217 code.
	Currency string `json:"currency"`
	Lines    []Line `json:"lines"`
	// Total is the sum of the lines' amounts, a decimal number in a string.
	Total string `json:"total"`
	// StandbyHours and CallOutHours are decimal numbers in strings.
	StandbyHours string `json:"standby_hours"`
	CallOutHours string `json:"call_out_hours"`
	// Notes are what the reader must know: a call-out still running, a shift not
	// over yet.
	Notes []string `json:"notes,omitempty"`
	// Violations are the rules that were broken, Warnings the ones that are about
	// to be.
	Violations []Finding `json:"violations,omitempty"`
	Warnings   []Finding `json:"warnings,omitempty"`
	// Units are what the policy counts, by its own names, decimal numbers in strings.
	Units map[string]string `json:"units,omitempty"`
	// State is where the month stands in the ledger, Lieu the account over it.
	State MonthState  `json:"state"`
	Lieu  LieuBalance `json:"lieu"`
}

// Finding is a rule of a policy that was not kept, or soon will not be.
type Finding struct {
	// Code is short and stable, Text says it in a sentence.
	Code string `json:"code"`
	Text string `json:"text"`
	// At is when; zero where no single instant is at fault.
	At time.Time `json:"at,omitzero"`
}

// Line is one explained figure of a statement.
type Line struct {
	// Kind is "standby" or "call_out".
	Kind string `json:"kind"`
	// What is the line in a few words.
	What string            `json:"what"`
	Span rotation.Interval `json:"span"`
	// Units, Rate and Amount are decimal numbers in strings; Unit is what Units
	// counts: "h".
	Units  string `json:"units"`
	Unit   string `json:"unit"`
	Rate   string `json:"rate"`
	Amount string `json:"amount"`
	// TimeInLieu is the time earned, in seconds; below zero it is taken.
	TimeInLieu int64 `json:"time_in_lieu_seconds,omitempty"`
	// Rule names the part of the policy, Explanation says in one sentence how the
	// amount came about.
	Rule        string `json:"rule"`
	Explanation string `json:"explanation"`
	// Evidence is what the line rests on: "shift UID of CALENDAR", "page ID".
	Evidence []string `json:"evidence"`
}

// Check is one finding of the doctor.
type Check struct {
	// Name is what was looked at: "tray host", "notifications", "keyring",
	// "store", "source prod".
	Name string `json:"name"`
	// Result is "ok", "warning" or "failed".
	Result string `json:"result"`
	// Finding is what was found, Next what to do; Next is empty with ok.
	Finding string `json:"finding"`
	Next    string `json:"next,omitempty"`
}
