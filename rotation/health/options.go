package health

import (
	"cmp"
	"fmt"
	"time"

	"standby/rotation"
)

const (
	secondsPerDay = 86400

	// DefaultMinRest is the daily rest of directive 2003/88/EC, article 3. It is
	// meant for working time; for standby it is a yardstick and no verdict.
	DefaultMinRest = 11 * time.Hour
	// DefaultMaxStretch lets weekly turns pass that a person takes twice in a row.
	DefaultMaxStretch = 14 * 24 * time.Hour
)

// defaultNight is from 22:00 to 06:00.
var defaultNight = Night{Start: rotation.ClockAt(22, 0), End: rotation.ClockAt(6, 0)}

// Options say what to judge, and by which clocks and customs.
type Options struct {
	// Window is what is judged: not empty, and within the bounds of
	// Plan.Schedule. What reaches over its edges is cut.
	Window rotation.Interval
	// Zone is the rota's: in it weekends begin and end, and holidays that name
	// no zone. Required.
	Zone *time.Location
	// ZoneOf is where a person lives, for nights and for holidays that are ones
	// in some zones only. Zone stands in where it is nil or answers nil.
	ZoneOf func(rotation.Person) *time.Location
	// Holidays are in any order.
	Holidays []Holiday
	// Night is counted in each person's own zone; zero means 22:00 to 06:00.
	Night Night
	// Weekend zero means Saturday and Sunday. Days in a row are one weekend.
	Weekend rotation.Weekdays
	// MinRest is the least time between two shifts that passes without a
	// finding; zero means DefaultMinRest.
	MinRest time.Duration
	// MaxStretch is the longest unbroken time on duty that passes without a
	// finding; zero means DefaultMaxStretch.
	MaxStretch time.Duration
}

// Night is from Start to the next End as clocks show them; the two differ. A
// night in which clocks change is shorter or longer than that.
type Night struct {
	Start, End rotation.Clock
}

// Holiday is a date that is one.
type Holiday struct {
	Year  int
	Month time.Month
	Day   int
	// Zone limits it to the people who live in the zone of that name, and is
	// where the day begins and ends. Nil makes it a holiday for all, in the
	// rota's zone.
	Zone *time.Location
	// Name is shown.
	Name string
}

func (h Holiday) date() date { return date{h.Year, h.Month, h.Day} }

type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

func (d date) time() time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC) }

func (d date) compare(e date) int {
	return cmp.Or(cmp.Compare(d.year, e.year), cmp.Compare(d.month, e.month), cmp.Compare(d.day, e.day))
}

func (d date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.year, int(d.month), d.day)
}

// settle fills in what was left out.
func (o *Options) settle() {
	if o.Night == (Night{}) {
		o.Night = defaultNight
	}
	if o.Weekend == 0 {
		o.Weekend = rotation.On(time.Saturday, time.Sunday)
	}
	if o.MinRest == 0 {
		o.MinRest = DefaultMinRest
	}
	if o.MaxStretch == 0 {
		o.MaxStretch = DefaultMaxStretch
	}
}

func (o *Options) check() error {
	switch {
	case o.Zone == nil:
		return fmt.Errorf("the rota's time zone is missing; weekends and holidays need one: %w", rotation.ErrRange)
	case o.Window.Empty():
		return fmt.Errorf("window from %s to %s: it ends before it has begun: %w",
			o.Window.Start.UTC().Format(time.RFC3339), o.Window.End.UTC().Format(time.RFC3339), rotation.ErrRange)
	case o.Weekend > 127:
		return fmt.Errorf("weekend on days %b: a week has seven: %w", o.Weekend, rotation.ErrRange)
	case o.MinRest < 0 || o.MaxStretch < 0:
		return fmt.Errorf("rest of %s, stretch of %s: neither can be less than none: %w", o.MinRest, o.MaxStretch, rotation.ErrRange)
	}
	for i, h := range o.Holidays {
		if dateOf(h.date().time()) != h.date() {
			return fmt.Errorf("holiday %d %q on %s: there is no such date: %w", i+1, h.Name, h.date(), rotation.ErrRange)
		}
	}
	return o.Night.check()
}

func (n Night) check() error {
	if n.Start < 0 || n.Start >= secondsPerDay || n.End < 0 || n.End > secondsPerDay || n.Start == n.End%secondsPerDay {
		return fmt.Errorf("night from second %d to %d of the day: both must be within 0 to %d, and not the same: %w",
			n.Start, n.End, secondsPerDay, rotation.ErrRange)
	}
	return nil
}

func (o *Options) home(p rotation.Person) *time.Location {
	if o.ZoneOf != nil {
		if z := o.ZoneOf(p); z != nil {
			return z
		}
	}
	return o.Zone
}
