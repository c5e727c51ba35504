package timetable_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/rotation"
	"standby/rotation/tomlfile"
)

var (
	now       = time.Date(2026, 11, 25, 1, 12, 0, 0, time.UTC)
	engineerA = rotation.Person{Name: "Engineer A", Email: "a@example.org"}
	engineerB = rotation.Person{Email: "b@example.org"}
)

// weekly is a rota with a primary at all times, and a secondary on weekdays.
const weekly = `name = "Payments as the file calls it"
zone = "Europe/Berlin"

[[person]]
name = "Engineer A"
email = "a@example.org"

[[person]]
name = "Engineer B"
email = "b@example.org"

[[person]]
name = "Engineer C"
email = "c@example.org"

[[layer]]
name = "weeks"
unit = "weekly"
anchor = "2026-01-05 09:00"
people = ["a@example.org", "b@example.org"]

[[layer]]
name = "days"
role = "secondary"
unit = "weekly"
anchor = "2026-01-05 09:00"
people = ["b@example.org", "a@example.org"]

[[layer.window]]
days = ["weekdays"]
start = "09:00"
end = "17:00"
`

func berlin(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func read(t testing.TB, text string, me rotation.Person, at time.Time) agent.Timetable {
	t.Helper()
	table, err := timetable.Rota("payments.toml")([]byte(text), agent.Ask("payments", me, berlin(t), at))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestARotaSaysWhoIsOnCallAndWhereNobodyIs(t *testing.T) {
	table := read(t, weekly, engineerA, now)
	duty := rotation.DutyAt(table.Shifts, engineerA, now)
	if c := duty.Current; c == nil || c.Role != rotation.Primary || c.Rota != "payments" || !duty.Until.Equal(time.Date(2026, 11, 30, 9, 0, 0, 0, berlin(t))) {
		t.Errorf("got %+v", duty)
	}
	if a := duty.After; a == nil || !a.Person.Same(engineerB) {
		t.Errorf("then %+v", a)
	}
	night := rotation.Gap{Role: rotation.Secondary, Interval: rotation.Interval{
		Start: time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}}
	if !slices.Contains(table.Gaps, night) {
		t.Errorf("the night without a secondary is no gap; the gaps: %v", table.Gaps[:3])
	}
	if slices.ContainsFunc(table.Gaps, func(g rotation.Gap) bool { return g.Role == rotation.Primary }) || !table.Horizon.IsZero() || len(table.Warnings) > 0 {
		t.Errorf("horizon %v, warnings %q", table.Horizon, table.Warnings)
	}
}

func TestARotaKnowsItsMembersAlsoWhileTheyAreNotOnCall(t *testing.T) {
	for name, c := range map[string]struct {
		me   rotation.Person
		want bool
	}{
		"on call":                  {engineerA, true},
		"by the address alone":     {engineerB, true},
		"a member without a shift": {rotation.Person{Name: "engineer c"}, true},
		"somebody else":            {rotation.Person{Name: "Engineer D"}, false},
		"nobody":                   {rotation.Person{}, false},
	} {
		if got := read(t, weekly, c.me, now).Knows; got != c.want {
			t.Errorf("%s: knows them: %v", name, got)
		}
	}
}

func TestTheUserIsNamedInFull(t *testing.T) {
	text := "name = \"x\"\nzone = \"UTC\"\n[[layer]]\nunit = \"daily\"\nanchor = \"2026-01-01 09:00\"\npeople = [\"a@example.org\", \"b@example.org\"]\n"
	for _, s := range read(t, text, engineerA, now).Shifts {
		if want := strings.HasPrefix(s.UID, "primary/a@"); (s.Person == engineerA) != want || !want && s.Person != engineerB {
			t.Fatalf("got %+v", s)
		}
	}
}

func TestAMistakeIsNamedWithItsLineAndIsNoTimetable(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown unit": strings.Replace(weekly, `unit = "weekly"`, `unit = "weakly"`, 1),
		"no rota at all":  "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
		"an empty file":   "",
		"half a file":     weekly[:len(weekly)/2],
	} {
		t.Run(name, func(t *testing.T) {
			table, err := timetable.Rota("/home/me/payments.toml")([]byte(text), agent.Ask("payments", engineerA, time.UTC, now))
			var at *tomlfile.Error
			if !errors.Is(err, agent.ErrUnreadable) || !errors.As(err, &at) || at.File != "/home/me/payments.toml" || at.Remedy == "" || len(table.Shifts) > 0 {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatPeopleShouldLookAtIsAWarning(t *testing.T) {
	text := weekly + `
[[swap]]
id = "party"
seq = 1
a = { person = "a@example.org", from = "2026-12-01 09:00", to = "2026-12-01 17:00", layer = "weeks" }
b = { person = "c@example.org", from = "2026-12-02 09:00", to = "2026-12-02 17:00", layer = "weeks" }

[[swap]]
id = "long ago"
seq = 2
a = { person = "c@example.org", from = "2026-02-01 09:00", to = "2026-02-01 17:00", layer = "weeks" }
b = { person = "b@example.org", from = "2026-02-02 09:00", to = "2026-02-02 17:00", layer = "weeks" }

[[time_off]]
person = "a@example.org"
from = "2026-11-28 09:00"
to = "2026-11-30 09:00"

[[time_off]]
person = "b@example.org"
from = "2027-06-01 09:00"
to = "2027-07-30 09:00"
`
	got := read(t, text, engineerA, now).Warnings
	want := []string{
		`swap "party" does not take place: Engineer A holds nothing of what was to be swapped`,
		"Engineer A is away while on call as primary, Sat 28 Nov 09:00 – Mon 30 Nov 09:00; nobody would cover",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestWarningsAreCounted(t *testing.T) {
	text := weekly
	for i := range 30 {
		text += fmt.Sprintf("\n[[swap]]\nid = \"s%d\"\nseq = %d\na = { person = \"a@example.org\", from = \"2026-12-01 09:00\", to = \"2026-12-01 17:00\" }\nb = { person = \"c@example.org\", from = \"2026-12-02 09:00\", to = \"2026-12-02 17:00\" }\n", i, i)
	}
	got := read(t, text, engineerA, now).Warnings
	if len(got) != 21 || got[20] != "10 more are not shown; standby rota check names them all" {
		t.Errorf("%d warnings, the last %q", len(got), got[len(got)-1])
	}
}

func TestOneWhoIsAloneIsOnCallFromTheBeginning(t *testing.T) {
	text := "name = \"x\"\nzone = \"UTC\"\n[[layer]]\nunit = \"daily\"\nanchor = \"2019-05-01 09:00\"\npeople = [\"Engineer A\"]\n"
	table := read(t, text, rotation.Person{Name: "Engineer A"}, now)
	want := rotation.Interval{Start: time.Date(2019, 5, 1, 9, 0, 0, 0, time.UTC), End: agent.Ask("", rotation.Person{}, time.UTC, now).Window.End}
	if len(table.Shifts) != 1 || table.Shifts[0].Interval != want || len(table.Gaps) > 0 {
		t.Errorf("got %+v, gaps %v", table.Shifts, table.Gaps)
	}
}

func TestARotaOfTooManyShiftsIsReadLessFar(t *testing.T) {
	text := "name = \"x\"\nzone = \"UTC\"\nstacking = \"union\"\n"
	for i := range 8 {
		text += fmt.Sprintf("[[layer]]\nunit = \"hourly\"\nanchor = \"2026-01-01 00:00\"\npeople = [\"Engineer A%d\", \"Engineer B%d\"]\n", i, i)
	}
	table := read(t, text, engineerA, now)
	if len(table.Shifts) > timetable.MaxShifts || len(table.Shifts) < timetable.MaxShifts/3 {
		t.Errorf("%d shifts", len(table.Shifts))
	}
	if !table.Horizon.After(now.AddDate(0, 0, 7)) || len(table.Warnings) != 1 || !strings.Contains(table.Warnings[0], "more than 10000 shifts") {
		t.Errorf("horizon %v, warnings %q", table.Horizon, table.Warnings)
	}
}

// TestTheSameShiftsAreReadTomorrow keeps a day that passes from rewriting what is
// recorded: but for those that come into sight and go out of it, shifts stay.
func TestTheSameShiftsAreReadTomorrow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := fmt.Sprintf("name = \"x\"\nzone = %q\n", rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Pacific/Chatham", "UTC"}).Draw(r, "zone"))
		for i := range rapid.IntRange(1, 3).Draw(r, "layers") {
			text += fmt.Sprintf("[[layer]]\nrole = \"role%d\"\nunit = %q\nevery = %d\nanchor = \"2026-0%d-0%d 0%d:30\"\npeople = [%q, \"b\"]\n", i,
				rapid.SampledFrom([]string{"daily", "weekly", "monthly"}).Draw(r, "unit"), rapid.IntRange(1, 9).Draw(r, "every"),
				rapid.IntRange(1, 9).Draw(r, "month"), rapid.IntRange(1, 9).Draw(r, "day"), rapid.IntRange(0, 9).Draw(r, "hour"),
				rapid.SampledFrom([]string{"a", "b"}).Draw(r, "first"))
			if rapid.Bool().Draw(r, "restricted") {
				text += "[[layer.window]]\ndays = [\"weekdays\"]\nstart = \"09:00\"\nend = \"17:00\"\n"
			}
		}
		today, tomorrow := agent.Ask("x", engineerA, time.UTC, now), agent.Ask("x", engineerA, time.UTC, now.AddDate(0, 0, 1))
		was, err := timetable.Rota("x.toml")([]byte(text), today)
		is, err2 := timetable.Rota("x.toml")([]byte(text), tomorrow)
		if err := errors.Join(err, err2); err != nil {
			r.Fatalf("%v\n%s", err, text)
		}
		both := func(shifts []rotation.Shift) []rotation.Shift {
			return slices.DeleteFunc(slices.Clone(shifts), func(s rotation.Shift) bool {
				open := s.End.Equal(today.Window.End) || s.End.Equal(tomorrow.Window.End)
				return open || !s.End.After(tomorrow.Window.Start) || !s.Start.Before(today.Window.End)
			})
		}
		if a, b := both(was.Shifts), both(is.Shifts); !reflect.DeepEqual(a, b) {
			r.Fatalf("%d shifts today, %d tomorrow of\n%s", len(a), len(b), text)
		}
	})
}

func TestEqualQuestionsHaveEqualAnswers(t *testing.T) {
	morning, evening := agent.Ask("x", engineerA, time.UTC, now), agent.Ask("x", engineerA, time.UTC, now.Add(20*time.Hour))
	if morning != evening {
		t.Errorf("the question changes within a day: %+v, %+v", morning, evening)
	}
	if next := agent.Ask("x", engineerA, time.UTC, now.Add(24*time.Hour)); next == morning {
		t.Error("the question stays from day to day")
	}
	if a, b := read(t, weekly, engineerA, now), read(t, weekly, engineerA, now); !reflect.DeepEqual(a, b) {
		t.Error("two readings of one file differ")
	}
}

func FuzzRota(f *testing.F) {
	f.Add([]byte(weekly))
	f.Add([]byte("name = 'x'\nzone = 'UTC'\n[[layer]]\nunit = 'hourly'\nanchor = '2026-01-01 00:00'\npeople = ['a', 'b']\n"))
	q := agent.Ask("payments", engineerA, time.UTC, now)
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := timetable.Rota("f.toml")(data, q)
		if err != nil {
			if !errors.Is(err, agent.ErrUnreadable) {
				t.Fatal(err)
			}
			return
		}
		if len(table.Shifts) > timetable.MaxShifts {
			t.Fatalf("%d shifts", len(table.Shifts))
		}
		for _, s := range table.Shifts {
			if s.Empty() || s.Rota != "payments" || !s.Start.Before(q.Window.End) || !s.End.After(q.Window.Start) {
				t.Fatalf("shift %+v", s)
			}
		}
	})
}

func TestShiftsThatNeverChangeHandsAreFollowedForYears(t *testing.T) {
	text := "name = \"x\"\nzone = \"UTC\"\nstacking = \"union\"\n"
	for i := range 5 {
		text += fmt.Sprintf("[[layer]]\nunit = \"hourly\"\nanchor = \"2010-01-01 00:00\"\npeople = [\"Engineer %d\"]\n", i)
	}
	if table := read(t, text, engineerA, now); len(table.Shifts) != 5 || table.Shifts[0].Start.After(now.AddDate(-9, 0, 0)) {
		t.Errorf("%d shifts, the first from %v", len(table.Shifts), table.Shifts[0].Start)
	}
}

func TestARotaOfTooManyShiftsAWeekIsRefused(t *testing.T) {
	text := "name = \"x\"\nzone = \"UTC\"\nstacking = \"union\"\n"
	for i := range 57 {
		text += fmt.Sprintf("[[layer]]\nunit = \"hourly\"\nanchor = \"2026-01-01 00:00\"\npeople = [\"Engineer A%d\", \"Engineer B%d\"]\n", i, i)
	}
	_, err := timetable.Rota("x.toml")([]byte(text), agent.Ask("x", engineerA, time.UTC, now))
	if !errors.Is(err, agent.ErrUnreadable) {
		t.Errorf("got %v", err)
	}
}
