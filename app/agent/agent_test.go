package agent_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/provider"
	"standby/app/store"
	"standby/app/trouble"
	"standby/notify"
	"standby/rotation"
)

// desk is everything around an agent in a test: a real store, a screen that
// remembers, and a source that does what the test says.
type desk struct {
	t      *testing.T
	dir    string
	store  *store.Store
	agent  *agent.Agent
	screen *screen
	source *source
	others []agent.SourceSpec // besides source
	sounds *speaker
	hooks  *hooks
	where  notify.Presence
	edit   func(*agent.Settings)
	ready  func(context.Context) []string
	raised atomic.Int64
	stop   func()
	real   bool         // outside of a bubble, where nothing settles by itself
	full   atomic.Bool  // the disk
	wrote  atomic.Int64 // calendars to it
	// slowRead is how long it takes to read a kept copy.
	slowRead atomic.Int64

	mu   sync.Mutex
	snap api.Snapshot
}

type screen struct {
	mu    sync.Mutex
	notes map[string]notify.Note
	log   []string
}

func (s *screen) Show(n notify.Note) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes[n.ID] = n
	s.log = append(s.log, n.Title+"|"+n.Body)
}

func (s *screen) Withdraw(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.notes, id)
}

func (s *screen) titles() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []string{}
	for _, n := range s.notes {
		out = append(out, n.Title)
	}
	slices.Sort(out)
	return out
}

func (s *screen) shows() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.log)
}

// speaker remembers what was heard.
type speaker struct {
	mu    sync.Mutex
	heard []string
}

func (s *speaker) Sound(w agent.Sounding) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, fmt.Sprintf("%s %d%s%s", w.Name, w.Volume, map[bool]string{true: " rising"}[w.Rising], map[bool]string{true: " loop"}[w.Loop]))
}

func (s *speaker) Silence() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, "silence")
}

func (s *speaker) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.heard, ", ")
}

// hooks remember what was run.
type hooks struct {
	mu  sync.Mutex
	ran []string
}

func (h *hooks) Run(event string, _ *api.Page, _ *rotation.Shift) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ran = append(h.ran, event)
}

func (h *hooks) said() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.ran, " ")
}

// source is an Alertmanager-like source under the test's control.
type source struct {
	mu       sync.Mutex
	alerts   []provider.Alert
	err      error // of Open
	ackErr   error
	acks     []string
	extends  int
	released []string
}

func (*source) Name() string { return "prod" }

func (*source) AckLabel() string { return "Acknowledge (silences 15 min)" }

func (s *source) set(err error, alerts ...provider.Alert) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alerts, s.err = alerts, err
}

func (s *source) Open(context.Context) ([]provider.Alert, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.alerts), s.err
}

func (s *source) Acknowledge(_ context.Context, ref, by string) (provider.Ack, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ackErr != nil {
		return provider.Ack{}, s.ackErr
	}
	s.acks = append(s.acks, by)
	ack := provider.Ack{Handle: fmt.Sprintf("silence-%d", len(s.acks)), By: by, Until: time.Now().Add(15 * time.Minute)}
	for i := range s.alerts {
		if s.alerts[i].Ref == ref {
			s.alerts[i].Ack = &ack
		}
	}
	return ack, nil
}

func (s *source) Extend(_ context.Context, ref string, ack provider.Ack) (provider.Ack, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.extends++
	ack.Until = time.Now().Add(15 * time.Minute)
	for i := range s.alerts {
		if s.alerts[i].Ref == ref {
			s.alerts[i].Ack = &ack
		}
	}
	return ack, nil
}

func (s *source) Unacknowledge(_ context.Context, ack provider.Ack) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.released = append(s.released, ack.Handle)
	for i := range s.alerts {
		s.alerts[i].Ack = nil
	}
	return nil
}

// disk is the store of a desk whose disk can fill up, and that counts how often
// calendars are written.
type disk struct {
	*store.Store
	full  *atomic.Bool
	wrote *atomic.Int64
	slow  *atomic.Int64
}

func (s disk) LastCopy(ctx context.Context, calendar string) (provider.Copy, error) {
	if wait := s.slow.Load(); wait > 0 {
		select {
		case <-ctx.Done():
			return provider.Copy{}, ctx.Err()
		case <-time.After(time.Duration(wait)):
		}
	}
	return s.Store.LastCopy(ctx, calendar)
}

func (s disk) KeepCalendar(ctx context.Context, calendar string, c provider.Copy, from time.Time, shifts []rotation.Shift) error {
	if s.full.Load() {
		return fmt.Errorf("keep a calendar: %w", store.ErrFull)
	}
	s.wrote.Add(1)
	return s.Store.KeepCalendar(ctx, calendar, c, from, shifts)
}

func (s disk) KeepNotice(ctx context.Context, calendar string, n notify.Note, at, since time.Time) (bool, error) {
	if s.full.Load() {
		return false, fmt.Errorf("keep a note: %w", store.ErrFull)
	}
	return s.Store.KeepNotice(ctx, calendar, n, at, since)
}

func (s disk) Commit(ctx context.Context, pages []notify.Page, events []notify.Event) error {
	if s.full.Load() {
		return fmt.Errorf("save pages: %w", store.ErrFull)
	}
	return s.Store.Commit(ctx, pages, events)
}

// calendar is a file in memory.
type calendar struct{ body string }

func (calendar) Name() string { return "payments" }

func (c calendar) Fetch(context.Context, provider.Copy) (provider.Copy, bool, error) {
	return provider.Copy{Body: []byte(c.body), FetchedAt: time.Now()}, true, nil
}

// event is a shift of the named person, hours from the bubble's start.
func event(who string, from, to int) string {
	stamp := func(h int) string {
		return time.Date(2000, 1, 1, h, 0, 0, 0, time.UTC).Format("20060102T150405Z")
	}
	return fmt.Sprintf("BEGIN:VEVENT\r\nUID:%s-%d\r\nDTSTAMP:20000101T000000Z\r\nDTSTART:%s\r\nDTEND:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n", who, from, stamp(from), stamp(to), who)
}

func rota(events ...string) calendar {
	return calendar{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n"}
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, dir: t.TempDir(), source: &source{}, screen: &screen{notes: map[string]notify.Note{}}, sounds: &speaker{}, hooks: &hooks{}}
}

// start runs an agent on the desk, on call unless calendars say otherwise.
func (d *desk) start(calendars ...calendar) {
	d.t.Helper()
	specs := []agent.CalendarSpec{}
	for _, c := range calendars {
		specs = append(specs, agent.CalendarSpec{Calendar: c, Kind: api.KindCalendar, Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary, Mine: false}), Every: 15 * time.Minute})
	}
	d.startWith(specs...)
}

func (d *desk) startWith(specs ...agent.CalendarSpec) {
	d.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	st, _, err := store.Open(ctx, d.dir, time.Now)
	if err != nil {
		d.t.Fatal(err)
	}
	settings := agent.Settings{Me: rotation.Person{Name: "Engineer A"}, Zone: time.UTC, Plan: notify.DefaultPlan(), Soon: time.Hour,
		Targets: notify.Targets{Usual: notify.Target{Within: 15 * time.Minute, Warn: 10 * time.Minute}}}
	if d.edit != nil {
		d.edit(&settings)
	}
	a, err := agent.New(ctx, agent.Params{
		Store: disk{st, &d.full, &d.wrote, &d.slowRead}, Notes: d.screen, Speaker: d.sounds, Hooks: d.hooks, Raise: func() { d.raised.Add(1) },
		Presence: func(context.Context) notify.Presence { return d.where }, Ready: d.ready, Now: time.Now, Explain: trouble.Explain,
		Log: slog.New(slog.DiscardHandler),
		Publish: func(s api.Snapshot) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.snap = s
		},
		Settings: settings,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	finished := make(chan struct{})
	go func() {
		a.Run(ctx, append([]agent.SourceSpec{{Source: d.source, Kind: "test", Every: 15 * time.Second}}, d.others...), specs)
		close(finished)
	}()
	d.agent, d.store = a, st
	d.stop = func() {
		cancel()
		<-finished
		if err := st.Close(); err != nil {
			d.t.Error(err)
		}
	}
	d.settle(0)
}

// settle lets time pass, and every goroutine come to rest.
func (d *desk) settle(pass time.Duration) {
	if d.real {
		return
	}
	time.Sleep(pass)
	synctest.Wait()
}

func (d *desk) snapshot() api.Snapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.snap
}

func (d *desk) page() api.Page {
	d.t.Helper()
	s := d.snapshot()
	if len(s.Pages) != 1 {
		d.t.Fatalf("%d pages, want one: %+v", len(s.Pages), s.Pages)
	}
	return s.Pages[0]
}

func (d *desk) acknowledge() {
	d.t.Helper()
	d.do(api.Command{Do: api.DoAcknowledge})
}

// do does something with the only page.
func (d *desk) do(c api.Command) {
	d.t.Helper()
	if err := d.agent.Act(context.Background(), d.page().ID, c); err != nil {
		d.t.Fatal(err)
	}
	d.settle(0)
}

func alert(key string) provider.Alert {
	return provider.Alert{Key: key, Ref: "ref-" + key, Title: "Disk almost full on " + key, Urgency: notify.High}
}

func inBubble(t *testing.T, name string, f func(*testing.T, *desk)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { f(t, newDesk(t)) })
	})
}

func TestThePathOfAPage(t *testing.T) {
	inBubble(t, "from the source to the screen, to the acknowledgement, to the end", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		if got := d.screen.titles(); !slices.Equal(got, []string{"Disk almost full on db1"}) {
			t.Fatalf("on the screen: %q", got)
		}
		note := d.screen.notes[d.page().ID]
		if note.Urgency != notify.High || note.Actions[0].Label != "Acknowledge (silences 15 min)" {
			t.Errorf("note: %+v", note)
		}
		if s := d.snapshot(); s.Standing != api.PageWaiting {
			t.Errorf("standing %s", s.Standing)
		}
		d.agent.React(notify.Reaction{NoteID: d.page().ID, Kind: notify.Pressed, Action: notify.ActionAcknowledge})
		d.settle(0)
		p := d.page()
		if p.State != notify.Acknowledged || p.AckedBy != "Engineer A" || len(d.source.acks) != 1 {
			t.Fatalf("page: %+v, acks %v", p, d.source.acks)
		}
		if got := d.screen.titles(); len(got) != 0 {
			t.Errorf("still on the screen: %q", got)
		}
		d.settle(20 * time.Minute)
		if d.source.extends == 0 || d.page().State != notify.Acknowledged {
			t.Errorf("the acknowledgement should be extended while it fires: %d, %s", d.source.extends, d.page().State)
		}
		d.source.set(nil)
		d.settle(time.Minute)
		p = d.page()
		if p.State != notify.Resolved || len(p.Work) != 1 || p.Work[0].Until.IsZero() {
			t.Errorf("resolved: %+v", p)
		}
		if !slices.Equal(d.source.released, []string{"silence-1"}) {
			t.Errorf("a silence that outlives its alert hides the next one: %v", d.source.released)
		}
	})
	inBubble(t, "unacknowledged, it comes again and is recorded as missed once", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		d.settle(16 * time.Minute)
		if p := d.page(); !p.Missed {
			t.Error("not recorded as missed")
		}
		if n := d.screen.shows(); n != 6 { // 0, 1, 3, 5, 10, 15 min
			t.Errorf("shown %d times", n)
		}
	})
	inBubble(t, "off call it is shown once and no clock runs", func(t *testing.T, d *desk) {
		d.start(rota(event("Engineer B", -10, 10), event("Engineer A", 10, 20)))
		defer func() { d.stop() }()
		d.source.set(nil, alert("db1"))
		d.settle(30 * time.Minute)
		if p := d.page(); !p.Due.IsZero() || p.Missed || d.screen.shows() != 1 {
			t.Errorf("page %+v shown %d times", p, d.screen.shows())
		}
		if s := d.snapshot(); s.Standing != api.OffCall {
			t.Errorf("standing %s", s.Standing)
		}
		d.settle(10 * time.Hour)
		if p := d.page(); p.Due.IsZero() {
			t.Error("it waits for whoever comes on call")
		}
	})
}

func TestAfterARestartWhatWaitsIsShownAgain(t *testing.T) {
	inBubble(t, "a waiting page", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		d.stop()
		d.screen.notes = map[string]notify.Note{}
		d.source.set(provider.ErrUnreachable)
		d.start()
		defer func() { d.stop() }()
		if got := d.screen.titles(); !slices.Contains(got, "Disk almost full on db1") {
			t.Errorf("on the screen: %q", got)
		}
	})
	inBubble(t, "a wish that was not sent yet is sent", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.source.ackErr = provider.ErrUnreachable
		d.start()
		d.acknowledge()
		if p := d.page(); p.State != notify.Triggered || p.Request != notify.AskAcknowledge || p.Failure == "" {
			t.Errorf("it is not acknowledged before the source said so: %+v", p)
		}
		d.stop()
		d.source.ackErr = nil
		d.start()
		defer func() { d.stop() }()
		if p := d.page(); p.State != notify.Acknowledged {
			t.Errorf("page: %+v", p)
		}
	})
}

func TestWhenTheNotificationServiceComesBackPagesAreShownAgain(t *testing.T) {
	inBubble(t, "lost", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		before := d.screen.shows()
		d.agent.React(notify.Reaction{Kind: notify.Lost})
		d.settle(0)
		if d.screen.shows() != before+1 {
			t.Errorf("shown %d times, want %d", d.screen.shows(), before+1)
		}
	})
}

func TestItNeverSaysAllClearWhenItCannotSee(t *testing.T) {
	inBubble(t, "a source that goes silent on shift raises an alarm and takes it back", func(t *testing.T, d *desk) {
		d.start(rota(event("Engineer A", -10, 10)))
		defer func() { d.stop() }()
		if s := d.snapshot(); s.Standing != api.OnCall {
			t.Fatalf("standing %s: %+v", s.Standing, s)
		}
		d.source.set(fmt.Errorf("dial: %w", provider.ErrUnreachable))
		d.settle(2 * time.Minute)
		if s := d.snapshot(); s.Standing != api.CannotSee || !slices.Contains(d.screen.titles(), "Standby cannot see prod") {
			t.Errorf("standing %s, screen %q", s.Standing, d.screen.titles())
		}
		d.source.set(nil)
		d.settle(time.Minute)
		if s := d.snapshot(); s.Standing != api.OnCall || len(d.screen.titles()) != 0 {
			t.Errorf("standing %s, screen %q", s.Standing, d.screen.titles())
		}
	})
	inBubble(t, "refused credentials are told at once", func(t *testing.T, d *desk) {
		d.source.set(provider.ErrUnauthorized)
		d.start(rota(event("Engineer A", -10, 10)))
		defer func() { d.stop() }()
		if s := d.snapshot(); s.Standing != api.CannotSee || s.Sources[0].State != api.SourceRefused {
			t.Errorf("standing %s, %+v", s.Standing, s.Sources)
		}
	})
	inBubble(t, "an error is no empty list: pages stay", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		d.source.set(provider.ErrNotTheService)
		d.settle(time.Minute)
		if p := d.page(); p.State != notify.Triggered {
			t.Errorf("page %s", p.State)
		}
	})
	inBubble(t, "without a calendar, or one that does not know me, duty is unknown", func(t *testing.T, d *desk) {
		d.start(rota(event("Engineer B", -10, 10)))
		defer func() { d.stop() }()
		if s := d.snapshot(); s.DutyKnown || s.Standing != api.CannotSee || s.DutyReason != "payments does not know Engineer A" {
			t.Errorf("%v %s %q", s.DutyKnown, s.Standing, s.DutyReason)
		}
	})
	inBubble(t, "while an event that cannot be read may take place, duty is unknown", func(t *testing.T, d *desk) {
		odd := "BEGIN:VEVENT\r\nUID:odd\r\nDTSTAMP:20000101T000000Z\r\nDTSTART;TZID=Mars/Base:20000103T090000\r\nDTEND;TZID=Mars/Base:20000103T170000\r\nSUMMARY:Engineer A\r\nEND:VEVENT\r\n"
		d.start(rota(event("Engineer A", -10, -5), event("Engineer B", -5, 200), odd))
		defer func() { d.stop() }()
		for _, step := range []struct {
			pass time.Duration
			want api.Standing
		}{{0, api.OffCall}, {56 * time.Hour, api.CannotSee}, {26 * time.Hour, api.OffCall}} {
			d.settle(step.pass)
			if s := d.snapshot(); s.Standing != step.want {
				t.Errorf("at %v: %s, want %s (%s)", time.Now().UTC(), s.Standing, step.want, s.DutyReason)
			}
		}
	})
	inBubble(t, "past a calendar's end, duty is unknown", func(t *testing.T, d *desk) {
		d.start(rota(event("Engineer A", -10, -5), event("Engineer B", -5, 1)))
		defer func() { d.stop() }()
		if s := d.snapshot(); s.Standing != api.OffCall {
			t.Errorf("before its end: %s", s.Standing)
		}
		d.settle(2 * time.Hour)
		if s := d.snapshot(); s.Standing != api.CannotSee || !strings.Contains(s.DutyReason, "ends on") {
			t.Errorf("%s %q", s.Standing, s.DutyReason)
		}
	})
}

func TestWhenTheDiskIsFullThePageIsShownAllTheSame(t *testing.T) {
	inBubble(t, "full", func(t *testing.T, d *desk) {
		d.start()
		defer func() { d.stop() }()
		d.full.Store(true)
		d.source.set(nil, alert("db1"))
		d.settle(time.Minute)
		if len(d.screen.titles()) != 1 || len(d.snapshot().Troubles) != 1 {
			t.Errorf("screen %q, troubles %+v", d.screen.titles(), d.snapshot().Troubles)
		}
		d.full.Store(false)
		d.settle(time.Minute)
		kept, _, err := d.store.Pages(context.Background(), time.Now())
		if err != nil || len(kept) != 1 || len(d.snapshot().Troubles) != 0 {
			t.Errorf("once there is space again: kept %v, %v, troubles %+v", kept, err, d.snapshot().Troubles)
		}
	})
}

func TestTestPages(t *testing.T) {
	inBubble(t, "shown, acknowledged at once, gone after a minute, never paid", func(t *testing.T, d *desk) {
		d.start()
		defer func() { d.stop() }()
		if _, err := d.agent.TestPage(context.Background()); err != nil {
			t.Fatal(err)
		}
		d.settle(0)
		d.acknowledge()
		if p := d.page(); p.State != notify.Acknowledged {
			t.Errorf("page: %+v", p)
		}
		d.settle(2 * time.Minute)
		if p := d.page(); p.State != notify.Resolved {
			t.Errorf("page: %+v", p)
		}
		worked, err := d.store.Worked(context.Background(), rotation.Interval{Start: time.Now().Add(-time.Hour), End: time.Now().Add(time.Hour)})
		if err != nil || len(worked) != 0 {
			t.Errorf("a drill in the ledger: %v %v", worked, err)
		}
	})
}

func TestAnAlertThatIsBackAfterDaysKeepsTheWorkDoneOnIt(t *testing.T) {
	inBubble(t, "the same occurrence, three days later", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		d.acknowledge()
		d.source.set(nil)
		d.settle(72 * time.Hour)
		if n := len(d.snapshot().Pages); n != 0 {
			t.Fatalf("%d pages after three days", n)
		}
		d.source.set(nil, alert("db1"))
		d.settle(time.Minute)
		p := d.page()
		if p.State != notify.Triggered || len(p.Work) != 1 || len(p.Timeline) < 4 {
			t.Errorf("page %+v", p)
		}
		history, err := d.agent.History(context.Background(), time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
		if err != nil || len(history) != 1 || len(history[0].Timeline) != len(p.Timeline) {
			t.Errorf("history %+v, %v", history, err)
		}
	})
}

func TestAFloodIsCounted(t *testing.T) {
	inBubble(t, "a thousand alerts", func(t *testing.T, d *desk) {
		var alerts []provider.Alert
		for i := range 1000 {
			alerts = append(alerts, alert(fmt.Sprintf("db%d", i)))
		}
		d.source.set(nil, alerts...)
		d.start()
		defer func() { d.stop() }()
		if got := d.screen.titles(); !slices.Equal(got, []string{"1000 pages wait"}) {
			t.Errorf("notes: %q", got)
		}
		if s := d.snapshot(); len(s.Pages) != api.MostPages || s.MoreWaiting != 1000-api.MostPages || s.Headline(time.Now(), time.UTC).Count != 1000 {
			t.Errorf("%d pages and %d more, %d counted", len(s.Pages), s.MoreWaiting, s.Headline(time.Now(), time.UTC).Count)
		}
		kept, _, err := d.store.Pages(context.Background(), time.Now())
		if err != nil || len(kept) != 1000 {
			t.Errorf("%d kept, %v", len(kept), err)
		}
	})
}

func TestWhatASourceCannotDo(t *testing.T) {
	inBubble(t, "an Alertmanager ends its alerts by itself", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		if err := d.agent.Act(context.Background(), d.page().ID, api.Command{Do: api.DoResolve}); !errors.Is(err, agent.ErrCannotResolve) {
			t.Errorf("got %v", err)
		}
		if err := d.agent.Act(context.Background(), "nothing", api.Command{Do: api.DoAcknowledge}); !errors.Is(err, api.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}
