package rotation

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"time"
)

// Plan answers who is on call when. It never changes, so any number of
// goroutines may ask it.
type Plan struct {
	name     string
	stacking Stacking
	people   []Person
	roles    []Role
	layers   []layerPlan
	edits    []edit
	void     []VoidSwap
	// scratch keeps the *work of questions that were answered for those to come.
	scratch sync.Pool
}

func (p *Plan) work() *work {
	if w, ok := p.scratch.Get().(*work); ok {
		return w
	}
	return &work{}
}

func (p *Plan) done(w *work) { p.scratch.Put(w) }

// VoidSwap is a swap that did not happen.
type VoidSwap struct {
	ID string `json:"id"`
	// Reason is a sentence for the people concerned.
	Reason string `json:"reason"`
}

type layerPlan struct {
	name     string
	role     int16
	beside   bool
	edited   bool // by an override or swap of this layer
	versions []versionPlan
}

type versionPlan struct {
	in      span
	cycle   cycle
	windows []Window
}

// Limits of a rota; beyond them Compile answers with an error that wraps
// ErrRange.
const (
	MaxLayers = 1_000
	MaxEdits  = 100_000
)

// Compile checks the rota and makes it ready to answer. Its errors name the
// layer, override or swap they are about. A swap that cannot happen is no
// error; see Plan.Void.
func Compile(r Rota) (*Plan, error) {
	c := compiler{plan: &Plan{name: r.Name, stacking: r.Stacking}, people: newRegister(), zones: map[*time.Location]*zoneTable{}}
	if err := c.compile(r); err != nil {
		return nil, fmt.Errorf("rota %q: %w", r.Name, err)
	}
	c.plan.people = c.people.list
	return c.plan, nil
}

type compiler struct {
	plan   *Plan
	people register
	zones  map[*time.Location]*zoneTable
}

func (c *compiler) compile(r Rota) error {
	if r.Stacking > Union {
		return fmt.Errorf("stacking %d: it is TopWins or Union: %w", r.Stacking, ErrRange)
	}
	if len(r.Layers) > MaxLayers || len(r.Overrides)+len(r.Swaps) > MaxEdits {
		return fmt.Errorf("%d layers, %d overrides and %d swaps: at most %d layers and %d of the others: %w",
			len(r.Layers), len(r.Overrides), len(r.Swaps), MaxLayers, MaxEdits, ErrRange)
	}
	for i, l := range r.Layers {
		if err := c.layer(l); err != nil {
			return fmt.Errorf("layer %d %q: %w", i+1, l.Name, err)
		}
	}
	if len(c.people.list) > MaxPeople {
		return fmt.Errorf("%d people: at most %d: %w", len(c.people.list), MaxPeople, ErrRange)
	}
	return c.amend(r)
}

func (c *compiler) layer(l Layer) error {
	if len(l.Versions) == 0 {
		return fmt.Errorf("no rotation in it: %w", ErrRange)
	}
	if l.Name != "" && slices.ContainsFunc(c.plan.layers, func(o layerPlan) bool { return o.name == l.Name }) {
		return fmt.Errorf("two layers have this name: %w", ErrRange)
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
		vp, err := c.version(v)
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

func (c *compiler) version(v Version) (versionPlan, error) {
	if err := v.Rotation.check(); err != nil {
		return versionPlan{}, err
	}
	for i, w := range v.Windows {
		if err := w.check(); err != nil {
			return versionPlan{}, fmt.Errorf("restriction %d: %w", i+1, err)
		}
	}
	groups := make([][]int32, len(v.Rotation.Groups))
	for i, g := range v.Rotation.Groups {
		for _, who := range g {
			id, err := c.people.id(who)
			if err != nil {
				return versionPlan{}, fmt.Errorf("group %d: %w", i+1, err)
			}
			if !slices.Contains(groups[i], id) {
				groups[i] = append(groups[i], id)
			}
		}
	}
	z := c.zone(v.Rotation.Zone)
	p := versionPlan{cycle: newCycle(v.Rotation, z, groups), windows: slices.Clone(v.Windows)}
	p.in.start = v.From.Unix()
	if v.From.IsZero() {
		hint := 0
		p.in.start = p.cycle.handOff(0, &hint)
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
	i := slices.Index(c.plan.roles, r)
	if i < 0 {
		i = len(c.plan.roles)
		c.plan.roles = append(c.plan.roles, r)
	}
	return int16(i)
}

// register gives each person a number.
type register struct {
	list           []Person
	byMail, byName map[string][]int32
}

func newRegister() register {
	return register{byMail: map[string][]int32{}, byName: map[string][]int32{}}
}

func (r *register) find(p Person) (int32, bool) {
	for _, ids := range [][]int32{r.byMail[fold(p.Email)], r.byName[fold(p.Name)]} {
		for _, id := range ids {
			if r.list[id].Same(p) {
				return id, true
			}
		}
	}
	return 0, false
}

func (r *register) id(p Person) (int32, error) {
	if fold(p.Name) == "" && fold(p.Email) == "" {
		return 0, fmt.Errorf("a person needs a name or an e-mail address: %w", ErrRange)
	}
	if id, ok := r.find(p); ok {
		return id, nil
	}
	id := int32(len(r.list))
	r.list = append(r.list, p)
	if k := fold(p.Email); k != "" {
		r.byMail[k] = append(r.byMail[k], id)
	}
	if k := fold(p.Name); k != "" {
		r.byName[k] = append(r.byName[k], id)
	}
	return id, nil
}

// Void lists the swaps that did not happen, in order of sequence.
func (p *Plan) Void() []VoidSwap { return slices.Clone(p.void) }

// Roles lists the roles of the rota's layers, the bottom layer's first.
func (p *Plan) Roles() []Role { return slices.Clone(p.roles) }
