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
	"standby/app/ui/health"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/app/ui/now"
	"standby/app/ui/pages"
	"standby/app/ui/pay"
	"standby/app/ui/schedule"
	"standby/app/ui/settings"
)

// screen is one of the places down the left side.
type screen interface {
	// Content is built once.
	Content() fyne.CanvasObject
	// Show is called on the interface's goroutine with every snapshot and tick
	// while the screen is the one shown, and when it becomes that.
	Show(model.View)
	// Typed gets letters that no entry wanted.
	Typed(rune)
	// First is what gets the focus when the screen is opened; nil for nothing.
	First() fyne.Focusable
	// Scroller is what the arrow keys move while nothing has the focus; nil for none.
	Scroller() *container.Scroll
	// Keys are the letters that Typed knows, for the sheet of keys.
	Keys() []model.Key
}

// Window is the main window. Its fields belong to the interface's goroutine,
// but for pending.
type Window struct {
	desk    *kit.Desk
	agent   Agent
	profile string
	cancel  context.CancelFunc

	view    model.View
	pending atomic.Pointer[api.Snapshot]
	hangUp  context.CancelFunc
	probing bool
	timer   *time.Timer
	open    bool

	banner  *banner
	tabs    [model.Places]*look.Tab
	screens [model.Places]screen
	current model.Place
	stage   *fyne.Container
	veil    *look.Fill
	sheet   *keySheet
	sizes   windowSizes
}

// New builds the window of an application, not yet shown and not yet
// following the agent. profile is shown in the title; now is the clock.
func New(app fyne.App, agent Agent, profile string, now func() time.Time) *Window {
	return newWindow(app, agent, profile, &kit.Desk{Now: now, Background: func(f func()) { go f() }, After: time.AfterFunc})
}

// newWindow completes a desk that has a clock and goroutines already.
func newWindow(app fyne.App, agent Agent, profile string, d *kit.Desk) *Window {
	app.Settings().SetTheme(look.NewTheme())
	w := &Window{desk: d, sizes: windowSizes{app.Preferences()}, agent: agent, profile: profile, veil: look.NewFill(look.Veil, ""), stage: container.NewStack()}
	d.Ctx, w.cancel = context.WithCancel(context.Background())
	d.Win, d.Open = app.NewWindow("Standby"), app.OpenURL
	d.GoTo, d.PageAt, d.Typed, d.Shortcut, d.Wheel = w.goTo, w.pageAt, w.typed, w.onShortcut, w.onWheel
	w.view = model.View{Now: d.Now(), Lost: d.Now(), Loc: time.Local}
	w.banner, w.sheet = newBanner(), newKeySheet(w.closeSheet, w.typed)
	w.build()
	return w
}

// Show opens the window and begins to follow the agent. It is called once, on
// the main goroutine, before the application runs.
func (w *Window) Show() {
	w.desk.Win.SetOnClosed(w.onClosed)
	w.desk.Win.Show()
	// The title that a window is made with becomes its class on X11, by which
	// desktops group windows; so what changes comes after.
	w.open = true
	w.retitle()
	go w.follow()
}

func (w *Window) onClosed() {
	w.sizes.keep(w.desk.Win.Canvas().Size())
	w.cancel()
	w.stopTimer()
}

func (w *Window) build() {
	w.veil.Hide()
	win := w.desk.Win
	win.SetPadded(false)
	side := look.Stack(look.Gap4)
	for p := range model.Places {
		tab := look.NewTab(p.Label(), picture(p), func() { w.goTo(p) })
		tab.OnRune = w.typed
		w.tabs[p] = tab
		side.Add(tab)
		win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: kit.Digit(p), Modifier: fyne.KeyModifierShortcutDefault}, func(fyne.Shortcut) { w.goTo(p) })
	}
	help := look.NewCompact("? · Keys", w.openSheet)
	help.OnRune = w.typed
	body := container.NewStack(w.stage, w.veil)
	main := container.NewBorder(nil, nil, look.Inset(look.Gap8, look.Gap8, container.NewBorder(nil, look.Left(help), nil, nil, side)), nil, look.Inset(look.Gap8, look.Gap8, body))
	win.SetContent(look.Tall(0, 1, w.banner.box, main))
	win.Canvas().SetOnTypedRune(w.typed)
	win.Canvas().SetOnTypedKey(w.onKey)
	win.Resize(w.sizes.kept())
	w.goTo(model.Now)
}

// goTo shows a screen, which is built when it is shown for the first time.
func (w *Window) goTo(p model.Place) {
	if w.screens[p] == nil {
		w.screens[p] = w.make(p)
	}
	w.current, w.sheet.open = p, false
	w.put(w.screens[p].Content())
	// What had the focus may just have gone from the screen: keys must not reach it.
	w.desk.Win.Canvas().Focus(w.screens[p].First())
	w.render()
}

func (w *Window) put(content fyne.CanvasObject) {
	w.stage.Objects = []fyne.CanvasObject{content}
	w.stage.Refresh()
}

// openSheet shows the keys in the place of the screen, or takes them away.
func (w *Window) openSheet() {
	if w.sheet.open {
		w.closeSheet()
		return
	}
	w.sheet.show(w.current, w.screens[w.current].Keys())
	w.put(w.sheet.box)
	w.desk.Win.Canvas().Unfocus() // The arrows move it.
}

// closeSheet gives the place back to the screen.
func (w *Window) closeSheet() { w.goTo(w.current) }

// pageAt shows one page in full.
func (w *Window) pageAt(id string) {
	w.goTo(model.Pages)
	if pages, ok := w.screens[model.Pages].(*pages.Screen); ok {
		pages.Choose(id)
	}
}

func (w *Window) make(p model.Place) screen {
	switch p {
	case model.Schedule:
		return schedule.New(w.desk, w.agent)
	case model.Pages:
		return pages.New(w.desk, w.agent, w.agent)
	case model.Pay:
		return pay.New(w.desk, w.agent)
	case model.Health:
		return health.New(w.desk, w.agent)
	case model.Settings:
		return settings.New(w.desk, w.agent)
	}
	return now.New(w.desk, w.agent, w.agent)
}

// typed hands a letter to the screen that is shown. The question mark and the keys
// that move the screen are the window's own.
func (w *Window) typed(r rune) {
	switch {
	case w.scrolled(r):
	case w.sheet.open && r == look.Escape:
		w.closeSheet()
	case r == '?':
		w.openSheet()
	case w.sheet.open:
	default:
		w.screens[w.current].Typed(r)
	}
}

// scroller is what the keys and the wheel move.
func (w *Window) scroller() *container.Scroll {
	if w.sheet.open {
		return w.sheet.scroll
	}
	return w.screens[w.current].Scroller()
}

// onKey gets the keys that nothing on the screen wanted.
func (w *Window) onKey(e *fyne.KeyEvent) {
	if r := look.RuneOf(e.Name); r != 0 {
		w.typed(r)
	}
}

// scrolled moves the screen that is shown, and reports whether r is a key for that.
func (w *Window) scrolled(r rune) bool {
	scroll := w.scroller()
	page := float32(0)
	if scroll != nil {
		page = scroll.Size().Height * 0.8
	}
	step, ok := map[rune]float32{look.Down: 40, look.Up: -40, look.PageDown: page, look.PageUp: -page}[r]
	if ok && scroll != nil {
		scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -step)})
	}
	return ok
}

// onWheel moves the screen that is shown.
func (w *Window) onWheel(e *fyne.ScrollEvent) {
	if scroll := w.scroller(); scroll != nil {
		scroll.Scrolled(e)
	}
}

// onShortcut takes the window's shortcuts from a field that has the focus.
func (w *Window) onShortcut(s fyne.Shortcut) {
	if c, ok := w.desk.Win.Canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// render draws the screen that is shown, at the present instant, and sets the
// clock for the next change of what it says.
func (w *Window) render() {
	w.view.Now = w.desk.Now()
	if w.view.Known {
		w.view.Loc = model.ZoneOf(w.view.Snap)
	}
	w.banner.show(w.view)
	kit.Toggle(w.veil, w.view.Known && !w.view.Live)
	w.retitle()
	count := ""
	if n := model.HeadlineOf(w.view).Count; w.view.Live && n > 0 {
		count = strconv.Itoa(n)
	}
	for p, tab := range w.tabs {
		if model.Place(p) == model.Pages {
			tab.Set(w.current == model.Pages, count)
		} else {
			tab.Set(model.Place(p) == w.current, "")
		}
	}
	w.screens[w.current].Show(w.view)
	w.setTimer()
}

func (w *Window) retitle() {
	title := titleFor(w.profile, w.view)
	if w.open && w.desk.Win.Title() != title {
		w.desk.Win.SetTitle(title)
	}
}

func picture(p model.Place) look.Icon {
	return [model.Places]look.Icon{look.IconNow, look.IconSchedule, look.IconPages, look.IconPay, look.IconHealth, look.IconSettings}[p]
}
