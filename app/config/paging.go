package config

import "time"

// Clock is an ack target and when to warn before it; Warn is less than Target.
type Clock struct {
	Target, Warn time.Duration
}

// The urgencies of pages, and off for pages that come while the user is off call.
const (
	High   = "high"
	Normal = "normal"
	Low    = "low"
	Off    = "off"
)

// Nag is how waiting pages ask for attention. What is absent in its maps stays as
// Standby has it.
type Nag struct {
	Quiet Quiet
	// Ladders are the rungs by urgency, High, Normal, Low or Off, in order of After,
	// the first at once. An empty ladder shows nothing.
	Ladders map[string][]Rung
	// Again is how often the last rung comes again, 30 seconds to 24 hours, or zero
	// for not again.
	Again map[string]time.Duration
}

// Quiet are the quiet hours: from Start to End by the clock, since midnight, over
// midnight where End is before Start; none where they are the same. Days are the
// weekdays on which they begin, empty for all.
type Quiet struct {
	Start, End time.Duration
	Days       []time.Weekday
}

// NoteKind is how a notification is shown.
type NoteKind string

// NoteCritical stays on the screen, NoteQuiet may go straight to the list of them.
const (
	NoteCritical NoteKind = "critical"
	NoteNormal   NoteKind = "normal"
	NoteQuiet    NoteKind = "quiet"
)

// Rung is one step of a ladder, so long after the page began to wait.
type Rung struct {
	After time.Duration
	Note  NoteKind
	// Sound is one of Sounds, empty for none. Volume is 1 to 100 with a sound and 0
	// without.
	Sound  string
	Volume int
	// Rising begins softly, Loop goes on until the page is acknowledged; both go with
	// a sound. Raise brings the window to the front.
	Rising, Loop, Raise bool
}

// Sounds are the names of the sounds that a rung may have.
func Sounds() []string { return []string{"page-high", "page-normal", "notice", "hand-off"} }

// Reminder is when the user is reminded of their shifts.
type Reminder struct {
	// Before is how long before a shift, the longest first, each once, 1 minute to 14
	// days; empty switches it off. The shortest is when "on call soon" begins.
	Before []time.Duration
	// ByRota holds in the place of Before for the rotas that it names, as their
	// shifts do.
	ByRota map[string][]time.Duration
	// HandOff is how long before its end the hand-off of a shift is due, up to 24
	// hours; zero for no such reminder.
	HandOff time.Duration
	// Turns says that the beginning and the end of a shift are told.
	Turns bool
	// TestPage sends a test page with the first reminder before a shift.
	TestPage bool
}

// Sound is how pages are heard.
type Sound struct {
	// Volume scales every sound, 0 to 100; 0 keeps Standby silent.
	Volume int
	// Device is the ID of the output; empty for the system's default.
	Device string
}

// Heartbeat is an alert that must always fire.
type Heartbeat struct {
	// Source is the name of the source that it comes by, as that is written.
	Source string
	// Title is a regular expression (RE2) for the whole title.
	Title string
	// Within is the longest that it may be away, 30 seconds to 24 hours.
	Within time.Duration
}

// HookEvents are what can run a command of the user's.
func HookEvents() []string {
	return []string{"page", "acknowledge", "resolve", "shift-start", "shift-end"}
}

// Hook is a command of the user's.
type Hook struct {
	// On are some of HookEvents, each once.
	On []string
	// Run is the program, absolute once loaded or a bare name to be looked up in
	// PATH, and its arguments. No shell reads it.
	Run []string
	// Timeout is how long it may run, 1 second to 5 minutes; 10 seconds unless set.
	Timeout time.Duration
}

// Region is where a PagerDuty account is served.
type Region string

// The service regions.
const (
	RegionUS Region = "us"
	RegionEU Region = "eu"
)

// PagerDuty is one person's access to a PagerDuty account. The API key lies in the
// keyring.
type PagerDuty struct {
	// Name is unique among all sources, whatever the case of its letters.
	Name string
	// Region is where the account is served; RegionUS unless set, and empty where URL
	// is.
	Region Region
	// URL is another place of the API, an address without user, path and query.
	URL string
	// Poll is the time between two polls, 5 seconds to 1 hour; 15 seconds unless
	// set.
	Poll time.Duration
}

// What holds for pages where the file says nothing.
const (
	DefaultHandOff     = 30 * time.Minute
	DefaultSoundVolume = 100
	DefaultRungVolume  = 80
	DefaultBeat        = 5 * time.Minute
	DefaultTimeout     = 10 * time.Second
)
