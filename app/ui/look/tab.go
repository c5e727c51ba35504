package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Tab is one entry down the left side: an icon, a word, and a count where
// something waits.
type Tab struct {
	widget.BaseWidget
	press
	// Label is its word, Icon its picture.
	Label string
	Icon  Icon

	count   string
	current bool
}

var (
	_ fyne.Focusable    = (*Tab)(nil)
	_ fyne.Tappable     = (*Tab)(nil)
	_ desktop.Hoverable = (*Tab)(nil)
)

// NewTab returns a tab that calls tapped.
func NewTab(label string, icon Icon, tapped func()) *Tab {
	t := &Tab{Label: label, Icon: icon}
	t.press = press{OnTapped: tapped, widget: t}
	t.ExtendBaseWidget(t)
	return t
}

// Set says whether its screen is the one shown, and how many things wait there:
// a short text, empty for none.
func (t *Tab) Set(current bool, count string) {
	if t.current == current && t.count == count {
		return
	}
	t.current, t.count = current, count
	t.Refresh()
}

// Current reports whether its screen is the one shown.
func (t *Tab) Current() bool { return t.current }

// CreateRenderer is what Fyne draws the tab with.
func (t *Tab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabRenderer{tab: t, box: &canvas.Rectangle{}, mark: &canvas.Rectangle{}, badge: &canvas.Rectangle{},
		icon: &canvas.Image{}, label: NewElided(t.Label, Body, Text), count: NewLine("", Small).Strong()}
	r.icon.FillMode = canvas.ImageFillContain
	r.count.Align = fyne.TextAlignCenter
	r.apply()
	return r
}

type tabRenderer struct {
	tab              *Tab
	box, mark, badge *canvas.Rectangle
	icon             *canvas.Image
	label, count     *Line
}

func (r *tabRenderer) Destroy() {}

func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.mark, r.icon, r.label, r.badge, r.count}
}

func (r *tabRenderer) MinSize() fyne.Size { return fyne.NewSize(148, 40) }

func (r *tabRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.mark.Resize(fyne.NewSize(3, size.Height-2*Gap8))
	r.mark.Move(fyne.NewPos(0, Gap8))
	r.icon.Resize(fyne.NewSquareSize(IconSide))
	r.icon.Move(fyne.NewPos(12, (size.Height-IconSide)/2))
	count := r.count.MinSize()
	badge := fyne.NewSize(max(count.Width+10, 22), 20)
	right := size.Width - Gap8
	r.badge.Resize(badge)
	r.badge.Move(fyne.NewPos(right-badge.Width, (size.Height-badge.Height)/2))
	r.count.Resize(fyne.NewSize(badge.Width, count.Height))
	r.count.Move(fyne.NewPos(right-badge.Width, (size.Height-count.Height)/2))
	if r.tab.count != "" {
		right -= badge.Width + Gap4
	}
	left := 12 + IconSide + 10
	height := r.label.MinSize().Height
	r.label.Resize(fyne.NewSize(right-left, height))
	r.label.Move(fyne.NewPos(left, (size.Height-height)/2))
}

func (r *tabRenderer) Refresh() {
	r.apply()
	r.Layout(r.tab.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *tabRenderer) apply() {
	t := r.tab
	r.box.CornerRadius, r.box.FillColor, r.box.StrokeWidth, r.box.StrokeColor = Radius, color.Transparent, 0, nil
	switch {
	case t.current:
		r.box.FillColor = Color(theme.ColorNameSelection)
	case t.hovered:
		r.box.FillColor = Color(theme.ColorNameHover)
	}
	if t.focused {
		r.box.StrokeWidth, r.box.StrokeColor = Stroke, Color(Text)
	}
	r.icon.Resource = t.Icon.drawn(Text)
	r.mark.FillColor, r.mark.CornerRadius = Color(Accent), 1.5
	r.mark.Hidden = !t.current
	r.badge.FillColor, r.badge.CornerRadius = Color(Waiting), 10
	r.badge.Hidden = t.count == ""
	r.label.Content, r.label.Bold = t.Label, t.current
	r.count.Content, r.count.Tone = t.count, OnFull
}
