package schedule

import (
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/rotation"
)

func span(from time.Time, d time.Duration) rotation.Interval {
	return rotation.Interval{Start: from, End: from.Add(d)}
}

func TestAPartOfAShiftIsGivenAwayInWords(t *testing.T) {
	v, _ := at(t)
	saturday := time.Date(2026, 11, 28, 18, 0, 0, 0, v.Loc)
	mine, theirs := night.Shift("A", rotation.Primary, friday(t), week7), night.Shift("B", rotation.Primary, friday(t), week7)
	for _, c := range []struct {
		o    offer
		want string
	}{
		{offerOf(mine, span(saturday, 15*time.Hour), v), "Give away Sat 18:00 – Sun 09:00"},
		{offerOf(mine, rotation.Interval{}, v), "Give away Fri 27 Nov 09:00 – Fri 4 Dec 09:00"},
		{offerOf(theirs, span(saturday, 2*time.Hour), v), "Take over Sat 18:00 – 20:00 from Engineer B"},
	} {
		if got := c.o.heading(v); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestWhoIsFreeIsOfferedFirst(t *testing.T) {
	v, _ := at(t)
	h := aWeek(t)
	away := night.Shift("D", "", friday(t), 0).Person
	h.shifts = append(h.shifts, night.Shift("D", rotation.Primary, friday(t).Add(3*week7), time.Hour), night.Shift("E", rotation.Primary, friday(t).Add(3*week7), 2*week7))
	h.detail = api.ScheduleDetail{Rotas: []api.RotaDetail{{Name: "Payments", Away: []rotation.TimeOff{{Person: away, Interval: rotation.Interval{Start: v.Now}}}}}}
	o := offerOf(h.shifts[0], rotation.Interval{}, v)
	var got []string
	for _, x := range takersOf(o, h, v) {
		got = append(got, model.Joined(x.person.String(), x.about))
	}
	if want := "Engineer B, Engineer E, Engineer D · away then, Engineer C · on call then as secondary"; strings.Join(got, ", ") != want {
		t.Errorf("got %q", got)
	}
}

func TestAShiftInReturnIsAWholeOneOfTheTaker(t *testing.T) {
	v, _ := at(t)
	h := aWeek(t)
	o := offerOf(h.shifts[0], rotation.Interval{}, v)
	o.to = h.shifts[1].Person
	if got := returnsOf(o, h, v); len(got) != 1 || got[0] != h.shifts[1] {
		t.Errorf("got %+v", got)
	}
	o.part.End = o.part.End.Add(-time.Hour)
	if got := returnsOf(o, h, v); len(got) != 0 {
		t.Errorf("for a part: %+v", got)
	}
}

func TestWhatIsOverStaysAsItWasWorked(t *testing.T) {
	v, _ := at(t)
	o := offerOf(night.Shift("A", rotation.Primary, v.Now.Add(-2*time.Hour), time.Hour), rotation.Interval{}, v)
	if whyNot(o, v) == "" || whyNot(offerOf(aWeek(t).shifts[0], rotation.Interval{}, v), v) != "" {
		t.Error("what is over can change hands, or what is not cannot")
	}
	v.Snap.Me = rotation.Person{}
	if why := whyNot(offerOf(aWeek(t).shifts[0], rotation.Interval{}, v), v); !strings.Contains(why, "who you are") {
		t.Errorf("got %q", why)
	}
}

func TestTheEndsOfAPartAreReadAsTheyAreWritten(t *testing.T) {
	zone := night.Berlin(t)
	s := night.Shift("A", rotation.Primary, friday(t), week7)
	for name, c := range map[string]struct {
		from, until, wrong string
		want               rotation.Interval
	}{
		"a night":           {"2026-11-28 18:00", " 2026-11-29 09:00 ", "", span(time.Date(2026, 11, 28, 18, 0, 0, 0, zone), 15*time.Hour)},
		"all of it":         {"2026-11-27 09:00", "2026-12-04 09:00", "", s.Interval},
		"no time":           {"Saturday", "2026-11-29 09:00", "is no time", rotation.Interval{}},
		"the wrong way":     {"2026-11-29 09:00", "2026-11-28 18:00", "after it begins", rotation.Interval{}},
		"beyond the shift":  {"2026-11-28 18:00", "2026-12-29 09:00", "the shift is from", rotation.Interval{}},
		"before it, by far": {"2026-11-20 18:00", "2026-11-29 09:00", "the shift is from", rotation.Interval{}},
	} {
		got, err := partOf(c.from, c.until, s, zone)
		switch {
		case c.wrong != "":
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: got %v", name, err)
			}
		case err != nil || !got.Start.Equal(c.want.Start) || !got.End.Equal(c.want.End):
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestWhatIsDraggedOverIsThePartOfTheShiftBelow(t *testing.T) {
	v, r := at(t)
	h := aWeek(t)
	lane := place{rota: "Payments", role: rotation.Primary}
	night1 := span(friday(t).Add(-3*time.Hour), 4*time.Hour)
	s, part, ok := under(lane, stretch(night1, r.zone), h, v.Loc)
	if !ok || s != h.shifts[0] || !part.Start.Equal(night1.Start) || !part.End.Equal(friday(t)) {
		t.Errorf("got %v of %v", part, s)
	}
	if _, _, ok := under(lane, stretch(span(friday(t).Add(10*week7), time.Hour), r.zone), h, v.Loc); ok {
		t.Error("there is a shift where there is none")
	}
	lane.layer = true
	if _, _, ok := under(lane, stretch(night1, r.zone), h, v.Loc); ok {
		t.Error("a layer changes hands")
	}
}

func TestWhatAChangeMeansIsTold(t *testing.T) {
	e := api.Effect{Person: night.EngineerA(), Summary: "84.00 EUR less", Sentences: []string{"one fewer night.", "the rest is kept.", "a third"}}
	if got := effectText(e); got != "Engineer A: 84.00 EUR less. One fewer night. The rest is kept." {
		t.Errorf("got %q", got)
	}
	if got := effectText(api.Effect{Person: night.EngineerA(), Unknown: "no hourly pay is known"}); got != "Engineer A: not known. No hourly pay is known." {
		t.Errorf("got %q", got)
	}
}
