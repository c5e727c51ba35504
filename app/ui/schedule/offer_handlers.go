package schedule

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/model"
	"standby/rotation"
)

// onRef opens the bar for a shift that was chosen.
func (s *Screen) onRef(ref int) {
	s.onAt(ref)
	if ref < 0 || ref >= len(s.held.shifts) {
		return
	}
	shift := s.held.shifts[ref]
	s.openOffer(offerOf(shift, rotation.Interval{}, s.view), s.laneOf(shift))
}

func (s *Screen) laneOf(shift rotation.Shift) int {
	for i, p := range s.scene.places {
		if p.rota == shift.Rota && p.role == shift.Role && !p.layer {
			return i
		}
	}
	return -1
}

// onSpan opens the bar for the part of a shift that was dragged over.
func (s *Screen) onSpan(lane int, at model.Stretch) {
	shift, part, ok := under(s.scene.places[lane], at, s.held, s.zoned())
	if !ok {
		s.line.Choose(-1, model.Stretch{})
		s.said.SetText("There is no shift to hand over.")
		return
	}
	s.openOffer(offerOf(shift, part, s.view), lane)
}

func (s *Screen) openOffer(o offer, lane int) {
	s.lane = lane
	takers := takersOf(o, s.held, s.local())
	why := whyNot(o, s.view)
	if why == "" && len(takers) == 0 {
		why = "Nobody else is known in “" + o.shift.Rota + "” who could take it."
	}
	if why == "" && o.mine {
		o.to = takers[0].person
	}
	s.offer.show(o, takers, why, s.local())
	s.onOffer(o)
	if o.mine && o.to != (rotation.Person{}) {
		s.desk.Win.Canvas().Focus(s.First())
	}
}

// onOffer is another offer: the words, what could come in return, and what it would
// mean change with it.
func (s *Screen) onOffer(o offer) {
	s.offer.offer = o
	v := s.local()
	s.offer.tell(v)
	s.offer.give(returnsOf(o, s.held, v), v)
	s.line.Choose(s.lane, stretch(o.part, s.zoned()))
	s.shade(o.to)
	s.foresee(o)
}

// shade shades the nights of whoever would take it.
func (s *Screen) shade(who rotation.Person) {
	if who == s.reading.nightOf {
		return
	}
	was := zoneOf(s.held.detail, s.reading.nightOf)
	s.reading.nightOf = who
	if now := zoneOf(s.held.detail, who); now == was || now != nil && was != nil && now.String() == was.String() {
		return
	}
	at := s.line.At()
	s.rebuild()
	s.line.Point(at)
}

// foresee asks what the offer would mean; an answer to an earlier one is dropped.
func (s *Screen) foresee(o offer) {
	s.asked++
	asked := s.asked
	s.offer.effect(nil, "")
	if o.to == (rotation.Person{}) || whyNot(o, s.view) != "" || s.view.Snap.PolicyName == "" {
		return
	}
	var effects []api.Effect
	s.desk.Ask(func(ctx context.Context) (err error) {
		effects, err = s.agent.Foresee(ctx, o.change())
		return err
	}, func(err error) {
		switch {
		case asked != s.asked || !s.offer.open:
		case err != nil:
			s.offer.effect(nil, "What it means for pay and rest is not known: "+model.Sentence(model.TroubleOf(err)))
		default:
			s.offer.effect(effects, "")
		}
	})
}

func (s *Screen) closeOffer() {
	if !s.offer.open {
		return
	}
	s.asked++
	s.offer.shut()
	s.line.Choose(-1, model.Stretch{})
	s.shade(rotation.Person{})
	s.desk.Win.Canvas().Focus(s.First())
}

// onHandOver makes the offer so.
func (s *Screen) onHandOver() {
	o := s.offer.offer
	s.offer.send.SetEnabled(false)
	s.offer.answer.Show(nil)
	var out api.HandedOver
	s.desk.Ask(func(ctx context.Context) (err error) {
		out, err = s.agent.HandOver(ctx, o.handover())
		return err
	}, func(err error) {
		s.offer.send.SetEnabled(true)
		if err != nil {
			s.offer.answer.ShowErr(err)
			kit.Reveal(s.offer.scroll)(s.offer.answer.Box)
			return
		}
		s.done.show(o.done(out, s.local()), out.ID, out.Send, s.now())
		s.closeOffer()
	})
}

// onTakeBack undoes the last handover.
func (s *Screen) onTakeBack() {
	id := s.done.id
	if id == "" {
		return
	}
	s.done.undo.SetEnabled(false)
	s.desk.Ask(func(ctx context.Context) error { return s.agent.TakeBack(ctx, id) }, func(err error) {
		s.done.undo.SetEnabled(true)
		s.answer.ShowErr(err)
		if err == nil {
			s.done.show("The handover was undone.", "", nil, s.now())
		}
	})
}
