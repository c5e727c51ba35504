package schedule

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/rotation"
)

const week7 = 7 * 24 * time.Hour

func friday(t testing.TB) time.Time { return time.Date(2026, 11, 27, 9, 0, 0, 0, night.Berlin(t)) }

// aWeek is what is known of the weeks around the night.
func aWeek(t testing.TB) held {
	f := friday(t)
	return held{span: rotation.Interval{Start: f.AddDate(0, 0, -60), End: f.AddDate(0, 0, 120)},
		shifts: []rotation.Shift{night.Shift("A", rotation.Primary, f.AddDate(0, 0, -7), week7), night.Shift("B", rotation.Primary, f, week7),
			night.Shift("A", rotation.Primary, f.AddDate(0, 0, 7), week7), night.Shift("C", rotation.Secondary, f.AddDate(0, 0, -7), 2*week7)}}
}

func at(t testing.TB) (model.View, reading) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	return v, reading{zone: v.Loc, folded: map[string]bool{}, nightOf: v.Snap.Me}
}

func TestARoleOfARotaIsALane(t *testing.T) {
	v, r := at(t)
	s := sceneOf(aWeek(t), r, v)
	if len(s.Lanes) != 2 || s.Lanes[0].Label != "primary · Payments" || s.Lanes[1].Label != "secondary · Payments" {
		t.Fatalf("got %+v", s.Lanes)
	}
	bars := s.Lanes[0].Rows[0]
	if len(bars) != 3 || bars[0].Kind != model.Mine || bars[1].Kind != model.Theirs || bars[1].Short != "EB" || bars[0].To != bars[1].From {
		t.Errorf("got %+v", bars)
	}
	if want := model.DayAt(friday(t), v.Loc); bars[1].From != want || bars[1].Ref != 1 {
		t.Errorf("the second begins at %v, want %v", bars[1].From, want)
	}
}

func TestShiftsThatOverlapLieInRowsOfTheirOwn(t *testing.T) {
	v, r := at(t)
	h := aWeek(t)
	h.shifts = append(h.shifts, night.Shift("D", rotation.Primary, friday(t).Add(-time.Hour), 2*time.Hour))
	rotation.SortShifts(h.shifts)
	if rows := sceneOf(h, r, v).Lanes[0].Rows; len(rows) != 2 || len(rows[0]) != 3 || rows[1][0].Text != "Engineer D" {
		t.Errorf("got %+v", rows)
	}
}

func TestBarsOfARowNeverOverlapAndAreInOrder(t *testing.T) {
	v, r := at(t)
	rapid.Check(t, func(rt *rapid.T) {
		h := aWeek(t)
		h.shifts = nil
		for range rapid.IntRange(0, 40).Draw(rt, "shifts") {
			from := friday(t).Add(time.Duration(rapid.IntRange(-2000, 2000).Draw(rt, "from")) * time.Hour)
			h.shifts = append(h.shifts, night.Shift("B", rotation.Primary, from, time.Duration(rapid.IntRange(1, 300).Draw(rt, "long"))*time.Hour))
		}
		rotation.SortShifts(h.shifts)
		n := 0
		for _, row := range sceneOf(h, r, v).Lanes[0].Rows {
			for i, b := range row {
				n++
				if b.From >= b.To || i > 0 && row[i-1].To > b.From {
					rt.Fatalf("bars %v", row)
				}
			}
		}
		if n != len(h.shifts) {
			rt.Fatalf("%d of %d shifts are shown", n, len(h.shifts))
		}
	})
}

func TestAGapLiesInTheLaneOfItsRole(t *testing.T) {
	v, r := at(t)
	h := aWeek(t)
	h.gaps = []api.Gap{night.Gap("Payments", rotation.Primary, friday(t).Add(2*week7), 72*time.Hour), night.Gap("Payments", rotation.Shadow, friday(t), time.Hour)}
	s := sceneOf(h, r, v)
	if last := s.Lanes[0].Rows[0][3]; last.Kind != model.Open || last.Text != "gap" || last.Ref != len(h.shifts) {
		t.Errorf("got %+v", last)
	}
	if len(s.Lanes) != 3 || s.Lanes[2].Label != "shadow · Payments" {
		t.Errorf("a role that nobody holds has no lane: %+v", s.Lanes)
	}
}

func TestBeyondTheHorizonIsUnknownAndWhatIsKnownIsNotPaintedOver(t *testing.T) {
	v, r := at(t)
	v.Snap.Sources = slices.Clone(v.Snap.Sources)
	v.Snap.Sources[1].Horizon = friday(t)
	bars := sceneOf(aWeek(t), r, v).Lanes[0].Rows[0]
	if last := bars[len(bars)-1]; last.Kind != model.Unknown || last.From != bars[len(bars)-2].To || last.Text != "unknown" {
		t.Errorf("got %+v", bars)
	}
}

func TestAShiftWithoutAKnownEndSaysSo(t *testing.T) {
	s := night.OnCall(t)
	v := bench.WithoutEnd(t, s, *s.Duty.Current)
	_, r := at(t)
	h := held{shifts: []rotation.Shift{*s.Duty.Current}, span: aWeek(t).span}
	if b := sceneOf(h, r, v).Lanes[0].Rows[0][0]; b.Text != "Engineer A, no end known" {
		t.Errorf("got %+v", b)
	}
	if rows := listOf(h, v, true); len(rows) != 1 || rows[0].when != "from Fri 20 Nov 09:00, no end known" || rows[0].about != "Primary · Payments" {
		t.Errorf("got %+v", rows)
	}
}

func TestOverridesAndSwapsAreMarked(t *testing.T) {
	v, r := at(t)
	h := aWeek(t)
	edit := func(swap bool, letter string, from time.Time) api.RotaEdit {
		return api.RotaEdit{Swap: swap, Interval: rotation.Interval{Start: from, End: from.Add(time.Hour)}, In: night.Shift(letter, "", from, 0).Person}
	}
	h.detail = api.ScheduleDetail{Rotas: []api.RotaDetail{{Name: "Payments", Edits: []api.RotaEdit{edit(false, "B", friday(t)), edit(true, "A", friday(t).Add(week7))}}}}
	bars := sceneOf(h, r, v).Lanes[0].Rows[0]
	if bars[0].Mark != model.Unmarked || bars[1].Mark != model.Overridden || bars[2].Mark != model.Swapped {
		t.Errorf("got %+v", bars)
	}
	if text := said(1, h, v); text != "Engineer B · primary · Payments · Fri 27 Nov 09:00 – Fri 4 Dec 09:00 · 168 h · by an override" {
		t.Errorf("got %q", text)
	}
}

func TestLayersAreFoldedOutBelowTheirRotaAndLeaveWithThem(t *testing.T) {
	v, r := at(t)
	h := aWeek(t)
	one := night.Shift("C", rotation.Primary, friday(t), week7)
	h.detail = api.ScheduleDetail{Rotas: []api.RotaDetail{{Name: "Payments", Layers: []api.RotaLayer{{Name: "weeks", Role: "primary", Shifts: []rotation.Shift{one}}, {Name: "nights", Role: "primary"}},
		Away: []rotation.TimeOff{{Person: one.Person, Interval: rotation.Interval{Start: friday(t)}}}}}}
	labels := func() (out []string) {
		for _, l := range sceneOf(h, r, v).Lanes {
			out = append(out, l.Label)
		}
		return out
	}
	if got, want := labels(), []string{"primary · Payments", "secondary · Payments", "away · Payments"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	r.folded["Payments"] = true
	if got, want := labels(), []string{"primary · Payments", "secondary · Payments", "nights", "weeks", "away · Payments"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	s := sceneOf(h, r, v)
	if !s.Lanes[0].Fold || !s.Lanes[0].Open || s.Lanes[1].Fold || s.Lanes[3].Rows[0][0].Kind != model.Layered {
		t.Errorf("got %+v", s.Lanes)
	}
}

func TestNightsAreThoseWhereThePersonLives(t *testing.T) {
	v, r := at(t)
	h := aWeek(t)
	h.detail = api.ScheduleDetail{Rotas: []api.RotaDetail{{Name: "Payments", Members: []api.RotaMember{{Person: night.EngineerA(), Zone: "Asia/Tokyo"}}}}}
	n := sceneOf(h, r, v).Nights[1]
	if hour := model.TimeAt(n.From, v.Loc).In(v.Loc).Hour(); hour != 15 && hour != 14 { // 22:00 in Tokyo
		t.Errorf("the night begins at %d in Berlin", hour)
	}
	r.nightOf = rotation.Person{Name: "Nobody"}
	if n := sceneOf(h, r, v).Nights[1]; model.TimeAt(n.From, v.Loc).In(v.Loc).Hour() != 22 {
		t.Errorf("got %v", n)
	}
}

func TestWhatIsLookedAtIsAskedForAndNothingTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var known rotation.Interval
		for range rapid.IntRange(1, 8).Draw(rt, "looks") {
			from := time.Unix(rapid.Int64Range(0, 40_000).Draw(rt, "hour")*3600, 0)
			seen := rotation.Interval{Start: from, End: from.Add(time.Duration(rapid.IntRange(1, mostDays).Draw(rt, "days")) * 24 * time.Hour)}
			for steps := 0; ; steps++ {
				next, anew := wanted(known, seen)
				if next.Empty() {
					break
				}
				if next.Duration() > 2*366*24*time.Hour || steps > 3 {
					rt.Fatalf("%v is asked for after %v", next, known)
				}
				switch {
				case anew:
					known = next
				case next.End.Equal(known.Start):
					known.Start = next.Start
				case next.Start.Equal(known.End):
					known.End = next.End
				default:
					rt.Fatalf("%v does not touch %v", next, known)
				}
			}
			if seen.Clip(known) != seen {
				rt.Fatalf("%v is not in %v", seen, known)
			}
		}
	})
}

func TestAShiftThatTwoPiecesHaveCountsOnce(t *testing.T) {
	h := aWeek(t)
	more := h
	more.span = rotation.Interval{Start: h.span.End, End: h.span.End.Add(week7)}
	gap := night.Gap("Payments", rotation.Primary, friday(t), time.Hour)
	h.gaps, more.gaps = []api.Gap{gap}, []api.Gap{night.Gap("Payments", rotation.Primary, gap.End, time.Hour)}
	got := h.joined(more)
	if len(got.shifts) != len(h.shifts) || got.span.End != more.span.End || len(got.gaps) != 1 || got.gaps[0].Duration() != 2*time.Hour {
		t.Errorf("got %+v", got)
	}
}

func TestGapsAreSaidWhileTheyAreNotOver(t *testing.T) {
	v, _ := at(t)
	lines, more := gapsOf([]api.Gap{
		night.Gap("Payments", rotation.Primary, v.Now.Add(-2*time.Hour), time.Hour),
		night.Gap("Payments", rotation.Primary, v.Now.Add(-time.Hour), 90*time.Minute),
		night.Gap("Payments", rotation.Shadow, v.Now, time.Hour), night.Gap("Platform", rotation.Primary, v.Now.AddDate(0, 0, 3), 24*365*time.Hour),
	}, v.Now.AddDate(0, 0, 30), v)
	if want := []string{"primary · Payments · Wed 25 Nov 01:12 – 02:42 · 1 h 30", "primary · Platform · from Sat 28 Nov 2026 02:12 on"}; !slices.Equal(lines, want) || more != 1 {
		t.Errorf("got %q and %d more", lines, more)
	}
}

func TestInitialsComeFromTheFirstAndTheLastWord(t *testing.T) {
	for name, want := range map[string]string{"Engineer A": "EA", "a@example.org": "AO", "": "?", "…": "?", "Зоя": "З", "one two three": "OT"} {
		if got := initials(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestAnEmptyScheduleSaysWhatToDo(t *testing.T) {
	v, r := at(t)
	none := v
	none.Snap.Sources = v.Snap.Sources[:1]
	for name, c := range map[string]struct {
		v      model.View
		loaded bool
		h      held
		want   string
	}{
		"before the first snapshot": {model.View{}, false, held{}, ""},
		"while it is read":          {v, false, held{}, "Reading the schedule…"},
		"without a calendar":        {none, true, held{}, "No calendar or rota yet. Add one under " + model.Settings.Label() + " (" + model.Settings.Shortcut() + ")."},
		"with an empty one":         {v, true, held{}, "Nobody is named here. Times are in Europe/Berlin."},
		"with shifts":               {v, true, aWeek(t), "Times are in Europe/Berlin. Your shifts are filled. Choose a shift, or drag over a part of one, to hand it over."},
	} {
		if got := note(c.v, c.loaded, c.h, r.zone); got != c.want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestAZoneIsFoundByItsCity(t *testing.T) {
	for text, want := range map[string]string{"tokyo": "Asia/Tokyo", " New York ": "America/New_York", "Europe/Berlin": "Europe/Berlin", "utc": "UTC", "Atlantis": "", "": "", "Local": "", "../etc": ""} {
		zone, err := zoneNamed(text, api.ScheduleDetail{})
		if (err == nil) != (want != "") || err == nil && zone.String() != want {
			t.Errorf("%q: got %v, %v", text, zone, err)
		}
	}
}

func TestATitleSaysWhatIsSeen(t *testing.T) {
	zone := night.Berlin(t)
	monday := model.DayAt(time.Date(2026, 11, 23, 0, 0, 0, 0, zone), zone)
	for want, days := range map[string]float64{"23 – 29 Nov 2026": 7, "23 Nov – 6 Dec 2026": 14, "23 Nov 2026 – 17 Jan 2027": 56, "Mon 23 Nov 2026": 1} {
		if got := title(model.Stretch{From: monday, To: monday + days}, zone); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
