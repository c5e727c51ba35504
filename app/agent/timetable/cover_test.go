package timetable_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/rotation"
)

func hour(n int) time.Time { return now.Add(time.Duration(n) * time.Hour) }

func held(who rotation.Person, from, to int) rotation.Shift {
	return rotation.Shift{UID: "u", Rota: "payments", Role: rotation.Primary, Person: who, Interval: rotation.Interval{Start: hour(from), End: hour(to)}}
}

func cover(role rotation.Role, from, to int) rotation.Override {
	return rotation.Override{Role: role, Interval: rotation.Interval{Start: hour(from), End: hour(to)}, Out: engineerA, In: engineerB}
}

func TestACoverTakesAPartOfAShift(t *testing.T) {
	for name, c := range map[string]struct {
		cover rotation.Override
		want  []rotation.Shift
	}{
		"all of it":         {cover("primary", 0, 10), []rotation.Shift{held(engineerB, 0, 10)}},
		"the middle":        {cover("", 2, 4), []rotation.Shift{held(engineerA, 0, 2), held(engineerB, 2, 4), held(engineerA, 4, 10)}},
		"more than it has":  {cover("primary", -5, 4), []rotation.Shift{held(engineerB, 0, 4), held(engineerA, 4, 10)}},
		"another role":      {cover("secondary", 0, 10), []rotation.Shift{held(engineerA, 0, 10)}},
		"after it has gone": {cover("primary", 10, 12), []rotation.Shift{held(engineerA, 0, 10)}},
	} {
		got := timetable.HandOver([]rotation.Shift{held(engineerA, 0, 10)}, []rotation.Override{c.cover})
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v", name, got)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", name, got[i], c.want[i])
			}
		}
	}
}

func TestNoMinuteIsLostWhereShiftsAreHandedOver(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var covers []rotation.Override
		for range rapid.IntRange(0, 5).Draw(r, "covers") {
			from := rapid.IntRange(-5, 30).Draw(r, "from")
			c := cover("", from, from+rapid.IntRange(1, 9).Draw(r, "long"))
			if rapid.Bool().Draw(r, "back") {
				c.Out, c.In = c.In, c.Out
			}
			covers = append(covers, c)
		}
		at := hour(0)
		for _, s := range timetable.HandOver([]rotation.Shift{held(engineerA, 0, 10), held(engineerB, 10, 20)}, covers) {
			if !s.Start.Equal(at) || s.Empty() {
				r.Fatalf("a shift begins at %v, the one before it ends at %v", s.Start, at)
			}
			at = s.End
		}
		if !at.Equal(hour(20)) {
			r.Fatalf("the last ends at %v", at)
		}
	})
}

func TestCoversThatCannotBeReadAreAWarningAndNoLoss(t *testing.T) {
	read := func([]byte, agent.Question) (agent.Timetable, error) {
		return agent.Timetable{Shifts: []rotation.Shift{held(engineerA, 0, 10)}, OpenEnd: []rotation.Shift{held(engineerA, 0, 10)}}, nil
	}
	q := agent.Ask("payments", engineerB, time.UTC, now)
	got, err := timetable.Covered(read, func() ([]rotation.Override, error) { return nil, errors.New("it is torn") })(nil, q)
	if err != nil || len(got.Shifts) != 1 || len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "it is torn") {
		t.Errorf("got %+v, %v", got, err)
	}
	got, err = timetable.Covered(read, func() ([]rotation.Override, error) { return []rotation.Override{cover("", 4, 10)}, nil })(nil, q)
	if err != nil || len(got.Shifts) != 2 || !got.Knows || len(got.OpenEnd) != 1 || got.OpenEnd[0] != held(engineerB, 4, 10) {
		t.Errorf("got %+v, %v", got, err)
	}
}
