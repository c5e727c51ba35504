package bench

import (
	"context"
	"net/url"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// Screen is what a window shows.
type Screen interface {
	Content() fyne.CanvasObject
	Show(model.View)
	Typed(rune)
	First() fyne.Focusable
	Scroller() *container.Scroll
}

// Bench is a window on an agent that only records.
type Bench struct {
	T     *testing.T
	App   fyne.App
	Desk  *kit.Desk
	Agent *Agent
	// Now is what the clock shows.
	Now time.Time
	// Hold keeps what is sent to the background until Release.
	Hold bool
	// Set are the spans that the clock was set to.
	Set []time.Duration
	// Went are the screens, Opened the pages and links, that the screen led to.
	Went   []model.Place
	Opened []string
	// Feed takes the snapshots that Send sends: the screen, or the window.
	Feed func(api.Snapshot)

	screen Screen
	view   model.View
	later  []func()
}

// New returns a bench in the night of the tests. Whoever builds a screen with its
// Desk hands that to Open.
func New(t *testing.T) *Bench {
	t.Helper()
	b := &Bench{T: t, App: test.NewTempApp(t), Agent: &Agent{}, Now: night.Now(t)}
	b.App.Settings().SetTheme(look.NewTheme())
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	b.view = model.View{Now: b.Now, Lost: b.Now, Loc: night.Berlin(t)}
	b.Feed = b.accept
	b.Desk = &kit.Desk{Ctx: ctx, Now: func() time.Time { return b.Now }, Background: b.background, After: b.after,
		Open:     func(u *url.URL) error { b.Opened = append(b.Opened, u.String()); return nil },
		GoTo:     func(p model.Place) { b.Went = append(b.Went, p) },
		PageAt:   func(id string) { b.Opened = append(b.Opened, id) },
		Typed:    func(r rune) { b.screen.Typed(r) },
		Shortcut: func(fyne.Shortcut) {},
		Wheel:    func(e *fyne.ScrollEvent) { b.screen.Scroller().Scrolled(e) }}
	b.Desk.Win = b.App.NewWindow("Standby")
	return b
}

// Open shows a screen that was built with the Desk; s, which may be nil, is what the
// agent says first.
func (b *Bench) Open(screen Screen, s *api.Snapshot) {
	b.screen = screen
	b.Desk.Win.SetPadded(false)
	b.Desk.Win.SetContent(screen.Content())
	b.Desk.Win.Resize(fyne.NewSize(960, 640))
	b.Desk.Win.Canvas().Focus(screen.First())
	b.draw()
	if s != nil {
		b.Send(*s)
	}
}

// Send is a snapshot that comes from the agent.
func (b *Bench) Send(s api.Snapshot) { b.Feed(s) }

// Again sends the snapshot once more, changed.
func (b *Bench) Again(s *api.Snapshot) {
	s.Seq++
	s.Pages = slices.Clone(s.Pages)
	b.Send(*s)
}

func (b *Bench) accept(s api.Snapshot) {
	b.view.Snap, b.view.Known, b.view.Live, b.view.Heard = s, true, true, b.Now
	b.draw()
}

// Lost is the end of the agent.
func (b *Bench) Lost() {
	b.view.Live, b.view.Lost = false, b.Now
	b.draw()
}

// Tick draws the screen anew, at the time that the clock shows.
func (b *Bench) Tick() { b.draw() }

func (b *Bench) draw() {
	b.view.Now = b.Now
	if b.view.Known {
		b.view.Loc = model.ZoneOf(b.view.Snap)
	}
	b.screen.Show(b.view)
}

func (b *Bench) background(f func()) {
	if b.Hold {
		b.later = append(b.later, f)
		return
	}
	f()
}

// after never rings: tests call what it would call.
func (b *Bench) after(d time.Duration, _ func()) *time.Timer {
	b.Set = append(b.Set, d)
	return nil
}

// Release runs what was held back.
func (b *Bench) Release() {
	b.Hold = false
	for _, f := range b.later {
		f()
	}
	b.later = nil
}

// Asked checks all that the agent was asked, in its order.
func (b *Bench) Asked(want ...string) {
	b.T.Helper()
	if !slices.Equal(b.Agent.asked, want) {
		b.T.Errorf("the agent was asked %q, want %q", b.Agent.asked, want)
	}
}

// ViewAt is a snapshot as it is read at an instant, in the zone of the tests.
func ViewAt(t testing.TB, s api.Snapshot, now time.Time) model.View {
	return model.View{Snap: s, Known: true, Live: true, Now: now, Heard: now, Loc: night.Berlin(t)}
}

// WithoutEnd is that snapshot in the night of the tests, when the calendar's last
// shift goes on past its end.
func WithoutEnd(t testing.TB, s api.Snapshot, open rotation.Shift) model.View {
	s.Sources = slices.Clone(s.Sources)
	s.Sources[1].OpenEnds, s.Sources[1].Horizon = []rotation.Shift{open}, open.End
	return ViewAt(t, s, night.Now(t))
}
