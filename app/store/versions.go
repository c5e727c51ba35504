package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"standby/app/provider"
)

// ErrNoVersion says that no kept version has that hash, or that several begin
// with what was given of it.
var ErrNoVersion = errors.New("no such version of a calendar")

const (
	// mostVersions is how many versions are listed; all are kept.
	mostVersions = 1000
	// leastHash is the shortest beginning of a hash that names a version.
	leastHash      = 4
	selectVersions = `SELECT copies.sha256, bodies.size, copies.first_seen, copies.last_confirmed
		FROM copies JOIN bodies ON bodies.sha256 = copies.sha256`
)

// Versions lists the kept versions of a calendar, newest first, the newest 1,000
// of them. A version that came back is listed for each time that it was the
// current one. None is an empty list.
func (s *Store) Versions(ctx context.Context, calendar string) ([]provider.Version, error) {
	type row struct {
		provider.Version
		hash []byte
	}
	fields := func(r *row) []any {
		return []any{&r.hash, &r.Size, (*instant)(&r.From), (*instant)(&r.Until)}
	}
	rows, err := readAll(ctx, s.db, fields, selectVersions+" WHERE calendar = ? ORDER BY seq DESC LIMIT ?", calendar, mostVersions)
	if err != nil {
		return nil, s.explain("list the versions of calendar "+calendar, err)
	}
	out := make([]provider.Version, len(rows))
	for i, r := range rows {
		out[i] = r.Version
		out[i].Hash = hex.EncodeToString(r.hash)
	}
	return out, nil
}

// Version returns the body of a kept version by its hash, or by so much of its
// beginning, four digits at least, as no other body shares. ErrNoVersion where
// there is none; ErrDamaged where it cannot be read back.
func (s *Store) Version(ctx context.Context, hash string) ([]byte, error) {
	body, err := s.version(ctx, strings.ToLower(strings.TrimSpace(hash)))
	return body, s.explain("read version "+abbreviated(hash)+" of a calendar", err)
}

func (s *Store) version(ctx context.Context, hash string) ([]byte, error) {
	if len(hash) < leastHash || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, fmt.Errorf("%w: a version is named by %d or more of its hexadecimal digits", ErrNoVersion, leastHash)
	}
	type row struct {
		sha []byte
	}
	fields := func(r *row) []any { return []any{&r.sha} }
	rows, err := readAll(ctx, s.db, fields, "SELECT sha256 FROM bodies WHERE lower(hex(sha256)) LIKE ? LIMIT 2", hash+"%")
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, ErrNoVersion
	case len(rows) > 1:
		return nil, fmt.Errorf("%w: several begin so, give more digits", ErrNoVersion)
	}
	var size int64
	var sha, packed []byte
	if err := s.db.QueryRowContext(ctx, selectBodies+" WHERE sha256 = ?", rows[0].sha).Scan(&sha, &size, &packed); err != nil {
		return nil, err
	}
	body, err := unpack(packed, size, sha)
	if err != nil {
		s.noteRotten(sha)
	}
	return body, err
}

func abbreviated(hash string) string { return fmt.Sprintf("%.12q", hash) }
