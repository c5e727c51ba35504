package notify

import (
	"time"
)

// Rung is one step of a ladder: how a waiting page asks for attention from so long
// after it began to wait.
type Rung struct {
	After time.Duration
	// Note is how the notification is shown: High stays on the screen, breaks
	// through do-not-disturb where the desktop lets it, and is shown while on call
	// alone.
	Note Urgency
	// Sound names a sound; empty for none. Volume is 0 to 100. Rising begins softly;
	// Loop goes on until the page is acknowledged.
	Sound        string
	Volume       int
	Rising, Loop bool
	// Raise brings the window to the front.
	Raise bool
}

// Ladder is how a page nags, louder with each rung, until it is acknowledged.
type Ladder struct {
	// Rungs are in order of After; none means that nothing is shown.
	Rungs []Rung
	// Again is how often the last rung comes again; zero means that it does not.
	Again time.Duration
}

// Plan is how pages nag.
type Plan struct {
	High, Normal, Low Ladder
	// Off is for pages that come while the user is off call.
	Off Ladder
	// Quiet are the quiet hours.
	Quiet QuietHours
}

// Presence is where the user is, as far as the machine can tell.
type Presence string

// Where the user may be. Unknown counts as away.
const (
	PresenceUnknown Presence = ""
	AtKeyboard      Presence = "at-keyboard"
	Away            Presence = "away"
)

// Circumstance is what besides the page decides how loud it is.
type Circumstance struct {
	OnDuty   bool
	Presence Presence
	// Zone is the user's, in which quiet hours are.
	Zone *time.Location
	// MutedUntil is until when the user wants no sound and no raised window; zero
	// means not muted. Notes are shown all the same.
	MutedUntil time.Time
}

// Told is what a page was last shown as, in this run; the zero value means that it
// was not.
type Told struct {
	At time.Time
	// Rung is the index of the rung.
	Rung int
	// Held means that quiet hours kept it back, until HeldUntil.
	Held      bool
	HeldUntil time.Time
}

// Step is what is to be done about a waiting page now.
type Step struct {
	Rung
	// Index is the rung's.
	Index int
	// HeldUntil is set when quiet hours keep it back: it is listed, and told in one
	// digest then.
	HeldUntil time.Time
}

// DefaultPlan is how pages nag unless the user says otherwise.
func DefaultPlan() Plan {
	return Plan{
		High: Ladder{Again: 5 * time.Minute, Rungs: []Rung{
			{Note: High, Sound: "page-high", Volume: 60},
			{After: time.Minute, Note: High, Sound: "page-high", Volume: 80, Rising: true},
			{After: 3 * time.Minute, Note: High, Sound: "page-high", Volume: 100, Rising: true, Loop: true},
			{After: 5 * time.Minute, Note: High, Sound: "page-high", Volume: 100, Loop: true, Raise: true},
		}},
		Normal: Ladder{Again: 5 * time.Minute, Rungs: []Rung{
			{Note: High, Sound: "page-normal", Volume: 60},
			{After: 5 * time.Minute, Note: High, Sound: "page-normal", Volume: 80},
			{After: 10 * time.Minute, Note: High, Sound: "page-normal", Volume: 100, Loop: true, Raise: true},
		}},
		Low: Ladder{Again: 30 * time.Minute, Rungs: []Rung{{Note: Normal}}},
		Off: Ladder{Rungs: []Rung{{Note: Normal}}},
	}
}

// For is the ladder of a page.
func (l Plan) For(u Urgency, onDuty bool) Ladder {
	switch {
	case !onDuty:
		return l.Off
	case u == High:
		return l.High
	case u == Low:
		return l.Low
	}
	return l.Normal
}

// Nag is what is to be done about the page at now, and when to look again (zero:
// never). step is nil when nothing is. Each rung is told once, missed ones as the
// highest of them; the warning and the target of the ack clock tell the rung in
// force again, and so does Again.
//
// Whoever is at the keyboard is told discreetly until the warning: at half the
// volume, once instead of in a loop, and without a raised window. A page that
// failed to be acknowledged is told at once.
func (p Page) Nag(plan Plan, c Circumstance, last Told, now time.Time) (step *Step, next time.Time) {
	ladder := plan.For(p.Urgency, c.OnDuty || p.Drill)
	if !p.Nags() || len(ladder.Rungs) == 0 {
		return nil, time.Time{}
	}
	from := p.from()
	if held := p.heldUntil(plan, c, now); held.After(now) {
		if last.Held && !last.At.Before(from) {
			return nil, held
		}
		return &Step{HeldUntil: held}, held
	}
	at, index := p.due(ladder, last, from)
	if at.IsZero() || at.After(now) {
		return nil, at
	}
	index = max(index, ladder.reached(now.Sub(from)))
	rung := discreet(ladder.Rungs[index], c, p.WarnAt(), now)
	if rung.Note == High && !p.mayBeCritical(c) {
		rung.Note = Normal
	}
	next, _ = p.due(ladder, Told{At: now, Rung: index}, from)
	return &Step{Rung: rung, Index: index}, next
}

// Nags reports whether the page waits for somebody and nothing is being done about
// it. What failed is as if it had not been asked.
func (p Page) Nags() bool {
	if p.State != Triggered || !p.PausedAt.IsZero() {
		return false
	}
	return p.Failure != "" || p.Request == NoRequest || p.Request == AskUnacknowledge
}

// mayBeCritical reports whether a note of the page may break through everything.
func (p Page) mayBeCritical(c Circumstance) bool {
	return p.Drill || c.OnDuty && p.Urgency != Low
}

// from is when the page began to nag: when its clock did.
func (p Page) from() time.Time {
	if p.ClockFrom.IsZero() {
		return p.TriggeredAt
	}
	return p.ClockFrom.Add(p.Paused)
}

// due is when the page is next to be told, and at least which rung it is then.
func (p Page) due(l Ladder, last Told, from time.Time) (time.Time, int) {
	if last.At.Before(p.TriggeredAt) || last.At.Before(from) || last.Held {
		return from, 0
	}
	at, index := time.Time{}, last.Rung
	sooner := func(t time.Time) {
		if t.After(last.At) && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	if last.Rung+1 < len(l.Rungs) {
		sooner(from.Add(l.Rungs[last.Rung+1].After))
	} else if l.Again > 0 {
		sooner(last.At.Add(l.Again))
	}
	sooner(p.WarnAt())
	sooner(p.Due())
	return at, index
}

// reached is the highest rung that has come after so long.
func (l Ladder) reached(waited time.Duration) int {
	index := 0
	for i, r := range l.Rungs {
		if waited >= r.After {
			index = i
		}
	}
	return index
}

func discreet(r Rung, c Circumstance, warnAt, now time.Time) Rung {
	switch {
	case now.Before(c.MutedUntil):
		r.Sound, r.Loop, r.Raise = "", false, false
	case c.Presence == AtKeyboard && (warnAt.IsZero() || now.Before(warnAt)):
		r.Volume, r.Rising, r.Loop, r.Raise = (r.Volume+1)/2, false, false, false
	}
	return r
}

// heldUntil is until when quiet hours hold the page back; zero when they do not.
// What is urgent breaks through while on call.
func (p Page) heldUntil(plan Plan, c Circumstance, now time.Time) time.Time {
	if p.Drill || c.OnDuty && p.Urgency == High {
		return time.Time{}
	}
	return plan.Quiet.Until(now, c.Zone)
}

// QuietHours are when what is not urgent waits: from Start to End by the clock of
// the user's zone, over midnight where End is not after Start, on the nights that
// begin on Days. The zero value has none.
type QuietHours struct {
	// Start and End are since midnight.
	Start, End time.Duration
	// Days are the weekdays on which it begins; empty means every day.
	Days []time.Weekday
}

// Until is the end of the quiet hours that now lies in, in UTC; zero when it lies
// in none. An end in the hour that clocks skip is the first instant after it.
func (q QuietHours) Until(now time.Time, zone *time.Location) time.Time {
	if q.Start == q.End {
		return time.Time{}
	}
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := now.In(zone).Date()
	for _, back := range []int{1, 0} {
		begin := time.Date(y, m, d-back, 0, 0, int(q.Start/time.Second), 0, zone)
		days := 0
		if q.End <= q.Start {
			days = 1
		}
		end := time.Date(y, m, d-back+days, 0, 0, int(q.End/time.Second), 0, zone)
		if q.on(time.Date(y, m, d-back, 12, 0, 0, 0, time.UTC).Weekday()) && !now.Before(begin) && now.Before(end) {
			return end.UTC()
		}
	}
	return time.Time{}
}

func (q QuietHours) on(day time.Weekday) bool {
	if len(q.Days) == 0 {
		return true
	}
	for _, d := range q.Days {
		if d == day {
			return true
		}
	}
	return false
}
