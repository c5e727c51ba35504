package schedule

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/look"
)

const (
	laneWidth  = 132
	laneHeight = 26
)

func drawWeek(w weekView) fyne.CanvasObject {
	rows := []fyne.CanvasObject{look.NewLine(w.title, look.Body).Strong(), drawDays(w)}
	for _, l := range w.lanes {
		rows = append(rows, drawLane(l, w.now)...)
	}
	return look.Card(look.Stack(2, rows...))
}

func drawDays(w weekView) fyne.CanvasObject {
	var spans []look.Span
	var labels []fyne.CanvasObject
	for i, d := range w.days {
		line := look.NewElided(d.label, look.Small, look.Secondary)
		if d.today {
			line = look.NewElided(d.label, look.Small, look.Accent).Strong()
		}
		spans = append(spans, look.Span{From: float32(i) / 7, To: float32(i+1) / 7})
		labels = append(labels, look.Inset(2, 0, line))
	}
	return look.Row(look.Gap8, 1, look.Width(laneWidth, look.NewElided("", look.Small, look.Secondary)), look.Track(18, spans, labels))
}

func drawLane(l laneView, now float32) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(l.rows))
	for i, blocks := range l.rows {
		label := ""
		if i == 0 {
			label = l.label
		}
		out = append(out, look.Row(look.Gap8, 1, look.Width(laneWidth, look.NewElided(label, look.Small, look.Text)), drawRow(blocks, now)))
	}
	return out
}

func drawRow(blocks []blockView, now float32) fyne.CanvasObject {
	var spans []look.Span
	var content []fyne.CanvasObject
	add := func(span look.Span, o fyne.CanvasObject) {
		spans, content = append(spans, span), append(content, o)
	}
	for i := range 8 {
		at := float32(i) / 7
		add(look.Span{From: at, To: at}, look.Rule())
	}
	for _, b := range blocks {
		switch {
		case b.unknown:
			add(b.span, look.Unknown())
		case b.gap:
			add(b.span, look.Gap(b.text))
		default:
			add(b.span, look.Block(b.text, b.mine))
		}
	}
	if now >= 0 {
		add(look.Span{From: now, To: now}, look.Mark())
	}
	return look.Track(laneHeight, spans, content)
}
