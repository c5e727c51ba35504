package agent_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"standby/app/provider"
	"standby/notify"
)

// plant is a system that pages, in a model test: what fires in it is the truth
// that the agent is held against.
type plant struct {
	name string
	now  func() time.Time

	mu     sync.Mutex
	firing map[string]*plantAlert
	down   error // of Open
	hangs  bool
	no     error // of what changes something
	lose   bool  // it is done, and the answer is lost
	count  int
	// told is what the last complete list said: who has what fires, by key. It is nil
	// when nothing was told in this run of the agent.
	told map[string]bool
	// yes holds the keys whose acknowledgement the agent has been told of, and not
	// of its end.
	yes map[string]bool
}

type plantAlert struct {
	key string
	ack *provider.Ack
}

func newPlant(name string, now func() time.Time) *plant {
	return &plant{name: name, now: now, firing: map[string]*plantAlert{}, yes: map[string]bool{}}
}

func (p *plant) Name() string { return p.name }

func (*plant) AckLabel() string { return "Acknowledge" }

func (p *plant) Open(ctx context.Context) ([]provider.Alert, error) {
	p.mu.Lock()
	hangs := p.hangs
	p.mu.Unlock()
	if hangs {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Second):
			return nil, provider.ErrUnreachable
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down != nil {
		return nil, p.down
	}
	var list []provider.Alert
	p.told = map[string]bool{}
	for key, f := range p.firing {
		if f.ack != nil && !f.ack.Until.IsZero() && !f.ack.Until.After(p.now()) {
			f.ack = nil
		}
		a := alert(key)
		a.Key = fmt.Sprint(key)
		if f.ack != nil {
			ack := *f.ack
			a.Ack = &ack
		}
		p.told[key], p.yes[key] = f.ack != nil, f.ack != nil
		list = append(list, a)
	}
	return list, nil
}

// act changes the alert with that ref, or loses the answer of having done so.
func (p *plant) act(ref string, change func(*plantAlert)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.no != nil {
		return p.no
	}
	f := p.firing[ref[len("ref-"):]]
	if f == nil {
		return provider.ErrGone
	}
	change(f)
	if p.lose {
		return provider.ErrUnreachable
	}
	return nil
}

func (p *plant) Acknowledge(_ context.Context, ref, by string) (ack provider.Ack, err error) {
	err = p.act(ref, func(f *plantAlert) {
		if f.ack == nil || f.ack.By != by {
			p.count++
			f.ack = &provider.Ack{Handle: fmt.Sprint("silence-", p.count), By: by, Until: p.now().Add(15 * time.Minute)}
		}
		ack = *f.ack
		if !p.lose {
			p.yes[f.key] = true
		}
	})
	return ack, err
}

func (p *plant) Extend(ctx context.Context, ref string, old provider.Ack) (ack provider.Ack, err error) {
	if _, err := p.Acknowledge(ctx, ref, old.By); err != nil {
		return ack, err
	}
	err = p.act(ref, func(f *plantAlert) {
		f.ack.Until = p.now().Add(15 * time.Minute)
		ack = *f.ack
	})
	return ack, err
}

func (p *plant) Unacknowledge(_ context.Context, ack provider.Ack) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.no != nil {
		return p.no
	}
	for _, f := range p.firing {
		if f.ack != nil && f.ack.Handle == ack.Handle {
			f.ack = nil
		}
	}
	if p.lose {
		return provider.ErrUnreachable
	}
	return nil
}

// set changes what is true of the plant.
func (p *plant) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

// untaken are the keys of what fires and nobody has, as far as the agent was told.
func (p *plant) untaken() (keys []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, taken := range p.told {
		if !taken {
			keys = append(keys, key)
		}
	}
	return keys
}

// saidYes reports whether the agent has been told that somebody has the alert.
func (p *plant) saidYes(key string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.yes[key]
}

// heal makes everything work, and knows of the alert what it really is.
func (p *plant) heal() {
	p.set(func() { p.down, p.hangs, p.no, p.lose = nil, false, nil, false })
}

// rich is a plant that can also snooze, hand on and end.
type rich struct{ *plant }

func (r rich) Snooze(_ context.Context, ref, by string, until time.Time) (ack provider.Ack, err error) {
	err = r.act(ref, func(f *plantAlert) {
		r.count++
		f.ack = &provider.Ack{Handle: fmt.Sprint("snooze-", r.count), By: by, Until: until, Lapses: true}
		ack = *f.ack
		if !r.lose {
			r.yes[f.key] = true
		}
	})
	return ack, err
}

func (rich) EscalateLabel() string { return "Escalate" }

func (r rich) Escalate(_ context.Context, ref, _ string) (string, error) {
	return "level 2", r.act(ref, func(*plantAlert) {})
}

func (r rich) Resolve(_ context.Context, ref string) error {
	return r.act(ref, func(f *plantAlert) {
		delete(r.firing, f.key)
		if !r.lose {
			delete(r.told, f.key)
		}
	})
}

func (r rich) Note(_ context.Context, ref, _, _ string) error {
	return r.act(ref, func(*plantAlert) {})
}

// faultsOfPlant are the ways in which a plant may fail to list or to act.
var faultsOfPlant = []error{provider.ErrUnreachable, provider.ErrService, provider.ErrNotTheService, provider.ErrUnauthorized}

// stateOf is a page as one of its origins has it.
type stateOf struct {
	source, key string
	state       notify.State
	sending     notify.Request
}
