package schedule

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/rotation"
)

func edgesOf(monday time.Time) (edges [8]time.Time) {
	for i := range edges {
		edges[i] = monday.AddDate(0, 0, i)
	}
	return edges
}

func TestEveryDayIsAsWideAlsoWhenTheClocksChange(t *testing.T) {
	loc := night.Berlin(t)
	for _, c := range []struct {
		name   string
		monday time.Time
	}{
		{"a plain week", time.Date(2026, 11, 23, 0, 0, 0, 0, loc)},
		{"a week that loses an hour", time.Date(2026, 3, 23, 0, 0, 0, 0, loc)},
		{"a week that gains one", time.Date(2026, 10, 19, 0, 0, 0, 0, loc)},
	} {
		t.Run(c.name, func(t *testing.T) {
			edges := edgesOf(c.monday)
			for i, edge := range edges {
				if got := across(edges, edge); got != float32(i)/7 {
					t.Errorf("midnight %d lies at %v", i, got)
				}
			}
		})
	}
}

func TestTimeRunsToTheRightOnATrack(t *testing.T) {
	loc := night.Berlin(t)
	rapid.Check(t, func(t *rapid.T) {
		edges := edgesOf(model.WeekStart(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "week"), 0), loc))
		a := edges[0].Add(time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "a")))
		b := a.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "more")))
		if x, y := across(edges, a), across(edges, b); x < 0 || y > 1 || x > y {
			t.Fatalf("%v lies at %v, %v at %v", a, x, b, y)
		}
	})
}

func TestAWeekBeginsOnMondayInTheZoneShown(t *testing.T) {
	sunday := time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC) // Monday in Berlin
	if got := model.WeekStart(sunday, night.Berlin(t)); !got.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, night.Berlin(t))) {
		t.Errorf("got %v", got)
	}
	if got := model.WeekStart(sunday, time.UTC); !got.Equal(time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("got %v", got)
	}
}

func TestTheScheduleShowsFiveWeeksWithMineApart(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	v.Snap.Sources[1].Horizon = time.Date(2026, 12, 17, 0, 0, 0, 0, v.Loc)
	friday := time.Date(2026, 11, 20, 9, 0, 0, 0, v.Loc)
	shifts := []rotation.Shift{
		night.Shift("A", rotation.Primary, friday, 7*24*time.Hour), night.Shift("C", rotation.Primary, friday.AddDate(0, 0, 7), 7*24*time.Hour),
		night.Shift("B", rotation.Secondary, friday, 14*24*time.Hour), night.Shift("D", rotation.Primary, friday.AddDate(0, 0, 6), 24*time.Hour),
	}
	v.Snap.Me = night.EngineerA()
	weeks := scheduleOf(shifts, nil, v)
	theWeeks(t, weeks)
	theLane(t, weeks[0].lanes[0])
	unknown := func(w int) bool {
		row := weeks[w].lanes[0].rows[0]
		return len(row) > 0 && row[len(row)-1].unknown
	}
	if unknown(2) || !unknown(3) || !unknown(4) {
		t.Error("what lies beyond the calendar's horizon is not marked so")
	}
}

func theWeeks(t *testing.T, weeks []weekView) {
	t.Helper()
	if len(weeks) != model.WeeksShown || weeks[0].title != "Week 48, 23 Nov – 29 Nov 2026" || !weeks[0].days[2].today {
		t.Fatalf("first of %d weeks: %q, today %v", len(weeks), weeks[0].title, weeks[0].days[2].today)
	}
	if weeks[0].now < 2.0/7 || weeks[0].now > 3.0/7 || weeks[1].now >= 0 {
		t.Errorf("the line that says now lies at %v, in the next week at %v", weeks[0].now, weeks[1].now)
	}
}

func theLane(t *testing.T, primary laneView) {
	t.Helper()
	if primary.label != "primary · Payments" || len(primary.rows) != 2 {
		t.Fatalf("%q has %d rows; shifts that overlap need one each", primary.label, len(primary.rows))
	}
	if first := primary.rows[0]; !first[0].mine || first[0].text != "Engineer A" || first[1].mine || first[0].span.From != 0 || first[0].span.To != first[1].span.From {
		t.Errorf("got %+v", first)
	}
	if short := primary.rows[1][0]; short.text != "ED" {
		t.Errorf("a narrow block reads %q", short.text)
	}
}

func TestAGapLiesInTheLaneOfItsRole(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	v.Snap.Sources[1].Kind = api.KindRota
	friday := time.Date(2026, 11, 27, 9, 0, 0, 0, v.Loc)
	shifts := []rotation.Shift{night.Shift("A", rotation.Primary, friday.AddDate(0, 0, -7), 7*24*time.Hour)}
	gaps := []api.Gap{night.Gap("Payments", rotation.Primary, friday, 72*time.Hour), night.Gap("Payments", rotation.Secondary, friday, time.Hour)}
	lanes := scheduleOf(shifts, gaps, v)[0].lanes
	if len(lanes) != 2 || lanes[1].label != "secondary · Payments" {
		t.Fatalf("a role that nobody holds has no lane: %+v", lanes)
	}
	row := lanes[0].rows[0]
	if len(row) != 2 || !row[1].gap || row[1].text != "gap" || row[1].span.From != row[0].span.To || row[1].span.To != 1 {
		t.Errorf("got %+v", row)
	}
	if short := lanes[1].rows[0][0]; !short.gap || short.text != "" {
		t.Errorf("a short one: %+v", short)
	}
}

func TestGapsAreSaidWhileTheyAreNotOver(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	got := openOf([]api.Gap{
		night.Gap("Payments", rotation.Primary, v.Now.Add(-2*time.Hour), time.Hour),
		night.Gap("Payments", rotation.Primary, v.Now.Add(-time.Hour), 90*time.Minute),
		night.Gap("Payments", rotation.Shadow, v.Now, time.Hour), night.Gap("Payments", rotation.Shadow, v.Now.AddDate(0, 0, 1), time.Hour),
		night.Gap("Payments", rotation.Shadow, v.Now.AddDate(0, 0, 2), time.Hour), night.Gap("Payments", rotation.Shadow, v.Now.AddDate(0, 0, 3), time.Hour),
		night.Gap("Platform", rotation.Primary, v.Now.AddDate(0, 0, 3), 24*365*time.Hour),
	}, v)
	want := []gapView{{"primary · Payments", []string{"Wed 25 Nov 01:12 – 02:42 · 1 h 30"}, 0}, {"primary · Platform", []string{"from Sat 28 Nov 2026 02:12 on"}, 0},
		{"shadow · Payments", []string{"Wed 25 Nov 02:12 – 03:12 · 1 h", "Thu 26 Nov 02:12 – 03:12 · 1 h", "Fri 27 Nov 02:12 – 03:12 · 1 h"}, 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestACalendarWithoutShiftsStillHasItsLane(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	if weeks := scheduleOf(nil, nil, v); len(weeks[0].lanes) != 1 || weeks[0].lanes[0].label != "Payments" {
		t.Errorf("got %+v", weeks[0].lanes)
	}
}

func TestMyShiftsAreTheOnesNotOverYet(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	friday := time.Date(2026, 11, 20, 9, 0, 0, 0, v.Loc)
	mine := mineOf([]rotation.Shift{night.Shift("A", rotation.Primary, friday.AddDate(0, 0, -7), 7*24*time.Hour), night.Shift("A", rotation.Primary, friday, 7*24*time.Hour), night.Shift("B", rotation.Primary, friday, time.Hour)}, v)
	if len(mine) != 1 || mine[0] != (shiftView{"Fri 20 Nov 09:00 – Fri 27 Nov 09:00", "Primary", "Payments", "168 h"}) {
		t.Errorf("got %+v", mine)
	}
}

func TestInitialsComeFromTheFirstAndTheLastWord(t *testing.T) {
	for name, want := range map[string]string{"Engineer A": "EA", "a@example.org": "AO", "": "?", "…": "?", "Зоя": "З", "one two three": "OT"} {
		if got := initials(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
