package now

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/model"
)

// Typed gets the letters that no field wanted: z takes the last step back, m mutes.
func (s *Screen) Typed(r rune) {
	if s.mute.prompt.Open {
		s.mute.prompt.Typed(r)
		return
	}
	switch r {
	case 'z':
		if p, ok := model.Undoable(s.last.Snap.Pages, s.last); ok {
			s.onUndo(p.ID)
		}
	case 'm':
		s.mute.press()
	}
}

func (s *Screen) onAck(id string) {
	s.sending[id] = true
	delete(s.failed, id)
	s.Show(s.last)
	s.desk.Ask(func(ctx context.Context) error { return s.pager.Act(ctx, id, api.Command{Do: api.DoAcknowledge}) }, func(err error) { s.onAcked(id, err) })
}

func (s *Screen) onUndo(id string) {
	s.undo.Send(s.desk, s.answer, func(ctx context.Context) error { return s.pager.Act(ctx, id, api.Command{Do: api.DoUndo}) })
}

func (s *Screen) onSeenAll(ids []string) {
	s.gone.Send(s.desk, s.answer, func(ctx context.Context) error { return kit.SeeAll(ctx, s.pager, ids) })
}

func (s *Screen) onAcked(id string, err error) {
	delete(s.sending, id)
	if err != nil {
		t := model.TroubleOf(err)
		s.failed[id] = model.Sentence(t)
	}
	s.Show(s.last)
}

func (s *Screen) onDetails(id string) {
	s.desk.PageAt(id)
}
