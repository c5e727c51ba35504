package icalbench

import (
	"bytes"
	"fmt"
	"time"

	goical "github.com/emersion/go-ical"
)

// Baseline reads the calendar with go-ical, has rrule-go expand its series over
// [from, to), and counts what takes place then. It is what a program would do that
// trusts both libraries and the calendar: no limits, no overrides, no zones but
// those that the machine knows.
func Baseline(data []byte, from, to time.Time) (occurrences int, err error) {
	cal, err := goical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		return 0, fmt.Errorf("decode the calendar: %w", err)
	}
	var found []time.Time
	for _, ev := range cal.Events() {
		set, err := ev.RecurrenceSet(time.UTC)
		if err != nil {
			return 0, fmt.Errorf("read a recurrence: %w", err)
		}
		start, err := ev.DateTimeStart(time.UTC)
		if err != nil {
			return 0, fmt.Errorf("read a start: %w", err)
		}
		end, err := ev.DateTimeEnd(time.UTC)
		if err != nil {
			return 0, fmt.Errorf("read an end: %w", err)
		}
		if set == nil {
			if start.Before(to) && end.After(from) {
				found = append(found, start)
			}
			continue
		}
		length := end.Sub(start)
		for _, at := range set.Between(from.Add(-length), to, true) {
			if at.Before(to) && at.Add(length).After(from) {
				found = append(found, at)
			}
		}
	}
	return len(found), nil
}
