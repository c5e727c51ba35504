package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/rotation"
	"standby/rotation/ical"
)

// Bounds of a handover.
const (
	// around is how far from the shift the calendar is read, so that people are
	// known by what they have elsewhere.
	around = 90 * 24 * time.Hour
	// farOff is how far from now the shifts of an event are looked for where only
	// its UID is known, and veryFarOff how far where there are none.
	farOff, veryFarOff = 400 * 24 * time.Hour, 20 * 366 * 24 * time.Hour
	// mostCandidates is how many shifts are named that could be meant.
	mostCandidates = 10
)

// counter is a calendar that was read, and what is needed to write to it: where
// shifts go over.
type counter struct {
	cal    *caldav.Calendar
	roll   *ical.Roll
	name   string
	cfg    config.Config
	now    time.Time
	window rotation.Interval
}

// Give implements api.Handover.
func (c *Commands) Give(ctx context.Context, g api.GiveShift) (api.Handed, error) {
	if g.To == (rotation.Person{}) {
		return api.Handed{}, fmt.Errorf("%w: it is not said who takes the shift", api.ErrBadRequest)
	}
	at, err := c.counter(ctx, g.Calendar, g.Shift)
	if err != nil {
		return api.Handed{}, err
	}
	turn, err := at.pick(g.Shift)
	if err != nil {
		return api.Handed{}, err
	}
	h := ical.Handover{Turn: turn, To: at.roll.Known(g.To), Part: part(turn, g), Vouched: g.Shift.Holder.Same(turn.Person)}
	if !h.Part.Start.Before(h.Part.End) {
		return api.Handed{}, fmt.Errorf("%w: the part does not end after it begins", api.ErrBadRequest)
	}
	return c.handOver(ctx, at, g.DryRun, h)
}

// part is the span that changes hands.
func part(turn ical.Turn, g api.GiveShift) rotation.Interval {
	p := turn.Interval
	if !g.From.IsZero() {
		p.Start = g.From
	}
	if !g.Until.IsZero() {
		p.End = g.Until
	}
	return p
}

// Swap implements api.Handover.
func (c *Commands) Swap(ctx context.Context, s api.SwapShifts) (api.Handed, error) {
	at, err := c.counter(ctx, s.Calendar, s.Shift, s.With)
	if err != nil {
		return api.Handed{}, err
	}
	one, err := at.pick(s.Shift)
	if err != nil {
		return api.Handed{}, err
	}
	two, err := at.pick(s.With)
	if err != nil {
		return api.Handed{}, err
	}
	switch {
	case one == two:
		return api.Handed{}, fmt.Errorf("%w: both sides of the swap are the same shift", api.ErrBadRequest)
	case one.Person.Same(two.Person):
		return api.Handed{}, fmt.Errorf("%w: both shifts are %s's", api.ErrBadRequest, one.Person)
	}
	return c.handOver(ctx, at, s.DryRun,
		ical.Handover{Turn: one, To: two.Person, Vouched: s.Shift.Holder.Same(one.Person)},
		ical.Handover{Turn: two, To: one.Person, Vouched: s.With.Holder.Same(two.Person)})
}

// counter reads a CalDAV calendar, as far as the shifts that are named may need.
func (c *Commands) counter(ctx context.Context, name string, refs ...api.ShiftRef) (*counter, error) {
	cfg, err := config.Load(c.path)
	if err != nil {
		return nil, err
	}
	conf, err := writable(cfg, name)
	if err != nil {
		return nil, err
	}
	at := &counter{name: name, cfg: cfg, now: c.build.Now()}
	location := func(context.Context) (string, error) { return conf.CalDAV, nil }
	at.cal = caldav.New(name, location, c.build.caldavCredentials(conf), c.build.Client)
	// As timetable.ICalendar reads it, so that what is named is what is shown.
	opt := ical.Options{Rota: name, Role: conf.Role, Me: cfg.Me, Mine: conf.Mine, Pattern: conf.Pattern, Host: hostOf(conf.CalDAV), Zone: cfg.Zone}
	for _, ref := range refs {
		if err := at.see(ctx, ref, opt); err != nil {
			return nil, err
		}
	}
	got, _, err := at.cal.Fetch(ctx, provider.Copy{})
	if err != nil {
		return nil, err
	}
	opt.Window = at.window
	if at.roll, err = ical.ReadRoll(got.Body, opt); err != nil {
		return nil, fmt.Errorf("calendar %s: %w", name, err)
	}
	return at, nil
}

// writable is the configured calendar, which must be on a CalDAV server.
func writable(cfg config.Config, name string) (config.Calendar, error) {
	for _, c := range cfg.Calendars {
		switch {
		case c.Name != name:
		case c.CalDAV != "":
			return c, nil
		case c.InKeyring:
			return c, fmt.Errorf("calendar %s: %w: it is a feed, which can be read and not written", name, api.ErrNoWriting)
		default:
			return c, fmt.Errorf("calendar %s: %w: it is the file %s", name, api.ErrNoWriting, c.File)
		}
	}
	for _, r := range cfg.Rotas {
		if r.Name == name {
			return config.Calendar{}, fmt.Errorf("rota %s: %w: it is the file %s", name, api.ErrNoWriting, r.File)
		}
	}
	return config.Calendar{}, fmt.Errorf("calendar %q: %w: %w", name, api.ErrNotFound, agent.ErrNoCalendar)
}

// see makes the window hold what may be meant.
func (at *counter) see(ctx context.Context, ref api.ShiftRef, opt ical.Options) error {
	w := rotation.Interval{Start: ref.Start, End: ref.Start}
	switch {
	case !ref.Start.IsZero():
	case ref.UID != "":
		var err error
		if w, err = at.extent(ctx, ref.UID, opt); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%w: a shift is named by when it begins, or by its UID", api.ErrBadRequest)
	}
	w.Start, w.End = w.Start.Add(-around), w.End.Add(around)
	if at.window.Empty() {
		at.window = w
		return nil
	}
	if w.Start.Before(at.window.Start) {
		at.window.Start = w.Start
	}
	if w.End.After(at.window.End) {
		at.window.End = w.End
	}
	if at.window.Duration() > rotation.MaxYears*366*24*time.Hour {
		return fmt.Errorf("%w: the two shifts are too far apart", api.ErrBadRequest)
	}
	return nil
}

// extent is from when to when the shifts of one event begin, as far as they are of
// interest now.
func (at *counter) extent(ctx context.Context, uid string, opt ical.Options) (rotation.Interval, error) {
	got, err := at.cal.Get(ctx, uid)
	if errors.Is(err, caldav.ErrNothingThere) {
		return rotation.Interval{}, &api.CandidatesError{Calendar: at.name, Zone: at.cfg.Zone}
	}
	if err != nil {
		return rotation.Interval{}, err
	}
	out := rotation.Interval{Start: at.now, End: at.now}
	for _, reach := range []time.Duration{farOff, veryFarOff} {
		opt.Window = rotation.Interval{Start: at.now.Add(-reach), End: at.now.Add(reach)}
		roll, err := ical.ReadRoll(got.Body, opt)
		if err != nil {
			return out, fmt.Errorf("calendar %s: %w", at.name, err)
		}
		if turns := roll.Turns(); len(turns) > 0 {
			return rotation.Interval{Start: turns[0].Start, End: turns[len(turns)-1].Start}, nil
		}
	}
	return out, nil
}

// pick is the one shift that is meant.
func (at *counter) pick(ref api.ShiftRef) (ical.Turn, error) {
	var found, others []ical.Turn
	for _, t := range at.roll.Turns() {
		switch {
		case t.Away || !begins(t, ref) || ref.Role != "" && t.Role != ref.Role:
		case ref.Holder != (rotation.Person{}) && !t.Person.Same(ref.Holder):
			others = append(others, t)
		default:
			found = append(found, t)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	e := &api.CandidatesError{Calendar: at.name, Zone: at.cfg.Zone}
	if e.Found = shiftsIn(found); len(found) == 0 {
		if e.Near = shiftsIn(others); len(others) == 0 {
			e.Near = at.near(ref)
		}
	}
	return ical.Turn{}, e
}

// begins reports whether a shift begins when it should, and is of that event.
func begins(t ical.Turn, ref api.ShiftRef) bool {
	if ref.UID != "" && t.UID != ref.UID {
		return false
	}
	switch {
	case ref.Start.IsZero():
		return true
	case ref.Before.IsZero():
		return t.Start.Equal(ref.Start)
	}
	return !t.Start.Before(ref.Start) && t.Start.Before(ref.Before)
}

// near are the shifts that begin next to a time.
func (at *counter) near(ref api.ShiftRef) []rotation.Shift {
	if ref.Start.IsZero() {
		return nil
	}
	list := at.roll.Shifts()
	slices.SortStableFunc(list, func(a, b rotation.Shift) int {
		return cmp.Compare(a.Start.Sub(ref.Start).Abs(), b.Start.Sub(ref.Start).Abs())
	})
	list = list[:min(len(list), 3)]
	rotation.SortShifts(list)
	return list
}

func shiftsIn(turns []ical.Turn) []rotation.Shift {
	var out []rotation.Shift
	for _, t := range turns[:min(len(turns), mostCandidates)] {
		out = append(out, t.Shift)
	}
	return out
}

// handOver works out what is to be written, writes it, and has the agent look.
func (c *Commands) handOver(ctx context.Context, at *counter, dry bool, list ...ical.Handover) (api.Handed, error) {
	w, err := at.prepare(ctx, list)
	if err != nil {
		return api.Handed{}, err
	}
	before, after := at.roll.Shifts(), at.roll.After(w.handed...)
	out := api.Handed{Window: at.window, Alterations: append([]rotation.Alteration{}, rotation.Difference(before, after, at.cfg.Me, at.window)...)}
	if dry {
		return out, nil
	}
	// Whatever became of it, the calendar may say something else now.
	defer func() {
		c.mu.Lock()
		told := c.agent
		c.mu.Unlock()
		told.AskAgain(at.name)
	}()
	if err := w.write(ctx, at.cal); err != nil {
		return api.Handed{}, fmt.Errorf("%s: %w", at.what(list), err)
	}
	out.Written = true
	return out, nil
}

// what says in a few words what was to be done.
func (at *counter) what(list []ical.Handover) string {
	text := ""
	for i, h := range list {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s from %s to %s", h.Turn.Start.In(at.cfg.Zone).Format("2 Jan 15:04"), h.Turn.Person, h.To)
	}
	return text
}

// prepare reads the events afresh and amends them.
func (at *counter) prepare(ctx context.Context, list []ical.Handover) (writing, error) {
	var w writing
	for _, same := range byEvent(list) {
		uid := same[0].Turn.UID
		now, err := at.cal.Get(ctx, uid)
		if errors.Is(err, caldav.ErrNothingThere) {
			err = &caldav.ChangedError{UID: uid, Gone: true}
		}
		if err == nil && now.ETag == "" {
			err = &caldav.Error{Do: "write to", Calendar: at.name, Err: caldav.ErrUnsafe}
		}
		if err != nil {
			return w, err
		}
		done, err := at.roll.Amend(now.Body, at.now, same...)
		if errors.Is(err, ical.ErrTurnGone) {
			err = &caldav.ChangedError{UID: uid, Now: now}
		}
		if err != nil {
			return w, fmt.Errorf("calendar %s: %w", at.name, err)
		}
		w.changed = append(w.changed, caldav.Change{UID: uid, ICS: done.Object, IfMatch: now.ETag})
		for _, n := range done.New {
			w.made = append(w.made, caldav.Change{UID: n.UID, ICS: n.Data})
		}
		w.handed = append(w.handed, done.Handed...)
	}
	return w, nil
}

// byEvent puts together what is written at once: instances of one event.
func byEvent(list []ical.Handover) [][]ical.Handover {
	if len(list) == 2 && list[0].Turn.UID == list[1].Turn.UID {
		return [][]ical.Handover{list}
	}
	var out [][]ical.Handover
	for _, h := range list {
		out = append(out, []ical.Handover{h})
	}
	return out
}
