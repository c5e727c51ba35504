package agent

import (
	"errors"
	"time"

	"standby/rotation"
)

// ErrUnreadable says that what came is not what it should be, and will not be
// before somebody corrects it. A Format's errors wrap it in that case.
var ErrUnreadable = errors.New("it cannot be read")

// Format says what the bytes of a fetched copy mean: iCalendar, a rota file. It
// is pure. An error means that nothing is known from the bytes; it does not name
// the calendar, which the agent does.
type Format func(data []byte, q Question) (Timetable, error)

// Question is what is asked of a copy. Equal questions about equal bytes have
// equal answers, so that a copy is read anew when the day or the user changed
// and not before.
type Question struct {
	// Rota is the name that the shifts carry.
	Rota string
	// Me is the user, as they are known to all calendars.
	Me rotation.Person
	// Zone is where times without a zone are read, and where those in warnings are
	// told; never nil.
	Zone *time.Location
	// Today is the midnight, in UTC, that has just passed; Window, which is to be
	// expanded, reaches from 62 days before it to 400 after it.
	Today  time.Time
	Window rotation.Interval
	// Host is the name of the host that the copy came from, by which its product may
	// be known; empty where there is none, or none was asked yet.
	Host string
	// AsOf is the midnight, in UTC, before the copy was last confirmed; zero where
	// that is not known. Some feeds tell a certain time from then on.
	AsOf time.Time
}

// Timetable is what a copy says about who is on call when.
type Timetable struct {
	// Shifts are all shifts of everybody that overlap the window, whole, in UTC,
	// in the order of rotation.SortShifts.
	Shifts []rotation.Shift
	// Gaps are where nobody holds a role that somebody should, in order of role
	// and start; none where the format cannot tell.
	Gaps []rotation.Gap
	// Doubts are spans in which somebody may be on call whom nobody can name.
	Doubts []rotation.Interval
	// Horizon is where its knowledge ends; zero when it does not. Bounded says that
	// the feed itself tells no further, not even of somebody's own shifts.
	Horizon time.Time
	Bounded bool
	// OpenEnd are those of Shifts that go on past their end, which is only where the
	// feed stops telling.
	OpenEnd []rotation.Shift
	// Profile is the product that wrote it, as its users call it; empty where that
	// makes no difference.
	Profile string
	// Knows is true when the user is in it, on call in the window or not.
	Knows bool
	// Warnings are what the user should look at, one sentence each.
	Warnings []string
	// Away is people's time off, where the format knows of it.
	Away []rotation.TimeOff
	// Refresh is how long whoever publishes it asks to be left alone between two
	// readings; zero where it does not say. It is as it was written: see pace.
	Refresh time.Duration
}

// How far a copy is expanded.
const pastDays, futureDays = 62, 400

// Ask is the question about a calendar or rota of that name at now.
func Ask(name string, me rotation.Person, zone *time.Location, now time.Time) Question {
	today := now.UTC().Truncate(24 * time.Hour)
	return Question{Rota: name, Me: me, Zone: zone, Today: today,
		Window: rotation.Interval{Start: today.AddDate(0, 0, -pastDays), End: today.AddDate(0, 0, futureDays)}}
}
