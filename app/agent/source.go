package agent

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/notify"
)

// SourceSpec is a source to listen to and how.
type SourceSpec struct {
	Source provider.Source
	// Kind is the provider's name, for people: "alertmanager".
	Kind string
	// Every is the time between two polls.
	Every time.Duration
}

// Bounds of polling.
const (
	// slowest is the longest that a failing source is left alone.
	slowest = 30 * time.Second
	// refusedPause is the pause after our credentials were refused, so that we do
	// not lock the account.
	refusedPause = time.Minute
	// longestPause is the longest that a source may ask to be left alone.
	longestPause = 10 * time.Minute
	// leastSilence is the shortest silence that counts as one.
	leastSilence = 45 * time.Second
	// extendWithin is how long before its end an acknowledgement is extended.
	extendWithin = 5 * time.Minute
	// retryMost is the longest pause between two tries of a request.
	retryMost = time.Minute
)

// watched is a source as the owner sees it, with the mailbox of its worker.
type watched struct {
	SourceSpec
	worker
	mail  *mailbox
	since time.Time // listening since; a jump of the clock restarts it
	heard time.Time
	err   error
	fails int
	list  *list // what it listed and has not been gone through yet
}

func (a *Agent) source(name string) *watched {
	for _, w := range a.sources {
		if w.Source.Name() == name {
			return w
		}
	}
	return nil
}

// Watch begins to listen to one more source, in the place of the one that had its
// name, whose pages stay.
func (a *Agent) Watch(spec SourceSpec) {
	a.send(func() { a.watch(spec) })
}

func (a *Agent) watch(spec SourceSpec) {
	w := &watched{SourceSpec: spec, mail: newMailbox(), since: a.now}
	var before *worker
	if old := a.source(spec.Source.Name()); old != nil {
		a.leave(old)
		before = &old.worker
	}
	a.sources = append(a.sources, w)
	a.dirty = true
	a.lookAtAll()
	a.employ(&w.worker, before, func(ctx context.Context) { a.listen(ctx, w) })
}

// AskAgain makes a source or calendar be asked now, without regard to what it
// said before: its secret has changed.
func (a *Agent) AskAgain(name string) {
	a.send(func() {
		if w := a.source(name); w != nil {
			w.mail.nudge()
		}
		for _, c := range a.calendars {
			if c.Calendar.Name() == name {
				c.nudge()
			}
		}
	})
}

// woke makes a source be asked now, and forgives the silence of a machine that
// slept.
func (w *watched) woke(now time.Time) {
	w.since = now
	w.mail.nudge()
}

// state is how well the source is seen at now.
func (w *watched) state(now time.Time) api.SourceState {
	switch {
	case errors.Is(w.err, provider.ErrUnauthorized), errors.Is(w.err, provider.ErrNotTheService):
		return api.SourceRefused
	case w.overdue(now), w.heard.IsZero() && w.err != nil:
		return api.SourceSilent
	case w.heard.IsZero():
		return api.SourceStarting
	}
	return api.SourceOK
}

// overdue reports whether nothing has been heard for longer than it should take.
func (w *watched) overdue(now time.Time) bool {
	last := w.heard
	if last.Before(w.since) {
		last = w.since
	}
	return now.Sub(last) > max(3*w.Every, leastSilence)
}

// listen is a source's worker: it polls, and carries out what the owner mails.
// Requests go before polls: one that arrives cuts a poll short.
func (a *Agent) listen(ctx context.Context, w *watched) {
	fails := 0
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.mail.wake:
		case <-timer.C:
		}
		for _, errand := range w.mail.take() {
			errand(ctx)
		}
		err, cut := a.poll(ctx, w)
		switch {
		case cut:
			timer.Reset(0)
			continue
		case err != nil:
			fails++
		default:
			fails = 0
		}
		timer.Reset(pause(w.Every, fails, err, rand.Float64())) //nolint:gosec // it spreads requests
	}
}

// pause is how long to wait after a poll: Every, doubled with each failure up to
// slowest and, with chance in [0, 1), stretched by up to an eighth, so that a server
// which comes back is not asked by everybody at once; and what the source itself
// asks for.
func pause(every time.Duration, fails int, err error, chance float64) time.Duration {
	if err == nil {
		return every
	}
	if errors.Is(err, provider.ErrUnauthorized) {
		return max(every, refusedPause)
	}
	d := every
	for range min(fails, 10) {
		d = min(2*d, max(slowest, every))
	}
	d += time.Duration(chance * float64(d/8))
	var status *provider.StatusError
	if errors.As(err, &status) {
		d = max(d, min(status.RetryAfter, longestPause))
	}
	return d
}

// poll asks the source once. cut means that mail came meanwhile.
func (a *Agent) poll(ctx context.Context, w *watched) (err error, cut bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type answer struct {
		alerts []sighted
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		alerts, err := w.Source.Open(ctx)
		answers <- answer{sightingsOf(w.Source.Name(), alerts), err}
	}()
	select {
	case got := <-answers:
		a.p.Failpoint("list-received")
		if ctx.Err() == nil {
			a.send(func() { a.heard(w, got.alerts, got.err) })
		}
		return got.err, false
	case <-w.mail.urgent:
		cancel()
		<-answers
		w.mail.nudge()
		return nil, true
	}
}

// heard takes a poll's result.
func (a *Agent) heard(w *watched, alerts []sighted, err error) {
	if w.gone {
		return
	}
	a.dirty = true
	if err != nil {
		if w.fails++; w.fails == 1 || w.err == nil || w.err.Error() != err.Error() {
			a.p.Log.Warn("source not heard", "source", w.Source.Name(), "error", err)
		}
		w.err = err
		delete(a.resync.waits, w.Source.Name())
		return
	}
	if w.fails > 0 {
		a.p.Log.Info("source heard again", "source", w.Source.Name())
	}
	w.heard, w.err, w.fails = a.now, nil, 0
	w.list = a.newList(w, alerts)
	a.takeLists()
}

// triggered opens a page, as one with that of another source which is the same
// trouble.
func (a *Agent) triggered(s notify.Sighting, others *neighbours) {
	p := a.change(notify.Trigger(s, a.onDuty(), a.now))
	other, ok := others.find(s)
	if !ok {
		return
	}
	lead := a.leadOf(other.ID)
	a.logJoin(lead, a.change(p.Join(lead, a.now)))
}

// logJoin tells in the timeline of the page that leads that another one came to it.
func (a *Agent) logJoin(lead string, p notify.Page) {
	a.change(notify.Change{Page: a.pages[lead], Events: []notify.Event{{PageID: lead, At: a.now, What: "joined", By: p.Source, Detail: "the same trouble by another way"}}})
}

// recall finds a page in memory, or else in the store: an alert that is back
// after days is the page it was, with the work done on it.
func (a *Agent) recall(id string) (notify.Page, bool) {
	if p, ok := a.pages[id]; ok {
		return p, true
	}
	p, events, ok, err := a.p.Store.Page(a.ctx, id)
	if err != nil {
		a.p.Log.Warn("an older page cannot be looked up", "page", id, "error", err)
	}
	if !ok || err != nil {
		return notify.Page{}, false
	}
	a.timelines[id] = events
	return p, true
}

// ended resolves a page. An acknowledgement of ours that would outlive the alert
// is taken back, so that the same trouble, should it return, pages again.
func (a *Agent) ended(w *watched, p notify.Page) {
	handle, ours := p.AckHandle, p.State == notify.Acknowledged && p.AckedHere || p.State == notify.Snoozed && !p.SnoozedThere
	a.change(p.End(w.Source.Name(), a.now))
	delete(a.retryAt, p.ID)
	if ours && handle != "" {
		a.release(w, handle)
	}
}

func (a *Agent) release(w *watched, handle string) {
	k, ok := w.Source.(provider.Acknowledger)
	if !ok || handle == "" {
		return
	}
	a.after(func() {
		w.mail.put(func(ctx context.Context) {
			if err := k.Unacknowledge(ctx, provider.Ack{Handle: handle}); err != nil {
				a.p.Log.Warn("an acknowledgement outlives its alert until it lapses", "source", w.Source.Name(), "error", err)
			}
		})
	})
}

func sightingOf(source string, alert provider.Alert) notify.Sighting {
	s := notify.Sighting{
		Source: source, Key: alert.Key, Ref: alert.Ref,
		Title: notify.Clean(alert.Title, notify.MaxTitle), Body: notify.CleanBody(alert.Body, notify.MaxBody, notify.MaxBodyLines),
		Service: notify.Clean(alert.Service, 60), Severity: notify.Clean(alert.Severity, 30),
		URL: alert.URL, Urgency: alert.Urgency, StartedAt: alert.StartedAt, Dedup: alert.Dedup,
	}
	if s.Title == "" {
		s.Title = "An alert without a title"
	}
	if s.Urgency == "" {
		s.Urgency = notify.High
	}
	if alert.Ack != nil {
		s.TakenLapses = alert.Ack.Lapses
		s.Taken, s.TakenBy, s.TakenHandle, s.TakenUntil = true, notify.Clean(alert.Ack.By, 60), alert.Ack.Handle, alert.Ack.Until
	}
	return s
}

// judgeSources raises an alarm of its own for a source that cannot be seen
// while pages are the user's business, and takes it back.
func (a *Agent) judgeSources() {
	for _, w := range a.sources {
		name, state := w.Source.Name(), w.state(a.now)
		blind := state == api.SourceSilent || state == api.SourceRefused
		if blind {
			a.dirty = true // the minutes of silence are told
		}
		id := "source/" + name
		switch {
		case state == api.SourceSilent && !w.overdue(a.now):
			// At login the network may come up after us: shown at once, alarmed later.
		case blind && a.onDuty() && !a.recallingAny() && !a.alarms[name]:
			a.alarms[name] = true
			t := a.sourceTrouble(w)
			note := notify.Note{ID: id, Title: "Standby cannot see " + name, Body: fmt.Sprintf("%s. %s", t.What, t.Next),
				Urgency: notify.High, Actions: []notify.Action{{Key: notify.ActionOpen, Label: "Open"}}}
			a.show(note, nil)
			a.sound(alarmRung)
		case !blind && a.alarms[name]:
			delete(a.alarms, name)
			a.withdraw(id)
		}
	}
}

func (a *Agent) sourceTrouble(w *watched) api.Trouble {
	err := w.err
	if err == nil {
		err = provider.ErrUnreachable
	}
	return a.p.Explain(w.Source.Name(), err)
}
