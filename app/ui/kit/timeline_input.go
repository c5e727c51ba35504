package kit

import (
	"math"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// dragging is what is being dragged over: a lane, from a day on.
type dragging struct {
	lane int
	from float64
}

// spot is what lies at a point: a lane, below zero for none, the day, and the Ref of
// the bar, below zero for none. label is true left of the tracks.
type timelineSpot struct {
	lane, ref int
	day       float64
	label     bool
}

// spotAt is what lies at a point of the widget.
func (t *Timeline) spotAt(at fyne.Position) timelineSpot {
	s := timelineSpot{lane: -1, ref: -1, label: at.X < labelWidth}
	b := bandAt{left: t.left, days: t.days, lanes: t.head() - t.top}
	if t.stacked {
		n := math.Floor(float64((at.Y + t.top) / t.band()))
		y := float32(n)*t.band() - t.top
		b = bandAt{left: t.left + 7*n, days: 7, y: y, lanes: y + t.head()}
	}
	s.day = b.left + float64((at.X-labelWidth)/(t.Size().Width-labelWidth))*b.days
	if at.Y < b.y+t.head() {
		return s
	}
	y := b.lanes
	for n, l := range t.scene.Lanes {
		high := laneHeight(l)
		if at.Y >= y && at.Y < y+high {
			s.lane = n
			if row := int((at.Y - y) / rowHeight); row < len(l.Rows) && !s.label {
				s.ref = refAt(l.Rows[row], s.day)
			}
			return s
		}
		y += high
	}
	return s
}

func refAt(bars []model.Bar, day float64) int {
	i := sort.Search(len(bars), func(i int) bool { return bars[i].To > day })
	if i < len(bars) && bars[i].From <= day {
		return bars[i].Ref
	}
	return -1
}

// Tapped chooses a bar, or folds a lane out or in.
func (t *Timeline) Tapped(e *fyne.PointEvent) {
	s := t.spotAt(e.Position)
	switch {
	case s.lane >= 0 && s.label:
		if t.OnFold != nil && t.scene.Lanes[s.lane].Fold {
			t.OnFold(s.lane)
		}
	case s.ref >= 0:
		t.Point(s.ref)
		t.choose()
	}
}

func (t *Timeline) choose() {
	if t.OnChosen != nil && t.at >= 0 {
		t.OnChosen(t.at)
	}
}

// Point gives a bar the ring, by its Ref; below zero none.
func (t *Timeline) Point(ref int) {
	t.at = ref
	t.Refresh()
	if t.OnAt != nil {
		t.OnAt(ref)
	}
}

// Dragged marks a part of a lane, in whole hours, or in quarters of one where there is
// room to see them.
func (t *Timeline) Dragged(e *fyne.DragEvent) {
	if t.drag == nil {
		from := t.spotAt(e.Position.SubtractXY(e.Dragged.DX, e.Dragged.DY))
		if from.lane < 0 || from.label {
			return
		}
		t.drag = &dragging{from.lane, from.day}
	}
	day := t.spotAt(fyne.NewPos(max(e.Position.X, labelWidth), e.Position.Y)).day
	steps := 24
	if t.Size().Width/float32(t.days) > 600 {
		steps = 96
	}
	s := model.Stretch{From: model.Snap(min(t.drag.from, day), steps), To: model.Snap(max(t.drag.from, day), steps)}
	t.Choose(t.drag.lane, s)
}

// DragEnd hands on what was dragged over.
func (t *Timeline) DragEnd() {
	d := t.drag
	t.drag = nil
	if d == nil {
		return
	}
	if t.span.From >= t.span.To {
		t.Choose(-1, model.Stretch{})
		return
	}
	if t.OnSpan != nil {
		t.OnSpan(d.lane, t.span)
	}
}

// Scrolled moves through time: sideways, or up and down where weeks stand under one
// another. A scene that is higher than the room there is moves up and down first.
func (t *Timeline) Scrolled(e *fyne.ScrollEvent) {
	dx, dy := e.Scrolled.DX, e.Scrolled.DY
	switch {
	case t.stacked:
		t.top -= dy + dx
	case dx == 0 && t.band() > t.Size().Height:
		t.top -= dy
	default:
		t.left -= float64((dx+dy)/(t.Size().Width-labelWidth)) * t.days
	}
	// A wheel turns faster than a screen is drawn: what comes in one go is one move.
	if !t.moving {
		t.moving = true
		OnScreen(func() {
			t.moving = false
			t.moved()
		})
	}
}

// MouseIn points at what is under the pointer.
func (t *Timeline) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved points at what is under the pointer.
func (t *Timeline) MouseMoved(e *desktop.MouseEvent) {
	if ref := t.spotAt(e.Position).ref; ref != t.over {
		t.hover(ref)
	}
}

// MouseOut points at nothing.
func (t *Timeline) MouseOut() { t.hover(-1) }

func (t *Timeline) hover(ref int) {
	t.over = ref
	t.Refresh()
	if t.OnAt == nil {
		return
	}
	if ref < 0 && t.focused {
		ref = t.at
	}
	t.OnAt(ref)
}

// TypedKey moves the ring from bar to bar and lane to lane, and chooses on Enter and
// Space.
func (t *Timeline) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		t.step(-1)
	case fyne.KeyRight:
		t.step(1)
	case fyne.KeyUp:
		t.stepLane(-1)
	case fyne.KeyDown:
		t.stepLane(1)
	case fyne.KeyPageUp:
		t.page(-1)
	case fyne.KeyPageDown:
		t.page(1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		t.choose()
	case fyne.KeyEscape:
		t.typed(look.Escape)
	}
}

// TypedRune hands letters on.
func (t *Timeline) TypedRune(r rune) {
	if r != ' ' {
		t.typed(r)
	}
}

// page moves by what is seen.
func (t *Timeline) page(by float64) {
	days := t.days
	if t.stacked {
		days = 28
	}
	t.left += by * days
	t.moved()
}

// step goes to the next bar of the lane, or of the first one that has any.
func (t *Timeline) step(by int) {
	lane, row, i := t.find(t.at)
	if lane < 0 {
		t.stepFrom(0, 1, t.left)
		return
	}
	bars := t.scene.Lanes[lane].Rows[row]
	for i += by; i >= 0 && i < len(bars); i += by {
		if bars[i].Ref >= 0 {
			t.reach(bars[i])
			return
		}
	}
}

// stepLane goes to the bar of the next lane that lies at the same time.
func (t *Timeline) stepLane(by int) {
	lane, row, i := t.find(t.at)
	if lane < 0 {
		t.stepFrom(0, 1, t.left)
		return
	}
	bar := t.scene.Lanes[lane].Rows[row][i]
	t.stepFrom(lane+by, by, max(bar.From, t.left))
}

// stepFrom goes to the bar that lies at a day or first after it, in the first lane
// from there on that has one.
func (t *Timeline) stepFrom(lane, by int, day float64) {
	for ; lane >= 0 && lane < len(t.scene.Lanes); lane += by {
		for _, bars := range t.scene.Lanes[lane].Rows {
			for i := sort.Search(len(bars), func(i int) bool { return bars[i].To > day }); i < len(bars); i++ {
				if bars[i].Ref >= 0 {
					t.reach(bars[i])
					return
				}
			}
		}
	}
}

// reach gives a bar the ring and moves it into view.
func (t *Timeline) reach(bar model.Bar) {
	seen := t.Seen()
	if bar.From >= seen.To || bar.To <= seen.From {
		t.left = math.Floor(bar.From)
		if t.stacked {
			t.left -= float64(weekday(int(t.left)))
		}
		t.moved()
	}
	t.Point(bar.Ref)
}

// find is where a bar is; lane is below zero where it is not.
func (t *Timeline) find(ref int) (lane, row, i int) {
	if ref >= 0 {
		for lane, l := range t.scene.Lanes {
			for row, bars := range l.Rows {
				for i := range bars {
					if bars[i].Ref == ref {
						return lane, row, i
					}
				}
			}
		}
	}
	return -1, 0, 0
}
