package provider

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Class is what a request is for.
type Class int

// Acts go ahead of polls.
const (
	// Poll is a request that will be made again anyway.
	Poll Class = iota
	// Act is a request that somebody waits for, and what belongs to it.
	Act
)

// Bounds of what a Limiter takes from a server.
const (
	// pollPatience is how long a poll waits here; if it would be longer, whoever
	// polls is told instead, so that the reason is seen.
	pollPatience = 5 * time.Second
	// longestHold is the longest that polls are held back on a server's word.
	longestHold = 10 * time.Minute
	// longestActHold is the longest that acts are: who lies about the time of its
	// next window is tried once a minute.
	longestActHold = time.Minute
	// defaultHold is for a server that refuses and does not say for how long.
	defaultHold = 5 * time.Second
)

// Limiter keeps the requests of one account below what the service allows. Acts
// go ahead of polls: a poll waits while an act does, and leaves the last quarter of
// what may be sent at once, and the last tenth of the service's own window, to
// acts. It is safe for concurrent use.
//
// It measures time with the machine's monotonic clock, so that a jump of the wall
// clock neither opens nor shuts it.
type Limiter struct {
	perMinute int

	mu      sync.Mutex
	bucket  *rate.Limiter
	reserve float64
	acts    int           // that wait
	blocked time.Time     // nobody before
	held    time.Time     // no poll before
	changed chan struct{} // closed when somebody who waits should look again
}

// NewLimiter allows that many requests a minute, at least one, an eighth of them at
// once.
func NewLimiter(perMinute int) *Limiter {
	perMinute = max(perMinute, 1)
	burst := max(perMinute/8, 2)
	return &Limiter{
		perMinute: perMinute,
		bucket:    rate.NewLimiter(rate.Limit(float64(perMinute)/60), burst),
		reserve:   math.Max(1, float64(burst)/4),
		changed:   make(chan struct{}),
	}
}

// Wait returns when a request of that class may be sent, which then must be sent.
// A poll that would have to wait for more than a few seconds is not kept: its error
// wraps ErrService, and is a *StatusError of status 429 that says for how long.
// When ctx ends its error is returned.
func (l *Limiter) Wait(ctx context.Context, class Class) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if class == Act {
		l.acts++
		defer func() {
			l.acts--
			l.wake()
		}()
	}
	for {
		now := time.Now()
		wait, acts := l.need(class, now)
		switch {
		case acts:
			wait = pollPatience // an act that leaves wakes us before
		case wait <= 0:
			l.bucket.AllowN(now, 1)
			return nil
		case class == Poll && wait > pollPatience:
			return &StatusError{Status: http.StatusTooManyRequests, RetryAfter: wait.Round(time.Second),
				Message: "held back here, before it was sent", kind: ErrService}
		}
		if err := l.sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// need is how long a request has to wait as things are; acts says that it is a
// poll and acts go first.
func (l *Limiter) need(class Class, now time.Time) (wait time.Duration, acts bool) {
	tokens, least, until := l.bucket.TokensAt(now), 1.0, l.blocked
	if class == Poll {
		if l.acts > 0 {
			return 0, true
		}
		least += l.reserve
		if l.held.After(until) {
			until = l.held
		}
	}
	if short := least - tokens; short > 0 {
		// A little more, for what rounding takes.
		wait = time.Duration(short/float64(l.bucket.Limit())*float64(time.Second)) + time.Millisecond
	}
	return max(wait, until.Sub(now)), false
}

// sleep gives the lock away meanwhile.
func (l *Limiter) sleep(ctx context.Context, wait time.Duration) error {
	changed := l.changed
	l.mu.Unlock()
	defer l.mu.Lock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-changed:
	case <-ctx.Done():
		return fmt.Errorf("waiting for the rate limit: %w", ctx.Err())
	}
	return nil
}

func (l *Limiter) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// Observe takes what an answer says of the service's own window, where it is a
// minute long: ratelimit-limit and ratelimit-remaining in requests, ratelimit-reset
// in seconds from now, and Retry-After (RFC 9110, 10.2.3). What is absent or
// nonsense counts for nothing. It returns for how long the service wants to be
// left alone, zero when it does not.
func (l *Limiter) Observe(status int, h http.Header) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	limit, hasLimit := count(h, "Ratelimit-Limit")
	if hasLimit && limit > 0 {
		l.bucket.SetLimitAt(now, rate.Limit(float64(min(limit, l.perMinute))/60))
	}
	pause := retryAfter(h)
	reset, hasReset := count(h, "Ratelimit-Reset")
	wait := min(time.Duration(reset)*time.Second, longestHold)
	if remaining, ok := count(h, "Ratelimit-Remaining"); ok {
		l.spend(now, remaining)
		if hasReset && remaining*10 <= limit {
			l.hold(now, wait, remaining == 0)
		}
	}
	if status == http.StatusTooManyRequests {
		if pause == 0 && hasReset {
			pause = wait
		}
		if pause == 0 {
			pause = defaultHold
		}
	}
	if pause > 0 {
		l.hold(now, min(pause, longestHold), status == http.StatusTooManyRequests)
	}
	return pause
}

// spend leaves no more to be sent at once than the service says remains.
func (l *Limiter) spend(now time.Time, remaining int) {
	if over := int(math.Floor(l.bucket.TokensAt(now))) - remaining; over > 0 {
		l.bucket.AllowN(now, over)
	}
}

func (l *Limiter) hold(now time.Time, d time.Duration, acts bool) {
	if at := now.Add(d); at.After(l.held) {
		l.held = at
	}
	if at := now.Add(min(d, longestActHold)); acts && at.After(l.blocked) {
		l.blocked = at
	}
}

// count reads a header of one number that is not negative.
func count(h http.Header, name string) (int, bool) {
	n, err := strconv.ParseUint(strings.TrimSpace(h.Get(name)), 10, 31)
	return int(n), err == nil
}
