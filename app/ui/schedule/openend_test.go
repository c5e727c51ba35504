package schedule

import (
	"testing"
	"time"

	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/rotation"
)

func TestAShiftWithoutAKnownEndIsNotGivenOne(t *testing.T) {
	s := night.OnCall(t)
	s.Duty.After = nil
	v := bench.WithoutEnd(t, s, *s.Duty.Current)
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

func TestAShortShiftDoesNotSayThatItHasNoEnd(t *testing.T) {
	s := night.OnCall(t)
	theirs := night.Shift("C", rotation.Secondary, night.Now(t), time.Hour)
	theirs.End = s.Duty.Until
	v := bench.WithoutEnd(t, s, theirs)
	short := blockOf(theirs, rotation.Interval{Start: theirs.Start, End: theirs.Start.Add(time.Hour)}, weekEdges(t), v)
	if short.text != "" {
		t.Errorf("an hour says %q", short.text)
	}
}

func TestWhatIsKnownPastTheHorizonIsNotPaintedOver(t *testing.T) {
	s := night.OnCall(t)
	later := night.Shift("C", rotation.Primary, s.Duty.Until, 24*time.Hour)
	blocks := scheduleOf([]rotation.Shift{*s.Duty.Current, later}, nil, bench.WithoutEnd(t, s, *s.Duty.Current))[0].lanes[0].rows[0]
	if len(blocks) != 3 || !blocks[2].unknown || blocks[2].span.From != blocks[1].span.To {
		t.Errorf("the week: %+v", blocks)
	}
}

// weekEdges are the midnights of the week of the night.
func weekEdges(t *testing.T) (edges [8]time.Time) {
	monday := model.WeekStart(night.Now(t), night.Berlin(t))
	for i := range edges {
		edges[i] = monday.AddDate(0, 0, i)
	}
	return edges
}
