package ical

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// frequency is the FREQ of a rule.
type frequency uint8

const (
	secondly frequency = iota + 1
	minutely
	hourly
	daily
	weekly
	monthly
	yearly
)

// weekdays are the names of BYDAY, Monday first.
var weekdays = [...]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// nth is a BYDAY with a number: the second Friday, the last Sunday.
type nth struct {
	n, weekday int
}

// rule is one RRULE (RFC 5545 3.3.10), on the wall clock of its event. Lists are
// sets of bits, so that what stands twice counts once.
type rule struct {
	freq     frequency
	interval int64
	count    int64 // 0 without
	until    int64 // last wall clock that may be a start; math.MaxInt64 without
	utcUntil bool  // UNTIL was given in UTC
	wkst     int   // 0 is Monday

	seconds, minutes, hours uint64
	months                  uint32 // bit 1 is January
	monthDays, fromEnd      uint32 // bit 31 is the 31st, and the 31st last
	days                    uint8  // bit 0 is Monday
	nths                    []nth
	yearDays, weeks         []int
	positions               []int
}

// maxPerDay is how often a day a rule may repeat that has no end. BYHOUR, BYMINUTE
// and BYSECOND multiply: without a bound, one line asks for 31 million instances a
// year.
const maxPerDay = 24

// maxInterval is where the next instance lies past the year 9999, whatever the
// frequency, and far from where arithmetic would overflow.
const maxInterval = 400_000_000_000

// parseRule reads an RRULE for an event that begins at start. It takes what is
// harmless though wrong: lower case, spaces, empty parts, X- parts, values listed
// twice.
func parseRule(value string, start moment) (rule, error) {
	r := rule{interval: 1, until: math.MaxInt64}
	value = strings.ToUpper(value)
	var seen [16]string
	parts := seen[:0]
	for part := range strings.SplitSeq(value, ";") {
		if strings.Contains(part, " ") {
			part = strings.ReplaceAll(part, " ", "")
		}
		key, val, _ := strings.Cut(part, "=")
		if key == "" || strings.HasPrefix(key, "X-") || slices.Contains(parts, part) {
			continue
		}
		if slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, key+"=") }) {
			return r, fmt.Errorf("%s stands twice in it", clean(key, 20))
		}
		if parts = append(parts, part); len(parts) > 32 {
			return r, errors.New("it has more than 32 parts")
		}
		if err := r.part(key, val, start); err != nil {
			return r, err
		}
	}
	return r, r.complete(start)
}

// part reads one part of a rule.
func (r *rule) part(key, val string, start moment) (err error) {
	switch key {
	case "FREQ":
		return r.setFreq(val)
	case "INTERVAL", "COUNT":
		return r.setNumber(key, val)
	case "UNTIL":
		r.until, r.utcUntil, err = untilWall(val, start)
	case "WKST":
		if r.wkst = slices.Index(weekdays[:], val); r.wkst < 0 {
			return fmt.Errorf("WKST=%s is not a day", clean(val, 20))
		}
	case "BYDAY", "BYWEEKDAY":
		return r.setDays(val)
	case "RSCALE":
		return unless(val == "GREGORIAN", "RSCALE=%s is not the Gregorian calendar", clean(val, 20))
	case "SKIP":
		return unless(val == "OMIT", "SKIP=%s is not known", clean(val, 20))
	default:
		return r.setList(key, val, start)
	}
	return err
}

func (r *rule) setFreq(val string) error {
	names := [...]string{"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
	i := slices.Index(names[:], val)
	r.freq = frequency(i + 1)
	return unless(i >= 0, "FREQ=%s is not known", clean(val, 20))
}

func (r *rule) setNumber(key, val string) error {
	n, err := strconv.ParseInt(val, 10, 64)
	if errors.Is(err, strconv.ErrRange) && n > 0 {
		err = nil // as good as for ever
	}
	if err != nil || n <= 0 {
		return fmt.Errorf("%s=%s is not a number above zero", key, clean(val, 20))
	}
	if key == "COUNT" {
		r.count = n
	} else {
		r.interval = min(n, maxInterval)
	}
	return nil
}

func (r *rule) setDays(val string) error {
	for v := range strings.SplitSeq(val, ",") {
		if v == "" {
			continue
		}
		cut := max(len(v)-2, 0)
		weekday := slices.Index(weekdays[:], v[cut:])
		n, err := 0, error(nil)
		if cut > 0 {
			n, err = strconv.Atoi(v[:cut])
		}
		if weekday < 0 || err != nil || n < -53 || n > 53 {
			return fmt.Errorf("BYDAY=%s is not a day", clean(v, 20))
		}
		if n == 0 {
			r.days |= 1 << weekday
		} else if d := (nth{n, weekday}); !slices.Contains(r.nths, d) {
			r.nths = append(r.nths, d)
		}
	}
	return nil
}

// setList reads a part that is a list of numbers.
func (r *rule) setList(key, val string, start moment) error {
	lowest, highest, add := r.listOf(key)
	if add == nil {
		return fmt.Errorf("%s is not a part of a rule that is known", clean(key, 20))
	}
	if start.date && (key == "BYHOUR" || key == "BYMINUTE" || key == "BYSECOND") {
		return nil // RFC 5545 3.3.10: not for all-day events
	}
	for v := range strings.SplitSeq(val, ",") {
		if v == "" {
			continue
		}
		n, err := strconv.Atoi(v)
		if err != nil || n < lowest || n > highest || n == 0 && lowest < 0 {
			return fmt.Errorf("%s=%s is out of bounds", key, clean(v, 20))
		}
		add(n)
	}
	return nil
}

// listOf says which numbers a part may have, and what becomes of one.
func (r *rule) listOf(key string) (lowest, highest int, add func(int)) {
	switch key {
	case "BYSECOND":
		return 0, 60, func(n int) { r.seconds |= 1 << min(n, 59) }
	case "BYMINUTE":
		return 0, 59, func(n int) { r.minutes |= 1 << n }
	case "BYHOUR":
		return 0, 23, func(n int) { r.hours |= 1 << n }
	case "BYMONTH":
		return 1, 12, func(n int) { r.months |= 1 << n }
	case "BYMONTHDAY":
		return -31, 31, func(n int) {
			if n > 0 {
				r.monthDays |= 1 << n
			} else {
				r.fromEnd |= 1 << -n
			}
		}
	case "BYYEARDAY":
		return -366, 366, func(n int) { r.yearDays = including(r.yearDays, n) }
	case "BYWEEKNO":
		return -53, 53, func(n int) { r.weeks = including(r.weeks, n) }
	case "BYSETPOS":
		return math.MinInt32, math.MaxInt32, func(n int) { r.positions = including(r.positions, n) }
	}
	return 0, 0, nil
}

func including(list []int, n int) []int {
	if slices.Contains(list, n) || len(list) >= 800 {
		return list
	}
	return append(list, n)
}

func unless(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// untilWall is UNTIL on the wall clock of the event. A date means the whole of
// that day, whatever the standard says about types: Google writes it so.
func untilWall(val string, start moment) (until int64, utc bool, err error) {
	wall, date, utc, err := parseWall(val)
	switch {
	case err != nil:
		return wall, false, fmt.Errorf("UNTIL: %w", err)
	case date || start.date:
		return wall - floorMod64(wall, daySeconds) + daySeconds - 1, false, nil
	case utc:
		return start.zone.wallOf(wall), true, nil
	}
	return wall, false, nil
}

// complete checks the rule and fills in what it takes from the start.
func (r *rule) complete(start moment) error {
	switch {
	case r.freq == 0:
		return errors.New("it has no FREQ")
	case r.freq < daily && start.date:
		return errors.New("it repeats within a day, and the event has no time of day")
	case r.count == 0 && r.until == math.MaxInt64 && r.eachDay() > maxPerDay:
		return fmt.Errorf("it repeats up to %d times a day without an end, the limit is %d; give it a COUNT or an UNTIL", r.eachDay(), maxPerDay)
	}
	if r.freq != monthly && r.freq != yearly {
		for _, d := range r.nths { // the number has no meaning there
			r.days |= 1 << d.weekday
		}
		r.nths = nil
	}
	for _, d := range r.nths {
		if r.freq == monthly && (d.n > 5 || d.n < -5) {
			return fmt.Errorf("BYDAY=%d%s is in no month", d.n, weekdays[d.weekday])
		}
	}
	r.deriveDays(start)
	return nil
}

// deriveDays fills in the days of a rule that names none.
func (r *rule) deriveDays(start moment) {
	if r.days != 0 || r.monthDays|r.fromEnd != 0 || len(r.nths)+len(r.yearDays)+len(r.weeks) > 0 {
		return
	}
	day := start.day()
	c := civilOf(day)
	switch r.freq {
	case yearly:
		if r.months == 0 {
			r.months = 1 << c.month
		}
		r.monthDays = 1 << c.day
	case monthly:
		r.monthDays = 1 << c.day
	case weekly:
		r.days = 1 << weekdayOf(day)
	}
}

// times are the seconds of a day at which the rule has instances, in order.
func (r *rule) times(start moment) []int32 {
	_, second := splitWall(start.wall)
	hours, minutes, seconds := r.hours, r.minutes, r.seconds
	if hours == 0 {
		hours = 1 << (second / 3600)
	}
	if minutes == 0 {
		minutes = 1 << (second / 60 % 60)
	}
	if seconds == 0 {
		seconds = 1 << (second % 60)
	}
	list := make([]int32, 0, bits.OnesCount64(hours)*bits.OnesCount64(minutes)*bits.OnesCount64(seconds))
	for h := hours; h != 0; h &= h - 1 {
		for m := minutes; m != 0; m &= m - 1 {
			for s := seconds; s != 0; s &= s - 1 {
				list = append(list, int32(bits.TrailingZeros64(h)*3600+bits.TrailingZeros64(m)*60+bits.TrailingZeros64(s)))
			}
		}
	}
	return list
}

// eachDay is how many instances a day may have.
func (r *rule) eachDay() int64 {
	some := func(set uint64, all int64) int64 {
		if set == 0 {
			return all
		}
		return int64(bits.OnesCount64(set))
	}
	switch r.freq {
	case secondly:
		return some(r.hours, 24) * some(r.minutes, 60) * some(r.seconds, 60)
	case minutely:
		return some(r.hours, 24) * some(r.minutes, 60) * some(r.seconds, 1)
	case hourly:
		return some(r.hours, 24) * some(r.minutes, 1) * some(r.seconds, 1)
	}
	return r.perDay()
}

// perDay is how many times has.
func (r *rule) perDay() int64 {
	n := int64(1)
	for _, set := range [...]uint64{r.hours, r.minutes, r.seconds} {
		n *= int64(max(1, bits.OnesCount64(set)))
	}
	return n
}
