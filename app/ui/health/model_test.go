package health

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/notify"
	"standby/rotation"
)

func TestASpanEndsWithTodayAndIsComparedWithTheOneBefore(t *testing.T) {
	q := askOf(night.Now(t), night.Berlin(t), 30)
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, night.Berlin(t)) }
	if !q.from.Equal(day(time.October, 27)) || !q.to.Equal(day(time.November, 26)) || !q.before.Equal(day(time.September, 27)) {
		t.Errorf("got %+v", q)
	}
}

func TestWhatThePagesAskOfPeople(t *testing.T) {
	before := api.Stats{}
	before.Pages, before.Acked, before.MTTA = 9, 9, 5*time.Minute
	h := healthOf(report{stats(t), before, turns(t)}, 30, night.Berlin(t))
	want := [4]figure{{"Pages", "6", "9 in the 30 days before"}, {"Ack target met", "67 %", "4 of 6 in time"},
		{"Mean time to acknowledge", "8 min", "later than before: 5 min"}, {"Mean time to resolve", "1 h", "nothing to compare with"}}
	if h.figures != want || h.none {
		t.Errorf("got %+v", h.figures)
	}
	if got := h.hours[2]; got != (hour{label: "02", top: "2", said: "02:00 – 03:00: 2 pages, acknowledged after 12 min on average.", pages: 2, night: true}) {
		t.Errorf("got %+v", got)
	}
	if h.hoursSum != "6 pages, 3 of them at night (22:00 – 06:00, underlined). Point at an hour, or go to it with the arrow keys." {
		t.Errorf("got %q", h.hoursSum)
	}
	if len(h.noisy) != 2 || h.noisy[0] != (noise{"Queue depth growing", "3 times · 50 % of all · acknowledged after 5 min", 1}) || h.noisy[1].said != "2 times · 33 % of all · acknowledged after 20 min · 1 never acknowledged" {
		t.Errorf("got %+v", h.noisy)
	}
}

func TestLoadIsDutyAndPagesAndShadowingIsNone(t *testing.T) {
	h := healthOf(report{now: stats(t), shifts: turns(t)}, 30, night.Berlin(t))
	want := []bearer{{"Engineer A", "192 h on call · 8 nights · 3 weekend days · took 3 pages", 1}, {"Engineer C", "168 h on call · 7 nights · 2 weekend days · took 2 pages", 168. / 192}}
	if len(h.load) != 2 || h.load[0] != want[0] || h.load[1] != want[1] {
		t.Errorf("got %+v", h.load)
	}
}

func TestWithoutPagesNothingIsClaimed(t *testing.T) {
	h := healthOf(report{}, 7, time.UTC)
	want := [4]figure{{"Pages", "0", "as many as in the 7 days before"}, {"Ack target met", "–", "no page had its clock running"},
		{"Mean time to acknowledge", "–", "nothing to compare with"}, {"Mean time to resolve", "–", "nothing to compare with"}}
	if h.figures != want || !h.none || len(h.load)+len(h.noisy)+len(h.sources) != 0 {
		t.Errorf("got %+v", h)
	}
}

func TestOnlyAllIsAHundredPercent(t *testing.T) {
	for want, tally := range map[string]notify.Tally{"100 %": {Met: 1}, "99 %": {Met: 999, Missed: 1}, "0 %": {Missed: 3}, "67 %": {Met: 2, Missed: 1}, "–": {}} {
		if got := met(tally); got != want {
			t.Errorf("%d of %d: %q, want %q", tally.Met, tally.Met+tally.Missed, got, want)
		}
	}
}

func TestHoweverAShiftIsCutTheLoadIsTheSame(t *testing.T) {
	span := rotation.Interval{Start: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
	berlin := night.Berlin(t)
	rapid.Check(t, func(t *rapid.T) {
		start := span.Start.Add(time.Duration(rapid.IntRange(-100, 1300).Draw(t, "start")) * time.Hour)
		whole := night.Shift("A", rotation.Primary, start, time.Duration(rapid.IntRange(1, 400).Draw(t, "hours"))*time.Hour)
		at := start.Add(time.Duration(rapid.IntRange(0, int(whole.Duration()/time.Minute)).Draw(t, "cut")) * time.Minute)
		first, second := whole, whole
		first.End, second.Start = at, at
		one, two := loadOf([]rotation.Shift{whole}, nil, span, berlin), loadOf([]rotation.Shift{second, first, whole}, nil, span, berlin)
		if len(one) != len(two) || len(one) == 1 && one[0] != two[0] {
			t.Fatalf("whole %+v, cut %+v", one, two)
		}
	})
}
