package agent_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/provider"
	"standby/app/store"
	"standby/app/trouble"
	"standby/notify"
	"standby/rotation"
)

// world is an agent with everything around it that may fail.
type world struct {
	t      *rapid.T
	dir    string
	plants []*plant
	specs  []agent.SourceSpec
	rota   onTime
	quiet  notify.QuietHours
	away   atomic.Int64 // what the clock is ahead of the bubble's, as nanoseconds
	full   atomic.Bool
	wrote  atomic.Int64
	screen *screen
	agent  *agent.Agent
	snap   atomic.Pointer[api.Snapshot]
	stop   func()
	spoilt bool      // something may not be on disk
	looks  time.Time // until when, by the bubble's clock, it looks before it tells
	log    []string
}

// onTime is a calendar that knows what time it is in the world.
type onTime struct {
	calendar
	now func() time.Time
}

func (o onTime) Fetch(context.Context, provider.Copy) (provider.Copy, bool, error) {
	return provider.Copy{Body: []byte(o.body), FetchedAt: o.now()}, true, nil
}

// keysOf the plants: b is known to both, and is the same trouble there.
var modelKeys = [][]string{{"a", "b"}, {"b", "c"}}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.away.Load())) }

func newWorld(t *rapid.T, dir string) *world {
	w := &world{t: t, dir: dir}
	w.plants = []*plant{newPlant("prod", w.now), newPlant("pd", w.now)}
	w.specs = []agent.SourceSpec{
		{Source: w.plants[0], Kind: "test", Every: 15 * time.Second},
		{Source: rich{w.plants[1]}, Kind: "test", Every: 15 * time.Second},
	}
	events := []string{}
	for h := -8; h < 24*14; h += 16 { // eight hours on, eight hours off
		events = append(events, event("Engineer A", h, h+8), event("Engineer B", h+8, h+16))
	}
	w.rota = onTime{rota(events...), w.now}
	if rapid.Bool().Draw(t, "quiet hours") {
		w.quiet = notify.QuietHours{Start: 22 * time.Hour, End: 6 * time.Hour}
	}
	return w
}

func (w *world) start() {
	ctx, cancel := context.WithCancel(context.Background())
	st, _, err := store.Open(ctx, w.dir, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range w.plants {
		p.set(func() { p.told = nil })
	}
	w.screen = &screen{notes: map[string]notify.Note{}}
	plan := notify.DefaultPlan()
	plan.Quiet = w.quiet
	a, err := agent.New(ctx, agent.Params{
		Store: disk{st, &w.full, &w.wrote, new(atomic.Int64)}, Notes: w.screen, Speaker: &speaker{}, Hooks: &hooks{}, Raise: func() {},
		Now: w.now, Explain: trouble.Explain, Log: slog.New(slog.DiscardHandler), Publish: func(s api.Snapshot) { w.snap.Store(&s) },
		Settings: agent.Settings{Me: rotation.Person{Name: "Engineer A"}, Zone: time.UTC, Plan: plan, Soon: time.Hour,
			Targets: notify.Targets{Usual: notify.Target{Within: 15 * time.Minute, Warn: 10 * time.Minute}}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	finished := make(chan struct{})
	go func() {
		a.Run(ctx, w.specs, []agent.CalendarSpec{{Calendar: w.rota, Kind: api.KindCalendar, Every: 15 * time.Minute,
			Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary})}})
		close(finished)
	}()
	w.agent = a
	w.stop = func() {
		cancel()
		<-finished
		if err := st.Close(); err != nil {
			w.t.Fatal(err)
		}
	}
	synctest.Wait()
}

func (w *world) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// origins are the pages of a snapshot, each way by which one came.
func origins(s *api.Snapshot) (list []stateOf) {
	for _, p := range s.Pages {
		if len(p.Origins) == 0 {
			list = append(list, stateOf{p.Source, p.Key, p.State, p.Request})
		}
		for _, o := range p.Origins {
			list = append(list, stateOf{o.Source, o.Key, o.State, o.Sending})
		}
	}
	return list
}

// check holds the snapshot and the screen against what the plants have told.
func (w *world) check(after string) {
	s := w.snap.Load()
	seen := map[[2]string]stateOf{}
	for _, o := range origins(s) {
		if _, twice := seen[[2]string{o.source, o.key}]; twice {
			w.fail(s, "after %s: %s of %s is listed twice", after, o.key, o.source)
		}
		seen[[2]string{o.source, o.key}] = o
	}
	for _, p := range w.plants {
		for _, key := range p.untaken() {
			if state := seen[[2]string{p.name, key}].state; state == "" || state == notify.Resolved {
				w.fail(s, "after %s: %s fires at %s, nobody has it, and it is %q", after, key, p.name, state)
			}
		}
		for _, o := range seen {
			if o.source == p.name && o.state == notify.Acknowledged && !p.saidYes(o.key) {
				w.fail(s, "after %s: %s is acknowledged, and %s never said so", after, o.key, p.name)
			}
		}
	}
	for _, p := range s.Pages {
		if p.Nags() && !p.Held && time.Now().After(w.looks) && !w.shown(p) {
			w.fail(s, "after %s: %s of %s waits and is not on the screen: %q", after, p.Key, p.Source, w.screen.titles())
		}
	}
	if s.Standing == api.OnCall && slices.ContainsFunc(s.Pages, func(p api.Page) bool { return p.Nags() }) {
		w.fail(s, "after %s: a page waits and it says that all is well", after)
	}
}

// shown reports whether a note about the page stands on the screen.
func (w *world) shown(p api.Page) bool {
	w.screen.mu.Lock()
	defer w.screen.mu.Unlock()
	if _, own := w.screen.notes[p.ID]; own {
		return true
	}
	for _, n := range w.screen.notes {
		if strings.Contains(n.Body, p.Title) {
			return true
		}
	}
	return false
}

func (w *world) fail(s *api.Snapshot, format string, args ...any) {
	var b strings.Builder
	for _, p := range s.Pages {
		fmt.Fprintf(&b, "\n  %s/%s %s request %q failure %q held %v paused %v origins %v", p.Source, p.Key, p.State, p.Request, p.Failure, p.Held, !p.PausedAt.IsZero(), p.Origins)
		for _, e := range p.Timeline {
			fmt.Fprintf(&b, "\n    %s %s %s %s", e.At.Format("02 15:04:05.000"), e.What, e.By, e.Detail)
		}
	}
	w.t.Fatalf(format+"\nat %s, standing %s, quiet hours %v, pages:%s\nsteps:\n  %s",
		append(args, s.At.Format("02 15:04:05.000"), s.Standing, w.quiet.End > 0, b.String(), strings.Join(w.log, "\n  "))...)
}

// restart ends the agent and starts it again while no source answers, so that what
// it knows is what it kept.
func (w *world) restart() {
	before := w.snap.Load()
	kept := !w.spoilt && !w.full.Load()
	w.stop()
	hung := make([]bool, len(w.plants))
	for i, p := range w.plants {
		p.set(func() { hung[i], p.hangs = p.hangs, true })
	}
	w.start()
	after := w.snap.Load()
	for i, p := range w.plants {
		p.set(func() { p.hangs = hung[i] })
	}
	if !kept {
		return
	}
	for _, p := range before.Pages {
		if !p.Open() && !p.Unseen {
			continue
		}
		i := slices.IndexFunc(after.Pages, func(q api.Page) bool { return q.ID == p.ID })
		if i < 0 {
			w.fail(before, "%s of %s did not survive a restart", p.Key, p.Source)
		}
		q := after.Pages[i]
		if q.State != p.State || q.Request != p.Request || q.AckedBy != p.AckedBy || q.AckHandle != p.AckHandle || len(q.Origins) != len(p.Origins) ||
			len(q.Work) != len(p.Work) || q.Missed != p.Missed || !q.TriggeredAt.Equal(p.TriggeredAt) || len(q.Timeline) < len(p.Timeline) {
			w.fail(before, "%s of %s is another one after a restart:\n%+v\n%+v", p.Key, p.Source, p, q)
		}
	}
}

// act does something with a page that is listed.
func (w *world) act(do api.Do) {
	pages := w.snap.Load().Pages
	if len(pages) == 0 {
		return
	}
	p := rapid.SampledFrom(pages).Draw(w.t, "page")
	c := api.Command{Do: do, Text: "looking at it", Until: w.now().Add(time.Duration(rapid.IntRange(1, 50).Draw(w.t, "minutes")) * time.Minute)}
	_ = w.agent.Act(context.Background(), p.ID, c) // not all that can be asked can be done
}

const acknowledge = string(api.DoAcknowledge)

// step is one thing that happens in the world.
func (w *world) step() string {
	i := rapid.IntRange(0, len(w.plants)-1).Draw(w.t, "plant")
	p := w.plants[i]
	key := rapid.SampledFrom(modelKeys[i]).Draw(w.t, "key")
	what := rapid.SampledFrom([]string{"fires", "fires", "fires", "ends", "somebody takes it", "somebody gives it back", "down", "hangs", "refuses", "loses answers", "healed", "healed",
		"disk full", "disk has room", "restart", "sleep", "clock back", "woke", "link up", "notes lost", "pressed",
		acknowledge, acknowledge, acknowledge, string(api.DoUnacknowledge), string(api.DoResolve), string(api.DoSnooze), string(api.DoNote),
		string(api.DoEscalate), string(api.DoPause), string(api.DoResume), string(api.DoUndo), string(api.DoSeen)}).Draw(w.t, "what")
	w.log = append(w.log, fmt.Sprintf("%s %s %s/%s", w.now().UTC().Format("02 15:04:05"), what, p.name, key))
	if do, known := w.plantSteps(p, key)[what]; known {
		p.set(do)
	} else if do, known := w.worldSteps()[what]; known {
		do()
	} else {
		w.act(api.Do(what))
	}
	synctest.Wait()
	if what == "sleep" || what == "clock back" || what == "woke" {
		w.looks = time.Now().Add(30 * time.Second)
	}
	return what
}

// plantSteps are what may happen to one source; they hold its lock.
func (w *world) plantSteps(p *plant, key string) map[string]func() {
	return map[string]func(){
		"fires": func() {
			if p.firing[key] == nil {
				p.firing[key] = &plantAlert{key: key}
			}
		},
		"ends": func() { delete(p.firing, key) },
		"somebody takes it": func() {
			if f := p.firing[key]; f != nil && f.ack == nil {
				f.ack = &provider.Ack{Handle: "foreign", By: "Engineer B"}
			}
		},
		"somebody gives it back": func() {
			if f := p.firing[key]; f != nil {
				f.ack = nil
			}
		},
		"down":          func() { p.down = rapid.SampledFrom(faultsOfPlant).Draw(w.t, "fault") },
		"hangs":         func() { p.hangs = true },
		"refuses":       func() { p.no = rapid.SampledFrom(faultsOfPlant).Draw(w.t, "fault") },
		"loses answers": func() { p.lose = true },
		"healed":        func() { p.down, p.hangs, p.no, p.lose = nil, false, nil, false },
	}
}

// worldSteps are what may happen around the agent.
func (w *world) worldSteps() map[string]func() {
	return map[string]func(){
		"disk full":     func() { w.full.Store(true); w.spoilt = true },
		"disk has room": func() { w.full.Store(false) },
		"restart":       w.restart,
		"sleep":         func() { w.away.Add(int64(rapid.IntRange(1, 600).Draw(w.t, "minutes away")) * int64(time.Minute)) },
		"clock back":    func() { w.away.Add(-int64(rapid.IntRange(1, 3600).Draw(w.t, "seconds back")) * int64(time.Second)) },
		"woke":          func() { w.agent.Woke() },
		"link up":       func() { w.agent.LinkUp() },
		"notes lost": func() {
			w.screen.mu.Lock()
			clear(w.screen.notes)
			w.screen.mu.Unlock()
			w.agent.React(notify.Reaction{Kind: notify.Lost})
		},
		"pressed": func() {
			if pages := w.snap.Load().Pages; len(pages) > 0 {
				w.agent.React(notify.Reaction{NoteID: rapid.SampledFrom(pages).Draw(w.t, "page").ID, Kind: notify.Pressed, Action: notify.ActionAcknowledge})
			}
		},
	}
}

// heal makes everything well, and after a while the agent must know all that is so.
func (w *world) heal() {
	w.full.Store(false)
	for _, p := range w.plants {
		p.heal()
	}
	w.agent.LinkUp()
	w.pass(5 * time.Minute)
	s := w.snap.Load()
	w.check("all is well again")
	for _, p := range w.plants {
		p.mu.Lock()
		told, firing := len(p.told), len(p.firing)
		p.mu.Unlock()
		if told != firing {
			w.fail(s, "%s was not asked again: %d alerts told of %d", p.name, told, firing)
		}
	}
	for _, p := range s.Pages {
		if p.Sending() {
			w.fail(s, "%s of %s is still being sent", p.Key, p.Source)
		}
	}
	for _, src := range s.Sources {
		if src.State != api.SourceOK {
			w.fail(s, "%s is %s", src.Name, src.State)
		}
	}
	if len(s.Troubles) > 0 {
		w.fail(s, "there are still troubles: %+v", s.Troubles)
	}
	w.spoilt = false
	w.restart()
}

// Whatever fails in whatever order: what fires and nobody has is listed, once, and
// was shown; it is acknowledged only if its source said so; and what was committed
// survives.
func TestTheAgentAgainstAModelOfTheWorld(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var failed any
		synctest.Test(t, func(t *testing.T) {
			defer func() { failed = recover() }()
			w := newWorld(rt, t.TempDir())
			w.start()
			defer func() { w.stop() }()
			for range rapid.IntRange(1, 25).Draw(rt, "steps") {
				after := w.step()
				w.pass(time.Duration(rapid.SampledFrom([]int{1, 1, 3, 7, 20, 61, 200, 600, 1500}).Draw(rt, "seconds")) * time.Second)
				w.check(after)
				if w.spoilt && !w.full.Load() {
					w.pass(20 * time.Second)
					w.spoilt = false
				}
			}
			w.heal()
		})
		switch kind := fmt.Sprintf("%T", failed); {
		case failed == nil:
		case strings.HasSuffix(kind, "invalidData"): // at a line of its own: rapid tells failures apart by where they are
			panic(failed)
		default:
			panic(failed)
		}
	})
}
