package health

import (
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// place is what a zone's clocks make of the window.
type place struct {
	nights calendar
	// days are all civil dates, in order.
	days []day
	// holidays are those of the people who live there, and festive their time.
	holidays []festival
	festive  calendar
}

type day struct {
	date date
	span
}

// festival is a holiday's date and its time: there is more than one span when
// it is a holiday for all and in the zone besides.
type festival struct {
	date  date
	name  string
	spans []span
}

// atlas makes places and keeps them.
type atlas struct {
	options *Options
	window  span
	places  map[zoneKey]*place
}

// zoneKey tells zones apart that may have been loaded more than once. A name
// alone does not: a fixed zone can have any.
type zoneKey struct {
	name             string
	first, half, end int
}

func (a *atlas) key(loc *time.Location) zoneKey {
	offset := func(at int64) int {
		_, off := time.Unix(at, 0).In(loc).Zone()
		return off
	}
	return zoneKey{loc.String(), offset(a.window.start), offset(a.window.start + a.window.length()/2), offset(a.window.end)}
}

func (a *atlas) place(loc *time.Location) (*place, error) {
	k := a.key(loc)
	if p := a.places[k]; p != nil {
		return p, nil
	}
	p, err := a.survey(loc)
	if err != nil {
		return nil, fmt.Errorf("find the days and nights of %s: %w", loc, err)
	}
	a.places[k] = p
	return p, a.celebrate(p, loc)
}

// survey lets the engine find days and nights, which makes clock changes mean
// here what they mean for hand-offs and restrictions. Three stand-ins take the
// days in turn, so that no two that touch are joined, not even where a day was
// left out of the calendar.
func (a *atlas) survey(loc *time.Location) (*place, error) {
	r := rotation.Rotation{Unit: rotation.Daily, Every: 1, Anchor: rotation.Local{Year: 1970, Month: time.January, Day: 1}, Zone: loc,
		Groups: [][]rotation.Person{{{Name: "0"}}, {{Name: "1"}}, {{Name: "2"}}}}
	days := rotation.Version{From: time.Unix(0, 0), Rotation: r}
	r.Groups = r.Groups[:1]
	nights := rotation.Version{From: time.Unix(0, 0), Rotation: r,
		Windows: []rotation.Window{{Start: a.options.Night.Start, End: a.options.Night.End}}}
	clock, err := rotation.Compile(rotation.Rota{Layers: []rotation.Layer{
		{Role: "day", Versions: []rotation.Version{days}}, {Role: "night", Versions: []rotation.Version{nights}}}})
	if err != nil {
		return nil, err
	}
	slots, err := clock.AppendSlots(nil, a.window.interval())
	if err != nil {
		return nil, err
	}
	p := &place{}
	var dark []span
	for _, s := range slots {
		if s.Role() == 0 {
			p.days = append(p.days, day{dateOf(time.Unix(s.Start, 0).In(loc)), span{s.Start, s.End}})
			continue
		}
		dark = append(dark, span{s.Start, s.End})
	}
	p.nights = newCalendar(join(dark))
	return p, nil
}

// weekends are runs of weekend days.
func (p *place) weekends(on rotation.Weekdays) calendar {
	var spans []span
	for _, d := range p.days {
		if on.Has(d.date.time().Weekday()) {
			spans = append(spans, d.span)
		}
	}
	return newCalendar(join(spans))
}

func (p *place) day(d date) (span, bool) {
	i, found := slices.BinarySearchFunc(p.days, d, func(d day, want date) int { return d.date.compare(want) })
	if !found {
		return span{}, false
	}
	return p.days[i].span, true
}

// celebrate gives a place those that are ones for everybody and its own, by date.
func (a *atlas) celebrate(p *place, loc *time.Location) error {
	here := a.key(loc)
	for _, h := range a.options.Holidays {
		where := loc
		switch {
		case h.Zone == nil:
			where = a.options.Zone
		case a.key(h.Zone) != here:
			continue
		}
		there, err := a.place(where)
		if err != nil {
			return err
		}
		if s, ok := there.day(h.date()); ok {
			p.holidays = append(p.holidays, festival{h.date(), h.Name, []span{s}})
		}
	}
	slices.SortStableFunc(p.holidays, func(a, b festival) int { return a.date.compare(b.date) })
	var all []span
	n := 0
	for _, f := range p.holidays {
		all = append(all, f.spans...)
		if n > 0 && p.holidays[n-1].date == f.date {
			p.holidays[n-1].spans = join(append(p.holidays[n-1].spans, f.spans...))
			continue
		}
		p.holidays[n] = f
		n++
	}
	p.holidays, p.festive = p.holidays[:n], newCalendar(join(all))
	return nil
}
