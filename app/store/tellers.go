package store

import (
	"context"

	"standby/rotation"
)

// Tellers returns the calendars that the recorded shifts which overlap span come
// from, by rota and in order of their names.
func (s *Store) Tellers(ctx context.Context, span rotation.Interval) (map[string][]string, error) {
	const which = "SELECT DISTINCT rota, calendar FROM shifts WHERE start_at < ? AND end_at > ? ORDER BY rota, calendar"
	type pair struct{ rota, calendar string }
	list, err := readAll(ctx, s.db, func(p *pair) []any { return []any{&p.rota, &p.calendar} }, which, nanos(span.End), nanos(span.Start))
	if err != nil {
		return nil, s.explain("read where the recorded shifts come from", err)
	}
	out := map[string][]string{}
	for _, p := range list {
		out[p.rota] = append(out[p.rota], p.calendar)
	}
	return out, nil
}
