package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"standby/notify"
)

const (
	selectNotices = "SELECT id, title, body FROM notices"
	// noticesStay is how long a note that was told is remembered.
	noticesStay = 90 * 24 * time.Hour
)

// KeepNotice keeps a note about a calendar before it is shown, and reports
// whether it is to be: it is not where the same one, by its ID, was told since
// then. One that was kept and not told yet still is. Of the note, ID, title and
// body are kept.
func (s *Store) KeepNotice(ctx context.Context, calendar string, n notify.Note, at, since time.Time) (due bool, err error) {
	err = s.write(ctx, "keep a note about calendar "+calendar, func(tx *sql.Tx) error {
		var told instant
		err := tx.QueryRowContext(ctx, "SELECT told FROM notices WHERE id = ?", n.ID).Scan(&told)
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		case err == nil && time.Time(told).IsZero():
			due = true
			return nil
		case err == nil && !time.Time(told).Before(since):
			due = false
			return nil
		}
		due = true
		const forget = "DELETE FROM notices WHERE told <> 0 AND told < ?"
		if _, err := tx.ExecContext(ctx, forget, instant(at.Add(-noticesStay))); err != nil {
			return err
		}
		const put = `INSERT INTO notices (id, calendar, title, body, at, told) VALUES (?, ?, ?, ?, ?, 0)
			ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body, at = excluded.at, told = 0`
		_, err = tx.ExecContext(ctx, put, n.ID, calendar, n.Title, n.Body, instant(at))
		return err
	})
	return due && err == nil, err
}

// Notices are the notes that were kept and not told yet, oldest first.
func (s *Store) Notices(ctx context.Context) ([]notify.Note, error) {
	fields := func(n *notify.Note) []any { return []any{&n.ID, &n.Title, &n.Body} }
	list, err := readAll(ctx, s.db, fields, selectNotices+" WHERE told = 0 ORDER BY at, id")
	return list, s.explain("read the notes about calendars", err)
}

// ToldNotice remembers that a note was shown at that time; the zero time means
// that it was not, after all.
func (s *Store) ToldNotice(ctx context.Context, id string, at time.Time) error {
	return s.write(ctx, "remember that a note was shown", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE notices SET told = ? WHERE id = ?", instant(at), id)
		return err
	})
}
