package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"standby/app/provider"
	"standby/rotation"
)

const (
	selectCopies = "SELECT seq, sha256, digest, first_seen, last_confirmed, etag, last_modified FROM copies"
	selectBodies = "SELECT sha256, size, gz FROM bodies"
	newestFirst  = " WHERE calendar = ? ORDER BY seq DESC LIMIT 1"
)

// version is one line of copies.
type version struct {
	seq                      int64
	sha256, digest           []byte
	firstSeen, lastConfirmed time.Time
	etag, lastModified       string
}

// LastCopy returns the newest kept version of a calendar; a zero Copy when there
// is none. ErrDamaged means that its body cannot be read back: fetch anew, with a
// zero Copy, and KeepCalendar replaces it.
func (s *Store) LastCopy(ctx context.Context, calendar string) (provider.Copy, error) {
	c, err := s.lastCopy(ctx, calendar)
	return c, explain("read the kept copy of calendar "+calendar, err)
}

func (s *Store) lastCopy(ctx context.Context, calendar string) (provider.Copy, error) {
	v, err := newestVersion(ctx, s.db, calendar)
	if err != nil || v.seq == 0 {
		return provider.Copy{}, err
	}
	var hash, packed []byte
	var size int64
	row := s.db.QueryRowContext(ctx, selectBodies+" WHERE sha256 = ?", v.sha256)
	if err := row.Scan(&hash, &size, &packed); err != nil {
		return provider.Copy{}, err
	}
	body, err := unpack(packed, size, v.sha256)
	if err != nil {
		s.noteRotten(v.sha256)
		return provider.Copy{}, err
	}
	return provider.Copy{Body: body, ETag: v.etag, LastModified: v.lastModified, FetchedAt: v.lastConfirmed}, nil
}

// KeepCalendar records, in one transaction, what a fetch brought.
//
// The copy: when its content differs from the newest kept version, it becomes a
// new one; every version stays, as evidence of what the schedule said from when
// to when. Otherwise the newest one is confirmed at c.FetchedAt and takes c's
// validators. A change in nothing but DTSTAMP, which some servers set anew for
// every download (RFC 5545 3.8.7.2), is no other content. A copy without a body
// leaves the versions alone.
//
// The shifts: those recorded for the calendar that end after from give way to
// shifts. What ended by then stays as it was recorded: a feed that forgets or
// rewrites the past does not change the hours somebody worked. A shift that
// vanishes while it runs keeps its part before from. Shifts that ended by from
// fill what nothing is recorded for, so that a calendar's history comes in with
// its first fetch. Empty shifts are left out.
func (s *Store) KeepCalendar(ctx context.Context, calendar string, c provider.Copy, from time.Time, shifts []rotation.Shift) error {
	doing := "keep calendar " + calendar
	k, err := s.weigh(ctx, calendar, c)
	if err != nil {
		return s.explain(doing, err)
	}
	return s.write(ctx, doing, func(tx *sql.Tx) error {
		if err := k.store(ctx, tx); err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		if err := keepShifts(ctx, tx, calendar, from, shifts); err != nil {
			return fmt.Errorf("shifts: %w", err)
		}
		return nil
	})
}

// keeping is what is to be done with a copy, worked out before the transaction:
// packing 5 MB takes a while, and a page must not wait for it.
type keeping struct {
	calendar string
	copy     provider.Copy
	newest   version
	digest   []byte
	sha256   []byte
	// packed is nil when there is no new body.
	packed []byte
}

func (s *Store) weigh(ctx context.Context, calendar string, c provider.Copy) (keeping, error) {
	k := keeping{calendar: calendar, copy: c}
	if len(c.Body) == 0 {
		return k, nil
	}
	var err error
	if k.newest, err = newestVersion(ctx, s.db, calendar); err != nil {
		return k, err
	}
	k.digest, k.sha256 = digest(c.Body), hash(c.Body)
	if string(k.digest) == string(k.newest.digest) && !s.takeRotten(k.newest.sha256) {
		return k, nil
	}
	k.packed, err = pack(c.Body)
	return k, err
}

func (k keeping) store(ctx context.Context, tx *sql.Tx) error {
	switch {
	case len(k.copy.Body) == 0:
		return nil
	case k.packed == nil:
		return k.confirm(ctx, tx)
	}
	const body = `INSERT INTO bodies (sha256, size, gz) VALUES (?, ?, ?)
		ON CONFLICT (sha256) DO UPDATE SET size = excluded.size, gz = excluded.gz`
	if _, err := tx.ExecContext(ctx, body, k.sha256, len(k.copy.Body), k.packed); err != nil {
		return err
	}
	if string(k.sha256) == string(k.newest.sha256) {
		return k.confirm(ctx, tx)
	}
	const add = `INSERT INTO copies
		(calendar, sha256, digest, first_seen, last_confirmed, etag, last_modified) VALUES (?, ?, ?, ?, ?, ?, ?)`
	at := instant(k.copy.FetchedAt)
	_, err := tx.ExecContext(ctx, add, k.calendar, k.sha256, k.digest, at, at, k.copy.ETag, k.copy.LastModified)
	return err
}

func (k keeping) confirm(ctx context.Context, tx *sql.Tx) error {
	const update = `UPDATE copies SET last_confirmed = max(last_confirmed, ?), etag = ?, last_modified = ? WHERE seq = ?`
	_, err := tx.ExecContext(ctx, update, instant(k.copy.FetchedAt), k.copy.ETag, k.copy.LastModified, k.newest.seq)
	return err
}

type rowQuerier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// newestVersion is zero when there is none.
func newestVersion(ctx context.Context, q rowQuerier, calendar string) (version, error) {
	var v version
	err := q.QueryRowContext(ctx, selectCopies+newestFirst, calendar).Scan(&v.seq, &v.sha256, &v.digest,
		(*instant)(&v.firstSeen), (*instant)(&v.lastConfirmed), &v.etag, &v.lastModified)
	if errors.Is(err, sql.ErrNoRows) {
		return version{}, nil
	}
	return v, err
}

func (s *Store) noteRotten(sha []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rotten == nil {
		s.rotten = make(map[string]bool)
	}
	s.rotten[string(sha)] = true
}

func (s *Store) takeRotten(sha []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.rotten[string(sha)]
	delete(s.rotten, string(sha))
	return was
}
