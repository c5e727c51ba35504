package agent_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/provider"
	"standby/app/store"
	"standby/notify"
	"standby/rotation"
)

// feed is a calendar somewhere else, under the test's control.
type feed struct {
	mu       sync.Mutex
	body     string
	err      error
	warnings []string
	asked    []time.Time
}

func (*feed) Name() string { return "payments" }

func (f *feed) Fetch(_ context.Context, last provider.Copy) (provider.Copy, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, time.Now())
	if f.err != nil {
		return provider.Copy{}, false, f.err
	}
	// A server that sends new validators with every answer.
	now := provider.Copy{Body: []byte(f.body), FetchedAt: time.Now(), ETag: fmt.Sprint(len(f.asked)), Warnings: f.warnings}
	return now, !bytes.Equal(now.Body, last.Body), nil
}

func (f *feed) set(err error, c calendar) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.body, f.err = c.body, err
}

// times is how often it was asked, since it last was told to forget.
func (f *feed) times() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

func (f *feed) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = nil
}

// pauses are the times between the readings so far.
func (f *feed) pauses() (list []time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := 1; i < len(f.asked); i++ {
		list = append(list, f.asked[i].Sub(f.asked[i-1]))
	}
	return list
}

func (f *feed) spec() agent.CalendarSpec {
	return agent.CalendarSpec{Calendar: f, Kind: api.KindCalendar, Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary, Mine: false}), Every: 15 * time.Minute}
}

// bodies are the notes on the screen, title and body.
func (s *screen) bodies() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []string{}
	for _, n := range s.notes {
		out = append(out, n.Title+": "+n.Body)
	}
	slices.Sort(out)
	return out
}

func (d *desk) shows(want ...string) {
	d.t.Helper()
	if got := d.screen.bodies(); !slices.Equal(got, append([]string{}, want...)) {
		d.t.Errorf("on the screen: %q, want %q", got, want)
	}
}

// begin starts an agent on a feed, once it has read it.
func (d *desk) begin(f *feed) {
	d.t.Helper()
	d.startWith(f.spec())
}

// Engineer A has 24 to 36 and 48 to 60, Engineer B what lies between, and a year.
func twoShifts() calendar {
	return rota(event("Engineer A", 24, 36), event("Engineer B", 36, 48), event("Engineer A", 48, 60), event("Engineer B", 60, 24*400))
}

func lostOne() calendar {
	return rota(event("Engineer A", 24, 36), event("Engineer B", 36, 48), event("Engineer B", 48, 60), event("Engineer B", 60, 24*400))
}

const lostNote = "Your duty has changed: Mon 3 Jan 00:00 to 12:00 is no longer yours; Engineer B has it. (payments)"

func TestAChangeThatTouchesMeIsToldOnce(t *testing.T) {
	inBubble(t, "quietly, and not again after a restart", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		d.begin(f)
		d.settle(time.Hour)
		d.shows()
		f.set(nil, lostOne())
		d.settle(15 * time.Minute)
		d.shows(lostNote)
		for _, n := range d.screen.notes {
			if n.Sound || n.Urgency != notify.Normal || len(n.Actions) != 1 || n.Actions[0].Key != notify.ActionOpen {
				t.Errorf("note %+v", n)
			}
		}
		d.settle(2 * time.Hour)
		d.stop()
		shows := d.screen.shows()
		d.begin(f)
		defer func() { d.stop() }()
		d.settle(26 * time.Hour)
		if d.screen.shows() != shows {
			t.Errorf("shown %d times, then %d", shows, d.screen.shows())
		}
	})
	inBubble(t, "also when it came while Standby was off", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		d.begin(f)
		d.stop()
		f.set(nil, lostOne())
		d.settle(10 * time.Hour)
		d.begin(f)
		defer func() { d.stop() }()
		d.shows(lostNote)
	})
	inBubble(t, "not by turns, where a server gives old and new", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		for i := range 10 {
			f.set(nil, []calendar{lostOne(), twoShifts()}[i%2])
			d.settle(15 * time.Minute)
		}
		if n := d.screen.shows(); n != 2 { // gone, and back
			t.Errorf("shown %d times: %q", n, d.screen.bodies())
		}
	})
	inBubble(t, "and the disk is full", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		d.full.Store(true)
		f.set(nil, lostOne())
		d.settle(time.Hour)
		d.shows(lostNote)
		if n := d.screen.shows(); n != 1 {
			t.Errorf("shown %d times", n)
		}
	})
}

func TestANoteThatWasNotShownIsShownLater(t *testing.T) {
	kept := notify.Note{ID: "change/payments/1", Title: "Your duty has changed", Body: "Sat 1 Jan is no longer yours. (payments)"}
	keep := func(d *desk) {
		d.t.Helper()
		st, _, err := store.Open(context.Background(), d.dir, time.Now)
		if err != nil {
			d.t.Fatal(err)
		}
		if due, err := st.KeepNotice(context.Background(), "payments", kept, time.Now(), time.Now()); err != nil || !due {
			d.t.Fatal(due, err)
		}
		if err := st.Close(); err != nil {
			d.t.Fatal(err)
		}
	}
	inBubble(t, "when Standby ended in between", func(t *testing.T, d *desk) {
		keep(d)
		d.start(twoShifts())
		d.shows(kept.Title + ": " + kept.Body)
		d.stop()
		d.start(twoShifts())
		d.stop()
		if n := d.screen.shows(); n != 1 {
			t.Errorf("shown %d times", n)
		}
	})
	inBubble(t, "when there was nothing to show it on", func(t *testing.T, d *desk) {
		keep(d)
		d.start(twoShifts())
		defer func() { d.stop() }()
		d.agent.React(notify.Reaction{NoteID: kept.ID, Kind: notify.Failed, Err: errors.New("no service")})
		d.settle(time.Hour)
		if n := d.screen.shows(); n != 1 {
			t.Errorf("shown %d times", n)
		}
		d.agent.React(notify.Reaction{Kind: notify.Lost})
		d.settle(0)
		d.agent.React(notify.Reaction{Kind: notify.Lost})
		d.settle(0)
		if n := d.screen.shows(); n != 2 {
			t.Errorf("shown %d times", n)
		}
	})
}

func TestWhatIsNoChangeForMeIsNotTold(t *testing.T) {
	base := []string{event("Engineer A", 24, 36), event("Engineer B", 36, 48), event("Engineer A", 24*30, 24*31)}
	for name, after := range map[string]calendar{
		"another order":          rota(base[2], base[1], base[0]),
		"new stamps":             {strings.ReplaceAll(rota(base...).body, "DTSTAMP:20000101", "DTSTAMP:20000102")},
		"another's shift":        rota(base[0], event("Engineer C", 36, 48), base[2]),
		"a shift cut into two":   rota(event("Engineer A", 24, 30), event("Engineer A", 30, 36), base[1], base[2]),
		"the calendar has grown": rota(base[0], base[1], base[2], event("Engineer A", 24*32, 24*33)),
	} {
		inBubble(t, name, func(t *testing.T, d *desk) {
			f := &feed{}
			f.set(nil, rota(base...))
			d.begin(f)
			defer func() { d.stop() }()
			f.set(nil, after)
			d.settle(15 * time.Minute)
			d.shows()
			mine, err := d.agent.Shifts(context.Background(), api.ShiftQuery{From: time.Now(), To: time.Now().AddDate(0, 0, 20), Mine: true})
			var sum time.Duration
			for _, s := range mine {
				sum += s.Duration()
			}
			if err != nil || sum != 12*time.Hour {
				t.Errorf("recorded: %v in %+v, %v", sum, mine, err)
			}
		})
	}
	inBubble(t, "days that pass, and a past that falls off", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		d.settle(50 * time.Hour)
		f.set(nil, rota(event("Engineer A", 49, 60), event("Engineer B", 60, 24*400)))
		d.settle(3 * 24 * time.Hour)
		d.shows()
	})
	inBubble(t, "what cannot be read", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		f.set(nil, calendar{"<html>"})
		d.settle(time.Hour)
		d.shows()
		if src := d.payments(); src.State != api.SourceRefused || time.Since(src.LastHeard) < 50*time.Minute {
			t.Errorf("source %+v", src)
		}
		if s := d.snapshot(); s.Duty.Next == nil {
			t.Error("the last good copy is not used")
		}
		f.set(nil, twoShifts())
		d.settle(time.Hour)
		d.shows()
	})
}

func TestACalendarThatEndsSoonAndGrows(t *testing.T) {
	grows := func(before, after calendar, want ...string) func(*testing.T, *desk) {
		return func(_ *testing.T, d *desk) {
			f := &feed{}
			f.set(nil, before)
			d.begin(f)
			defer func() { d.stop() }()
			f.set(nil, after)
			d.settle(15 * time.Minute)
			d.shows(want...)
		}
	}
	const week = 7 * 24
	a, b := event("Engineer A", 24, 36), event("Engineer B", 36, week)
	inBubble(t, "a week of a team has another day", grows(rota(a, b), rota(a, b, event("Engineer A", week, week+24))))
	inBubble(t, "my own has another shift soon", grows(rota(a), rota(a, event("Engineer A", week, week+24)),
		"Your duty has changed: Sat 8 Jan is now yours. (payments)"))
	inBubble(t, "my own has another month", grows(rota(a), rota(a, event("Engineer A", 5*week, 5*week+24))))
	inBubble(t, "one that was empty is not", grows(rota(), rota(a, b), "Your duty has changed: Sun 2 Jan 00:00 to 12:00 is now yours. (payments)"))
}

func TestALeaveThatIsNowOnCallIsSaidSo(t *testing.T) {
	inBubble(t, "by what the rota knows of time off", func(t *testing.T, d *desk) {
		file := d.newRotaFile(strings.ReplaceAll(daily, "Engineer A", "Engineer C") + "\n[[time_off]]\nperson = \"Engineer A\"\nfrom = \"2000-01-03 00:00\"\nto = \"2000-01-05 00:00\"\n")
		f := &feed{}
		f.set(nil, rota(event("Engineer B", 0, 24*400)))
		team := f.spec()
		team.Calendar = called{f, "team"}
		d.startWith(file.spec(), team)
		defer func() { d.stop() }()
		f.set(nil, rota(event("Engineer B", 0, 48), event("Engineer A", 48, 96), event("Engineer B", 96, 24*400)))
		d.settle(15 * time.Minute)
		d.shows("Your duty has changed: Your leave is now on call: Mon 3 Jan to Tue 4 Jan. (team)")
	})
}

// called gives a feed another name.
type called struct {
	*feed
	name string
}

func (c called) Name() string { return c.name }

func TestManyChangesAreOneNote(t *testing.T) {
	inBubble(t, "with the first of them", func(t *testing.T, d *desk) {
		var events []string
		for day := 1; day < 30; day += 2 {
			events = append(events, event("Engineer A", 24*day, 24*day+12))
		}
		f := &feed{}
		f.set(nil, rota(events...))
		d.begin(f)
		defer func() { d.stop() }()
		f.set(nil, rota(event("Engineer B", 0, 24*400)))
		d.settle(15 * time.Minute)
		got := d.screen.bodies()
		if len(got) != 1 || !strings.HasPrefix(got[0], "Your duty has changed: 15 changes in payments: Sun 2 Jan 00:00 to 12:00 is no longer yours; Engineer B has it.\n") ||
			!strings.HasSuffix(got[0], "\nand 10 more.") || strings.Count(got[0], "\n") != 5 {
			t.Errorf("%q", got)
		}
	})
}

func TestAFeedThatChangedNothingCostsNothing(t *testing.T) {
	inBubble(t, "whatever validators come with it", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		spec, reads := f.spec(), 0
		read := spec.Read
		spec.Read = func(data []byte, q agent.Question) (agent.Timetable, error) {
			reads++
			return read(data, q)
		}
		d.startWith(spec)
		defer func() { d.stop() }()
		d.settle(23 * time.Hour)
		if f.times() != 23*4+1 || reads != 1 || d.wrote.Load() != 1 {
			t.Errorf("asked %d times, read %d times, written %d times", f.times(), reads, d.wrote.Load())
		}
		if src := d.payments(); time.Since(src.LastHeard) > 15*time.Minute {
			t.Errorf("source %+v", src)
		}
	})
}

func TestTheVersionsOfACalendarCanBeCompared(t *testing.T) {
	inBubble(t, "by their hashes, or the last two", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		ctx := context.Background()
		if _, err := d.agent.Compare(ctx, "payments", "", ""); !errors.Is(err, agent.ErrOneVersion) {
			t.Errorf("with one version: %v", err)
		}
		f.set(nil, lostOne())
		d.settle(15 * time.Minute)
		f.set(nil, twoShifts())
		d.settle(15 * time.Minute)
		list, err := d.agent.Versions(ctx, "payments")
		if err != nil || len(list) != 3 || list[0].Hash != list[2].Hash || !list[0].From.Equal(time.Now()) {
			t.Fatalf("%+v, %v", list, err)
		}
		sentences := func(before, after string) string {
			t.Helper()
			c, err := d.agent.Compare(ctx, "payments", before, after)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, a := range c.Alterations {
				out = append(out, a.Sentence(time.UTC, time.Now()))
			}
			slices.Sort(out)
			return strings.Join(out, "; ")
		}
		const back = "Mon 3 Jan 00:00 to 12:00 is no longer Engineer B's; Mon 3 Jan 00:00 to 12:00 is now yours; it was Engineer B's"
		if got := sentences("", ""); got != back {
			t.Errorf("the last two: %q", got)
		}
		if got := sentences(list[1].Hash[:8], list[0].Hash[:8]); got != back {
			t.Errorf("by hash: %q", got)
		}
		if got := sentences("", list[1].Hash); !strings.Contains(got, "is no longer yours") {
			t.Errorf("the first two: %q", got)
		}
		if got := sentences(list[2].Hash, list[0].Hash); got != "" {
			t.Errorf("the first and the last: %q", got)
		}
		for _, c := range [][3]string{{"other", "", ""}, {"payments", "ffffffff", ""}, {"payments", "", "ffffffff"}} {
			if _, err := d.agent.Compare(ctx, c[0], c[1], c[2]); !errors.Is(err, agent.ErrNoCalendar) && !errors.Is(err, agent.ErrOneVersion) {
				t.Errorf("%v: %v", c, err)
			}
		}
	})
}

func TestWhatIsToBeKnownOfTheWayIsAWarning(t *testing.T) {
	inBubble(t, "of the source", func(t *testing.T, d *desk) {
		f := &feed{warnings: []string{"it comes over http"}}
		f.set(nil, twoShifts())
		d.begin(f)
		defer func() { d.stop() }()
		if got := d.payments().Warnings; !slices.Equal(got, f.warnings) {
			t.Errorf("%q", got)
		}
		f.mu.Lock()
		f.warnings = nil
		f.mu.Unlock()
		d.settle(15 * time.Minute)
		if got := d.payments().Warnings; len(got) != 0 {
			t.Errorf("%q", got)
		}
	})
}

func TestAWatchedCalendarIsReadAtOnce(t *testing.T) {
	inBubble(t, "when somebody says that it changed", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		spec := f.spec()
		var changed func()
		spec.Watch = func(ctx context.Context, tell func()) error {
			changed = tell
			<-ctx.Done()
			return nil
		}
		d.startWith(spec)
		defer func() { d.stop() }()
		f.set(nil, lostOne())
		changed()
		changed()
		synctest.Wait()
		d.shows(lostNote)
	})
	inBubble(t, "and by the clock where nobody can", func(t *testing.T, d *desk) {
		f := &feed{}
		f.set(nil, twoShifts())
		spec := f.spec()
		spec.Watch = func(context.Context, func()) error { return errors.New("too many watches") }
		d.startWith(spec)
		defer func() { d.stop() }()
		d.settle(time.Hour)
		if f.times() != 5 {
			t.Errorf("asked %d times", f.times())
		}
	})
}
