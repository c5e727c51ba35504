package setup

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"standby/app/api"
	"standby/app/config"
	"standby/app/trouble"
	"standby/rotation"
	"standby/rotation/pay/holiday"
	"standby/rotation/rotafile"
)

// Schedule implements api.Exchange.
func (c *Commands) Schedule(_ context.Context, from, to time.Time) (api.ScheduleDetail, error) {
	window := rotation.Interval{Start: from, End: to}
	if window.Empty() || window.Duration() > 2*366*24*time.Hour {
		return api.ScheduleDetail{}, fmt.Errorf("%w: the span must be longer than nothing and at most two years", api.ErrBadRequest)
	}
	cfg, err := config.Load(c.path)
	if err != nil {
		return api.ScheduleDetail{}, err
	}
	out := api.ScheduleDetail{Rotas: []api.RotaDetail{}, Holidays: holidaysOf(cfg, window)}
	for _, cal := range cfg.Calendars {
		out.Rotas = append(out.Rotas, c.behindCalendar(cfg, cal.Name, window))
	}
	for _, r := range cfg.Rotas {
		d := api.RotaDetail{Name: r.Name, Keeps: api.KeptInFile}
		if err := behindRota(&d, r.File, window); err != nil {
			t := trouble.Explain("rota "+r.Name, err)
			d.Trouble = &t
		}
		out.Rotas = append(out.Rotas, d)
	}
	return out, nil
}

// behindCalendar is what was handed over of a calendar here.
func (c *Commands) behindCalendar(cfg config.Config, name string, window rotation.Interval) api.RotaDetail {
	d := api.RotaDetail{Name: name, Keeps: keeps(cfg, name)}
	list, err := c.build.Covers.of(name)
	if err != nil {
		t := trouble.Explain("calendar "+name, err)
		d.Trouble = &t
	}
	for _, x := range list {
		d.Edits = overlapping(d.Edits, window, api.RotaEdit{ID: x.ID, Swap: x.Swap, Role: x.Role, Interval: rotation.Interval{Start: x.Start, End: x.End}, Out: x.Out, In: x.In})
	}
	sortEdits(d.Edits)
	return d
}

func behindRota(d *api.RotaDetail, path string, window rotation.Interval) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := rotafile.Parse(path, data)
	if err != nil {
		return err
	}
	if d.Layers, err = layersOf(f, d.Name, window); err != nil {
		return err
	}
	for _, o := range f.Rota.Overrides {
		d.Edits = overlapping(d.Edits, window, api.RotaEdit{ID: o.ID, Role: o.Role, Interval: o.Interval, Out: o.Out, In: o.In})
	}
	for _, s := range f.Rota.Swaps {
		d.Edits = overlapping(d.Edits, window,
			api.RotaEdit{ID: s.ID, Swap: true, Role: s.A.Role, Interval: s.A.Interval, Out: s.A.Person, In: s.B.Person},
			api.RotaEdit{ID: s.ID, Swap: true, Role: s.B.Role, Interval: s.B.Interval, Out: s.B.Person, In: s.A.Person})
	}
	sortEdits(d.Edits)
	for _, m := range f.Members {
		zone := f.Zone
		if m.Zone != nil {
			zone = m.Zone
		}
		d.Members = append(d.Members, api.RotaMember{Person: m.Person, Zone: zone.String()})
	}
	for _, away := range f.TimeOff {
		if away.End.IsZero() || away.End.After(window.Start) {
			d.Away = append(d.Away, away)
		}
	}
	return nil
}

// overlapping adds those edits that overlap a window.
func overlapping(list []api.RotaEdit, window rotation.Interval, more ...api.RotaEdit) []api.RotaEdit {
	for _, e := range more {
		if e.Start.Before(window.End) && (e.End.IsZero() || e.End.After(window.Start)) {
			list = append(list, e)
		}
	}
	return list
}

func sortEdits(list []api.RotaEdit) {
	slices.SortStableFunc(list, func(a, b api.RotaEdit) int { return a.Start.Compare(b.Start) })
}

// layersOf are the layers of a rota, each as if it stood alone.
func layersOf(f rotafile.File, name string, window rotation.Interval) ([]api.RotaLayer, error) {
	var out []api.RotaLayer
	for i, l := range f.Rota.Layers {
		l.Beside = false
		plan, err := rotation.Compile(rotation.Rota{Name: name, Layers: []rotation.Layer{l}})
		if err != nil {
			return nil, err
		}
		s, err := plan.Schedule(window)
		if err != nil {
			return nil, err
		}
		out = append(out, api.RotaLayer{Name: cmp.Or(l.Name, fmt.Sprintf("layer %d", i+1)), Role: cmp.Or(l.Role, rotation.Primary), Shifts: s.Shifts})
	}
	return out, nil
}

// holidaysOf are the public holidays of the user's regions.
func holidaysOf(cfg config.Config, window rotation.Interval) []api.PublicHoliday {
	var regions []string
	for _, p := range cfg.Pay.People {
		if p.Person == "" || cfg.Me.Same(rotation.Person{Name: p.Person}) || cfg.Me.Same(rotation.Person{Email: p.Person}) {
			regions = p.Regions // the last that is said holds
		}
	}
	out := []api.PublicHoliday{}
	if len(regions) == 0 {
		return out
	}
	cal, err := holiday.New(holiday.Config{Region: regions}, holiday.Sources{})
	if err != nil {
		return out // config.Load has refused such regions
	}
	for _, d := range cal.Days(holiday.DateOf(window.Start, cfg.Zone), holiday.DateOf(window.End, cfg.Zone)) {
		date := fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
		if n := len(out); n > 0 && out[n-1].Date == date {
			continue
		}
		out = append(out, api.PublicHoliday{Date: date, Name: d.Name})
	}
	return out
}
