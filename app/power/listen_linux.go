package power

import (
	"context"
	"sync"
	"time"
)

const (
	firstRetry = time.Second
	lastRetry  = 30 * time.Second
)

func (p *Power) listen(ctx context.Context, tell func(Event)) {
	pokes := make(chan poke)
	hint := func(fresh bool) {
		select {
		case pokes <- poke{fresh: fresh}:
		case <-ctx.Done():
		}
	}
	var all sync.WaitGroup
	all.Go(func() { p.listenToSystem(ctx, tell, hint) })
	all.Go(func() { p.listenToKernel(ctx, hint) })
	all.Go(func() {
		follow(ctx, kernelWay, pokes, tell, func(err error) { p.o.Log.Debug("read the routes", "cause", err) })
	})
	all.Wait()
}

// again calls do until ctx ends, with growing pauses; a do that lasted a while
// begins with the shortest one afresh.
func again(ctx context.Context, do func()) {
	for retry := firstRetry; ctx.Err() == nil; retry = min(2*retry, lastRetry) {
		begin := time.Now()
		do()
		if time.Since(begin) > lastRetry {
			retry = firstRetry
		}
		if !pause(ctx, retry) {
			return
		}
	}
}
