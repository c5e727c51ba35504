package agent

import (
	"context"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/notify"
	"standby/rotation"
)

// PageStore keeps pages. What Commit returned nil for survives a kill and a
// power cut.
type PageStore interface {
	// Pages returns the open pages and those resolved at or after since, with
	// their events.
	Pages(ctx context.Context, since time.Time) ([]notify.Page, []notify.Event, error)
	// Commit saves pages and appends events in one transaction.
	Commit(ctx context.Context, pages []notify.Page, events []notify.Event) error
}

// CalendarStore keeps the fetched versions of calendars and the shifts they gave.
type CalendarStore interface {
	LastCopy(ctx context.Context, calendar string) (provider.Copy, error)
	// KeepCalendar saves a version and replaces the calendar's recorded shifts
	// from that instant on. What was recorded before it stays, and shifts that
	// ended before it fill gaps: a feed that forgets the past, or changes its mind
	// about it, does not rewrite what was worked.
	KeepCalendar(ctx context.Context, calendar string, c provider.Copy, from time.Time, shifts []rotation.Shift) error
	Shifts(ctx context.Context, span rotation.Interval) ([]rotation.Shift, error)
}

// Evidence is what calendars said in the past.
type Evidence interface {
	// Versions lists the kept versions of a calendar, newest first.
	Versions(ctx context.Context, calendar string) ([]provider.Version, error)
	// Version returns the body of one by its hash, or by the beginning of it.
	Version(ctx context.Context, hash string) ([]byte, error)
}

// NoticeStore remembers which changes of calendars the user was told of.
type NoticeStore interface {
	// KeepNotice keeps a note before it is shown, and reports whether it is to be:
	// it is not where the same one, by its ID, was told since then.
	KeepNotice(ctx context.Context, calendar string, n notify.Note, at, since time.Time) (due bool, err error)
	// Notices are those that were kept and not told yet: ID, title and body.
	Notices(ctx context.Context) ([]notify.Note, error)
	// ToldNotice says that a note was shown at that time; zero, that it was not.
	ToldNotice(ctx context.Context, id string, at time.Time) error
}

// Archive is what is kept beyond the present.
type Archive interface {
	// Page returns one page with its events; ok is false when there is none.
	Page(ctx context.Context, id string) (page notify.Page, events []notify.Event, ok bool, err error)
	// Search returns the pages triggered in [from, to) with their events.
	Search(ctx context.Context, from, to time.Time) ([]notify.Page, []notify.Event, error)
	// Alike returns the pages of the same trouble triggered since, with their events.
	Alike(ctx context.Context, likeness string, since time.Time, limit int) ([]notify.Page, []notify.Event, error)
}

// Upkeep is what the store needs from time to time.
type Upkeep interface {
	// Check reads and writes; nil means that the store is sound.
	Check(ctx context.Context) error
	BackupDue(now time.Time) bool
	Backup(ctx context.Context) error
}

// Store is all that is kept on disk.
type Store interface {
	PageStore
	CalendarStore
	Evidence
	NoticeStore
	Archive
	Upkeep
}

// Notes is the screen. Both calls return at once; what became of a note comes
// back through Agent.React.
type Notes interface {
	Show(notify.Note)
	Withdraw(id string)
}

// Speaker is what makes pages heard. Both calls return at once; what became of a
// sound comes back through Agent.Desktop.
type Speaker interface {
	// Sound plays; one sound replaces another.
	Sound(Sounding)
	Silence()
}

// Hooks run the user's own commands. Run returns at once.
type Hooks interface {
	Run(event string, p *api.Page, s *rotation.Shift)
}

// Params are what an agent is made of; all are needed unless the comment says
// otherwise.
type Params struct {
	Store   Store
	Notes   Notes
	Speaker Speaker
	Hooks   Hooks
	// Publish receives every new snapshot, from the owner's goroutine; it must
	// not block.
	Publish func(api.Snapshot)
	// Raise brings the window up; it must not block.
	Raise func()
	// Presence is where the user is; nil when nobody can tell. It may take as long as
	// its context.
	Presence func(context.Context) notify.Presence
	// Ready is what would keep a page from being noticed now, one sentence each; nil
	// when nobody looks. It may take as long as its context.
	Ready func(context.Context) []string
	// Now is the clock.
	Now func() time.Time
	// Explain turns an error into words for people, subject naming the thing.
	Explain func(subject string, err error) api.Trouble
	// Log is told what a developer would want to know. No secret reaches it.
	Log Logger
	// Failpoint is called by name between steps that a crash must not tear; nil
	// outside tests.
	Failpoint func(name string)
	Settings  Settings
}

// Logger is the part of slog.Logger that the agent needs.
type Logger interface {
	Info(msg string, args ...any)
	Warn(msg string, args ...any)
}

// Settings are the parts of the configuration that the agent itself acts on.
type Settings struct {
	Version, Profile string
	Demo             bool
	Me               rotation.Person
	// Zone is the zone that times are shown in, never nil; ZoneName its IANA name,
	// empty for the machine's own.
	Zone     *time.Location
	ZoneName string
	// Targets are the ack targets; PassOn says that a page whose target has passed is
	// handed on to whoever is next, where its source can.
	Targets notify.Targets
	PassOn  bool
	// Plan is how pages nag.
	Plan notify.Plan
	// Soon is how long before a shift the standing becomes "on call soon"; zero for
	// never.
	Soon time.Duration
	// Reminders are when the user is reminded of a shift.
	Reminders Reminders
	// Beats are the alerts that must always fire.
	Beats []Beat
	// PolicyName is the pay policy's name, empty when there is none.
	PolicyName string
}
