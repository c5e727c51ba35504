package provider

import (
	"context"
	"time"
)

// What a Source may be able to do besides listing and acknowledging. Each of
// these is found by type assertion on the Source. All methods may be called from
// any goroutine, return when ctx ends, and are idempotent: what is already so
// counts as done, so that a call whose answer was lost is simply made again. They
// act on the newest Ref that the caller holds, in the name of by where the source
// lets a caller choose, else in the name of whoever the credentials belong to.
// Errors wrap the sentinels of errors.go; ErrGone means that the alert has ended,
// or is no longer the user's, and that nothing was sent.

// Snoozer is a Source that itself holds an alert back for a while, for everybody,
// and pages again afterwards, whatever has become of us.
type Snoozer interface {
	// Snooze holds the alert until then, which is judged by the source's own clock.
	// The Ack that it returns has the instant at which the source will page again as
	// its Until, and Lapses set. An alert that is held until then already is left
	// alone. An instant that has passed, or is farther off than the source can hold,
	// is an error that wraps none of the sentinels.
	Snooze(ctx context.Context, ref, by string, until time.Time) (Ack, error)
}

// Noter is a Source that keeps notes with an alert, for everybody to read.
type Noter interface {
	// Note adds a note. One of the same text by the same author counts as this one.
	// A source that takes notes on alerts that have ended does so here too, instead
	// of ErrGone.
	Note(ctx context.Context, ref, by, text string) error
}

// Escalator is a Source that can pass an alert on to whoever is next in line.
type Escalator interface {
	// EscalateLabel is what the button says: "Escalate to the next level".
	EscalateLabel() string
	// Escalate passes the alert on to the next level of its own policy. An alert
	// that has moved on since ref was listed is left where it is, so that trying
	// again never skips a level. to says who is told now, in words; it may be empty.
	Escalate(ctx context.Context, ref, by string) (to string, err error)
}

// Reader is a Source that can show one alert as it is now, without waiting for the
// next poll: to be asked before something late is sent.
type Reader interface {
	// Peek returns the alert that ref names. open is false when it has ended, is no
	// longer the user's, or is unknown to the source; the Alert is then what the
	// source still says of it, and may be zero.
	Peek(ctx context.Context, ref string) (a Alert, open bool, err error)
}
