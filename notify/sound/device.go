package sound

import (
	"context"
	"errors"
	"fmt"
)

// Device is one output.
type Device struct {
	// ID is what Options.Device takes: stable on this machine.
	ID string
	// Name is in words, as the desktop's own settings say it.
	Name string
}

// Readiness is whether a signal could be heard now.
type Readiness struct {
	// Device is the output in words.
	Device string
	// Gone is the output that was chosen, when it is not there; Device is then the
	// default.
	Gone string
	// Muted, Volume and Unplugged hold only if Known: the system told.
	Known bool
	// Muted: the output is switched off in the system's settings.
	Muted bool
	// Volume is the system's for the output, in percent; above 100 where it amplifies.
	Volume int
	// Unplugged: nothing is connected to the output's socket.
	Unplugged bool
}

// tooLow is a volume at which a signal is not heard across a room.
const tooLow = 10

// Problem says in words what stands in the way of being heard; "" for nothing that
// is known.
func (r Readiness) Problem() string {
	switch {
	case r.Gone != "":
		return fmt.Sprintf("The output %s is gone; %s is used instead.", r.Gone, r.Device)
	case r.Known && r.Muted:
		return fmt.Sprintf("The output %s is muted.", r.Device)
	case r.Known && r.Volume < tooLow:
		return fmt.Sprintf("The volume of the output %s is %d %%.", r.Device, r.Volume)
	case r.Known && r.Unplugged:
		return fmt.Sprintf("Nothing is plugged into the output %s.", r.Device)
	}
	return ""
}

// Devices are the outputs that Options.Device may name, the default first. Where
// the system lets none be chosen it is one with an empty ID. An error says why
// there is none (ErrNoCard), or that nobody can tell.
func (p *Player) Devices(ctx context.Context) ([]Device, error) {
	var tried []error
	for _, w := range p.ways {
		l, ok := w.(looker)
		if !ok {
			continue
		}
		list, err := l.devices(ctx)
		if err == nil {
			return list, nil
		}
		tried = append(tried, err)
	}
	if len(tried) == 0 {
		return nil, ErrNone
	}
	return nil, fmt.Errorf("list the outputs: %w", &silence{tried})
}

// Check looks whether a signal could be heard, without making a sound. An error
// means that it could not: ErrNone or ErrNoCard.
func (p *Player) Check(ctx context.Context) (Readiness, error) {
	p.mu.Lock()
	device := p.device
	p.mu.Unlock()
	var tried []error
	for _, w := range p.ways {
		l, ok := w.(looker)
		if !ok {
			continue
		}
		r, err := l.look(ctx, device)
		switch {
		case err == nil:
			return r, nil
		case errors.Is(err, ErrNoCard) || ctx.Err() != nil:
			return Readiness{}, fmt.Errorf("look at the output: %w", err)
		}
		tried = append(tried, err)
	}
	if len(tried) == 0 {
		return Readiness{}, ErrNone
	}
	return Readiness{}, fmt.Errorf("look at the output: %w", &silence{tried})
}
