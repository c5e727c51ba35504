package guard_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/guard"
)

func TestEarliestStart(t *testing.T) {
	type want struct{ at, usual, code, released, text string }
	night := []pay.CallOut{callOut(t, "P1", "2026-12-08 02:00", "2026-12-08 03:00")}
	for name, c := range map[string]struct {
		policy *pay.Policy
		now    string
		calls  []pay.CallOut
		shifts []rotation.Shift
		facts  pay.Facts
		want   *want
	}{
		"a call-out at night breaks the daily rest": {policy: policy(t, usual, daily, place), now: "2026-12-08 03:30", calls: night,
			want: &want{at: "2026-12-08 14:00", usual: "2026-12-08 09:00", code: "daily_rest_below_11h", released: "none",
				text: "Work may begin on Tue 8 Dec 14:00, 5 h later than usual: the last call-out ended on Tue 8 Dec 03:00, and 11 h of rest on end are due after it (daily_rest_below_11h), 10 h 30 min of them still to come."}},
		"it is still due when work would have begun": {policy: policy(t, usual, daily, place), now: "2026-12-08 10:00", calls: night,
			want: &want{at: "2026-12-08 14:00", usual: "2026-12-08 09:00", code: "daily_rest_below_11h", released: "none"}},
		"nothing is due once the rest was had": {policy: policy(t, usual, daily, place), now: "2026-12-08 14:00", calls: night},
		"a call-out late enough leaves the longest stretch before it": {policy: policy(t, usual, daily, place), now: "2026-12-08 07:30",
			calls: []pay.CallOut{callOut(t, "P1", "2026-12-08 06:00", "2026-12-08 07:00")}},
		"a call-out in the evening leaves the longest stretch after it": {policy: policy(t, usual, daily, place), now: "2026-12-07 21:00",
			calls: []pay.CallOut{callOut(t, "P1", "2026-12-07 18:00", "2026-12-07 19:00")}},
		"on a Friday night there is the weekend to rest": {policy: policy(t, usual, daily, place), now: "2026-12-12 03:30",
			calls: []pay.CallOut{callOut(t, "P1", "2026-12-12 02:00", "2026-12-12 03:00")}},
		"a night of several call-outs counts from the last": {policy: policy(t, usual, daily, place), now: "2026-12-08 06:30",
			calls: []pay.CallOut{callOut(t, "P1", "2026-12-07 23:00", "2026-12-07 23:30"), callOut(t, "P2", "2026-12-08 05:00", "2026-12-08 06:00")},
			want:  &want{at: "2026-12-08 17:00", usual: "2026-12-08 09:00", code: "daily_rest_below_11h", released: "none"}},
		"one that still runs counts to now": {policy: policy(t, usual, daily, place), now: "2026-12-08 04:00",
			calls: []pay.CallOut{{PageID: "P1", Person: engineer("a"), Running: true, Interval: rotation.Interval{Start: at(t, "2026-12-08 02:00")}}},
			want: &want{at: "2026-12-08 15:00", usual: "2026-12-08 09:00", code: "daily_rest_below_11h", released: "none",
				text: "Work may begin on Tue 8 Dec 15:00, 6 h later than usual: a call-out still runs, and 11 h of rest on end are due after it (daily_rest_below_11h), 11 h of them still to come."}},
		"one that has not begun does not count": {policy: policy(t, usual, daily, place), now: "2026-12-08 01:00", calls: night},
		"the call-out of somebody else breaks nothing": {policy: policy(t, usual, daily, place), now: "2026-12-08 03:30",
			calls: []pay.CallOut{{PageID: "P1", Person: engineer("b"), Interval: night[0].Interval}}},
		"rest after the last call-out with release that is paid": {policy: policy(t, usual, afterCall, "release = \"paid\"\nrelease_rate = \"hourly\"\n", place), now: "2026-12-08 04:30",
			calls: []pay.CallOut{callOut(t, "P1", "2026-12-08 03:30", "2026-12-08 04:00")},
			want: &want{at: "2026-12-08 10:00", usual: "2026-12-08 09:00", code: "rest_below_6h", released: "paid",
				text: "Work may begin on Tue 8 Dec 10:00, 1 h later than usual: the last call-out ended on Tue 8 Dec 04:00, and 6 h of rest on end are due after it (rest_below_6h), 5 h 30 min of them still to come; the 1 h are off without loss of pay."}},
		"release that counts as time in lieu": {policy: policy(t, usual, afterCall, "release = \"time\"\n", place), now: "2026-12-08 04:30",
			calls: []pay.CallOut{callOut(t, "P1", "2026-12-08 03:30", "2026-12-08 04:00")},
			want:  &want{at: "2026-12-08 10:00", usual: "2026-12-08 09:00", code: "rest_below_6h", released: "time"}},
		"of two rules the one that takes longer": {policy: policy(t, usual, afterCall, daily, place), now: "2026-12-08 04:30",
			calls: []pay.CallOut{callOut(t, "P1", "2026-12-08 03:30", "2026-12-08 04:00")},
			want:  &want{at: "2026-12-08 15:00", usual: "2026-12-08 09:00", code: "daily_rest_below_11h", released: "none"}},
		"a rule that only warns": {policy: policy(t, usual, daily, "as = \"warning\"\n", place), now: "2026-12-08 03:30", calls: night,
			want: &want{at: "2026-12-08 14:00", usual: "2026-12-08 09:00", code: "daily_rest_below_11h", released: "none"}},
		"the start that a fact names": {policy: policy(t, daily, "work_end = \"$end\"\nnext_start = \"$start\"\n", place), now: "2026-12-08 03:30", calls: night,
			facts: pay.Facts{"end": "2026-12-07T18:00", "start": "2026-12-08T07:00"},
			want:  &want{at: "2026-12-08 14:00", usual: "2026-12-08 07:00", code: "daily_rest_below_11h", released: "none"}},
		"a time of day that a fact names": {policy: policy(t, afterCall, "next_start = \"$start\"\n", place), now: "2026-12-08 04:00", calls: night,
			facts: pay.Facts{"start": "08:00"},
			want:  &want{at: "2026-12-08 09:00", usual: "2026-12-08 08:00", code: "rest_below_6h", released: "none"}},
		"without a known start it counts from the call-out": {policy: policy(t, daily, "work_end = \"$end\"\nnext_start = \"$start\"\n", place), now: "2026-12-08 03:30", calls: night,
			want: &want{at: "2026-12-08 14:00", code: "daily_rest_below_11h", released: "none",
				text: "Work may begin on Tue 8 Dec 14:00: the last call-out ended on Tue 8 Dec 03:00, and 11 h of rest on end are due after it (daily_rest_below_11h), 10 h 30 min of them still to come."}},
		"where being on call is no rest the shift breaks it": {policy: policy(t, usual, dailyWork, place), now: "2026-12-07 20:00",
			shifts: []rotation.Shift{shift(t, "a", "s", "2026-12-07 18:00", "2026-12-08 06:00")},
			want: &want{at: "2026-12-08 17:00", usual: "2026-12-08 09:00", code: "daily_rest_below_11h", released: "none",
				text: "Work may begin on Tue 8 Dec 17:00, 8 h later than usual: being on call until Tue 8 Dec 06:00 is no rest, and 11 h of rest on end are due after it (daily_rest_below_11h), 21 h of them still to come."}},
		"elapsed time counts when the clocks go forward": {policy: policy(t, "[work]\ndays = [\"mon-sun\"]\nfrom = \"09:00\"\nto = \"17:30\"\n", daily, place), now: "2026-03-29 01:45",
			calls: []pay.CallOut{callOut(t, "P1", "2026-03-29 00:30", "2026-03-29 01:30")},
			want:  &want{at: "2026-03-29 13:30", usual: "2026-03-29 09:00", code: "daily_rest_below_11h", released: "none"}},
		"a policy without a rest rule says nothing":  {policy: policy(t, byHour, place), now: "2026-12-08 03:30", calls: night},
		"a rule for the week names no start of work": {policy: policy(t, usual, weekly, place), now: "2026-12-08 03:30", calls: night},
	} {
		t.Run(name, func(t *testing.T) {
			in := person("a", at(t, c.now))
			in.CallOuts, in.Shifts, in.Facts = c.calls, c.shifts, c.facts
			got, err := guard.EarliestStart(c.policy, in)
			switch {
			case err != nil:
				t.Fatal(err)
			case c.want == nil && got != nil:
				t.Fatalf("got %s", got.Text)
			case c.want == nil:
				return
			case got == nil:
				t.Fatal("nothing is due")
			}
			usual := time.Time{}
			if c.want.usual != "" {
				usual = at(t, c.want.usual)
			}
			if !got.At.Equal(at(t, c.want.at)) || !got.Usual.Equal(usual) || got.Code != c.want.code || got.Released != c.want.released {
				t.Errorf("got %s, usual %s, %s, %s", got.At, got.Usual, got.Code, got.Released)
			}
			if c.want.text != "" && got.Text != c.want.text {
				t.Errorf("got  %s\nwant %s", got.Text, c.want.text)
			}
			if got.Due != got.At.Sub(in.Now) || got.At.Sub(got.Broken) != got.Wanted || !got.Usual.IsZero() && got.Release != got.At.Sub(got.Usual) {
				t.Errorf("the parts do not fit: %+v", *got)
			}
		})
	}
}

func TestTheStartNamesThePagesThatBrokeTheRest(t *testing.T) {
	in := person("a", at(t, "2026-12-08 06:30"))
	in.CallOuts = []pay.CallOut{callOut(t, "P1", "2026-12-07 23:00", "2026-12-07 23:30"), callOut(t, "P2", "2026-12-08 05:00", "2026-12-08 06:00"),
		callOut(t, "P3", "2026-12-08 05:30", "2026-12-08 06:00")}
	got, err := guard.EarliestStart(policy(t, usual, daily, place), in)
	if err != nil || got == nil || !slices.Equal(got.PageIDs, []string{"P2", "P3"}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestNobodyHasNoEarliestStart(t *testing.T) {
	if _, err := guard.EarliestStart(policy(t, usual, daily, place), pay.Input{Now: at(t, "2026-12-08 06:30")}); !errors.Is(err, guard.ErrNobody) {
		t.Error(err)
	}
}

func TestAFactOfPayThatIsMissingHidesNoRest(t *testing.T) {
	p := policy(t, usual, afterCall, "release = \"paid\"\nrelease_rate = \"hourly\"\n",
		"[[pay]]\nkey = \"c\"\nwhat = \"Call-out\"\nfor = \"call_out\"\nrate = \"hourly\"\n", place)
	in := person("a", at(t, "2026-12-08 04:30"))
	in.CallOuts = []pay.CallOut{callOut(t, "P1", "2026-12-08 03:30", "2026-12-08 04:00")}
	if got, err := guard.EarliestStart(p, in); err != nil || got == nil {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := p.Evaluate(in); !errors.Is(err, pay.ErrFact) {
		t.Errorf("the statement needs the hourly pay: %v", err)
	}
}
