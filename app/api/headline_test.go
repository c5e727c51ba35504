package api

import (
	"slices"
	"testing"
	"time"

	"standby/notify"
	"standby/rotation"
)

func TestTheHeadlineSaysTheWorstStateFirst(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 25, 2, 3, 0, 0, berlin)
	shift := rotation.Shift{Role: rotation.Primary, Interval: rotation.Interval{Start: now.Add(-time.Hour), End: time.Date(2026, 11, 27, 9, 0, 0, 0, berlin)}}
	on := rotation.Duty{Current: &shift, Until: shift.End}
	forever := shift
	forever.End = now.AddDate(2, 0, 0)
	alone := rotation.Duty{Current: &forever, Until: forever.End}
	soon := rotation.Duty{Next: &rotation.Shift{Interval: rotation.Interval{Start: now.Add(25 * time.Minute), End: now.Add(time.Hour)}}}
	past := rotation.Duty{Next: &rotation.Shift{Interval: rotation.Interval{Start: now.Add(-time.Hour), End: now.Add(-time.Minute)}}}
	waiting := Page{Page: notify.Page{State: notify.Triggered}, Due: now.Add(11 * time.Minute)}
	overdue := Page{Page: notify.Page{State: notify.Triggered}, Due: now.Add(-3 * time.Minute)}
	notMine := Page{Page: notify.Page{State: notify.Triggered}}
	taken := Page{Page: notify.Page{State: notify.Acknowledged, AckedHere: true, AckedAt: now.Add(-9 * time.Minute)}}
	silent := Source{Name: "prod", State: SourceSilent, LastHeard: now.Add(-6 * time.Minute)}
	refused := Source{Name: "prod", State: SourceRefused}
	clock := AckClock{Target: 15 * time.Minute, Warn: 10 * time.Minute}

	for _, c := range []struct {
		name     string
		s        Snapshot
		standing Standing
		word     string
		detail   []string
	}{
		{"off call", Snapshot{DutyKnown: true}, OffCall, "Off call", nil},
		{"soon", Snapshot{DutyKnown: true, Duty: soon, Soon: time.Hour}, OnCallSoon, "On call in 25 min", nil},
		{"not that soon", Snapshot{DutyKnown: true, Duty: soon, Soon: 24 * time.Minute}, OffCall, "Off call", nil},
		{"soon, where no reminder is wanted", Snapshot{DutyKnown: true, Duty: soon}, OffCall, "Off call", nil},
		{"the next shift has passed already", Snapshot{DutyKnown: true, Duty: past, Soon: time.Hour}, OffCall, "Off call", nil},
		{"on call", Snapshot{DutyKnown: true, Duty: on}, OnCall, "Primary until Fri 09:00", nil},
		{"a page waits while on call", Snapshot{DutyKnown: true, Duty: on, Pages: []Page{waiting}}, PageWaiting, "1 page, 11 min left", []string{"Primary until Fri 09:00"}},
		{"two pages, one overdue", Snapshot{DutyKnown: true, Duty: on, Pages: []Page{waiting, overdue}}, PageWaiting, "2 pages, overdue 3 min", []string{"Primary until Fri 09:00"}},
		{"somebody else's page", Snapshot{DutyKnown: true, Pages: []Page{notMine}}, OffCall, "Off call", nil},
		{"acknowledged", Snapshot{DutyKnown: true, Duty: on, Pages: []Page{taken}}, Acknowledged, "Acknowledged 01:54", []string{"Primary until Fri 09:00"}},
		{"a silent source beats off call", Snapshot{DutyKnown: true, Sources: []Source{silent}}, CannotSee, "prod silent for 6 min", []string{"Off call"}},
		{"a refused source", Snapshot{DutyKnown: true, Sources: []Source{refused}}, CannotSee, "prod refuses us", []string{"Off call"}},
		{"a rota file with a mistake", Snapshot{DutyKnown: true, Sources: []Source{{Name: "payments", Kind: KindRota, State: SourceRefused}}}, CannotSee, "payments cannot be read", []string{"Off call"}},
		{"alone in a rota", Snapshot{DutyKnown: true, Duty: alone}, OnCall, "Primary, no hand-off in sight", nil},
		{"a waiting page beats a silent source", Snapshot{DutyKnown: true, Sources: []Source{silent}, Pages: []Page{waiting}}, PageWaiting, "1 page, 11 min left", []string{"prod silent for 6 min", "Off call"}},
		{"the zero snapshot is no all clear either", Snapshot{}, CannotSee, "Duty unknown", nil},
		{"duty unknown is never off call", Snapshot{DutyReason: "No calendar yet"}, CannotSee, "No calendar yet", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.s.Ack = clock
			h := c.s.Headline(now, berlin)
			if h.Standing != c.standing || h.Word != c.word || !slices.Equal(h.Detail, c.detail) {
				t.Errorf("got %s %q %q, want %s %q %q", h.Standing, h.Word, h.Detail, c.standing, c.word, c.detail)
			}
		})
	}
}

func TestTheClockTurnsAmberAtTheWarning(t *testing.T) {
	start := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	s := Snapshot{Ack: AckClock{Target: 15 * time.Minute, Warn: 10 * time.Minute}, DutyKnown: true,
		Pages: []Page{{Page: notify.Page{State: notify.Triggered, TriggeredAt: start}, Due: start.Add(15 * time.Minute)}}}
	for minute, want := range map[int][2]bool{0: {false, false}, 9: {false, false}, 10: {true, false}, 14: {true, false}, 15: {true, true}} {
		h := s.Headline(start.Add(time.Duration(minute)*time.Minute), time.UTC)
		if got := [2]bool{h.Near, h.Late}; got != want {
			t.Errorf("after %d min: near, late = %v, want %v", minute, got, want)
		}
	}
}

func TestSpansAreSaidInAtMostTwoUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0 s", 40 * time.Second: "40 s", 11*time.Minute + 59*time.Second: "11 min",
		2 * time.Hour: "2 h", 2*time.Hour + 5*time.Minute: "2 h 05 min", 51*time.Hour + time.Minute: "2 d 3 h", 48 * time.Hour: "2 d",
	} {
		if got := Span(d); got != want {
			t.Errorf("Span(%v) = %q, want %q", d, got, want)
		}
	}
}
