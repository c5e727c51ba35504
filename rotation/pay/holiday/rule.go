package holiday

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// recurrence says on which days a holiday is. The days of a year may lie in the
// year before or after it, where a holiday moves or goes on over New Year.
type recurrence interface {
	in(year int) []day
}

// maxShift bounds "easter+60" and its like, in days.
const maxShift = 100

// pattern is a date as a policy writes it, computed for a year.
type pattern struct {
	of    func(year int) (day, bool)
	shift int
}

func (p pattern) in(year int) []day {
	if d, ok := p.of(year); ok {
		return []day{d + day(p.shift)}
	}
	return nil
}

// listed are days that are known one by one.
type listed map[int][]day

func (l listed) in(year int) []day { return l[year] }

func (l listed) add(d day) { y := d.date().Year; l[y] = append(l[y], d) }

// run is a rule of a company: so many days on end, in so many years, moved from
// the weekend where it says so.
type run struct {
	start        recurrence
	days         int
	since, until int // 0: no bound
	moved        func(time.Weekday) int
}

func (r run) in(year int) []day {
	if r.since > 0 && year < r.since || r.until > 0 && year > r.until {
		return nil
	}
	var out []day
	for _, d := range r.start.in(year) {
		for i := range day(r.days) {
			at := d + i
			out = append(out, at+day(r.moved(at.weekday())))
		}
	}
	return out
}

// The ways in which a day of a company moves from the weekend.
const (
	movedMonday  = "monday"
	movedNearest = "nearest"
	movedBefore  = "friday"
)

func mover(word string) (func(time.Weekday) int, bool) {
	saturday, sunday := 0, 0
	switch word {
	case "":
	case movedMonday:
		saturday, sunday = 2, 1
	case movedNearest:
		saturday, sunday = -1, 1
	case movedBefore:
		saturday, sunday = -1, -2
	default:
		return nil, false
	}
	return func(w time.Weekday) int {
		switch w {
		case time.Saturday:
			return saturday
		case time.Sunday:
			return sunday
		}
		return 0
	}, true
}

var (
	isoDate   = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)$`)
	monthDay  = regexp.MustCompile(`^(\d\d)-(\d\d)$`)
	dayMonth  = regexp.MustCompile(`^(\d{1,2})\.? ([a-z]+)$`)
	nthOf     = regexp.MustCompile(`^(first|second|third|fourth|last) ([a-z]+) (?:of|in) ([a-z]+)$`)
	besideDay = regexp.MustCompile(`^([a-z]+) (from|before) (.+)$`)
	shifted   = regexp.MustCompile(`^(.*\S) ?([+-]) ?(\d{1,3})$`)
)

// onRemedy says what parseOn understands.
const onRemedy = `write a date such as "2026-12-24", or a rule such as "12-24", "24 december", "easter", "easter+60", ` +
	`"orthodox easter", "last monday of may", "friday from 06-19", "wednesday before 11-23", "fourth thursday of november +1"`

// parseOn reads when a day is. A 29 February is in leap years alone.
func parseOn(text string) (pattern, bool) {
	text = strings.Join(strings.Fields(strings.ToLower(text)), " ")
	if of := parseBase(text); of != nil {
		return pattern{of: of}, true
	}
	m := shifted.FindStringSubmatch(text)
	if m == nil || isoDate.MatchString(m[1]) {
		return pattern{}, false
	}
	n, err := strconv.Atoi(m[3])
	of := parseBase(m[1])
	if err != nil || n > maxShift || of == nil {
		return pattern{}, false
	}
	if m[2] == "-" {
		n = -n
	}
	return pattern{of, n}, true
}

func parseBase(text string) func(int) (day, bool) {
	switch text {
	case "easter":
		return func(year int) (day, bool) { return easter(year), true }
	case "orthodox easter":
		return func(year int) (day, bool) { return orthodoxEaster(year), true }
	}
	if m := isoDate.FindStringSubmatch(text); m != nil {
		return parseDate(m)
	}
	if of := parseYearly(text); of != nil {
		return of
	}
	if m := nthOf.FindStringSubmatch(text); m != nil {
		return parseNth(m[1], m[2], m[3])
	}
	if m := besideDay.FindStringSubmatch(text); m != nil {
		return parseBeside(m[1], m[2], m[3])
	}
	return nil
}

func parseDate(m []string) func(int) (day, bool) {
	date := Date{number(m[1]), time.Month(number(m[2])), number(m[3])}
	if !date.real() {
		return nil
	}
	return func(year int) (day, bool) { return date.day(), year == date.Year }
}

func parseYearly(text string) func(int) (day, bool) {
	var month time.Month
	var n int
	if m := monthDay.FindStringSubmatch(text); m != nil {
		month, n = time.Month(number(m[1])), number(m[2])
	} else if m := dayMonth.FindStringSubmatch(text); m != nil {
		month, n = monthOf(m[2]), number(m[1])
	}
	if !(Date{2000, month, n}).real() {
		return nil
	}
	return func(year int) (day, bool) {
		d := Date{year, month, n}
		return d.day(), d.day().date() == d
	}
}

func parseNth(nth, weekday, month string) func(int) (day, bool) {
	at := map[string]int{"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[nth]
	w, ok := weekdayOf(weekday)
	m := monthOf(month)
	if !ok || m == 0 {
		return nil
	}
	return func(year int) (day, bool) {
		if at < 0 {
			next := Date{year, m + 1, 1}.day()
			return onOrAfter(next-7, w), true
		}
		return onOrAfter(Date{year, m, 1}.day(), w) + day(7*at), true
	}
}

func parseBeside(weekday, side, yearly string) func(int) (day, bool) {
	w, ok := weekdayOf(weekday)
	of := parseYearly(yearly)
	if !ok || of == nil {
		return nil
	}
	return func(year int) (day, bool) {
		d, ok := of(year)
		if side == "before" {
			d -= 7
		}
		return onOrAfter(d, w), ok
	}
}

func onOrAfter(d day, w time.Weekday) day {
	return d + day((int(w-d.weekday())+7)%7)
}

// number reads digits that a regular expression has counted.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

func monthOf(word string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); word == name || len(word) >= 3 && strings.HasPrefix(name, word) {
			return m
		}
	}
	return 0
}

func weekdayOf(word string) (time.Weekday, bool) {
	for w := time.Sunday; w <= time.Saturday; w++ {
		if name := strings.ToLower(w.String()); word == name || len(word) >= 3 && strings.HasPrefix(name, word) {
			return w, true
		}
	}
	return 0, false
}
