package health

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
)

func TestHealthIsShownAndItsHoursAreGoneThroughByKeys(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Asked("stats 2026-10-27 2026-11-26", "stats 2026-09-27 2026-10-27", "shifts")
	b.Reads("6", "67 %", "Engineer A", "Queue depth growing", "prod")
	b.Desk.Win.Canvas().Focus(screen.hours)
	b.Reads("16:00 – 17:00: 1 page, acknowledged after 5 min on average.")
	b.Key(fyne.KeyHome)
	b.Reads("00:00 – 01:00: 0 pages.")
	b.Key(fyne.KeyRight)
	b.Key(fyne.KeyRight)
	b.Reads("02:00 – 03:00: 2 pages, acknowledged after 12 min on average.")
}

func TestAnotherSpanIsChosenByItsKey(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Typed("1")
	b.Again(&s)
	test.Tap(b.Option("7 days"))
	b.Asked("stats 2026-10-27 2026-11-26", "stats 2026-09-27 2026-10-27", "shifts", "stats 2026-11-19 2026-11-26", "stats 2026-11-12 2026-11-19", "shifts")
}

func TestASpanWithoutPagesSaysSo(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, nil)
	b.Agent.Says.Stats, b.Agent.Says.Shifts = api.Stats{}, nil
	b.Send(s)
	b.Reads("No page came in this span: nobody was disturbed.", "No alert came twice.", "Nobody was on call in this span, as far as the calendars tell.")
}

func TestWhatCannotBeToldIsSaidAndAskedAgain(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, nil)
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The pages cannot be read"}}
	b.Send(s)
	b.Reads("The pages cannot be read")
	b.DoesNotRead("Load")
	b.Agent.Err = nil
	b.Again(&s)
	b.Reads("Load", "67 %")
	b.DoesNotRead("The pages cannot be read")
}
