package agent

import (
	"errors"
	"time"

	"standby/app/provider"
)

// Bounds of when a calendar is read again.
const (
	// calendarRetry is the first pause after a failure, slowestRetry the longest.
	calendarRetry = time.Minute
	slowestRetry  = time.Hour
	// quickest and slowestPace bound what a feed may ask for.
	quickest    = time.Minute
	slowestPace = 24 * time.Hour
)

// local reports whether the calendar lies on this machine, where nobody is
// spared by asking seldom.
func (c *reading) local() bool {
	l, ok := c.Calendar.(provider.Local)
	return ok && l.OnThisMachine()
}

// pace is the time between two readings of a calendar that is well: what the
// user has set, or what the feed asks for (RFC 7986 5.7) if that is longer, a day
// at most.
func (c *reading) pace(asked time.Duration) time.Duration {
	if asked <= 0 || c.local() {
		return c.Every
	}
	return max(c.Every, min(max(asked, quickest), slowestPace))
}

// pause is how long to wait after a reading. After failures of a feed in a row it
// doubles from a minute up to an hour, with chance, in [0, 1), choosing in its
// upper half, so that a server which comes back is not asked by everybody at once;
// it is never shorter than what the server itself asks for (Retry-After).
func (c *reading) pause(asked time.Duration, fails int, err error, chance float64) time.Duration {
	switch {
	case err == nil:
		return c.pace(asked)
	case fails == 0, c.local():
		return min(calendarRetry, c.Every)
	}
	d := min(calendarRetry<<min(fails-1, 10), slowestRetry)
	d = d/2 + time.Duration(chance*float64(d/2))
	var status *provider.StatusError
	if errors.As(err, &status) {
		d = max(d, min(status.RetryAfter, slowestRetry))
	}
	return d
}
