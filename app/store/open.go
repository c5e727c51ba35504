package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const (
	fileName = "standby.db"
	// suspectName is a file that says: something was unreadable, look at all of
	// it before trusting it again.
	suspectName = "standby.db.suspect"
	// checkedAtOpen is the largest database that is read whole before Open
	// returns: some 30 ms of reading. A larger one has its header, schema and
	// versions looked at, and the rest by Check, off the start path.
	checkedAtOpen = 16 << 20
	stampFormat   = "20060102T150405.000Z"
)

// Opening is what Open found and did, for the user to be told.
type Opening struct {
	// Fresh means that the store began empty.
	Fresh bool
	// Damaged is where the damaged database was moved to, with the files beside
	// it; empty when nothing was damaged. Reason says what was wrong with it.
	Damaged, Reason string
	// RestoredFrom is the backup that took its place, RestoredAt when that was
	// made; both zero when there was none to restore. A database that was simply
	// not there, while backups are, is restored as well.
	RestoredFrom string
	RestoredAt   time.Time
	// CheckDue means that the database was too large to be read whole at the
	// start: the caller is to call Check in the background. Where Check finds
	// damage, the next Open repairs it.
	CheckDue bool
}

// Open opens the store in dir, which it makes if need be, readable by the user
// alone. now is the clock, for stamps on files.
//
// A database that is damaged is moved aside, never deleted, and the newest backup
// that is whole takes its place, else an empty store; Opening says so. A database
// of a newer Standby is left as it is, with ErrNewer. ErrFull and ErrReadOnly mean
// that the disk must be seen to first. The caller holds the lock that keeps a
// second agent away.
func Open(ctx context.Context, dir string, now func() time.Time) (*Store, Opening, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, Opening{}, explain("find the data folder", err)
	}
	if err := makeFolder(dir); err != nil {
		return nil, Opening{}, explain("make the data folder", err)
	}
	o := opener{dir: dir, path: filepath.Join(dir, fileName), now: now, steps: steps()}
	db, err := o.open(ctx)
	if err != nil {
		return nil, o.did, explain("open the store "+o.path, err)
	}
	s := &Store{db: db, dir: dir, path: o.path, now: now}
	if err := s.prepare(ctx); err != nil {
		return nil, o.did, explain("open the store "+o.path, errors.Join(err, db.Close()))
	}
	return s, o.did, nil
}

type opener struct {
	dir, path string
	now       func() time.Time
	steps     []string
	did       Opening
}

func (o *opener) open(ctx context.Context) (*sql.DB, error) {
	version, err := inspect(o.path)
	if err == nil && version > len(o.steps) {
		err = o.confirmNewer(ctx)
	}
	switch {
	case errors.Is(err, errAbsent):
		return o.rebuild(ctx)
	case err == nil:
		var db *sql.DB
		if db, err = o.attempt(ctx); err == nil {
			return db, nil
		}
	}
	err = explain("read it", err)
	if !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	if err := o.setAside(err); err != nil {
		return nil, err
	}
	return o.rebuild(ctx)
}

// confirmNewer tells a newer database from a flipped bit, writing nothing.
func (o *opener) confirmNewer(ctx context.Context) error {
	how := still
	if info, err := os.Stat(o.path + "-wal"); err == nil && info.Size() > 0 {
		how = reading
	}
	db, err := connect(o.path, how)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = identify(ctx, db, len(o.steps))
	return err
}

// attempt opens the file as it is, makes sure that it is whole and ours, and
// brings it to our version.
func (o *opener) attempt(ctx context.Context) (*sql.DB, error) {
	if err := create(o.path); err != nil {
		return nil, err
	}
	db, err := connect(o.path, writing)
	if err != nil {
		return nil, err
	}
	if err := o.ready(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (o *opener) ready(ctx context.Context, db *sql.DB) error {
	version, err := identify(ctx, db, len(o.steps))
	if err != nil {
		return err
	}
	if err := o.checkBounded(ctx, db); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	if err := migrate(ctx, db, version, o.steps, o.now()); err != nil {
		return err
	}
	return probeSchema(ctx, db)
}

// checkBounded reads the whole database if that is quick, or if something in it
// was found unreadable before.
func (o *opener) checkBounded(ctx context.Context, db *sql.DB) error {
	suspect := filepath.Join(o.dir, suspectName)
	if exists(suspect) {
		if err := check(ctx, db, "integrity_check"); err != nil {
			return err
		}
		return os.Remove(suspect)
	}
	if size(o.path)+size(o.path+"-wal") > checkedAtOpen {
		o.did.CheckDue = true
		return nil
	}
	return check(ctx, db, "quick_check")
}

// probeSchema finds a table or column whose name was damaged, which the checker
// takes for a valid name.
func probeSchema(ctx context.Context, db *sql.DB) error {
	for _, q := range []string{
		selectPages, selectEvents, selectCopies, selectBodies, selectShifts, selectNotices,
		selectRevisions, selectAdjustments, selectEntries, selectClosings, selectPolicies, selectIncidents, selectIncidentEvents, selectAttachments,
	} {
		if err := prepares(ctx, db, q); err != nil {
			return err
		}
	}
	return nil
}

func prepares(ctx context.Context, db *sql.DB, query string) (err error) {
	stmt, err := db.PrepareContext(ctx, query)
	if err != nil {
		return schemaError(err)
	}
	defer func() { err = stmt.Close() }()
	return nil
}

// setAside moves the database and the files beside it, the database first: were
// we ended after that, the log without its database would tell the next start.
func (o *opener) setAside(cause error) error {
	to := o.asideName()
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		err := os.Rename(o.path+suffix, to+suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return explain("move the damaged database aside", err)
		}
	}
	if err := os.Remove(filepath.Join(o.dir, suspectName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain("move the damaged database aside", err)
	}
	o.did.Damaged, o.did.Reason, o.did.CheckDue = to, cause.Error(), false
	return syncDir(o.dir)
}

func (o *opener) asideName() string {
	base := o.path + ".damaged-" + o.now().UTC().Format(stampFormat)
	name := base
	for n := 2; exists(name) || exists(name+"-wal"); n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	return name
}

// rebuild puts the newest good backup where no database is, else an empty one.
func (o *opener) rebuild(ctx context.Context) (*sql.DB, error) {
	backups, err := listBackups(o.dir)
	if err != nil {
		return nil, err
	}
	for _, b := range backups {
		db, err := o.restore(ctx, b)
		if err == nil {
			o.did.RestoredFrom, o.did.RestoredAt = b.path, b.at
			return db, nil
		}
		if err = explain("restore "+b.path, err); errors.Is(err, ErrFull) || errors.Is(err, ErrReadOnly) || ctx.Err() != nil {
			return nil, err
		}
	}
	o.did.Fresh = true
	return o.attempt(ctx)
}

// restore copies a backup, which stays, to where the database belongs. The copy
// gets its name when it is whole and on the disk.
func (o *opener) restore(ctx context.Context, b backupFile) (*sql.DB, error) {
	if err := verify(ctx, b.path, len(o.steps)); err != nil {
		return nil, err
	}
	half := o.path + ".restoring"
	if err := copyFile(b.path, half); err != nil {
		return nil, err
	}
	if err := os.Rename(half, o.path); err != nil {
		return nil, err
	}
	if err := syncDir(o.dir); err != nil {
		return nil, err
	}
	db, err := o.attempt(ctx)
	if err != nil {
		// The backup itself is still where it was; this is only its copy.
		return nil, errors.Join(err, os.Remove(o.path))
	}
	return db, nil
}

func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
