package schedule

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/rotation"
)

func TestTheScheduleIsAskedForWhenItsCauseChanges(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current}
	b.Send(s)
	b.Reads("23 – 29 Nov 2026", "Engineer A", "primary · Payments")
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
	b.Reads("The calendar cannot be read", "Engineer A")
}

func TestGapsAreSaidByTheirWord(t *testing.T) {
	s := night.OnCall(t)
	s.Sources[1].Kind = api.KindRota
	b, _ := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current}
	b.Agent.Says.Gaps = []api.Gap{night.Gap("Payments", rotation.Primary, s.Duty.Until, 72*time.Hour)}
	b.Send(s)
	b.Reads("gap · primary · Payments · Fri 27 Nov 09:00 – Mon 30 Nov 09:00 · 72 h", "gap")
	b.Agent.Says.Gaps = nil
	s.Sources = slices.Clone(s.Sources)
	s.Sources[1].ReadAt = b.Now
	b.Send(s)
	b.DoesNotRead("gap")
}

func TestAShiftIsGivenAwayByKeyboardAndTakenBack(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, nil)
	mine, theirs := *s.Duty.Current, *s.Duty.After
	b.Agent.Says.Shifts = []rotation.Shift{mine, theirs}
	b.Agent.Exchange.Effects = []api.Effect{{Person: night.EngineerA(), Summary: "84.00 EUR less"}, {Person: theirs.Person, Summary: "84.00 EUR more", Breaks: true}}
	b.Agent.Exchange.Out = api.HandedOver{ID: "h1", Keeps: api.KeptHere, Send: &api.Document{Name: "handover.ics"}}
	b.Send(s)
	b.Desk.Win.Canvas().Focus(nil)
	b.Desk.Win.Canvas().Focus(screen.First())
	b.Reads("Engineer A · primary · Payments · Fri 20 Nov 09:00 – Fri 27 Nov 09:00 · 168 h")
	b.Key(fyne.KeyReturn)
	b.Reads("Give away Fri 20 Nov 09:00 – Fri 27 Nov 09:00", "Engineer A: 84.00 EUR less.", "Engineer C: 84.00 EUR more.", "In return")
	if got := b.Agent.Exchange.Foreseen; len(got) != 1 || !got[0].Hands[0].To.Same(theirs.Person) {
		t.Fatalf("asked %+v", got)
	}
	b.Option("Fri 27 Nov 09:00 – Fri 4 Dec 09:00").OnTapped()
	b.Button("Swap").OnTapped()
	if got := b.Agent.Exchange.Handed; len(got) != 1 || got[0].Return == nil || *got[0].Return != theirs || got[0].Part != mine.Interval {
		t.Fatalf("handed over %+v", got)
	}
	b.Button("Save the .ics to send")
	b.DoesNotRead("In return")
	b.Typed("z")
	b.Reads("The handover was undone.")
	b.DoesNotRead("z · Undo")
}

func TestAHandoverThatFailsLeavesTheBarAsItIs(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current, *s.Duty.After}
	b.Send(s)
	screen.onRef(1)
	b.Reads("Take over Fri 27 Nov 09:00 – Fri 4 Dec 09:00 from Engineer C")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "Somebody was faster"}}
	b.Button("Take it over").OnTapped()
	b.Reads("Somebody was faster", "Take over Fri 27 Nov 09:00 – Fri 4 Dec 09:00 from Engineer C")
	b.Escape()
	b.DoesNotRead("Somebody was faster")
}

func TestAPartIsDraggedOver(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current, *s.Duty.After}
	b.Send(s)
	from := time.Date(2026, 11, 26, 18, 0, 0, 0, night.Berlin(t))
	screen.onSpan(0, stretch(rotation.Interval{Start: from, End: from.Add(15 * time.Hour)}, night.Berlin(t)))
	b.Reads("Give away Thu 18:00 – Fri 09:00")
	screen.offer.from.SetText("2026-11-26 20:00")
	screen.offer.from.OnSubmitted("")
	b.Reads("Give away Thu 20:00 – Fri 09:00")
	screen.offer.from.SetText("later")
	screen.offer.from.OnSubmitted("")
	b.Reads("That part cannot change hands")
}

func TestEveryWayShowsTheShifts(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current, *s.Duty.After}
	b.Send(s)
	for _, c := range [][2]string{{"2", "23 Nov – 6 Dec 2026"}, {"w", "23 – 29 Nov 2026"}, {"t", "18 Nov 2026 – 12 Jan 2027"}, {"l", "Shifts from today on"}} {
		b.Typed(c[0])
		b.Reads(c[1])
	}
	b.Reads("Engineer C", "Primary · Payments · 168 h")
	b.Typed("o")
	b.DoesNotRead("Engineer C")
	b.Typed("m")
	b.Reads("Week 48, 23 Nov 2026", "Week 49, 30 Nov 2026")
	b.Typed("n")
	b.Reads("Week 52, 21 Dec 2026")
	b.Typed("0")
	b.Reads("Week 48, 23 Nov 2026")
}

func TestTwoZonesStandSideBySide(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	screen.second.SetText("tokyo")
	screen.second.OnSubmitted("tokyo")
	b.Reads("Asia/Tokyo", "Europe/Berlin")
	screen.zone.OnSubmitted("Atlantis")
	b.Reads("That zone is not known")
	screen.zone.OnSubmitted("UTC")
	b.Reads("UTC")
	b.DoesNotRead("Europe/Berlin", "That zone is not known")
	if _, zone := New(b.Desk, b.Agent).reading.second, screen.reading.zone; zone.String() != "UTC" {
		t.Errorf("the zone is %v", zone)
	}
	if again := New(b.Desk, b.Agent); again.reading.second == nil || again.reading.second.String() != "Asia/Tokyo" {
		t.Error("the second zone is forgotten")
	}
}

func TestTheScheduleIsDrawnAndSaved(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, nil)
	b.Agent.Says.Shifts = []rotation.Shift{*s.Duty.Current}
	b.Send(s)
	data, err := screen.picture()
	if err != nil || len(data) < 2000 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	b.Typed("x")
	b.Asked("shifts", "gaps", "file schedule.ics")
}

func TestLoadingGoesOnAsTimeIsMoved(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Asked("shifts", "gaps")
	screen.line.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -100_000)})
	if span := screen.held.span; !span.Contains(model.TimeAt(screen.line.Left(), night.Berlin(t))) {
		t.Errorf("what is seen at %v is not in %v", model.TimeAt(screen.line.Left(), night.Berlin(t)), span)
	}
}
