package setup

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/rotation"
	"standby/rotation/ical"
)

// takingBack are the handovers of this run that can be undone, by ID.
type takingBack struct {
	mu sync.Mutex
	by map[string]func(context.Context) error
}

func (t *takingBack) put(id string, undo func(context.Context) error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.by == nil {
		t.by = map[string]func(context.Context) error{}
	}
	t.by[id] = undo
}

// take is an undo that nobody else gets; it is nil where there is none.
func (t *takingBack) take(id string) func(context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	undo := t.by[id]
	delete(t.by, id)
	return undo
}

// HandOver implements api.Exchange.
func (c *Commands) HandOver(ctx context.Context, h api.ShiftHandover) (api.HandedOver, error) {
	if h.Part == (rotation.Interval{}) {
		h.Part = h.Shift.Interval
	}
	if err := sound(h); err != nil {
		return api.HandedOver{}, err
	}
	cfg, err := config.Load(c.path)
	if err != nil {
		return api.HandedOver{}, err
	}
	out := api.HandedOver{ID: rand.Text()}
	var undo func(context.Context) error
	switch out.Keeps = keeps(cfg, h.Shift.Rota); out.Keeps {
	case api.KeptInFile:
		undo, err = c.handInFile(cfg, h, out.ID)
	case api.KeptInCalendar:
		undo, err = c.handInCalendar(ctx, h)
	case api.KeptHere:
		if undo, err = c.handHere(cfg, h, out.ID); err == nil {
			out.Send, err = toSend(h, out.ID, c.build.Now())
		}
	default:
		err = fmt.Errorf("calendar %q: %w: %w", h.Shift.Rota, api.ErrNotFound, agent.ErrNoCalendar)
	}
	if err != nil {
		return api.HandedOver{}, err
	}
	c.undo.put(out.ID, undo)
	return out, nil
}

// TakeBack implements api.Exchange.
func (c *Commands) TakeBack(ctx context.Context, id string) error {
	undo := c.undo.take(id)
	if undo == nil {
		return fmt.Errorf("%w: no such handover can be taken back", api.ErrNotFound)
	}
	err := undo(ctx)
	if err != nil {
		c.undo.put(id, undo)
	}
	return err
}

// sound refuses what no calendar could do.
func sound(h api.ShiftHandover) error {
	nobody := rotation.Person{}
	switch {
	case h.To == nobody:
		return fmt.Errorf("%w: it is not said who takes the shift", api.ErrBadRequest)
	case h.To.Same(h.Shift.Person):
		return fmt.Errorf("%w: %s has the shift already", api.ErrBadRequest, h.To)
	case h.Part.Empty() || h.Part.Clip(h.Shift.Interval) != h.Part:
		return fmt.Errorf("%w: the part does not lie in the shift", api.ErrBadRequest)
	case h.Return == nil:
		return nil
	case h.Part != h.Shift.Interval:
		return fmt.Errorf("%w: shifts are swapped whole", api.ErrBadRequest)
	case h.Return.Rota != h.Shift.Rota:
		return fmt.Errorf("%w: the two shifts are of different calendars", api.ErrBadRequest)
	case !h.Return.Person.Same(h.To):
		return fmt.Errorf("%w: the shift in return is not %s's", api.ErrBadRequest, h.To)
	case h.Return.Empty():
		return fmt.Errorf("%w: the shift in return does not end after it begins", api.ErrBadRequest)
	}
	return nil
}

// keeps is where a handover of that calendar or rota takes effect; empty where none
// has the name.
func keeps(cfg config.Config, name string) api.Keeping {
	if slices.ContainsFunc(cfg.Rotas, func(r config.Rota) bool { return r.Name == name }) {
		return api.KeptInFile
	}
	i := slices.IndexFunc(cfg.Calendars, func(o config.Calendar) bool { return o.Name == name })
	switch {
	case i < 0:
		return ""
	case cfg.Calendars[i].CalDAV != "":
		return api.KeptInCalendar
	}
	return api.KeptHere
}

// handInCalendar has the calendar's server keep it.
func (c *Commands) handInCalendar(ctx context.Context, h api.ShiftHandover) (func(context.Context) error, error) {
	ref := func(s rotation.Shift, holder rotation.Person) api.ShiftRef {
		return api.ShiftRef{Start: s.Start, Role: s.Role, Holder: holder}
	}
	name := h.Shift.Rota
	if h.Return != nil {
		_, err := c.Swap(ctx, api.SwapShifts{Calendar: name, Shift: ref(h.Shift, h.Shift.Person), With: ref(*h.Return, h.To)})
		return func(ctx context.Context) error {
			_, err := c.Swap(ctx, api.SwapShifts{Calendar: name, Shift: ref(h.Shift, h.To), With: ref(*h.Return, h.Shift.Person)})
			return err
		}, err
	}
	_, err := c.Give(ctx, api.GiveShift{Calendar: name, Shift: ref(h.Shift, h.Shift.Person), To: h.To, From: h.Part.Start, Until: h.Part.End})
	return func(ctx context.Context) error {
		part := h.Shift
		part.Interval = h.Part
		_, err := c.Give(ctx, api.GiveShift{Calendar: name, Shift: ref(part, h.To), To: h.Shift.Person})
		return err
	}, err
}

// handHere keeps it beside a calendar that can only be read.
func (c *Commands) handHere(cfg config.Config, h api.ShiftHandover, id string) (func(context.Context) error, error) {
	name := h.Shift.Rota
	list := []cover{{ID: id, Calendar: name, Role: h.Shift.Role, Start: h.Part.Start, End: h.Part.End, Out: h.Shift.Person, In: h.To, Swap: h.Return != nil}}
	if r := h.Return; r != nil {
		list = append(list, cover{ID: id, Calendar: name, Role: r.Role, Start: r.Start, End: r.End, Out: h.To, In: h.Shift.Person, Swap: true})
	}
	if err := c.build.Covers.add(list...); err != nil {
		return nil, err
	}
	again := func() error { return c.readAnew(cfg, name) }
	return func(context.Context) error {
		if err := c.build.Covers.remove(id); err != nil {
			return err
		}
		return again()
	}, again()
}

// readAnew has the agent read a calendar as if it were new: what it says is the same,
// and what is made of it is not.
func (c *Commands) readAnew(cfg config.Config, name string) error {
	specs, err := c.build.Calendars(cfg)
	if err != nil {
		return err
	}
	c.mu.Lock()
	told := c.agent
	c.mu.Unlock()
	for _, spec := range specs {
		if spec.Calendar.Name() == name {
			told.ReadFrom(spec)
		}
	}
	return nil
}

// toSend is what changed as a calendar, for whoever keeps the one that can only be
// read.
func toSend(h api.ShiftHandover, id string, now time.Time) (*api.Document, error) {
	given := h.Shift
	given.Person, given.Interval = h.To, h.Part
	list := []rotation.Shift{given}
	if h.Return != nil {
		back := *h.Return
		back.Person = h.Shift.Person
		list = append(list, back)
	}
	entries := ical.ShiftEntries(list, ical.ShiftStyle{Busy: true, People: true})
	for i := range entries {
		entries[i].UID, entries[i].Modified = ical.SeriesOf(ical.KindShift, id, fmt.Sprint(i)), now
		from := h.Shift.Person
		if i == 1 {
			from = h.To
		}
		entries[i].Description = fmt.Sprintf("%s takes this over from %s.", list[i].Person, from)
	}
	var b bytes.Buffer
	if err := ical.Write(&b, ical.Calendar{Entries: entries}); err != nil {
		return nil, fmt.Errorf("write the calendar to send: %w", err)
	}
	name := "handover-" + h.Part.Start.UTC().Format(time.DateOnly) + ".ics"
	return &api.Document{Name: strings.ToLower(name), Type: "text/calendar; charset=utf-8", Data: b.Bytes()}, nil
}
