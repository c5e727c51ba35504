package ical

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// seen is an event as a program reads it: times are seconds since 1970, or dates.
type seen struct {
	UID     string `json:"uid"`
	Start   string `json:"start"`
	End     string `json:"end"`
	Summary string `json:"summary"`
}

// shownBy is what a calendar's entries should be read as.
func shownBy(entries []Entry) []seen {
	var out []seen
	for i := range entries {
		e := &entries[i]
		start, end := e.bounds()
		is := seen{e.UID, strconv.FormatInt(start.Unix(), 10), strconv.FormatInt(end.Unix(), 10), oneLine(e.Summary)}
		if e.AllDay {
			is.Start, is.End = start.Format(time.DateOnly), end.Format(time.DateOnly)
		}
		out = append(out, is)
	}
	return inOrder(out)
}

func inOrder(list []seen) []seen {
	slices.SortFunc(list, func(a, b seen) int { return cmp.Compare(a.UID, b.UID) })
	return list
}

// reads is a program that reads calendars: the events of each.
type reads func(t *testing.T, calendars []string) [][]seen

// absent skips a test that needs a program, or fails it where all programs must
// be.
func absent(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

func run(t *testing.T, dir string, calendars []string, program string, args ...string) [][]seen {
	t.Helper()
	in, err := json.Marshal(calendars)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	var out, faults bytes.Buffer
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, bytes.NewReader(in), &out, &faults
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, &faults)
	}
	var list [][]seen
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatalf("%s: %v: %s", program, err, &out)
	}
	return list
}

// icalJS is ical.js, which Thunderbird and Nextcloud read calendars with. It is
// installed into a folder of the test, as the lock file says.
func icalJS(t *testing.T) reads {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			absent(t, "%s is not installed: %v", program, err)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "read.mjs"} {
		data, err := os.ReadFile(filepath.Join("testdata", "icaljs", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		absent(t, "npm ci: %v\n%s", err, out)
	}
	return func(t *testing.T, calendars []string) [][]seen { return run(t, dir, calendars, "node", "read.mjs") }
}

// pythonICalendar is the Debian package python3-icalendar, whatever other python
// comes first.
func pythonICalendar(t *testing.T) reads {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(t.Context(), python, "-c", "import icalendar").Run() == nil {
			return func(t *testing.T, calendars []string) [][]seen {
				return run(t, "", calendars, python, filepath.Join("testdata", "icalendar", "read.py"))
			}
		}
	}
	absent(t, "the Debian package python3-icalendar is not installed")
	return nil
}

// nights are spans that are easily read wrong, as clocks show them in a zone.
var nights = []struct{ what, zone, from, to string }{
	{"the night that summer begins", "Europe/Berlin", "2026-03-28 20:00", "2026-03-29 08:00"},
	{"the night that summer ends", "Europe/Berlin", "2026-10-24 20:00", "2026-10-25 08:00"},
	{"from before the gap to after it", "Europe/Berlin", "2026-03-29 01:30", "2026-03-29 03:00"},
	{"a month end", "Europe/Berlin", "2026-01-31 20:00", "2026-02-01 08:00"},
	{"a year end", "Europe/Berlin", "2026-12-31 20:00", "2027-01-01 08:00"},
	{"a leap day", "Europe/Berlin", "2028-02-28 20:00", "2028-02-29 08:00"},
	{"out of a leap day", "Europe/Berlin", "2028-02-29 20:00", "2028-03-01 08:00"},
	{"a week with a change in it", "America/New_York", "2026-10-30 09:00", "2026-11-06 09:00"},
	{"half an hour more", "Australia/Lord_Howe", "2026-04-04 20:00", "2026-04-05 08:00"},
	{"half an hour less", "Australia/Lord_Howe", "2026-10-03 20:00", "2026-10-04 08:00"},
	{"45 minutes off, summer ends", "Pacific/Chatham", "2026-04-04 20:00", "2026-04-05 08:00"},
	{"45 minutes off, summer begins", "Pacific/Chatham", "2026-09-26 20:00", "2026-09-27 08:00"},
	{"summer time given up", "America/Mexico_City", "2022-10-29 20:00", "2022-10-30 08:00"},
	{"the April after", "America/Mexico_City", "2023-04-01 20:00", "2023-04-02 08:00"},
	{"another rule from 2007 on", "America/New_York", "2007-03-10 20:00", "2007-03-11 08:00"},
	{"the old rule's night", "America/New_York", "2006-04-01 20:00", "2006-04-02 08:00"},
	{"the day that was skipped", "Pacific/Apia", "2011-12-29 20:00", "2011-12-31 08:00"},
	{"before Ramadan", "Africa/Casablanca", "2026-02-14 20:00", "2026-02-15 08:00"},
	{"after Ramadan", "Africa/Casablanca", "2026-03-21 20:00", "2026-03-22 08:00"},
	{"a change at midnight", "America/Havana", "2026-10-31 18:00", "2026-11-01 06:00"},
	{"Ireland", "Europe/Dublin", "2026-10-24 20:00", "2026-10-25 08:00"},
	{"a new offset for good", "Europe/Istanbul", "2016-09-06 20:00", "2016-09-07 08:00"},
}

// hardText has what must be escaped. It has no \n in it, which icalendar 4 takes
// for a line end although it is written \\n.
const hardText = `; é, a\b: "c" 🧑‍🚒`

// nightEntries are those spans of a zone, the hours that its clocks show twice,
// and a leave.
func nightEntries(t *testing.T, zone *time.Location) []Entry {
	t.Helper()
	var shifts []rotation.Shift
	for _, n := range nights {
		if n.zone == zone.String() {
			span := rotation.Interval{Start: clockIn(t, zone, n.from), End: clockIn(t, zone, n.to)}
			shifts = append(shifts, rotation.Shift{Rota: "Platform", Role: rotation.Primary, Person: rotation.Person{Name: n.what + hardText}, Interval: span})
		}
	}
	for _, change := range changesOf(zone, yearStart(2026), yearStart(2027)) {
		for minutes := -120; minutes <= 120; minutes += 30 {
			start := time.Unix(change.at, 0).Add(time.Duration(minutes) * time.Minute)
			shifts = append(shifts, rotation.Shift{Rota: "Platform", Person: rotation.Person{Name: fmt.Sprint("Engineer ", minutes)},
				Interval: rotation.Interval{Start: start, End: start.Add(30 * time.Minute)}})
		}
	}
	day := time.Date(2028, 2, 28, 0, 0, 0, 0, zone)
	leave := []Leave{{Person: engineerA, Interval: rotation.Interval{Start: day, End: day.AddDate(0, 0, 3)}, Days: true}}
	entries := append(ShiftEntries(shifts, ShiftStyle{Alarms: []time.Duration{15 * time.Minute}}), LeaveEntries(leave, false)...)
	return append(entries, otherEntries(shifts)...)
}

// otherEntries are gaps, call-outs and hours of leave at the times of the shifts.
func otherEntries(shifts []rotation.Shift) []Entry {
	var gaps []rotation.Gap
	var calls []CallOut
	var leave []Leave
	for i, s := range shifts {
		gaps = append(gaps, rotation.Gap{Role: s.Role, Interval: s.Interval})
		calls = append(calls, CallOut{Page: fmt.Sprint("page ", i), What: "Disk full" + hardText, Person: engineerA,
			Interval: rotation.Interval{Start: s.Start.Add(time.Minute), End: s.Start.Add(20 * time.Minute)}})
		leave = append(leave, Leave{Person: rotation.Person{Name: fmt.Sprint("Engineer ", i)}, Interval: s.Interval, Note: "From the account."})
	}
	// Looked at and done in the same second.
	calls = append(calls, CallOut{Page: "short", Person: engineerA, Interval: rotation.Interval{Start: shifts[0].Start, End: shifts[0].Start}})
	return slices.Concat(GapEntries("Platform", gaps), CallOutEntries(calls), LeaveEntries(leave, true))
}

// TestOtherProgramsReadWhatWasWritten reads every calendar in three ways: in
// UTC, by the name of its zone, and by its definition alone, under a name that
// nobody knows.
func TestOtherProgramsReadWhatWasWritten(t *testing.T) {
	var names, calendars []string
	var want [][]seen
	for _, zone := range nightZones() {
		loc := placeOf(t, zone)
		for _, in := range []*time.Location{nil, loc} {
			text, events := nightCalendar(t, loc, in)
			names, calendars, want = append(names, fmt.Sprint(zone, " in ", in)), append(calendars, text), append(want, events)
			if in != nil {
				names, calendars, want = append(names, zone+" by its definition"), append(calendars, renamed(text, zone)), append(want, events)
			}
		}
	}
	for name, program := range map[string]func(*testing.T) reads{
		"ical.js": icalJS, "python3-icalendar": pythonICalendar, "Standby": standby,
	} {
		t.Run(name, func(t *testing.T) {
			got := program(t)(t, calendars)
			if len(got) != len(want) {
				t.Fatalf("%d calendars, want %d", len(got), len(want))
			}
			events := 0
			for i := range want {
				compare(t, names[i], inOrder(got[i]), want[i])
				events += len(want[i])
			}
			t.Logf("%d calendars, %d events read", len(want), events)
		})
	}
}

// nightCalendar writes the nights of one zone in another.
func nightCalendar(t *testing.T, of, in *time.Location) (string, []seen) {
	t.Helper()
	cal, err := (Written{}).Revise(Calendar{Name: "Nights", Zone: in, Entries: nightEntries(t, of)}, everything, wrote)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, cal); err != nil {
		t.Fatal(err)
	}
	return b.String(), shownBy(cal.Entries)
}

func nightZones() []string {
	var list []string
	for _, n := range nights {
		list = append(list, n.zone)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// renamed gives the zone a name that only the file explains.
func renamed(text, zone string) string {
	return strings.NewReplacer(
		"X-LIC-LOCATION:"+zone+"\r\n", "", "X-WR-TIMEZONE:"+zone+"\r\n", "",
		"TZID:"+zone, "TZID:Made up "+zone, "TZID="+zone, "TZID=Made up "+zone,
	).Replace(text)
}

func compare(t *testing.T, what string, got, want []seen) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d events, want %d", what, len(got), len(want))
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: got %+v, want %+v", what, got[i], want[i])
		}
	}
}

// standby is Events.
func standby(*testing.T) reads {
	return func(t *testing.T, calendars []string) [][]seen {
		t.Helper()
		var out [][]seen
		for _, text := range calendars {
			listing, err := Events([]byte(text), Options{Zone: time.UTC, Window: everything})
			if err != nil || len(listing.Warnings) > 0 {
				t.Fatalf("%v, warnings %v", err, listing.Warnings)
			}
			var list []seen
			for _, e := range listing.Events {
				is := seen{e.UID, strconv.FormatInt(e.Start.Unix(), 10), strconv.FormatInt(e.End.Unix(), 10), e.Summary}
				if e.AllDay {
					is.Start, is.End = e.Text(e.Start), e.Text(e.End)
				}
				list = append(list, is)
			}
			out = append(out, list)
		}
		return out
	}
}

// TestAUsersShiftsBeforeAndAfterImportAndExport reads a calendar that somebody
// else wrote, exports what it means in UTC and in the zone, and reads that.
func TestAUsersShiftsBeforeAndAfterImportAndExport(t *testing.T) {
	source := calendarOf(slices.Concat(
		[]string{"X-WR-CALNAME:Platform", "X-WR-TIMEZONE:Europe/Berlin"},
		eventOf("UID:dst-1", "SUMMARY:Engineer A", "DTSTART;TZID=Europe/Berlin:20260328T200000", "DTEND;TZID=Europe/Berlin:20260329T080000"),
		eventOf("UID:dst-2", "SUMMARY:Engineer A", "DTSTART;TZID=Europe/Berlin:20261024T200000", "DTEND;TZID=Europe/Berlin:20261025T080000"),
		eventOf("UID:month", "SUMMARY:Engineer A", "DTSTART;TZID=Europe/Berlin:20260131T080000", "DTEND;TZID=Europe/Berlin:20260201T080000", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3"),
		eventOf("UID:year", "SUMMARY:Engineer A", "DTSTART;TZID=Europe/Berlin:20261231T200000", "DTEND;TZID=Europe/Berlin:20270101T080000"),
		eventOf("UID:leap", "SUMMARY:Engineer A", "DTSTART;TZID=Europe/Berlin:20280228T200000", "DTEND;TZID=Europe/Berlin:20280229T080000", "RRULE:FREQ=DAILY;COUNT=2"),
		eventOf("UID:twice", "SUMMARY:Engineer A", "DTSTART:20261025T003000Z", "DTEND:20261025T013000Z"),
	)...)
	opt := Options{Rota: "Platform", Me: engineerA, Window: everything}
	before := mustRead(t, source, opt)
	want := []string{
		"Sat 2026-01-31 08:00 +0100  Sun 2026-02-01 08:00 +0100  24h0m0s",
		"Sat 2026-02-28 08:00 +0100  Sun 2026-03-01 08:00 +0100  24h0m0s",
		"Sat 2026-03-28 20:00 +0100  Sun 2026-03-29 08:00 +0200  11h0m0s",
		"Tue 2026-03-31 08:00 +0200  Wed 2026-04-01 08:00 +0200  24h0m0s",
		"Sat 2026-10-24 20:00 +0200  Sun 2026-10-25 08:00 +0100  13h0m0s",
		"Sun 2026-10-25 02:30 +0200  Sun 2026-10-25 02:30 +0100  1h0m0s",
		"Thu 2026-12-31 20:00 +0100  Fri 2027-01-01 08:00 +0100  12h0m0s",
		"Mon 2028-02-28 20:00 +0100  Tue 2028-02-29 08:00 +0100  12h0m0s",
		"Tue 2028-02-29 20:00 +0100  Wed 2028-03-01 08:00 +0100  12h0m0s",
	}
	berlin := placeOf(t, "Europe/Berlin")
	for name, zone := range map[string]*time.Location{"UTC": nil, "Europe/Berlin": berlin, "Pacific/Chatham": placeOf(t, "Pacific/Chatham")} {
		t.Run(name, func(t *testing.T) {
			data := exported(t, Calendar{Name: "Platform", Zone: zone, Entries: ShiftEntries(before.Shifts, ShiftStyle{Mine: true})})
			mine := opt
			mine.Mine = true
			after := mustRead(t, data, mine)
			t.Logf("%-60s %s", "before", "after "+name)
			for i, s := range before.Shifts {
				was, is := spanText(s.Interval, berlin), spanText(after.Shifts[i].Interval, berlin)
				t.Logf("%s   %s", was, is)
				if was != want[i] || is != want[i] || after.Shifts[i].Person != engineerA || after.Shifts[i].Role != s.Role {
					t.Errorf("want %s", want[i])
				}
			}
			if len(before.Shifts) != len(want) || len(after.Shifts) != len(want) || len(after.Warnings) > 0 {
				t.Errorf("%d shifts before, %d after, want %d; warnings %v", len(before.Shifts), len(after.Shifts), len(want), after.Warnings)
			}
		})
	}
}

func spanText(i rotation.Interval, zone *time.Location) string {
	layout := "Mon 2006-01-02 15:04 -0700"
	return strings.Join([]string{i.Start.In(zone).Format(layout), i.End.In(zone).Format(layout), i.Duration().String()}, "  ")
}
