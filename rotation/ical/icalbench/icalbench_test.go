package icalbench_test

import (
	"bytes"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/ical/icalbench"
)

func TestTheCalendarIsAsLargeAsItIsSaidToBe(t *testing.T) {
	data := icalbench.Generate()
	if n := bytes.Count(data, []byte("BEGIN:VEVENT\r\n")); n != 10_000 {
		t.Errorf("%d events", n)
	}
	if mb := float64(len(data)) / 1e6; mb < 5.1 || mb > 5.5 {
		t.Errorf("%.2f MB", mb)
	}
	if !bytes.Equal(data, icalbench.Generate()) {
		t.Error("it differs from run to run")
	}
}

// TestBothReadingsFindTheSame keeps the comparison fair.
func TestBothReadingsFindTheSame(t *testing.T) {
	from, to := icalbench.Window()
	data := icalbench.Generate()
	want, err := icalbench.Baseline(data, from, to)
	if err != nil {
		t.Fatal(err)
	}
	list, err := ical.Events(data, ical.Options{Window: rotation.Interval{Start: from, End: to}})
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Events) != want || len(list.Warnings) > 0 {
		t.Errorf("%d events, the baseline finds %d; warnings %v", len(list.Events), want, list.Warnings)
	}
	t.Logf("%d events in %.1f MB", want, float64(len(data))/1e6)
}

func BenchmarkBaseline(b *testing.B) {
	from, to := icalbench.Window()
	data := icalbench.Generate()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := icalbench.Baseline(data, from, to); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmark(b *testing.B, data []byte, read func([]byte, ical.Options) error) {
	from, to := icalbench.Window()
	b.ReportAllocs()
	for b.Loop() {
		if err := read(data, ical.Options{Zone: time.UTC, Window: rotation.Interval{Start: from, End: to}}); err != nil {
			b.Fatal(err)
		}
	}
}

func events(data []byte, opt ical.Options) error {
	_, err := ical.Events(data, opt)
	return err
}

func shifts(data []byte, opt ical.Options) error {
	_, err := ical.Read(data, opt)
	return err
}

func BenchmarkEvents(b *testing.B)      { benchmark(b, icalbench.Generate(), events) }
func BenchmarkShifts(b *testing.B)      { benchmark(b, icalbench.Generate(), shifts) }
func BenchmarkSmallFeed(b *testing.B)   { benchmark(b, icalbench.Small(), events) }
func BenchmarkSmallShifts(b *testing.B) { benchmark(b, icalbench.Small(), shifts) }
