package rotation

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"
)

const (
	nobody   = int16(-1)
	everyone = int16(-2)
	anyScope = int16(-1)
)

// edit is an override, or one side of a swap, ready to apply.
type edit struct {
	span
	out, in     int16
	layer, role int16
	rank        int16 // place in the sequence, from 1; both sides of a swap have one
	cover       bool
	// A swap takes from who holds the span and makes it the other's own.
	transfer bool
}

func (e *edit) touches(from, to int64) bool { return e.start < to && from < e.end }

type numbered struct {
	seq      int64
	override *Override
	swap     *Swap
}

// amend turns overrides and swaps into edits in order. Each swap is judged by
// what the rota says with all that came before it.
func (c *compiler) amend(r Rota) error {
	list := make([]numbered, 0, len(r.Overrides)+len(r.Swaps))
	for i := range r.Overrides {
		list = append(list, numbered{seq: r.Overrides[i].Seq, override: &r.Overrides[i]})
	}
	for i := range r.Swaps {
		list = append(list, numbered{seq: r.Swaps[i].Seq, swap: &r.Swaps[i]})
	}
	slices.SortStableFunc(list, func(a, b numbered) int { return cmp.Compare(a.seq, b.seq) })
	for i, n := range list {
		c.rank = int16(i + 1)
		if n.override != nil {
			e, err := c.override(*n.override)
			if err != nil {
				return fmt.Errorf("override %q: %w", n.override.ID, err)
			}
			c.add(e)
			continue
		}
		if err := c.swap(*n.swap); err != nil {
			return fmt.Errorf("swap %q: %w", n.swap.ID, err)
		}
	}
	return nil
}

func (c *compiler) override(o Override) (edit, error) {
	e := edit{out: nobody, in: nobody, cover: o.Cover}
	var err error
	if o.End.IsZero() {
		o.End = time.Unix(maxInstant, 0)
	}
	if e.span, err = instants(o.Interval); err != nil {
		return e, err
	}
	if e.layer, e.role, err = c.scope(o.Layer, o.Role); err != nil {
		return e, err
	}
	if err = c.parties(&e, o); err != nil {
		return e, err
	}
	return e, c.place(&e, o)
}

// parties finds who goes out and who comes in.
func (c *compiler) parties(e *edit, o Override) (err error) {
	none := Person{}
	if o.In != none {
		if e.in, err = c.people.id(o.In); err != nil {
			return err
		}
	}
	switch {
	case o.Everyone && o.Out != none:
		return fmt.Errorf("it takes out everyone or one person, not both: %w", ErrRange)
	case o.Everyone:
		e.out = everyone
	case o.Out != none:
		if e.out, err = c.people.id(o.Out); err != nil {
			return err
		}
	}
	switch {
	case e.in == nobody && e.out == nobody:
		return fmt.Errorf("it puts nobody in and takes nobody out: %w", ErrRange)
	case e.in == nobody && e.cover:
		return fmt.Errorf("it covers the span with nobody: %w", ErrRange)
	}
	return nil
}

// place sees to it that a newcomer joins one role.
func (c *compiler) place(e *edit, o Override) error {
	if e.role != anyScope || e.in == nobody || (e.out >= 0 && !e.cover) {
		return nil
	}
	if len(c.plan.roles) != 1 {
		return fmt.Errorf("say which role or layer %s joins: %w", o.In, ErrRange)
	}
	e.role = 0
	return nil
}

// scope finds the layer and role that a description names. A layer brings its
// role with it.
func (c *compiler) scope(layer string, role Role) (l, r int16, err error) {
	l, r = anyScope, anyScope
	if role != "" {
		i := c.plan.roleIndex(role)
		if i < 0 {
			return l, r, fmt.Errorf("no layer fills the role %q: %w", role, ErrRange)
		}
		r = int16(i)
	}
	if layer == "" {
		return l, r, nil
	}
	i := slices.IndexFunc(c.plan.layers, func(p layerPlan) bool { return p.name == layer })
	if i < 0 {
		return l, r, fmt.Errorf("no layer %q: %w", layer, ErrRange)
	}
	if r != anyScope && r != c.plan.layers[i].role {
		return l, r, fmt.Errorf("layer %q does not fill the role %q: %w", layer, role, ErrRange)
	}
	return int16(i), c.plan.layers[i].role, nil
}

func instants(i Interval) (span, error) {
	s := span{ceilSecond(i.Start), ceilSecond(i.End)}
	if s.start < minInstant || s.end > maxInstant {
		return s, fmt.Errorf("from %s to %s: must lie in the years %d to %d: %w",
			i.Start.UTC().Format(time.RFC3339), i.End.UTC().Format(time.RFC3339), minYear, maxYear, ErrRange)
	}
	if s.empty() {
		return s, fmt.Errorf("from %s to %s: it ends before it has begun: %w",
			i.Start.UTC().Format(time.RFC3339), i.End.UTC().Format(time.RFC3339), ErrRange)
	}
	return s, nil
}

func (c *compiler) swap(s Swap) error {
	var e [2]edit
	for i, side := range []Side{s.A, s.B} {
		var err error
		if e[i], err = c.side(side); err != nil {
			return fmt.Errorf("side %c: %w", 'A'+i, err)
		}
		e[i].transfer = true
	}
	if e[0].out == e[1].out {
		return fmt.Errorf("%s cannot swap with themselves: %w", s.A.Person, ErrRange)
	}
	e[0].in, e[1].in = e[1].out, e[0].out
	for i := range e {
		if c.judged += c.judging(e[i].span); c.judged > maxWork {
			return fmt.Errorf("with it, the swaps reach over more shifts and other edits than can be judged: %w", ErrRange)
		}
		if why := c.refuse(e[i]); why != "" {
			c.plan.void = append(c.plan.void, VoidSwap{ID: s.ID, Reason: why})
			return nil
		}
	}
	c.add(e[0])
	c.add(e[1])
	return nil
}

// judging is about how much work it is to judge a side of a swap: to find what is
// held in its span, and to apply what was agreed there before.
func (c *compiler) judging(in span) float64 {
	near := 0
	for i := range c.edits {
		if c.edits[i].touches(in.start, in.end) {
			near++
		}
	}
	turns := float64(max(in.end-in.start, 0))*c.plan.load + float64(2*near)
	return turns*float64(1+near) + float64(near*(len(c.plan.roles)+1)+len(c.plan.layers)+len(c.edits)/8)
}

func (c *compiler) add(e edit) {
	e.rank = c.rank
	c.edits = append(c.edits, e)
	if e.layer != anyScope {
		c.plan.layers[e.layer].edited = true
	}
}

func (c *compiler) side(s Side) (edit, error) {
	e := edit{}
	var err error
	if e.out, err = c.people.id(s.Person); err != nil {
		return e, err
	}
	if e.span, err = instants(s.Interval); err != nil {
		return e, err
	}
	if e.layer, e.role, err = c.scope(s.Layer, s.Role); err != nil || s.Shift == nil {
		return e, err
	}
	e.span, err = c.follow(e.span, *s.Shift)
	return e, err
}

// follow moves a side along with its turn. What is left of a part that the
// turn no longer reaches is empty, and the swap void.
func (c *compiler) follow(s span, b Bond) (span, error) {
	layer, _, err := c.scope(b.Layer, "")
	if err != nil {
		return s, err
	}
	if layer == anyScope || b.Version < 0 || b.Version >= len(c.plan.layers[layer].versions) {
		return s, fmt.Errorf("it belongs to version %d of layer %q, which there is not: %w", b.Version, b.Layer, ErrRange)
	}
	was, err := instants(b.Was)
	if err != nil {
		return s, err
	}
	v := &c.plan.layers[layer].versions[b.Version]
	if b.Turn > v.cycle.turnAt(maxInstant).n || b.Turn < v.cycle.turnAt(minInstant).n {
		return s, fmt.Errorf("turn %d lies beyond the years %d to %d: %w", b.Turn, minYear, maxYear, ErrRange)
	}
	var now span
	now.start, _ = v.cycle.handOff(b.Turn, 0)
	now.end, _ = v.cycle.handOff(b.Turn+1, 0)
	now.end = min(now.end, now.start+v.cycle.lasts)
	now = now.clip(max(v.in.start, minInstant), min(v.in.end, maxInstant))
	if s == was {
		return now, nil
	}
	by := now.start - was.start
	return span{s.start + by, s.end + by}.clip(now.start, now.end), nil
}

// refuse says why a side of a swap cannot change hands, or nothing.
func (c *compiler) refuse(e edit) string {
	giver, taker := c.people.list[e.out], c.people.list[e.in]
	if e.empty() {
		return fmt.Sprintf("the shift of %s has moved away from what was to be swapped", giver)
	}
	c.plan.people = c.people.list
	c.index(e.span)
	var held []Slot
	var w work
	if e.layer != anyScope {
		held = w.layer(held, &c.plan.layers[e.layer], e.start, e.end)
	} else {
		for role := range c.plan.roles {
			if e.role == anyScope || e.role == int16(role) {
				held = w.slots(held, c.plan, &c.plan.roles[role], e.start, e.end)
			}
		}
	}
	return refuseHeld(held, e, giver, taker)
}

func refuseHeld(held []Slot, e edit, giver, taker Person) string {
	any := false
	for len(held) > 0 {
		n := 1
		for n < len(held) && held[n].Role() == held[0].Role() {
			n++
		}
		// Per role, because all that the giver holds in any of them changes hands.
		switch given := heldBy(held[:n], e.out); {
		case len(given) == 0:
		case sharesIn(held[:n], e.in, given):
			return fmt.Sprintf("%s already has a part in what %s was to give", taker, giver)
		case e.role != anyScope && !within(held[:n], given):
			return fmt.Sprintf("%s no longer holds all of what was to be swapped", giver)
		default:
			any = true
		}
		held = held[n:]
	}
	if !any {
		return fmt.Sprintf("%s holds nothing of what was to be swapped", giver)
	}
	return ""
}

// heldBy is when somebody holds any of slots, in order and apart.
func heldBy(slots []Slot, who int16) []span {
	var list []span
	for _, s := range slots {
		if s.holder.who() == who {
			list = append(list, span{s.Start, s.End})
		}
	}
	return mergeSpans(list)
}

// sharesIn reports whether somebody holds any of slots within spans, which are in
// order and apart.
func sharesIn(slots []Slot, who int16, spans []span) bool {
	return slices.ContainsFunc(slots, func(s Slot) bool {
		i := firstEnding(spans, s.Start)
		return s.holder.who() == who && i < len(spans) && spans[i].start < s.End
	})
}

// within reports whether each of slots lies in one of spans, which are in order
// and apart.
func within(slots []Slot, spans []span) bool {
	return !slices.ContainsFunc(slots, func(s Slot) bool {
		i := firstEnding(spans, s.Start)
		return i == len(spans) || spans[i].start > s.Start || spans[i].end < s.End
	})
}

// firstEnding is the first of spans, in order and apart, that ends after an
// instant.
func firstEnding(spans []span, instant int64) int {
	return sort.Search(len(spans), func(i int) bool { return spans[i].end > instant })
}
