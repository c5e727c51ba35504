package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with the store. Errors of this package wrap one of these
// where it fits, so that the caller can decide and people can be told what to do.
var (
	// ErrNewer: the database was written by a newer Standby. It was not touched;
	// installing that version again is the remedy.
	ErrNewer = errors.New("the database was written by a newer version of Standby")
	// ErrFull: the disk, or the quota on it, is full. Nothing of the refused
	// write was kept; the same store works again once there is space.
	ErrFull = errors.New("the disk is full")
	// ErrReadOnly: the folder or the file system does not let us write.
	ErrReadOnly = errors.New("the folder cannot be written to")
	// ErrDamaged: the database, or a part of it, cannot be read back as it was
	// written. The next Open sets it aside and restores the newest good backup.
	ErrDamaged = errors.New("the database is damaged")
	// ErrDisk: the disk refused to read or write, and not because it is full or
	// read-only. Nothing of the refused write was kept.
	ErrDisk = errors.New("the disk reports an error")
)

// RepairedError says that the store had to be repaired when it was opened. The
// store works: it is no ErrDamaged.
type RepairedError struct{ Opening }

// Error says what was wrong, where the damaged file was kept and what took its
// place.
func (e *RepairedError) Error() string {
	text := "the database was not there"
	if e.Damaged != "" {
		text = fmt.Sprintf("the database was damaged (%s) and is kept as %s", e.Reason, e.Damaged)
	}
	if e.RestoredFrom == "" {
		return text + "; there was no backup, so the store began empty"
	}
	return fmt.Sprintf("%s; the backup %s of %s took its place", text, e.RestoredFrom, e.RestoredAt.UTC().Format(time.RFC3339))
}

// Err is a *RepairedError where Open had to repair or restore the store, else nil.
func (o Opening) Err() error {
	if o.Damaged == "" && o.RestoredFrom == "" {
		return nil
	}
	return &RepairedError{o}
}

// explain says what was being done when err happened, and wraps the sentinel
// that fits it. A nil err stays nil.
func explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	kind := kindOf(err)
	if kind == nil || errors.Is(err, kind) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w: %w", doing, kind, err)
}

func kindOf(err error) error {
	for _, known := range []error{ErrNewer, ErrFull, ErrReadOnly, ErrDamaged, ErrDisk} {
		if errors.Is(err, known) {
			return known
		}
	}
	var se *sqlite.Error
	switch {
	case errors.As(err, &se):
		return kindOfCode(se.Code())
	case fullErrno(err):
		return ErrFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.EIO):
		return ErrDisk
	}
	return nil
}

func kindOfCode(code int) error {
	// SQLite reports a full disk as IOERR_SHMSIZE when it is the shared-memory
	// file beside the WAL that could not grow.
	if code == sqlite3.SQLITE_IOERR_SHMSIZE {
		return ErrFull
	}
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrDamaged
	case sqlite3.SQLITE_IOERR:
		return ErrDisk
	}
	return nil
}

// schemaError takes an error of a statement, not of the disk, for damage. While a
// store is opened the statements are known to be right, so what they name has gone.
func schemaError(err error) error {
	var se *sqlite.Error
	if errors.As(err, &se) && se.Code()&0xff == sqlite3.SQLITE_ERROR {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
