package schedule

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
)

// shiftList shows the shifts to come, one under the other; it draws those that can be
// seen.
type shiftList struct {
	widget.List
	box      *fyne.Container
	fill     *look.Fill
	empty    *look.Para
	rows     []row
	at       int
	onChosen func(ref int)
	typed    func(rune)
}

var _ fyne.Focusable = (*shiftList)(nil)

func newShiftList(chosen func(ref int), typed func(rune)) *shiftList {
	l := &shiftList{onChosen: chosen, typed: typed, at: -1, fill: look.NewFill(look.Panel, look.Hairline), empty: look.NewPara("", look.Body, look.Secondary)}
	l.Length = func() int { return len(l.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newShiftItem() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if item, ok := o.(*shiftItem); ok && i < len(l.rows) {
			item.show(l.rows[i])
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		if i != l.at && i < len(l.rows) {
			l.at = i
			l.onChosen(l.rows[i].ref)
		}
	}
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	l.box = container.NewStack(l.fill, look.Inset(2, 2, l), look.Inset(look.Gap16, look.Gap16, look.Stack(0, l.empty)))
	l.box.Hide()
	return l
}

// show shows these rows; nothing is redrawn when they are the same.
func (l *shiftList) show(rows []row, empty string) {
	if len(rows) > 0 {
		empty = ""
	}
	l.empty.Set(empty, look.Secondary)
	same := len(rows) == len(l.rows)
	for i := 0; same && i < len(rows); i++ {
		same = rows[i] == l.rows[i]
	}
	if same {
		return
	}
	l.rows, l.at = rows, -1
	l.UnselectAll()
	l.Refresh()
}

// FocusGained does not reach Fyne's list, which would mark a row of its own.
func (l *shiftList) FocusGained() { l.fill.Set(look.Panel, look.Accent) }

// FocusLost is the end of it.
func (l *shiftList) FocusLost() { l.fill.Set(look.Panel, look.Hairline) }

// TypedKey moves the selection, and Esc ends what was begun.
func (l *shiftList) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		l.typed(look.Escape)
		return
	}
	steps := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: 10, fyne.KeyPageUp: -10, fyne.KeyHome: -1 << 30, fyne.KeyEnd: 1 << 30}
	if by, ok := steps[e.Name]; ok && len(l.rows) > 0 {
		l.Select(min(max(l.at+by, 0), len(l.rows)-1))
	}
}

// TypedRune hands letters on.
func (l *shiftList) TypedRune(r rune) { l.typed(r) }

// shiftItem is one row: a shape, who, when, and what.
type shiftItem struct {
	widget.BaseWidget
	shape            *look.Shape
	who, when, about *look.Line
	box              *fyne.Container
}

func newShiftItem() *shiftItem {
	i := &shiftItem{shape: look.NewShape(look.Ring, look.Off, look.IconSide), who: look.NewElided("", look.Body, look.Text),
		when: look.NewElided("", look.Body, look.Text), about: look.NewElided("", look.Small, look.Secondary)}
	i.box = look.Inset(look.Gap8, look.Gap4, look.Row(look.Gap8, 1, i.shape, look.Stack(1, i.who, i.about), look.Width(262, i.when)))
	i.ExtendBaseWidget(i)
	return i
}

// CreateRenderer is what Fyne draws the row with.
func (i *shiftItem) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(i.box) }

func (i *shiftItem) show(r row) {
	i.shape.Set(r.form, r.tone, 0)
	if i.who.Bold != r.mine {
		i.who.Bold = r.mine
		i.who.Refresh()
	}
	i.who.SetText(r.who)
	i.when.SetText(r.when)
	i.about.SetText(r.about)
}
