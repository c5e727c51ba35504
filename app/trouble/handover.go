package trouble

import (
	"errors"

	"standby/app/api"
	"standby/app/provider/caldav"
	"standby/notify"
	"standby/rotation/ical"
)

// writeRules are about writing shifts to a calendar. They come before the others,
// because what stands behind a refused write has words of its own there.
func writeRules() []rule {
	const (
		thing     = "the calendar"
		unchanged = "Nothing was written; the calendar is as it was."
	)
	return []rule{
		{is: caldav.ErrHalfDone, thing: thing, what: "Only half of it was written to %s",
			means: "One of the shifts has changed hands and the other has not, so that one person may have both or nobody one of them.",
			next:  "Open the calendar in a calendar program now, look at both shifts, and correct the one that is wrong. Tell the others."},
		{is: caldav.ErrUnsure, thing: thing, what: "It is not known whether it was written to %s",
			means: "The connection broke in the middle, and the server does not answer.",
			next:  "Look at the shift once the server answers, and only then try again: standby calendar refresh"},
		{is: caldav.ErrChanged, thing: thing, what: "Somebody else changed %s first",
			means: "What they wrote stands. Nothing of yours was written, and nothing was overwritten.",
			next:  "Look at the shift as it is now, and try again if it is still wanted."},
		{is: caldav.ErrReadOnly, thing: thing, what: "You may read %s, but not write to it", means: unchanged,
			next: "Ask its owner for the right to write, or ask them to make the change."},
		{is: caldav.ErrLocked, thing: thing, what: "Somebody is editing that shift in %s right now", means: unchanged,
			next: "Try again in a minute."},
		{is: caldav.ErrNoRoom, thing: thing, what: "The server of %s has no room left", means: unchanged,
			next: "Free some space there, or ask whoever runs it, and try again."},
		{is: caldav.ErrUnsafe, thing: thing, what: "The server of %s cannot tell versions of an event apart", means: unchanged + " Standby does not write where it could overwrite somebody.",
			next: "Make the change in the server's own calendar."},
		{is: api.ErrNoWriting, what: "Standby does not write to that calendar", means: "Nothing was changed.",
			next: "Make the change where the schedule is kept; in the file of a rota it is an [[override]] or a [[swap]]. Or write the shifts to a file and send that: standby calendar export --output shifts.ics"},
		{is: ical.ErrNoPlace, what: "The event does not say clearly whose the shift is", means: unchanged,
			next: "Say who has it (--of), give the calendar a pattern that says where people stand, or change the event in a calendar program."},
		{is: ical.ErrHolds, what: "That person has the shift already", means: unchanged, next: "Nothing needs to be done, unless you meant somebody else."},
		{is: ical.ErrPart, what: "That part is not within the shift", means: unchanged, next: "Name a beginning and an end within the shift; leave both out for all of it."},
	}
}

// amongShifts explains that no shift or several were meant, and which there are.
func amongShifts(err error) (api.Trouble, bool) {
	var e *api.CandidatesError
	if !errors.As(err, &e) {
		return api.Trouble{}, false
	}
	const room = 2000 // ten shifts
	return api.Trouble{What: upper(notify.Clean(e.Error(), room)), Means: "Nothing was changed.", Next: notify.Clean(e.Remedy(), room)}, true
}
