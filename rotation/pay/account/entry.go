package account

import (
	"errors"
	"fmt"
)

// Kind is what an entry is.
type Kind string

// The kinds of entries.
const (
	// Earned is time that was credited.
	Earned Kind = "earned"
	// Booked is time off that is planned for a day. It is used on that day, whether
	// or not a Taken follows.
	Booked Kind = "booked"
	// Released takes a booking back; Of is the booking's ID, Seconds is zero.
	Released Kind = "released"
	// Taken is time off that was taken; with Of it takes the place of that booking.
	Taken Kind = "taken"
	// Expired is time that lapsed, of the lot whose ID is Of.
	Expired Kind = "expired"
	// PaidOut is time that was turned into money, of the lot whose ID is Of or, when
	// Of is empty, of the oldest.
	PaidOut Kind = "paid out"
	// Correction adds or, when negative, takes away.
	Correction Kind = "correction"
)

// Entry is a line of the ledger.
type Entry struct {
	// ID is unique in its ledger, and not empty.
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	// On is the day that it counts for, which may be to come.
	On Date `json:"on"`
	// Seconds is how much, more than zero; of a Correction not zero, of a Released
	// zero. At most ten years.
	Seconds int64 `json:"seconds"`
	// Of is the ID of the entry that this one is about.
	Of string `json:"of,omitempty"`
	// Until is the last day on which earned time, or a Correction that adds, can be
	// used, where that is not what the Rules say; the zero Date leaves it to them.
	Until Date `json:"until,omitzero"`
	// Note is for people, and for evidence.
	Note string `json:"note,omitempty"`
}

// credits says that the entry makes a lot.
func (e *Entry) credits() bool { return e.Kind == Earned || e.Kind == Correction && e.Seconds > 0 }

var (
	// ErrEntry is wrapped by the errors about an entry that is not one.
	ErrEntry = errors.New("entry of the account")
	// ErrSettled says that an entry would use time on a day up to which expired time
	// has been written down. It has to be dated later, or made a Correction.
	ErrSettled = errors.New("the account is settled past that day")
)

// ShortError says that there is not enough time in the account.
type ShortError struct {
	// On is the first day on which it would not be enough.
	On Date
	// Missing is by how much, in seconds.
	Missing int64
}

// Error names the day and what is missing.
func (e *ShortError) Error() string {
	return fmt.Sprintf("the account is %s short on %s", Length(e.Missing), e.On)
}

// check looks at an entry by itself and among those before it.
func (e *Entry) check(known map[string]*Entry, settled map[string]bool) error {
	fault := func(what string) error { return fmt.Errorf("%w %q: %s", ErrEntry, e.ID, what) }
	switch {
	case e.ID == "":
		return fmt.Errorf("%w: it has no id", ErrEntry)
	case known[e.ID] != nil:
		return fault("its id is not unique")
	case !e.On.real():
		return fault(fmt.Sprintf("its day is not one of the years %d to %d", minYear, maxYear))
	case !e.Until.IsZero() && (!e.credits() || !e.Until.real() || e.On.After(e.Until)):
		return fault("only earned time has a last day, which is not before the first")
	}
	if err := e.checkSeconds(); err != "" {
		return fault(err)
	}
	return e.checkOf(known, settled, fault)
}

func (e *Entry) checkSeconds() string {
	switch e.Kind {
	case Earned, Booked, Taken, Expired, PaidOut:
		if e.Seconds <= 0 || e.Seconds > maxSeconds {
			return "its time must be more than nothing, and at most ten years"
		}
	case Correction:
		if e.Seconds == 0 || e.Seconds > maxSeconds || e.Seconds < -maxSeconds {
			return "its time must not be nothing, and at most ten years"
		}
	case Released:
		if e.Seconds != 0 {
			return "it takes a booking back as a whole, and has no time of its own"
		}
	default:
		return "its kind is none of earned, booked, released, taken, expired, paid out, correction"
	}
	return ""
}

// checkOf looks at the entry that this one is about.
func (e *Entry) checkOf(known map[string]*Entry, settled map[string]bool, fault func(string) error) error {
	of := known[e.Of]
	if e.Of == "" && e.Kind != Released && e.Kind != Expired {
		return nil
	}
	switch e.Kind {
	case Taken, Released:
		if of == nil || of.Kind != Booked || settled[e.Of] {
			return fault("there is no booking that it is about")
		}
		settled[e.Of] = true
	case Expired, PaidOut:
		if of == nil || !of.credits() || of.On.After(e.On) {
			return fault("there is no earned time that it is about")
		}
	default:
		if of == nil {
			return fault("there is no entry that it is about")
		}
	}
	return nil
}

// Length writes seconds as people do: "6 h", "1 h 30 min", "0 h".
func Length(seconds int64) string {
	sign := ""
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	h, m, s := seconds/3600, seconds/60%60, seconds%60
	text := ""
	for _, part := range []struct {
		n    int64
		unit string
	}{{h, "h"}, {m, "min"}, {s, "s"}} {
		if part.n > 0 {
			text += fmt.Sprintf(" %d %s", part.n, part.unit)
		}
	}
	if text == "" {
		return "0 h"
	}
	return sign + text[1:]
}
