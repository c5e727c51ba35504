package schedule

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// Screen shows who is on call when, and has shifts change hands.
type Screen struct {
	desk  *kit.Desk
	agent Agent

	box            *fyne.Container
	ways           [ways]*look.Option
	title          *look.Line
	zone, second   *kit.LineField
	note, gaps     *look.Para
	said           *look.Line
	answer         *kit.TroubleBox
	line           *kit.Timeline
	lineUp, listUp *fyne.Container
	list           *shiftList
	offer          *offerBar
	done           *doneStrip

	way     way
	reading reading
	// days is how far the timeline reaches.
	days  float64
	held  held
	scene scene
	// cause is what the shifts were asked for with; asking that an answer is awaited,
	// loaded that one has come. drawn is what is on the screen.
	cause, drawn   string
	asking, loaded bool
	placed, own    bool
	// lane is that of the offer, asked counts the questions about it.
	lane, asked int
	view        model.View
}

// New builds the screen.
func New(d *kit.Desk, agent Agent) *Screen {
	s := &Screen{desk: d, agent: agent, answer: kit.NewTroubleBox(), line: kit.NewTimeline(d), days: timelineDays,
		title: look.NewElided("", look.Title, look.Text).Strong(), note: look.NewPara("", look.Small, look.Secondary),
		gaps: look.NewPara("", look.Body, look.Waiting), said: look.NewElided("", look.Small, look.Secondary)}
	s.reading.folded = map[string]bool{}
	s.list = newShiftList(s.onRef, d.Typed)
	s.offer = newOfferBar(d, s.onHandOver, s.onOffer, s.closeOffer)
	s.done = newDoneStrip(d, s.onTakeBack, s.onSave)
	s.line.OnChosen, s.line.OnAt, s.line.OnSpan, s.line.OnFold, s.line.OnMoved = s.onRef, s.onAt, s.onSpan, s.onFold, s.onMoved
	s.lineUp = container.NewStack(look.NewFill(look.Panel, look.Hairline), look.Inset(2, 2, s.line))
	s.listUp = s.list.box
	kit.Toggle(s.gaps, false)
	s.build()
	s.recall()
	return s
}

// zoneWide is the width of a field for a zone.
const zoneWide = 148

func (s *Screen) build() {
	var row []fyne.CanvasObject
	for w := range ways {
		s.ways[w] = look.NewOption(w.label(), func() { s.setWay(w) })
		s.ways[w].OnRune = s.desk.Typed
		row = append(row, s.ways[w])
	}
	press := func(label string, do func()) *look.Button {
		b := look.NewCompact(label, do)
		b.OnRune = s.desk.Typed
		return b
	}
	s.zone = kit.NewLineField(s.desk, "Zone: Europe/Berlin", s.leaveZones)
	s.second = kit.NewLineField(s.desk, "Second zone: Tokyo", s.leaveZones)
	s.zone.OnSubmitted, s.second.OnSubmitted = s.onZone, s.onSecond
	moves := look.Flow(6, press("b · Earlier", func() { s.move(-1) }), press("0 · Today", s.today), press("n · Later", func() { s.move(1) }),
		look.Width(zoneWide, s.zone), look.Width(zoneWide, s.second), press("x · .ics", s.onExport), press("g · PNG", s.onPicture))
	top := look.Stack(look.Gap8, look.Flow(0, row...), moves, s.answer.Box, s.gaps, look.Row(look.Gap8, 0, s.title), s.note)
	body := container.NewStack(s.lineUp, s.listUp)
	s.box = look.Inset(look.Gap8, look.Gap8, look.Tall(look.Gap8, 1, top, body, s.said, s.offer.box, s.done.box))
}

// Keys are those that Typed knows, and those of the timeline.
func (s *Screen) Keys() []model.Key {
	return []model.Key{
		{Keys: "w 2 m t l", Does: "Show a week, two weeks, a month, the timeline or the list"},
		{Keys: "b n 0", Does: "Go back, forward, or to today"},
		{Keys: "+ −", Does: "Show less or more of time on the timeline"},
		{Keys: "← → ↑ ↓", Does: "Go from shift to shift, and from rota to rota"},
		{Keys: "Enter", Does: "Hand over the shift that has the ring"},
		{Keys: "f", Does: "Fold the layers of all rotas out, or in"},
		{Keys: "o", Does: "In the list: your own shifts alone, or all"},
		{Keys: "c", Does: "Choose the zones that times are shown in"},
		{Keys: "z", Does: "Undo the last handover"},
		{Keys: "x g", Does: "Save as a calendar, or as a picture"},
	}
}

// Content is built once.
func (s *Screen) Content() fyne.CanvasObject { return s.box }

// First is what gets the focus when the screen is opened.
func (s *Screen) First() fyne.Focusable {
	if s.way == list {
		return s.list
	}
	return s.line
}

// Scroller is none: the timeline and the list move by themselves.
func (s *Screen) Scroller() *container.Scroll { return nil }

// Show draws what is known.
func (s *Screen) Show(v model.View) {
	s.view = v
	if v.Known && !s.placed {
		s.placed = true
		s.today()
	}
	if v.Live {
		s.load()
	}
	s.draw()
	s.done.tick(v.Now)
}

// draw draws the scene anew where it has changed; what says now moves once a minute.
func (s *Screen) draw() {
	s.frameWords()
	state := s.cause + s.view.Loc.String() + s.zoneName()
	if s.drawn != state && s.view.Known {
		s.drawn = state
		s.rebuild()
		return
	}
	if s.view.Known {
		s.line.Tell(model.DayAt(s.view.Now, s.zoned()))
		s.showList()
	}
}

// rebuild makes the scene from what is known.
func (s *Screen) rebuild() {
	r := s.reading
	r.zone = s.zoned()
	if r.nightOf == (rotation.Person{}) {
		r.nightOf = s.view.Snap.Me
	}
	s.scene = sceneOf(s.held, r, s.local())
	s.line.Put(&s.scene.Scene)
	s.showList()
	s.frameWords()
}

// frameWords are what stands above the scene.
func (s *Screen) frameWords() {
	if !s.view.Known {
		return
	}
	s.showTitle()
	s.note.Set(note(s.view, s.loaded, s.held, s.zoned()), look.Secondary)
	lines, more := gapsOf(s.held.gaps, s.held.span.End, s.local())
	s.gaps.Set(gapText(lines, more), look.Waiting)
	kit.Toggle(s.gaps, len(lines) > 0)
}

// showTitle says what is seen; it is all that changes while time is scrolled through.
func (s *Screen) showTitle() {
	if s.way == list {
		s.title.SetText("Shifts from today on")
		return
	}
	s.title.SetText(title(s.line.Seen(), s.zoned()))
}

// local is the view with the zone that the screen shows times in.
func (s *Screen) local() model.View {
	v := s.view
	v.Loc = s.zoned()
	return v
}

// zoned is the zone that times are shown in: the one that was chosen, or Standby's.
func (s *Screen) zoned() *time.Location {
	if s.reading.zone != nil {
		return s.reading.zone
	}
	if s.view.Loc == nil {
		return time.Local
	}
	return s.view.Loc
}

func (s *Screen) zoneName() string {
	name := s.zoned().String()
	if s.reading.second != nil {
		name += " " + s.reading.second.String()
	}
	return name
}
