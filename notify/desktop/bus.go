//go:build linux

package desktop

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"standby/notify"
	"standby/notify/desktop/sessionbus"
)

const (
	firstRetry = 200 * time.Millisecond
	lastRetry  = 30 * time.Second
)

var errBusLost = errors.New("the connection to the D-Bus session bus was lost")

// bus shows notes through the freedesktop notification service, over a
// connection of its own that it renews when it is lost.
type bus struct {
	app     string
	icon    *picture
	timeout time.Duration
	log     *slog.Logger
}

func newBus(o Options) *bus {
	return &bus{app: o.App, icon: decodePicture(o.Icon), timeout: o.Timeout, log: o.Log}
}

func (b *bus) run(ctx context.Context, q *queue, out outlet) {
	retry := firstRetry
	for again := false; ctx.Err() == nil; again = true {
		s, err := b.open(ctx)
		if err == nil {
			retry = firstRetry
			if again {
				out.lost()
			}
			s.serve(ctx, q, out)
			s.close()
			if ctx.Err() != nil {
				return
			}
			out.capable(Capabilities{})
			out.lost()
			err = errBusLost
		}
		b.log.Debug("notifications wait for the session bus", "retry", retry, "cause", err)
		refuse(ctx, q, out, err, retry)
		retry = min(2*retry, lastRetry)
	}
}

// open connects and listens. ctx ends the attempt, not the connection, which the
// last withdrawals still need.
func (b *bus) open(ctx context.Context) (*session, error) {
	attempt, abandon := context.WithCancel(context.WithoutCancel(ctx))
	keep := context.AfterFunc(ctx, abandon)
	conn, err := sessionbus.Dial(attempt)
	if !keep() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		abandon()
		return nil, err
	}
	context.AfterFunc(conn.Context(), abandon)
	s := newSession(b, conn)
	if err := s.listen(ctx); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// refuse fails what is asked for while there is no bus.
func refuse(ctx context.Context, q *queue, out outlet, cause error, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case <-q.ready:
			q.drain(func(r request) {
				if r.note != nil {
					out.failed(r.id, cause)
				}
			}, out)
		}
	}
}

func (o outlet) lost() { o.react(notify.Reaction{Kind: notify.Lost}) }
