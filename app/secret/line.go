package secret

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// answerWithin is how long a caller waits, standing in line included.
	answerWithin = 5 * time.Second
	// readyWithin is how long the keyring may take to say whether it is locked;
	// shorter, so that the caller hears that rather than nothing.
	readyWithin = 4 * time.Second
)

// errSilent is an ErrUnavailable; another call may end it by returning.
var errSilent = fmt.Errorf("%w: the keyring has not answered; unlock it", ErrUnavailable)

// probe finds out, without a prompt, whether the keyring can be used: nil,
// ErrLocked or ErrUnavailable. It returns when ctx ends.
type probe func(ctx context.Context) error

// line lets one call at a time through to the keyring. Those calls have no context
// and may last for ever, waiting for a human; so each runs on a goroutine of its
// own, and while one has outlasted its caller nobody else waits.
type line struct {
	ready probe
	// turn holds a value while a call is in flight.
	turn chan struct{}

	mu sync.Mutex
	// flight counts the calls; while one is in flight, stuck is its number if
	// somebody has waited for it in vain.
	flight, stuck int
}

func newLine(ready probe) line { return line{ready: ready, turn: make(chan struct{}, 1)} }

type answer struct {
	text string
	err  error
}

// run calls f with the outcome of the probe, on the one goroutine there is, and
// returns what it returns; or errSilent after five seconds, at once while an
// earlier call is stuck; or the error of ctx.
func (l *line) run(ctx context.Context, f func(ready error) (string, error)) (string, error) {
	if l.isStuck() {
		return "", errSilent
	}
	patience := time.NewTimer(answerWithin)
	defer patience.Stop()
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return "", ctx.Err()
	case <-patience.C:
		return "", l.giveUp(l.current())
	}
	number := l.depart()
	done := make(chan answer, 1)
	go func() {
		done <- l.ask(f)
		l.arrive()
	}()
	select {
	case a := <-done:
		return a.text, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	case <-patience.C:
		return "", l.giveUp(number)
	}
}

// ask runs on the goroutine that may hang.
func (l *line) ask(f func(ready error) (string, error)) answer {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	text, err := f(l.ready(ctx))
	return answer{text: text, err: err}
}

func (l *line) isStuck() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stuck != 0
}

func (l *line) current() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.flight
}

func (l *line) depart() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flight++
	return l.flight
}

func (l *line) arrive() {
	l.mu.Lock()
	l.stuck = 0
	l.mu.Unlock()
	<-l.turn
}

// giveUp marks the call of that number as stuck, if it is still in flight.
func (l *line) giveUp(number int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.turn) == 1 && l.flight == number {
		l.stuck = number
	}
	return errSilent
}
