package ui

import (
	"fmt"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
)

// absence is what the banner says, empty while the agent is there.
func absence(v model.View) (what, detail string) {
	if v.Live {
		return "", ""
	}
	since := api.Clock(v.Lost, v.Now, v.Loc)
	if !v.Known {
		return "Standby's agent does not answer: pages are NOT being watched here",
			fmt.Sprintf("Tried since %s. %s", since, model.AgentRemedy)
	}
	return "Standby's agent is not running: pages are NOT being watched",
		fmt.Sprintf("Since %s, %s ago. What stands below is from before and may be wrong. %s", since, api.Span(v.Now.Sub(v.Lost)), model.AgentRemedy)
}

// grace is how long a window that has just been opened may wait for its first
// snapshot before it raises an alarm.
const grace = 2 * time.Second

// nextChange is how long after v.Now something that the window says changes by
// itself: the next second while a page's clock runs or
// something can be undone, else the next full minute of
// the wall clock or of a source's age. There is no timer but this one.
func nextChange(v model.View) time.Duration {
	if !v.Known {
		return grace
	}
	step := time.Minute
	if _, undo := model.Undoable(v.Snap.Pages, v); v.Live && (undo || model.HeadlineOf(v).Count > 0) {
		step = time.Second
	}
	next := until(v.Now, v.Now.Truncate(step), step)
	if step == time.Second || !v.Live {
		return next
	}
	for _, src := range v.Snap.Sources {
		if !src.LastHeard.IsZero() {
			next = min(next, until(v.Now, src.LastHeard, step))
		}
	}
	return next
}

// until is the time from now to the first of from, from+step, from+2·step, ...
// that lies after now.
func until(now, from time.Time, step time.Duration) time.Duration {
	passed := now.Sub(from) % step
	if passed < 0 {
		passed += step
	}
	return step - passed
}

// titleFor is the title of the window: the profile it shows, or that it is the
// demonstration.
func titleFor(profile string, v model.View) string {
	if v.Known && v.Snap.Profile != "" {
		profile = v.Snap.Profile
	}
	switch {
	case v.Known && v.Snap.Demo:
		return "Standby (demo)"
	case profile != "":
		return "Standby (" + profile + ")"
	}
	return "Standby"
}
