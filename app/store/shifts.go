package store

import (
	"context"
	"database/sql"
	"time"

	"standby/rotation"
)

const (
	selectShifts = "SELECT seq, uid, rota, role, name, email, start_at, end_at FROM shifts"
	insertShift  = "INSERT INTO shifts (calendar, uid, rota, role, name, email, start_at, end_at)" +
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
	deleteShift = "DELETE FROM shifts WHERE seq = ?"
)

// recorded is a shift as it is kept.
type recorded struct {
	seq int64
	rotation.Shift
}

// Shifts returns the recorded shifts of all calendars that overlap span, those of
// calendars that are no longer configured included, in the order of
// rotation.SortShifts.
func (s *Store) Shifts(ctx context.Context, span rotation.Interval) ([]rotation.Shift, error) {
	if span.Empty() {
		return nil, nil
	}
	const which = " WHERE start_at < ? AND end_at > ?"
	kept, err := readShifts(ctx, s.db, selectShifts+which, nanos(span.End), nanos(span.Start))
	if err != nil {
		return nil, s.explain("read the recorded shifts", err)
	}
	var shifts []rotation.Shift
	for _, k := range kept {
		shifts = append(shifts, k.Shift)
	}
	rotation.SortShifts(shifts)
	return shifts, nil
}

func keepShifts(ctx context.Context, tx *sql.Tx, calendar string, from time.Time, given []rotation.Shift) error {
	const which = " WHERE calendar = ? AND end_at > ?"
	kept, err := readShifts(ctx, tx, selectShifts+which, calendar, nanos(earliest(from, given)))
	if err != nil {
		return err
	}
	// Most fetches change nothing, and then nothing is written.
	remove, add := settle(kept, from, given)
	for _, seq := range remove {
		if _, err := tx.ExecContext(ctx, deleteShift, seq); err != nil {
			return err
		}
	}
	for _, s := range add {
		_, err := tx.ExecContext(ctx, insertShift, calendar, s.UID, s.Rota, string(s.Role),
			s.Person.Name, s.Person.Email, instant(s.Start), instant(s.End))
		if err != nil {
			return err
		}
	}
	return nil
}

// earliest is the first instant of which the past may matter for given.
func earliest(from time.Time, given []rotation.Shift) time.Time {
	for _, s := range given {
		if s.Start.Before(from) {
			from = s.Start
		}
	}
	return from
}

func readShifts(ctx context.Context, q querier, query string, args ...any) ([]recorded, error) {
	fields := func(r *recorded) []any {
		return []any{&r.seq, &r.UID, &r.Rota, &r.Role, &r.Person.Name, &r.Person.Email,
			(*instant)(&r.Start), (*instant)(&r.End)}
	}
	return readAll(ctx, q, fields, query, args...)
}
