package schedule

import (
	"cmp"
	"slices"

	"standby/app/api"
	"standby/rotation"
)

// joinedGaps puts gaps together again where a piece was cut at its end.
func joinedGaps(a, b []api.Gap) []api.Gap {
	out := append(append([]api.Gap(nil), a...), b...)
	slices.SortStableFunc(out, func(x, y api.Gap) int {
		return cmp.Or(cmp.Compare(x.Rota, y.Rota), cmp.Compare(x.Role, y.Role), x.Start.Compare(y.Start))
	})
	n := 0
	for _, g := range out {
		if n > 0 && out[n-1].Rota == g.Rota && out[n-1].Role == g.Role && !g.Start.After(out[n-1].End) {
			if g.End.After(out[n-1].End) {
				out[n-1].End = g.End
			}
			continue
		}
		out[n] = g
		n++
	}
	return out[:n]
}

func joinedDetail(a, b api.ScheduleDetail) api.ScheduleDetail {
	out := api.ScheduleDetail{Holidays: slices.Concat(a.Holidays, b.Holidays)}
	slices.SortFunc(out.Holidays, func(x, y api.PublicHoliday) int { return cmp.Compare(x.Date, y.Date) })
	out.Holidays = slices.Compact(out.Holidays)
	for _, r := range b.Rotas {
		if old, ok := detailOf(a, r.Name); ok {
			r.Edits = joinedEdits(old.Edits, r.Edits)
			r.Layers = joinedLayers(old.Layers, r.Layers)
		}
		out.Rotas = append(out.Rotas, r)
	}
	return out
}

func joinedEdits(a, b []api.RotaEdit) []api.RotaEdit {
	out := slices.Clone(a)
	for _, e := range b {
		if !slices.ContainsFunc(a, func(o api.RotaEdit) bool {
			return o.ID == e.ID && o.Start.Equal(e.Start) && o.Out == e.Out && o.In == e.In
		}) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(x, y api.RotaEdit) int { return x.Start.Compare(y.Start) })
	return out
}

func joinedLayers(a, b []api.RotaLayer) []api.RotaLayer {
	if len(a) != len(b) {
		return b
	}
	out := make([]api.RotaLayer, len(b))
	for i := range b {
		out[i] = b[i]
		out[i].Shifts = slices.Concat(a[i].Shifts, b[i].Shifts)
		rotation.SortShifts(out[i].Shifts)
	}
	return out
}

func detailOf(d api.ScheduleDetail, rota string) (api.RotaDetail, bool) {
	i := slices.IndexFunc(d.Rotas, func(r api.RotaDetail) bool { return r.Name == rota })
	if i < 0 {
		return api.RotaDetail{}, false
	}
	return d.Rotas[i], true
}
