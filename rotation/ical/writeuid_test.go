package ical

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

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
