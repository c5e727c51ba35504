//go:build !darwin || cgo

package tray

import (
	"context"
	"runtime"
	"strings"
	"sync/atomic"

	"fyne.io/systray"
)

// systraySurface draws through fyne.io/systray.
type systraySurface struct {
	ctx   context.Context
	tray  *Tray
	click func(Command)
	// dead is set once the library has lost its connection for good; it is never
	// called again, because it panics.
	dead atomic.Bool
}

func (t *Tray) surface(ctx context.Context, click func(Command)) *systraySurface {
	if runtime.GOOS != "darwin" {
		// On macOS a click opens the menu, as everything there does.
		systray.SetOnTapped(func() { click(Open{}) })
	}
	return &systraySurface{ctx: ctx, tray: t, click: click}
}

func (s *systraySurface) SetIcon(data []byte) { s.try(func() { systray.SetIcon(data) }) }

func (s *systraySurface) SetTooltip(text string) { s.try(func() { systray.SetTooltip(text) }) }

// try keeps a session bus that has died from taking the agent along.
func (s *systraySurface) try(draw func()) {
	if s.dead.Load() {
		return
	}
	defer func() {
		if fault := recover(); fault != nil {
			s.dead.Store(true)
			s.tray.log.Warn("the tray icon is lost until the next start", "fault", fault)
		}
	}()
	draw()
}

func (s *systraySurface) Add(line bool) entry {
	if !line {
		systray.AddSeparator()
		return nil
	}
	e := &systrayEntry{surface: s, item: systray.AddMenuItem("", ""), enabled: true}
	e.item.Hide()
	go s.listen(e)
	return e
}

// listen passes clicks on until the end.
func (s *systraySurface) listen(e *systrayEntry) {
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-e.item.ClickedCh:
			if c := s.tray.clicked(e); c != nil {
				s.click(c)
			}
		}
	}
}

// systrayEntry tells the desktop of a change once.
type systrayEntry struct {
	surface *systraySurface
	item    *systray.MenuItem
	title   string
	enabled bool
}

func (e *systrayEntry) Set(title string, enabled bool) {
	if title != e.title {
		e.surface.try(func() { e.item.SetTitle(label(title)) })
		e.title = title
	}
	if enabled != e.enabled {
		change := e.item.Disable
		if enabled {
			change = e.item.Enable
		}
		e.surface.try(change)
		e.enabled = enabled
	}
}

func (e *systrayEntry) Show(visible bool) {
	change := e.item.Hide
	if visible {
		change = e.item.Show
	}
	e.surface.try(change)
}

// label doubles what a menu would read as the mark of an access key.
func label(title string) string {
	switch runtime.GOOS {
	case "windows":
		return strings.ReplaceAll(title, "&", "&&")
	case "darwin":
		return title
	}
	return strings.ReplaceAll(title, "_", "__")
}
