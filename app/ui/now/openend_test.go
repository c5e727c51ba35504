package now

import (
	"slices"
	"testing"
	"time"

	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/rotation"
)

func TestAShiftWithoutAKnownEndIsNotCountedDown(t *testing.T) {
	s := night.OnCall(t)
	s.Duty.After = nil
	n := viewOf(bench.WithoutEnd(t, s, *s.Duty.Current))
	if n.headline != "Primary, no end known" || n.left != "" {
		t.Errorf("%q, %q left", n.headline, n.left)
	}
	if !slices.Contains(n.duty, model.Fact{Name: "Then", Value: "the calendar tells no further"}) {
		t.Errorf("%v", n.duty)
	}
}

func TestTheNextShiftMayHaveNoKnownEnd(t *testing.T) {
	s := night.OnCall(t)
	next := night.Shift("A", rotation.Primary, time.Date(2026, 12, 4, 9, 0, 0, 0, night.Berlin(t)), 7*24*time.Hour)
	s.Duty.Next = &next
	n := viewOf(bench.WithoutEnd(t, s, next))
	if !slices.Contains(n.duty, model.Fact{Name: "Next for you", Value: "from Fri 4 Dec 09:00, no end known, primary"}) || n.headline != "Primary until Fri 09:00" {
		t.Errorf("%q: %v", n.headline, n.duty)
	}
}

func TestSomebodyElsesOpenEndIsNotMine(t *testing.T) {
	s := night.OnCall(t)
	theirs := night.Shift("C", rotation.Secondary, night.Now(t), time.Hour)
	theirs.End = s.Duty.Until
	if n := viewOf(bench.WithoutEnd(t, s, theirs)); n.headline != "Primary until Fri 09:00" {
		t.Errorf("%q", n.headline)
	}
}
