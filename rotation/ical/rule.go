package ical

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// rule is one RRULE, on the wall clock of its event (RFC 5545 3.3.10).
type rule struct {
	opt    rrule.ROption // Dtstart is the wall clock dressed as UTC; no Until
	until  time.Time     // last wall clock that may be a start; zero without
	weight int64         // work per day of the calendar, see meter
}

// maxPerDay is how often a day a rule may repeat. BYHOUR, BYMINUTE and BYSECOND
// multiply: without a bound, one line asks for 31 million instances a year.
const maxPerDay = 24

// parseRule reads an RRULE for an event that begins at start. It takes what
// rrule-go refuses though it is harmless: lower case, spaces, empty parts,
// X- parts, values listed twice.
func parseRule(value string, start moment) (rule, error) {
	r := rule{weight: 1}
	var kept []string
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.ToUpper(value), ";") {
		key, val, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), "=")
		if key == "" || strings.HasPrefix(key, "X-") || seen[key+"="+val] {
			continue
		}
		if seen[key] {
			return r, fmt.Errorf("%s stands twice in it", clean(key, 20))
		}
		seen[key], seen[key+"="+val] = true, true
		use, err := r.part(key, val, start)
		if err != nil {
			return r, err
		}
		if use {
			kept = append(kept, key+"="+distinctValues(val))
		}
	}
	opt, err := rrule.StrToROption(strings.Join(kept, ";"))
	if err != nil {
		return r, err
	}
	opt.Dtstart = start.wall
	r.opt = *opt
	return r, r.complete()
}

// part decides what becomes of one part of a rule: whether rrule-go is to see it.
func (r *rule) part(key, val string, start moment) (bool, error) {
	switch key {
	case "FREQ":
		if val == "HOURLY" || val == "MINUTELY" || val == "SECONDLY" {
			return false, fmt.Errorf("FREQ=%s repeats within a day, which no rota does", val)
		}
	case "UNTIL":
		var err error
		r.until, err = untilWall(val, start)
		return false, err
	case "BYHOUR", "BYMINUTE", "BYSECOND":
		return !start.date, nil // RFC 5545 3.3.10: not for all-day events
	case "RSCALE":
		return false, unless(val == "GREGORIAN", "RSCALE=%s is not the Gregorian calendar", val)
	case "SKIP":
		return false, unless(val == "OMIT", "SKIP=%s is not known", val)
	case "BYEASTER":
		return false, errors.New("BYEASTER is not part of the standard")
	case "COUNT", "INTERVAL":
		return true, unless(strings.Trim(val, "0") != "" && !strings.HasPrefix(val, "-"), "%s=%s is not above zero", key, val)
	}
	return true, nil
}

func unless(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// untilWall is UNTIL on the wall clock of the event. A date means the whole of
// that day, whatever the standard says about types: Google writes it so.
func untilWall(val string, start moment) (time.Time, error) {
	wall, date, utc, err := parseWall(val)
	switch {
	case err != nil:
		return wall, fmt.Errorf("UNTIL: %w", err)
	case date:
		return wall.Add(day - time.Second), nil
	case start.date:
		m := moment{wall: wall, zone: start.zone}
		if utc {
			m.zone = time.UTC
		}
		return m.asDay(start.zone).wall.Add(day - time.Second), nil
	case utc:
		return dressed(wall, start.zone), nil
	}
	return wall, nil
}

// distinctValues drops what a list names twice: rrule-go would count it twice.
func distinctValues(list string) string {
	values := strings.Split(list, ",")
	if len(values) < 2 {
		return list
	}
	slices.Sort(values)
	return strings.Join(slices.Compact(values), ",")
}

// complete checks the bounds of the rule and writes out what rrule-go would
// derive from the start, so that the start can be moved later (forward).
func (r *rule) complete() error {
	o := &r.opt
	if o.Interval == 0 {
		o.Interval = 1
	}
	// Beyond this the next instance lies past the year 9999, and rrule-go's
	// arithmetic would overflow.
	o.Interval = min(o.Interval, 4_000_000)
	perDay := max(1, len(o.Byhour)) * max(1, len(o.Byminute)) * max(1, len(o.Bysecond))
	if perDay > maxPerDay {
		return fmt.Errorf("it repeats %d times a day; the limit is %d", perDay, maxPerDay)
	}
	for _, d := range o.Byweekday {
		if n := d.N(); o.Freq == rrule.MONTHLY && (n > 5 || n < -5) {
			return fmt.Errorf("BYDAY=%v is in no month", d)
		}
	}
	lists := len(o.Bymonth) + len(o.Bymonthday) + len(o.Byyearday) + len(o.Byweekno) + len(o.Byweekday)
	r.weight = int64(1 + perDay/4 + len(o.Bysetpos) + lists/16)
	r.deriveDays()
	return nil
}

func (r *rule) deriveDays() {
	o := &r.opt
	if len(o.Byweekno)+len(o.Byyearday)+len(o.Bymonthday)+len(o.Byweekday) > 0 {
		return
	}
	switch o.Freq {
	case rrule.YEARLY:
		if len(o.Bymonth) == 0 {
			o.Bymonth = []int{int(o.Dtstart.Month())}
		}
		o.Bymonthday = []int{o.Dtstart.Day()}
	case rrule.MONTHLY:
		o.Bymonthday = []int{o.Dtstart.Day()}
	}
}
