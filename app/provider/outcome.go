package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// ErrUnknown says that a request left, and that nobody knows what became of it: it
// may have taken effect, or still will. It must not be sent again unseen.
var ErrUnknown = errors.New("it is not known whether it arrived")

// Send is Do for a request that must not take effect twice. Where the request left
// and its outcome is not known the error wraps ErrUnknown besides: the connection
// ended, time ran out, the service failed within (5xx), or something that is not the
// service answered well. With any other error it took no effect.
func (c *Client) Send(ctx context.Context, r Request) (*Response, error) {
	var left atomic.Bool
	var status atomic.Int64
	observe := r.Observe
	r.Observe = func(s int, h http.Header) {
		status.Store(int64(s))
		if observe != nil {
			observe(s, h)
		}
	}
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { left.Store(true) }})
	res, err := c.Do(ctx, r)
	if s := status.Load(); err == nil || !left.Load() || s >= 300 && s < 500 {
		return res, err
	}
	return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
}

// IsRateLimit reports whether the service refused a request because there were too
// many, so that the same one is good later. Statuspage says 420 for 429.
func IsRateLimit(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && (status.Status == http.StatusTooManyRequests || status.Status == statusCalm)
}

const statusCalm = 420

// callTries is how often a call that was refused for its rate is made in all.
const callTries = 3

// Call sends a request when limit has a turn for it, and reads the JSON of the answer
// into the value. A request with a body goes by Send, one without by Do. Where the
// service refuses it because there were too many it is made again, twice at most, when
// the service wants.
func (c *Client) Call(ctx context.Context, limit *Limiter, r Request, into any) error {
	r.Want = JSON
	r.Observe = func(status int, h http.Header) {
		if status == statusCalm {
			status = http.StatusTooManyRequests
		}
		limit.Observe(status, h)
	}
	do := c.Do
	if r.Body != nil {
		do = c.Send
	}
	for try := 1; ; try++ {
		if err := limit.Wait(ctx, Act); err != nil {
			return err
		}
		res, err := do(ctx, r)
		switch {
		case err == nil && json.Unmarshal(res.Body, into) == nil:
			return nil
		case err == nil && r.Body != nil:
			return fmt.Errorf("%w: %w: JSON of another shape", ErrUnknown, ErrNotTheService)
		case err == nil:
			return fmt.Errorf("%w: JSON of another shape", ErrNotTheService)
		case IsRateLimit(err) && try < callTries:
		default:
			return err
		}
	}
}
