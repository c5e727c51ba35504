package holiday

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const (
	maxEdge = 14 // days that a span may begin before, or end after, a holiday
	maxSeek = 31 // days in which a weekday is looked for
)

// around is an AroundRule that has been read.
type around struct {
	name    string
	class   int
	of      []string // keys of names
	classes []int
	on      []recurrence
	all     bool
	from    edge
	until   edge
}

// edge is a time of day on a day counted from a holiday.
type edge struct {
	second int32
	days   int
	seek   int // 1: the first weekday after, -1: the last before, 0: days
}

// reach is between which days of the holiday the edge may lie.
func (e edge) reach() (least, most int) {
	switch {
	case e.seek > 0:
		return 1, maxSeek
	case e.seek < 0:
		return -maxSeek, -1
	}
	return e.days, e.days
}

var (
	edgeText   = regexp.MustCompile(`^(\d\d:\d\d)(?: (.+))?$`)
	edgeDays   = regexp.MustCompile(`^(\d{1,2}) days (before|after)$`)
	clockText  = regexp.MustCompile(`^(\d\d):(\d\d)$`)
	edgeRemedy = `write a time and a day counted from the holiday, such as "18:00 the day before", "07:00", ` +
		`"00:00 the day after", "12:00 2 days before", "00:00 the first weekday after", "17:00 the last weekday before"`
)

func parseEdge(text string) (edge, bool) {
	m := edgeText.FindStringSubmatch(strings.Join(strings.Fields(strings.ToLower(text)), " "))
	if m == nil {
		return edge{}, false
	}
	second, ok := parseClock(m[1])
	e := edge{second: second}
	switch m[2] {
	case "", "the same day":
	case "the day before":
		e.days = -1
	case "the day after":
		e.days = 1
	case "the first weekday after":
		e.seek = 1
	case "the last weekday before":
		e.seek = -1
	default:
		d := edgeDays.FindStringSubmatch(m[2])
		if d == nil || number(d[1]) > maxEdge {
			return edge{}, false
		}
		e.days = number(d[1])
		if d[2] == "before" {
			e.days = -e.days
		}
	}
	return e, ok
}

// parseClock reads "HH:MM" from 00:00 to 24:00, in seconds.
func parseClock(text string) (int32, bool) {
	m := clockText.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	h, min := number(m[1]), number(m[2])
	if min > 59 || h*60+min > 24*60 {
		return 0, false
	}
	return int32(h*3600 + min*60), true
}

// before says that a span from e until u is never empty.
func (e edge) before(u edge) bool {
	if e.seek != 0 && e.seek == u.seek {
		return e.second < u.second
	}
	_, latest := e.reach()
	earliest, _ := u.reach()
	return latest < earliest || latest == earliest && e.second < u.second
}

func (b *builder) around(key string, r *AroundRule) {
	a := around{name: b.name(key+".name", r.Name, false), all: len(r.Of) == 0}
	a.class = b.rank(b.class(key+".class", r.Class, ""))
	var okFrom, okUntil bool
	if a.from, okFrom = parseEdge(r.From); !okFrom {
		b.fault(key+".from", "is not a time of a day", edgeRemedy)
	}
	if a.until, okUntil = parseEdge(r.Until); !okUntil {
		b.fault(key+".until", "is not a time of a day", edgeRemedy)
	}
	if okFrom && okUntil && !a.from.before(a.until) {
		b.fault(key+".until", "is not always after the time from which the span goes", edgeRemedy)
	}
	for i, word := range r.Of {
		word = strings.TrimSpace(word)
		on, isRule := parseOn(word)
		switch {
		case isRule:
			a.on = append(a.on, on)
		case slices.Contains(b.base, word):
			a.classes = append(a.classes, slices.Index(b.base, word))
		case b.known(word):
			a.of = append(a.of, nameKey(word))
		default:
			b.fault(fmt.Sprintf("%s.of[%d]", key, i), "names no holiday and no class that there is", b.nameRemedy(word))
		}
	}
	b.out.arounds = append(b.out.arounds, a)
}

// means says whether the span is around this entry.
func (a *around) means(e *entry) bool {
	if a.all {
		return e.free
	}
	return slices.Contains(a.classes, e.class) || slices.Contains(a.of, e.key)
}

// bases are the holidays of a span, with their names, from lo up to hi.
func (a *around) bases(c *Calendar, lo, hi day) map[day][]string {
	out := map[day][]string{}
	c.each(lo, hi, func(e *entry) {
		if a.means(e) && !slices.Contains(out[e.day], e.name) {
			out[e.day] = append(out[e.day], e.name)
		}
	})
	for y := lo.date().Year - 1; y <= hi.date().Year+1; y++ {
		for _, on := range a.on {
			for _, d := range on.in(y) {
				if _, ok := out[d]; !ok && lo <= d && d < hi {
					out[d] = c.namesOn(d)
				}
			}
		}
	}
	return out
}

func (e edge) on(c *Calendar, d day) day {
	if e.seek == 0 {
		return d + day(e.days)
	}
	at := d + day(e.seek)
	for range maxSeek - 1 {
		if c.weekday(at) {
			break
		}
		at += day(e.seek)
	}
	return at
}
