package holiday

import (
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"

	"standby/rotation/tomlfile"
)

// Region is a country, or a part of one, whose holidays are known.
type Region struct {
	// Code is what a policy writes: the country as in ISO 3166-1, and after a
	// hyphen its part, nearly always as in ISO 3166-2, all in lower case: "de-by".
	Code string
	// Name is the region's name in English.
	Name string
}

// Regions lists the regions that are known, by code.
func Regions() []Region {
	all := territories()
	out := make([]Region, len(all))
	for i, t := range all {
		out[i] = Region{t.code, t.name}
	}
	slices.SortFunc(out, func(a, b Region) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// territory is a region with its days. A day of type cal.ObservanceOther is
// customary: free by custom or by agreement, and not by law.
type territory struct {
	code, name string
	days       []*cal.Holiday
	evenings   []evening
	until      int // the last year of which all is known; 0: no such year
}

// evening is a holiday by law that begins at an hour of its day.
type evening struct {
	*cal.Holiday
	from int32
}

func territories() []territory {
	return slices.Concat(germany(), britain(), nordic(), switzerland(), west(), east(), america(), australia(), world())
}

func findTerritory(code string) (territory, bool) {
	for _, t := range territories() {
		if t.code == code {
			return t, true
		}
	}
	return territory{}, false
}

// regionRemedy names the codes that a wrong one may stand for.
func regionRemedy(code string) string {
	var countries, parts, all []string
	country, _, _ := strings.Cut(strings.ToLower(code), "-")
	for _, r := range Regions() {
		all = append(all, r.Code)
		c, _, part := strings.Cut(r.Code, "-")
		if c == country {
			parts = append(parts, r.Code)
		}
		if !part && !slices.Contains(countries, c) {
			countries = append(countries, c)
		}
	}
	if len(parts) > 0 {
		return "write one of " + strings.Join(parts, ", ")
	}
	near := tomlfile.Nearest(code, all)
	if near != "" {
		near = ", such as " + near
	}
	return "write the code of a country or of a part of one" + near + "; the countries are " + strings.Join(countries, ", ")
}

// substitution says which day counts when the law moves a holiday.
type substitution string

// The values of Config.Substitute.
const (
	observed substitution = "observed"
	actual   substitution = "actual"
	both     substitution = "both"
)

// observance is a holiday of the library.
type observance struct {
	*cal.Holiday
	which substitution
}

// in does what the library's Calc does, but in dates. Calc counts in the zone of
// the machine, and where clocks change at midnight it would be a day off.
func (o observance) in(year int) []day {
	if o.Func == nil || o.StartYear > 0 && year < o.StartYear || o.EndYear > 0 && year > o.EndYear || slices.Contains(o.Except, year) {
		return nil
	}
	d, ok := dateOf(o.Func(o.Holiday, year))
	if !ok {
		return nil
	}
	d += day(o.CalcOffset)
	moved := d
	for _, alt := range o.Observed {
		if alt.Day == d.weekday() {
			moved += day(alt.Offset)
			break
		}
	}
	switch {
	case o.which == actual:
		return []day{d}
	case o.which == both && moved != d:
		return []day{d, moved}
	}
	return []day{moved}
}

// dateOf reads the date out of a midnight of the machine's zone, which may be an
// hour off where that midnight does not exist. (A zone that went without a whole
// date, as Kiritimati without 31 December 1994, lacks that date here too.)
func dateOf(t time.Time) (day, bool) {
	if t.IsZero() {
		return 0, false
	}
	y, m, d := t.Add(2 * time.Hour).Date()
	return Date{y, m, d}.day(), true
}

func easter(year int) day {
	return observance{Holiday: &cal.Holiday{Func: cal.CalcEasterOffset}}.in(year)[0]
}

func orthodoxEaster(year int) day {
	return observance{Holiday: &cal.Holiday{Func: cal.CalcEasterOffset, Julian: true}}.in(year)[0]
}

// What follows is for the tables of regions.

// named is a holiday under another name.
func named(h *cal.Holiday, name string) *cal.Holiday { return h.Clone(&cal.Holiday{Name: name}) }

// between is a holiday in the years from since to until alone; 0 is no bound.
func between(h *cal.Holiday, since, until int) *cal.Holiday {
	return h.Clone(&cal.Holiday{StartYear: since, EndYear: until})
}

// customary is a holiday by custom.
func customary(h *cal.Holiday) *cal.Holiday {
	return h.Clone(&cal.Holiday{Type: cal.ObservanceOther})
}

// fixed is a holiday on the same date of every year.
func fixed(name string, month time.Month, n int) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Month: month, Day: n, Func: cal.CalcDayOfMonth}
}

// once is a holiday of one year.
func once(name string, year int, month time.Month, n int) *cal.Holiday {
	return between(fixed(name, month, n), year, year)
}

// from is the first such weekday on or after a date.
func from(name string, w time.Weekday, month time.Month, n int) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Month: month, Day: n, Weekday: w, Offset: 1, Func: cal.CalcWeekdayFrom}
}

// when is a holiday that a function knows; it must be a pure one.
func when(name string, of func(year int) (day, bool)) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Func: func(_ *cal.Holiday, year int) time.Time {
		d, ok := of(year)
		if !ok {
			return time.Time{}
		}
		return d.instant(0, time.UTC, false)
	}}
}

func easterSunday(name string) *cal.Holiday { return named(aa.Easter, name) }

func whitSunday(name string) *cal.Holiday { return named(aa.Pentecost, name) }

// but is a list with some days replaced: those of the first list that instead
// names, by name.
func but(list []*cal.Holiday, instead ...*cal.Holiday) []*cal.Holiday {
	out := slices.Clone(list)
	for _, h := range instead {
		if i := slices.IndexFunc(out, func(o *cal.Holiday) bool { return o.Name == h.Name }); i >= 0 {
			out[i] = h
			continue
		}
		out = append(out, h)
	}
	return out
}

// replace is a list in which one day takes the place of another.
func replace(list []*cal.Holiday, old, by *cal.Holiday) []*cal.Holiday {
	return append(less(list, old), by)
}

// less is a list without some of its days.
func less(list []*cal.Holiday, gone ...*cal.Holiday) []*cal.Holiday {
	return slices.DeleteFunc(slices.Clone(list), func(h *cal.Holiday) bool { return slices.Contains(gone, h) })
}
