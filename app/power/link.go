package power

import (
	"context"
	"time"
)

// settle is how long the network must be quiet before we look at it: one change
// comes as a burst of messages.
const settle = time.Second

// way is how this machine reaches the network. Two ways are the same when their
// text is.
type way struct {
	out   bool   // there is a way out, a route to everywhere
	route string // what it is, for comparison alone
}

// follow looks at the network after each poke that is followed by a pause, and
// tells what changed. A fresh poke says that the network has become better
// although its routes may be the same, as when a captive portal lets us through.
// It returns when ctx ends.
func follow(ctx context.Context, look func() (way, error), pokes <-chan poke, tell func(Event), failed func(error)) {
	last, err := look()
	if err != nil {
		failed(err)
	}
	known := err == nil
	for {
		fresh, ok := quiet(ctx, pokes)
		if !ok {
			return
		}
		now, err := look()
		if err != nil {
			failed(err)
			continue
		}
		if e := compare(last, now, known, fresh); e != 0 {
			tell(e)
		}
		last, known = now, true
	}
}

// poke is a hint that the network may have changed.
type poke struct{ fresh bool }

// quiet waits for a poke, and then until none has come for a while; a network
// that never rests is looked at every few seconds all the same.
func quiet(ctx context.Context, pokes <-chan poke) (fresh, ok bool) {
	select {
	case <-ctx.Done():
		return false, false
	case p := <-pokes:
		fresh = p.fresh
	}
	limit := time.NewTimer(5 * settle)
	defer limit.Stop()
	pause := time.NewTimer(settle)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return false, false
		case p := <-pokes:
			fresh = fresh || p.fresh
			pause.Reset(settle)
		case <-pause.C:
			return fresh, true
		case <-limit.C:
			return fresh, true
		}
	}
}

// compare is the event that lies between two looks, 0 for none. What holds at
// the first look is no event.
func compare(last, now way, known, fresh bool) Event {
	switch {
	case !known:
		return 0
	case !now.out && last.out:
		return LinkDown
	case now.out && (!last.out || fresh || now.route != last.route):
		return LinkUp
	}
	return 0
}
