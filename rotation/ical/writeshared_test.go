package ical

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// server is a calendar that several write to: the events by their UIDs.
type server map[string]string

func (s server) all() []byte {
	var b bytes.Buffer
	for _, uid := range slices.Sorted(func(yield func(string) bool) {
		for uid := range s {
			if !yield(uid) {
				return
			}
		}
	}) {
		b.WriteString(s[uid])
	}
	return b.Bytes()
}

// export carries out the steps and says how many of each there were.
func (s server) export(t rapid.TB, x Export, now time.Time) map[Action]int {
	w, err := ReadWritten(s.all())
	if err != nil {
		t.Fatal(err)
	}
	steps, err := w.Steps(x, now)
	if err != nil {
		t.Fatal(err)
	}
	did := map[Action]int{}
	for _, step := range steps {
		did[step.Do]++
		switch step.Do {
		case Add, Replace:
			var b bytes.Buffer
			if err := Write(&b, Calendar{Zone: x.Calendar.Zone, Entries: []Entry{step.Entry}}); err != nil {
				t.Fatal(err)
			}
			s[step.Entry.UID] = b.String()
		case Remove:
			delete(s, step.Entry.UID)
		}
	}
	return did
}

func turnsOf(rota string, names ...string) []Entry {
	var shifts []rotation.Shift
	for i, name := range names {
		start := time.Date(2026, 12, 7+7*i, 9, 0, 0, 0, time.UTC)
		if name != "" {
			shifts = append(shifts, rotation.Shift{Rota: rota, Role: rotation.Primary, Person: rotation.Person{Name: name},
				Interval: rotation.Interval{Start: start, End: start.AddDate(0, 0, 7)}})
		}
	}
	return ShiftEntries(shifts, ShiftStyle{})
}

func exportFor(rota string, entries []Entry) Export {
	return Export{Calendar: Calendar{Entries: entries}, Scope: ScopeOf("rota", rota), Kinds: []Kind{KindShift}, Known: everything}
}

func TestAnExportTakesBackWhatItWroteAndNothingElse(t *testing.T) {
	s := server{"foreign@example.org": string(calendarOf(eventOf("UID:foreign@example.org", "DTSTART:20261207T090000Z", "DTEND:20261214T090000Z", "SUMMARY:Engineer A")...))}
	foreign := s["foreign@example.org"]
	payments := turnsOf("Payments", "Engineer A", "Engineer B", "Engineer A")
	for _, tt := range []struct {
		name string
		x    Export
		want map[Action]int
	}{
		{"the first time all is new", exportFor("Payments", payments), map[Action]int{Add: 3}},
		{"the second time nothing is", exportFor("Payments", payments), map[Action]int{Keep: 3}},
		{"another rota is added to it", exportFor("Search", turnsOf("Search", "Engineer C")), map[Action]int{Add: 1}},
		{"somebody takes over, and the other's turn goes", exportFor("Payments", turnsOf("Payments", "Engineer A", "Engineer C", "Engineer A")), map[Action]int{Keep: 2, Add: 1, Remove: 1}},
		{"another kind of the same export takes back no shifts", Export{Calendar: Calendar{Entries: GapEntries("Payments", nil)}, Scope: ScopeOf("rota", "Payments"),
			Kinds: []Kind{KindGap}, Known: everything}, map[Action]int{}},
		{"what lies outside of the window stays", Export{Scope: ScopeOf("rota", "Payments"), Kinds: []Kind{KindShift},
			Known: rotation.Interval{Start: clockIn(t, time.UTC, "2026-12-21 09:00"), End: clockIn(t, time.UTC, "2027-01-01 00:00")}}, map[Action]int{Remove: 1}},
		{"a title of another kind changes what is there", Export{Calendar: Calendar{Entries: ShiftEntries([]rotation.Shift{{Rota: "Search", Role: rotation.Primary, Person: rotation.Person{Name: "Engineer C"},
			Interval: rotation.Interval{Start: clockIn(t, time.UTC, "2026-12-07 09:00"), End: clockIn(t, time.UTC, "2026-12-14 09:00")}}}, ShiftStyle{Mine: true})},
			Scope: ScopeOf("mine"), Kinds: []Kind{KindShift}, Known: everything}, map[Action]int{Replace: 1}},
		{"which is no longer the other export's to take back", exportFor("Search", nil), map[Action]int{}},
	} {
		if got := s.export(t, tt.x, wrote); fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	if s["foreign@example.org"] != foreign {
		t.Error("the event of somebody else was touched")
	}
}

func TestWhatSomebodyChangedByHandIsSpared(t *testing.T) {
	for name, edit := range map[string]func(string) string{
		"another title":   func(s string) string { return strings.Replace(s, "SUMMARY:Engineer A", "SUMMARY:Engineer Z", 1) },
		"another end":     func(s string) string { return strings.Replace(s, "DTEND:20261214T", "DTEND:20261212T", 1) },
		"it is cancelled": func(s string) string { return strings.Replace(s, "STATUS:CONFIRMED", "STATUS:CANCELLED", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			s := server{}
			x := exportFor("Payments", turnsOf("Payments", "Engineer A"))
			s.export(t, x, wrote)
			for uid, text := range s {
				if s[uid] = edit(text); s[uid] == text {
					t.Fatal("nothing was edited")
				}
			}
			edited := string(s.all())
			if got := s.export(t, x, wrote.Add(time.Hour)); got[Spare] != 1 || len(got) != 1 || string(s.all()) != edited {
				t.Errorf("wanted still: %v", got)
			}
			gone := exportFor("Payments", nil)
			if got := s.export(t, gone, wrote.Add(time.Hour)); got[Spare] != 1 || string(s.all()) != edited {
				t.Errorf("wanted no more: %v", got)
			}
			x.Overwrite = true
			if got := s.export(t, x, wrote.Add(2*time.Hour)); got[Replace] != 1 || !strings.Contains(string(s.all()), "SEQUENCE:1") {
				t.Errorf("written over: %v\n%s", got, s.all())
			}
			if got := s.export(t, exportFor("Payments", turnsOf("Payments", "Engineer A")), wrote.Add(3*time.Hour)); got[Keep] != 1 {
				t.Errorf("and then: %v", got)
			}
		})
	}
}

// TestASecondExportWritesNothing holds for any shifts in any zone, those of the
// nights when clocks change included.
func TestASecondExportWritesNothing(t *testing.T) {
	zones := map[string]*time.Location{}
	for _, name := range writtenZones {
		zones[name] = placeOf(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := zones[rapid.SampledFrom(writtenZones).Draw(t, "zone")]
		if rapid.Bool().Draw(t, "in UTC") {
			zone = nil
		}
		x := Export{Calendar: Calendar{Zone: zone, Entries: ShiftEntries(anyShifts(t, zones), ShiftStyle{})},
			Scope: ScopeOf("any"), Kinds: []Kind{KindShift}, Known: everything}
		s := server{}
		if got := s.export(t, x, wrote); got[Add] != len(x.Calendar.Entries) {
			t.Fatalf("%v of %d", got, len(x.Calendar.Entries))
		}
		if got := s.export(t, x, wrote.Add(time.Hour)); got[Keep] != len(x.Calendar.Entries) || len(got) > 1 {
			t.Fatalf("the second time: %v of %d\n%s", got, len(x.Calendar.Entries), s.all())
		}
		x.Calendar.Entries = nil
		if s.export(t, x, wrote.Add(2*time.Hour)); len(s) > 0 {
			t.Fatalf("left behind: %s", s.all())
		}
	})
}

func TestGapsAndCallOutsAreNoShiftsToWhoeverReadsThem(t *testing.T) {
	day := rotation.Interval{Start: clockIn(t, time.UTC, "2026-12-05 00:00"), End: clockIn(t, time.UTC, "2026-12-07 00:00")}
	engineerB := rotation.Person{Name: "Engineer B"}
	entries := slices.Concat(
		turnsOf("Payments", "Engineer A"),
		GapEntries("Payments", []rotation.Gap{{Role: rotation.Primary, Interval: day}}),
		CallOutEntries([]CallOut{{Page: "p1", What: "Disk full", Person: engineerA, Interval: day}}),
		LeaveEntries([]Leave{{Person: engineerB, Interval: day, Days: true}, {Person: engineerA, Interval: day}}, false),
	)
	data := exported(t, Calendar{Entries: entries})
	for _, mine := range []bool{false, true} {
		got := mustRead(t, data, Options{Me: engineerA, Mine: mine})
		if len(got.Shifts) != 1 || got.Shifts[0].Person.Name != "Engineer A" {
			t.Errorf("mine %v: shifts %+v", mine, got.Shifts)
		}
		if len(got.Away) != 2 || got.Away[0].Person != engineerA && got.Away[1].Person != engineerA {
			t.Errorf("mine %v: away %+v", mine, got.Away)
		}
	}
	rows, err := Preview(data, "", Options{Me: engineerA, Window: everything})
	if err != nil || len(rows) != 3 || !rows[0].Away {
		t.Errorf("%+v, %v", rows, err)
	}
}
