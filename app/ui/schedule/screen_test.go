package schedule

import (
	"slices"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/rotation"
)

func TestTheScheduleIsAskedForWhenItsCauseChanges(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current}
	b.Send(s)
	b.Reads("Your shifts", "Week 48, 23 Nov – 29 Nov 2026", "Engineer A", "Times are in Europe/Berlin. Your shifts are filled, those of others outlined.")
	b.Send(s)
	b.Asked("shifts", "gaps")
	s.Sources = slices.Clone(s.Sources)
	s.Sources[1].LastHeard = b.Now // heard again, and it says the same
	b.Send(s)
	b.Asked("shifts", "gaps")
	s.Sources[1].ReadAt = b.Now
	b.Send(s)
	b.Asked("shifts", "gaps", "shifts", "gaps")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The calendar cannot be read"}}
	s.Sources[1].ReadAt = b.Now.Add(time.Second)
	b.Send(s)
	b.Reads("The calendar cannot be read", "Your shifts")
}

func TestGapsAreListedByTheirWord(t *testing.T) {
	s := night.OnCall(t)
	s.Sources[1].Kind = api.KindRota
	b, _ := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current}
	b.Agent.Says.Gaps = []api.Gap{night.Gap("Payments", rotation.Primary, s.Duty.Until, 72*time.Hour)}
	b.Send(s)
	b.Reads("Nobody is on call", "gap", "primary · Payments · Fri 27 Nov 09:00 – Mon 30 Nov 09:00 · 72 h",
		"Times are in Europe/Berlin. Your shifts are filled, those of others outlined, and gaps, where nobody is on call, hatched.")
	b.Agent.Says.Gaps = nil
	s.Sources = slices.Clone(s.Sources)
	s.Sources[1].ReadAt = b.Now
	b.Send(s)
	b.DoesNotRead("Nobody is on call", "gap")
}
