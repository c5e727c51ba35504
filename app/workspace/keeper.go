package workspace

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/drill"
	"standby/app/incident/postmortem"
	"standby/app/provider"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

// What can be wrong with a request besides what app/incident says.
var (
	// ErrNoIncident: there is no incident of that ID.
	ErrNoIncident = errors.New("there is no such incident")
	// ErrNoReport: there is no shift hand-off report of that ID.
	ErrNoReport = errors.New("there is no such report")
	// ErrUnread: an update is another one than the preview showed, so nothing was sent.
	ErrUnread = errors.New("the update is not the one that was shown")
	// ErrGaps: a draft still has gaps that only a person can fill.
	ErrGaps = errors.New("the update still has gaps")
	// ErrNoAccount: no announcer of that name is set up.
	ErrNoAccount = errors.New("no such account to send updates with")
	// ErrFile: a file cannot be attached as it is.
	ErrFile = errors.New("the file cannot be attached")
)

// Records keeps the records of incidents. What KeepIncident returned nil for survives
// a kill and a power cut.
type Records interface {
	KeepIncident(ctx context.Context, after incident.Incident, events ...incident.Event) error
	IncidentEvents(ctx context.Context, id string) ([]incident.Event, error)
	// Incidents names those that are open or were closed at or after since, the newest
	// first.
	Incidents(ctx context.Context, since time.Time) ([]string, error)
}

// Attachments keeps files under their SHA-256 in hexadecimal digits.
type Attachments interface {
	KeepAttachment(ctx context.Context, body []byte) (sha string, err error)
	Attachment(ctx context.Context, sha string) ([]byte, error)
}

// Papers keeps revisions of what people wrote, counted from 1; revision 0 means that
// there is none.
type Papers interface {
	KeepPaper(ctx context.Context, kind, id string, revision int, at time.Time, value []byte) error
	Paper(ctx context.Context, kind, id string) (revision int, value []byte, err error)
	Papers(ctx context.Context, kind string) ([]string, error)
}

// Store is what the workspace is kept in.
type Store interface {
	Records
	Attachments
	Papers
}

// Duty is what is remembered of pages and shifts.
type Duty interface {
	Page(ctx context.Context, id string) (api.Page, error)
	History(ctx context.Context, from, to time.Time) ([]api.Page, error)
	Shifts(ctx context.Context, q api.ShiftQuery) ([]rotation.Shift, error)
}

// Hours is the log of call-outs.
type Hours interface {
	Hours(ctx context.Context, from, to time.Time) ([]ledger.Logged, error)
	EditHour(ctx context.Context, e api.HourEdit) (ledger.Logged, error)
}

// Announcer tells people about an incident, as provider.Announcer has it.
type Announcer interface {
	Name() string
	Preview(u provider.Update) ([]provider.Message, error)
	Post(ctx context.Context, u provider.Update) (provider.Ref, error)
}

// Settings are what a team decides about its incidents.
type Settings struct {
	// Zone is the one that times are told in, never nil; ZoneName its IANA name, empty
	// for the machine's own.
	Zone     *time.Location
	ZoneName string
	// Rules are how long things may take; the zero value is incident.DefaultRules.
	Rules      incident.Rules
	PostMortem postmortem.Settings
}

// Params are what a Keeper is made of; all are needed unless the comment says
// otherwise.
type Params struct {
	Store Store
	Duty  Duty
	// Hours may be nil: then no call-out is logged.
	Hours Hours
	// Announcers are those that are set up; nil when there are none, and updates are
	// sent by hand.
	Announcers func() []Announcer
	// Me is who the user is; the zero Person when nobody has said.
	Me func(ctx context.Context) (rotation.Person, error)
	// Settings are those that hold now.
	Settings func() Settings
	// Now is the clock.
	Now func() time.Time
	// Random draws a few lower-case letters and digits; nil means crypto/rand.
	Random func() string
}

// Keeper keeps the incidents; it implements api.Incidents. Its methods may be called
// from any goroutine.
type Keeper struct {
	p Params
	// seen is the last snapshot of the agent that See was told.
	seen atomic.Pointer[api.Snapshot]
	// mark is what of it matters here; active is true while an incident is open, and
	// dutyChanged once the user's shift became another one.
	mark        atomic.Uint64
	duty        atomic.Uint64
	active      atomic.Bool
	dutyChanged atomic.Bool
	// stir has what is open and what warns told again.
	stir chan struct{}

	// mu makes one command at a time, each judged by all those before it.
	mu     sync.Mutex
	loaded bool
	open   map[string]incident.Incident
	drills map[string]*drill.Replay
	// amiss is what could not be done beside a command that was.
	amiss map[string]error
	// unsignedNow are the reports that wait, until reportsDue.
	unsignedNow []api.ReportSummary
	reportsDue  time.Time
}

// New makes a Keeper. It reads nothing yet.
func New(p Params) *Keeper {
	if p.Random == nil {
		p.Random = func() string { return strings.ToLower(rand.Text()[:6]) }
	}
	if p.Announcers == nil {
		p.Announcers = func() []Announcer { return nil }
	}
	return &Keeper{p: p, stir: make(chan struct{}, 1), open: map[string]incident.Incident{}, drills: map[string]*drill.Replay{}, amiss: map[string]error{}}
}

func (k *Keeper) clock() time.Time { return k.p.Now().UTC().Round(0) }

// changed has what is open and what warns told again; it never blocks.
func (k *Keeper) changed() {
	select {
	case k.stir <- struct{}{}:
	default:
	}
}

// who is the person that a request names, else the user.
func (k *Keeper) who(ctx context.Context, named rotation.Person) (rotation.Person, error) {
	if named != (rotation.Person{}) {
		return named, nil
	}
	me, err := k.p.Me(ctx)
	if err == nil && me == (rotation.Person{}) {
		// Somebody did it, even if nobody has said who the user is.
		me = rotation.Person{Name: "The user of this Standby"}
	}
	return me, err
}

// load reads the incidents that are open, once. One that cannot be read does not keep
// the others from being worked on.
func (k *Keeper) load(ctx context.Context) error {
	if k.loaded {
		return nil
	}
	ids, err := k.p.Store.Incidents(ctx, k.clock())
	if err != nil {
		return err
	}
	for _, id := range ids {
		i, err := k.read(ctx, id)
		if err != nil {
			k.amiss[id] = err
			continue
		}
		if i.Open() {
			k.open[id] = i
		}
	}
	k.loaded = true
	k.active.Store(len(k.open) > 0)
	return nil
}

// read folds the record of an incident that is kept.
func (k *Keeper) read(ctx context.Context, id string) (incident.Incident, error) {
	events, err := k.p.Store.IncidentEvents(ctx, id)
	switch {
	case err != nil:
		return incident.Incident{}, err
	case len(events) == 0:
		return incident.Incident{}, fmt.Errorf("%w %w: %.70q", ErrNoIncident, api.ErrNotFound, id)
	}
	return incident.Fold(events)
}

// find is the incident of an ID, open or closed. The lock is held.
func (k *Keeper) find(ctx context.Context, id string) (incident.Incident, error) {
	if err := k.load(ctx); err != nil {
		return incident.Incident{}, err
	}
	if i, ok := k.open[id]; ok {
		return i, nil
	}
	i, err := k.read(ctx, id)
	if err == nil && i.Open() {
		k.open[id] = i
		delete(k.amiss, id)
	}
	return i, err
}

// apply does commands of one person, all or none: they are on disk when it returns.
// The lock is held.
func (k *Keeper) apply(ctx context.Context, i incident.Incident, by rotation.Person, now time.Time, commands ...incident.Command) (incident.Incident, error) {
	next := i
	var all []incident.Event
	for _, c := range commands {
		events, err := incident.Apply(next, by, c, now)
		if err != nil {
			return i, asked(err)
		}
		if next, err = next.With(events...); err != nil {
			return i, err
		}
		all = append(all, events...)
	}
	return k.keep(ctx, i, next, all)
}

func (k *Keeper) keep(ctx context.Context, before, after incident.Incident, events []incident.Event) (incident.Incident, error) {
	if len(events) == 0 {
		return before, nil
	}
	// A client that hangs up must not leave it open whether it was kept.
	if err := k.p.Store.KeepIncident(context.WithoutCancel(ctx), after, events...); err != nil {
		delete(k.open, before.ID) // whatever the disk has is read again
		if before.Revision > 0 {
			k.loaded = false
		}
		return before, fmt.Errorf("keep incident %s: %w", after.ID, err)
	}
	k.open[after.ID] = after
	if !after.Open() {
		delete(k.open, after.ID)
	}
	k.active.Store(len(k.open) > 0)
	k.logWork(ctx, before, after)
	k.changed()
	return after, nil
}

// asked marks an error of app/incident as one about what was asked for.
func asked(err error) error {
	if err == nil || errors.Is(err, incident.ErrStale) {
		return err
	}
	return fmt.Errorf("%w: %w", api.ErrBadRequest, err)
}

// watchOf is what besides the record decides on warnings.
func (k *Keeper) watchOf(me rotation.Person) incident.Watch {
	s := k.p.Settings()
	w := incident.Watch{Rules: s.Rules, Me: me, Zone: s.Zone}
	if seen := k.seen.Load(); seen != nil && seen.Duty.Current != nil {
		w.ShiftEnds = seen.Duty.Current.End
	}
	return w
}

// pageOf is a page of the last snapshot.
func (k *Keeper) pageOf(id string) (api.Page, bool) {
	if seen := k.seen.Load(); seen != nil {
		for _, p := range seen.Pages {
			if p.ID == id {
				return p, true
			}
		}
	}
	return api.Page{}, false
}

var _ api.Incidents = (*Keeper)(nil)
