package schedule

import (
	"context"
	"time"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// seen is the part of time that is looked at.
func (s *Screen) seen() rotation.Interval {
	if s.way == list {
		return rotation.Interval{Start: s.view.Now, End: s.view.Now.Add(2 * margin)}
	}
	seen := s.line.Seen()
	return rotation.Interval{Start: model.TimeAt(seen.From, s.zoned()), End: model.TimeAt(seen.To, s.zoned())}
}

// load asks for what is looked at and not known yet.
func (s *Screen) load() {
	if !s.view.Live || !s.placed {
		return
	}
	if why := model.DutyCause(s.view); why != s.cause {
		s.cause, s.held.span = why, rotation.Interval{}
	}
	next, anew := wanted(s.held.span, s.seen())
	if s.asking || next.Empty() {
		return
	}
	s.asking = true
	cause, known, policy := s.cause, s.held, s.view.Snap.PolicyName != ""
	s.desk.Ask(func(ctx context.Context) error {
		more, err := s.read(ctx, next, policy)
		if anew {
			known = more
		} else {
			known = known.joined(more) // Years of shifts take a while: not on the interface's goroutine.
		}
		return err
	}, func(err error) { s.onLoaded(known, cause, err) })
}

// read asks for a span; policy says that there may be an account of time in lieu.
func (s *Screen) read(ctx context.Context, span rotation.Interval, policy bool) (h held, err error) {
	h.span = span
	if h.shifts, err = s.agent.Shifts(ctx, api.ShiftQuery{From: span.Start, To: span.End}); err != nil {
		return h, err
	}
	if h.gaps, err = s.agent.Gaps(ctx, span.Start, span.End); err != nil {
		return h, err
	}
	if h.detail, err = s.agent.Schedule(ctx, span.Start, span.End); err != nil {
		return h, err
	}
	if !policy {
		return h, nil
	}
	// Without an account of time in lieu there are no days off in it.
	if lieu, err := s.agent.Lieu(ctx); err == nil {
		h.lieu = lieu
	}
	return h, nil
}

func (s *Screen) onLoaded(known held, cause string, err error) {
	s.asking = false
	s.answer.ShowErr(err)
	switch {
	case err != nil:
		return // The next snapshot or tick asks again.
	case cause != s.cause:
		s.load()
		return
	}
	s.held, s.loaded = known, true
	s.rebuild()
	s.load()
}

// Typed gets the letters that no field wanted.
func (s *Screen) Typed(r rune) {
	for w := range ways {
		if r == w.key() {
			s.setWay(w)
			return
		}
	}
	do := map[rune]func(){
		'b': func() { s.move(-1) }, 'n': func() { s.move(1) }, '0': s.today, '+': func() { s.zoom(0.5) }, '-': func() { s.zoom(2) },
		'f': s.foldAll, 'o': s.onOwn, 'c': func() { s.desk.Win.Canvas().Focus(s.zone) }, 'z': s.onTakeBack, 'x': s.onExport, 'g': s.onPicture,
		look.Escape: s.closeOffer,
	}[r]
	if do != nil {
		do()
	}
}

// move goes back or forward by what is seen.
func (s *Screen) move(by float64) {
	step := s.way.step()
	if s.way == timeline {
		step = s.days / 2
	}
	s.frame(s.line.Left() + by*step)
}

func (s *Screen) today() {
	if !s.view.Known {
		return
	}
	s.frame(s.way.leftAt(s.view.Now, s.zoned()))
}

// frame shows the present way from a day on.
func (s *Screen) frame(left float64) {
	days := s.way.days()
	if s.way == timeline {
		days = s.days
	}
	s.line.Frame(left, days, s.way.stacked())
	s.showTitle()
}

// zoom shows more or less of time around its middle, on the timeline.
func (s *Screen) zoom(by float64) {
	if s.way != timeline {
		s.setWay(timeline)
	}
	middle := s.line.Left() + s.days/2
	s.days = min(max(s.days*by, leastDays), mostDays)
	s.frame(middle - s.days/2)
}

func (s *Screen) onMoved() {
	if s.view.Known {
		s.showTitle()
	}
	s.load()
}

func (s *Screen) onAt(ref int) { s.said.SetText(said(ref, s.held, s.local())) }

func (s *Screen) onFold(lane int) {
	rota := s.scene.places[lane].rota
	s.reading.folded[rota] = !s.reading.folded[rota]
	s.rebuild()
}

func (s *Screen) foldAll() {
	open := false
	for _, d := range s.held.detail.Rotas {
		open = open || !s.reading.folded[d.Name]
	}
	for _, d := range s.held.detail.Rotas {
		s.reading.folded[d.Name] = open
	}
	s.rebuild()
}

func (s *Screen) onOwn() {
	s.own = !s.own
	s.showList()
}

// now is the clock, in whole seconds.
func (s *Screen) now() time.Time { return s.desk.Now().Truncate(time.Second) }
