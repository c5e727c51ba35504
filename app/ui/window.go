package ui

import (
	"context"
	"strconv"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"standby/app/api"
	"standby/app/ui/look"
)

// place names a screen, in the order of the left side.
type place int

const (
	placeNow place = iota
	placeSchedule
	placePages
	placePay
	placeSettings
	places
)

// Window is the main window. Its fields belong to the interface's goroutine,
// but for pending.
type Window struct {
	desk    *desk
	agent   Agent
	profile string
	cancel  context.CancelFunc

	view    view
	pending atomic.Pointer[api.Snapshot]
	hangUp  context.CancelFunc
	probing bool
	timer   *time.Timer
	open    bool

	banner  *banner
	tabs    [places]*look.Tab
	screens [places]screen
	current place
	stage   *fyne.Container
	veil    *look.Fill
}

// New builds the window of an application, not yet shown and not yet
// following the agent. profile is shown in the title; now is the clock.
func New(app fyne.App, agent Agent, profile string, now func() time.Time) *Window {
	return newWindow(app, agent, profile, &desk{now: now, background: func(f func()) { go f() }, after: time.AfterFunc})
}

// newWindow completes a desk that has a clock and goroutines already.
func newWindow(app fyne.App, agent Agent, profile string, d *desk) *Window {
	app.Settings().SetTheme(look.NewTheme())
	w := &Window{desk: d, agent: agent, profile: profile, veil: look.NewFill(look.Veil, ""), stage: container.NewStack()}
	d.ctx, w.cancel = context.WithCancel(context.Background())
	d.win, d.open = app.NewWindow("Standby"), app.OpenURL
	d.goTo, d.pageAt, d.typed, d.shortcut, d.wheel = w.goTo, w.pageAt, w.typed, w.onShortcut, w.onWheel
	w.view = view{now: d.now(), lost: d.now(), loc: time.Local}
	w.banner = newBanner()
	w.build()
	return w
}

// Show opens the window and begins to follow the agent. It is called once, on
// the main goroutine, before the application runs.
func (w *Window) Show() {
	w.desk.win.SetOnClosed(w.onClosed)
	w.desk.win.Show()
	// The title that a window is made with becomes its class on X11, by which
	// desktops group windows; so what changes comes after.
	w.open = true
	w.retitle()
	go w.follow()
}

func (w *Window) onClosed() {
	w.cancel()
	w.stopTimer()
}

func (w *Window) build() {
	w.veil.Hide()
	win := w.desk.win
	win.SetPadded(false)
	side := look.Stack(look.Gap4)
	for p := range places {
		tab := look.NewTab(label(p), picture(p), func() { w.goTo(p) })
		tab.OnRune = w.typed
		w.tabs[p] = tab
		side.Add(tab)
		win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: digit(p), Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) { w.goTo(p) })
	}
	body := container.NewStack(w.stage, w.veil)
	main := container.NewBorder(nil, nil, look.Inset(look.Gap8, look.Gap8, side), nil, look.Inset(look.Gap8, look.Gap8, body))
	win.SetContent(look.Tall(0, 1, w.banner.box, main))
	win.Canvas().SetOnTypedRune(w.typed)
	win.Canvas().SetOnTypedKey(w.onKey)
	win.Resize(fyne.NewSize(960, 640))
	w.goTo(placeNow)
}

// goTo shows a screen, which is built when it is shown for the first time.
func (w *Window) goTo(p place) {
	if w.screens[p] == nil {
		w.screens[p] = w.make(p)
	}
	w.current = p
	w.stage.Objects = []fyne.CanvasObject{w.screens[p].content()}
	w.stage.Refresh()
	// What had the focus may just have gone from the screen: keys must not reach it.
	w.desk.win.Canvas().Focus(w.screens[p].first())
	w.render()
}

// pageAt shows one page in full.
func (w *Window) pageAt(id string) {
	w.goTo(placePages)
	if pages, ok := w.screens[placePages].(*pagesScreen); ok {
		pages.choose(id)
	}
}

func (w *Window) make(p place) screen {
	switch p {
	case placeSchedule:
		return newScheduleScreen(w.desk, w.agent)
	case placePages:
		return newPagesScreen(w.desk, w.agent, w.agent)
	case placePay:
		return newPayScreen(w.desk, w.agent)
	case placeSettings:
		return newSettingsScreen(w.desk, w.agent)
	}
	return newNowScreen(w.desk, w.agent, w.agent)
}

// typed hands a letter to the screen that is shown.
func (w *Window) typed(r rune) { w.screens[w.current].typed(r) }

// onKey scrolls the screen that is shown while nothing on it has the focus.
func (w *Window) onKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		w.typed(look.Escape)
		return
	}
	scroll := w.screens[w.current].scroller()
	if scroll == nil {
		return
	}
	page := scroll.Size().Height * 0.8
	step := map[fyne.KeyName]float32{fyne.KeyDown: 40, fyne.KeyUp: -40, fyne.KeyPageDown: page, fyne.KeyPageUp: -page}[e.Name]
	if step != 0 {
		scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -step)})
	}
}

// onWheel moves the screen that is shown.
func (w *Window) onWheel(e *fyne.ScrollEvent) {
	if scroll := w.screens[w.current].scroller(); scroll != nil {
		scroll.Scrolled(e)
	}
}

// onShortcut takes the window's shortcuts from a field that has the focus.
func (w *Window) onShortcut(s fyne.Shortcut) {
	if c, ok := w.desk.win.Canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// render draws the screen that is shown, at the present instant, and sets the
// clock for the next change of what it says.
func (w *Window) render() {
	w.view.now = w.desk.now()
	if w.view.known {
		w.view.loc = zoneOf(w.view.snap)
	}
	w.banner.show(w.view)
	toggle(w.veil, w.view.known && !w.view.live)
	w.retitle()
	count := ""
	if n := headlineOf(w.view).Count; w.view.live && n > 0 {
		count = strconv.Itoa(n)
	}
	for p, tab := range w.tabs {
		if place(p) == placePages {
			tab.Set(w.current == placePages, count)
		} else {
			tab.Set(place(p) == w.current, "")
		}
	}
	w.screens[w.current].show(w.view)
	w.setTimer()
}

func (w *Window) retitle() {
	title := titleFor(w.profile, w.view)
	if w.open && w.desk.win.Title() != title {
		w.desk.win.SetTitle(title)
	}
}

// titleFor is the title of the window: the profile it shows, or that it is the
// demonstration.
func titleFor(profile string, v view) string {
	if v.known && v.snap.Profile != "" {
		profile = v.snap.Profile
	}
	switch {
	case v.known && v.snap.Demo:
		return "Standby (demo)"
	case profile != "":
		return "Standby (" + profile + ")"
	}
	return "Standby"
}

func label(p place) string {
	return [places]string{"Now", "Schedule", "Pages", "Pay", "Settings"}[p]
}

func digit(p place) fyne.KeyName {
	return [places]fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5}[p]
}

func picture(p place) look.Icon {
	return [places]look.Icon{look.IconNow, look.IconSchedule, look.IconPages, look.IconPay, look.IconSettings}[p]
}
