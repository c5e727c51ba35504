package health_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"standby/rotation"
	"standby/rotation/health"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	return loc
}

func engineer(letter string) rotation.Person {
	return rotation.Person{Name: "Engineer " + letter}
}

// turn is a span that somebody holds; role empty is primary.
type turn struct {
	who      string
	role     rotation.Role
	from, to string // clocks of the zone that made is given
}

// made is a rota of just these turns.
func made(t testing.TB, loc *time.Location, turns ...turn) *rotation.Plan {
	t.Helper()
	r := rotation.Rota{}
	seen := map[rotation.Role]bool{}
	for i, s := range turns {
		if s.role == "" {
			s.role = rotation.Primary
		}
		if !seen[s.role] {
			seen[s.role] = true
			r.Layers = append(r.Layers, never(s.role))
		}
		r.Overrides = append(r.Overrides, rotation.Override{Seq: int64(i), Role: s.role, In: engineer(s.who), Cover: true,
			Interval: rotation.Interval{Start: clock(t, loc, s.from), End: clock(t, loc, s.to)}})
	}
	return compile(t, r)
}

// never is a layer that has a role and is not in force at any time.
func never(role rotation.Role) rotation.Layer {
	at := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	return rotation.Layer{Role: role, Until: at, Versions: []rotation.Version{{From: at, Rotation: rotation.Rotation{
		Unit: rotation.Daily, Every: 1, Anchor: rotation.Local{Year: 2000, Month: 1, Day: 1}, Zone: time.UTC,
		Groups: [][]rotation.Person{{engineer("Z")}}}}}}
}

func compile(t testing.TB, r rotation.Rota) *rotation.Plan {
	t.Helper()
	p, err := rotation.Compile(r)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return p
}

func clock(t testing.TB, loc *time.Location, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		t.Fatalf("read clock: %v", err)
	}
	return at
}

func between(t testing.TB, loc *time.Location, from, to string) rotation.Interval {
	t.Helper()
	return rotation.Interval{Start: clock(t, loc, from), End: clock(t, loc, to)}
}

func judged(t testing.TB, p *rotation.Plan, o health.Options) health.Report {
	t.Helper()
	r, err := health.Of(p, o)
	if err != nil {
		t.Fatalf("health: %v", err)
	}
	return r
}

func of(t testing.TB, r health.Report, letter string) health.Person {
	t.Helper()
	for _, p := range r.People {
		if p.Person == engineer(letter) {
			return p
		}
	}
	t.Fatalf("Engineer %s is not in the report", letter)
	return health.Person{}
}

func finding(r health.Report, code health.Code) (health.Finding, bool) {
	for _, f := range r.Findings {
		if f.Code == code {
			return f, true
		}
	}
	return health.Finding{}, false
}

// weekly is a rotation from Monday 2026-01-05 09:00 on.
func weekly(loc *time.Location, letters ...string) rotation.Rotation {
	r := rotation.Rotation{Unit: rotation.Weekly, Every: 1, Anchor: rotation.Local{Year: 2026, Month: time.January, Day: 5, Hour: 9}, Zone: loc}
	for _, l := range letters {
		r.Groups = append(r.Groups, []rotation.Person{engineer(l)})
	}
	return r
}

const hour = 3600
