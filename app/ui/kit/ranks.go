package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/ui/look"
)

// Rank is one of several that are compared by length.
type Rank struct {
	// Name is who or what, Said its figures in words.
	Name, Said string
	// Share is how long its bar is, from 0 to 1.
	Share float64
}

// Ranks shows names with a bar for each, and what the bar says in words beside it.
type Ranks struct {
	Box *fyne.Container
	*Rows[Rank]
}

// NewRanks returns one that is empty; tone is the colour of the bars.
func NewRanks(tone look.ColorName) *Ranks {
	rows := NewRows(look.Gap8, func() Row[Rank] { return newRankRow(tone) })
	return &Ranks{Box: rows.Box, Rows: rows}
}

type rankRow struct {
	box  *fyne.Container
	name *look.Line
	said *look.Para
	bar  *lengthBar
}

func newRankRow(tone look.ColorName) *rankRow {
	r := &rankRow{name: look.NewElided("", look.Body, look.Text), said: look.NewPara("", look.Small, look.Secondary), bar: &lengthBar{}}
	r.box = look.Stack(2, r.name, container.New(r.bar, look.NewFill(look.Ground, ""), look.NewFill(tone, "")), r.said)
	return r
}

// Content implements Row.
func (r *rankRow) Content() fyne.CanvasObject { return r.box }

// Show implements Row.
func (r *rankRow) Show(v Rank) {
	r.name.SetText(v.Name)
	r.said.Set(v.Said, look.Secondary)
	if share := float32(max(0, min(1, v.Share))); r.bar.share != share {
		r.bar.share = share
		r.box.Refresh()
		r.bar.again()
	}
}

// lengthBar lays the second object over the first, from the left, along a share.
type lengthBar struct {
	share   float32
	objects []fyne.CanvasObject
	size    fyne.Size
}

const barHeight float32 = 8

func (b *lengthBar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, barHeight) }

func (b *lengthBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	b.objects, b.size = objects, size
	b.again()
}

func (b *lengthBar) again() {
	if len(b.objects) < 2 {
		return
	}
	for _, o := range b.objects {
		o.Move(fyne.Position{})
	}
	b.objects[0].Resize(b.size)
	b.objects[1].Resize(fyne.NewSize(b.size.Width*b.share, b.size.Height))
}

// Legend says which colour is what.
func Legend(tones []look.ColorName, words []string) *fyne.Container {
	var items []fyne.CanvasObject
	for i, word := range words {
		square := container.NewGridWrap(fyne.NewSize(12, 12), look.NewFill(tones[i], ""))
		items = append(items, look.Row(6, -1, square, look.NewLine(word, look.Small).In(look.Secondary)))
	}
	return look.Flow(look.Gap16, items...)
}
