package incident

import "time"

// Durations are what the milestones come to. Each is unknown where a milestone that
// it takes is missing.
type Durations struct {
	// ToDetect is from Began to Detected, ToAcknowledge from Detected to Acknowledged.
	ToDetect      Span `json:"to_detect"`
	ToAcknowledge Span `json:"to_acknowledge"`
	// ToMitigate and ToResolve are from Began, or from Detected where nobody said when
	// it began; so is Total, which runs on until now while it is not resolved.
	ToMitigate Span `json:"to_mitigate"`
	ToResolve  Span `json:"to_resolve"`
	Total      Span `json:"total"`
	// In is the time in each severity, from when it was set first until it was
	// resolved, or now.
	In map[Severity]time.Duration `json:"in_ns,omitempty"`
}

// Span is a duration that may be unknown. It is never below zero: milestones that
// are out of order make none.
type Span struct {
	Known bool          `json:"known"`
	Of    time.Duration `json:"of_ns"`
}

func between(a, b time.Time) Span {
	if a.IsZero() || b.IsZero() || b.Before(a) {
		return Span{}
	}
	return Span{true, b.Sub(a)}
}

// Durations counts at now.
func (i Incident) Durations(now time.Time) Durations {
	at := func(m Milestone) time.Time { return i.Milestones[m].At }
	begin := at(Began)
	if begin.IsZero() {
		begin = at(Detected)
	}
	end := i.end(now)
	return Durations{
		ToDetect: between(at(Began), at(Detected)), ToAcknowledge: between(at(Detected), at(Acknowledged)),
		ToMitigate: between(begin, at(Mitigated)), ToResolve: between(begin, at(Resolved)), Total: between(begin, end),
		In: i.inSeverity(end),
	}
}

// end is when it was resolved, now while it is not.
func (i Incident) end(now time.Time) time.Time {
	if at := i.Milestones[Resolved].At; !at.IsZero() {
		return at
	}
	return now
}

func (i Incident) inSeverity(end time.Time) map[Severity]time.Duration {
	in := map[Severity]time.Duration{}
	for n, r := range i.Ratings {
		until := end
		if n+1 < len(i.Ratings) {
			until = earlier(i.Ratings[n+1].At, end)
		}
		if until.After(r.At) {
			in[r.Severity] += until.Sub(r.At)
		}
	}
	return in
}
