package pay

import (
	"cmp"
	"slices"
	"time"

	"standby/rotation/pay/holiday"
)

// calendar is the clock on the wall and the holidays, over all the time that is
// looked at and a margin around it.
type calendar struct {
	wall  *wall
	wide  stretch
	first int64 // the local day that days begins with
	days  []dayKind
	parts []partHoliday
}

// dayKind is what a local day is.
type dayKind struct {
	classes []string // of the holidays that it is, whole days alone
	free    bool     // a holiday, and so no weekday
}

// partHoliday is a part of a day, or a span around holidays.
type partHoliday struct {
	stretch
	class string
}

func (p *Policy) calendarOf(wide stretch, zone *time.Location, own []Holiday) calendar {
	c := calendar{wall: newWall(zone, wide), wide: wide}
	c.first = c.wall.date(wide.from) - 1
	c.days = make([]dayKind, c.wall.date(wide.to)-c.first+1)
	if p.holidays != nil {
		c.know(p.holidays)
	}
	for _, h := range own {
		date := civil(h.Year, h.Month, h.Day)
		c.add(date, cmp.Or(h.Class, "holiday"))
		if k := c.day(date); k != nil {
			k.free = true
		}
	}
	return c
}

// know adds the holidays of the policy.
func (c *calendar) know(of *holiday.Calendar) {
	for _, s := range of.Spans(c.wide.interval(), c.wall.zone) {
		span := seconds(s.Interval)
		date := c.wall.date(span.from)
		if span != (stretch{c.wall.first(date * day), c.wall.first((date + 1) * day)}) {
			c.parts = append(c.parts, partHoliday{span, s.Class})
			continue
		}
		c.add(date, s.Class)
	}
	for i := range c.days {
		wd := weekday(c.first + int64(i))
		t := time.Unix((c.first+int64(i))*day, 0).UTC()
		if wd != time.Saturday && wd != time.Sunday && !of.Weekday(holiday.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}) {
			c.days[i].free = true
		}
	}
}

// day is what a date is; nil outside of what is known.
func (c *calendar) day(date int64) *dayKind {
	if i := date - c.first; i >= 0 && i < int64(len(c.days)) {
		return &c.days[i]
	}
	return nil
}

func (c *calendar) add(date int64, class string) {
	if k := c.day(date); k != nil && !slices.Contains(k.classes, class) {
		k.classes = append(k.classes, class)
	}
}

func (c *calendar) isHoliday(date int64) bool {
	k := c.day(date)
	return k != nil && k.free
}

func (c *calendar) onHoliday(m *match, date int64) bool {
	var classes []string
	if k := c.day(date); k != nil {
		classes = k.classes
	}
	for _, want := range m.holidays {
		if want == "any" && len(classes) > 0 || want == "none" && len(classes) == 0 || slices.Contains(classes, want) {
			return true
		}
	}
	return false
}

func (c *calendar) onDay(m *match, date int64) bool {
	if !m.hasDays {
		return true
	}
	wd := weekday(date)
	weekend := wd == time.Sunday || wd == time.Saturday
	return m.days[wd] || m.workday && !weekend && !c.isHoliday(date) || m.free && (weekend || c.isHoliday(date))
}

// dates are the first and the last local day that is looked at.
func (c *calendar) dates() (first, last int64) { return c.first + 1, c.first + int64(len(c.days)) - 1 }
