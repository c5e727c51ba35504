package schedule

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/model"
)

// The names under which the way and the zones are remembered.
const (
	wayKept    = "schedule.way"
	zoneKept   = "schedule.zone"
	secondKept = "schedule.second"
)

// recall puts the screen as it was left.
func (s *Screen) recall() {
	p := fyne.CurrentApp().Preferences()
	if w := way(p.IntWithFallback(wayKept, int(week))); w >= 0 && w < ways {
		s.way = w
	}
	for key, field := range map[string]*kit.LineField{zoneKept: s.zone, secondKept: s.second} {
		name := p.String(key)
		zone, err := zoneNamed(name, s.held.detail)
		if name == "" || err != nil {
			continue
		}
		field.SetText(name)
		if key == zoneKept {
			s.reading.zone = zone
		} else {
			s.reading.second = zone
		}
	}
	s.showWay()
}

func (s *Screen) setWay(w way) {
	if s.way == w {
		return
	}
	at := s.line.Seen()
	s.way = w
	fyne.CurrentApp().Preferences().SetInt(wayKept, int(w))
	s.showWay()
	if w != list && s.view.Known {
		from := model.TimeAt(at.From, s.zoned())
		if now := s.view.Now; !now.Before(from) && now.Before(model.TimeAt(at.To, s.zoned())) {
			from = now
		}
		s.frame(w.leftAt(from, s.zoned()))
	}
	s.load()
	s.showList()
	s.frameWords()
	s.desk.Win.Canvas().Focus(s.First())
}

func (s *Screen) showWay() {
	for w, o := range s.ways {
		o.Choose(way(w) == s.way)
	}
	kit.Toggle(s.lineUp, s.way != list)
	kit.Toggle(s.listUp, s.way == list)
}

// showList shows the list, while that is what is seen.
func (s *Screen) showList() {
	if s.way != list || !s.view.Known {
		return
	}
	empty := "Nobody is on call from now on, as far as is known."
	if s.own {
		empty = "You are not on call from now on, as far as is known. Press o for everybody's shifts."
	}
	if !s.loaded {
		empty = "Reading the schedule…"
	}
	s.list.show(listOf(s.held, s.local(), s.own), empty)
}

func gapText(lines []string, more int) string {
	text := ""
	for i, l := range lines {
		if i > 0 {
			text += "\n"
		}
		text += gapWord + " · " + l
	}
	if more > 0 {
		text += fmt.Sprintf("\nand %d more", more)
	}
	return text
}

// onZone is called with Enter in the field for the zone; empty is Standby's own.
func (s *Screen) onZone(text string) {
	s.choose(text, zoneKept, func(zone *time.Location) {
		day := model.TimeAt(s.line.Left(), s.zoned())
		s.reading.zone = zone
		s.line.Frame(float64(int(model.DayAt(day, s.zoned())+0.5)), s.daysSeen(), s.way.stacked())
	})
}

func (s *Screen) onSecond(text string) {
	s.choose(text, secondKept, func(zone *time.Location) { s.reading.second = zone })
}

func (s *Screen) daysSeen() float64 {
	if s.way == timeline {
		return s.days
	}
	return s.way.days()
}

// choose puts a zone to use, or says that there is none of that name.
func (s *Screen) choose(text, key string, use func(*time.Location)) {
	s.answer.Show(nil)
	if text == "" {
		use(nil)
	} else {
		zone, err := zoneNamed(text, s.held.detail)
		if err != nil {
			s.answer.Show(&api.Trouble{What: "That zone is not known", Means: model.Capital(err.Error()) + ".", Next: "Correct it, and press Enter in the field."})
			return
		}
		use(zone)
		text = zone.String()
	}
	fyne.CurrentApp().Preferences().SetString(key, text)
	s.rebuild()
	s.drawn = ""
	s.draw()
	s.leaveZones()
}

func (s *Screen) leaveZones() { s.desk.Win.Canvas().Focus(s.First()) }
