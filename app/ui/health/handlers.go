package health

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
)

// ask asks for the span, and again when something that it rests on may have changed.
func (s *Screen) ask() {
	why := cause(s.view, s.span)
	if why == s.asked {
		return
	}
	s.asked = why
	q := askOf(s.view.Now, s.view.Loc, spans[s.span].days)
	var r report
	s.desk.Ask(func(ctx context.Context) (err error) {
		if r.now, err = s.records.Stats(ctx, q.from, q.to); err != nil {
			return err
		}
		if r.before, err = s.records.Stats(ctx, q.before, q.from); err != nil {
			return err
		}
		r.shifts, err = s.records.Shifts(ctx, api.ShiftQuery{From: q.from, To: s.view.Now})
		return err
	}, func(err error) { s.onReport(r, why, err) })
}

func (s *Screen) onReport(r report, why string, err error) {
	if why != s.asked {
		return // another span has been asked for meanwhile
	}
	s.answer.ShowErr(err)
	if err != nil {
		s.asked = "" // so that it is asked again with the next snapshot
		kit.Toggle(s.sheet, false)
		return
	}
	s.draw(r)
}
