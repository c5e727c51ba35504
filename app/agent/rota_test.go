package agent_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/setup"
	"standby/rotation"
)

// rotaFile is a rota kept in a real file.
type rotaFile struct {
	t    *testing.T
	path string
}

// newRotaFile writes a rota beside the store. Test time begins on Saturday, 1
// January 2000, 00:00 UTC.
func (d *desk) newRotaFile(text string) rotaFile {
	f := rotaFile{d.t, filepath.Join(d.dir, "payments.toml")}
	f.write(text)
	return f
}

// write writes as of test time, so that the file is old where time has passed.
func (f rotaFile) write(text string) {
	f.t.Helper()
	if err := os.WriteFile(f.path, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
	if err := os.Chtimes(f.path, time.Now(), time.Now()); err != nil {
		f.t.Fatal(err)
	}
}

func (f rotaFile) spec() agent.CalendarSpec {
	return setup.Builder{}.Rota(config.Rota{Name: "payments", File: f.path, Refresh: config.DefaultRotaRefresh})
}

// daily hands over at noon; Engineer A has the night in which the tests begin.
const daily = `name = "Payments"
zone = "UTC"

[[layer]]
name = "days"
unit = "daily"
anchor = "1999-12-31 12:00"
people = ["Engineer A", "Engineer B"]
`

// headline is how the agent stands, in words.
func (d *desk) headline() string {
	h := d.snapshot().Headline(time.Now(), time.UTC)
	return strings.Join(append([]string{h.Word}, h.Detail...), "; ")
}

func (d *desk) reads(want string) {
	d.t.Helper()
	if got := d.headline(); got != want {
		d.t.Errorf("at %s: %q, want %q", time.Now().UTC().Format("Mon 15:04"), got, want)
	}
}

func (d *desk) payments() api.Source {
	d.t.Helper()
	for _, s := range d.snapshot().Sources {
		if s.Name == "payments" {
			return s
		}
	}
	d.t.Fatal("the rota is not among the sources")
	return api.Source{}
}

func TestARotaFileSaysUntilWhenIAmOnCall(t *testing.T) {
	inBubble(t, "and its hand-offs pass", func(t *testing.T, d *desk) {
		d.startWith(d.newRotaFile(daily).spec())
		defer func() { d.stop() }()
		d.reads("Primary until 12:00")
		if s := d.snapshot(); s.Duty.After == nil || s.Duty.After.Person.Name != "Engineer B" || s.Duty.Next == nil || s.Duty.Current.Rota != "payments" {
			t.Errorf("duty %+v", s.Duty)
		}
		d.settle(12 * time.Hour)
		d.reads("Off call")
		d.settle(23*time.Hour + 30*time.Minute)
		d.reads("On call in 30 min")
		d.settle(30 * time.Minute)
		d.reads("Primary until Mon 12:00")
		if src := d.payments(); src.Kind != api.KindRota || src.State != api.SourceOK || src.Trouble != nil || !src.Horizon.IsZero() {
			t.Errorf("source %+v", src)
		}
	})
	inBubble(t, "and an edit counts within a minute", func(t *testing.T, d *desk) {
		file := d.newRotaFile(daily)
		d.startWith(file.spec())
		defer func() { d.stop() }()
		d.settle(10 * time.Minute)
		file.write(daily + "\n[[override]]\nid = \"cover\"\nseq = 1\nfrom = \"2000-01-01 01:00\"\nto = \"2000-01-01 12:00\"\nout = \"Engineer A\"\nin = \"Engineer B\"\n")
		d.settle(time.Minute)
		d.reads("Primary until 01:00")
		d.settle(time.Hour)
		d.reads("Off call")
		shifts, err := d.agent.Shifts(context.Background(), api.ShiftQuery{From: time.Now(), To: time.Now().Add(time.Hour)})
		if err != nil || len(shifts) != 1 || shifts[0].Person.Name != "Engineer B" {
			t.Errorf("recorded: %+v, %v", shifts, err)
		}
	})
}

func TestAMistakeInARotaFileCostsNothingButTheEdit(t *testing.T) {
	inBubble(t, "broken, restarted, mended", func(t *testing.T, d *desk) {
		file := d.newRotaFile(daily)
		d.startWith(file.spec())
		d.settle(20 * time.Minute)
		file.write(strings.Replace(daily, "daily", "dayly", 1))
		broken := func() {
			t.Helper()
			d.settle(time.Minute)
			src := d.payments()
			if src.Trouble == nil || src.State != api.SourceRefused {
				t.Fatalf("source %+v", src)
			}
			if tr := src.Trouble; !strings.Contains(tr.What, "payments.toml, line 6: layer[0].unit: ") || !strings.Contains(tr.Means, "as they were last read") || tr.Next == "" {
				t.Errorf("trouble %+v", tr)
			}
			d.reads("payments cannot be read; Primary until 12:00")
		}
		broken()
		d.settle(time.Hour)
		broken()
		d.stop()
		d.startWith(file.spec())
		defer func() { d.stop() }()
		broken()
		if age := time.Since(d.payments().LastHeard); age > 90*time.Minute {
			t.Errorf("after the restart the last good copy is %v old", age)
		}
		file.write(daily)
		d.settle(time.Minute)
		d.reads("Primary until 12:00")
		if src := d.payments(); src.Trouble != nil || src.State != api.SourceOK {
			t.Errorf("source %+v", src)
		}
	})
	inBubble(t, "there from the beginning", func(t *testing.T, d *desk) {
		d.startWith(d.newRotaFile("name = 1\n").spec())
		defer func() { d.stop() }()
		if s := d.snapshot(); s.Standing != api.CannotSee || s.DutyKnown || d.payments().Trouble == nil {
			t.Errorf("%s, %q, %+v", s.Standing, s.DutyReason, d.payments())
		}
	})
	inBubble(t, "the file is gone", func(t *testing.T, d *desk) {
		file := d.newRotaFile(daily)
		d.startWith(file.spec())
		defer func() { d.stop() }()
		if err := os.Remove(file.path); err != nil {
			t.Fatal(err)
		}
		d.settle(time.Hour)
		d.reads("Primary until 12:00")
		if tr := d.payments().Trouble; tr == nil || !strings.Contains(tr.What, "payments") {
			t.Errorf("trouble %+v", tr)
		}
		d.settle(6 * time.Hour)
		if src := d.payments(); src.State != api.SourceSilent {
			t.Errorf("after seven hours: %+v", src)
		}
	})
}

func TestAGapIsShownAndIsNobodysShift(t *testing.T) {
	inBubble(t, "while I would be next", func(t *testing.T, d *desk) {
		file := d.newRotaFile(daily + "\n[[override]]\nid = \"out\"\nseq = 1\nfrom = \"2000-01-01 04:00\"\nto = \"2000-01-01 12:00\"\nout = \"Engineer A\"\n")
		d.startWith(file.spec())
		defer func() { d.stop() }()
		d.reads("Primary until 04:00")
		gaps, err := d.agent.Gaps(context.Background(), time.Now(), time.Now().Add(48*time.Hour))
		want := rotation.Interval{Start: time.Date(2000, 1, 1, 4, 0, 0, 0, time.UTC), End: time.Date(2000, 1, 1, 12, 0, 0, 0, time.UTC)}
		if err != nil || len(gaps) != 1 || gaps[0].Rota != "payments" || gaps[0].Role != rotation.Primary || gaps[0].Interval != want {
			t.Errorf("gaps %+v, %v", gaps, err)
		}
		d.settle(5 * time.Hour)
		d.reads("Off call")
		if s := d.snapshot(); len(s.Duty.With) != 0 || !s.DutyKnown {
			t.Errorf("somebody is shown in the gap: %+v", s.Duty)
		}
		if _, err := d.agent.Gaps(context.Background(), time.Now(), time.Now()); err == nil {
			t.Error("an empty span was answered")
		}
	})
}

func TestARotaAndACalendarStandBesideEachOther(t *testing.T) {
	// Engineer A has 0 to 8 in the calendar "team", and until 12 in the rota.
	team := agent.CalendarSpec{Calendar: named{rota(event("Engineer A", 0, 8), event("Engineer B", 8, 24*400)), "team"}}
	inBubble(t, "primary in the calendar, secondary in the rota", func(t *testing.T, d *desk) {
		file := d.newRotaFile(strings.Replace(daily, "name = \"days\"\n", "name = \"days\"\nrole = \"secondary\"\n", 1))
		spec := setup.Builder{}.Calendar(config.Calendar{Name: "team", Role: rotation.Primary, Refresh: time.Hour})
		spec.Calendar = team.Calendar
		d.startWith(spec, file.spec())
		defer func() { d.stop() }()
		d.reads("Primary until 08:00")
		d.settle(8 * time.Hour)
		d.reads("Secondary until 12:00")
		d.settle(4 * time.Hour)
		d.reads("Off call")
		shifts, err := d.agent.Shifts(context.Background(), api.ShiftQuery{From: time.Now().Add(-12 * time.Hour), To: time.Now(), Mine: true})
		if err != nil || len(shifts) != 2 || shifts[0].Rota != "payments" || shifts[1].Rota != "team" {
			t.Errorf("shifts %+v, %v", shifts, err)
		}
	})
	inBubble(t, "a rota that does not know me", func(t *testing.T, d *desk) {
		d.startWith(d.newRotaFile(strings.ReplaceAll(daily, "Engineer A", "Engineer C")).spec())
		defer func() { d.stop() }()
		if s := d.snapshot(); s.DutyKnown || s.DutyReason != "payments does not know Engineer A" {
			t.Errorf("%v %q", s.DutyKnown, s.DutyReason)
		}
		d.agent.IAm(rotation.Person{Name: "engineer b"})
		d.settle(0)
		d.reads("Off call")
	})
}

// named gives a calendar in memory another name.
type named struct {
	calendar
	name string
}

func (n named) Name() string { return n.name }

func TestAnUnchangedRotaCostsNothing(t *testing.T) {
	inBubble(t, "but once a day", func(t *testing.T, d *desk) {
		file := d.newRotaFile(daily)
		spec, reads := file.spec(), 0
		read := spec.Read
		spec.Read = func(data []byte, q agent.Question) (agent.Timetable, error) {
			reads++
			return read(data, q)
		}
		costs := func(when string, writes int64, wantReads int) {
			t.Helper()
			if d.wrote.Load() != writes || reads != wantReads {
				t.Errorf("%s: written %d times, read %d times; want %d and %d", when, d.wrote.Load(), reads, writes, wantReads)
			}
		}
		d.startWith(spec)
		costs("at the start", 1, 1)
		at := d.payments().ReadAt
		d.settle(23 * time.Hour)
		costs("within the day", 1, 1)
		if src := d.payments(); time.Since(src.LastHeard) > time.Minute || !src.ReadAt.Equal(at) {
			t.Errorf("heard %v, read %v", src.LastHeard, src.ReadAt)
		}
		d.settle(time.Hour)
		costs("the next day", 2, 2)
		d.settle(10 * time.Hour)
		d.stop()
		costs("at the stop, the age of the copy", 3, 2)
		if err := os.Remove(file.path); err != nil {
			t.Fatal(err)
		}
		d.startWith(spec)
		defer func() { d.stop() }()
		if src := d.payments(); src.State != api.SourceOK || time.Since(src.LastHeard) > time.Minute {
			t.Errorf("after the restart: %+v", src)
		}
		d.reads("Off call")
	})
	inBubble(t, "and is kept once there is space again", func(t *testing.T, d *desk) {
		file := d.newRotaFile(daily)
		d.full.Store(true)
		d.startWith(file.spec())
		defer func() { d.stop() }()
		d.settle(5 * time.Minute)
		d.reads("Primary until 12:00")
		if n := len(d.snapshot().Troubles); n != 1 || d.wrote.Load() != 0 {
			t.Errorf("%d troubles, %d written", n, d.wrote.Load())
		}
		d.full.Store(false)
		d.settle(2 * time.Minute)
		if n := len(d.snapshot().Troubles); n != 0 || d.wrote.Load() != 1 {
			t.Errorf("%d troubles, %d written", n, d.wrote.Load())
		}
	})
}

func TestWhoIsAwayWhileOnCallIsAWarning(t *testing.T) {
	inBubble(t, "of the rota", func(t *testing.T, d *desk) {
		d.startWith(d.newRotaFile(daily + "\n[[time_off]]\nperson = \"Engineer B\"\nfrom = \"2000-01-01 12:00\"\nto = \"2000-01-02 12:00\"\n").spec())
		defer func() { d.stop() }()
		want := []string{"Engineer B is away while on call as primary, Sat 1 Jan 12:00 – Sun 2 Jan 12:00; nobody would cover"}
		if got := d.payments().Warnings; !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
	})
}
