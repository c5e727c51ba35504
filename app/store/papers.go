package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// KeepPaper appends a revision of what people wrote about something: of a kind, such
// as "post-mortem", and of an ID. value is JSON that the writer alone understands. The
// revisions count from 1; ErrMoved where this one does not follow the newest that is
// kept.
func (s *Store) KeepPaper(ctx context.Context, kind, id string, revision int, at time.Time, value []byte) error {
	return s.write(ctx, fmt.Sprintf("keep %s %s", kind, id), func(tx *sql.Tx) error {
		var kept int
		const newest = "SELECT COALESCE(MAX(revision), 0) FROM papers WHERE kind = ? AND id = ?"
		if err := tx.QueryRowContext(ctx, newest, kind, id).Scan(&kept); err != nil {
			return err
		}
		if revision != kept+1 {
			return ErrMoved
		}
		const add = "INSERT INTO papers (kind, id, revision, at, value) VALUES (?, ?, ?, ?, ?)"
		_, err := tx.ExecContext(ctx, add, kind, id, revision, instant(at), string(value))
		return err
	})
}

// Paper returns the newest revision of a paper; revision is 0 where none is kept.
func (s *Store) Paper(ctx context.Context, kind, id string) (revision int, value []byte, err error) {
	type row struct {
		revision int
		value    string
	}
	const newest = "SELECT revision, value FROM papers WHERE kind = ? AND id = ? ORDER BY revision DESC LIMIT 1"
	rows, err := readAll(ctx, s.db, func(r *row) []any { return []any{&r.revision, &r.value} }, newest, kind, id)
	switch {
	case err != nil:
		return 0, nil, s.explain(fmt.Sprintf("read %s %s", kind, id), err)
	case len(rows) == 0:
		return 0, nil, nil
	case !json.Valid([]byte(rows[0].value)):
		return 0, nil, s.explain("read a paper", fmt.Errorf("%w: revision %d of %s %s", ErrDamaged, rows[0].revision, kind, id))
	}
	return rows[0].revision, []byte(rows[0].value), nil
}

// Papers names the papers of a kind, in order of their IDs.
func (s *Store) Papers(ctx context.Context, kind string) ([]string, error) {
	type row struct{ id string }
	rows, err := readAll(ctx, s.db, func(r *row) []any { return []any{&r.id} }, "SELECT DISTINCT id FROM papers WHERE kind = ? ORDER BY id", kind)
	ids := make([]string, len(rows))
	for n, r := range rows {
		ids[n] = r.id
	}
	return ids, s.explain("read the list of "+kind, err)
}
