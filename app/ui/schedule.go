package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/rotation"
)

// scheduleScreen shows who is on call in this week and the four after it.
type scheduleScreen struct {
	desk *desk
	rota Rota

	box    *fyne.Container
	scroll *container.Scroll
	note   *look.Para
	answer *troubleBox
	mine   *factList
	mineUp *fyne.Container
	open   *gapList
	weeks  *fyne.Container

	shifts []rotation.Shift
	gaps   []api.Gap
	// asked is what the shifts were asked for with, drawn what is on the screen.
	asked, drawn string
	loaded       bool
	view         view
}

func newScheduleScreen(d *desk, rota Rota) *scheduleScreen {
	s := &scheduleScreen{desk: d, rota: rota, note: look.NewPara("", look.Body, look.Secondary), answer: newTroubleBox(), mine: newFactList(), open: newGapList(), weeks: look.Stack(look.Gap16)}
	s.mineUp = look.Card(look.NewLine("Your shifts", look.Title).Strong(), s.mine.box)
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16, s.answer.box, s.note, s.mineUp, s.open.box, s.weeks)))
	return s
}

func (s *scheduleScreen) content() fyne.CanvasObject { return s.box }

func (s *scheduleScreen) first() fyne.Focusable { return nil }

func (s *scheduleScreen) scroller() *container.Scroll { return s.scroll }

func (s *scheduleScreen) typed(rune) {}

func (s *scheduleScreen) show(v view) {
	s.view = v
	if v.live {
		s.load()
	}
	s.draw()
}

// cause names all that the shifts depend on: while it stays the same, they are
// not asked for again.
func cause(v view) string {
	from, _ := scheduleSpan(v)
	parts := []string{from.String(), v.snap.Me.Name, v.snap.Me.Email}
	for _, src := range v.snap.Sources {
		if src.TellsDuty() {
			parts = append(parts, src.Name, src.ReadAt.String(), src.Horizon.String())
		}
	}
	return strings.Join(parts, "\x00")
}

func (s *scheduleScreen) load() {
	why := cause(s.view)
	if why == s.asked {
		return
	}
	s.asked = why
	from, to := scheduleSpan(s.view)
	var shifts []rotation.Shift
	var gaps []api.Gap
	s.desk.ask(func(ctx context.Context) (err error) {
		if shifts, err = s.rota.Shifts(ctx, api.ShiftQuery{From: from, To: to}); err != nil {
			return err
		}
		gaps, err = s.rota.Gaps(ctx, from, to)
		return err
	}, func(err error) { s.onLoaded(shifts, gaps, err) })
}

func (s *scheduleScreen) onLoaded(shifts []rotation.Shift, gaps []api.Gap, err error) {
	s.answer.showErr(err)
	if err != nil {
		s.asked = ""
		return
	}
	s.shifts, s.gaps, s.loaded, s.drawn = shifts, gaps, true, ""
	s.draw()
}

// draw draws the weeks anew, once a minute at most: the line that says now moves.
func (s *scheduleScreen) draw() {
	state := s.asked + s.view.now.Format(" 2006-01-02 15:04 ") + s.view.loc.String()
	if s.drawn == state {
		return
	}
	s.drawn = state
	s.note.Set(scheduleNote(s.view, s.loaded, len(s.shifts), len(s.gaps)), look.Secondary)
	if !s.loaded {
		toggle(s.mineUp, false)
		s.open.show(nil)
		return
	}
	mine := mineOf(s.shifts, s.view)
	facts := make([]fact, 0, len(mine))
	for _, m := range mine[:min(len(mine), mineShown)] {
		facts = append(facts, fact{m.role, joined(m.when, m.hours, m.rota)})
	}
	s.mine.show(facts)
	toggle(s.mineUp, len(facts) > 0)
	s.open.show(openOf(s.gaps, s.view))
	s.weeks.RemoveAll()
	for _, w := range scheduleOf(s.shifts, s.gaps, s.view) {
		if len(w.lanes) > 0 {
			s.weeks.Add(drawWeek(w))
		}
	}
}

// scheduleNote is the line above the weeks: the zone, or why there is nothing.
func scheduleNote(v view, loaded bool, shifts, gaps int) string {
	switch {
	case !v.known:
		return ""
	case !loaded:
		return "Reading the schedule…"
	case shifts == 0 && len(lanesOf(nil, nil, v.snap.Sources)) == 0:
		return "No calendar or rota yet. Add one under Settings (Ctrl+5)."
	case shifts == 0:
		return "Nobody is named in these five weeks. Times are in " + zoneName(v.loc, v.now) + "."
	case gaps > 0:
		return "Times are in " + zoneName(v.loc, v.now) + ". Your shifts are filled, those of others outlined, and gaps, where nobody is on call, hatched."
	}
	return "Times are in " + zoneName(v.loc, v.now) + ". Your shifts are filled, those of others outlined."
}

// mineShown is how many of my own shifts are put into words above the weeks.
const mineShown = 6

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

// zoneName is a zone as people know it; the machine's own has no IANA name here,
// so it is named by what its clock shows now.
func zoneName(loc *time.Location, now time.Time) string {
	if loc != time.Local {
		return loc.String()
	}
	short, _ := now.In(loc).Zone()
	return "this machine's zone (" + short + ")"
}
