package caldav

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"standby/app/provider"
)

// What can be wrong with a calendar on a server, besides what package provider
// names. Each wraps one of its sentinels where that fits.
var (
	// ErrNotACalendar: the address is a folder, a task list or a page, or whatever
	// answers there does not speak CalDAV.
	ErrNotACalendar = fmt.Errorf("%w: not a CalDAV calendar", provider.ErrNotTheService)
	// ErrElsewhere: the server sends us to another host, which gets no credentials
	// unless the user names it. It comes as *ElsewhereError.
	ErrElsewhere = fmt.Errorf("%w: the calendars are at another host", provider.ErrNotTheService)
	// ErrNothingThere: the server knows nothing at the address, or no event with
	// that UID (404, 410).
	ErrNothingThere = errors.New("nothing is there")
	// ErrChanged: somebody was faster; nothing was overwritten. It comes as
	// *ChangedError.
	ErrChanged = errors.New("it was changed meanwhile")
	// ErrHalfDone: one of two writes could not be undone. It comes as
	// *HalfDoneError.
	ErrHalfDone = errors.New("only half of it was done")
	// ErrUnsure: the connection broke while writing, and the server cannot be asked
	// what became of it. Read the event before trying again.
	ErrUnsure = errors.New("it is not known whether it was written")
	// ErrReadOnly: we may read the calendar but not write to it (403, 405).
	ErrReadOnly = errors.New("this calendar may not be written to")
	// ErrLocked: somebody holds a lock on the event (423).
	ErrLocked = errors.New("somebody is editing it")
	// ErrNoRoom: the server has no room left (507).
	ErrNoRoom = errors.New("the server has no room left")
	// ErrUnsafe: the server names no strong version (ETag) of the event, so that
	// nothing can be written without the risk of overwriting somebody.
	ErrUnsafe = errors.New("the server cannot tell versions apart")
)

// Error is a failure to read or write one calendar. It names the calendar, and
// of its address nothing but the host.
type Error struct {
	// Do is what was being done, such as "fetch" or "write to".
	Do string
	// Calendar is its name in the configuration.
	Calendar string
	// Err is why.
	Err error
}

// Error says what was being done, to which calendar, and why it failed.
func (e *Error) Error() string { return fmt.Sprintf("%s calendar %s: %v", e.Do, e.Calendar, e.Err) }

// Unwrap returns why.
func (e *Error) Unwrap() error { return e.Err }

// ElsewhereError says where the server sends us.
type ElsewhereError struct {
	// At is the address to give instead, if the user trusts it: scheme, host and
	// path, without user and query.
	At *url.URL
}

// Error names the host alone.
func (e *ElsewhereError) Error() string {
	return fmt.Sprintf("%v, %s; enter that address if you trust it with the password", ErrElsewhere, show(e.At.Host))
}

// Unwrap returns ErrElsewhere.
func (e *ElsewhereError) Unwrap() error { return ErrElsewhere }

// ChangedError is a lost race: the event is not what the caller had read.
type ChangedError struct {
	UID string
	// Gone means that the event was deleted; Now is zero then.
	Gone bool
	// Now is the event as it is, zero where it could not be read.
	Now Resource
	// At is when it was last changed, zero where nobody says so (LAST-MODIFIED,
	// RFC 5545 3.8.7.3).
	At time.Time
	// By is who changed it as far as the event says: its organizer. Often empty.
	By string
}

// Error names the event by its summary, and what became of it.
func (e *ChangedError) Error() string {
	if e.Gone {
		return fmt.Sprintf("%v: the event %s was deleted; nothing was overwritten", ErrChanged, show(e.UID))
	}
	text := fmt.Sprintf("%v: the event %s is another one now", ErrChanged, show(e.UID))
	if name := e.Now.Summary(); name != "" {
		text += fmt.Sprintf(", %q", show(name))
	}
	if e.By != "" {
		text += ", by " + show(e.By)
	}
	if !e.At.IsZero() {
		text += ", since " + e.At.UTC().Format("2 Jan 2006 15:04 UTC")
	}
	return text + "; nothing was overwritten, read it again"
}

// Unwrap returns ErrChanged.
func (e *ChangedError) Unwrap() error { return ErrChanged }

// HalfDoneError is a swap that stands half done: the first event was written, the
// second was refused, and the first could not be put back.
type HalfDoneError struct {
	// Written and Refused are UIDs.
	Written, Refused string
	// Why is why the second was refused, Undo why the first could not be undone.
	Why, Undo error
}

// Error says what stands and what to do.
func (e *HalfDoneError) Error() string {
	return fmt.Sprintf("%v: the event %s was written and could not be put back (%v), the event %s was not (%v); correct one of them by hand",
		ErrHalfDone, show(e.Written), e.Undo, show(e.Refused), e.Why)
}

// Unwrap returns ErrHalfDone and both reasons.
func (e *HalfDoneError) Unwrap() []error { return []error{ErrHalfDone, e.Why, e.Undo} }

// status is the status of a refusal, 0 for any other error.
func status(err error) int {
	var s *provider.StatusError
	if errors.As(err, &s) {
		return s.Status
	}
	return 0
}

// explain adds what a status means to somebody who reads or writes events.
func explain(err error, writing bool) error {
	means := error(nil)
	switch code := status(err); {
	case code == http.StatusNotFound, code == http.StatusGone:
		means = ErrNothingThere
	case code == http.StatusLocked:
		means = ErrLocked
	case code == http.StatusInsufficientStorage:
		means = ErrNoRoom
	case writing && (code == http.StatusForbidden || code == http.StatusMethodNotAllowed):
		means = ErrReadOnly
	}
	if means == nil {
		return err
	}
	return fmt.Errorf("%w: %w", means, err)
}

// show is a text that a stranger wrote, as one harmless line of at most 80 runes.
func show(text string) string {
	const most = 80
	out := make([]rune, 0, most)
	for _, r := range text {
		if len(out) == most {
			return string(out) + "…"
		}
		out = append(out, harmless(r))
	}
	return string(out)
}
