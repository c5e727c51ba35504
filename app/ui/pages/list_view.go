package pages

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// pageList is Fyne's list with keys of our own: what is focused is what is
// selected, and letters go to the screen.
type pageList struct {
	widget.List
	onMove  func(by int)
	onTyped func(rune)
	onFocus func(bool)
}

var _ fyne.Focusable = (*pageList)(nil)

func newPageList(length func() int, update func(int, *pageItem), chosen func(int)) *pageList {
	l := &pageList{}
	l.Length = length
	l.CreateItem = func() fyne.CanvasObject { return newPageItem() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if item, ok := o.(*pageItem); ok {
			update(i, item)
		}
	}
	l.OnSelected = chosen
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained does not reach Fyne's list, which would mark a row of its own.
func (l *pageList) FocusGained() { l.onFocus(true) }

// FocusLost is the end of it.
func (l *pageList) FocusLost() { l.onFocus(false) }

// TypedKey moves the selection, and Esc ends what was begun.
func (l *pageList) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		l.onTyped(look.Escape)
		return
	}
	steps := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: 10, fyne.KeyPageUp: -10, fyne.KeyHome: -1 << 30, fyne.KeyEnd: 1 << 30}
	if by, ok := steps[e.Name]; ok {
		l.onMove(by)
	}
}

// TypedRune hands letters on.
func (l *pageList) TypedRune(r rune) { l.onTyped(r) }

// pageItem is one row: shape, title over service and age, and the ack clock.
type pageItem struct {
	widget.BaseWidget
	shape              *look.Shape
	title, meta, clock *look.Line
	box                *fyne.Container
}

func newPageItem() *pageItem {
	i := &pageItem{shape: look.NewShape(look.Ring, look.Off, look.IconSide), title: look.NewElided("", look.Body, look.Text),
		meta: look.NewElided("", look.Small, look.Secondary), clock: look.NewLine("", look.Body).Right()}
	i.box = look.Inset(look.Gap8, look.Gap4, look.Row(look.Gap8, 1, i.shape, look.Stack(1, i.title, i.meta), i.clock))
	i.ExtendBaseWidget(i)
	return i
}

// CreateRenderer is what Fyne draws the row with.
func (i *pageItem) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(i.box) }

func (i *pageItem) show(r model.PageRow) {
	i.shape.Set(r.Form, r.Tone, 0)
	if bold := r.Tone == look.Waiting; i.title.Bold != bold {
		i.title.Bold = bold
		i.title.Refresh()
	}
	i.title.SetText(r.Title)
	sending := ""
	if r.Sending != "" {
		sending = "Sending…"
	}
	i.meta.SetText(model.Joined(sending, r.Brief, r.Age, r.Service))
	clock := r.Clock
	if r.Still {
		clock = "" // Its state says so, and needs the room.
	}
	if i.clock.Content != clock {
		i.clock.Set(clock, r.ClockTone)
		i.box.Refresh()
	}
	i.clock.Set(clock, r.ClockTone)
}

// ringed is content with a ring around it while it has the focus.
func ringed(content fyne.CanvasObject) (box *fyne.Container, focus func(bool)) {
	fill := look.NewFill(look.Panel, look.Hairline)
	return container.NewStack(fill, look.Inset(2, 2, content)), func(on bool) {
		if on {
			fill.Set(look.Panel, look.Accent)
		} else {
			fill.Set(look.Panel, look.Hairline)
		}
	}
}
