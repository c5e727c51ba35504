package workspace

import (
	"context"
	"fmt"
	"hash/fnv"

	"standby/app/api"
	"standby/app/incident"
	"standby/rotation"
)

// told are the lines of a page's timeline, as an incident records them. The same
// trouble by several ways is one page, with one timeline.
func told(p api.Page) []incident.Command {
	commands := make([]incident.Command, 0, len(p.Timeline))
	for _, e := range p.Timeline {
		e.PageID = p.ID
		commands = append(commands, incident.PageEvent(e))
	}
	return commands
}

// follow brings what happened to linked pages into the incidents that are open. Each
// line is recorded once. The lock is held.
func (k *Keeper) follow(ctx context.Context) error {
	now := k.clock()
	for _, i := range k.open {
		for _, linked := range i.Pages {
			p, ok := k.pageOf(linked.ID)
			if !ok || len(p.Timeline) == 0 {
				continue
			}
			var err error
			if i, err = k.apply(ctx, i, rotation.Person{}, now, told(p)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// See is told each snapshot of the agent; it never blocks. Only what matters to
// incidents and shifts has the bulletin made again.
func (k *Keeper) See(s api.Snapshot) {
	k.seen.Store(&s)
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, s.Me)
	if s.Duty.Current != nil {
		_, _ = fmt.Fprint(h, *s.Duty.Current)
	}
	duty := h.Sum64()
	if k.duty.Swap(duty) != duty {
		k.dutyChanged.Store(true)
	}
	if k.active.Load() {
		for _, p := range s.Pages {
			_, _ = fmt.Fprint(h, p.ID, len(p.Timeline))
		}
	}
	if mark := h.Sum64(); k.mark.Swap(mark) != mark {
		k.changed()
	}
}
