package main

import (
	"context"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"standby/rotation"
)

// measureRotation asks the rotation engine what every screen asks of it, and a
// plain walk with package time the same, in turns in one run: the engine's limits
// are for a quiet machine, and the walk shows how quiet this one is.
func measureRotation(ctx context.Context, d *dev, tell func(figure)) error {
	r, err := newRotationBench()
	if err != nil {
		return fmt.Errorf("measure the rotation engine: %w", err)
	}
	tell(figure{"rotation", "shift-in-memory", "bytes", float64(unsafe.Sizeof(rotation.Slot{})), 32})
	for _, c := range []contest{
		{name: "weekly", limit: 10, engine: r.weekly, walk: r.walkWeekly},
		{name: "final-schedule", limit: 25, engine: r.final(r.rotas), walk: r.walkFinal(r.teams)},
		{name: "final-schedule-3-layers", engine: r.final(r.layered), walk: r.walkFinal(r.layeredTeams)},
		{name: "who-at-t", limit: 100, engine: r.who, walk: r.walkWho},
	} {
		c.run(ctx, d, tell)
	}
	return nil
}

// contest is one piece of work, done by the engine and by the walk. Both return
// how many shifts or answers they found.
type contest struct {
	name         string
	limit        float64 // nanoseconds each; 0 when there is none
	engine, walk func() int
}

// Rounds and tries are how often a piece of work is measured: the best counts, as
// all else is what the machine did besides. Rounds take turns with the walk. What
// is over its limit is measured again after a pause, for neighbours can halve the
// speed of a core for seconds, which shows in the walk too.
const (
	rounds, tries, walks = 20, 20, 2

	again   = 3
	respite = 5 * time.Second
)

func (c contest) run(ctx context.Context, d *dev, tell func(figure)) {
	c.engine() // the scratch space is made once
	engine, walk := c.measure()
	for n := 0; n < again && c.limit > 0 && engine > c.limit && wait(ctx, respite); n++ {
		e, w := c.measure()
		engine, walk = min(engine, e), min(walk, w)
	}
	if c.limit > 0 {
		tell(figure{"rotation", c.name, "ns", engine, c.limit})
	} else {
		d.say("rotation/%s %.4g ns", c.name, engine)
	}
	tell(figure{"rotation", c.name + "-allocations", "each", allocations(c.engine), 0})
	d.say("rotation/%s-walk %.4g ns, %.0f times the engine's", c.name, walk, walk/engine)
}

func (c contest) measure() (engine, walk float64) {
	engine, walk = forever, forever
	for range rounds {
		engine = min(engine, best(tries, c.engine))
		walk = min(walk, best(walks, c.walk))
	}
	return engine, walk
}

// wait reports whether the time has passed, and not the context ended first.
func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

const forever = 1e18

// best is the least time that each result of a piece of work took.
func best(tries int, work func() int) float64 {
	least := forever
	for range tries {
		start := time.Now()
		n := work()
		least = min(least, float64(time.Since(start))/float64(n))
	}
	return least
}

// allocations is how many each result of a piece of work made, at least: others
// may allocate meanwhile.
func allocations(work func() int) float64 {
	least := forever
	for range tries {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		n := work()
		runtime.ReadMemStats(&after)
		least = min(least, float64(after.Mallocs-before.Mallocs)/float64(n))
	}
	return least
}
