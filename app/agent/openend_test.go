package agent_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"standby/app/api"
)

// goalert is a calendar as GoAlert writes it.
func goalert(events ...string) calendar {
	return calendar{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//GoAlert//test//EN\r\nMETHOD:PUBLISH\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n"}
}

func TestTheSnapshotSaysWhatACalendarWasRecognisedAsAndWhichEndsAreNone(t *testing.T) {
	inBubble(t, "a calendar of GoAlert", func(t *testing.T, d *desk) {
		d.start(goalert(event("Engineer B On-Call (GoAlert: Payments)", -20, -2), event("Engineer A On-Call (GoAlert: Payments) Begins*", -2, 48)))
		defer func() { d.stop() }()
		src := d.payments()
		if src.Profile != "GoAlert" || len(src.OpenEnds) != 1 || src.OpenEnds[0].Person.Name != "Engineer A" || !src.OpenEnds[0].End.Equal(src.Horizon) {
			t.Errorf("%+v", src)
		}
		s := d.snapshot()
		if s.Duty.Current == nil || !s.EndsOpen(*s.Duty.Current) || !s.DutyEndsOpen() {
			t.Errorf("duty %+v", s.Duty)
		}
		d.reads("Primary, no end known")
		d.settle(49 * time.Hour) // Past it, nobody can tell.
		if s := d.snapshot(); len(d.payments().OpenEnds) != 0 || s.DutyKnown {
			t.Errorf("%+v, known %v", d.payments(), s.DutyKnown)
		}
	})
	inBubble(t, "but not all of a hundred", func(t *testing.T, d *desk) {
		var events []string
		for n := range 100 {
			events = append(events, event(fmt.Sprintf("Engineer %d On-Call (GoAlert: Payments) Begins*", n), n, n+1))
		}
		d.start(goalert(events...))
		defer func() { d.stop() }()
		if got := len(d.payments().OpenEnds); got != api.MaxOpenEnds {
			t.Errorf("%d of them", got)
		}
	})
	inBubble(t, "and nothing where it makes no difference", func(t *testing.T, d *desk) {
		d.start(rota(event("Engineer A", -1, 8)))
		defer func() { d.stop() }()
		if src := d.payments(); src.Profile != "" || src.OpenEnds != nil {
			t.Errorf("%+v", src)
		}
		d.reads("Primary until 08:00")
	})
}
