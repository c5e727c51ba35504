package guard_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/guard"
)

const (
	fourteenDays = "[[limit]]\nof = \"standby_days\"\nper = \"4 weeks\"\nat_most = \"14\"\n"
	onEnd        = "[[limit]]\nof = \"consecutive_days\"\nper = \"month\"\nat_most = \"7\"\nas = \"warning\"\n"
	average      = "[[limit]]\nof = \"average_week_hours\"\nper = \"4 weeks\"\nat_most = \"48\"\nregular = \"46\"\n"
)

func TestCheck(t *testing.T) {
	december := span(t, "2026-12-01 00:00", "2027-01-01 00:00")
	for name, c := range map[string]struct {
		policy *pay.Policy
		shifts []rotation.Shift
		calls  []pay.CallOut
		want   []string
	}{
		"a night on call that is work": {policy: policy(t, usual, dailyWork, place),
			shifts: []rotation.Shift{shift(t, "a", "s", "2026-12-07 18:00", "2026-12-08 00:00"), shift(t, "b", "other", "2026-12-14 18:00", "2026-12-15 09:00")},
			want: []string{"daily_rest_below_11h Mon 7 Dec 17:30: 9h0m0s of 11h0m0s to Tue 8 Dec 09:00, violation true",
				"earliest_start_for_11h 2026-12-08T11:00:00+01:00 Tue 8 Dec 11:00: 0s of 0s to -, violation true"}},
		"a night on call that is rest": {policy: policy(t, usual, daily, place),
			shifts: []rotation.Shift{shift(t, "a", "s", "2026-12-07 18:00", "2026-12-08 00:00")}},
		"a call-out that was": {policy: policy(t, usual, afterCall, place), calls: []pay.CallOut{callOut(t, "P", "2026-12-08 04:00", "2026-12-08 05:00")},
			want: []string{"rest_below_6h Tue 8 Dec 05:00: 4h0m0s of 6h0m0s to Tue 8 Dec 09:00, violation true"}},
		"a weekend with too little rest": {policy: policy(t, usual, weekly, place),
			calls: []pay.CallOut{callOut(t, "P", "2026-12-12 20:00", "2026-12-12 22:00"), callOut(t, "Q", "2026-12-13 20:00", "2026-12-13 22:00")},
			want:  []string{"weekly_rest_below_35h Mon 7 Dec 00:00: 26h30m0s of 35h0m0s to -, violation false"}},
		"too many days on call": {policy: policy(t, fourteenDays, place),
			shifts: []rotation.Shift{shift(t, "a", "s", "2026-12-01 09:00", "2026-12-08 09:00"), shift(t, "a", "t", "2026-12-15 09:00", "2026-12-22 09:00")},
			want:   []string{"standby_days_above_14 Tue 24 Nov 00:00: 0s of 0s to -, violation true"}},
		"too many days on end": {policy: policy(t, onEnd, place), shifts: []rotation.Shift{shift(t, "a", "s", "2026-12-01 09:00", "2026-12-08 09:00")},
			want: []string{"consecutive_days_above_7 Tue 1 Dec 00:00: 0s of 0s to -, violation false"}},
		"weeks that are too long on average, the first of those in a row": {policy: policy(t, average, place),
			calls: []pay.CallOut{callOut(t, "P", "2026-12-08 18:00", "2026-12-09 03:00")},
			want:  []string{"weekly_average_above_48h Fri 11 Dec 00:00: 0s of 0s to -, violation true"}},
		"a plan that keeps everything": {policy: policy(t, usual, dailyWork, afterCall, weekly, fourteenDays, onEnd, average, place),
			shifts: []rotation.Shift{shift(t, "a", "s", "2026-12-12 09:00", "2026-12-12 17:00")}},
	} {
		t.Run(name, func(t *testing.T) {
			in := person("a", at(t, "2026-12-20 00:00"))
			in.Period, in.Shifts, in.CallOuts = december, c.shifts, c.calls
			found, err := guard.Check(c.policy, in)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, w := range found {
				got = append(got, inWords(t, w))
				if !w.Person.Same(in.Person) || w.Text == "" {
					t.Errorf("%+v", w)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func inWords(t testing.TB, w guard.Warning) string {
	berlin := location(t, "Europe/Berlin")
	next := "-"
	if !w.Next.IsZero() {
		next = w.Next.In(berlin).Format("Mon 2 Jan 15:04")
	}
	return fmt.Sprintf("%s %s: %s of %s to %s, violation %t", w.Code, w.At.In(berlin).Format("Mon 2 Jan 15:04"), w.Rest, w.Wanted, next, w.Violation)
}

func TestRulesThatShareACodeAreToldAsTheEngineTellsThem(t *testing.T) {
	p := policy(t, usual, daily, "code = \"rest\"\n", afterCall, "code = \"rest\"\n", place)
	in := person("a", time.Time{})
	in.Period = span(t, "2026-12-01 00:00", "2027-01-01 00:00")
	in.CallOuts = []pay.CallOut{callOut(t, "P", "2026-12-08 04:00", "2026-12-08 05:00")}
	found, err := guard.Check(p, in)
	if err != nil || len(found) != 3 {
		t.Fatal(found, err)
	}
	for _, w := range found {
		if w.Wanted != 0 {
			t.Errorf("which rule is %q of?", w.Text)
		}
	}
}
