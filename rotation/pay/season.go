package pay

import (
	"fmt"
	"regexp"
	"time"
)

// season is a part of every year, its last day with it.
type season struct{ first, last yearDay }

// yearDay is a day of the year.
type yearDay struct {
	month time.Month
	day   int
}

func (d yearDay) String() string { return fmt.Sprintf("%d %s", d.day, d.month) }

// in is the date in a year; 29 February is the 28th where there is none.
func (d yearDay) in(year int) int64 {
	return min(civil(year, d.month, d.day), civil(year, d.month+1, 1)-1)
}

var seasonText = regexp.MustCompile(`^([01][0-9]-[0-3][0-9]) *- *([01][0-9]-[0-3][0-9])$`)

// seasons reads "11-01 - 03-31".
func (r *reader) seasons(key string, texts []string) []season {
	var out []season
	for i, text := range texts {
		at := fmt.Sprintf("%s[%d]", key, i)
		m := seasonText.FindStringSubmatch(text)
		if m == nil {
			r.fault(at, "is not a part of the year", `write its first and its last day as month and day, such as "11-01 - 03-31"`)
			return nil
		}
		var s season
		s.first.month, s.first.day = r.monthDay(at, m[1])
		s.last.month, s.last.day = r.monthDay(at, m[2])
		out = append(out, s)
	}
	return out
}

// inSeason keeps what lies in one of the parts of the year.
func (r *run) inSeason(seasons []season, spans []stretch) []stretch {
	var parts []stretch
	first, last := r.dates()
	from := time.Unix(first*day, 0).UTC().Year() - 1
	for year := from; year <= time.Unix(last*day, 0).UTC().Year(); year++ {
		for _, s := range seasons {
			begin, end := s.first.in(year), s.last.in(year)
			if end < begin {
				end = s.last.in(year + 1)
			}
			parts = append(parts, stretch{r.wall.first(begin * day), r.wall.first((end + 1) * day)})
		}
	}
	return parted(spans, united(parts))
}
