package agent

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// ErrStopped says that the agent has stopped and takes no more commands.
var ErrStopped = errors.New("the agent has stopped")

// keepResolved is how long a resolved page stays in the snapshot.
const keepResolved = 24 * time.Hour

// tick is the longest that the agent sleeps. It is short, because a timer does
// not run while the machine sleeps (golang/go#24595): a tick that comes late
// says that the machine was away.
const tick = 15 * time.Second

// Agent is the companion. Its exported methods may be called from any goroutine;
// each hands its work to the owner's goroutine, which Run is.
type Agent struct {
	p     Params
	inbox chan func()
	done  chan struct{}
	// shared are the settings as everybody else sees them; the owner's are p.Settings.
	shared atomic.Pointer[Settings]
	work   sync.WaitGroup // sources and calendars
	state
}

// state is touched by the owner's goroutine alone.
type state struct {
	now      time.Time // of the message being handled
	lastTick time.Time
	ctx      context.Context
	me       rotation.Person
	policy   string
	agenda
	pages     map[string]notify.Page
	timelines map[string][]notify.Event
	nagged    map[string]notify.Told // what each page was last told as, in this run
	onScreen  map[string][]string    // the notes that stand on the screen, and the pages each is about
	alike     map[string]api.Recurrence
	inflight  map[string]bool // requests at their source
	retryAt   map[string]time.Time
	sources   []*watched
	calendars []*reading
	alarms    map[string]bool // sources whose silence is on the screen
	duty      rotation.Duty
	dutyIn    rotation.Interval // within it duty stays as it is; empty when it must be judged anew
	known     bool
	reason    string
	troubles  map[string]api.Trouble
	desktop   api.Desktop
	unsaved   saving
	unkept    error // why the disk did not take what was to be kept last; nil when it did
	presence  presence
	resync    resync
	recalling recalling
	sounding  string // the sound that goes on until somebody acknowledges; empty for none
	muted     time.Time
	pulse     []beat
	reminded  reminded
	ledger    *api.LedgerSummary
	incidents []api.IncidentSummary
	unsigned  []api.ReportSummary
	warned    map[string]bool // notes about incidents that stand
	wakeAt    time.Time       // the next thing that falls due; zero when nothing does
	effects   []func()
	replies   []func() // once the snapshot is out
	dirty     bool
	seq       uint64
	// nextBackup is when to look again whether a backup is due.
	nextBackup time.Time
}

// saving is what the next commit holds.
type saving struct {
	pages  map[string]notify.Page
	events []notify.Event
}

// New makes an agent and loads what the store remembers. It reads, and starts
// nothing.
func New(ctx context.Context, p Params) (*Agent, error) {
	if p.Failpoint == nil {
		p.Failpoint = func(string) {}
	}
	a := &Agent{p: p, inbox: make(chan func(), 64), done: make(chan struct{})}
	a.shared.Store(&p.Settings)
	a.now = a.clock()
	a.lastTick, a.nextBackup = a.now, a.now.Add(5*time.Minute)
	a.me, a.policy = p.Settings.Me, p.Settings.PolicyName
	a.agenda = newAgenda()
	a.pages, a.timelines = map[string]notify.Page{}, map[string][]notify.Event{}
	a.nagged, a.onScreen, a.alike = map[string]notify.Told{}, map[string][]string{}, map[string]api.Recurrence{}
	a.inflight, a.retryAt = map[string]bool{}, map[string]time.Time{}
	a.alarms, a.troubles = map[string]bool{}, map[string]api.Trouble{}
	a.unsaved.pages = map[string]notify.Page{}
	for _, b := range p.Settings.Beats {
		a.pulse = append(a.pulse, beat{Beat: b, seen: a.now})
	}
	a.desktop.Keyring, a.desktop.Sound = "unknown", "unknown"
	pages, events, err := p.Store.Pages(ctx, a.now.Add(-keepResolved))
	if err != nil {
		return nil, fmt.Errorf("load the pages: %w", err)
	}
	for _, page := range pages {
		a.keep(page)
	}
	for _, e := range events {
		a.timelines[e.PageID] = append(a.timelines[e.PageID], e)
	}
	return a, nil
}

// clock drops what a store cannot keep: the monotonic reading, and fractions of
// a millisecond.
func (a *Agent) clock() time.Time { return a.p.Now().UTC().Truncate(time.Millisecond) }

// Run is the owner's goroutine: it listens to the given sources, reads the
// calendars, and returns when ctx has ended and every worker has. Call it once.
func (a *Agent) Run(ctx context.Context, sources []SourceSpec, calendars []CalendarSpec) {
	a.ctx = ctx
	a.dirty = true
	for _, s := range sources {
		a.watch(s)
	}
	a.recallFirst(calendars)
	a.abandonOrphans()
	a.announceKept()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			a.stop()
			return
		case do := <-a.inbox:
			a.tick()
			do()
		case <-a.moreListed():
			a.tick()
			a.takeLists()
		case <-timer.C:
			a.tick()
		}
		a.settle()
		timer.Reset(a.untilNext())
	}
}

func (a *Agent) stop() {
	close(a.done)
	a.work.Wait()
	for id := range a.onScreen {
		a.p.Notes.Withdraw(id)
	}
	a.p.Speaker.Silence()
}

// send hands work to the owner without waiting for it.
func (a *Agent) send(do func()) {
	select {
	case a.inbox <- do:
	case <-a.done:
	}
}

// ask hands work to the owner and waits until it has been committed and published,
// so that whoever looks afterwards sees what became of it. A change that the disk did
// not take stands, and is api.ErrNotKept.
func (a *Agent) ask(ctx context.Context, do func() error) error {
	result := make(chan error, 1)
	job := func() {
		before := a.changes
		err := do()
		changed := a.changes > before
		a.replies = append(a.replies, func() {
			if err == nil && changed {
				err = a.unkept
			}
			result <- err
		})
	}
	select {
	case a.inbox <- job:
	case <-ctx.Done():
		return ctx.Err()
	case <-a.done:
		return ErrStopped
	}
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-a.done:
		return ErrStopped
	}
}

// tick looks at the clock, before every message and at least every tick, and
// notices that the machine was away: then everything is asked for afresh before
// anything is judged by its age. That messages come more often than ticks must
// neither hide a sleep nor look like one.
func (a *Agent) tick() {
	before := a.now
	a.now = a.clock()
	if away := a.now.Sub(before); away > 3*tick || away < -tick {
		a.p.Log.Info("the clock jumped; asking every source again", "by", away.String())
		a.woke()
	}
	if a.now.Before(before) {
		a.lookAtAll() // what falls due was reckoned by a clock that was ahead
	}
	if since := a.now.Sub(a.lastTick); since >= 0 && since < tick {
		return
	}
	a.lastTick = a.now
	a.endDrills()
	a.backupIfDue()
}

// settle brings everything in line with the present state: commit first, then
// effects, then the snapshot.
func (a *Agent) settle() {
	a.wakeAt = time.Time{}
	a.judgeRecall()
	a.judgeDuty()
	a.judgeResync()
	a.judgeSources()
	a.judgeBeats()
	a.judgeReminders()
	a.judgeMute()
	a.judgePages() // last, for those before it may page
	a.askPresence()
	a.commit()
	effects := a.effects
	a.effects = nil
	for _, act := range effects {
		act()
	}
	if a.dirty {
		a.dirty = false
		a.seq++
		a.p.Publish(a.snapshot())
		a.p.Failpoint("published")
	}
	replies := a.replies
	a.replies = nil
	for _, reply := range replies {
		reply()
	}
}

// commit saves what changed. When the disk refuses, the agent goes on from
// memory, says so, and tries again with every message and tick.
func (a *Agent) commit() {
	if len(a.unsaved.pages) == 0 && len(a.unsaved.events) == 0 {
		a.unkept = nil
		return
	}
	pages := make([]notify.Page, 0, len(a.unsaved.pages))
	for _, p := range a.unsaved.pages {
		pages = append(pages, p)
	}
	a.p.Failpoint("before-commit")
	err := a.p.Store.Commit(context.WithoutCancel(a.ctx), pages, a.unsaved.events)
	a.setTrouble("store", err, "the store")
	if a.unkept = nil; err != nil {
		a.unkept = fmt.Errorf("%w: %w", api.ErrNotKept, err)
		return
	}
	a.withdraw(unkeptNote)
	a.unsaved = saving{pages: map[string]notify.Page{}}
	a.p.Failpoint("after-commit")
}

// change takes over a transition's result.
func (a *Agent) change(c notify.Change) notify.Page {
	old, had := a.pages[c.Page.ID]
	if had && len(c.Events) == 0 && old.Equal(c.Page) {
		return old
	}
	a.dirty = true
	a.changes++
	a.keep(c.Page)
	a.unsaved.pages[c.Page.ID] = c.Page
	a.unsaved.events = append(a.unsaved.events, c.Events...)
	a.timelines[c.Page.ID] = append(a.timelines[c.Page.ID], c.Events...)
	a.hooksOf(c)
	return c.Page
}

// after queues an effect: it happens once the present changes are on disk.
func (a *Agent) after(act func()) { a.effects = append(a.effects, act) }

func (a *Agent) setTrouble(key string, err error, subject string) {
	_, had := a.troubles[key]
	switch {
	case err != nil:
		t := a.p.Explain(subject, err)
		if a.troubles[key] != t {
			a.p.Log.Warn("trouble", "of", key, "error", err)
			a.troubles[key] = t
			a.dirty = true
		}
	case had:
		a.p.Log.Info("trouble over", "of", key)
		delete(a.troubles, key)
		a.dirty = true
	}
}

// wake sees to it that the owner looks again at t. What has passed is being looked
// at now.
func (a *Agent) wake(t time.Time) {
	if t.After(a.now) && (a.wakeAt.IsZero() || t.Before(a.wakeAt)) {
		a.wakeAt = t
	}
}

// untilNext is how long the owner may sleep: until the next thing falls due, and
// never longer than a tick. It never spins, whatever the clock does.
func (a *Agent) untilNext() time.Duration {
	a.wake(a.duty.Until)
	if n := a.duty.Next; n != nil && n.Start.After(a.now) {
		a.wake(n.Start)
	}
	if a.wakeAt.IsZero() {
		return tick
	}
	return max(min(a.wakeAt.Sub(a.now), tick), 50*time.Millisecond)
}

// backupIfDue looks once an hour whether a day has passed since the last backup.
func (a *Agent) backupIfDue() {
	if a.now.Before(a.nextBackup) {
		return
	}
	a.nextBackup = a.now.Add(time.Hour)
	a.work.Go(func() {
		if !a.p.Store.BackupDue(a.clock()) {
			return
		}
		err := a.p.Store.Backup(a.ctx)
		a.send(func() { a.setTrouble("backup", err, "the backup of the store") })
	})
}
