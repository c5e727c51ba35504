package setup

import (
	"context"
	"fmt"
	"os"
	"slices"

	"standby/app/api"
	"standby/app/config"
	"standby/rotation"
	"standby/rotation/rotafile"
)

// handInFile appends an override or a swap to the rota file.
func (c *Commands) handInFile(cfg config.Config, h api.ShiftHandover, id string) (func(context.Context) error, error) {
	i := slices.IndexFunc(cfg.Rotas, func(r config.Rota) bool { return r.Name == h.Shift.Rota })
	path := cfg.Rotas[i].File
	was, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("rota %s: %w", h.Shift.Rota, err)
	}
	is, err := amended(path, was, h, id)
	if err != nil {
		return nil, fmt.Errorf("rota %s: %w", h.Shift.Rota, err)
	}
	look := func(err error) error {
		if err == nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.agent.AskAgain(h.Shift.Rota)
		}
		return err
	}
	return func(context.Context) error { return look(swapFile(path, is, was)) }, look(swapFile(path, was, is))
}

// amended is the rota file with the handover in it, which takes place.
func amended(path string, data []byte, h api.ShiftHandover, id string) ([]byte, error) {
	plan, f, err := planOf(path, data)
	if err != nil {
		return nil, err
	}
	if err := holds(plan, h.Shift.Person, h.Shift.Role, h.Part); err != nil {
		return nil, err
	}
	giver, taker := listed(f, h.Shift.Person), listed(f, h.To)
	var overrides []rotation.Override
	var swaps []rotation.Swap
	if h.Return == nil {
		overrides = append(overrides, rotation.Override{ID: id, Interval: h.Part, Role: h.Shift.Role, Out: giver, In: taker})
	} else {
		if err := holds(plan, h.To, h.Return.Role, h.Return.Interval); err != nil {
			return nil, err
		}
		swaps = append(swaps, rotation.Swap{ID: id,
			A: rotation.Side{Person: giver, Interval: h.Part, Role: h.Shift.Role},
			B: rotation.Side{Person: taker, Interval: h.Return.Interval, Role: h.Return.Role}})
	}
	out, err := rotafile.Append(path, data, overrides, swaps)
	if err != nil {
		return nil, err
	}
	after, _, err := planOf(path, out)
	if err != nil {
		return nil, err
	}
	for _, v := range after.Void() {
		if v.ID == id {
			return nil, fmt.Errorf("%w: %s", api.ErrBadRequest, v.Reason)
		}
	}
	return out, holds(after, h.To, h.Shift.Role, h.Part)
}

func planOf(path string, data []byte) (*rotation.Plan, rotafile.File, error) {
	f, err := rotafile.Parse(path, data)
	if err != nil {
		return nil, f, err
	}
	plan, err := rotation.Compile(f.Rota)
	return plan, f, err
}

// listed is a person as the file names them, so that it reads who is meant; one whom it
// does not name keeps an address, or else a name.
func listed(f rotafile.File, p rotation.Person) rotation.Person {
	for _, m := range f.Members {
		if m.Same(p) {
			return m.Person
		}
	}
	for _, l := range f.Rota.Layers {
		for _, v := range l.Versions {
			for _, g := range v.Rotation.Groups {
				if i := slices.IndexFunc(g, p.Same); i >= 0 {
					return g[i]
				}
			}
		}
	}
	if p.Email != "" {
		return rotation.Person{Email: p.Email}
	}
	return p
}

// holds is an error where somebody does not hold the whole of a span.
func holds(plan *rotation.Plan, who rotation.Person, role rotation.Role, span rotation.Interval) error {
	shifts, err := plan.ShiftsOf(who, span)
	if err != nil {
		return err
	}
	at := span.Start
	for _, s := range shifts {
		if s.Role == role && !s.Start.After(at) && s.End.After(at) {
			at = s.End
		}
	}
	if at.Before(span.End) {
		return fmt.Errorf("%w: %s does not hold all of it as %s", api.ErrBadRequest, who, role)
	}
	return nil
}
