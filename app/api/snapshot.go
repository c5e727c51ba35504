package api

import (
	"slices"
	"time"

	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// Standing is the one state that the tray, the window and a status bar show.
type Standing string

// The standings, in design.md's order. The worst that applies wins: page
// waiting, cannot see, page acknowledged, on call, on call soon, off call.
const (
	OffCall      Standing = "off_call"
	OnCallSoon   Standing = "on_call_soon"
	OnCall       Standing = "on_call"
	PageWaiting  Standing = "page_waiting"
	Acknowledged Standing = "page_acknowledged"
	CannotSee    Standing = "cannot_see"
)

// Snapshot is all that the agent knows, at one instant. It is immutable: the
// agent publishes a new one, clients never write to it. Times are UTC; durations
// are derived by the reader, who knows what time it is.
type Snapshot struct {
	// Schema is 1; it grows when a field changes its meaning.
	Schema int `json:"schema"`
	// Seq grows by one with every snapshot of one run of the agent.
	Seq uint64 `json:"seq"`
	// At is when it was taken.
	At time.Time `json:"at"`
	// Version is the agent's.
	Version string `json:"version"`
	// Profile is the profile it runs with, empty for the user's own; Demo is true
	// when it shows the sample team.
	Profile string `json:"profile,omitempty"`
	Demo    bool   `json:"demo,omitempty"`
	// Zone is the IANA name of the zone that times are shown in; empty means the
	// machine's own.
	Zone string `json:"zone,omitempty"`

	// Me is who the user is in the calendars; zero until they have said so.
	Me rotation.Person `json:"me"`
	// Standing is the worst state that applies at At.
	Standing Standing `json:"standing"`
	// Duty is what the calendars mean for Me.
	Duty rotation.Duty `json:"duty"`
	// DutyKnown is false while no calendar can say whether Me is on call: none is
	// set up, none was ever read, or its horizon has passed. Unknown is treated
	// as on call when a page arrives.
	DutyKnown bool `json:"duty_known"`
	// DutyReason says why DutyKnown is false, in words for people.
	DutyReason string `json:"duty_reason,omitempty"`

	// Pages are the open pages, then those nobody has seen and those resolved in the
	// last 24 hours; each group newest first. There are at most MostPages of them,
	// what waits before all else.
	Pages []Page `json:"pages"`
	// MorePages is how many open pages there are besides, and MoreWaiting how many of
	// those wait for an acknowledgement.
	MorePages   int `json:"more_pages,omitempty"`
	MoreWaiting int `json:"more_waiting,omitempty"`
	// MutedUntil is until when the user wants no sound; zero when not muted.
	MutedUntil time.Time `json:"muted_until,omitzero"`
	// Sources are the systems Standby listens to, and the calendars and rotas it reads.
	Sources []Source `json:"sources"`
	// Troubles are what is wrong with Standby itself now: a full disk, a locked
	// keyring, a missing tray. Empty when all is well.
	Troubles []Trouble `json:"troubles"`

	// Soon is how long before a shift the standing becomes "on call soon"; zero for
	// never, where the user wants no reminder.
	Soon time.Duration `json:"soon_ns"`
	// Ack is the ack clock's setting.
	Ack AckClock `json:"ack"`
	// Desktop is what the desktop can do for us.
	Desktop Desktop `json:"desktop"`
	// PolicyName is the pay policy in force; empty when there is none.
	PolicyName string `json:"policy_name,omitempty"`
	// Ledger is what the ledger comes to; nil without a policy, or while it cannot be
	// computed.
	Ledger *LedgerSummary `json:"ledger,omitempty"`
	// Incidents are those that are open, the newest first, with the warnings that
	// stand.
	Incidents []IncidentSummary `json:"incidents,omitempty"`
	// Unsigned are the shift hand-off reports of shifts that are over and that nobody
	// has signed.
	Unsigned []ReportSummary `json:"unsigned_reports,omitempty"`
}

// LedgerSummary is what the ledger comes to in a few figures.
type LedgerSummary struct {
	// Lieu is the balance of the account of time in lieu in seconds; HasLieu says that
	// there is one. Lapse is what goes next.
	Lieu    int64          `json:"lieu_seconds"`
	HasLieu bool           `json:"has_lieu"`
	Lapse   *account.Lapse `json:"lapse,omitempty"`
	// Unconfirmed is how many call-outs nobody has confirmed; Due is the month that is
	// over and not closed, the zero Month where none is.
	Unconfirmed int          `json:"unconfirmed,omitempty"`
	Due         ledger.Month `json:"due,omitzero"`
	// Earliest is when work may begin after a call-out, and Rest why; zero and empty
	// where rest was had.
	Earliest time.Time `json:"earliest,omitzero"`
	Rest     string    `json:"rest,omitempty"`
}

// MostPages is how many pages a snapshot holds.
const MostPages = 200

// Page is a page with what a client needs to draw it. The same trouble by several
// ways is one page.
type Page struct {
	notify.Page
	// Origins are the ways it came by, the first of them first; none where there is
	// only one.
	Origins []Origin `json:"origins,omitempty"`
	// Recurrence is how often the same trouble came, where that was looked up: of
	// pages that were shown, and of one that was asked for.
	Recurrence *Recurrence `json:"recurrence,omitempty"`
	// UndoUntil is until when the last acknowledgement or resolution can be undone.
	UndoUntil time.Time `json:"undo_until,omitzero"`
	// Held is true while quiet hours keep it back, until HeldUntil.
	Held      bool      `json:"held,omitempty"`
	HeldUntil time.Time `json:"held_until,omitzero"`
	// EscalateLabel is what the button says that hands it on; empty when its sources
	// cannot.
	EscalateLabel string `json:"escalate_label,omitempty"`
	// Unseen is true while it is over and the user has not seen it.
	Unseen bool `json:"unseen,omitempty"`
	// Due is when the ack target passes; zero unless the page is waiting and the
	// clock runs (the user is on call, or nobody can tell).
	Due time.Time `json:"due,omitzero"`
	// AckLabel is what the button says; empty when the source cannot acknowledge.
	AckLabel string `json:"ack_label,omitempty"`
	// CanResolve is true when the source ends alerts on request.
	CanResolve bool `json:"can_resolve,omitempty"`
	// Timeline is what happened, oldest first.
	Timeline []notify.Event `json:"timeline,omitempty"`
}

// SourceState is how well we see a source.
type SourceState string

// How well a source is seen.
const (
	// SourceStarting: not heard yet, and not overdue either.
	SourceStarting SourceState = "starting"
	// SourceOK: heard within the time it should be.
	SourceOK SourceState = "ok"
	// SourceSilent: nothing heard for longer than it should take.
	SourceSilent SourceState = "silent"
	// SourceRefused: it answers, and refuses us.
	SourceRefused SourceState = "refused"
)

// The kinds of sources that say who is on call; every other kind brings pages.
const (
	KindCalendar = "calendar"
	KindRota     = "rota"
)

// TellsDuty reports whether the source says who is on call.
func (s Source) TellsDuty() bool { return s.Kind == KindCalendar || s.Kind == KindRota }

// MaxOpenEnds is how many shifts with an open end a source lists.
const MaxOpenEnds = 20

// EndsOpen reports whether the end of a shift is not known: what stands there is
// only where its calendar ends.
func (s Snapshot) EndsOpen(shift rotation.Shift) bool {
	return s.anyOpen(func(o rotation.Shift) bool {
		return o.UID == shift.UID && o.Rota == shift.Rota && o.Role == shift.Role && o.Start.Equal(shift.Start)
	})
}

// DutyEndsOpen reports whether the user's present duty has no known end.
func (s Snapshot) DutyEndsOpen() bool {
	return s.Duty.Current != nil && s.openFor(s.Duty.Until)
}

// openFor reports whether a shift of the user's that ends there goes on.
func (s Snapshot) openFor(end time.Time) bool {
	return s.anyOpen(func(o rotation.Shift) bool { return o.End.Equal(end) && o.Person.Same(s.Me) })
}

func (s Snapshot) anyOpen(is func(rotation.Shift) bool) bool {
	return slices.ContainsFunc(s.Sources, func(src Source) bool { return slices.ContainsFunc(src.OpenEnds, is) })
}

// Source is one system that Standby listens to, or what it reads shifts from.
type Source struct {
	Name string `json:"name"`
	// Kind is KindCalendar, KindRota, "alertmanager" or "sample".
	Kind  string      `json:"kind"`
	State SourceState `json:"state"`
	// LastHeard is the last good answer; zero when there was none. Its age is to
	// be shown always.
	LastHeard time.Time `json:"last_heard,omitzero"`
	// Trouble says what is wrong; nil while State is ok or starting.
	Trouble *Trouble `json:"trouble,omitempty"`
	// Warnings are what the user should look at: a broken event of a calendar,
	// naming its line, or in a rota somebody who is away while on call.
	Warnings []string `json:"warnings,omitempty"`
	// ReadAt is when the shifts of a calendar or rota were last recorded anew:
	// while it stays the same, so do they, and the gaps. Zero for other kinds.
	ReadAt time.Time `json:"read_at,omitzero"`
	// Horizon is how far a calendar reaches; zero when it has no end or is none.
	Horizon time.Time `json:"horizon,omitzero"`
	// Profile is the product that wrote a calendar, as its users call it; empty where
	// that makes no difference.
	Profile string `json:"profile,omitempty"`
	// OpenEnds are the shifts of a calendar, MaxOpenEnds of them at most, that go on
	// past their end, which is only where the calendar ends. See Snapshot.EndsOpen.
	OpenEnds []rotation.Shift `json:"open_ends,omitempty"`
}

// Trouble is an error in words for people.
type Trouble struct {
	// What happened, naming the thing.
	What string `json:"what"`
	// Means is what follows from it for the user.
	Means string `json:"means"`
	// Next is what to do about it.
	Next string `json:"next"`
}

// AckClock is the ack target and when to warn before it, both counted from the
// moment a page was triggered.
type AckClock struct {
	Target time.Duration `json:"target_ns"`
	Warn   time.Duration `json:"warn_ns"`
}

// Desktop is what the desktop around us can do.
type Desktop struct {
	// TrayHost is true while something shows tray icons.
	TrayHost bool `json:"tray_host"`
	// Notifications names the notification service; empty while there is none.
	Notifications string `json:"notifications,omitempty"`
	// Buttons is true when it draws buttons on notifications.
	Buttons bool `json:"buttons"`
	// Keyring is "ok", "locked", "missing", "unavailable" or "unknown".
	Keyring string `json:"keyring"`
	// Sound is "ok" or "failed" after the last try, "unknown" before one; SoundTrouble
	// is what was not as asked of it, and zero when all was.
	Sound        string  `json:"sound"`
	SoundTrouble Trouble `json:"sound_trouble,omitzero"`
	// WindowOpen is true while a window listens to the stream.
	WindowOpen bool `json:"window_open"`
}
