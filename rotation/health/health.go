package health

import (
	"cmp"
	"fmt"
	"slices"

	"standby/rotation"
)

// Of judges a rota. Its errors say which option is at fault and wrap
// rotation.ErrRange. The same plan and options have the same report on every
// machine, and Of takes time in proportion to the shifts in the window, but for
// the logarithm.
func Of(p *rotation.Plan, o Options) (Report, error) {
	r, err := of(p, o)
	if err != nil {
		return Report{}, fmt.Errorf("health of a rota: %w", err)
	}
	return r, nil
}

func of(p *rotation.Plan, o Options) (Report, error) {
	o.settle()
	if err := o.check(); err != nil {
		return Report{}, err
	}
	slots, err := p.AppendSlots(nil, o.Window)
	if err != nil {
		return Report{}, err
	}
	from, to := o.Window.Start.Unix(), o.Window.End.Unix()
	if o.Window.Start.Nanosecond() > 0 {
		from++
	}
	if o.Window.End.Nanosecond() > 0 {
		to++
	}
	if from == to {
		return Report{}, fmt.Errorf("window from %s to %s: there is no whole second in it: %w", o.Window.Start.UTC(), o.Window.End.UTC(), rotation.ErrRange)
	}
	j := judge{options: o, plan: p, window: span{from, to}, slots: slots}
	j.atlas = atlas{options: &j.options, window: j.window, places: map[zoneKey]*place{}}
	return j.report()
}

// judge is the work of one report.
type judge struct {
	options Options
	plan    *rotation.Plan
	window  span
	slots   []rotation.Slot // role by role, in order of start
	atlas   atlas
	counts  []bool // by role
}

func (j *judge) report() (Report, error) {
	r := Report{Window: j.window.interval(), Findings: []Finding{}, Roles: []Role{}, People: []Person{}}
	j.roles(&r)
	if err := j.people(&r); err != nil {
		return r, err
	}
	r.Balance = weigh(r.People)
	j.score(&r)
	return r, nil
}

// roles fills in what is covered.
func (j *judge) roles(r *Report) {
	names := j.plan.Roles()
	shadows := 0
	for _, name := range names {
		if name == rotation.Shadow {
			shadows++
		}
	}
	j.counts = make([]bool, len(names))
	var covered, whole int64
	rest := j.slots
	for i, name := range names {
		n := 0
		for n < len(rest) && rest[n].Role() == i {
			n++
		}
		role := j.cover(name, rest[:n])
		rest = rest[n:]
		role.Counts = name != rotation.Shadow || shadows == len(names)
		j.counts[i] = role.Counts
		if role.Counts {
			covered += role.Covered
			whole += j.window.length()
		}
		r.Roles = append(r.Roles, role)
	}
	r.Coverage = coverage(covered, whole)
}

func coverage(covered, whole int64) Coverage {
	c := Coverage{Covered: covered, Uncovered: whole - covered}
	if whole > 0 {
		c.Ratio, c.Percent = ratio(covered, whole), percent(covered, whole)
	}
	return c
}

// cover finds what one role's slots, in order of start, leave open.
func (j *judge) cover(name rotation.Role, slots []rotation.Slot) Role {
	r := Role{Role: name}
	var open int64
	at := j.window.start
	gap := func(s span) {
		if s.length() <= 0 {
			return
		}
		open += s.length()
		r.Gaps++
		if r.LongestGap == nil || s.length() > r.LongestGap.Seconds {
			longest := s.public()
			r.LongestGap = &longest
		}
	}
	for _, s := range slots {
		gap(span{at, s.Start})
		at = max(at, s.End)
	}
	gap(span{at, j.window.end})
	r.Coverage = coverage(j.window.length()-open, j.window.length())
	return r
}

// people fills in what each has to bear.
func (j *judge) people(r *Report) error {
	rota, err := j.atlas.place(j.options.Zone)
	if err != nil {
		return err
	}
	weekends := rota.weekends(j.options.Weekend)
	byPerson := slices.Clone(j.slots)
	slices.SortFunc(byPerson, func(a, b rotation.Slot) int {
		return cmp.Or(cmp.Compare(a.Who(), b.Who()), cmp.Compare(a.Role(), b.Role()), cmp.Compare(a.Start, b.Start))
	})
	var t tally
	for len(byPerson) > 0 {
		n := 1
		for n < len(byPerson) && byPerson[n].Who() == byPerson[0].Who() {
			n++
		}
		who := j.plan.Person(byPerson[0].Who())
		home := j.options.home(who)
		at, err := j.atlas.place(home)
		if err != nil {
			return fmt.Errorf("%s: %w", who, err)
		}
		p := Person{Person: who, Zone: home.String(), Roles: []Part{}, Holidays: []HolidayTaken{}}
		t.take(&p, byPerson[:n], j)
		t.nights(&p, at, weekends)
		t.rest(&p, int64(j.options.MinRest))
		r.People = append(r.People, p)
		byPerson = byPerson[n:]
	}
	share(r.People)
	slices.SortFunc(r.People, func(a, b Person) int { return byName(a.Person, b.Person) })
	return nil
}

func byName(a, b rotation.Person) int {
	return cmp.Or(cmp.Compare(a.String(), b.String()), cmp.Compare(a.Email, b.Email))
}
