package kit

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Timeline shows a scene through a window in time that can be moved without end. It
// draws what can be seen and nothing else, into one picture with the words on top, so
// that ten years of shifts move as a week does.
type Timeline struct {
	widget.BaseWidget
	// OnChosen gets the Ref of a bar on a click, Enter or Space; OnAt the one that is
	// pointed at, below zero for none. OnSpan gets a part of a lane that was dragged
	// over, OnFold a lane whose layers are to be folded out or in. OnMoved is called
	// when another part of time is seen. All may be nil.
	OnChosen, OnAt func(ref int)
	OnSpan         func(lane int, s model.Stretch)
	OnFold         func(lane int)
	OnMoved        func()
	OnFocus        func(fyne.CanvasObject)

	scene *model.Scene
	// left is the day at the left edge, days how many are seen side by side. Stacked
	// puts week under week instead, and top is how far that, or a scene higher than the
	// room there is, has been moved up.
	left    float64
	days    float64
	stacked bool
	top     float32
	// at is the Ref of the bar that has the ring, over the one under the pointer; span
	// is what is chosen of a lane, below zero for none.
	at, over int
	lane     int
	span     model.Stretch
	drag     *dragging

	typed           func(rune)
	focused, moving bool
}

var (
	_ fyne.Focusable    = (*Timeline)(nil)
	_ fyne.Tappable     = (*Timeline)(nil)
	_ fyne.Draggable    = (*Timeline)(nil)
	_ fyne.Scrollable   = (*Timeline)(nil)
	_ desktop.Hoverable = (*Timeline)(nil)
)

// NewTimeline returns one that shows nothing yet.
func NewTimeline(d *Desk) *Timeline {
	t := &Timeline{scene: &model.Scene{}, days: 7, at: -1, over: -1, lane: -1, typed: d.Typed}
	t.ExtendBaseWidget(t)
	return t
}

// Put shows another scene through the same window. What was chosen stays as far as
// there is such a lane; the ring goes.
func (t *Timeline) Put(s *model.Scene) {
	t.scene, t.at, t.over, t.drag = s, -1, -1, nil
	if t.lane >= len(s.Lanes) {
		t.lane = -1
	}
	t.settle()
	t.Refresh()
}

// Tell moves the line that says now.
func (t *Timeline) Tell(now float64) {
	if t.scene.Now != now {
		t.scene.Now = now
		t.Refresh()
	}
}

// Frame has days of time seen from left on; stacked puts weeks under one another.
func (t *Timeline) Frame(left, days float64, stacked bool) {
	if t.left == left && t.days == days && t.stacked == stacked && (!stacked || t.top == 0) {
		return
	}
	if t.stacked != stacked {
		t.top = 0
	}
	t.left, t.days, t.stacked = left, days, stacked
	if stacked {
		t.top = 0
	}
	t.moved()
}

// Left is the day at the left edge of what is seen.
func (t *Timeline) Left() float64 { return t.left }

// Seen is the part of time that is seen; of weeks under one another, all of them.
func (t *Timeline) Seen() model.Stretch {
	if !t.stacked {
		return model.Stretch{From: t.left, To: t.left + t.days}
	}
	weeks := math.Ceil(float64((t.Size().Height+t.top)/t.band())) + 1
	return model.Stretch{From: t.left, To: t.left + 7*max(weeks, 1)}
}

// Choose marks a part of a lane; a lane below zero marks nothing.
func (t *Timeline) Choose(lane int, s model.Stretch) {
	t.lane, t.span = lane, s
	t.Refresh()
}

// At is the Ref of the bar that has the ring; below zero for none.
func (t *Timeline) At() int { return t.at }

func (t *Timeline) moved() {
	t.settle()
	t.Refresh()
	if t.OnMoved != nil {
		t.OnMoved()
	}
}

// settle keeps the window within what there is.
func (t *Timeline) settle() {
	t.left = min(max(t.left, firstDay), lastDay)
	if t.stacked {
		for t.top < 0 {
			t.left, t.top = t.left-7, t.top+t.band()
		}
		for t.top >= t.band() {
			t.left, t.top = t.left+7, t.top-t.band()
		}
		if t.left < firstDay || t.left > lastDay {
			t.left, t.top = min(max(t.left, firstDay), lastDay), 0
		}
		return
	}
	t.top = max(0, min(t.top, t.band()-t.Size().Height))
}

// firstDay and lastDay bound what is shown: the years 1970 to 2099.
const firstDay, lastDay = 0, 47_400

// Resize keeps what is shown within the new size.
func (t *Timeline) Resize(size fyne.Size) {
	if size == t.Size() {
		return
	}
	t.BaseWidget.Resize(size)
	t.settle()
	if t.OnMoved != nil {
		t.OnMoved()
	}
}

// MinSize is that of a timeline of a few lanes.
func (t *Timeline) MinSize() fyne.Size { return fyne.NewSize(labelWidth+160, 120) }

// FocusGained draws the ring, around the first bar that is seen unless one has it.
func (t *Timeline) FocusGained() {
	t.focused = true
	if t.at < 0 {
		t.step(1)
	}
	t.Refresh()
	if t.OnFocus != nil {
		t.OnFocus(t)
	}
}

// FocusLost takes the ring away.
func (t *Timeline) FocusLost() {
	t.focused = false
	t.Refresh()
}

// CreateRenderer is what Fyne draws it with.
func (t *Timeline) CreateRenderer() fyne.WidgetRenderer {
	r := &timelineRenderer{of: t, words: map[wordKey]*look.Line{}}
	r.picture = canvas.NewRaster(r.paint)
	r.compose()
	return r
}

type timelineRenderer struct {
	of      *Timeline
	picture *canvas.Raster
	frame   frame
	words   map[wordKey]*look.Line
	spare   []*look.Line
	objects []fyne.CanvasObject
	pixels  *image.RGBA
}

func (r *timelineRenderer) Destroy() {}

func (r *timelineRenderer) MinSize() fyne.Size { return r.of.MinSize() }

func (r *timelineRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *timelineRenderer) Layout(fyne.Size) {
	r.compose()
	r.picture.Refresh()
}

func (r *timelineRenderer) Refresh() {
	r.compose()
	r.picture.Refresh()
}

// compose works out what is seen, and puts the words where they belong. A word that
// was there already is only moved.
func (r *timelineRenderer) compose() {
	size := r.of.Size()
	r.frame = r.of.compose(size)
	// Pixels are dear without a graphics card: below the last lane there are none.
	if !r.of.stacked {
		size.Height = min(size.Height, r.of.band())
	}
	r.picture.Resize(size)
	seen := make(map[wordKey]*look.Line, len(r.frame.words))
	for _, w := range r.frame.words {
		if l := r.words[w.wordKey]; l != nil {
			seen[w.wordKey] = l
			delete(r.words, w.wordKey)
		}
	}
	for _, l := range r.words {
		r.spare = append(r.spare, l)
	}
	r.objects = append(r.objects[:0], r.picture)
	for _, w := range r.frame.words {
		l := seen[w.wordKey]
		if l == nil {
			l = r.blank()
			seen[w.wordKey] = l
		}
		w.put(l)
		r.objects = append(r.objects, l)
	}
	r.words = seen
}

func (r *timelineRenderer) blank() *look.Line {
	if n := len(r.spare); n > 0 {
		l := r.spare[n-1]
		r.spare = r.spare[:n-1]
		return l
	}
	return look.NewElided("", look.Small, look.Text)
}

// paint is called by Fyne with the size in pixels.
func (r *timelineRenderer) paint(w, h int) image.Image {
	if r.pixels == nil || r.pixels.Rect.Dx() != w || r.pixels.Rect.Dy() != h {
		r.pixels = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	scale := float32(1)
	if width := r.of.Size().Width; width > 0 {
		scale = float32(w) / width
	}
	newPainter(r.pixels, scale).all(r.frame)
	return r.pixels
}
