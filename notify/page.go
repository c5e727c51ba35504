package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// State is what a page is in. The provider's word is final: whatever it says
// replaces what Standby thought.
type State string

// The states of a page.
const (
	// Triggered means that nobody has acknowledged the page.
	Triggered State = "triggered"
	// Acknowledged means that somebody has taken it.
	Acknowledged State = "acknowledged"
	// Snoozed means that somebody has put it off: it is triggered again at
	// SnoozedUntil.
	Snoozed State = "snoozed"
	// Escalated means that it was handed on to whoever is next and that they have
	// not answered. Unanswered for the ack target, it is triggered again.
	Escalated State = "escalated"
	// Resolved means that the trouble has gone; the page is closed for good, and
	// the same trouble later is a new page.
	Resolved State = "resolved"
)

// Request is what a human asked for and the provider has not yet confirmed.
type Request string

// What can be asked of a provider.
const (
	NoRequest        Request = ""
	AskAcknowledge   Request = "acknowledge"
	AskUnacknowledge Request = "unacknowledge"
	AskResolve       Request = "resolve"
	AskSnooze        Request = "snooze"
	AskEscalate      Request = "escalate"
)

// Urgency is how loudly a page asks for attention.
type Urgency string

// The urgencies, from quiet to loud.
const (
	Low    Urgency = "low"
	Normal Urgency = "normal"
	High   Urgency = "high"
)

// Page is one alert that must reach a human. It is a value: transitions return
// a changed copy. All texts have been cleaned (Clean) before they came in here.
// Times are instants in UTC and zero when the thing has not happened.
type Page struct {
	// ID is Standby's own name for the page: PageID of Source and Key.
	ID string `json:"id"`
	// Source is the configured name of the provider account it came from.
	Source string `json:"source"`
	// Key names the occurrence at the source. The same trouble coming back after
	// it was resolved has another key.
	Key string `json:"key"`
	// Ref is what the provider needs to act on the page; opaque to everyone else.
	Ref string `json:"ref,omitempty"`
	// Dedup are names by which other sources may know the same trouble, in the
	// source's order; empty strings are none.
	Dedup []string `json:"dedup,omitempty"`
	// With is the ID of the page of another source that is the same trouble and
	// came first: to a human both are one page. Empty for the first.
	With string `json:"with,omitempty"`

	Title    string  `json:"title"`
	Body     string  `json:"body,omitempty"`
	Service  string  `json:"service,omitempty"`
	Severity string  `json:"severity,omitempty"`
	URL      string  `json:"url,omitempty"`
	Urgency  Urgency `json:"urgency"`
	// Drill marks a test page: it is shown like any other and pays nothing.
	Drill bool `json:"drill,omitempty"`

	State State `json:"state"`
	// Request is asked for and not yet confirmed by the provider; while it is
	// set the page is shown as "sending".
	Request Request `json:"request,omitempty"`
	// Requester is who asked for Request, and AskedAt when.
	Requester string    `json:"requester,omitempty"`
	AskedAt   time.Time `json:"asked_at,omitzero"`
	// AskUntil is until when it is to be snoozed, with AskSnooze.
	AskUntil time.Time `json:"ask_until,omitzero"`
	// HoldUntil is when Request may be sent; until then it can be undone without a
	// trace. Zero means at once.
	HoldUntil time.Time `json:"hold_until,omitzero"`
	// Attempts counts failed tries of Request, Failure is why the last one
	// failed, in words for people.
	Attempts int    `json:"attempts,omitempty"`
	Failure  string `json:"failure,omitempty"`

	// StartedAt is when the provider says the trouble began.
	StartedAt time.Time `json:"started_at,omitzero"`
	// TriggeredAt is when Standby accepted the page, or when it came back after
	// an acknowledgement lapsed or the trouble returned.
	TriggeredAt time.Time `json:"triggered_at"`
	// ClockFrom is when the ack clock began: TriggeredAt, or the start of the
	// user's shift when the page was waiting already. Zero while it does not run
	// because the user is off call.
	ClockFrom time.Time `json:"clock_from,omitzero"`
	// Target is the time within which it must be acknowledged, and Warn when to
	// warn before, as they were when the clock was first set.
	Target time.Duration `json:"target_ns,omitempty"`
	Warn   time.Duration `json:"warn_ns,omitempty"`
	// PausedAt is since when the clock stands still because somebody works on the
	// page, PausedUntil until when at most; zero while it runs. Paused is how long
	// it stood still before.
	PausedAt    time.Time     `json:"paused_at,omitzero"`
	PausedUntil time.Time     `json:"paused_until,omitzero"`
	Paused      time.Duration `json:"paused_ns,omitempty"`
	AckedAt     time.Time     `json:"acked_at,omitzero"`
	AckedBy     string        `json:"acked_by,omitempty"`
	// AckedHere is true when the acknowledgement was given through Standby, so
	// that the time worked on it is ours.
	AckedHere bool `json:"acked_here,omitempty"`
	// AckHandle is what the provider needs to extend or take back the
	// acknowledgement; opaque.
	AckHandle string `json:"ack_handle,omitempty"`
	// AckUntil is when the provider lets the acknowledgement lapse unless it is
	// extended; zero when it does not lapse.
	AckUntil time.Time `json:"ack_until,omitzero"`
	// AckLapses means that it is meant to lapse then, and is not extended.
	AckLapses  bool      `json:"ack_lapses,omitempty"`
	ResolvedAt time.Time `json:"resolved_at,omitzero"`
	// SnoozedUntil is when a snoozed page is triggered again, SnoozedBy who put it
	// off. SnoozedThere means that its source holds it back itself.
	SnoozedUntil time.Time `json:"snoozed_until,omitzero"`
	SnoozedBy    string    `json:"snoozed_by,omitempty"`
	SnoozedThere bool      `json:"snoozed_there,omitempty"`
	// EscalatedAt is when it was handed on, EscalatedTo to whom, in the source's
	// words; kept after the page has moved on.
	EscalatedAt time.Time `json:"escalated_at,omitzero"`
	EscalatedTo string    `json:"escalated_to,omitempty"`
	// SeenAt is when the user saw that it is over; see Unseen.
	SeenAt time.Time `json:"seen_at,omitzero"`
	// Reopened counts how often it came back after it was resolved.
	Reopened int `json:"reopened,omitempty"`
	// Missed is true once the ack target passed without an acknowledgement, and
	// MissedWhy the reason that the user gave for it.
	Missed    bool   `json:"missed,omitempty"`
	MissedWhy string `json:"missed_why,omitempty"`
	// Unsent are notes of the user that the source has not taken yet.
	Unsent []Word `json:"unsent,omitempty"`
	// Work is when the user worked on the page: from the confirmed
	// acknowledgement given here until it was resolved or given back, in order
	// and without overlap. The last stint may still run.
	Work []Stint `json:"work,omitempty"`
}

// Stint is a span worked on a page, the raw material of a call-out. A zero Until
// means that it still runs.
type Stint struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
}

// Word is a note that somebody wrote on a page.
type Word struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// Open reports whether the page still waits for somebody or is being worked on.
func (p Page) Open() bool { return p.State != Resolved }

// Waiting reports whether nobody has acknowledged the page; a request that is
// still being sent does not count as an acknowledgement.
func (p Page) Waiting() bool { return p.State == Triggered }

// Sending reports whether something was asked for and is not confirmed yet.
func (p Page) Sending() bool { return p.Request != NoRequest }

// Unseen reports whether the page came and went without the user: it stays listed
// until they have seen it.
func (p Page) Unseen() bool {
	return p.State == Resolved && !p.Drill && p.SeenAt.IsZero() && len(p.Work) == 0 && !p.ClockFrom.IsZero()
}

// PageID derives the name of a page from its source and key. It is the same in
// every run, so a page that arrives twice is one page. Twelve hexadecimal digits:
// short enough to type, and a clash among a million pages is as likely as 1 in 500.
func PageID(source, key string) string {
	sum := sha256.Sum256([]byte(source + "\x00" + key))
	return hex.EncodeToString(sum[:6])
}

// Event is one line of a page's timeline.
type Event struct {
	PageID string    `json:"page_id"`
	At     time.Time `json:"at"`
	// What is a short stable word: triggered, reopened, joined, shown, missed,
	// excused, paused, resumed, acknowledged, ack-lapsed, unacknowledged, snoozed,
	// snooze-ended, escalated, escalation-unanswered, resolved, seen, note; and for
	// a request R: R-asked, R-failed, R-withdrawn; and acknowledge-undone.
	What string `json:"what"`
	// By names a person or a source; empty when it was Standby itself.
	By string `json:"by,omitempty"`
	// Detail is one cleaned sentence, for people.
	Detail string `json:"detail,omitempty"`
}
