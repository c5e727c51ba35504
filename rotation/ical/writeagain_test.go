package ical

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// turn is a shift of a made-up rota, "2006-01-02 15:04" in UTC.
func turn(t testing.TB, name, from, to string) rotation.Shift {
	t.Helper()
	return rotation.Shift{
		Rota: "Platform", Role: rotation.Primary, Person: rotation.Person{Name: name},
		Interval: rotation.Interval{Start: clockIn(t, time.UTC, from), End: clockIn(t, time.UTC, to)},
	}
}

// summaryOf lists the events of a file as "uid day hour..hour sequence status",
// the UID shortened to a letter in order of appearance over all files.
type ledgerOfUIDs map[string]string

func (l ledgerOfUIDs) of(data []byte) []string {
	var out []string
	var uid, start, end, sequence, status string
	for _, line := range logical(data) {
		name, _, value := splitLine(line)
		switch name {
		case "UID":
			if l[value] == "" {
				l[value] = string(rune('a' + len(l)))
			}
			uid = l[value]
		case "DTSTART":
			start = value[4:min(11, len(value))]
		case "DTEND":
			end = value[4:min(11, len(value))]
		case "SEQUENCE":
			sequence = value
		case "STATUS":
			status = strings.ToLower(value[:4])
		case "END":
			if value == "VEVENT" {
				out = append(out, fmt.Sprintf("%s %s..%s %s %s", uid, start, end, sequence, status))
			}
		}
	}
	return out
}

func TestWhatAClientSeesWhenTheRotaChanges(t *testing.T) {
	week := rotation.Interval{Start: clockIn(t, time.UTC, "2026-12-01 00:00"), End: clockIn(t, time.UTC, "2027-01-01 00:00")}
	a := func(from, to string) rotation.Shift {
		return turn(t, "Engineer A", "2026-12-"+from+":00", "2026-12-"+to+":00")
	}
	b := func(from, to string) rotation.Shift {
		return turn(t, "Engineer B", "2026-12-"+from+":00", "2026-12-"+to+":00")
	}
	type step struct {
		shifts []rotation.Shift
		want   []string
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"nothing changes", []step{
			{[]rotation.Shift{a("05 08", "06 08")}, []string{"a 1205T08..1206T08 0 conf"}},
			{[]rotation.Shift{a("05 08", "06 08")}, []string{"a 1205T08..1206T08 0 conf"}},
		}},
		{"an end moves", []step{
			{[]rotation.Shift{a("05 08", "06 08")}, []string{"a 1205T08..1206T08 0 conf"}},
			{[]rotation.Shift{a("05 08", "06 12")}, []string{"a 1205T08..1206T12 1 conf"}},
			{[]rotation.Shift{a("05 08", "06 12")}, []string{"a 1205T08..1206T12 1 conf"}},
		}},
		{"a start moves, and another turn takes the old start", []step{
			{[]rotation.Shift{a("05 08", "06 08")}, []string{"a 1205T08..1206T08 0 conf"}},
			{[]rotation.Shift{a("05 20", "06 08")}, []string{"a 1205T20..1206T08 1 conf"}},
			{[]rotation.Shift{a("05 08", "05 10"), a("05 20", "06 08")}, []string{"b 1205T08..1205T10 0 conf", "a 1205T20..1206T08 1 conf"}},
		}},
		{"a turn moves to a day that it does not share", []step{
			{[]rotation.Shift{a("05 08", "06 08")}, []string{"a 1205T08..1206T08 0 conf"}},
			{[]rotation.Shift{a("12 08", "13 08")}, []string{"a 1205T08..1206T08 1 canc", "b 1212T08..1213T08 0 conf"}},
			{[]rotation.Shift{a("12 08", "13 08")}, []string{"a 1205T08..1206T08 1 canc", "b 1212T08..1213T08 0 conf"}},
			{[]rotation.Shift{a("05 08", "06 08")}, []string{"a 1205T08..1206T08 2 conf", "b 1212T08..1213T08 1 canc"}},
		}},
		{"a swap", []step{
			{[]rotation.Shift{a("05 08", "06 08"), b("12 08", "13 08")}, []string{"a 1205T08..1206T08 0 conf", "b 1212T08..1213T08 0 conf"}},
			{[]rotation.Shift{b("05 08", "06 08"), a("12 08", "13 08")}, []string{
				"a 1205T08..1206T08 1 canc", "c 1205T08..1206T08 0 conf", "d 1212T08..1213T08 0 conf", "b 1212T08..1213T08 1 canc",
			}},
		}},
		{"a cover cuts a turn in two", []step{
			{[]rotation.Shift{a("05 08", "09 08")}, []string{"a 1205T08..1209T08 0 conf"}},
			{[]rotation.Shift{a("05 08", "06 08"), b("06 08", "07 08"), a("07 08", "09 08")}, []string{
				"a 1205T08..1206T08 1 conf", "b 1206T08..1207T08 0 conf", "c 1207T08..1209T08 0 conf",
			}},
			{[]rotation.Shift{a("05 08", "09 08")}, []string{
				"a 1205T08..1209T08 2 conf", "b 1206T08..1207T08 1 canc", "c 1207T08..1209T08 1 canc",
			}},
		}},
		{"two turns trade their spans and keep their UIDs", []step{
			{[]rotation.Shift{a("05 08", "06 08"), a("06 08", "08 08")}, []string{"a 1205T08..1206T08 0 conf", "b 1206T08..1208T08 0 conf"}},
			{[]rotation.Shift{a("05 08", "07 08"), a("07 08", "08 08")}, []string{"a 1205T08..1207T08 1 conf", "b 1207T08..1208T08 1 conf"}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			uids := ledgerOfUIDs{}
			var file []byte
			for n, s := range tt.steps {
				now := wrote.AddDate(0, 0, n)
				next := exportedAfter(t, file, Calendar{Entries: ShiftEntries(s.shifts, ShiftStyle{})}, week, now)
				got := uids.of(next)
				if n > 0 && slices.Equal(tt.steps[n-1].want, s.want) && !bytes.Equal(file, next) {
					t.Errorf("step %d: nothing changed, but the bytes did", n)
				}
				if strings.Join(got, "\n") != strings.Join(s.want, "\n") && !sameApartFromOrder(got, s.want) {
					t.Errorf("step %d: got\n%s\nwant\n%s", n, strings.Join(got, "\n"), strings.Join(s.want, "\n"))
				}
				file = next
			}
		})
	}
}

// sameApartFromOrder allows entries of one span to stand in either order, which
// their UIDs decide.
func sameApartFromOrder(got, want []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)))
}

func TestAMovingWindowChangesNothingThatStands(t *testing.T) {
	first, last := clockIn(t, time.UTC, "2026-11-01 00:00"), clockIn(t, time.UTC, "2027-02-01 00:00")
	var all []rotation.Shift
	for at := first; at.Before(last); at = at.AddDate(0, 0, 2) {
		all = append(all, rotation.Shift{Rota: "P", Person: engineerA, Interval: rotation.Interval{Start: at, End: at.AddDate(0, 0, 1)}})
	}
	var file []byte
	for n := range 60 {
		now := wrote.Add(time.Duration(n) * 7 * time.Hour)
		known := rotation.Interval{Start: now.AddDate(0, 0, -7), End: now.AddDate(0, 0, 30)}
		var cut []rotation.Shift
		for _, s := range all {
			if s.Interval = s.Clip(known); !s.Empty() {
				cut = append(cut, s)
			}
		}
		file = exportedAfter(t, file, Calendar{Entries: ShiftEntries(cut, ShiftStyle{})}, known, now)
		if text := string(file); strings.Contains(text, "CANCELLED") {
			t.Fatalf("at %v something was cancelled:\n%s", now, text)
		}
		// What begins in the window is whole but for the last, which grows.
		for _, line := range (ledgerOfUIDs{}).of(file)[1 : len(cut)-1] {
			if fields := strings.Fields(line); fields[2] > "6" {
				t.Fatalf("at %v: %s", now, line)
			}
		}
	}
}

func TestTheEndsOfTheWindowDoNotCutWhatWasWritten(t *testing.T) {
	shift := turn(t, "Engineer A", "2026-12-05 08:00", "2026-12-12 08:00")
	wide := rotation.Interval{Start: clockIn(t, time.UTC, "2026-12-01 00:00"), End: clockIn(t, time.UTC, "2027-01-01 00:00")}
	file := exportedAfter(t, nil, Calendar{Entries: ShiftEntries([]rotation.Shift{shift}, ShiftStyle{})}, wide, wrote)
	for name, days := range map[string][2]string{
		"both":      {"2026-12-06 00:00", "2026-12-07 00:00"},
		"the start": {"2026-12-06 00:00", "2026-12-20 00:00"},
		"the end":   {"2026-12-01 00:00", "2026-12-07 00:00"},
	} {
		known := rotation.Interval{Start: clockIn(t, time.UTC, days[0]), End: clockIn(t, time.UTC, days[1])}
		cut := shift
		cut.Interval = shift.Clip(known)
		again := exportedAfter(t, file, Calendar{Entries: ShiftEntries([]rotation.Shift{cut}, ShiftStyle{})}, known, wrote.AddDate(0, 0, 1))
		if !bytes.Equal(again, file) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, again, file)
		}
	}
}

func TestLeaveThatChanges(t *testing.T) {
	days := func(from, to int) []Entry {
		span := rotation.Interval{Start: time.Date(2026, 12, from, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 12, to, 0, 0, 0, 0, time.UTC)}
		return LeaveEntries([]Leave{{Person: engineerA, Interval: span, Days: true}}, true)
	}
	uids := ledgerOfUIDs{}
	var file []byte
	for n, step := range []struct {
		entries []Entry
		want    string
	}{
		{days(23, 28), "a 1223..1228 0 conf"},
		{days(23, 28), "a 1223..1228 0 conf"},
		{days(24, 29), "a 1224..1229 1 conf"},
		{nil, "a 1224..1229 2 canc"},
		{days(24, 29), "a 1224..1229 3 conf"},
		{slices.Concat(days(24, 29), days(29, 31)), "a 1224..1229 3 conf\nb 1229..1231 0 conf"},
	} {
		file = exportedAfter(t, file, Calendar{Entries: step.entries}, everything, wrote.AddDate(0, 0, n))
		if got := strings.Join(uids.of(file), "\n"); got != step.want {
			t.Errorf("step %d: got\n%s\nwant\n%s", n, got, step.want)
		}
	}
}
