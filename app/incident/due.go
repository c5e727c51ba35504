package incident

import "time"

// Rules are how long things may take before somebody is told. Durations are above
// zero; a zero one stands for that of [DefaultRules].
type Rules struct {
	// Internal is how often colleagues are told.
	Internal time.Duration
	// First is within what time customers are told that something is wrong, Often
	// how often they are told more during Busy, counted from the first time.
	First, Often, Busy time.Duration
	// Commander, Severity and Communication are how long nobody need be in command,
	// the severity be unknown, nobody see to communication.
	Commander, Severity, Communication time.Duration
	// Focus is how long people may look at the system alone.
	Focus time.Duration
	// Tour is how long one person should be in command.
	Tour time.Duration
	// ShiftEnd is how long before the end of a shift a hand-off is due.
	ShiftEnd time.Duration
	// Fresh is how old the document may become.
	Fresh time.Duration
}

// DefaultRules are those of incident.md: monzo/response for command and severity,
// PagerDuty and the status-page habits for updates, the SRE book for the document.
func DefaultRules() Rules {
	return Rules{
		Internal: 30 * time.Minute,
		First:    5 * time.Minute, Often: 20 * time.Minute, Busy: 2 * time.Hour,
		Commander: 2 * time.Minute, Severity: 5 * time.Minute, Communication: 10 * time.Minute,
		Focus: 20 * time.Minute, Tour: 4 * time.Hour, ShiftEnd: time.Hour, Fresh: 4 * time.Hour,
	}
}

func (r Rules) orDefault() Rules {
	d := DefaultRules()
	for _, p := range [][2]*time.Duration{
		{&r.Internal, &d.Internal}, {&r.First, &d.First}, {&r.Often, &d.Often}, {&r.Busy, &d.Busy},
		{&r.Commander, &d.Commander}, {&r.Severity, &d.Severity}, {&r.Communication, &d.Communication},
		{&r.Focus, &d.Focus}, {&r.Tour, &d.Tour}, {&r.ShiftEnd, &d.ShiftEnd}, {&r.Fresh, &d.Fresh},
	} {
		if *p[0] <= 0 {
			*p[0] = *p[1]
		}
	}
	return r
}

// Due is an update that is to be sent by At.
type Due struct {
	Audience Audience  `json:"audience"`
	At       time.Time `json:"at"`
	// First means that none was sent yet.
	First bool `json:"first,omitempty"`
	// Promised means that the last one named this time.
	Promised bool `json:"promised,omitempty"`
}

// UpdatesDue says which updates are due, and when; At may have passed. None while
// nobody is at work on the incident. Colleagues are told every Rules.Internal, or
// when the last update promised, Rules.Fresh after it at the latest. Customers are
// told, unless they notice nothing: within Rules.First after people began to respond
// or customers began to notice, then every Rules.Often or
// sooner where that was promised; once Rules.Busy is over when the last one
// promised, and else as often as before. After an update that says that it is over none is due.
func (i Incident) UpdatesDue(r Rules) []Due {
	if !i.Live() {
		return nil
	}
	r = r.orDefault()
	due := []Due{i.internalDue(r)}
	if d, ok := i.externalDue(r); ok {
		due = append(due, d)
	}
	return due
}

func (i Incident) internalDue(r Rules) Due {
	since := i.LiveSince()
	last, ok := i.Last(Internal)
	if !ok || last.At.Before(since) {
		return Due{Audience: Internal, At: since.Add(r.Internal), First: !ok}
	}
	if last.NextAt.IsZero() {
		return Due{Audience: Internal, At: last.At.Add(r.Internal)}
	}
	return Due{Audience: Internal, At: earlier(last.NextAt, last.At.Add(r.Fresh)), Promised: true}
}

func (i Incident) externalDue(r Rules) (Due, bool) {
	since := later(i.LiveSince(), i.Noticed.Since)
	last, ok := i.Last(External)
	ok = ok && !last.At.Before(since)
	switch {
	case i.Noticed.Reply == No && (!ok || last.Phase == AllClear), ok && last.Phase == AllClear:
		return Due{}, false
	case !ok:
		return Due{Audience: External, At: since.Add(r.First), First: true}, true
	}
	often := last.At.Add(r.Often)
	switch busy := !often.After(i.firstSince(External, since).Add(r.Busy)); {
	case last.NextAt.IsZero():
		return Due{Audience: External, At: often}, true
	case busy:
		at := earlier(last.NextAt, often)
		return Due{Audience: External, At: at, Promised: at.Equal(last.NextAt)}, true
	}
	return Due{Audience: External, At: last.NextAt, Promised: true}, true
}

func (i Incident) firstSince(a Audience, since time.Time) time.Time {
	for _, u := range i.Updates {
		if u.Audience == a && !u.At.Before(since) {
			return u.At
		}
	}
	return time.Time{}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
