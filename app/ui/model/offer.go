package model

import (
	"time"

	"standby/app/api"
)

// Offer is one answer to a question: its label, and what it asks of the agent at
// the moment it is given.
type Offer struct {
	Label   string
	Command func(now time.Time) api.Command
}

// InSpan is an answer that counts from when it is given.
func InSpan(do api.Do, label string, d time.Duration) Offer {
	return Offer{label, func(now time.Time) api.Command { return api.Command{Do: do, Until: now.Add(d)} }}
}

// UntilClock is an answer that names its moment.
func UntilClock(do api.Do, t time.Time, v View) Offer {
	return Offer{"Until " + api.Clock(t, v.Now, v.Loc), func(time.Time) api.Command { return api.Command{Do: do, Until: t} }}
}

const (
	// morning is the hour until which a page of the night can be put off, workBegins
	// the one at which working hours begin, Monday to Friday.
	morning, workBegins = 7, 9
)

// NextMorning is the first moment after v.Now at which clocks show 07:00.
func NextMorning(v View) time.Time {
	return onClock(v, morning, func(time.Weekday) bool { return true })
}

// NextWork is the first moment after v.Now at which working hours begin: 09:00,
// Monday to Friday.
func NextWork(v View) time.Time {
	return onClock(v, workBegins, func(d time.Weekday) bool { return d != time.Saturday && d != time.Sunday })
}

// onClock is the first moment after v.Now at which clocks show that hour on a day
// that will do.
func onClock(v View, hour int, will func(time.Weekday) bool) time.Time {
	y, m, d := v.Now.In(v.Loc).Date()
	for ahead := 0; ; ahead++ {
		if t := time.Date(y, m, d+ahead, hour, 0, 0, 0, v.Loc); will(t.Weekday()) && t.After(v.Now) {
			return t
		}
	}
}
