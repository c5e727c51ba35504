package provider

import (
	"context"
	"time"

	"standby/notify"
)

// Alert is one thing that a source says is wrong now. Texts are as the source
// sent them: hostile until the agent has cleaned them.
type Alert struct {
	// Key names this occurrence at the source; the same trouble after a recovery
	// has another key.
	Key string
	// Ref is what Acknowledge and its kin need; opaque to the caller, which keeps
	// the newest one.
	Ref      string
	Title    string
	Body     string
	Service  string
	Severity string
	URL      string
	Urgency  notify.Urgency
	// StartedAt is when the source says it began; zero when it does not say.
	StartedAt time.Time
	// Ack is set when the source says that somebody has taken the alert.
	Ack *Ack
	// Muted means that the source holds the alert back for a reason that is no
	// acknowledgement (inhibited by another one): it opens no page.
	Muted bool
	// Dedup are the names under which other systems know the same trouble: incident
	// key, alert key, deduplication key, fingerprint. An alert of another account
	// that shares one of them is the same trouble. Compared byte by byte; at most
	// eight, none empty, none twice.
	Dedup []string
}

// Ack is an acknowledgement as the source knows it.
type Ack struct {
	// Handle is what Unacknowledge and Extend need; opaque to the caller.
	Handle string
	// By is who acknowledged, as the source writes it.
	By string
	// Until is when it lapses unless extended; zero when it does not lapse.
	Until time.Time
	// Lapses means that it is meant to lapse: at Until the source pages again, by a
	// rule of the team or because the alert is snoozed. Extend must not be asked to
	// prevent that.
	Lapses bool
}

// Source is a system that pages. Name is the account's name in the
// configuration, unique among sources and stable.
type Source interface {
	Name() string
	// Open returns every alert that is open now. A nil error means that the list
	// is complete: an alert that is absent has ended. Any error, whatever came
	// before it, means that nothing is known, and no list is returned. It returns
	// when ctx ends, and is called from one goroutine at a time.
	//
	// Errors wrap ErrUnauthorized, ErrNotTheService, ErrUnreachable, ErrTooLarge
	// or ErrService where one of them fits.
	Open(ctx context.Context) ([]Alert, error)
}

// Acknowledger is a Source that can tell everybody that somebody has taken an
// alert. Every method is idempotent: what is already so counts as done.
type Acknowledger interface {
	// AckLabel is what the button says and what it does: "Acknowledge
	// (silences 15 min)".
	AckLabel() string
	// Acknowledge takes the alert with that ref in the name of by. It returns
	// ErrGone when the alert has ended meanwhile.
	Acknowledge(ctx context.Context, ref, by string) (Ack, error)
	// Extend keeps an acknowledgement that would lapse soon. A handle that the
	// source no longer knows is replaced by a new one.
	Extend(ctx context.Context, ref string, ack Ack) (Ack, error)
	// Unacknowledge takes an acknowledgement back.
	Unacknowledge(ctx context.Context, ack Ack) error
}

// Resolver is a Source that can end an alert on request. A source without it
// ends its alerts by itself.
type Resolver interface {
	Resolve(ctx context.Context, ref string) error
}

// Copy is one fetched version of a calendar: the evidence of what the schedule
// said at that time.
type Copy struct {
	// Body is the file as it came, at most 10 MB.
	Body []byte
	// ETag and LastModified are the validators of the last answer, empty where
	// the server or the file gave none.
	ETag, LastModified string
	// FetchedAt is when this version was last confirmed to be the current one.
	FetchedAt time.Time
	// Warnings are what the user should know about the way by which it came, one
	// sentence each. They belong to the last fetch and are not kept on disk.
	Warnings []string
	// Host is the name of the host that it came from, without port and all else of
	// its address, which may be a secret; empty for a file. It belongs to the last
	// fetch and is not kept on disk.
	Host string
}

// Version is one kept version of a calendar, without its body.
type Version struct {
	// Hash names the body: its SHA-256 in hexadecimal.
	Hash string
	// Size is that of the body in bytes.
	Size int64
	// From is the first fetch that brought it, Until the last one that confirmed
	// it: the time for which it is evidence of what the schedule said.
	From, Until time.Time
}

// Calendar is where shifts are read from.
type Calendar interface {
	// Name is the calendar's name in the configuration, unique and stable.
	Name() string
	// Fetch returns the current version. last is the newest version the caller
	// holds (zero when none): where the source says that it has not changed, the
	// result carries last's body with a new FetchedAt and changed is false. An
	// error leaves last valid. Errors wrap the same sentinels as Source's.
	Fetch(ctx context.Context, last Copy) (now Copy, changed bool, err error)
}

// Local is a Calendar that may lie on this machine, where to ask costs nothing
// and nobody else has a say in how often.
type Local interface {
	Calendar
	// OnThisMachine reports whether it does.
	OnThisMachine() bool
}
