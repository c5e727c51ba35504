package setup

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/caldav/caldavtest"
	"standby/rotation"
)

const keptByHand = `# kept by hand
name = "Payments"
zone = "UTC"

[[person]]
name = "Engineer A"
email = "a@example.org"
zone = "Europe/Berlin"

[[person]]
name = "Engineer B"
email = "b@example.org"
zone = "Asia/Tokyo"

[[layer]]
name = "weeks"
unit = "weekly"
anchor = "2026-01-05 09:00"
people = ["a@example.org", "b@example.org"]

[[time_off]]
person = "b@example.org"
from = "2026-12-24 00:00"
to = "2026-12-27 00:00"
`

const feedText = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//feed//EN\r\n" +
	"BEGIN:VEVENT\r\nUID:one\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20261205T090000Z\r\nDTEND:20261206T090000Z\r\nSUMMARY:Engineer A (primary)\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:two\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20261212T090000Z\r\nDTEND:20261213T090000Z\r\nSUMMARY:Engineer B (primary)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// exchange is a Standby with a rota file and a calendar that can only be read.
type exchange struct {
	*stage
	rota string
}

func newExchange(t *testing.T) *exchange {
	t.Helper()
	e := &exchange{stage: newStage(t)}
	e.build.Covers = NewCovers(e.path)
	e.build.Now = func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	dir := t.TempDir()
	e.rota = filepath.Join(dir, "payments.toml")
	feed := filepath.Join(dir, "feed.ics")
	err := errors.Join(os.WriteFile(e.rota, []byte(keptByHand), 0o644), os.WriteFile(feed, []byte(feedText), 0o644),
		e.AddRota(t.Context(), api.NewRota{Name: "payments", File: e.rota}), e.AddCalendar(t.Context(), api.NewCalendar{Name: "feed", Location: feed}))
	if err != nil {
		t.Fatal(err)
	}
	e.agent.told = nil
	return e
}

// shifts is who is on call in a calendar or rota, as the agent would read it.
func (e *exchange) shifts(t *testing.T, name string, from, to time.Time) string {
	t.Helper()
	cfg := e.config(t)
	specs, err := e.build.Calendars(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range cfg.Rotas {
		specs = append(specs, e.build.Rota(r))
	}
	i := slices.IndexFunc(specs, func(s agent.CalendarSpec) bool { return s.Calendar.Name() == name })
	got, _, err := specs[i].Calendar.Fetch(t.Context(), provider.Copy{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := specs[i].Read(got.Body, agent.Ask(name, rotation.Person{}, time.UTC, e.build.Now()))
	if err != nil || len(table.Warnings) > 0 {
		t.Fatal(err, table.Warnings)
	}
	var words []string
	for _, s := range table.Shifts {
		if part := s.Clip(rotation.Interval{Start: from, End: to}); !part.Empty() {
			words = append(words, part.Start.Format("2T15")+"-"+part.End.Format("2T15")+" "+strings.TrimPrefix(s.Person.Name, "Engineer "))
		}
	}
	return strings.Join(words, ", ")
}

func held(rota, letter string, from time.Time, d time.Duration) rotation.Shift {
	return rotation.Shift{Rota: rota, Role: rotation.Primary, Person: named(letter), Interval: rotation.Interval{Start: from, End: from.Add(d)}}
}

const oneWeek = 7 * 24 * time.Hour

func TestAPartOfARotasShiftIsGivenInItsFileAndTakenBack(t *testing.T) {
	e := newExchange(t)
	monday := time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC)
	from, to := monday.AddDate(0, 0, -1), monday.AddDate(0, 0, 8)
	before := e.shifts(t, "payments", from, to)
	holder, taker := "A", "B"
	if strings.HasPrefix(strings.Split(before, ", ")[1], "7T09-14T09 B") {
		holder, taker = "B", "A"
	}
	h := api.ShiftHandover{Shift: held("payments", holder, monday, oneWeek), Part: rotation.Interval{Start: monday.Add(9 * time.Hour), End: monday.Add(21 * time.Hour)}, To: named(taker)}
	out, err := e.HandOver(t.Context(), h)
	if err != nil || out.Keeps != api.KeptInFile || out.Send != nil {
		t.Fatal(out, err)
	}
	if got := e.shifts(t, "payments", from, to); !strings.Contains(got, "7T09-7T18 "+holder+", 7T18-8T06 "+taker+", 8T06-14T09 "+holder) {
		t.Errorf("then %s", got)
	}
	text, _ := os.ReadFile(e.rota)
	if info, _ := os.Stat(e.rota); !strings.HasPrefix(string(text), keptByHand) || info.Mode().Perm() != 0o644 {
		t.Errorf("the file is\n%s", text)
	}
	if _, err := e.HandOver(t.Context(), h); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("what was given is given again: %v", err)
	}
	if err := e.TakeBack(t.Context(), out.ID); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(e.rota); string(text) != keptByHand {
		t.Errorf("after it was taken back, the file is\n%s", text)
	}
	if err := e.TakeBack(t.Context(), out.ID); !errors.Is(err, api.ErrNotFound) {
		t.Errorf("it is taken back twice: %v", err)
	}
	if want := []string{"ask again payments", "ask again payments"}; !slices.Equal(e.agent.told, want) {
		t.Errorf("the agent was told %q", e.agent.told)
	}
}

func TestTwoShiftsOfARotaAreSwapped(t *testing.T) {
	e := newExchange(t)
	monday := time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC)
	was := e.shifts(t, "payments", monday, monday.Add(2*oneWeek))
	one, two := "A", "B"
	if strings.HasPrefix(was, "7T09-14T09 B") {
		one, two = "B", "A"
	}
	back := held("payments", two, monday.Add(oneWeek), oneWeek)
	if _, err := e.HandOver(t.Context(), api.ShiftHandover{Shift: held("payments", one, monday, oneWeek), To: named(two), Return: &back}); err != nil {
		t.Fatal(err)
	}
	if got, want := e.shifts(t, "payments", monday, monday.Add(2*oneWeek)), "7T09-14T09 "+two+", 14T09-21T09 "+one; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	d, err := e.Schedule(t.Context(), monday, monday.Add(4*oneWeek))
	if err != nil || len(d.Rotas) != 2 {
		t.Fatal(d, err)
	}
	r := d.Rotas[1]
	if len(r.Edits) != 2 || !r.Edits[0].Swap || len(r.Layers) != 1 || r.Layers[0].Name != "weeks" || len(r.Layers[0].Shifts) < 4 || len(r.Away) != 1 || r.Members[1].Zone != "Asia/Tokyo" {
		t.Errorf("got %+v", r)
	}
}

func TestAFileThatWasChangedMeanwhileIsNotTakenBack(t *testing.T) {
	e := newExchange(t)
	monday := time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC)
	holder, taker := "A", "B"
	if strings.HasPrefix(e.shifts(t, "payments", monday, monday.Add(oneWeek)), "7T09-14T09 B") {
		holder, taker = "B", "A"
	}
	out, err := e.HandOver(t.Context(), api.ShiftHandover{Shift: held("payments", holder, monday, oneWeek), To: named(taker)})
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(e.rota)
	if err := os.WriteFile(e.rota, append(text, "# more\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := e.TakeBack(t.Context(), out.ID); !errors.Is(err, errMeanwhile) {
		t.Errorf("got %v", err)
	}
}

func TestWhatCanOnlyBeReadIsHandedOverHereWithAFileToSend(t *testing.T) {
	e := newExchange(t)
	from, to := day(1), day(20)
	back := held("feed", "B", day(12), 24*time.Hour)
	out, err := e.HandOver(t.Context(), api.ShiftHandover{Shift: held("feed", "A", day(5), 24*time.Hour), To: named("B"), Return: &back})
	if err != nil || out.Keeps != api.KeptHere || out.Send == nil {
		t.Fatal(out, err)
	}
	for _, want := range []string{"SUMMARY:Engineer B (primary)", "DTSTART:20261205T090000Z", "Engineer B takes this over from Engineer A.", "Engineer A takes this over from Engineer B."} {
		if !strings.Contains(strings.ReplaceAll(string(out.Send.Data), "\r\n ", ""), want) {
			t.Errorf("%q is not in\n%s", want, out.Send.Data)
		}
	}
	if got := e.shifts(t, "feed", from, to); got != "5T09-6T09 B, 12T09-13T09 A" {
		t.Errorf("then %s", got)
	}
	d, err := e.Schedule(t.Context(), from, to)
	if err != nil || len(d.Rotas[0].Edits) != 2 || d.Rotas[0].Keeps != api.KeptHere {
		t.Errorf("got %+v, %v", d, err)
	}
	if err := e.TakeBack(t.Context(), out.ID); err != nil {
		t.Fatal(err)
	}
	if got := e.shifts(t, "feed", from, to); got != "5T09-6T09 A, 12T09-13T09 B" {
		t.Errorf("after it was taken back: %s", got)
	}
	if len(e.agent.told) != 2 {
		t.Errorf("the agent was told %q", e.agent.told)
	}
}

func TestAShiftOnAServerIsHandedOverThereAndTakenBack(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, server *caldavtest.Server) {
		tm := newTeam(t, server)
		out, err := tm.HandOver(t.Context(), api.ShiftHandover{Shift: held("team", "A", day(5), 24*time.Hour), To: named("B"),
			Part: rotation.Interval{Start: day(5).Add(3 * time.Hour), End: day(6)}})
		if err != nil || out.Keeps != api.KeptInCalendar {
			t.Fatal(out, err)
		}
		if got := tm.shifts(t); !strings.Contains(got, "5T12-6T09 B") {
			t.Errorf("then %s", got)
		}
		if err := tm.TakeBack(t.Context(), out.ID); err != nil {
			t.Fatal(err)
		}
		if got := tm.shifts(t); strings.Contains(got, "6T09 B") || !strings.Contains(got, "5T12-6T09 A") {
			t.Errorf("after it was taken back: %s", got)
		}
	})
}

func TestAHandoverThatMakesNoSenseIsRefused(t *testing.T) {
	e := newExchange(t)
	s := held("feed", "A", day(5), 24*time.Hour)
	other := held("payments", "B", day(12), time.Hour)
	for name, c := range map[string]struct {
		h    api.ShiftHandover
		want error
	}{
		"to nobody":                {api.ShiftHandover{Shift: s}, api.ErrBadRequest},
		"to who has it":            {api.ShiftHandover{Shift: s, To: named("A")}, api.ErrBadRequest},
		"a part outside":           {api.ShiftHandover{Shift: s, To: named("B"), Part: rotation.Interval{Start: day(6), End: day(8)}}, api.ErrBadRequest},
		"for another calendar's":   {api.ShiftHandover{Shift: s, To: named("B"), Return: &other}, api.ErrBadRequest},
		"a calendar of no name":    {api.ShiftHandover{Shift: held("gone", "A", day(5), time.Hour), To: named("B")}, api.ErrNotFound},
		"what somebody else has":   {api.ShiftHandover{Shift: held("payments", "C", day(7), time.Hour), To: named("B")}, api.ErrBadRequest},
		"to whom the file has not": {api.ShiftHandover{Shift: held("payments", "A", day(7), time.Hour), To: named("Z")}, nil},
	} {
		_, err := e.HandOver(t.Context(), c.h)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if text, _ := os.ReadFile(e.rota); string(text) != keptByHand {
		t.Errorf("the file is\n%s", text)
	}
}

func TestATornFileOfCoversIsToldAndNotOverwritten(t *testing.T) {
	e := newExchange(t)
	path := filepath.Join(filepath.Dir(e.path), "handed-over.json")
	for _, text := range []string{"{", `{"version":2}`, `{"version":1,"covers":[{"id":"x"}]}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := e.HandOver(t.Context(), api.ShiftHandover{Shift: held("feed", "A", day(5), 24*time.Hour), To: named("B")}); err == nil || !strings.Contains(err.Error(), "handed-over.json") {
			t.Errorf("%s: got %v", text, err)
		}
		if kept, _ := os.ReadFile(path); string(kept) != text {
			t.Errorf("%s became %s", text, kept)
		}
		d, err := e.Schedule(t.Context(), day(1), day(9))
		if err != nil || d.Rotas[0].Trouble == nil {
			t.Errorf("%s: the schedule says %+v, %v", text, d, err)
		}
	}
}

func TestHolidaysAreThoseOfTheUsersRegions(t *testing.T) {
	cfg := config.Default()
	cfg.Zone, cfg.Me = time.UTC, named("A")
	cfg.Pay.People = []config.PayFacts{{Regions: []string{"DE"}}, {Person: "Engineer B", Regions: []string{"FR"}}}
	got := holidaysOf(cfg, rotation.Interval{Start: day(1), End: day(31)})
	if len(got) != 2 || got[0].Date != "2026-12-25" || got[0].Name == "" {
		t.Errorf("got %+v", got)
	}
	cfg.Pay.People = nil
	if got := holidaysOf(cfg, rotation.Interval{Start: day(1), End: day(31)}); got == nil || len(got) != 0 {
		t.Errorf("without a region: %+v", got)
	}
}
