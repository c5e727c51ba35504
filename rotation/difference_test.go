package rotation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// now is a Wednesday.
var diffNow = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

var (
	personA = rotation.Person{Name: "Engineer A", Email: "a@example.org"}
	personB = rotation.Person{Name: "Engineer B", Email: "b@example.org"}
)

// clockTime reads "27 Nov 09:00" of 2026, or with a year in front of the time.
func clockTime(t *testing.T, text string) time.Time {
	t.Helper()
	layout := "2 Jan 15:04"
	if strings.Count(text, " ") == 3 {
		layout = "2 Jan 2006 15:04"
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	if at.Year() == 0 {
		at = at.AddDate(2026, 0, 0)
	}
	return at
}

// duties reads lines of "UID who role: from - to".
func duties(t *testing.T, lines ...string) []rotation.Shift {
	t.Helper()
	var out []rotation.Shift
	for _, line := range lines {
		head, when, _ := strings.Cut(line, ": ")
		words := strings.Fields(head)
		from, to, _ := strings.Cut(when, " - ")
		out = append(out, rotation.Shift{
			UID: words[0], Rota: "payments", Role: rotation.Role(words[2]), Person: map[string]rotation.Person{"A": personA, "B": personB, "C": {Name: "Engineer C"}, "-": {}}[words[1]],
			Interval: rotation.Interval{Start: clockTime(t, from), End: clockTime(t, to)},
		})
	}
	return out
}

func TestADifferenceIsToldInSentences(t *testing.T) {
	window := rotation.Interval{Start: diffNow, End: diffNow.AddDate(0, 2, 0)}
	for name, c := range map[string]struct {
		before, after []string
		away          []string
		want          []string
	}{
		"a day is no longer mine": {
			[]string{"1 A primary: 5 Dec 00:00 - 6 Dec 00:00"}, []string{"2 B primary: 5 Dec 00:00 - 6 Dec 00:00"}, nil,
			[]string{"Sat 5 Dec is no longer yours; Engineer B has it", "Sat 5 Dec is now Engineer B's"},
		},
		"a day is mine": {
			[]string{"1 B primary: 5 Dec 00:00 - 6 Dec 00:00"}, []string{"1 A primary: 5 Dec 00:00 - 6 Dec 00:00"}, nil,
			[]string{"Sat 5 Dec is now yours; it was Engineer B's", "Sat 5 Dec is no longer Engineer B's"},
		},
		"a shift moved under its UID": {
			[]string{"1 A primary: 27 Nov 09:00 - 27 Nov 17:00"}, []string{"1 A primary: 28 Nov 09:00 - 28 Nov 17:00"}, nil,
			[]string{"Your shift Fri 27 Nov 09:00 moved to Sat 28 Nov 09:00"},
		},
		"a shift moved by two hours under another UID": {
			[]string{"1 A primary: 27 Nov 09:00 - 27 Nov 17:00"}, []string{"2 A primary: 27 Nov 11:00 - 27 Nov 19:00"}, nil,
			[]string{"Your shift Fri 27 Nov 09:00 moved to Fri 27 Nov 11:00"},
		},
		"a shift moved and became longer": {
			[]string{"1 A secondary: 27 Nov 09:00 - 27 Nov 17:00"}, []string{"1 A secondary: 28 Nov 09:00 - 28 Nov 20:00"}, nil,
			[]string{"Your shift Fri 27 Nov 09:00 as secondary moved to Sat 28 Nov 09:00 to 20:00"},
		},
		"a swap of two days": {
			[]string{"1 A primary: 5 Dec 00:00 - 6 Dec 00:00", "2 B primary: 6 Dec 00:00 - 7 Dec 00:00"},
			[]string{"1 B primary: 5 Dec 00:00 - 6 Dec 00:00", "2 A primary: 6 Dec 00:00 - 7 Dec 00:00"}, nil,
			[]string{"Your shift Sat 5 Dec moved to Sun 6 Dec", "Engineer B's shift Sun 6 Dec moved to Sat 5 Dec"},
		},
		"an evening was taken off my shift": {
			[]string{"1 A primary: 27 Nov 09:00 - 27 Nov 21:00"}, []string{"1 A primary: 27 Nov 09:00 - 27 Nov 17:00"}, nil,
			[]string{"Fri 27 Nov 17:00 to 21:00 is no longer yours"},
		},
		"a day out of my week": {
			[]string{"1 A primary: 30 Nov 09:00 - 7 Dec 09:00"},
			[]string{"1 A primary: 30 Nov 09:00 - 5 Dec 00:00", "2 B primary: 5 Dec 00:00 - 6 Dec 00:00", "3 A primary: 6 Dec 00:00 - 7 Dec 09:00"}, nil,
			[]string{"Sat 5 Dec is no longer yours; Engineer B has it", "Sat 5 Dec is now Engineer B's"},
		},
		"two people share what I lost": {
			[]string{"1 A primary: 5 Dec 00:00 - 7 Dec 00:00"},
			[]string{"1 B primary: 5 Dec 00:00 - 6 Dec 00:00", "2 C primary: 6 Dec 00:00 - 7 Dec 00:00"}, nil,
			[]string{"Sat 5 Dec to Sun 6 Dec is no longer yours", "Sat 5 Dec is now Engineer B's", "Sun 6 Dec is now Engineer C's"},
		},
		"another role": {
			[]string{"1 A secondary: 27 Nov 09:00 - 28 Nov 09:00"}, []string{"2 A primary: 27 Nov 09:00 - 28 Nov 09:00"}, nil,
			[]string{"Fri 27 Nov 09:00 to Sat 28 Nov 09:00: you are now primary instead of secondary"},
		},
		"my leave is on call": {
			nil, []string{"1 A primary: 21 Dec 09:00 - 28 Dec 09:00"}, []string{"A: 23 Dec 00:00 - 27 Dec 00:00"},
			[]string{"Your leave is now on call: Wed 23 Dec to Sat 26 Dec"},
		},
		"my leave was on call already": {
			[]string{"1 A primary: 21 Dec 09:00 - 28 Dec 09:00"}, []string{"2 A primary: 21 Dec 09:00 - 28 Dec 12:00"}, []string{"A: 23 Dec 00:00 - 27 Dec 00:00"},
			[]string{"Mon 28 Dec 09:00 to 12:00 is now yours"},
		},
		"another's leave": {
			nil, []string{"1 B primary: 23 Dec 00:00 - 24 Dec 00:00"}, []string{"A: 23 Dec 00:00 - 27 Dec 00:00"},
			[]string{"Wed 23 Dec is now Engineer B's"},
		},
		"another year is named": {
			[]string{"1 A primary: 31 Dec 18:00 - 1 Jan 2027 06:00"}, nil, nil,
			[]string{"Thu 31 Dec 18:00 to Fri 1 Jan 2027 06:00 is no longer yours"},
		},
		"the shift that runs ends earlier": {
			[]string{"1 A primary: 25 Nov 09:00 - 25 Nov 18:00"}, []string{"1 A primary: 25 Nov 09:00 - 25 Nov 15:00"}, nil,
			[]string{"Wed 25 Nov 15:00 to 18:00 is no longer yours"},
		},
		"the shift that runs is gone": {
			[]string{"1 A primary: 25 Nov 09:00 - 25 Nov 18:00"}, nil, nil,
			[]string{"Wed 25 Nov 09:00 to 18:00 is no longer yours"},
		},
		"the past falls off": {
			[]string{"1 A primary: 20 Nov 09:00 - 21 Nov 09:00", "2 A primary: 24 Nov 09:00 - 26 Nov 09:00"}, []string{"2 A primary: 24 Nov 09:00 - 26 Nov 09:00"}, nil, nil,
		},
		"the past is told otherwise": {
			[]string{"1 A primary: 20 Nov 09:00 - 21 Nov 09:00"}, []string{"1 A primary: 20 Nov 12:00 - 22 Nov 09:00"}, nil, nil,
		},
		"the shift that runs is cut at its beginning": {
			[]string{"1 A primary: 24 Nov 09:00 - 26 Nov 09:00"}, []string{"1 A primary: 25 Nov 11:00 - 26 Nov 09:00"}, nil, nil,
		},
		"days appear beyond the window": {
			[]string{"1 A primary: 24 Jan 2027 09:00 - 25 Jan 2027 12:00"}, []string{"1 A primary: 24 Jan 2027 09:00 - 26 Jan 2027 09:00", "2 A primary: 1 Feb 2027 09:00 - 2 Feb 2027 09:00"}, nil, nil,
		},
		"a week comes as days, in another order, under other UIDs": {
			[]string{"1 A primary: 30 Nov 09:00 - 3 Dec 09:00"},
			[]string{"y A primary: 2 Dec 09:00 - 3 Dec 09:00", "x A primary: 30 Nov 09:00 - 1 Dec 09:00", "z A primary: 1 Dec 09:00 - 2 Dec 09:00", "x A primary: 30 Nov 09:00 - 1 Dec 09:00"}, nil, nil,
		},
		"two of my shifts change their UIDs": {
			[]string{"1 A primary: 27 Nov 09:00 - 27 Nov 17:00", "2 A primary: 28 Nov 09:00 - 28 Nov 17:00"},
			[]string{"2 A primary: 27 Nov 09:00 - 27 Nov 17:00", "1 A primary: 28 Nov 09:00 - 28 Nov 17:00"}, nil, nil,
		},
		"an event of nobody": {nil, []string{"1 - primary: 27 Nov 09:00 - 27 Nov 17:00"}, nil, nil},
		"far away is no move": {
			[]string{"1 A primary: 27 Nov 09:00 - 27 Nov 17:00"}, []string{"2 A primary: 8 Jan 2027 09:00 - 8 Jan 2027 17:00"}, nil,
			[]string{"Fri 27 Nov 09:00 to 17:00 is no longer yours", "Fri 8 Jan 2027 09:00 to 17:00 is now yours"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var away []rotation.TimeOff
			for _, line := range c.away {
				s := duties(t, "1 "+strings.Replace(line, ": ", " x: ", 1))[0]
				away = append(away, rotation.TimeOff{Person: s.Person, Interval: s.Interval})
			}
			var got []string
			list := rotation.Difference(duties(t, c.before...), duties(t, c.after...), personA, window, away...)
			slices.SortStableFunc(list, func(a, b rotation.Alteration) int { // mine first, as the table has them
				return map[bool]int{true: 0, false: 1}[a.Mine] - map[bool]int{true: 0, false: 1}[b.Mine]
			})
			for _, a := range list {
				got = append(got, a.Sentence(time.UTC, diffNow))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestTimesAreToldAsTheClocksOfTheZoneShowThem(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	night := rotation.Interval{Start: time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 29, 22, 0, 0, 0, time.UTC)}
	a := rotation.Alteration{Kind: rotation.Lost, Mine: true, Role: rotation.Primary, Was: night}
	if got := a.Sentence(zone, diffNow); got != "Sun 29 Mar is no longer yours" {
		t.Error(got)
	}
}

// hoursOn is who is on call in each hour around the window.
func hoursOn(shifts []rotation.Shift, who rotation.Person) map[int]bool {
	on := map[int]bool{}
	for _, s := range shifts {
		for t := s.Start; s.Person.Same(who) && t.Before(s.End); t = t.Add(time.Hour) {
			on[int(t.Sub(diffNow)/time.Hour)] = true
		}
	}
	return on
}

func anyShifts(t *rapid.T, label string) []rotation.Shift {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotation.Shift {
		start := diffNow.Add(time.Duration(rapid.IntRange(-20, 60).Draw(t, "start")) * time.Hour)
		return rotation.Shift{
			UID: rapid.SampledFrom([]string{"1", "2", "3", ""}).Draw(t, "uid"), Rota: "payments", Role: rotation.Primary,
			Person:   rapid.SampledFrom([]rotation.Person{personA, personB}).Draw(t, "who"),
			Interval: rotation.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(0, 20).Draw(t, "hours")) * time.Hour)},
		}
	}), 0, 6).Draw(t, label)
}

func TestEveryHourThatChangedIsToldAndNoOther(t *testing.T) {
	window := rotation.Interval{Start: diffNow, End: diffNow.Add(40 * time.Hour)}
	rapid.Check(t, func(t *rapid.T) {
		before, after := anyShifts(t, "before"), anyShifts(t, "after")
		list := rotation.Difference(before, after, personA, window)
		for _, who := range []rotation.Person{personA, personB} {
			was, is := hoursOn(before, who), hoursOn(after, who)
			told := func(h int, of func(rotation.Alteration) rotation.Interval) bool {
				at := diffNow.Add(time.Duration(h) * time.Hour)
				return slices.ContainsFunc(list, func(a rotation.Alteration) bool { return a.Person == who && of(a).Contains(at) })
			}
			for h := range 40 {
				if was[h] && !is[h] && !told(h, func(a rotation.Alteration) rotation.Interval { return a.Was }) {
					t.Fatalf("hour %d of %v is lost and not told: %+v", h, who, list)
				}
				if is[h] && !was[h] && !told(h, func(a rotation.Alteration) rotation.Interval { return a.Is }) {
					t.Fatalf("hour %d of %v is gained and not told: %+v", h, who, list)
				}
			}
			for _, a := range list {
				if a.Person != who {
					continue
				}
				real := false
				for h := range 40 {
					at := diffNow.Add(time.Duration(h) * time.Hour)
					real = real || was[h] != is[h] && (a.Was.Contains(at) || a.Is.Contains(at))
				}
				if !real || a.Mine != (who == personA) {
					t.Fatalf("nothing of this changed: %+v", a)
				}
			}
		}
	})
}

func TestHowACalendarIsCutIsNoDifference(t *testing.T) {
	window := rotation.Interval{Start: diffNow, End: diffNow.Add(40 * time.Hour)}
	rapid.Check(t, func(t *rapid.T) {
		before := anyShifts(t, "before")
		var after []rotation.Shift
		for i, s := range before {
			cut := s.Start.Add(s.Duration() / 2).Truncate(time.Hour)
			first, second := s, s
			first.UID, second.UID = fmt.Sprint("a", i), fmt.Sprint("b", i)
			first.End, second.Start = cut, cut
			after = append(after, second, first)
		}
		after = rapid.Permutation(after).Draw(t, "after")
		after = slices.DeleteFunc(after, func(s rotation.Shift) bool { return !s.End.After(diffNow) || !s.Start.Before(window.End) })
		if list := rotation.Difference(before, after, personA, window); len(list) != 0 {
			t.Fatalf("%+v", list)
		}
	})
}

func TestAFeedThatChangesAltogetherIsComparedInBoundedTime(t *testing.T) {
	many := func(from int, uid string) []rotation.Shift {
		out := make([]rotation.Shift, 10_000)
		for i := range out {
			start := diffNow.Add(time.Duration(2*i+from) * time.Hour)
			out[i] = rotation.Shift{UID: fmt.Sprint(uid, i), Role: rotation.Primary, Person: personA, Interval: rotation.Interval{Start: start, End: start.Add(time.Hour)}}
		}
		return out
	}
	window := rotation.Interval{Start: diffNow, End: diffNow.AddDate(10, 0, 0)}
	if list := rotation.Difference(many(0, "a"), many(1, "b"), personA, window); len(list) < 10_000 {
		t.Errorf("%d alterations", len(list))
	}
	if list := rotation.Difference(many(0, "a"), many(1, "a"), personA, window); len(list) != 10_000 {
		t.Errorf("%d alterations", len(list))
	}
	if rotation.Difference(many(0, "a"), nil, personA, rotation.Interval{}) != nil {
		t.Error("an empty window has differences")
	}
}
