package schedule

import (
	"context"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
)

func (s *Screen) load() {
	why := model.DutyCause(s.view)
	if why == s.asked {
		return
	}
	s.asked = why
	from, to := model.ScheduleSpan(s.view)
	var shifts []rotation.Shift
	var gaps []api.Gap
	s.desk.Ask(func(ctx context.Context) (err error) {
		if shifts, err = s.rota.Shifts(ctx, api.ShiftQuery{From: from, To: to}); err != nil {
			return err
		}
		gaps, err = s.rota.Gaps(ctx, from, to)
		return err
	}, func(err error) { s.onLoaded(shifts, gaps, err) })
}

func (s *Screen) onLoaded(shifts []rotation.Shift, gaps []api.Gap, err error) {
	s.answer.ShowErr(err)
	if err != nil {
		s.asked = ""
		return
	}
	s.shifts, s.gaps, s.loaded, s.drawn = shifts, gaps, true, ""
	s.draw()
}
