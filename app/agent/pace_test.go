package agent_test

import (
	"fmt"
	"testing"
	"time"

	"standby/app/provider"
)

// asking is a calendar that asks for a time between two readings.
func asking(interval string) calendar {
	c := twoShifts()
	c.body = "BEGIN:VCALENDAR\r\nREFRESH-INTERVAL;VALUE=DURATION:" + interval + "\r\n" + c.body[len("BEGIN:VCALENDAR\r\n"):]
	return c
}

func TestAFeedIsReadAsSeldomAsItAsks(t *testing.T) {
	for interval, want := range map[string]time.Duration{
		"PT1H": time.Hour, "PT10M": 15 * time.Minute, "PT1S": 15 * time.Minute, "P1D": 24 * time.Hour, "P30D": 24 * time.Hour,
		"-PT1H": 15 * time.Minute, "soon": 15 * time.Minute, "P0D": 15 * time.Minute,
	} {
		inBubble(t, interval, func(t *testing.T, d *desk) {
			f := &feed{}
			f.set(nil, asking(interval))
			d.begin(f)
			defer func() { d.stop() }()
			d.settle(50 * time.Hour)
			for _, p := range f.pauses() {
				if p != want {
					t.Fatalf("read after %v, want %v", p, want)
				}
			}
			if f.times() < 2 {
				t.Error("read once")
			}
		})
	}
}

func TestAFeedThatFailsIsLeftAloneLongerEachTime(t *testing.T) {
	inBubble(t, "up to an hour, and not by all at once", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(fmt.Errorf("fetch: %w", provider.ErrUnreachable), twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		d.settle(12 * time.Hour)
		most := time.Minute
		pauses := f.pauses()
		if len(pauses) < 12 {
			t.Fatalf("asked again %d times", len(pauses))
		}
		odd := false
		for i, p := range pauses {
			if p < most/2 || p > most {
				t.Errorf("pause %d is %v, want %v to %v", i, p, most/2, most)
			}
			odd = odd || p%time.Minute != 0
			most = min(2*most, time.Hour)
		}
		if !odd {
			t.Error("everybody would ask at the same time")
		}
		f.set(nil, twoShifts())
		d.settle(time.Hour)
		f.forget()
		d.settle(time.Hour)
		if f.times() != 4 {
			t.Errorf("well again, it was asked %d times within an hour", f.times())
		}
		f.forget()
		f.set(fmt.Errorf("fetch: %w", provider.ErrService), twoShifts())
		d.settle(20 * time.Minute)
		if p := f.pauses(); len(p) == 0 || p[0] > time.Minute {
			t.Errorf("the next failure is not the first again: %v", p)
		}
	})
	inBubble(t, "as the server asks", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(fmt.Errorf("fetch: %w", &provider.StatusError{Status: 503, RetryAfter: 40 * time.Minute}), twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		d.settle(5 * time.Hour)
		for i, p := range f.pauses() {
			if p < 40*time.Minute || p > time.Hour {
				t.Errorf("pause %d is %v", i, p)
			}
		}
	})
	inBubble(t, "but at once when its address changed", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(fmt.Errorf("fetch: %w", provider.ErrUnauthorized), twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		d.settle(3 * time.Hour)
		f.set(nil, twoShifts())
		d.agent.AskAgain("payments")
		d.settle(0)
		if s := d.snapshot(); s.Duty.Next == nil {
			t.Error("it was not read")
		}
	})
}
