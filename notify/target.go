package notify

import "time"

// Targets are the times within which pages must be acknowledged.
type Targets struct {
	// Usual holds where nothing more exact does.
	Usual Target
	// ByUrgency and BySource are more exact; the source's wins over the urgency's.
	ByUrgency map[Urgency]Target
	BySource  map[string]Target
}

// Target is a time to acknowledge within, and when to warn before it passes; both
// from the moment the clock starts, and Warn less than Within.
type Target struct {
	Within, Warn time.Duration
}

// Of is the target of a page.
func (t Targets) Of(source string, u Urgency) Target {
	if by, ok := t.BySource[source]; ok {
		return by
	}
	if by, ok := t.ByUrgency[u]; ok {
		return by
	}
	return t.Usual
}
