package rotation

import (
	"slices"
	"sync"
)

// Plan answers who is on call when. It never changes, so any number of
// goroutines may ask it.
type Plan struct {
	name   string
	people []Person
	roles  []rolePlan
	layers []layerPlan
	void   []VoidSwap
	// load is about how many shifts a second of schedule may hold; knotted says that
	// so many edits overlap somewhere that their work is to be counted apart.
	load    float64
	knotted bool
}

// scratch keeps the *work of questions that were answered for those to come. It
// holds no answers, and is shared so that a hundred plans need one of them.
var scratch = sync.Pool{New: func() any { return new(work) }}

func (p *Plan) work() *work {
	w, _ := scratch.Get().(*work) // New makes nothing else
	return w
}

func (p *Plan) done(w *work) { scratch.Put(w) }

// VoidSwap is a swap that did not happen.
type VoidSwap struct {
	ID string `json:"id"`
	// Reason is a sentence for the people concerned.
	Reason string `json:"reason"`
}

type rolePlan struct {
	role   Role
	number int16
	// levels are layers by number, the top level first; those of one level hold
	// the role together.
	levels [][]int16
	bouts  bouts
	// rate is about how many hand-offs there are in a second, width how many people
	// hold a level together at most.
	rate  float64
	width int
	// views are the versions of the layers, those of the top one first, where no
	// level has several layers and none has edits of its own; else nil.
	views []*versionPlan
	// solo says that one person at a time holds each level; such a role is swept.
	// trades are the bouts that a sweep takes in its stride, the last of them
	// endless, and knots the others.
	solo   bool
	trades []trade
	knots  bouts
	// plain says that the turns of its only layer are its shifts.
	plain bool
}

type layerPlan struct {
	name     string
	role     int16
	beside   bool
	edited   bool // by an override or swap of this layer
	versions []versionPlan
	bouts    bouts
}

type versionPlan struct {
	in    span
	cycle cycle
	week  []opening
}

// Void lists the swaps that did not happen, in order of sequence.
func (p *Plan) Void() []VoidSwap { return slices.Clone(p.void) }

// Roles lists the roles of the rota's layers, the bottom layer's first.
func (p *Plan) Roles() []Role {
	var list []Role
	for _, r := range p.roles {
		list = append(list, r.role)
	}
	return list
}

func (p *Plan) roleIndex(r Role) int {
	return slices.IndexFunc(p.roles, func(o rolePlan) bool { return o.role == r })
}
