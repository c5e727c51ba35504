package ical

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// handTitles are how made-up calendars write a person.
func handTitles() []string {
	return []string{"{} (primary)", "secondary: {}", "On Call - {} - Platform, EU; and more", "[L1] {}", "platform primary shift: {}"}
}

// anyRota is a made-up object with single events, a series and an override.
func anyRota(t *rapid.T) string {
	shape := rapid.SampledFrom(handTitles()).Draw(t, "title")
	who := func() string {
		return rapid.SampledFrom([]string{"Engineer A", "Engineer C", "Zoë Ñ", "e.f"}).Draw(t, "who")
	}
	summary := func() string { return "SUMMARY:" + escapeText(strings.Replace(shape, "{}", who(), 1)) }
	zone := rapid.SampledFrom([]string{"", ";TZID=Europe/Berlin", ";TZID=America/St_Johns", ";VALUE=DATE"}).Draw(t, "zone")
	date := time.Date(2026, 11, rapid.IntRange(1, 28).Draw(t, "day"), 9, 0, 0, 0, time.UTC)
	layout, length := "20060102T150405", time.Duration(rapid.IntRange(1, 60).Draw(t, "hours"))*time.Hour
	if zone == ";VALUE=DATE" {
		layout, length = "20060102", 24*time.Hour
	}
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\nVERSION:2.0\nX-A:1\n\n")
	events := func(lines ...string) { b.WriteString("BEGIN:VEVENT\n" + strings.Join(lines, "\n") + "\nEND:VEVENT\n") }
	times := func(at time.Time) string {
		return "DTSTART" + zone + ":" + at.Format(layout) + "\nDTEND" + zone + ":" + at.Add(length).Format(layout)
	}
	events("UID:series", times(date), "RRULE:FREQ=WEEKLY;COUNT=6", summary(), "X-KEEP:\\,;"+rapid.StringMatching(`[ -~]{0,90}`).Draw(t, "text"))
	if rapid.Bool().Draw(t, "override") {
		next := date.AddDate(0, 0, 7)
		events("UID:series", "RECURRENCE-ID"+zone+":"+next.Format(layout), "SEQUENCE:2", times(next.AddDate(0, 0, 1)), summary())
	}
	events("UID:single", summary(), times(date.AddDate(0, 0, 3)))
	b.WriteString("END:VCALENDAR\n")
	return b.String()
}

func TestAHandoverChangesThatShiftAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		object := anyRota(t)
		opt := Options{Rota: "team", Zone: time.UTC, Window: rotation.Interval{Start: handNow.AddDate(0, -3, 0), End: handNow.AddDate(0, 6, 0)}}
		r, err := ReadRoll([]byte(object), opt)
		if err != nil || len(r.Turns()) < 6 {
			t.Fatal(err, len(r.Turns()), object)
		}
		turn := rapid.SampledFrom(r.Turns()).Draw(t, "turn")
		h := Handover{Turn: turn, To: engineerB}
		if hours := int(turn.Duration() / time.Hour); rapid.Bool().Draw(t, "part") {
			from := rapid.IntRange(0, hours-1).Draw(t, "from")
			h.Part = rotation.Interval{Start: turn.Start.Add(time.Duration(from) * time.Hour), End: turn.Start.Add(time.Duration(rapid.IntRange(from+1, hours).Draw(t, "to")) * time.Hour)}
		}
		a, err := r.Amend([]byte(object), handNow, h)
		if err != nil {
			t.Fatalf("%v\n%s", err, object)
		}
		data := string(a.Object)
		for _, n := range a.New {
			data += string(n.Data)
		}
		again, err := ReadRoll([]byte(data), opt)
		if err != nil {
			t.Fatal(err)
		}
		got, want := again.Shifts(), r.After(a.Handed...)
		for _, list := range [][]rotation.Shift{got, want} {
			for i := range list {
				list[i].Person.Email = ""
			}
		}
		rotation.SortShifts(got)
		rotation.SortShifts(want)
		if !slices.Equal(got, want) {
			t.Fatalf("got  %+v\nwant %+v\n%s", got, want, data)
		}
		if len(a.New) == 0 {
			lineByLine(t, object, string(a.Object), turn.Original.IsZero())
		}
	})
}

// lineByLine checks that no line of the object is lost but those that change.
func lineByLine(t *rapid.T, before, after string, single bool) {
	left := strings.SplitAfter(after, "\n")
	lost := 0
	for _, line := range strings.SplitAfter(before, "\n") {
		if i := slices.Index(left, line); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		if lost++; !strings.HasPrefix(line, "SUMMARY:") && !strings.HasPrefix(line, "SEQUENCE:") {
			t.Fatalf("%q is lost in\n%s", line, after)
		}
	}
	if single && lost > 1 {
		t.Fatalf("%d lines are lost in\n%s", lost, after)
	}
}

func FuzzAmend(f *testing.F) {
	f.Add(handObject(handTimes, "SUMMARY:Engineer A (primary)", handStamp), "Engineer B", "", int64(0), int64(3600))
	f.Add(handObject("DTSTART;VALUE=DATE:20261205", "RRULE:FREQ=WEEKLY", "SUMMARY:Engineer A"), "", "b@example.org", int64(0), int64(0))
	f.Add(handObject("DTSTART;TZID=Europe/Berlin:20261205T090000", "DURATION:P1D", "RRULE:FREQ=DAILY", "SUMMARY:On Call - A - B", "ATTENDEE;CN=A:mailto:a@example.org"), "B\n(secondary)", "b@example.org", int64(7200), int64(7200))
	f.Fuzz(func(t *testing.T, object, name, email string, from, long int64) {
		if len(object) > 20_000 {
			return
		}
		r, err := ReadRoll([]byte(object), Options{Rota: "team", Window: rotation.Interval{Start: handNow, End: handNow.AddDate(0, 0, 30)}})
		if err != nil {
			return
		}
		for _, turn := range r.Turns()[:min(3, len(r.turns))] {
			h := Handover{Turn: turn, To: rotation.Person{Name: name, Email: email}, Vouched: from%2 == 0}
			if long > 0 && long < 1e9 && from >= 0 && from < 1e9 {
				start := turn.Start.Add(time.Duration(from) * time.Second)
				h.Part = rotation.Interval{Start: start, End: start.Add(time.Duration(long) * time.Second)}
			}
			a, err := r.Amend([]byte(object), handNow, h)
			if err != nil {
				continue
			}
			again, err := ReadRoll(a.Object, r.opt)
			if err != nil {
				t.Fatalf("not to be read any more: %v\n%q\n%q", err, object, a.Object)
			}
			if n := len(r.turns); len(again.turns) > n || len(again.turns) < n-1 || !strings.Contains(string(a.Object), "SEQUENCE:") {
				t.Fatalf("%d turns, then %d\n%q\n%q", n, len(again.turns), object, a.Object)
			}
		}
	})
}
