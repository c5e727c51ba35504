package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"standby/notify"
)

// The longest that a command takes; what is meant to stay quiet for longer is
// settled where the alert is made.
const (
	mostSnooze = 7 * 24 * time.Hour
	mostMute   = 24 * time.Hour
)

// workBegins is the hour at which working hours begin, Monday to Friday.
const workBegins = 9

// later is a moment to come, as a command line names it.
type later struct {
	// length is a duration; until a clock time, a day or a time; both empty means
	// usual.
	length, until string
	working       bool
	usual, most   time.Duration
}

func (l *later) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.until, "until", "", "a time instead of a duration, such as 07:00 or 2026-11-01T09:00")
}

func (l *later) workingFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&l.working, "until-working-hours", false, "until the next 09:00 of a Monday to Friday")
}

// check finds what is wrong with the words alone, before anybody is asked anything;
// whether a clock time is to come depends on the zone.
func (l *later) check(now time.Time) error {
	if l.until != "" && l.length == "" && !l.working {
		_, err := nextClock(l.until, now, time.UTC)
		return err
	}
	_, err := l.at(now, time.UTC)
	return err
}

// at is the moment that is meant at now, by the clocks of zone.
func (l *later) at(now time.Time, zone *time.Location) (time.Time, error) {
	asked, t, err := "", time.Time{}, error(nil)
	switch {
	case l.length != "" && (l.until != "" || l.working):
		return t, usageError{fmt.Errorf("%q is one time and --until another; write one of them", l.length)}
	case l.working && l.until != "":
		return t, usageError{errors.New("--until is one time and --until-working-hours another; write one of them")}
	case l.working:
		return nextWorking(now, zone), nil
	case l.until != "":
		asked = "--until " + l.until
		t, err = nextClock(l.until, now, zone)
	case l.length != "":
		asked = l.length
		var d time.Duration
		d, err = spanOf(l.length)
		t = now.Add(d)
	default:
		t = now.Add(l.usual)
	}
	switch {
	case err != nil:
		return t, err
	case !t.After(now):
		return t, usageError{fmt.Errorf("%s has passed; name a later time", asked)}
	case t.Sub(now) > l.most:
		return t, usageError{fmt.Errorf("%s is too long; at most %s", asked, lengthText(l.most))}
	}
	return t, nil
}

// spanOf reads a duration: 90s, 30m, 2h, 1h30m, 1d.
func spanOf(text string) (time.Duration, error) {
	wrong := usageError{fmt.Errorf("%q is no duration; write 30m, 2h, 1h30m or 1d", text)}
	days, rest, found := strings.Cut(text, "d")
	var d time.Duration
	if found {
		n, err := strconv.ParseUint(days, 10, 9)
		if err != nil {
			return 0, wrong
		}
		d = time.Duration(n) * 24 * time.Hour
	} else {
		rest = text
	}
	if strings.ContainsAny(text, "+-") {
		return 0, wrong
	}
	if rest != "" || !found {
		more, err := time.ParseDuration(strings.ReplaceAll(rest, "min", "m"))
		if err != nil {
			return 0, wrong
		}
		d += more
	}
	if d <= 0 {
		return 0, usageError{fmt.Errorf("%q is no time at all; write 30m, 2h, 1h30m or 1d", text)}
	}
	return d, nil
}

// lengthText is a duration as spanOf reads it: 15m, 1h, 7d.
func lengthText(d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

var clockTime = regexp.MustCompile(`^([01]?[0-9]|2[0-3]):([0-5][0-9])$`)

// nextClock is when clocks in zone show a time of day next, or the moment that a
// day or a time names.
func nextClock(text string, now time.Time, zone *time.Location) (time.Time, error) {
	m := clockTime.FindStringSubmatch(text)
	if m == nil {
		t, err := readInstant(text, zone, false)
		if err != nil || t.Before(earliest) || t.After(latest) {
			return t, usageError{fmt.Errorf("--until %q is no time; write it as 07:00, 2026-11-01 or 2026-11-01T09:00", text)}
		}
		return t, nil
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return onClock(now, zone, hour, minute, func(time.Weekday) bool { return true }), nil
}

// nextWorking is when working hours begin next.
func nextWorking(now time.Time, zone *time.Location) time.Time {
	return onClock(now, zone, workBegins, 0, func(d time.Weekday) bool { return d != time.Saturday && d != time.Sunday })
}

// onClock is the first moment after now at which clocks in zone show a time, on a
// day that will do.
func onClock(now time.Time, zone *time.Location, hour, minute int, will func(time.Weekday) bool) time.Time {
	y, m, d := now.In(zone).Date()
	for ahead := 0; ; ahead++ {
		local := time.Date(y, m, d+ahead, hour, minute, 0, 0, time.UTC)
		if t := instantAt(local, zone, false); will(local.Weekday()) && t.After(now) {
			return t
		}
	}
}

// wording is a text of the user's: the rest of the arguments, or standard input.
func wording(cmd *cobra.Command, args []string) (string, error) {
	text := strings.Join(args, " ")
	if text == stdin {
		data, err := readText(cmd.Context(), stdin, cmd.InOrStdin(), inputKind{"text", 64 << 10})
		if err != nil {
			return "", err
		}
		text = string(data)
	}
	const unbounded = 1 << 20
	whole := notify.CleanBody(text, unbounded, unbounded)
	switch {
	case whole == "":
		return "", usageError{errors.New("the text is empty; write it behind the page's ID, or - to read it from standard input")}
	case notify.CleanBody(text, notify.MaxBody, notify.MaxBodyLines) != whole:
		return "", usageError{fmt.Errorf("the text has %d characters in %d lines; at most %d in %d are kept, so write a shorter one",
			len([]rune(whole)), 1+strings.Count(whole, "\n"), notify.MaxBody, notify.MaxBodyLines)}
	}
	return whole, nil
}
