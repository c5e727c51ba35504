package provider

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

// mostPosts is how many updates are remembered; older ones are forgotten first.
const mostPosts = 1000

// Posts remembers what became of the updates of one place, so that none is sent
// twice as long as the program runs. The zero value is ready. It is safe for
// concurrent use; sends one after the other.
type Posts struct {
	mu    sync.Mutex
	turn  chan struct{}
	known map[string]*outcome
	order []string
}

type outcome struct {
	said [sha256.Size]byte
	done bool
	// doubt means that it may have arrived.
	doubt bool
	ref   Ref
}

// Once calls send unless the update was sent before; what is what Preview says of
// it. send is told whether an earlier try may have arrived, here or, as the update
// says, before. What was sent under an ID must not change: ErrUpdate.
func (p *Posts) Once(ctx context.Context, u Update, what []Message, send func(ctx context.Context, doubt bool) (Ref, error)) (Ref, error) {
	data, err := json.Marshal(what)
	if err != nil {
		return Ref{}, fmt.Errorf("read the update: %w", err)
	}
	sum := sha256.Sum256(data)
	release, err := p.wait(ctx)
	if err != nil {
		return Ref{}, err
	}
	defer release()
	o := p.outcome(u.ID)
	switch {
	case o.said != sum && (o.done || o.doubt):
		return Ref{}, fmt.Errorf("%w: another one was sent under the ID %s", ErrUpdate, u.ID)
	case o.done:
		return o.ref, nil
	}
	o.said = sum
	ref, err := send(ctx, o.doubt || u.Again)
	switch {
	case err == nil:
		o.done, o.ref = true, ref
	case errors.Is(err, ErrUnknown):
		o.doubt = true
	}
	return ref, err
}

func (p *Posts) wait(ctx context.Context) (release func(), err error) {
	p.mu.Lock()
	if p.turn == nil {
		p.turn = make(chan struct{}, 1)
	}
	turn := p.turn
	p.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for an update that is being sent: %w", ctx.Err())
	}
}

// outcome is read and written by whoever has the turn.
func (p *Posts) outcome(id string) *outcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	if o := p.known[id]; o != nil {
		return o
	}
	if p.known == nil {
		p.known = map[string]*outcome{}
	}
	if len(p.order) >= mostPosts {
		delete(p.known, p.order[0])
		p.order = p.order[1:]
	}
	o := &outcome{}
	p.known[id], p.order = o, append(p.order, id)
	return o
}
