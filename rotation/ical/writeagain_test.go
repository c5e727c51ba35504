package ical

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

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

// client is a program that imports every file it is given: it knows an event by
// its UID and takes what is not older (RFC 5546 2.1.4, 3.2.1).
type client map[string]clientEvent

type clientEvent struct {
	sequence int
	span     string
	gone     bool
}

func (c client) take(t *rapid.T, data []byte) {
	w, err := ReadWritten(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.entries {
		is := clientEvent{p.sequence, p.summary + " " + p.start.Format(time.RFC3339) + " " + p.end.Format(time.RFC3339), p.gone}
		had, known := c[p.uid]
		if known && (had.sequence > is.sequence || had.sequence == is.sequence && had != is) {
			t.Fatalf("%s: %+v after %+v", p.uid, is, had)
		}
		c[p.uid] = is
	}
}

func (c client) shows() []string {
	var out []string
	for e := range maps.Values(c) {
		if !e.gone {
			out = append(out, e.span)
		}
	}
	slices.Sort(out)
	return out
}

// TestAClientThatImportsEveryExportHasTheRotaAndNothingElse is the promise of
// Revise, over any history of a rota.
func TestAClientThatImportsEveryExportHasTheRotaAndNothingElse(t *testing.T) {
	zones := []*time.Location{nil, placeOf(t, "Europe/Berlin"), placeOf(t, "Pacific/Chatham")}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		base := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
		known := rotation.Interval{Start: base, End: base.AddDate(1, 0, 0)}
		importing := client{}
		var file []byte
		now := wrote
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(-1, 50).Draw(t, "hours")) * time.Hour)
			shifts := someShifts(t, base)
			cal := Calendar{Zone: zone, Entries: ShiftEntries(shifts, ShiftStyle{})}
			w, err := ReadWritten(file)
			if err != nil {
				t.Fatal(err)
			}
			cal, err = w.Revise(cal, known, now)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := Write(&b, cal); err != nil {
				t.Fatal(err)
			}
			file = b.Bytes()
			importing.take(t, file)
			var want []string
			for _, s := range shifts {
				want = append(want, s.Person.Name+" "+s.Start.Format(time.RFC3339)+" "+s.End.Format(time.RFC3339))
			}
			slices.Sort(want)
			if got := importing.shows(); !slices.Equal(got, want) {
				t.Fatalf("the client shows %v, the rota is %v", got, want)
			}
			again, _ := ReadWritten(file)
			same, err := again.Revise(Calendar{Zone: zone, Entries: ShiftEntries(shifts, ShiftStyle{})}, known, now.AddDate(0, 0, 3))
			b.Reset()
			if err = errors.Join(err, Write(&b, same)); err != nil || !bytes.Equal(b.Bytes(), file) {
				t.Fatalf("unchanged, but other bytes (%v):\n%s\n%s", err, file, b.Bytes())
			}
		}
	})
}

// someShifts are turns of three persons over a few days, each person's apart.
func someShifts(t *rapid.T, base time.Time) []rotation.Shift {
	var list []rotation.Shift
	for _, name := range []string{"Engineer A", "Engineer B", "Engineer C"} {
		at := base
		for range rapid.IntRange(0, 5).Draw(t, "turns") {
			at = at.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "pause")) * time.Hour)
			end := at.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "half hours")) * 30 * time.Minute)
			list = append(list, rotation.Shift{Rota: "P", Person: rotation.Person{Name: name}, Interval: rotation.Interval{Start: at, End: end}})
			at = end
		}
	}
	return list
}

func TestAServerThatWritesItsOwnWayChangesNothing(t *testing.T) {
	zone := placeOf(t, "Europe/Berlin")
	shifts := []rotation.Shift{turn(t, "Engineer A, first", "2026-12-05 08:00", "2026-12-06 08:00")}
	cal := Calendar{Zone: zone, Entries: ShiftEntries(shifts, ShiftStyle{Alarms: []time.Duration{time.Hour}})}
	file := exported(t, cal)
	lines := logical(file)
	first, last := slices.Index(lines, "BEGIN:VEVENT"), slices.Index(lines, "BEGIN:VALARM")
	slices.Sort(lines[first+1 : last]) // vobject sorts
	other := strings.ToLower(lines[first]) + "\n" + strings.Join(lines[first+1:], "\n")
	other = strings.Replace("BEGIN:VCALENDAR\nPRODID:-//another//\n"+other, "DTSTART;TZID=Europe/Berlin", "DTSTART;X-A=\":;\";TZID=\"Europe/Berlin\"", 1)
	if again := exportedAfter(t, []byte(other), cal, everything, wrote.AddDate(0, 1, 0)); !bytes.Equal(again, file) {
		t.Errorf("got\n%s\nwant\n%s", again, file)
	}
	bare := strings.Replace(other, "LAST-MODIFIED:20261122T093000Z\n", "", 1)
	if again := string(exportedAfter(t, []byte(bare), cal, everything, wrote.AddDate(0, 1, 0))); !strings.Contains(again, "LAST-MODIFIED:20261222T093000Z\r\nSEQUENCE:1\r\n") {
		t.Errorf("without LAST-MODIFIED it should be written anew:\n%s", again)
	}
	unknown := strings.ReplaceAll(other, "Europe/Berlin", "Head office")
	if again := string(exportedAfter(t, []byte(unknown), cal, everything, wrote)); !strings.Contains(again, "SEQUENCE:1\r\n") || strings.Contains(again, "CANCELLED") {
		t.Errorf("in another zone it should be written anew:\n%s", again)
	}
	moved := strings.Replace(other, "20261205T090000", "20261205T100000", 1)
	if again := string(exportedAfter(t, []byte(moved), cal, everything, wrote.AddDate(0, 1, 0))); !strings.Contains(again, "SEQUENCE:1\r\n") || strings.Contains(again, "CANCELLED") {
		t.Errorf("somebody moved it by hand; it should be put back:\n%s", again)
	}
}

func TestACalendarOfOthersIsSeenBeforeItIsWrittenOver(t *testing.T) {
	mine := exported(t, Calendar{Entries: ShiftEntries([]rotation.Shift{turn(t, "Engineer A", "2026-12-05 08:00", "2026-12-06 08:00")}, ShiftStyle{})})
	theirs := calendarOf(morning("SUMMARY:x")...)
	tests := []struct {
		name          string
		data          []byte
		mine, foreign int
		err           error
	}{
		{"nothing", nil, 0, 0, nil},
		{"blank lines", []byte("\r\n \r\n"), 0, 0, nil},
		{"ours", mine, 1, 0, nil},
		{"theirs", theirs, 0, 1, nil},
		{"both, after each other", slices.Concat(theirs, mine, theirs), 1, 2, nil},
		{"ours, twice", slices.Concat(mine, mine), 1, 0, nil},
		{"ours, cut off", mine[:len(mine)-60], 0, 1, nil},
		{"a UID like ours", calendarOf(morning("UID:standby-x")...), 0, 1, nil},
		{"a web page", []byte("<html>"), 0, 0, ErrNotACalendar},
		{"too large", bytes.Repeat([]byte{'\n'}, MaxBytes+1), 0, 0, ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, err := ReadWritten(tt.data)
			if !errors.Is(err, tt.err) || w.Foreign() != tt.foreign || len(w.UIDs()) != tt.mine {
				t.Errorf("%d of ours, %d of others, %v", len(w.UIDs()), w.Foreign(), err)
			}
		})
	}
}

func TestUIDsTellNobodyWhoIsOnCall(t *testing.T) {
	s := turn(t, "Engineer A", "2026-12-05 08:00", "2026-12-06 08:00")
	uid := func(s rotation.Shift) string {
		cal, err := Written{}.Revise(Calendar{Entries: ShiftEntries([]rotation.Shift{s}, ShiftStyle{})}, everything, wrote)
		if err != nil {
			t.Fatal(err)
		}
		return cal.Entries[0].UID
	}
	base := uid(s)
	if !strings.HasPrefix(base, "standby-shift-") || !strings.HasSuffix(base, "-20261205T080000Z") || strings.Contains(base, "ngineer") {
		t.Errorf("UID %s", base)
	}
	for name, change := range map[string]func(*rotation.Shift){
		"rota": func(s *rotation.Shift) { s.Rota = "Network" }, "role": func(s *rotation.Shift) { s.Role = rotation.Secondary },
		"person": func(s *rotation.Shift) { s.Person.Name = "Engineer B" }, "start": func(s *rotation.Shift) { s.Start = s.Start.Add(time.Hour) },
	} {
		other := s
		if change(&other); uid(other) == base {
			t.Errorf("another %s, the same UID", name)
		}
	}
	for name, change := range map[string]func(*rotation.Shift){
		"case": func(s *rotation.Shift) { s.Person.Name = "ENGINEER  a" }, "end": func(s *rotation.Shift) { s.End = s.End.Add(time.Hour) },
		"source": func(s *rotation.Shift) { s.UID = "x" },
	} {
		other := s
		if change(&other); uid(other) != base {
			t.Errorf("another %s, another UID", name)
		}
	}
	renamed := turn(t, "Engineer A-B", "2026-12-05 08:00", "2026-12-06 08:00")
	s.Person.Email, renamed.Person.Email = "a@example.org", "A@example.org"
	if uid(renamed) != uid(s) {
		t.Error("the e-mail stays, but the UID does not")
	}
}

func TestEntriesWithAUIDOfTheirOwnKeepIt(t *testing.T) {
	e := Entry{UID: "standby-own-1", Summary: "Handover", Start: wrote, End: wrote.Add(time.Hour)}
	file := exported(t, Calendar{Entries: []Entry{e}})
	e.Start, e.End = e.Start.AddDate(0, 0, 9), e.End.AddDate(0, 0, 9)
	again := exportedAfter(t, file, Calendar{Entries: []Entry{e}}, everything, wrote.Add(time.Hour))
	if got := strings.Join(ledgerOfUIDs{}.of(again), "\n"); got != "a 1201T09..1201T10 1 conf" {
		t.Error(got)
	}
	if _, err := (Written{}).Revise(Calendar{Entries: []Entry{e, e}}, everything, wrote); !errors.Is(err, ErrEntry) {
		t.Errorf("err = %v", err)
	}
}

func FuzzReadWritten(f *testing.F) {
	at := time.Date(2026, 12, 5, 8, 0, 0, 0, time.UTC)
	seed := func(cal Calendar) {
		cal, _ = Written{}.Revise(cal, everything, wrote)
		var b bytes.Buffer
		_ = Write(&b, cal)
		f.Add(b.Bytes())
	}
	entries := []Entry{
		{Summary: "x", Start: at, End: at.Add(time.Hour), Alarms: []time.Duration{0}}, {Summary: "y", Start: at, End: at.Add(2 * time.Hour), Cancelled: true},
		{Summary: "z", Start: at, End: at.AddDate(0, 0, 1), AllDay: true, Categories: []string{"a,b", "c"}},
	}
	seed(Calendar{Entries: entries})
	seed(Calendar{Entries: entries, Zone: placeOf(f, "Pacific/Chatham")})
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := ReadWritten(data)
		if err != nil {
			return
		}
		for _, zone := range []*time.Location{nil, placeOf(t, "Europe/Berlin")} {
			cal, err := w.Revise(Calendar{Zone: zone, Entries: slices.Clone(entries)}, everything, wrote)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := Write(&b, cal); err != nil {
				t.Fatalf("%v\n%q", err, data)
			}
			checkLines(t, b.Bytes())
			again, err := ReadWritten(b.Bytes())
			if err != nil || again.Foreign() > 0 {
				t.Fatalf("%d foreign, %v", again.Foreign(), err)
			}
			cal, err = again.Revise(Calendar{Zone: zone, Entries: slices.Clone(entries)}, everything, wrote.AddDate(1, 0, 0))
			var c bytes.Buffer
			if err = errors.Join(err, Write(&c, cal)); err != nil || !bytes.Equal(b.Bytes(), c.Bytes()) {
				t.Fatalf("%v\n%q\n%q", err, b.Bytes(), c.Bytes())
			}
		}
	})
}
