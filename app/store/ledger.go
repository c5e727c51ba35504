package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

var (
	// ErrTaken says that the ledger has an entry under that ID already, and keeps it.
	ErrTaken = errors.New("the ledger has another entry under that ID")
	// ErrClosed says that a month cannot be closed as it is: it is closed already, or
	// another one was closed after the statement was made. Make the statement anew.
	ErrClosed = errors.New("the ledger was closed further meanwhile")
	// ErrNoPolicy says that no policy is kept under that hash.
	ErrNoPolicy = errors.New("no such policy is kept")
)

const (
	selectAdjustments = "SELECT value FROM adjustments"
	selectEntries     = "SELECT value FROM account_entries"
	selectClosings    = "SELECT sha256, size, gz FROM closings"
	selectPolicies    = "SELECT sha256, size, gz FROM policies"
)

// KeepAdjustment appends an adjustment. Keeping the same one twice is nil, another
// one under the same ID ErrTaken. Whether it is right is the caller's to check
// (ledger.CheckAdjustments).
func (s *Store) KeepAdjustment(ctx context.Context, a ledger.Adjustment) error {
	return s.write(ctx, "keep adjustment "+a.ID, func(tx *sql.Tx) error {
		value, err := json.Marshal(a)
		if err != nil {
			return err
		}
		const add = "INSERT INTO adjustments (id, at, value) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING"
		done, err := tx.ExecContext(ctx, add, a.ID, instant(a.At), string(value))
		return sameOrTaken(ctx, tx, done, err, selectAdjustments+" WHERE id = ?", a.ID, string(value))
	})
}

// Adjustments returns all adjustments, in the order in which they were kept.
func (s *Store) Adjustments(ctx context.Context) ([]ledger.Adjustment, error) {
	list, err := readValues[ledger.Adjustment](ctx, s.db, selectAdjustments+" ORDER BY seq")
	return list, s.explain("read the adjustments", err)
}

// KeepEntry appends what a person enters in the account of time in lieu. Keeping
// the same one twice is nil, another one under the same ID ErrTaken. Whether it is
// right is the caller's to check (ledger.Book.Allow).
func (s *Store) KeepEntry(ctx context.Context, e account.Entry, by string, at time.Time) error {
	return s.write(ctx, "keep entry "+e.ID+" of the account", func(tx *sql.Tx) error {
		value, err := json.Marshal(e)
		if err != nil {
			return err
		}
		const add = "INSERT INTO account_entries (id, at, by, value) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
		done, err := tx.ExecContext(ctx, add, e.ID, instant(at), by, string(value))
		return sameOrTaken(ctx, tx, done, err, selectEntries+" WHERE id = ?", e.ID, string(value))
	})
}

// Entries returns what the person entered in the account, in the order in which
// it was kept.
func (s *Store) Entries(ctx context.Context) ([]account.Entry, error) {
	list, err := readValues[account.Entry](ctx, s.db, selectEntries+" ORDER BY seq")
	return list, s.explain("read the account of time in lieu", err)
}

// sameOrTaken looks at what was there, where an insert did nothing.
func sameOrTaken(ctx context.Context, tx *sql.Tx, done sql.Result, err error, query, id, value string) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var kept string
	if err := tx.QueryRowContext(ctx, query, id).Scan(&kept); err != nil {
		return err
	}
	if kept != value {
		return ErrTaken
	}
	return nil
}

// CloseMonth keeps a closed month and the text of its policy, in one transaction.
// The text has to be the one whose SHA-256 is c.PolicyHash. Months follow one
// another: ErrClosed where the newest kept one is not c.Previous, or the month is
// closed already. Keeping the very same closing twice is nil.
func (s *Store) CloseMonth(ctx context.Context, c ledger.Closing, policy []byte) error {
	return s.write(ctx, "close "+c.Month.String(), func(tx *sql.Tx) error {
		sealed, err := c.Seal()
		if err != nil {
			return err
		}
		text := hash(policy)
		if hex.EncodeToString(text) != c.PolicyHash {
			return errors.New("the text of the policy is not the one that the month was computed with")
		}
		var newest []byte
		err = tx.QueryRowContext(ctx, "SELECT sha256 FROM closings ORDER BY seq DESC LIMIT 1").Scan(&newest)
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		case err == nil && bytes.Equal(newest, hash(sealed)):
			return nil
		case hex.EncodeToString(newest) != c.Previous:
			return ErrClosed
		}
		if err := keepPolicy(ctx, tx, text, policy); err != nil {
			return err
		}
		packed, err := pack(sealed)
		if err != nil {
			return err
		}
		if newest == nil {
			newest = []byte{}
		}
		const add = "INSERT INTO closings (month, at, sha256, previous, policy, size, gz) VALUES (?, ?, ?, ?, ?, ?, ?)"
		_, err = tx.ExecContext(ctx, add, c.Month.String(), instant(c.At), hash(sealed), newest, text, len(sealed), packed)
		return err
	})
}

func keepPolicy(ctx context.Context, tx *sql.Tx, sha, policy []byte) error {
	packed, err := pack(policy)
	if err != nil {
		return err
	}
	const add = "INSERT INTO policies (sha256, size, gz) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING"
	_, err = tx.ExecContext(ctx, add, sha, len(policy), packed)
	return err
}

// Closings returns the closed months, in order. Each was read back as it was
// sealed: ErrDamaged where one cannot be.
func (s *Store) Closings(ctx context.Context) ([]ledger.Closing, error) {
	list, err := s.closings(ctx)
	return list, s.explain("read the closed months", err)
}

func (s *Store) closings(ctx context.Context) ([]ledger.Closing, error) {
	rows, err := readAll(ctx, s.db, (*packedRow).fields, selectClosings+" ORDER BY seq")
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Closing, len(rows))
	for i, r := range rows {
		body, err := unpack(r.packed, r.size, r.sha)
		if err != nil {
			return nil, err
		}
		// Its hash says that it is as it was written: what fails now is not the disk.
		if out[i], err = ledger.ReadClosing(body); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// PolicyText returns the text of a policy that a month was closed with, by its
// SHA-256 in hexadecimal digits; ErrNoPolicy where there is none.
func (s *Store) PolicyText(ctx context.Context, sha string) ([]byte, error) {
	text, err := s.policyText(ctx, sha)
	return text, s.explain("read the policy of a closed month", err)
}

func (s *Store) policyText(ctx context.Context, sha string) ([]byte, error) {
	key, err := hex.DecodeString(sha)
	if err != nil {
		return nil, ErrNoPolicy
	}
	rows, err := readAll(ctx, s.db, (*packedRow).fields, selectPolicies+" WHERE sha256 = ?", key)
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, ErrNoPolicy
	}
	return unpack(rows[0].packed, rows[0].size, rows[0].sha)
}

// packedRow is something that is kept gzipped under its hash.
type packedRow struct {
	sha, packed []byte
	size        int64
}

func (r *packedRow) fields() []any { return []any{&r.sha, &r.size, &r.packed} }
