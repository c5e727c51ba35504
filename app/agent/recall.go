package agent

import "time"

// recallMost is the longest that a start waits for what the store knows of the
// calendars, or for the first answer of one that the store does not know: a page must
// not wait for a disk or a server that hangs.
const recallMost = 3 * time.Second

// recalling is the time after a start in which whether the user is on call is not
// known yet, though the store knows: until then nothing is told, so that a page which
// came off call is not told as if it had come on call.
type recalling struct {
	waits map[*reading]bool
	until time.Time
}

// recallFirst begins to read the calendars, the copies in the store first.
func (a *Agent) recallFirst(calendars []CalendarSpec) {
	a.recalling = recalling{waits: map[*reading]bool{}, until: a.now.Add(recallMost)}
	for _, spec := range calendars {
		a.recalling.waits[a.readFrom(spec)] = true
	}
}

// recallingAny reports whether a calendar of the start has not been recalled yet.
func (a *Agent) recallingAny() bool { return len(a.recalling.waits) > 0 }

// recalled notes that what the store knows of a calendar has been taken over, or else
// that its source was asked.
func (a *Agent) recalled(c *reading) { delete(a.recalling.waits, c) }

// judgeRecall ends the wait once everything was recalled, or its time is up.
func (a *Agent) judgeRecall() {
	if a.recalling.until.IsZero() {
		return
	}
	if a.recallingAny() && a.now.Before(a.recalling.until) {
		a.wake(a.recalling.until)
		return
	}
	a.recalling = recalling{}
	a.lookAtAll()
}
