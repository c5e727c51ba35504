package agent_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/provider"
	"standby/notify"
	"standby/rotation"
)

// pager is a source like PagerDuty: it snoozes, hands on, ends and keeps notes.
type pager struct {
	source
	name    string
	snoozed []time.Time
	notes   []string
	noteErr error
	passed  int
	ended   []string
}

// with looks at the pager, or changes it, while nobody else does.
func (p *pager) with(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	do()
}

func (p *pager) Name() string { return p.name }

func (p *pager) Snooze(_ context.Context, ref, _ string, until time.Time) (provider.Ack, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.snoozed = append(p.snoozed, until)
	ack := provider.Ack{Handle: ref, By: "Engineer A", Until: until, Lapses: true}
	for i := range p.alerts {
		p.alerts[i].Ack = &ack
	}
	return ack, nil
}

func (p *pager) Note(_ context.Context, _, by, text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.noteErr != nil {
		return p.noteErr
	}
	p.notes = append(p.notes, by+": "+text)
	return nil
}

func (*pager) EscalateLabel() string { return "Escalate to the next level" }

func (p *pager) Escalate(context.Context, string, string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed++
	return "level 2", nil
}

func (p *pager) Resolve(_ context.Context, ref string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = append(p.ended, ref)
	p.alerts = nil
	return nil
}

// withPager adds a second source to the desk.
func (d *desk) withPager() *pager {
	p := &pager{name: "pd"}
	d.others = append(d.others, agent.SourceSpec{Source: p, Kind: "pagerduty", Every: 15 * time.Second})
	return p
}

func TestAPageNagsUntilItIsAcknowledged(t *testing.T) {
	inBubble(t, "louder and louder, and quiet once somebody has it", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		d.settle(5*time.Minute + time.Second)
		if got := d.sounds.said(); got != "page-high 60, page-high 80 rising, page-high 100 rising loop, page-high 100 loop" {
			t.Errorf("heard %s", got)
		}
		if d.raised.Load() != 1 {
			t.Errorf("the window was raised %d times", d.raised.Load())
		}
		d.acknowledge()
		if got := d.sounds.said(); !strings.HasSuffix(got, "loop, silence") {
			t.Errorf("heard %s", got)
		}
		if got := d.hooks.said(); got != "page acknowledge" {
			t.Errorf("ran %s", got)
		}
	})
	inBubble(t, "discreetly for whoever is at the keyboard", func(t *testing.T, d *desk) {
		d.where = notify.AtKeyboard
		d.start()
		defer func() { d.stop() }()
		d.source.set(nil, alert("db1"))
		d.settle(6 * time.Minute)
		if got := d.sounds.said(); !strings.HasSuffix(got, "page-high 40, page-high 50, page-high 50") || d.raised.Load() != 0 {
			t.Errorf("heard %s, raised %d", got, d.raised.Load())
		}
	})
	inBubble(t, "seen and not heard while it is muted", func(t *testing.T, d *desk) {
		d.start()
		defer func() { d.stop() }()
		if err := d.agent.Mute(context.Background(), time.Now().Add(10*time.Minute)); err != nil {
			t.Fatal(err)
		}
		d.source.set(nil, alert("db1"))
		d.settle(6 * time.Minute)
		if got := d.sounds.said(); got != "" || d.screen.shows() < 3 || d.snapshot().MutedUntil.IsZero() {
			t.Errorf("heard %q, shown %d times", got, d.screen.shows())
		}
	})
}

func TestQuietHoursHoldAndThenTellAtOnce(t *testing.T) {
	inBubble(t, "two pages and one that went", func(t *testing.T, d *desk) {
		// The bubble begins at midnight.
		d.edit = func(s *agent.Settings) { s.Plan.Quiet = notify.QuietHours{Start: 22 * time.Hour, End: 7 * time.Hour} }
		normal := func(key string) provider.Alert {
			a := alert(key)
			a.Urgency = notify.Normal
			return a
		}
		d.source.set(nil, normal("a"), normal("b"), normal("c"))
		d.start(rota(event("Engineer A", -10, 10)))
		defer func() { d.stop() }()
		d.settle(time.Hour)
		if d.screen.shows() != 0 || d.sounds.said() != "" {
			t.Fatalf("shown %q, heard %q", d.screen.titles(), d.sounds.said())
		}
		if p := d.snapshot().Pages; len(p) != 3 || !p[0].Held {
			t.Errorf("what is held is listed: %+v", p)
		}
		d.source.set(nil, normal("a"), normal("b"))
		d.settle(6*time.Hour + time.Second)
		if got := d.screen.titles(); !slices.Equal(got, []string{"While it was quiet: 2 pages wait, 1 came and went"}) {
			t.Errorf("%q", got)
		}
		high := alert("urgent")
		d.source.set(nil, normal("a"), normal("b"), high)
		d.settle(18 * time.Hour)
		if !slices.Contains(d.screen.titles(), "Disk almost full on urgent") {
			t.Errorf("what is urgent breaks through: %q", d.screen.titles())
		}
	})
}

func TestTheSameTroubleByTwoSourcesIsOnePage(t *testing.T) {
	inBubble(t, "one page, both acknowledged, over when both are", func(t *testing.T, d *desk) {
		pd := d.withPager()
		first := alert("db1")
		first.Dedup = []string{"fingerprint"}
		d.source.set(nil, first)
		d.start()
		defer func() { d.stop() }()
		pd.set(nil, provider.Alert{Key: "P1", Ref: "P1", Title: "[prod] DISK", Dedup: []string{"fingerprint"}, Urgency: notify.High})
		d.settle(time.Minute)
		p := d.page()
		if len(p.Origins) != 2 || p.Source != "prod" || p.Title != "Disk almost full on db1" {
			t.Fatalf("%+v", p)
		}
		if got := d.screen.titles(); len(got) != 1 {
			t.Errorf("on the screen %q", got)
		}
		d.acknowledge()
		if len(d.source.acks) != 1 || len(pd.acks) != 1 || d.page().State != notify.Acknowledged {
			t.Errorf("told %v and %v, page %s", d.source.acks, pd.acks, d.page().State)
		}
		d.source.set(nil)
		d.settle(time.Minute)
		if p := d.page(); p.State != notify.Acknowledged {
			t.Errorf("one of them still fires: %s", p.State)
		}
		pd.set(nil)
		d.settle(time.Minute)
		if p := d.page(); p.State != notify.Resolved || p.Unseen {
			t.Errorf("%+v", p)
		}
		st, err := d.agent.Stats(context.Background(), time.Now().Add(-time.Hour), time.Now())
		if err != nil || st.Pages != 1 || st.Met != 1 {
			t.Errorf("%+v, %v", st.Tally, err)
		}
	})
}

func TestWhatCanBeDoneWithAPage(t *testing.T) {
	ctx := context.Background()
	inBubble(t, "snoozed here, where the source has no such thing", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		d.do(api.Command{Do: api.DoSnooze, Until: time.Now().Add(40 * time.Minute)})
		if p := d.page(); p.State != notify.Snoozed || len(d.source.acks) != 1 || len(d.screen.titles()) != 0 {
			t.Fatalf("%+v", p)
		}
		d.settle(39 * time.Minute)
		if p := d.page(); p.State != notify.Snoozed || d.source.extends == 0 {
			t.Errorf("%s, extended %d times", p.State, d.source.extends)
		}
		d.settle(2 * time.Minute)
		if p := d.page(); p.State != notify.Triggered || len(d.source.released) != 1 || len(d.screen.titles()) != 1 {
			t.Errorf("%s, released %v, on the screen %q", p.State, d.source.released, d.screen.titles())
		}
	})
	inBubble(t, "snoozed, noted, handed on and resolved where the source can", func(t *testing.T, d *desk) {
		pd := d.withPager()
		d.start()
		defer func() { d.stop() }()
		pd.set(nil, alert("db1"))
		d.settle(time.Minute)
		d.do(api.Command{Do: api.DoSnooze, Until: time.Now().Add(time.Hour)})
		if p := d.page(); p.State != notify.Snoozed || !p.SnoozedThere || len(pd.snoozed) != 1 {
			t.Fatalf("%+v", p)
		}
		pd.with(func() { pd.noteErr = provider.ErrUnreachable })
		d.do(api.Command{Do: api.DoNote, Text: "looking\x00 at it"})
		d.do(api.Command{Do: api.DoNote, Text: "found it"})
		d.settle(time.Minute)
		pd.with(func() { pd.noteErr = nil })
		d.settle(2 * time.Minute)
		if want := []string{"Engineer A: looking at it", "Engineer A: found it"}; !slices.Equal(pd.notes, want) {
			t.Errorf("notes %q", pd.notes)
		}
		d.do(api.Command{Do: api.DoUnacknowledge})
		d.do(api.Command{Do: api.DoEscalate})
		if p := d.page(); p.State != notify.Escalated || p.EscalatedTo != "level 2" || pd.passed != 1 {
			t.Errorf("%+v", p)
		}
		d.do(api.Command{Do: api.DoResolve})
		d.settle(4 * time.Second)
		pd.with(func() {
			if len(pd.ended) != 0 {
				t.Error("it could still be undone")
			}
		})
		d.settle(2 * time.Second)
		if p := d.page(); p.State != notify.Resolved || len(pd.ended) != 1 {
			t.Errorf("%s, %v", p.State, pd.ended)
		}
	})
	inBubble(t, "undone", func(t *testing.T, d *desk) {
		pd := d.withPager()
		d.start()
		defer func() { d.stop() }()
		pd.set(nil, alert("db1"))
		d.settle(time.Minute)
		due := d.page().Due
		d.acknowledge()
		d.settle(2 * time.Second)
		if d.page().UndoUntil.IsZero() {
			t.Fatal("it can be undone")
		}
		d.do(api.Command{Do: api.DoUndo})
		if p := d.page(); p.State != notify.Triggered || !p.Due.Equal(due) || len(p.Work) != 0 || len(pd.released) != 1 {
			t.Errorf("%+v, released %v", p, pd.released)
		}
		d.do(api.Command{Do: api.DoResolve})
		d.do(api.Command{Do: api.DoUndo})
		d.settle(time.Minute)
		if p := d.page(); p.State != notify.Triggered || len(pd.ended) != 0 {
			t.Errorf("%s, %v", p.State, pd.ended)
		}
		if err := d.agent.Act(ctx, d.page().ID, api.Command{Do: api.DoUndo}); !errors.Is(err, notify.ErrTooLate) {
			t.Errorf("got %v", err)
		}
	})
	inBubble(t, "paused, missed, excused", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		d.do(api.Command{Do: api.DoPause, Until: time.Now().Add(30 * time.Minute)})
		shows := d.screen.shows()
		d.settle(20 * time.Minute)
		if p := d.page(); p.Missed || d.screen.shows() != shows {
			t.Errorf("the clock stands: %+v, shown %d times", p, d.screen.shows()-shows)
		}
		if s := d.snapshot(); s.Standing != api.PageWaiting || !strings.Contains(s.Headline(time.Now(), time.UTC).Word, "paused") {
			t.Errorf("it still waits: %s, %q", s.Standing, s.Headline(time.Now(), time.UTC).Word)
		}
		d.settle(26 * time.Minute)
		if !d.page().Missed {
			t.Error("it runs again after the pause")
		}
		d.do(api.Command{Do: api.DoExcuse, Text: "in a tunnel"})
		if p := d.page(); p.MissedWhy != "in a tunnel" {
			t.Errorf("%+v", p)
		}
	})
	inBubble(t, "what nothing is called", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		for _, c := range []struct {
			do   api.Command
			want error
		}{
			{api.Command{Do: "dance"}, api.ErrBadRequest},
			{api.Command{Do: api.DoNote, Text: " \n"}, api.ErrBadRequest},
			{api.Command{Do: api.DoSnooze}, notify.ErrPast},
			{api.Command{Do: api.DoEscalate}, agent.ErrCannotEscalate},
			{api.Command{Do: api.DoExcuse}, notify.ErrNotMissed},
			{api.Command{Do: api.DoUnacknowledge}, notify.ErrNotAcknowledged},
		} {
			if err := d.agent.Act(ctx, d.page().ID, c.do); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.do.Do, err, c.want)
			}
		}
	})
}

func TestAPageThatCameAndWentStaysListedUntilItWasSeen(t *testing.T) {
	inBubble(t, "over a restart and over days", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		d.source.set(nil)
		d.settle(time.Minute)
		d.stop()
		d.settle(72 * time.Hour)
		d.start()
		defer func() { d.stop() }()
		if p := d.page(); p.State != notify.Resolved || !p.Unseen {
			t.Fatalf("%+v", p)
		}
		d.do(api.Command{Do: api.DoSeen})
		d.settle(time.Minute)
		if n := len(d.snapshot().Pages); n != 0 {
			t.Errorf("%d pages are still listed", n)
		}
	})
}

func TestAMissedPageIsHandedOnWhereTheUserWantsThat(t *testing.T) {
	inBubble(t, "to the secondary", func(t *testing.T, d *desk) {
		d.edit = func(s *agent.Settings) { s.PassOn = true }
		pd := d.withPager()
		d.start()
		defer func() { d.stop() }()
		pd.set(nil, alert("db1"))
		d.settle(16 * time.Minute)
		if p := d.page(); pd.passed != 1 || p.State != notify.Escalated || !p.Missed {
			t.Errorf("%d times, %+v", pd.passed, p)
		}
		d.settle(16 * time.Minute)
		if p := d.page(); p.State != notify.Triggered {
			t.Errorf("nobody answered: it is mine again, not %s", p.State)
		}
	})
}

func TestAfterASleepItLooksBeforeItJudges(t *testing.T) {
	inBubble(t, "what went is told once, what waits is told again", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("stays"), alert("goes"))
		d.start(rota(event("Engineer A", -10, 10)))
		defer func() { d.stop() }()
		d.source.set(nil, alert("stays"))
		before := d.screen.shows()
		d.agent.Woke()
		d.settle(time.Second)
		if got := d.screen.titles(); !slices.Equal(got, []string{"Disk almost full on stays", "While you were away: 1 page came and went"}) {
			t.Errorf("%q", got)
		}
		if n := d.screen.shows() - before; n != 2 {
			t.Errorf("shown %d times", n)
		}
	})
	inBubble(t, "a source that does not answer keeps nothing from being told", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("stays"))
		d.start(rota(event("Engineer A", -10, 10)))
		defer func() { d.stop() }()
		hung := &hangs{}
		d.agent.Watch(agent.SourceSpec{Source: hung, Kind: "test", Every: time.Hour})
		d.settle(time.Second)
		before := d.screen.shows()
		d.agent.Woke()
		d.settle(9 * time.Second)
		if d.screen.shows() != before {
			t.Error("judged before every source had its time")
		}
		d.settle(2 * time.Second)
		if d.screen.shows() != before+1 {
			t.Errorf("shown %d times", d.screen.shows()-before)
		}
	})
}

// hangs is a source that never answers.
type hangs struct{}

func (*hangs) Name() string { return "hung" }

func (*hangs) Open(ctx context.Context) ([]provider.Alert, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestRemindersComeOnce(t *testing.T) {
	all := func(s *agent.Settings) {
		s.Reminders = agent.Reminders{Before: []time.Duration{time.Hour, 10 * time.Minute}, HandOff: 30 * time.Minute, Turns: true}
	}
	inBubble(t, "before, at the start, before the end, at the end", func(t *testing.T, d *desk) {
		d.edit = all
		d.ready = func(context.Context) []string { return []string{"The sound is muted."} }
		d.start(rota(event("Engineer A", 5, 10), event("Engineer B", -5, 5), event("Engineer B", 10, 40)))
		defer func() { d.stop() }()
		for _, step := range []struct {
			at   time.Duration
			want string
		}{
			{4 * time.Hour, "On call in 1 h|payments (primary), from 05:00 until 10:00.\nNot ready: The sound is muted."},
			{4*time.Hour + 50*time.Minute, "On call in 10 min|payments (primary), from 05:00 until 10:00.\nNot ready: The sound is muted."},
			{5 * time.Hour, "You are on call|payments (primary), until 10:00."},
			{9*time.Hour + 30*time.Minute, "Hand-off in 30 min|payments (primary) ends at 10:00. Open pages and notes are what the next one needs."},
			{10 * time.Hour, "Your shift is over|payments (primary) ended at 10:00."},
		} {
			d.until(step.at)
			if got := d.screen.newest(); got != step.want {
				t.Errorf("at %v:\n got %q\nwant %q", step.at, got, step.want)
			}
		}
		if n, ran := d.screen.shows(), d.hooks.said(); n != 5 || ran != "shift-start shift-end" {
			t.Errorf("%d reminders, ran %q", n, ran)
		}
	})
	inBubble(t, "after a sleep once, as late, and not again after a restart", func(t *testing.T, d *desk) {
		d.edit = all
		team := rota(event("Engineer A", 5, 10), event("Engineer B", -5, 5), event("Engineer B", 10, 40))
		d.start(team)
		d.stop()
		d.settle(6 * time.Hour)
		d.start(team)
		if got := d.screen.newest(); got != "You are on call|payments (primary), until 10:00. (Late: this was due at 05:00.)" || d.screen.shows() != 1 {
			t.Errorf("%q, %d in all", got, d.screen.shows())
		}
		d.stop()
		d.start(team)
		defer func() { d.stop() }()
		if d.screen.shows() != 1 || d.hooks.said() != "shift-start" {
			t.Errorf("%d in all, ran %q", d.screen.shows(), d.hooks.said())
		}
	})
	inBubble(t, "a shift that goes on is no new one", func(t *testing.T, d *desk) {
		d.edit = all
		d.start(rota(event("Engineer A", -5, 5), event("Engineer A", 5, 12)))
		defer func() { d.stop() }()
		d.settle(11 * time.Hour)
		if got := d.screen.shows(); got != 1 { // on call since five hours ago, told late... and nothing at 5
			t.Errorf("%d reminders, %q", got, d.screen.titles())
		}
	})
	inBubble(t, "a test page before the shift", func(t *testing.T, d *desk) {
		d.edit = func(s *agent.Settings) {
			all(s)
			s.Reminders.TestPage = true
		}
		d.start(rota(event("Engineer A", 5, 10), event("Engineer B", -5, 5), event("Engineer B", 10, 40)))
		defer func() { d.stop() }()
		d.settle(4*time.Hour + time.Second)
		if p := d.page(); !p.Drill || p.State != notify.Triggered {
			t.Errorf("%+v", p)
		}
	})
}

// until lets time pass until so long after midnight, when the bubble began.
func (d *desk) until(at time.Duration) {
	midnight := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	d.settle(time.Until(midnight.Add(at)) + time.Second)
}

// newest is the note that was shown last: title and body.
func (s *screen) newest() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.log) == 0 {
		return ""
	}
	return s.log[len(s.log)-1]
}

func TestAHeartbeatThatStopsAlarms(t *testing.T) {
	inBubble(t, "and opens no page", func(t *testing.T, d *desk) {
		d.edit = func(s *agent.Settings) {
			s.Beats = []agent.Beat{{Source: "prod", Title: regexp.MustCompile(`\AWatchdog\z`), Within: 5 * time.Minute}}
		}
		watchdog := provider.Alert{Key: "w", Title: "Watchdog"}
		d.source.set(nil, watchdog)
		d.start(rota(event("Engineer A", -10, 10)))
		defer func() { d.stop() }()
		d.settle(10 * time.Minute)
		if n := len(d.snapshot().Pages); n != 0 || len(d.screen.titles()) != 0 {
			t.Fatalf("%d pages, %q", n, d.screen.titles())
		}
		d.source.set(nil)
		d.settle(6 * time.Minute)
		if got := d.screen.titles(); !slices.Equal(got, []string{"prod has lost its heartbeat"}) || len(d.snapshot().Troubles) != 1 {
			t.Errorf("%q, %+v", got, d.snapshot().Troubles)
		}
		d.source.set(nil, watchdog)
		d.settle(time.Minute)
		if got := d.screen.titles(); len(got) != 0 || len(d.snapshot().Troubles) != 0 {
			t.Errorf("%q, %+v", got, d.snapshot().Troubles)
		}
	})
}

func TestAPageSaysHowOftenItCame(t *testing.T) {
	inBubble(t, "in the note, with what was written last", func(t *testing.T, d *desk) {
		d.start()
		defer func() { d.stop() }()
		for i := range 3 {
			a := alert("db1")
			a.Key = fmt.Sprint("occurrence ", i)
			d.source.set(nil, a)
			d.settle(time.Minute)
			if i == 1 {
				open := slices.DeleteFunc(d.snapshot().Pages, func(p api.Page) bool { return !p.Open() })
				if err := d.agent.Act(context.Background(), open[0].ID, api.Command{Do: api.DoNote, Text: "it was the logs"}); err != nil {
					t.Fatal(err)
				}
			}
			if i < 2 {
				d.source.set(nil)
				d.settle(time.Minute)
			}
		}
		if got := d.screen.newest(); !strings.Contains(got, "Seen 3 times in 30 days, last note: it was the logs") {
			t.Errorf("%q", got)
		}
	})
}

func TestAnswersFromManySourcesAreNotMixed(t *testing.T) {
	inBubble(t, "what one cannot do the other does", func(t *testing.T, d *desk) {
		pd := d.withPager()
		first, second := alert("db1"), alert("db1")
		first.Dedup, second.Dedup = []string{"x"}, []string{"x"}
		d.source.set(nil, first)
		d.start()
		defer func() { d.stop() }()
		pd.set(nil, second)
		d.settle(time.Minute)
		d.do(api.Command{Do: api.DoResolve, Now: true})
		d.settle(time.Minute)
		if len(pd.ended) != 1 {
			t.Errorf("PagerDuty ended %v", pd.ended)
		}
		if p := d.page(); p.State != notify.Triggered {
			t.Errorf("the Alertmanager still fires, and the page is %s", p.State)
		}
		worked, err := d.store.Worked(context.Background(), rotation.Interval{Start: time.Now().Add(-time.Hour), End: time.Now()})
		if err != nil || len(worked) != 0 {
			t.Errorf("%v, %v", worked, err)
		}
	})
}
