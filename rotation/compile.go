package rotation

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Limits of a rota; beyond them Compile answers with an error that wraps
// ErrRange.
const (
	MaxLayers = 1_000
	MaxRoles  = 50
	// MaxVersions and MaxWindows are for each layer and for each version.
	MaxVersions = 10_000
	MaxWindows  = 1_000
	// MaxEdits is how many overrides and swaps there may be in all, MaxSwaps how
	// many of them swaps.
	MaxEdits = 10_000
	MaxSwaps = 1_000
)

// Compile checks the rota and makes it ready to answer. Its errors name the
// layer, override or swap they are about. A swap that cannot happen is no
// error; see Plan.Void.
func Compile(r Rota) (*Plan, error) {
	c := compiler{plan: &Plan{name: r.Name}, people: newRegister(), zones: map[*time.Location]*zoneTable{}}
	if err := c.compile(r); err != nil {
		return nil, fmt.Errorf("rota %q: %w", r.Name, err)
	}
	c.plan.people = c.people.list
	c.index(span{minInstant, maxInstant})
	c.plan.load = c.load()
	return c.plan, nil
}

type compiler struct {
	plan   *Plan
	edits  []edit
	rank   int16   // of the edits that are being added
	judged float64 // about how many shifts the swaps so far reach over
	people register
	zones  map[*time.Location]*zoneTable
}

func (c *compiler) compile(r Rota) error {
	if r.Stacking > Union {
		return fmt.Errorf("stacking %d: it is TopWins or Union: %w", r.Stacking, ErrRange)
	}
	switch n := len(r.Overrides) + len(r.Swaps); {
	case len(r.Layers) > MaxLayers:
		return fmt.Errorf("%d layers: at most %d: %w", len(r.Layers), MaxLayers, ErrRange)
	case n > MaxEdits:
		return fmt.Errorf("%d overrides and swaps: at most %d: %w", n, MaxEdits, ErrRange)
	case len(r.Swaps) > MaxSwaps:
		return fmt.Errorf("%d swaps: at most %d: %w", len(r.Swaps), MaxSwaps, ErrRange)
	}
	c.people.prepare(everybody(r))
	for i, l := range r.Layers {
		if err := c.layer(l); err != nil {
			return fmt.Errorf("layer %d %q: %w", i+1, l.Name, err)
		}
	}
	if n := len(c.plan.roles); n > MaxRoles {
		return fmt.Errorf("%d roles: at most %d: %w", n, MaxRoles, ErrRange)
	}
	c.stack(r.Stacking)
	c.plan.load = c.load() // for the judgement of swaps; edits come on top
	return c.amend(r)
}

// stack arranges the layers of each role in levels.
func (c *compiler) stack(how Stacking) {
	for i := len(c.plan.layers) - 1; i >= 0; i-- {
		r := &c.plan.roles[c.plan.layers[i].role]
		n := len(r.levels)
		joins := n > 0 && (how == Union || c.plan.layers[r.levels[n-1][len(r.levels[n-1])-1]].beside)
		if !joins {
			r.levels = append(r.levels, nil)
			n++
		}
		r.levels[n-1] = append(r.levels[n-1], int16(i))
	}
}

// index sorts the edits that touch within to the layers and roles they change.
func (c *compiler) index(within span) {
	var near []edit
	ofLayer := map[int16][]edit{}
	for _, e := range c.edits {
		switch {
		case !e.touches(within.start, within.end):
		case e.layer == anyScope:
			near = append(near, e)
		default:
			ofLayer[e.layer] = append(ofLayer[e.layer], e)
		}
	}
	for i := range c.plan.roles {
		r := &c.plan.roles[i]
		r.bouts = boutsOf(near, int16(i))
		r.views = c.views(r)
		r.solo = r.views != nil && !slices.ContainsFunc(r.views, func(v *versionPlan) bool { return !v.solo() })
		r.untie()
		r.plain = len(r.bouts.list) == 0 && len(r.levels) == 1 && len(r.levels[0]) == 1 && c.plan.layers[r.levels[0][0]].plain()
	}
	for i := range c.plan.layers {
		if l := &c.plan.layers[i]; l.edited {
			l.bouts = boutsOf(ofLayer[int16(i)], l.role)
		}
	}
}

func (c *compiler) views(r *rolePlan) []*versionPlan {
	var list []*versionPlan
	for _, level := range r.levels {
		l := &c.plan.layers[level[0]]
		if len(level) > 1 || l.edited {
			return nil
		}
		for i := range l.versions {
			list = append(list, &l.versions[i])
		}
	}
	return list
}

// plain reports a layer whose turns nothing cuts and nothing joins.
func (l *layerPlan) plain() bool {
	return !l.edited && len(l.versions) == 1 && len(l.versions[0].week) == 0 && l.versions[0].cycle.changes()
}

// solo reports a version that nobody holds together with others.
func (v *versionPlan) solo() bool {
	return !slices.ContainsFunc(v.cycle.groups, func(g []holder) bool { return len(g) > 1 })
}

// load estimates from above how many slots a second of schedule takes.
func (c *compiler) load() (sum float64) {
	for i := range c.plan.roles {
		r := &c.plan.roles[i]
		cuts, widest := 0.0, 0
		for _, level := range r.levels {
			width := 0
			for _, i := range level {
				rate, together := c.plan.layers[i].load()
				sum += rate * float64(together)
				cuts += rate
				width += together
			}
			widest = max(widest, width)
		}
		// Every hand-off of one level may cut what all people of another hold, and
		// whoever joins by an edit may do so in every shift.
		joining := 0
		for _, b := range r.bouts.list {
			joining = max(joining, len(b.edits))
		}
		r.rate, r.width = cuts, widest
		if joining > fewEdits || widest*len(r.bouts.list) > manyPieces {
			c.plan.knotted, joining = true, 0 // Plan.knots counts them where they are
		}
		if len(r.levels) == 1 {
			widest = 0
		}
		sum += cuts * float64(widest+joining)
	}
	return sum
}

// load is about how many turns and windows a layer has in a second, and how many
// people hold it together.
func (l *layerPlan) load() (rate float64, together int) {
	for _, v := range l.versions {
		rate += 1/float64(v.cycle.shortest()) + float64(len(v.week))/secondsPerWeek
		for _, g := range v.cycle.groups {
			together = max(together, len(g))
		}
	}
	for _, b := range l.bouts.list {
		together = max(together, len(b.edits))
	}
	return rate, together
}

func (c *compiler) layer(l Layer) error {
	if len(l.Versions) == 0 {
		return fmt.Errorf("no rotation in it: %w", ErrRange)
	}
	if l.Name != "" && slices.ContainsFunc(c.plan.layers, func(o layerPlan) bool { return o.name == l.Name }) {
		return fmt.Errorf("two layers have this name: %w", ErrRange)
	}
	if n := len(l.Versions); n > MaxVersions {
		return fmt.Errorf("%d versions: at most %d: %w", n, MaxVersions, ErrRange)
	}
	until := int64(math.MaxInt64)
	if !l.Until.IsZero() {
		until = l.Until.Unix()
	}
	p := layerPlan{name: l.Name, role: c.role(l.Role), beside: l.Beside}
	if n := len(c.plan.layers); l.Beside && (n == 0 || c.plan.layers[n-1].role != p.role) {
		return fmt.Errorf("it stands beside the layer below, and there is none of its role: %w", ErrRange)
	}
	for i, v := range l.Versions {
		vp, err := c.version(v, p.role)
		if err != nil {
			return fmt.Errorf("version %d: %w", i+1, err)
		}
		vp.in.end = until
		if i > 0 {
			before := &p.versions[i-1]
			if v.From.IsZero() || vp.in.start <= before.in.start {
				return fmt.Errorf("version %d: must come into force after version %d does: %w", i+1, i, ErrRange)
			}
			before.in.end = min(before.in.end, vp.in.start)
		}
		p.versions = append(p.versions, vp)
	}
	c.plan.layers = append(c.plan.layers, p)
	return nil
}

func (c *compiler) version(v Version, role int16) (versionPlan, error) {
	if err := v.Rotation.check(); err != nil {
		return versionPlan{}, err
	}
	if n := len(v.Windows); n > MaxWindows {
		return versionPlan{}, fmt.Errorf("%d restrictions: at most %d: %w", n, MaxWindows, ErrRange)
	}
	for i, w := range v.Windows {
		if err := w.check(); err != nil {
			return versionPlan{}, fmt.Errorf("restriction %d: %w", i+1, err)
		}
	}
	groups := make([][]holder, len(v.Rotation.Groups))
	for i, g := range v.Rotation.Groups {
		for _, who := range g {
			id, err := c.people.id(who)
			if err != nil {
				return versionPlan{}, fmt.Errorf("group %d: %w", i+1, err)
			}
			if h := holderOf(id, role); !slices.Contains(groups[i], h) {
				groups[i] = append(groups[i], h)
			}
		}
	}
	z := c.zone(v.Rotation.Zone)
	p := versionPlan{cycle: newCycle(v.Rotation, z, groups), week: openings(v.Windows)}
	p.in.start = v.From.Unix()
	if v.From.IsZero() {
		p.in.start, _ = p.cycle.handOff(0, 0)
	}
	return p, nil
}

func (c *compiler) zone(loc *time.Location) *zoneTable {
	z := c.zones[loc]
	if z == nil {
		z = newZoneTable(loc)
		c.zones[loc] = z
	}
	return z
}

func (c *compiler) role(r Role) int16 {
	if r == "" {
		r = Primary
	}
	i := c.plan.roleIndex(r)
	if i < 0 {
		i = len(c.plan.roles)
		c.plan.roles = append(c.plan.roles, rolePlan{role: r, number: int16(i)})
	}
	return int16(i)
}
