package health_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/health"
)

func TestTheScoreIsTheMeanOfCoverageAndBalance(t *testing.T) {
	day := func(turns ...turn) []turn { return turns }
	for name, c := range map[string]struct {
		turns                    []turn
		coverage, balance, score int
		overloaded               []int
	}{
		"two share the day": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 12:00"}, turn{"B", "", "2026-03-02 12:00", "2026-03-03 00:00"}),
			100, 100, 100, nil},
		"one has twice as much": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 16:00"}, turn{"B", "", "2026-03-02 16:00", "2026-03-03 00:00"}),
			100, 50, 75, []int{33}},
		"half the day is open": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 06:00"}, turn{"B", "", "2026-03-02 12:00", "2026-03-02 18:00"}),
			50, 100, 75, nil},
		"one is alone": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-03 00:00"}), 100, 100, 100, nil},
		"a little imbalance is tolerated": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 12:18"}, turn{"B", "", "2026-03-02 12:18", "2026-03-03 00:00"}),
			100, 100, 100, nil},
		"a little more is not": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 12:25"}, turn{"B", "", "2026-03-02 12:25", "2026-03-03 00:00"}),
			100, 93, 96, []int{3}},
		"an overlap hides no gap": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 12:00"}, turn{"B", "", "2026-03-02 00:00", "2026-03-02 12:00"}),
			50, 100, 75, nil},
		"half a percent goes to the even one": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 03:00"}), 12, 100, 56, nil},
		"a shadow's hours and gaps do not count": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-03 00:00"},
			turn{"B", rotation.Shadow, "2026-03-02 09:00", "2026-03-02 10:00"}), 100, 100, 100, nil},
		"shadows alone count": {day(turn{"B", rotation.Shadow, "2026-03-02 00:00", "2026-03-02 12:00"}), 50, 100, 75, nil},
		"two roles are covered in the mean": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-03 00:00"},
			turn{"B", rotation.Secondary, "2026-03-02 00:00", "2026-03-02 12:00"}), 75, 50, 62, []int{33}},
		"somebody in two roles at once bears it once": {day(turn{"A", "", "2026-03-02 00:00", "2026-03-02 12:00"}, turn{"B", "", "2026-03-02 12:00", "2026-03-03 00:00"},
			turn{"A", rotation.Secondary, "2026-03-02 00:00", "2026-03-02 12:00"}, turn{"B", rotation.Secondary, "2026-03-02 12:00", "2026-03-03 00:00"}),
			100, 100, 100, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := judged(t, made(t, time.UTC, c.turns...), health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00")})
			if r.Coverage.Percent != c.coverage || r.Balance.Hours.Percent != c.balance || r.Score != c.score {
				t.Errorf("coverage %d, balance %d, score %d; want %d, %d, %d",
					r.Coverage.Percent, r.Balance.Hours.Percent, r.Score, c.coverage, c.balance, c.score)
			}
			var over []int
			for _, o := range r.Balance.Hours.Overloaded {
				over = append(over, o.Percent)
			}
			if !reflect.DeepEqual(over, c.overloaded) {
				t.Errorf("overloaded by %v, want %v", over, c.overloaded)
			}
			explained(t, r)
		})
	}
}

// explained says that the points of the findings make up for the score.
func explained(t interface{ Errorf(string, ...any) }, r health.Report) {
	lost := 0
	for _, f := range r.Findings {
		if f.Points < 0 || f.Text == "" || (f.Points > 0 && f.Severity != health.Warning) {
			t.Errorf("finding %+v", f)
		}
		lost += f.Points
	}
	if r.Score+lost != 100 || r.Score < 0 || r.Score > 100 {
		t.Errorf("score %d and %d points lost", r.Score, lost)
	}
}

func TestARotaThatNobodyHoldsScoresNothing(t *testing.T) {
	window := between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00")
	for name, rota := range map[string]rotation.Rota{
		"no layers": {}, "no turns": {Layers: []rotation.Layer{never(rotation.Primary)}},
	} {
		t.Run(name, func(t *testing.T) {
			r := judged(t, compile(t, rota), health.Options{Zone: time.UTC, Window: window})
			if f, ok := finding(r, health.CodeEmpty); r.Score != 0 || !ok || f.Points != 100 || len(r.Findings) != 1 {
				t.Errorf("score %d, findings %+v", r.Score, r.Findings)
			}
		})
	}
}

func TestGapsAreCountedPerRole(t *testing.T) {
	p := made(t, time.UTC,
		turn{"A", "", "2026-03-02 01:00", "2026-03-02 05:00"}, turn{"B", "", "2026-03-02 04:00", "2026-03-02 06:00"}, turn{"A", "", "2026-03-02 09:00", "2026-03-03 00:00"},
		turn{"B", rotation.Secondary, "2026-03-01 00:00", "2026-03-05 00:00"}, turn{"C", "manager", "2026-04-01 00:00", "2026-04-02 00:00"})
	r := judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00")})
	want := []health.Role{
		{Role: rotation.Primary, Counts: true, Coverage: health.Coverage{Covered: 20 * hour, Uncovered: 4 * hour, Ratio: 833333, Percent: 83}, Gaps: 2,
			LongestGap: &health.Span{Interval: between(t, time.UTC, "2026-03-02 06:00", "2026-03-02 09:00"), Seconds: 3 * hour}},
		{Role: rotation.Secondary, Counts: true, Coverage: health.Coverage{Covered: 24 * hour, Ratio: health.Whole, Percent: 100}},
		{Role: "manager", Counts: true, Coverage: health.Coverage{Uncovered: 24 * hour}, Gaps: 1,
			LongestGap: &health.Span{Interval: between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00"), Seconds: 24 * hour}},
	}
	if !reflect.DeepEqual(r.Roles, want) {
		t.Errorf("roles\n got  %+v\n want %+v", r.Roles, want)
	}
	if r.Coverage != (health.Coverage{Covered: 44 * hour, Uncovered: 28 * hour, Ratio: 611111, Percent: 61}) {
		t.Errorf("coverage %+v", r.Coverage)
	}
	var texts []string
	for _, f := range r.Findings {
		texts = append(texts, f.Text)
	}
	all := strings.Join(texts, "\n")
	for _, text := range []string{
		"Nobody is on call as primary for 17 % of the time: 4 h in 2 gaps, the longest 3 h, from 2026-03-02 06:00 UTC to 2026-03-02 09:00 UTC.",
		"Nobody is on call as manager at all.",
	} {
		if !strings.Contains(all, text) {
			t.Errorf("findings do not say %q:\n%s", text, all)
		}
	}
	explained(t, r)
}

func TestAGapThatRoundsToNothingIsStillNamed(t *testing.T) {
	p := made(t, time.UTC, turn{"A", "", "2026-03-02 00:00", "2026-03-05 23:59"})
	r := judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-06 00:00")})
	f, _ := finding(r, health.CodeCoverage)
	if r.Score != 100 || r.Coverage.Uncovered != 60 || f.Severity != health.Warning ||
		f.Text != "Nobody is on call as primary for a moment: 1 min, from 2026-03-05 23:59 UTC to 2026-03-06 00:00 UTC." {
		t.Errorf("score %d, uncovered %d, %+v", r.Score, r.Coverage.Uncovered, f)
	}
}

func TestFindingsNameWhoIsConcerned(t *testing.T) {
	p := made(t, time.UTC,
		turn{"A", "", "2026-03-02 00:00", "2026-03-20 00:00"}, turn{"B", "", "2026-03-20 00:00", "2026-03-20 08:00"},
		turn{"A", "", "2026-03-20 08:00", "2026-03-20 20:00"}, turn{"B", "", "2026-03-20 20:00", "2026-03-21 00:00"})
	r := judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-21 00:00")})
	for code, want := range map[health.Code]health.Finding{
		health.CodeCoverage: {Code: health.CodeCoverage, Severity: health.Good, Text: "Somebody is on call all the time."},
		health.CodeBalance: {Code: health.CodeBalance, Severity: health.Warning, Points: 48, People: []rotation.Person{engineer("A")},
			Text: "The hours are not evenly shared: Engineer A has 95 % more than the average."},
		health.CodeRest: {Code: health.CodeRest, Severity: health.Warning, People: []rotation.Person{engineer("A")},
			Text: "Engineer A has less than 11 h between two shifts: 8 h, from 2026-03-20 00:00 UTC to 2026-03-20 08:00 UTC."},
		health.CodeStretch: {Code: health.CodeStretch, Severity: health.Warning, People: []rotation.Person{engineer("A")},
			Text: "Engineer A is on duty without a break for 18 d, from 2026-03-02 00:00 UTC to 2026-03-20 00:00 UTC."},
		health.CodeWeekends: {Code: health.CodeWeekends, Severity: health.Note, People: []rotation.Person{engineer("A")},
			Text: "Weekend hours are not evenly shared: Engineer A has 100 % more than the average."},
	} {
		if got, ok := finding(r, code); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s\n got  %+v\n want %+v", code, got, want)
		}
	}
	explained(t, r)
}

func TestSeveralWithShortRestsAreOneFinding(t *testing.T) {
	var turns []turn
	for _, day := range []string{"02", "03", "04"} {
		turns = append(turns, turn{"A", "", "2026-03-" + day + " 00:00", "2026-03-" + day + " 15:00"}, turn{"B", "", "2026-03-" + day + " 11:00", "2026-03-" + day + " 23:59"},
			turn{"C", "", "2026-03-" + day + " 00:00", "2026-03-" + day + " 14:00"})
	}
	turns = append(turns, turn{"C", "", "2026-03-05 06:00", "2026-03-05 07:00"})
	r := judged(t, made(t, time.UTC, turns...), health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-06 00:00"), MinRest: 12 * time.Hour})
	f, _ := finding(r, health.CodeRest)
	if len(f.People) != 3 || f.Text != "Engineer A has less than 12 h between two shifts, 2 times; at worst 9 h, from 2026-03-02 15:00 UTC to 2026-03-03 00:00 UTC. So it is for 2 others." {
		t.Errorf("%+v", f)
	}
	if f.People[0] != engineer("A") {
		t.Errorf("the worst is not first: %v", f.People)
	}
}

func TestWhatMakesNoSenseIsRefused(t *testing.T) {
	window := between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00")
	fine := health.Options{Zone: time.UTC, Window: window}
	p := made(t, time.UTC, turn{"A", "", "2026-03-02 00:00", "2026-03-03 00:00"})
	for name, c := range map[string]struct {
		change func(*health.Options)
		says   string
	}{
		"no zone":               {func(o *health.Options) { o.Zone = nil }, "time zone is missing"},
		"an empty window":       {func(o *health.Options) { o.Window.End = o.Window.Start }, "ends before it has begun"},
		"a window turned round": {func(o *health.Options) { o.Window.Start, o.Window.End = o.Window.End, o.Window.Start }, "ends before it has begun"},
		"less than a second": {func(o *health.Options) {
			o.Window = rotation.Interval{Start: window.Start.Add(1), End: window.Start.Add(2)}
		}, "no whole second"},
		"a window before 1970":    {func(o *health.Options) { o.Window.Start = time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC) }, "1970 to 2099"},
		"a thousand years":        {func(o *health.Options) { o.Window.End = window.Start.AddDate(1000, 0, 0) }, "1970 to 2099"},
		"more than a century":     {func(o *health.Options) { o.Window = between(t, time.UTC, "1980-01-01 00:00", "2090-01-01 00:00") }, "at most 100 years"},
		"a night of no length":    {func(o *health.Options) { o.Night = health.Night{Start: 3600, End: 3600} }, "not the same"},
		"a night all day":         {func(o *health.Options) { o.Night = health.Night{Start: 0, End: 86400} }, "not the same"},
		"a night out of the day":  {func(o *health.Options) { o.Night = health.Night{Start: 90000, End: 60} }, "night from second 90000"},
		"an eighth day":           {func(o *health.Options) { o.Weekend = 128 }, "a week has seven"},
		"rest below none":         {func(o *health.Options) { o.MinRest = -1 }, "neither can be less"},
		"stretch below none":      {func(o *health.Options) { o.MaxStretch = -1 }, "neither can be less"},
		"a holiday on 30 Feb":     {func(o *health.Options) { o.Holidays = []health.Holiday{{2026, 2, 30, nil, "Leap"}} }, `holiday 1 "Leap" on 2026-02-30`},
		"a holiday in month none": {func(o *health.Options) { o.Holidays = []health.Holiday{{2026, 0, 1, nil, ""}} }, "2026-00-01"},
	} {
		t.Run(name, func(t *testing.T) {
			o := fine
			c.change(&o)
			if _, err := health.Of(p, o); !errors.Is(err, rotation.ErrRange) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want one that says %q", err, c.says)
			}
		})
	}
}

func TestAReportSurvivesJSON(t *testing.T) {
	p := made(t, time.UTC, turn{"A", "", "2026-03-02 00:00", "2026-03-02 16:00"}, turn{"B", rotation.Secondary, "2026-03-02 20:00", "2026-03-03 00:00"},
		turn{"A", "", "2026-03-02 20:00", "2026-03-02 21:00"})
	r := judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00"),
		Holidays: []health.Holiday{{2026, time.March, 2, nil, "Founders' Day"}}})
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back health.Report
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(r, back) {
		t.Errorf("came back as\n %+v\nfrom\n %+v", back, r)
	}
	if !strings.Contains(string(text), `"ratio":0.4375`) || strings.Contains(string(text), "null") {
		t.Errorf("%s", text)
	}
	for _, bad := range []string{`2`, `-0.1`, `"x"`, `NaN`} {
		var ratio health.Ratio
		if err := ratio.UnmarshalJSON([]byte(bad)); err == nil {
			t.Errorf("%s was read as %s", bad, ratio)
		}
	}
}

func TestGapsAndImbalanceCostHalfOfWhatTheyMiss(t *testing.T) {
	p := made(t, time.UTC, turn{"A", "", "2026-03-02 00:00", "2026-03-02 14:00"}, turn{"B", "", "2026-03-02 14:00", "2026-03-02 18:00"})
	r := judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00")})
	gaps, _ := finding(r, health.CodeCoverage)
	balance, _ := finding(r, health.CodeBalance)
	if r.Score != 52 || r.Balance.Hours.Percent != 29 || gaps.Points != 13 || balance.Points != 35 {
		t.Errorf("score %d of balance %d: %d points for gaps, %d for balance; want 52 of 29: 12 ½ and 35 ½, as 13 and 35",
			r.Score, r.Balance.Hours.Percent, gaps.Points, balance.Points)
	}
}
