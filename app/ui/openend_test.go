package ui

import (
	"slices"
	"testing"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// withoutEnd makes the calendar's last shift of mine go on past its end.
func withoutEnd(t *testing.T, s api.Snapshot, open rotation.Shift) view {
	s.Sources = slices.Clone(s.Sources)
	s.Sources[1].OpenEnds, s.Sources[1].Horizon = []rotation.Shift{open}, open.End
	return viewAt(t, s, night(t))
}

func TestAShiftWithoutAKnownEndIsNotGivenOne(t *testing.T) {
	s := onCall(t)
	s.Duty.After = nil
	v := withoutEnd(t, s, *s.Duty.Current)
	n := nowOf(v)
	if n.headline != "Primary, no end known" || n.left != "" {
		t.Errorf("now: %q, %q left", n.headline, n.left)
	}
	if !slices.Contains(n.duty, fact{"Then", "the calendar tells no further"}) {
		t.Errorf("now: %v", n.duty)
	}
	mine := mineOf([]rotation.Shift{*s.Duty.Current}, v)
	if len(mine) != 1 || mine[0].when != "from Fri 20 Nov 09:00, no end known" || mine[0].hours != "" {
		t.Errorf("my shifts: %+v", mine)
	}
	week := scheduleOf([]rotation.Shift{*s.Duty.Current}, nil, v)[0]
	blocks := week.lanes[0].rows[0]
	if len(blocks) != 2 || blocks[0].text != "Engineer A, no end known" || !blocks[1].unknown {
		t.Errorf("the week: %+v", blocks)
	}
}

func TestTheNextShiftMayHaveNoKnownEnd(t *testing.T) {
	s := onCall(t)
	next := shiftOf("A", rotation.Primary, time.Date(2026, 12, 4, 9, 0, 0, 0, berlin(t)), 7*24*time.Hour)
	s.Duty.Next = &next
	n := nowOf(withoutEnd(t, s, next))
	if !slices.Contains(n.duty, fact{"Next for you", "from Fri 4 Dec 09:00, no end known, primary"}) || n.headline != "Primary until Fri 09:00" {
		t.Errorf("%q: %v", n.headline, n.duty)
	}
}

func TestSomebodyElsesOpenEndIsNotMine(t *testing.T) {
	s := onCall(t)
	theirs := shiftOf("C", rotation.Secondary, night(t), time.Hour)
	theirs.End = s.Duty.Until
	v := withoutEnd(t, s, theirs)
	if n := nowOf(v); n.headline != "Primary until Fri 09:00" {
		t.Errorf("now: %q", n.headline)
	}
	short := blockOf(theirs, rotation.Interval{Start: theirs.Start, End: theirs.Start.Add(time.Hour)}, weekEdges(t), v)
	if short.text != "" {
		t.Errorf("an hour says %q", short.text)
	}
}

func TestWhatIsKnownPastTheHorizonIsNotPaintedOver(t *testing.T) {
	s := onCall(t)
	later := shiftOf("C", rotation.Primary, s.Duty.Until, 24*time.Hour)
	blocks := scheduleOf([]rotation.Shift{*s.Duty.Current, later}, nil, withoutEnd(t, s, *s.Duty.Current))[0].lanes[0].rows[0]
	if len(blocks) != 3 || !blocks[2].unknown || blocks[2].span.From != blocks[1].span.To {
		t.Errorf("the week: %+v", blocks)
	}
}

// weekEdges are the midnights of the week of the night.
func weekEdges(t *testing.T) (edges [8]time.Time) {
	monday := weekStart(night(t), berlin(t))
	for i := range edges {
		edges[i] = monday.AddDate(0, 0, i)
	}
	return edges
}
