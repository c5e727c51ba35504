package ical

// RFC 5545 3.8.2.2 wants the end of an event to be of the kind of its start. Where
// it is not, the more precise of the two says what was meant: a date that lasts
// until a time of day starts at its midnight, and a time that no zone is known of
// is on the clock of an end that has one.

// startFor is the start of an event as its end shows that it is meant.
func startFor(start, end moment, open bool) moment {
	switch {
	case end.date:
	case start.date:
		if end.zone.same(start.zone) && !end.zone.utc && floorMod64(end.wall, daySeconds) == 0 {
			break // from midnight to midnight are days
		}
		start.date = false
		if open || !end.zone.utc {
			start.zone, start.floating = end.zone, end.floating
		}
	case start.floating && !end.floating:
		start.zone, start.floating = end.zone, false
	}
	return start
}

// lasting is the start and the length of an event that has a DURATION: one of 24
// hours is a day where the start is a date, any other that is not of days gives it
// a time of day.
func lasting(start moment, l length, open bool) (moment, length) {
	switch {
	case !start.date || l.exact == 0:
	case l.exact%daySeconds == 0:
		l = length{nominal: min(l.total(), maxLength)}
	default:
		start.date, start.floating = false, open
	}
	return start, l
}
