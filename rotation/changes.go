package rotation

import (
	"cmp"
	"container/heap"
	"slices"
)

// Change is a difference between two plans for one person: a shift that is
// gone, new or elsewhere.
type Change struct {
	Person Person `json:"person"`
	Role   Role   `json:"role"`
	// Was is what the person held before and no longer does, Is what the person
	// holds now and did not before; empty for a gain and for a loss.
	Was Interval `json:"was,omitzero"`
	Is  Interval `json:"is,omitzero"`
}

// Changes says what differs between two plans in a window, in order of time.
// For one person and role, a loss and a gain of equal length are a move; of
// several, those nearest to one another in time are paired first. Who is who is
// judged by both plans together. Bounds and error are those of Plan.Schedule; a
// name that two people share is an error too, which wraps ErrRange.
func Changes(before, after *Plan, window Interval) ([]Change, error) {
	people := newRegister()
	people.limit = 2 * MaxPeople // each plan may have its own
	for _, p := range [...]*Plan{before, after} {
		people.prepare(slices.Values(p.people))
	}
	held := map[holding]*[2][]span{}
	for side, p := range [...]*Plan{before, after} {
		if err := p.collect(held, side, &people, window); err != nil {
			return nil, err
		}
	}
	var list []Change
	for k, h := range held {
		was, is := mergeSpans(h[0]), mergeSpans(h[1])
		for _, c := range pair(subtract(was, is), subtract(is, was)) {
			c.Person, c.Role = people.list[k.who], k.role
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.first(), b.first()), cmp.Compare(a.Role, b.Role), byPerson(a.Person, b.Person))
	})
	return list, nil
}

type holding struct {
	who  int16 // in the register of both plans
	role Role
}

// collect adds what people hold in a plan to one side of held.
func (p *Plan) collect(held map[holding]*[2][]span, side int, people *register, window Interval) error {
	ids, err := people.ids(p)
	if err != nil {
		return err
	}
	w := p.work()
	defer p.done(w)
	if w.slot, err = p.AppendSlots(w.slot[:0], window); err != nil {
		return err
	}
	for _, s := range w.slot {
		k := holding{ids[s.Who()], p.Role(s.Role())}
		h := held[k]
		if h == nil {
			h = &[2][]span{}
			held[k] = h
		}
		h[side] = append(h[side], span{s.Start, s.End})
	}
	return nil
}

func (c Change) first() int64 {
	switch {
	case c.Was.Empty():
		return c.Is.Start.Unix()
	case c.Is.Empty():
		return c.Was.Start.Unix()
	}
	return min(c.Was.Start.Unix(), c.Is.Start.Unix())
}

// subtract is what of a lies outside of b; both are in order and apart.
func subtract(a, b []span) []span {
	var out []span
	for _, s := range a {
		for len(b) > 0 && b[0].end <= s.start {
			b = b[1:]
		}
		out = appendOutside(out, s, b)
	}
	return out
}

// pair makes moves of losses and gains of equal length, and what is left over
// on its own.
func pair(lost, gained []span) []Change {
	ofLength := map[int64][]stay{}
	for side, spans := range [...][]span{lost, gained} {
		for _, s := range spans {
			n := s.end - s.start
			ofLength[n] = append(ofLength[n], stay{span: s, gain: side == 1})
		}
	}
	var list []Change
	for _, row := range ofLength {
		list = append(list, pairNearest(row)...)
	}
	return list
}

// stay is a span that somebody lost or gained.
type stay struct {
	span
	gain, paired bool
	// before and next are its neighbours among those of a row not yet paired.
	before, next int
}

// pairNearest pairs a loss and a gain as long as there are both, always the two
// that lie nearest to one another, the earlier of equals. They are neighbours:
// whatever lay between them would be nearer to one of them.
func pairNearest(row []stay) []Change {
	slices.SortFunc(row, func(a, b stay) int { return cmp.Compare(a.start, b.start) })
	var queue couples
	for i := range row {
		row[i].before, row[i].next = i-1, i+1
		if c, ok := coupleOf(row, i-1, i); ok {
			queue = append(queue, c)
		}
	}
	heap.Init(&queue)
	var list []Change
	for len(queue) > 0 {
		c, _ := heap.Pop(&queue).(couple)
		a, b := &row[c.a], &row[c.b]
		if a.paired || b.paired {
			continue
		}
		list = append(list, a.moved(b))
		a.paired, b.paired = true, true
		if a.before >= 0 {
			row[a.before].next = b.next
		}
		if b.next < len(row) {
			row[b.next].before = a.before
		}
		if c, ok := coupleOf(row, a.before, b.next); ok {
			heap.Push(&queue, c)
		}
	}
	for i := range row {
		if !row[i].paired {
			list = append(list, row[i].alone())
		}
	}
	return list
}

func (s *stay) alone() Change {
	if s.gain {
		return Change{Is: s.interval()}
	}
	return Change{Was: s.interval()}
}

// moved is the move of which s and o are either end.
func (s *stay) moved(o *stay) Change {
	if s.gain {
		s, o = o, s
	}
	return Change{Was: s.interval(), Is: o.interval()}
}

// couple are neighbours in a row, a loss and a gain.
type couple struct {
	apart int64
	a, b  int
}

func coupleOf(row []stay, a, b int) (couple, bool) {
	if a < 0 || b == len(row) || row[a].gain == row[b].gain {
		return couple{}, false
	}
	return couple{row[b].start - row[a].start, a, b}, true
}

// couples is a heap, the nearest couple on top.
type couples []couple

func (q couples) Len() int      { return len(q) }
func (q couples) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q couples) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].apart, q[j].apart), cmp.Compare(q[i].a, q[j].a)) < 0
}
func (q *couples) Push(x any) {
	c, _ := x.(couple) // only couples are pushed
	*q = append(*q, c)
}
func (q *couples) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}
