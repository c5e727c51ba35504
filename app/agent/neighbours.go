package agent

import (
	"standby/notify"
)

// neighbours are the open pages of other sources, found by what may join them with
// a new one. They are looked up when the first new alert of a list comes, so that
// ten thousand at once cost no more than one look.
type neighbours struct {
	a      *Agent
	source string
	by     map[string][]string // IDs by dedup key and by likeness
}

// find returns the page that has waited longest among those that are the same
// trouble as a sighting.
func (n *neighbours) find(s notify.Sighting) (best notify.Page, ok bool) {
	if n.by == nil {
		n.gather()
	}
	if len(n.by) == 0 {
		return best, false
	}
	for _, key := range keysOf(s.Dedup, s.Title, s.Service) {
		for _, id := range n.by[key] {
			p := n.a.pages[id]
			if p.Joins(s, n.a.now) && (!ok || p.TriggeredAt.Before(best.TriggeredAt) || p.TriggeredAt.Equal(best.TriggeredAt) && p.ID < best.ID) {
				best, ok = p, true
			}
		}
	}
	return best, ok
}

func (n *neighbours) gather() {
	n.by = map[string][]string{}
	for id, p := range n.a.pages {
		if p.Source == n.source || !p.Open() || p.Drill {
			continue
		}
		for _, key := range keysOf(p.Dedup, p.Title, p.Service) {
			n.by[key] = append(n.by[key], id)
		}
	}
}

func keysOf(dedup []string, title, service string) []string {
	keys := make([]string, 0, len(dedup)+1)
	for _, k := range dedup {
		if k != "" {
			keys = append(keys, "key\x00"+k)
		}
	}
	return append(keys, "like\x00"+notify.Likeness(title, service))
}
