package tray

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// gather is how long a change waits before it is drawn: several that come
// together are drawn once, and the notification of a page, which matters more,
// goes over the bus first.
const gather = 50 * time.Millisecond

// Options are what a Tray needs.
type Options struct {
	// Icon returns the picture of a named icon, for dark panels when dark is
	// true, in the format that the system's tray takes. It must not be nil.
	Icon func(name string, dark bool) []byte
	// Dark says what panel to begin with; SetDark changes it.
	Dark bool
	// Log takes what is of use to find a fault; nil discards it.
	Log *slog.Logger
}

// Tray is the icon in the system tray. A process has one.
type Tray struct {
	log  *slog.Logger
	icon func(name string, dark bool) []byte
	// wake holds a token whenever view or dark may have changed.
	wake chan struct{}

	mu   sync.Mutex
	view View
	dark bool
	menu *menu
}

// New prepares a tray; Run shows it.
func New(o Options) *Tray {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Tray{log: o.Log, icon: o.Icon, dark: o.Dark, wake: make(chan struct{}, 1), view: unknown()}
}

// unknown is what is shown before the first Update: that nothing is known.
func unknown() View {
	v := View{Icon: IconBlind, Tooltip: "Standby is starting"}
	v.line("open", "Open Standby", Open{})
	v.line("headline", v.Tooltip, nil)
	v.line("quit", "Quit Standby", Quit{})
	return v
}

// Update shows a view. It returns at once and may be called from any goroutine,
// before Run too: what is set then is there when the icon appears. Only the
// newest view counts.
func (t *Tray) Update(v View) {
	t.mu.Lock()
	t.view = v
	t.mu.Unlock()
	t.poke()
}

// SetDark chooses the icons for dark or for light panels. It returns at once.
func (t *Tray) SetDark(dark bool) {
	t.mu.Lock()
	t.dark = dark
	t.mu.Unlock()
	t.poke()
}

func (t *Tray) poke() {
	select {
	case t.wake <- struct{}{}:
	default:
	}
}

// Run shows the icon until ctx ends, and then takes it away and returns nil. It
// calls onCommand from a goroutine of its own, one command at a time; a click on
// the icon itself is Open.
//
// On Windows and macOS it must be called on the main goroutine, which the tray's
// event loop then has until the end. On Linux any goroutine will do: where there
// is no session bus it waits for one, and a tray host that comes, goes or is
// restarted finds the icon again. A session bus that is lost is not replaced;
// the icon then comes back with the next start. Run is called once in a process.
func (t *Tray) Run(ctx context.Context, onCommand func(Command)) error {
	commands := make(chan Command, 16)
	var workers sync.WaitGroup
	defer workers.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case c := <-commands:
				onCommand(c)
			}
		}
	})
	return t.loop(ctx, func(s surface) {
		t.build(s)
		workers.Go(func() { t.follow(ctx) })
	}, func(c Command) {
		select {
		case commands <- c:
		case <-ctx.Done():
		default:
			t.log.Warn("a click in the tray's menu came while others wait; dropped")
		}
	})
}

// build makes the menu and draws what is known so far.
func (t *Tray) build(s surface) {
	t.mu.Lock()
	defer t.mu.Unlock()
	dark := t.dark
	t.menu = newMenu(s, func(name string) []byte { return t.icon(name, dark) })
	t.menu.draw(t.view)
}

func (t *Tray) follow(ctx context.Context) {
	t.mu.Lock()
	dark := t.dark
	t.mu.Unlock()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.wake:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(gather):
		}
		t.mu.Lock()
		if t.dark != dark {
			dark = t.dark
			shade := dark
			t.menu.icons = func(name string) []byte { return t.icon(name, shade) }
			t.menu.redraw()
		}
		if !t.view.Equal(t.menu.last) {
			t.menu.draw(t.view)
		}
		t.mu.Unlock()
	}
}

// clicked finds the command of a line.
func (t *Tray) clicked(e entry) Command {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range t.menu.rows() {
		if r.entry == e {
			return r.does()
		}
	}
	return nil
}
