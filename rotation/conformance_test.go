package rotation_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// conformance is one case of the shared set, in the dialect that Model names.
type conformance struct {
	ID, Source, Model, Op, Tz, Test string
	Rotation                        dialectRotation
	Layers                          []dialectLayer
	Restriction                     dialectDays
	Overrides                       []dialectOverride
	Swaps                           []dialectSwap
	Swap, Base                      []dialectEvent
	Temporary                       []dialectTemporary
	History                         []json.RawMessage
	Users                           []string
	Clock, Date                     string
	T                               string
	ICal                            string   `json:"ical_primary"`
	EpochSunday                     []string `json:"epoch_sunday_local"`
	Events                          []struct{ Start, Duration int }
	Window                          struct{ From, To string }
	Options                         struct{ GetNumberOfEvents int }
	Args                            struct {
		FilterBy int `json:"filter_by"`
	}
	Expected json.RawMessage
}

// verdict is what became of a case: agreement, or a reason.
type verdict struct {
	agree bool
	// known names the rule of design.md for which ours differs.
	known  string
	detail string
}

func agree() verdict { return verdict{agree: true} }

func known(why string) verdict { return verdict{known: why} }

func compare(got, want any) verdict {
	g, w := fmt.Sprint(got), fmt.Sprint(want)
	if g == w {
		return agree()
	}
	return verdict{detail: fmt.Sprintf("\n  got  %.600s\n  want %.600s", g, w)}
}

// TestConformanceWithOtherSystems holds the engine against the cases of four
// other systems, each translated into ours.
func TestConformanceWithOtherSystems(t *testing.T) {
	cases := sharedCases(t)
	type count struct {
		agree, known int
		unexplained  []string
	}
	tally, reasons := map[string]*count{}, map[string]int{}
	for _, c := range cases {
		n := tally[c.Source]
		if n == nil {
			n = &count{}
			tally[c.Source] = n
		}
		switch v := c.judge(t); {
		case v.agree:
			n.agree++
		case v.known != "":
			n.known++
			reasons[c.Source+": "+v.known]++
		default:
			n.unexplained = append(n.unexplained, fmt.Sprintf("%s %s %s: %s", c.ID, c.Op, c.Test, v.detail))
		}
	}
	var why []string
	for r, n := range reasons {
		why = append(why, fmt.Sprintf("%4d %s", n, r))
	}
	sort.Strings(why)
	t.Logf("known differences:\n%s", strings.Join(why, "\n"))
	sources := make([]string, 0, len(tally))
	for s := range tally {
		sources = append(sources, s)
	}
	sort.Strings(sources)
	for _, s := range sources {
		n := tally[s]
		fmt.Printf("rotation/%s agree %d known %d unexplained %d\n", s, n.agree, n.known, len(n.unexplained))
		for _, u := range n.unexplained {
			t.Log(u)
		}
	}
}

func sharedCases(t *testing.T) []conformance {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, e := os.Stat(filepath.Join(dir, "go.mod")); e == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "..", "shared", "cases", "rotation.json"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("read the shared cases: %v", err)
		}
		t.Skipf("the shared cases are not here: %v", err)
	}
	var file struct{ Cases []conformance }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatalf("read the shared cases: %v", err)
	}
	return file.Cases
}

func (c *conformance) judge(t *testing.T) verdict {
	switch c.Model {
	case "goalert-clock", "goalert-rotation", "goalert-rule", "goalert-rules", "goalert-override", "goalert-temporary":
		return c.goalert(t)
	case "grafana-shifts":
		return c.grafana(t)
	case "linkedin-template", "linkedin-events":
		return c.linkedin(t)
	case "oneuptime-layers":
		return c.oneuptime(t)
	case "prose":
		return c.pagerduty(t)
	}
	return verdict{detail: "a dialect without a translation: " + c.Model}
}

// named is a span that somebody holds, the form in which answers are compared.
type named struct {
	who      string
	from, to int64
}

func (n named) String() string {
	return fmt.Sprintf("%s %s/%s", n.who, time.Unix(n.from, 0).UTC().Format("2006-01-02T15:04:05"), time.Unix(n.to, 0).UTC().Format("2006-01-02T15:04:05"))
}

// tidy cuts spans to a window, joins those of one person and orders them.
func tidy(list []named, from, to int64) []named {
	for i := range list {
		list[i].from, list[i].to = max(list[i].from, from), min(list[i].to, to)
	}
	slices.SortFunc(list, func(a, b named) int { return cmp.Or(cmp.Compare(a.who, b.who), cmp.Compare(a.from, b.from)) })
	var out []named
	for _, s := range list {
		n := len(out)
		switch {
		case s.from >= s.to:
		case n > 0 && out[n-1].who == s.who && s.from <= out[n-1].to:
			out[n-1].to = max(out[n-1].to, s.to)
		default:
			out = append(out, s)
		}
	}
	return out
}

func ours(t *testing.T, r rotation.Rota, from, to int64) []named {
	t.Helper()
	p := compile(t, r)
	var list []named
	for _, s := range slots(t, p, time.Unix(from, 0), time.Unix(to, 0)) {
		list = append(list, named{p.Person(s.Who).Name, s.Start, s.End})
	}
	return tidy(list, from, to)
}

func ourHolders(t *testing.T, r rotation.Rota, at time.Time) []string {
	t.Helper()
	p := compile(t, r)
	list := []string{}
	for _, s := range p.AppendHolders(nil, at) {
		list = append(list, p.Person(s.Who).Name)
	}
	slices.Sort(list)
	return list
}

// instant reads an RFC 3339 time; fractions of a second are dropped.
func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatalf("read time: %v", err)
	}
	return at.Truncate(time.Second)
}

func expect[T any](t *testing.T, c *conformance) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(c.Expected, &v); err != nil {
		t.Fatalf("%s: read what is expected: %v", c.ID, err)
	}
	return v
}

func people(names ...string) []rotation.Person {
	var list []rotation.Person
	for _, n := range names {
		list = append(list, rotation.Person{Name: n})
	}
	return list
}

// inTurn makes groups of one of each name.
func inTurn(names ...string) [][]rotation.Person {
	var list [][]rotation.Person
	for _, n := range names {
		list = append(list, people(n))
	}
	return list
}

// always is a layer that one person holds from an instant on.
func always(who string, from time.Time, loc *time.Location) rotation.Version {
	return rotation.Version{From: from, Rotation: rotation.Rotation{Unit: rotation.Daily, Every: 1,
		Anchor: rotation.LocalOf(from, loc), Zone: loc, Groups: inTurn(who)}}
}

func one(versions ...rotation.Version) rotation.Rota {
	return rotation.Rota{Layers: []rotation.Layer{{Versions: versions}}}
}

func minutes(t *testing.T, clock string) rotation.Clock {
	t.Helper()
	c, err := time.Parse("15:04", clock)
	if err != nil {
		t.Fatalf("read clock: %v", err)
	}
	return rotation.ClockAt(c.Hour(), c.Minute())
}

type dialectRotation struct {
	Unit, Start, Tz string
	Length          int
	CurrentIndex    int    `json:"current_index"`
	CurrentStart    string `json:"current_start"`
	Users           []string
	// OneUptime's words for unit and length.
	Type  string
	Count int
}

type dialectDays struct {
	Days           []int `json:"days_sun_to_sat"`
	Start, End, Tz string
}

type dialectEvent struct {
	User, Start, End string
	Link, ID         int
}

type dialectTemporary struct {
	Start, End string
	Shifts     []dialectEvent
}

type dialectSwap struct {
	Start, End string
	From       string `json:"from_user"`
	To         string `json:"to_user"`
	Taken      bool
}

// dialectOverride is GoAlert's (add, remove), LinkedIn's (user) or Grafana's.
type dialectOverride struct {
	Add, Remove, User, Start, End string
	Duration                      float64    `json:"duration_s"`
	Rolling                       [][]string `json:"rolling_users"`
	Users                         []string
	RotationStart                 string `json:"rotation_start"`
	Until                         string
}

// dialectLayer is a layer of any of the dialects.
type dialectLayer struct {
	dialectDays
	User     string
	Users    []string
	Rotation *dialectRotation

	// OneUptime
	HandOff  string
	Timezone string
	Limits   json.RawMessage `json:"restriction"`

	// Grafana
	Type          string
	RotationStart string     `json:"rotation_start"`
	Duration      float64    `json:"duration_s"`
	Frequency     string     `json:"frequency"`
	Interval      int        `json:"interval"`
	Until         string     `json:"until"`
	UntilDays     int        `json:"until_days"`
	ByDay         []string   `json:"by_day"`
	ByMonthDay    []int      `json:"by_monthday"`
	ByMonth       []int      `json:"by_month"`
	Priority      int        `json:"priority"`
	Source        string     `json:"source"`
	Rolling       [][]string `json:"rolling_users"`
	PerGroup      []int      `json:"users_per_group"`
	WeekStart     string     `json:"week_start"`
}

type dialectRestriction struct {
	Type   string
	Day    struct{ Start, End string }
	Weekly []struct{ StartDay, EndDay, Start, End string }
}
