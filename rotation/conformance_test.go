package rotation_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	History                         []dialectEvent
	Users                           []string
	Clock, Date                     string
	T, Now                          string
	ICal                            string `json:"ical_primary"`
	Events                          []dialectSpan
	Window                          struct{ From, To string }
	Options                         struct{ GetNumberOfEvents int }
	Args                            struct {
		FilterBy *int `json:"filter_by"`
	}
	Expected json.RawMessage

	// Raw is the whole case.
	Raw json.RawMessage `json:"-"`
	// unread is why a part of it could not be read.
	unread error
	// named are all whom any case of the source expects to see.
	named map[string]bool
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

// unless lets a difference stand for that reason if, and only if, the other
// system's own rule leads to what it expects.
func (v verdict) unless(why string, theirs func() verdict) verdict {
	if v.agree || v.known != "" || !theirs().agree {
		return v
	}
	return known(why)
}

// tally counts the verdicts on one source.
type tally struct {
	agree, known int
	unexplained  []string
}

// TestConformanceWithOtherSystems holds the engine against the cases of other
// systems, each translated into ours. A case agrees, or its difference is
// proved to be a rule of that system's which design.md does not share.
func TestConformanceWithOtherSystems(t *testing.T) {
	sources, reasons := map[string]*tally{}, map[string]int{}
	for _, c := range sharedCases(t) {
		n := sources[c.Source]
		if n == nil {
			n = &tally{}
			sources[c.Source] = n
		}
		v := verdict{detail: "it could not be translated"}
		t.Run(c.ID, func(t *testing.T) { v = c.judge(t) })
		switch {
		case v.agree:
			n.agree++
		case v.known != "":
			n.known++
			reasons[c.Source+": "+v.known]++
		default:
			n.unexplained = append(n.unexplained, fmt.Sprintf("%s %s %s: %s", c.ID, c.Op, c.Test, v.detail))
		}
	}
	report(t, sources, reasons)
}

func report(t *testing.T, sources map[string]*tally, reasons map[string]int) {
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		t.Logf("known difference, %d times: %s", reasons[why], why)
	}
	var all tally
	for _, s := range slices.Sorted(maps.Keys(sources)) {
		n := sources[s]
		fmt.Printf("rotation/%s agree %d known %d unexplained %d\n", s, n.agree, n.known, len(n.unexplained))
		all.agree += n.agree
		all.known += n.known
		all.unexplained = append(all.unexplained, n.unexplained...)
	}
	fmt.Printf("%d agree, %d known differences, %d unexplained\n", all.agree, all.known, len(all.unexplained))
	for _, u := range all.unexplained {
		t.Errorf("unexplained: %s", u)
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
	var file struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatalf("read the shared cases: %v", err)
	}
	cases, named := make([]conformance, len(file.Cases)), map[string]map[string]bool{}
	for i := range cases {
		c := &cases[i]
		c.unread = json.Unmarshal(file.Cases[i], c)
		if named[c.Source] == nil {
			named[c.Source] = map[string]bool{}
		}
		c.Raw, c.named = file.Cases[i], named[c.Source]
		c.expects()
	}
	return cases
}

// expects notes who is named in what a case expects: in a list of names, or as
// the users of events.
func (c *conformance) expects() {
	var names []string
	if json.Unmarshal(c.Expected, &names) != nil {
		var events []struct{ Users []string }
		if json.Unmarshal(c.Expected, &events) != nil {
			return
		}
		for _, e := range events {
			names = append(names, e.Users...)
		}
	}
	for _, n := range names {
		c.named[n] = true
	}
}

func (c *conformance) judge(t *testing.T) verdict {
	if c.unread != nil {
		return verdict{detail: c.unread.Error()}
	}
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
		return c.prose(t)
	}
	return verdict{detail: "a dialect without a translation: " + c.Model}
}

// untranslated is the verdict on an operation that is new to a dialect.
func (c *conformance) untranslated() verdict {
	return verdict{detail: "no translation of the operation " + c.Op + " of " + c.Model}
}

func (c *conformance) window(t *testing.T) (from, to int64) {
	t.Helper()
	return instant(t, c.Window.From).Unix(), instant(t, c.Window.To).Unix()
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
	list = slices.Clone(list)
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

// ours is what the engine says of a rota, tidied.
func ours(t *testing.T, r rotation.Rota, from, to int64) []named {
	t.Helper()
	p := compile(t, r)
	var list []named
	for _, s := range slots(t, p, time.Unix(from, 0), time.Unix(to, 0)) {
		list = append(list, named{p.Person(s.Who()).Name, s.Start, s.End})
	}
	return tidy(list, from, to)
}

func ourHolders(t *testing.T, r rotation.Rota, at time.Time) []string {
	t.Helper()
	p := compile(t, r)
	list := []string{}
	for _, s := range p.AppendHolders(nil, at) {
		list = append(list, p.Person(s.Who()).Name)
	}
	slices.Sort(list)
	return list
}

// written is a layer whose turns are written out one by one, each a version of
// its own: for turns that no rotation of ours counts.
func written(turns []named, loc *time.Location, windows []rotation.Window) rotation.Layer {
	var l rotation.Layer
	slices.SortFunc(turns, func(a, b named) int { return cmp.Compare(a.from, b.from) })
	for _, s := range turns {
		v := always(s.who, time.Unix(s.from, 0), loc)
		v.Windows = windows
		l.Versions = append(l.Versions, v)
		l.Until = time.Unix(s.to, 0)
	}
	return l
}

// vacant is a layer that nobody ever holds, for a rota that has no other.
func vacant() rotation.Layer {
	at := time.Unix(86400, 0)
	return rotation.Layer{Until: at, Versions: []rotation.Version{always("nobody", at, time.UTC)}}
}

// cuts are the instants of a window at which any of the spans begins or ends,
// the window's own ends among them.
func cuts(from, to int64, spans []named) []int64 {
	list := []int64{from, to}
	for _, s := range spans {
		for _, at := range []int64{s.from, s.to} {
			if from < at && at < to {
				list = append(list, at)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// offsets are how far clocks are ahead of UTC about a day before and after
// they show a local time, which is in seconds as if clocks never changed.
func offsets(local int64, loc *time.Location) (before, after int64) {
	_, b := time.Unix(local-86400, 0).In(loc).Zone()
	_, a := time.Unix(local+86400, 0).In(loc).Zone()
	return int64(b), int64(a)
}

// skipped reports a local time that clocks never show.
func skipped(local int64, loc *time.Location) bool {
	before, after := offsets(local, loc)
	for _, off := range []int64{before, after} {
		if _, o := time.Unix(local-off, 0).In(loc).Zone(); int64(o) == off {
			return false
		}
	}
	return true
}

// naive is what clocks show at t, in seconds as if they never changed.
func naive(t time.Time) int64 {
	_, off := t.Zone()
	return t.Unix() + int64(off)
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

func whom(name string) rotation.Person { return rotation.Person{Name: name} }

func people(names ...string) []rotation.Person {
	var list []rotation.Person
	for _, n := range names {
		list = append(list, whom(n))
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

// letters is a list of people of whom no two turns near one another have the
// same, so that a turn that clocks skip does not join its neighbours.
func letters() [][]rotation.Person { return inTurn(strings.Split("ABCDEFG", "")...) }

// always is a layer that one person holds from an instant on.
func always(who string, from time.Time, loc *time.Location) rotation.Version {
	return rotation.Version{From: from, Rotation: rotation.Rotation{Unit: rotation.Daily, Every: 1,
		Anchor: rotation.LocalOf(from, loc), Zone: loc, Groups: inTurn(who)}}
}

func one(versions ...rotation.Version) rotation.Rota {
	return rotation.Rota{Layers: []rotation.Layer{{Versions: versions}}}
}

type dialectEvent struct {
	User, Start, End string
	Link, ID         int
}

func (e dialectEvent) named(t *testing.T) named {
	t.Helper()
	return named{e.User, instant(t, e.Start).Unix(), instant(t, e.End).Unix()}
}

func (n named) interval() rotation.Interval {
	return rotation.Interval{Start: time.Unix(n.from, 0), End: time.Unix(n.to, 0)}
}

func events(t *testing.T, list []dialectEvent) []named {
	t.Helper()
	var out []named
	for _, e := range list {
		out = append(out, e.named(t))
	}
	return out
}
