package ical

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"standby/rotation"
	"standby/rotation/ical/profile"
)

func TestAPreviewShowsTheNextShifts(t *testing.T) {
	var events [][]string
	for day := 28; day > 0; day-- {
		events = append(events, dutyOn(fmt.Sprint("a", day), day, fmt.Sprintf("SUMMARY:duty %d: Engineer A", day)), dutyOn(fmt.Sprint("b", day), day, "SUMMARY:vacation of Engineer B"))
	}
	from := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	opt := Options{Me: engineerA, Rota: "team", Pattern: "not {looked} at", Window: rotation.Interval{Start: from, End: from.AddDate(1, 0, 0)}}
	rows, err := Preview(feedOf(plainHead, events...), "duty {any}: {person}\n{role} of {person}", opt)
	if err != nil || len(rows) != 48 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	first := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	want := []Row{
		{Start: first, End: first.Add(12 * time.Hour), Summary: "duty 5: Engineer A", Matched: true, Person: engineerA, Role: "primary", Rota: "team", Mine: true},
		{Start: first, End: first.Add(12 * time.Hour), Summary: "vacation of Engineer B", Matched: true, Person: rotation.Person{Name: "Engineer B"}, Role: "vacation", Rota: "team", Away: true},
	}
	if !slices.Equal(rows[:2], want) {
		t.Errorf("got  %+v\nwant %+v", rows[:2], want)
	}
	rows, err = Preview(feedOf(plainHead, slices.Repeat(events, 2)...), "", opt)
	if err != nil || len(rows) == 0 || len(rows) > MaxRows || rows[0].Matched || rows[0].Person != engineerA {
		t.Errorf("without a pattern: %d rows, %+v, %v", len(rows), rows[:1], err)
	}
}

func TestAPreviewAgreesWithTheReading(t *testing.T) {
	data := feedOf(goAlertHead, dutyOn(hexUID(1), 5, "SUMMARY:Engineer B On-Call (Pager: P)", "ATTENDEE:mailto:b@example.org", "ATTENDEE:mailto:c@example.org"),
		dutyOn(hexUID(2), 6, "STATUS:CANCELLED", "SUMMARY:Engineer C On-Call (Pager: P)"), dutyOn(hexUID(3), 7, "SUMMARY:Engineer A On-Call (Pager: P) Begins*"))
	for _, pattern := range []string{"", "{person} On-Call ({any}: {rota})", "{role} week"} {
		opt := Options{Me: engineerA, Window: year2026, Pattern: pattern}
		rows, err := Preview(data, pattern, opt)
		if err != nil {
			t.Fatal(err)
		}
		res := mustRead(t, data, opt)
		var got []rotation.Shift
		for _, r := range rows {
			s := rotation.Shift{Rota: r.Rota, Role: r.Role, Person: r.Person, Interval: rotation.Interval{Start: r.Start, End: r.End}}
			got = append(got, s)
			if r.Mine != (r.Person == engineerA) || r.OpenEnd != (r.Start.Day() == 7) || r.Matched != (pattern == "{person} On-Call ({any}: {rota})") {
				t.Errorf("%q: %+v", pattern, r)
			}
		}
		want := slices.Clone(res.Shifts)
		for i := range want {
			want[i].UID = ""
		}
		rotation.SortShifts(got)
		rotation.SortShifts(want)
		if len(want) < 2 || !slices.Equal(got, want) {
			t.Errorf("%q:\n got %+v\nwant %+v", pattern, got, want)
		}
	}
}

// FuzzPreview reads any data with any pattern: it ends, and what it shows is fit
// to be shown.
func FuzzPreview(f *testing.F) {
	for _, head := range [][]string{pagerDutyHead, grafanaHead, goAlertHead, plainHead} {
		for _, summary := range []string{"On Call - Engineer B - P", "[L1] b", "P: [L2] c@example.org", "B On-Call (Pager: P) Begins*", "p primary shift: B"} {
			f.Add(feedOf(head, dutyOn("1", 5, "SUMMARY:"+summary, "ATTENDEE;CN=B:MAILTO:None")), "{person} on {rota}")
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, pattern string) {
		rows, err := Preview(data, pattern, Options{Me: engineerA, Window: year2026})
		if err != nil {
			var bad *profile.PatternError
			if !errors.As(err, &bad) && !errors.Is(err, ErrNotACalendar) && !errors.Is(err, ErrTooLarge) {
				t.Fatal(err)
			}
			return
		}
		if len(rows) > MaxRows {
			t.Fatalf("%d rows", len(rows))
		}
		for _, r := range rows {
			for _, text := range []string{r.Summary, r.Person.Name, r.Person.Email, r.Rota, string(r.Role)} {
				if !utf8.ValidString(text) || text != clean(text, maxSummary) {
					t.Fatalf("%q is not fit to be shown", text)
				}
			}
		}
	})
}
