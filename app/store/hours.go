package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"standby/rotation/pay/ledger"
)

const selectRevisions = "SELECT value FROM hour_revisions"

// KeepRevisions appends revisions of the log of hours, in that order: all of them
// on the disk when nil is returned, and none otherwise. Whether they are right is
// the caller's to check (ledger.Revision.Check).
func (s *Store) KeepRevisions(ctx context.Context, revisions ...ledger.Revision) error {
	if len(revisions) == 0 {
		return nil
	}
	return s.write(ctx, fmt.Sprintf("keep %d changes of the log of hours", len(revisions)), func(tx *sql.Tx) error {
		for i := range revisions {
			r := &revisions[i]
			value, err := json.Marshal(r)
			if err != nil {
				return fmt.Errorf("hour %s: %w", r.Hour.ID, err)
			}
			const add = "INSERT INTO hour_revisions (hour_id, at, value) VALUES (?, ?, ?)"
			if _, err := tx.ExecContext(ctx, add, r.Hour.ID, instant(r.At), string(value)); err != nil {
				return fmt.Errorf("hour %s: %w", r.Hour.ID, err)
			}
		}
		return nil
	})
}

// Revisions returns all revisions of the log of hours, in the order in which they
// were kept. Instants are in UTC.
func (s *Store) Revisions(ctx context.Context) ([]ledger.Revision, error) {
	list, err := readValues[ledger.Revision](ctx, s.db, selectRevisions+" ORDER BY seq")
	return list, s.explain("read the log of hours", err)
}

// RevisionsOf returns the revisions of one hour, in the order in which they were
// kept.
func (s *Store) RevisionsOf(ctx context.Context, hourID string) ([]ledger.Revision, error) {
	list, err := readValues[ledger.Revision](ctx, s.db, selectRevisions+" WHERE hour_id = ? ORDER BY seq", hourID)
	return list, s.explain("read the log of hour "+hourID, err)
}

// readValues reads a column of JSON.
func readValues[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	type row struct{ text string }
	rows, err := readAll(ctx, q, func(r *row) []any { return []any{&r.text} }, query, args...)
	if err != nil {
		return nil, err
	}
	out := make([]T, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r.text), &out[i]); err != nil {
			return nil, fmt.Errorf("%w: an entry of the ledger: %w", ErrDamaged, err)
		}
	}
	return out, nil
}
