package ui

import (
	"context"
	"net/url"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
)

// patience is how long a command to the agent may take before the window says
// that it got no answer.
const patience = 30 * time.Second

// desk is what the window lends to its screens.
type desk struct {
	ctx        context.Context
	win        fyne.Window
	now        func() time.Time
	background func(func())
	after      func(time.Duration, func()) *time.Timer
	open       func(*url.URL) error
	goTo       func(place)
	pageAt     func(id string)
	typed      func(rune)
	shortcut   func(fyne.Shortcut)
	wheel      func(*fyne.ScrollEvent)
}

// ask runs work off the interface's goroutine and hands its result back to it.
func (d *desk) ask(work func(context.Context) error, then func(error)) {
	d.background(func() {
		ctx, cancel := context.WithTimeout(d.ctx, patience)
		defer cancel()
		err := work(ctx)
		if d.ctx.Err() != nil {
			return
		}
		fyne.Do(func() { then(err) })
	})
}

// view is what a screen is asked to show: the newest snapshot, and how it is to
// be read.
type view struct {
	snap api.Snapshot
	// known is false until a snapshot has come; live is false while the agent does
	// not answer, and then snap is the last that came, at heard.
	known, live bool
	heard       time.Time
	lost        time.Time
	now         time.Time
	loc         *time.Location
}

// screen is one of the places down the left side.
type screen interface {
	// content is built once.
	content() fyne.CanvasObject
	// show is called on the interface's goroutine with every snapshot and tick
	// while the screen is the one shown, and when it becomes that.
	show(view)
	// typed gets letters that no entry wanted.
	typed(rune)
	// first is what gets the focus when the screen is opened; nil for nothing.
	first() fyne.Focusable
	// scroller is what the arrow keys move while nothing has the focus; nil for none.
	scroller() *container.Scroll
}

// zoneOf is the zone that times are shown in: the snapshot's, else the
// machine's own. A name this machine does not know falls back to its own as well.
func zoneOf(s api.Snapshot) *time.Location {
	if s.Zone == "" {
		return time.Local
	}
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.Local
	}
	return loc
}

// reveal scrolls so that what has just got the focus, or come up, can be seen: its
// beginning at least.
func reveal(scroll *container.Scroll) func(fyne.CanvasObject) {
	return func(o fyne.CanvasObject) {
		// What has just come up has no place yet.
		if content := scroll.Content; content.MinSize().Max(scroll.Size()) != content.Size() {
			scroll.Refresh()
		}
		at, ok := placeIn(scroll.Content, o)
		if !ok {
			return
		}
		top := at.Y
		bottom, visible := top+o.Size().Height, scroll.Size().Height
		switch {
		case top < scroll.Offset.Y, bottom-top > visible:
			scroll.ScrollToOffset(fyne.NewPos(0, max(0, top-16)))
		case bottom > scroll.Offset.Y+visible:
			scroll.ScrollToOffset(fyne.NewPos(0, bottom-visible+16))
		}
	}
}

// placeIn is where an object lies within another. The driver knows only what it has
// drawn already.
func placeIn(outer, o fyne.CanvasObject) (at fyne.Position, ok bool) {
	if outer == o {
		return fyne.Position{}, true
	}
	box, isBox := outer.(*fyne.Container)
	if !isBox {
		return fyne.Position{}, false
	}
	for _, inner := range box.Objects {
		if at, ok := placeIn(inner, o); ok {
			return at.Add(inner.Position()), true
		}
	}
	return fyne.Position{}, false
}

// headlineOf is the headline of what is known: nothing before the first
// snapshot, and never an empty one after it.
func headlineOf(v view) api.Headline {
	if !v.known {
		return api.Headline{Standing: api.CannotSee}
	}
	s := v.snap
	if !s.DutyKnown && s.DutyReason == "" {
		s.DutyReason = "Whether you are on call is not known"
	}
	return s.Headline(v.now, v.loc)
}
