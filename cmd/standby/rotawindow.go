package main

import (
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/spf13/cobra"

	"standby/rotation"
)

// The instants that rotas are computed for: 1970 up to, and without, 2100.
var (
	earliest = time.Unix(0, 0).UTC()
	latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
)

// rotaWindow is what --from, --to and --zone say.
type rotaWindow struct {
	from, to, zone string
	// weeks is how long the window is where --to does not say.
	weeks int
}

const (
	usageFrom = "first day, such as 2026-11-01, or a time, such as 2026-11-01T09:00 (default: today)"
	usageZone = "zone to show and to read times in, such as Asia/Kolkata (default: the rota's)"
)

func (w *rotaWindow) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&w.from, "from", "", usageFrom)
	cmd.Flags().StringVar(&w.to, "to", "", fmt.Sprintf("day after the last one, or a time (default: %d weeks on)", w.weeks))
	w.zoneFlag(cmd)
}

func (w *rotaWindow) zoneFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&w.zone, "zone", "", usageZone)
}

// location is the zone that is asked for, else the rota's.
func (w *rotaWindow) location(rotas *time.Location) (*time.Location, error) {
	if w.zone == "" {
		return rotas, nil
	}
	zone, err := time.LoadLocation(w.zone)
	if err != nil || w.zone == "Local" {
		return nil, usageError{fmt.Errorf("--zone %q is no time zone; write a name of the IANA zone database, such as Europe/Berlin", w.zone)}
	}
	return zone, nil
}

// span is the window that is asked for, and the zone to show it in.
func (w *rotaWindow) span(rotas *time.Location, now time.Time) (rotation.Interval, *time.Location, error) {
	var span rotation.Interval
	zone, err := w.location(rotas)
	if err != nil {
		return span, nil, err
	}
	from, today := w.from, ""
	if from == "" {
		from, today = now.In(zone).Format(time.DateOnly), " (today, as --from is not given)"
	}
	if span.Start, err = instant("--from", from, zone, false); err != nil {
		return span, nil, err
	}
	if span.End, err = w.end(span.Start, zone); err != nil {
		return span, nil, err
	}
	switch {
	case span.Empty():
		err = fmt.Errorf("--from %s%s must lie before --to %s", from, today, w.to)
	case span.Duration() > rotation.MaxYears*366*24*time.Hour:
		err = fmt.Errorf("--from %s%s and --to %s are too far apart: at most %d years", from, today, w.to, rotation.MaxYears)
	}
	if err != nil {
		return span, nil, usageError{err}
	}
	return span, zone, nil
}

func (w *rotaWindow) end(start time.Time, zone *time.Location) (time.Time, error) {
	if w.to != "" {
		return instant("--to", w.to, zone, true)
	}
	end := start.In(zone).AddDate(0, 0, 7*w.weeks).UTC()
	if end.After(latest) {
		end = latest
	}
	return end, nil
}

// instant is the moment that a flag names: a day, which means its beginning, or
// a time of day on the clocks of zone, or one with an offset. Of two moments
// that clocks show alike it is the first, or the last for an end; a time that
// they skip is the first moment after.
func instant(flag, text string, zone *time.Location, end bool) (time.Time, error) {
	t, err := readInstant(text, zone, end)
	if err != nil {
		return t, usageError{fmt.Errorf("%s %q is no day and no time; write it as 2026-11-01, 2026-11-01T09:00 or 2026-11-01T09:00+01:00", flag, text)}
	}
	if t.Before(earliest) || t.After(latest) {
		return t, usageError{fmt.Errorf("%s %s must lie in the years 1970 to 2099, in UTC", flag, text)}
	}
	return t, nil
}

func readInstant(text string, zone *time.Location, end bool) (time.Time, error) {
	if n := len(time.DateOnly); len(text) > n && text[n] == ' ' {
		text = text[:n] + "T" + text[n+1:]
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil && t.Nanosecond() == 0 {
			return t.UTC(), nil
		}
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		// The length keeps out the fraction that time.Parse takes unasked.
		if t, err := time.Parse(layout, text); err == nil && len(text) == len(layout) {
			return instantAt(t, zone, end), nil
		}
	}
	return time.Time{}, errors.New("neither a date nor a time")
}

// instantAt is when clocks in zone show what local, in UTC, shows.
func instantAt(local time.Time, zone *time.Location, end bool) time.Time {
	const reach = 24 * time.Hour // more than any clock is off UTC
	offset := func(t time.Time) time.Duration {
		_, seconds := t.In(zone).Zone()
		return time.Duration(seconds) * time.Second
	}
	shows := func(t time.Time) bool { return t.Add(offset(t)).Equal(local) }
	after := offset(local.Add(reach))
	first, last := local.Add(-after), local.Add(-offset(local.Add(-reach)))
	if last.Before(first) {
		first, last = last, first
	}
	switch {
	case shows(first) && (!end || !shows(last)):
		return first
	case shows(last):
		return last
	}
	n := sort.Search(int(last.Sub(first)/time.Second), func(n int) bool {
		return offset(first.Add(time.Duration(n)*time.Second)) == after
	})
	return first.Add(time.Duration(n) * time.Second)
}
