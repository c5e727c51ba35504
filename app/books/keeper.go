package books

import (
	"context"
	"errors"
	"sync"
	"time"

	"standby/app/provider"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// ErrNoPolicy says that no pay policy is configured.
var ErrNoPolicy = errors.New("there is no pay policy")

// ErrUnknownHour says that the log has no call-out of an ID.
var ErrUnknownHour = errors.New("there is no such call-out in the log")

// ErrUnconfirmed says that a month has call-outs that nobody has confirmed.
var ErrUnconfirmed = errors.New("not all call-outs of the month are confirmed")

// Store is what a ledger is kept in. All of it only grows; what a method returned
// nil for survives a kill and a power cut.
type Store interface {
	Duty
	Log
	Entries
	Closings
}

// Duty is what was recorded of shifts and of work on pages.
type Duty interface {
	Shifts(ctx context.Context, span rotation.Interval) ([]rotation.Shift, error)
	// Worked returns the pages, drills left out, worked on during span.
	Worked(ctx context.Context, span rotation.Interval) ([]notify.Page, error)
	// Tellers are the calendars that recorded shifts come from, by rota.
	Tellers(ctx context.Context, span rotation.Interval) (map[string][]string, error)
	// Versions lists the kept versions of a calendar, newest first.
	Versions(ctx context.Context, calendar string) ([]provider.Version, error)
}

// Log keeps what was said of hours, in that order.
type Log interface {
	Revisions(ctx context.Context) ([]ledger.Revision, error)
	KeepRevisions(ctx context.Context, revisions ...ledger.Revision) error
}

// Entries keeps what was entered by hand, in that order.
type Entries interface {
	Adjustments(ctx context.Context) ([]ledger.Adjustment, error)
	KeepAdjustment(ctx context.Context, a ledger.Adjustment) error
	Entries(ctx context.Context) ([]account.Entry, error)
	KeepEntry(ctx context.Context, e account.Entry, by string, at time.Time) error
}

// Closings keeps closed months.
type Closings interface {
	Closings(ctx context.Context) ([]ledger.Closing, error)
	// CloseMonth keeps a closed month with the text of its policy, and PolicyText
	// returns such a text by its hash.
	CloseMonth(ctx context.Context, c ledger.Closing, policy []byte) error
	PolicyText(ctx context.Context, hash string) ([]byte, error)
}

// Policies reads pay policies.
type Policies interface {
	// Policy reads the one that is configured, afresh, so that an edit of the file
	// counts at once; ErrNoPolicy when there is none.
	Policy() (Policy, error)
	// Read reads a text that was the policy once.
	Read(text []byte) (*pay.Policy, error)
}

// Policy is a pay policy and the text that it was read from.
type Policy struct {
	*pay.Policy
	Text []byte
}

// People tells what a policy must know of people.
type People interface {
	// Known is what is known of a person for a span; me says that it is the user.
	Known(p rotation.Person, me bool, span rotation.Interval) Known
}

// Known is what a policy must know of a person: facts, those that hold from a later
// day on, and the holidays of where they work.
type Known struct {
	Facts    pay.Facts
	Later    []pay.FactsFrom
	Holidays []pay.Holiday
}

// Params are what a Keeper is made of; all are needed unless the comment says
// otherwise.
type Params struct {
	Store    Store
	Policies Policies
	// Me is who the user is; the zero Person when nobody has said.
	Me func(ctx context.Context) (rotation.Person, error)
	// Settings are those that hold now.
	Settings func() Settings
	// Now is the clock.
	Now func() time.Time
	// Changed is told that something was entered; it must not block. It may be nil.
	Changed func()
	// Log is told what a developer would want to know. It may be nil.
	Log Logger
}

// Logger is the part of slog.Logger that the ledger needs.
type Logger interface {
	Warn(msg string, args ...any)
}

// Settings are the parts of the configuration that the ledger heeds.
type Settings struct {
	// Zone is the user's, by whose clock a policy counts that leaves it to the person.
	Zone *time.Location
	// Since is the first month that is accounted for; the zero Month is that of the
	// first shift or call-out on record.
	Since ledger.Month
	// Day is what a day off costs from the account.
	Day    time.Duration
	People People
}

// Keeper keeps the ledger; it implements api.Ledger. Its methods may be called
// from any goroutine.
type Keeper struct {
	p Params
	// entering makes one entry at a time, each judged by all those before it.
	entering sync.Mutex
}

// New makes a Keeper. It reads nothing yet.
func New(p Params) *Keeper {
	if p.Changed == nil {
		p.Changed = func() {}
	}
	return &Keeper{p: p}
}

// clock drops what a store cannot keep.
func (k *Keeper) clock() time.Time { return k.p.Now().UTC().Truncate(time.Millisecond) }
