package rotation

import "time"

// Interval is the half-open span [Start, End): it holds Start and not End, so
// two shifts that meet at a hand-off never overlap. Both ends are instants;
// their location is of no consequence. An interval whose End is not after its
// Start is empty.
type Interval struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Empty reports whether the interval holds no instant at all.
func (i Interval) Empty() bool { return !i.Start.Before(i.End) }

// Duration is the elapsed time in the interval, zero when it is empty. It
// counts real hours: a night in which the clocks change has 11 or 13 of them.
func (i Interval) Duration() time.Duration {
	if i.Empty() {
		return 0
	}
	return i.End.Sub(i.Start)
}

// Contains reports whether t lies in the interval.
func (i Interval) Contains(t time.Time) bool {
	return !t.Before(i.Start) && t.Before(i.End)
}

// Clip returns the part of the interval that lies in window; it is empty when
// they do not overlap.
func (i Interval) Clip(window Interval) Interval {
	if i.Start.Before(window.Start) {
		i.Start = window.Start
	}
	if i.End.After(window.End) {
		i.End = window.End
	}
	if i.Empty() {
		return Interval{Start: i.Start, End: i.Start}
	}
	return i
}
