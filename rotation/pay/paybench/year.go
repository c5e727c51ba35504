package paybench

import (
	"time"

	"standby/rotation"
)

const (
	weeks = 52
	calls = 300
)

// Year is a year on call, a shift a week from Monday 09:00 by the clock in zone
// on, and 300 call-outs of 7 to 126 minutes. The number of a person moves the
// call-outs, so that no two people of the first 1,000 have the same year.
func Year(person int, zone *time.Location) (onCall, callOuts []rotation.Interval) {
	first := time.Date(2026, 1, 5, 9, 0, 0, 0, zone)
	onCall = make([]rotation.Interval, weeks)
	for w := range onCall {
		onCall[w] = rotation.Interval{Start: first.AddDate(0, 0, 7*w), End: first.AddDate(0, 0, 7*w+7)}
	}
	callOuts = make([]rotation.Interval, calls)
	for i := range callOuts {
		at := first.Add(time.Duration(i)*29*time.Hour + time.Duration(person%1000)*time.Minute)
		callOuts[i] = rotation.Interval{Start: at, End: at.Add(time.Duration(7+i%120) * time.Minute)}
	}
	return onCall, callOuts
}

// Mode is how the call-out of a number was done.
func Mode(callOut int) string { return [...]string{"phone", "onsite", "remote"}[callOut%3] }
