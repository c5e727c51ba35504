package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Store is an open store. Its methods may be called from any goroutine; writes
// and reads take turns. After Close they return an error.
type Store struct {
	db        *sql.DB
	dir, path string
	now       func() time.Time

	// What is done for every page that comes, in floods too, is parsed once.
	putPage, addEvent, getPage, getEvents *sql.Stmt

	mu sync.Mutex
	// rotten are the hashes of kept bodies that were found unreadable; the next
	// fetch of the same content replaces them.
	rotten map[string]bool
}

func (s *Store) prepare(ctx context.Context) (err error) {
	for _, p := range []struct {
		to    **sql.Stmt
		query string
	}{{&s.putPage, upsertPage}, {&s.addEvent, insertEvent}, {&s.getPage, selectPage}, {&s.getEvents, selectPageEvents}} {
		stmt, err := s.db.PrepareContext(ctx, p.query) //nolint:sqlclosecheck // Close closes the database, and with it these
		if err != nil {
			return err
		}
		*p.to = stmt
	}
	return nil
}

// Close writes the log back into the database and closes it. What was committed
// is safe even if this fails.
func (s *Store) Close() error {
	_, err := s.db.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	return s.explain("close the store", errors.Join(err, s.putPage.Close(), s.addEvent.Close(), s.getPage.Close(), s.getEvents.Close(), s.db.Close()))
}

// Check reads the whole database, beside the writer, and then writes a few bytes
// to it, so that nil means: whole, and the disk takes what we give it. It may take
// seconds on a large store. ErrDamaged leaves a mark by which the next Open sets
// the database aside.
func (s *Store) Check(ctx context.Context) error {
	if err := s.checkWhole(ctx); err != nil {
		return s.explain("check the store", err)
	}
	return s.write(ctx, "write to the store", func(tx *sql.Tx) error {
		const probe = `INSERT INTO probe (id, at) VALUES (1, ?)
			ON CONFLICT (id) DO UPDATE SET at = excluded.at`
		_, err := tx.ExecContext(ctx, probe, instant(s.now()))
		return err
	})
}

func (s *Store) checkWhole(ctx context.Context) error {
	if _, err := inspect(s.path); err != nil {
		return err
	}
	db, err := connect(s.path, reading)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return check(ctx, db, "quick_check")
}

// Size is how many bytes the database and its log take on the disk, without the
// backups.
func (s *Store) Size() int64 { return size(s.path) + size(s.path+"-wal") }

// Path is where the database is, for people to be told.
func (s *Store) Path() string { return s.path }

// write runs f in one transaction that is on the disk when nil is returned, and
// has left no trace otherwise.
func (s *Store) write(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	return s.explain(doing, transact(ctx, s.db, f))
}

func transact(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		// SQLite has rolled back by itself when the disk is full, and then says
		// that there is nothing to roll back: err is what matters.
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// tryToWrite finds out what SQLite does not tell: of a disk that became full or
// read-only under it, it says no more than that there was an error.
func tryToWrite(dir string) error {
	f, err := os.CreateTemp(dir, "try-to-write-")
	if err != nil {
		return err
	}
	_, err = f.Write([]byte{0})
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
}

// explain is the package's explain, and marks the database when it proved to be
// damaged. Where even the mark cannot be written, the error still tells.
func (s *Store) explain(doing string, err error) error {
	if errors.Is(kindOf(err), ErrDisk) {
		if kind := kindOf(tryToWrite(s.dir)); kind != nil {
			err = fmt.Errorf("%w: %w", kind, err)
		}
	}
	err = explain(doing, err)
	if errors.Is(err, ErrDamaged) {
		_ = os.WriteFile(filepath.Join(s.dir, suspectName), nil, 0o600)
	}
	return err
}
