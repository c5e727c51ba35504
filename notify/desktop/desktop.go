package desktop

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"standby/notify"
)

// Why a note could not be shown, besides what the desktop itself says.
var (
	// ErrNoService: nothing on the desktop shows notifications.
	ErrNoService = errors.New("no notification service runs on this desktop; start or install one, such as xfce4-notifyd or dunst")
	// ErrTooMany: more notes were asked for than anybody could read before the
	// desktop took them; this one was given up for newer or more urgent ones.
	ErrTooMany = errors.New("too many notes wait to be shown")
	// ErrBusy: the desktop still hangs on an earlier note.
	ErrBusy = errors.New("the desktop has not answered yet to an earlier note")
	// ErrOff: the user, or whoever manages the machine, has turned notifications
	// off for Standby. What wraps it says where they are turned on.
	ErrOff = errors.New("notifications are off for Standby")
)

// Options are what a Desktop needs to know. The zero value works.
type Options struct {
	// App is the name that notes are shown under; empty means Standby.
	App string
	// ID is what Windows knows the program by, its AppUserModelID: at most 128
	// letters, digits, dots and hyphens. Empty means io.standby.Standby.
	ID string
	// Icon is a PNG shown with each note; none when empty.
	Icon []byte
	// Plain asks for the back end without buttons on systems that have a better one.
	Plain bool
	// Changed is called from Run's goroutine with every change of Capabilities;
	// nil means that nobody wants to know.
	Changed func(Capabilities)
	// Timeout bounds each call to the desktop; zero means five seconds.
	Timeout time.Duration
	// Log takes what is of use to find a fault; nil discards it. Texts of notes
	// are not logged.
	Log *slog.Logger
}

// Capabilities is what the desktop's notification service can do. The zero value
// means that there is none.
type Capabilities struct {
	// Server is its name and version as it gives them.
	Server string
	// Buttons is true when it draws the actions of a note as buttons.
	Buttons bool
	// Markup is true when it reads markup in the body; text is escaped for it.
	Markup bool
	// Sound is true when it makes the sound of a note that asks for one
	// (notify.Note.Sound). A caller with sounds of its own leaves that false, and
	// the service is told to keep quiet.
	Sound bool
}

// Desktop shows notes. Its methods may be called from any goroutine, before, in
// and after Run.
type Desktop struct {
	queue   *queue
	backend backend
	changed func(Capabilities)
	timeout time.Duration

	mu  sync.Mutex
	can Capabilities
}

// backend is one way to put notes on a screen. run works until ctx ends and is
// the only goroutine that takes from q and calls out. muted may be called from any
// other one, returns soon after ctx ends, and says what Desktop.Muted does.
type backend interface {
	run(ctx context.Context, q *queue, out outlet)
	muted(ctx context.Context) (muted, known bool)
}

// outlet is where a back end reports to.
type outlet struct {
	react   func(notify.Reaction)
	capable func(Capabilities)
}

func (o outlet) failed(id string, err error) {
	o.react(notify.Reaction{NoteID: id, Kind: notify.Failed, Err: err})
}

// New prepares the best way this system has of showing notes. It opens nothing;
// Run does.
func New(o Options) *Desktop {
	if o.App == "" {
		o.App = "Standby"
	}
	if o.ID == "" {
		o.ID = "io.standby.Standby"
	}
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Log == nil {
		o.Log = discard()
	}
	d := &Desktop{queue: newQueue(queueLimit), changed: o.Changed, timeout: o.Timeout}
	if o.Plain {
		d.backend = buttonless(o)
	} else {
		d.backend = native(o)
	}
	return d
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// Run shows notes until ctx ends, and then returns nil. It calls react in its own
// goroutine with everything that happens to a note, in order; react should
// return soon, and may call Show and Withdraw. Run is called once.
//
// What Withdraw was called for before ctx ended is still taken off the screen;
// other notes are left there, with buttons that no longer do anything.
func (d *Desktop) Run(ctx context.Context, react func(notify.Reaction)) error {
	d.backend.run(ctx, d.queue, outlet{react: react, capable: d.capable})
	return nil
}

// Show asks for a note to be put on the screen and returns at once. A note with
// the ID of one that is shown or waits to be shown replaces it. Title and body
// are cleaned and capped (notify.Clean), a note without any visible title is
// called untitled.
//
// While Run works, each Show leads to one Reaction, Shown or Failed, unless a
// later Show or Withdraw for the same ID overtakes it.
func (d *Desktop) Show(n notify.Note) {
	n = harmless(n)
	d.queue.put(request{id: n.ID, note: &n})
}

// harmless cleans and caps every text of a note. A button that says nothing shows
// its key, and one without a key is left out: nothing could be told of it.
func harmless(n notify.Note) notify.Note {
	n.Title = notify.Clean(n.Title, notify.MaxTitle)
	if n.Title == "" {
		n.Title = "(untitled)"
	}
	n.Body = notify.CleanBody(n.Body, notify.MaxBody, notify.MaxBodyLines)
	var actions []notify.Action
	for _, a := range n.Actions {
		a = notify.Action{Key: notify.Clean(a.Key, maxLabel), Label: notify.Clean(a.Label, maxLabel)}
		if a.Label == "" {
			a.Label = a.Key
		}
		if a.Key != "" {
			actions = append(actions, a)
		}
	}
	n.Actions = actions
	return n
}

// maxLabel bounds what a button says.
const maxLabel = 60

// Withdraw takes a note off the screen, and out of the queue, and returns at
// once. No reaction follows. An ID that is not shown is of no consequence.
func (d *Desktop) Withdraw(id string) { d.queue.put(request{id: id}) }

// Capabilities is what the desktop could do when it was last asked.
func (d *Desktop) Capabilities() Capabilities {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.can
}

// Muted reports whether the desktop keeps notes from the user now: do not
// disturb, presentation mode, or notifications turned off for Standby. known is
// false when that cannot be found out, and then muted says nothing. It asks anew
// each time, from any goroutine and without Run, and gives up when ctx ends or
// after Options.Timeout.
//
// A note of high urgency may come through all the same; it depends on the desktop.
func (d *Desktop) Muted(ctx context.Context) (muted, known bool) {
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	return d.backend.muted(ctx)
}

func (d *Desktop) capable(c Capabilities) {
	d.mu.Lock()
	same := d.can == c
	d.can = c
	d.mu.Unlock()
	if !same && d.changed != nil {
		d.changed(c)
	}
}
