package api

import (
	"bytes"
	"fmt"
	"time"

	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/pay/account"
)

// DayOff is a day that is booked or taken from the account of time in lieu, as a
// calendar to give to others: an entry over the whole day, busy, with how much of the
// account it takes. at is when it is written; the same booking is the same event
// each time, and the same as standby lieu export makes of it.
func DayOff(e account.Entry, me rotation.Person, at time.Time) (Document, error) {
	if e.On.IsZero() {
		return Document{}, fmt.Errorf("write the day off: %w: it is on no day", ErrBadRequest)
	}
	day := time.Date(e.On.Year, e.On.Month, e.On.Day, 0, 0, 0, 0, time.UTC)
	leave := ical.Leave{Person: me, Interval: rotation.Interval{Start: day, End: day.AddDate(0, 0, 1)}, Days: true, Note: account.Length(e.Seconds)}
	if e.Note != "" {
		leave.Note += ": " + e.Note
	}
	entries := ical.LeaveEntries([]ical.Leave{leave}, true)
	cal, err := ical.Written{}.Revise(ical.Calendar{Entries: entries}, leave.Interval, at)
	if err != nil {
		return Document{}, fmt.Errorf("write the day off: %w", err)
	}
	var b bytes.Buffer
	if err := ical.Write(&b, cal); err != nil {
		return Document{}, fmt.Errorf("write the day off: %w", err)
	}
	return Document{Name: "day-off-" + e.On.String() + ".ics", Type: "text/calendar; charset=utf-8", Data: b.Bytes()}, nil
}
