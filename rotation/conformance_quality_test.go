package rotation_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/health"
)

// qualityCase is a case of op fairness_quality_report.
type qualityCase struct {
	Date string
	// Days is null where the report's own default holds, 52 weeks.
	Days   *int
	Events []struct {
		Start, End string
		Users      []string
		Gap, Empty bool
	} `json:"final_events"`
	Expected struct {
		Score      int `json:"total_score"`
		Comments   []struct{ Type, Text string }
		Overloaded []struct {
			Username string
			Score    int
		} `json:"overloaded_users"`
	}
}

// quality compares the health of a rota with Grafana's report: the total, how
// much is not covered, whether the hours are shared evenly, and who has how
// much too many.
func (c *conformance) quality(t *testing.T) verdict {
	t.Helper()
	var q qualityCase
	if err := json.Unmarshal(c.Raw, &q); err != nil {
		t.Fatalf("%s: read the case: %v", c.ID, err)
	}
	return q.judge(t)
}

func (q *qualityCase) judge(t *testing.T) verdict {
	t.Helper()
	window := q.window(t)
	r, err := health.Of(compile(t, q.rota(t)), health.Options{Window: window, Zone: time.UTC})
	if err != nil {
		return verdict{detail: err.Error()}
	}
	v := compare(ourQuality(r), q.want(t))
	if v.agree {
		return v
	}
	// Whoever adds up events instead of time gets another sum where they overlap
	// or reach over the window. Only if that alone explains the case is it known.
	added := q.addedUp(t)
	var held int64
	for _, p := range r.People {
		held += p.Load
	}
	if differs := added.covered != r.Coverage.Covered || added.held != held; differs && added.quality == q.want(t) {
		return known("a gap is what is left uncovered (design.md, Words): two at once cover a second once, and only seconds in the window; Grafana adds up the lengths of events, so that an overlap hides a gap")
	}
	return v
}

func (q *qualityCase) window(t *testing.T) rotation.Interval {
	t.Helper()
	days := 364
	if q.Days != nil {
		days = *q.Days
	}
	from := instant(t, q.Date)
	return rotation.Interval{Start: from, End: from.AddDate(0, 0, days)}
}

// rota has each event as a cover of a layer that is never in force.
func (q *qualityCase) rota(t *testing.T) rotation.Rota {
	t.Helper()
	from := instant(t, q.Date)
	r := one(always("nobody", from, time.UTC))
	r.Layers[0].Until = from
	for _, e := range q.Events {
		for _, u := range e.Users {
			if e.Gap || e.Empty {
				continue
			}
			r.Overrides = append(r.Overrides, rotation.Override{In: rotation.Person{Name: u}, Cover: true,
				Interval: rotation.Interval{Start: instant(t, e.Start), End: instant(t, e.End)}})
		}
	}
	return r
}

func ourQuality(r health.Report) string {
	if r.Coverage.Covered == 0 {
		return fmt.Sprintf("score %d, nothing, []", r.Score)
	}
	var over []string
	for _, o := range r.Balance.Hours.Overloaded {
		over = append(over, fmt.Sprintf("%s +%d", o.Person.Name, o.Percent))
	}
	return fmt.Sprintf("score %d, open %d, even %t, %v", r.Score, 100-r.Coverage.Percent, r.Balance.Hours.Percent == 100, over)
}

// want reads the kind of each remark and the number in it.
func (q *qualityCase) want(t *testing.T) string {
	t.Helper()
	e := q.Expected
	var over []string
	for _, o := range e.Overloaded {
		over = append(over, fmt.Sprintf("%s +%d", o.Username, o.Score))
	}
	if len(e.Comments) == 1 {
		return fmt.Sprintf("score %d, nothing, %v", e.Score, over)
	}
	open := 0
	if gaps := e.Comments[0]; gaps.Type == "warning" {
		if _, err := fmt.Sscanf(gaps.Text[strings.IndexByte(gaps.Text, '(')+1:], "%d%%", &open); err != nil {
			t.Fatalf("read the part not covered: %v", err)
		}
	}
	return fmt.Sprintf("score %d, open %d, even %t, %v", e.Score, open, e.Comments[1].Type == "info", over)
}

// sums is what comes of adding up the lengths of events.
type sums struct {
	covered, held int64
	quality       string
}

// addedUp is the other rule in floating point and pair by pair.
func (q *qualityCase) addedUp(t *testing.T) sums {
	t.Helper()
	var s sums
	load := map[string]int64{}
	for _, e := range q.Events {
		if e.Gap || e.Empty {
			continue
		}
		length := instant(t, e.End).Unix() - instant(t, e.Start).Unix()
		s.covered += length
		for _, u := range e.Users {
			load[u] += length
			s.held += length
		}
	}
	hundred := func(f float64) int { return int(math.RoundToEven(f * 100)) }
	cover := hundred(min(float64(s.covered)/q.window(t).Duration().Seconds(), 1))
	var ratios, pairs float64
	var names []string
	for u := range load {
		for _, v := range names {
			ratios += float64(min(load[u], load[v])) / float64(max(load[u], load[v]))
			pairs++
		}
		names = append(names, u)
	}
	even := 100
	if pairs > 0 {
		even = hundred(ratios / pairs)
	}
	var over []string
	if even >= 95 {
		even = 100
	} else {
		slices.SortFunc(names, func(a, b string) int {
			if load[a] != load[b] {
				return int(load[b] - load[a])
			}
			return strings.Compare(a, b)
		})
		for _, u := range names {
			if more := hundred(float64(load[u])*float64(len(names))/float64(s.held)) - 100; more > 0 {
				over = append(over, fmt.Sprintf("%s +%d", u, more))
			}
		}
	}
	s.quality = fmt.Sprintf("score %d, open %d, even %t, %v", int(math.RoundToEven(float64(cover+even)/2)), 100-cover, even == 100, over)
	return s
}
