package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	backupFolder = "backups"
	backupPrefix = "standby-"
	backupSuffix = ".db"
	halfBackup   = "unfinished.db"
	keptBackups  = 7
	backupEvery  = 24 * time.Hour
)

// BackupDue reports whether the newest backup is older than 24 hours, lies that
// far in the future (the clock was wrong), or does not exist.
func (s *Store) BackupDue(now time.Time) bool {
	files, err := listBackups(s.dir)
	if err != nil || len(files) == 0 {
		return true
	}
	return now.Sub(files[0].at).Abs() > backupEvery
}

// Backup writes a copy of the whole store to the folder backups, checks it, and
// keeps the newest seven. It reads beside the writer: a Commit does not wait for
// it. Two at a time are not allowed for: one caller calls it, daily.
func (s *Store) Backup(ctx context.Context) error {
	folder := filepath.Join(s.dir, backupFolder)
	if err := makeFolder(folder); err != nil {
		return explain("back up the store", err)
	}
	half := filepath.Join(folder, halfBackup)
	if err := s.copyInto(ctx, half); err != nil {
		return s.explain("back up the store", errors.Join(err, removeIfThere(half)))
	}
	if err := os.Rename(half, freeBackupName(folder, s.now())); err != nil {
		return explain("back up the store", err)
	}
	if err := syncDir(folder); err != nil {
		return explain("back up the store", err)
	}
	return explain("remove old backups", removeOld(s.dir))
}

// copyInto leaves at path a verified copy that is on the disk.
func (s *Store) copyInto(ctx context.Context, path string) error {
	// VACUUM INTO takes an empty file, and would make one that others can read.
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return err
	}
	db, err := connect(s.path, reading)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return err
	}
	if err := syncFile(path); err != nil {
		return err
	}
	return verify(ctx, path, len(steps()))
}

// verify makes sure that a file which nobody writes is a whole database of ours.
func verify(ctx context.Context, path string, known int) error {
	version, err := inspect(path)
	if err != nil {
		return err
	}
	if version == 0 {
		return fmt.Errorf("%w: %s is empty", ErrDamaged, filepath.Base(path))
	}
	db, err := connect(path, still)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := identify(ctx, db, known); err != nil {
		return err
	}
	return check(ctx, db, "quick_check")
}

type backupFile struct {
	path string
	at   time.Time
}

// listBackups returns the finished backups, newest first.
func listBackups(dir string) ([]backupFile, error) {
	folder := filepath.Join(dir, backupFolder)
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, explain("list the backups", err)
	}
	var files []backupFile
	for _, e := range entries {
		if at, ok := backupTime(e.Name()); ok && e.Type().IsRegular() {
			files = append(files, backupFile{path: filepath.Join(folder, e.Name()), at: at})
		}
	}
	slices.SortFunc(files, func(a, b backupFile) int { return b.at.Compare(a.at) })
	return files, nil
}

func backupTime(name string) (time.Time, bool) {
	stamp, isPrefixed := strings.CutPrefix(name, backupPrefix)
	stamp, isSuffixed := strings.CutSuffix(stamp, backupSuffix)
	at, err := time.Parse(stampFormat, stamp)
	return at, isPrefixed && isSuffixed && err == nil
}

// freeBackupName never names a file that is there: two backups may fall into one
// millisecond when the clock was set back.
func freeBackupName(folder string, at time.Time) string {
	for ; ; at = at.Add(time.Millisecond) {
		name := filepath.Join(folder, backupPrefix+at.UTC().Format(stampFormat)+backupSuffix)
		if !exists(name) {
			return name
		}
	}
}

func removeOld(dir string) error {
	files, err := listBackups(dir)
	if err != nil || len(files) <= keptBackups {
		return err
	}
	for _, f := range files[keptBackups:] {
		if err := os.Remove(f.path); err != nil {
			return err
		}
	}
	return nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// makeFolder makes a folder and those above it that are missing, for the user alone,
// and makes their names last: what is in a folder whose own name goes with the power
// goes with it. Where it is there already, a start that was cut short may have made it.
func makeFolder(dir string) error {
	made := []string{dir}
	for at := filepath.Dir(dir); missing(at) && at != filepath.Dir(at); at = filepath.Dir(at) {
		made = append(made, at)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, folder := range made {
		// A folder that is not ours to open, or a file system that knows no such
		// thing, is no reason not to start.
		if err := syncDir(filepath.Dir(folder)); kindOf(err) != nil {
			return err
		}
	}
	return nil
}

func missing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// syncDir makes names last. Windows keeps them without being asked, and refuses
// to be.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
