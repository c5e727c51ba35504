package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

// errAbsent: there is no database yet, or a file without a byte in it.
var errAbsent = errors.New("no database")

// The header of an SQLite file (https://sqlite.org/fileformat2.html, 1.3).
const (
	headerSize     = 100
	headerMagic    = "SQLite format 3\x00"
	offWriteFormat = 18
	offReadFormat  = 19
	offVersion     = 60
	walFormat      = 2
)

// inspect looks at the files without opening the database: errAbsent, an
// ErrDamaged where SQLite would start anew over what is left or take a damaged
// header for a read-only file, else the version that the header claims.
func inspect(path string) (version int, err error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, absentUnlessLog(path)
	case err != nil:
		return 0, err
	}
	defer func() { _ = f.Close() }()
	header := make([]byte, headerSize)
	n, err := io.ReadFull(f, header)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return 0, absentUnlessLog(path)
	case errors.Is(err, io.ErrUnexpectedEOF) && !hasJournal(path):
		return 0, fmt.Errorf("%w: %s has %d bytes", ErrDamaged, filepath.Base(path), n)
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return 0, err
	}
	if hasJournal(path) {
		return 0, nil // the power went in the middle of a first write: SQLite takes it back
	}
	if string(header[:len(headerMagic)]) != headerMagic ||
		header[offWriteFormat] > walFormat || header[offReadFormat] > walFormat {
		return 0, fmt.Errorf("%w: %s does not begin like a database", ErrDamaged, filepath.Base(path))
	}
	return int(int32(binary.BigEndian.Uint32(header[offVersion:]))), nil
}

// hasJournal reports whether there is a journal of before the write-ahead log took
// over, which is in the first moments of a database alone.
func hasJournal(path string) bool { return size(path+"-journal") > 0 }

// absentUnlessLog: SQLite deletes a write-ahead log that has lost its database,
// and with it what was committed last.
func absentUnlessLog(path string) error {
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("%w: %s has gone, its log is still there", ErrDamaged, filepath.Base(path))
	}
	return errAbsent
}

// mode is how a database file is opened.
type mode string

const (
	// writing is our one long connection.
	writing mode = "mode=rw&_txlock=immediate&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)" +
		"&_pragma=fullfsync(1)&_pragma=checkpoint_fullfsync(1)&_pragma=journal_size_limit(1048576)"
	// reading beside the writer.
	reading mode = "mode=ro"
	// still is for a file that nobody writes; it leaves no file beside it.
	still mode = "mode=ro&immutable=1"
)

// connect opens the file lazily: the first use reports what is wrong with it.
// There is one connection, because one goroutine owns the state and a second
// page cache would only cost memory.
func connect(path string, how mode) (*sql.DB, error) {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	place := url.URL{Scheme: "file", Path: p}
	const common = "&_pragma=busy_timeout(5000)&_pragma=cache_size(-512)&_pragma=mmap_size(0)" +
		"&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)"
	db, err := sql.Open("sqlite", place.String()+"?"+string(how)+common)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// create makes the file, readable by its owner alone; SQLite gives the files
// beside it the same mode.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := f.Chmod(0o600); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// check reads the whole database with SQLite's own checker: "quick_check", or
// "integrity_check", which compares the indexes as well and takes longer.
func check(ctx context.Context, db *sql.DB, how string) error {
	var finding string
	if err := db.QueryRowContext(ctx, "PRAGMA "+how+"(1)").Scan(&finding); err != nil {
		return err
	}
	if finding != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, finding)
	}
	return nil
}

// identify returns the version of a database, 0 for an empty one. One that is
// not ours, or whose two versions disagree, is ErrDamaged; one that is beyond
// known is ErrNewer.
func identify(ctx context.Context, db *sql.DB, known int) (int, error) {
	var app, version, tables int
	const q = `SELECT (SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`
	if err := db.QueryRowContext(ctx, q).Scan(&app, &version, &tables); err != nil {
		return 0, schemaError(err)
	}
	if app == 0 && version == 0 && tables == 0 {
		return 0, nil
	}
	if app != applicationID {
		return 0, fmt.Errorf("%w: it is not a database of Standby (application id %d)", ErrDamaged, app)
	}
	var recorded sql.NullInt64
	err := db.QueryRowContext(ctx, "SELECT max(version) FROM migrations").Scan(&recorded)
	switch {
	case err != nil:
		return 0, schemaError(err)
	case int64(version) != recorded.Int64:
		return 0, fmt.Errorf("%w: its header says version %d, its table %d", ErrDamaged, version, recorded.Int64)
	case version > known:
		return 0, fmt.Errorf("%w: version %d, known here %d", ErrNewer, version, known)
	}
	return version, nil
}
