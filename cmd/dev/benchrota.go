package main

import (
	"fmt"
	"time"

	"standby/rotation"
)

// team is a rota as the walk sees it, and as the engine does.
type team struct {
	zone   *time.Location
	layers []teamLayer // the bottom one first
	spans  []teamSpan  // overrides
}

type teamLayer struct {
	anchor time.Time
	months bool // else weeks
	people int
	day    time.Weekday // of its only window
	hours  int          // that the window lasts from midnight on; 0 for always
}

type teamSpan struct {
	start, end time.Time
	out, in    int
}

// rotationBench is the work of the figures.
type rotationBench struct {
	fifty               team
	teams, layeredTeams []team

	plan           *rotation.Plan
	rotas, layered []*rotation.Plan
	slots          []rotation.Slot
	hours          []time.Time // of the year
}

var (
	benchYear = rotation.Interval{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	tenYears  = rotation.Interval{Start: benchYear.Start, End: time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC)}
)

func newRotationBench() (*rotationBench, error) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		return nil, err
	}
	anchor := time.Date(2025, 12, 29, 9, 0, 0, 0, zone)
	b := &rotationBench{fifty: team{zone: zone, layers: []teamLayer{{anchor: anchor, people: 50}}}}
	for i := range 100 {
		week := teamLayer{anchor: anchor.AddDate(0, 0, i%7), people: 5 + i%4}
		spans := weekOverrides(i, week.people)
		b.teams = append(b.teams, team{zone, []teamLayer{week}, spans})
		weekend, office := week, week
		weekend.anchor, weekend.day, weekend.hours = anchor.AddDate(0, 0, i%5), time.Saturday, 48
		office.months, office.day, office.hours = true, time.Wednesday, 24
		b.layeredTeams = append(b.layeredTeams, team{zone, []teamLayer{week, weekend, office}, spans})
	}
	for at := benchYear.Start; at.Before(benchYear.End); at = at.Add(time.Hour) {
		b.hours = append(b.hours, at)
	}
	if b.plan, err = b.fifty.compile(); err != nil {
		return nil, err
	}
	if b.rotas, err = compileAll(b.teams); err != nil {
		return nil, err
	}
	b.layered, err = compileAll(b.layeredTeams)
	return b, err
}

// weekOverrides replaces one person for a day in each week of the year.
func weekOverrides(seed, people int) []teamSpan {
	var list []teamSpan
	for week := range 52 {
		start := benchYear.Start.AddDate(0, 0, 7*week+seed%6).Add(time.Duration(seed%24) * time.Hour)
		out := (week + seed) % people
		list = append(list, teamSpan{start, start.AddDate(0, 0, 1), out, (out + 3) % people})
	}
	return list
}

func compileAll(teams []team) (plans []*rotation.Plan, err error) {
	for _, t := range teams {
		p, err := t.compile()
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

func engineer(n int) rotation.Person {
	return rotation.Person{Email: fmt.Sprintf("engineer-%d@example.org", n)}
}

func (t team) compile() (*rotation.Plan, error) {
	var r rotation.Rota
	for _, l := range t.layers {
		v := rotation.Version{Rotation: rotation.Rotation{Unit: rotation.Weekly, Every: 1, Anchor: rotation.LocalOf(l.anchor, t.zone), Zone: t.zone}}
		if l.months {
			v.Rotation.Unit = rotation.Monthly
		}
		for i := range l.people {
			v.Rotation.Groups = append(v.Rotation.Groups, []rotation.Person{engineer(i)})
		}
		if l.hours > 0 {
			v.Windows = []rotation.Window{{Days: rotation.On(l.day), Nights: l.hours / 24}}
		}
		r.Layers = append(r.Layers, rotation.Layer{Versions: []rotation.Version{v}})
	}
	for i, s := range t.spans {
		r.Overrides = append(r.Overrides, rotation.Override{Seq: int64(i), Out: engineer(s.out), In: engineer(s.in),
			Interval: rotation.Interval{Start: s.start, End: s.end}})
	}
	return rotation.Compile(r)
}

func (b *rotationBench) weekly() (n int) {
	b.slots, _ = b.plan.AppendSlots(b.slots[:0], tenYears) // the window is within bounds
	return len(b.slots)
}

func (b *rotationBench) final(plans []*rotation.Plan) func() int {
	return func() (n int) {
		for _, p := range plans {
			b.slots, _ = p.AppendSlots(b.slots[:0], benchYear) // as above
			n += len(b.slots)
		}
		return n
	}
}

// who asks for every hour of the year.
func (b *rotationBench) who() (n int) {
	p := b.layered[0]
	for _, at := range b.hours {
		b.slots = p.AppendHolders(b.slots[:0], at)
	}
	return len(b.hours)
}
