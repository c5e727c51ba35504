package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"standby/app/provider"
	"standby/app/provider/calendar"
	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/ical/icalbench"
)

// measureCalendar reads a large calendar, and has go-ical and rrule-go read it in
// turns in the same run.
func measureCalendar(ctx context.Context, d *dev, tell func(figure)) error {
	data := icalbench.Generate()
	from, to := icalbench.Window()
	window := rotation.Interval{Start: from, End: to}
	ours := func() error {
		_, err := ical.Events(data, ical.Options{Zone: time.UTC, Window: window})
		return err
	}
	theirs := func() error {
		_, err := icalbench.Baseline(data, from, to)
		return err
	}
	var best, base spent
	for range 5 {
		for _, run := range []struct {
			do   func() error
			into *spent
		}{{ours, &best}, {theirs, &base}} {
			if err := run.into.add(run.do); err != nil {
				return fmt.Errorf("measure calendars: %w", err)
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	d.say("calendar/10000-events %.4g ms %.4g MB; go-ical and rrule-go %.4g ms %.4g MB",
		milliseconds(best.time), best.megabytes(), milliseconds(base.time), base.megabytes())
	tell(figure{"calendar", "time-of-baseline", "times", float64(best.time) / float64(base.time), 0.8})
	tell(figure{"calendar", "memory-of-baseline", "times", best.megabytes() / base.megabytes(), 0.8})
	return measureFeeds(data, window, tell)
}

func measureFeeds(data []byte, window rotation.Interval, tell func(figure)) error {
	small := icalbench.Small()
	var feed, same spent
	last := provider.Copy{Body: data}
	for range 20 {
		err := feed.add(func() error {
			_, err := ical.Read(small, ical.Options{Zone: time.UTC, Window: window})
			return err
		})
		if err == nil {
			err = same.add(func() error {
				_, _, err := calendar.Judge(&provider.Response{Status: 200, Body: data}, last, window.Start)
				return err
			})
		}
		if err != nil {
			return fmt.Errorf("measure feeds: %w", err)
		}
	}
	tell(figure{"calendar", "100-event-feed", "ms", milliseconds(feed.time), 2})
	tell(figure{"calendar", "unchanged-refresh", "ms", milliseconds(same.time), 5})
	return nil
}

// spent is the least that a piece of work took.
type spent struct {
	time  time.Duration
	bytes uint64 // allocated
}

func (s *spent) add(do func() error) error {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	err := do()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if bytes := after.TotalAlloc - before.TotalAlloc; s.time == 0 || bytes < s.bytes {
		s.bytes = bytes
	}
	if s.time == 0 || took < s.time {
		s.time = took
	}
	return err
}

func (s *spent) megabytes() float64 { return float64(s.bytes) / 1e6 }
