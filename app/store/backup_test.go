package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestBackupsRotateAndKeepTheNewestSeven(t *testing.T) {
	now := noon
	s, _, err := Open(t.Context(), t.TempDir(), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	commit(t, s, page("a", noon))
	if !s.BackupDue(now) {
		t.Error("none was made, none is due")
	}
	for range keptBackups + 3 {
		if err := s.Backup(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s.BackupDue(now) || s.BackupDue(now.Add(24*time.Hour)) || !s.BackupDue(now.Add(24*time.Hour+1)) {
			t.Error("due at another time than 24 hours after the last")
		}
		now = now.Add(25 * time.Hour)
	}
	files, err := listBackups(s.dir)
	if err != nil || len(files) != keptBackups {
		t.Fatalf("%d backups, %v", len(files), err)
	}
	if want := now.Add(-25 * time.Hour); !files[0].at.Equal(want) {
		t.Errorf("the newest is of %v, want %v", files[0].at, want)
	}
	for _, f := range files {
		if err := verify(t.Context(), f.path, len(steps())); err != nil {
			t.Errorf("%s: %v", f.path, err)
		}
	}
	entries, err := os.ReadDir(filepath.Join(s.dir, backupFolder))
	if err != nil || len(entries) != keptBackups {
		t.Errorf("something else lies among the backups: %v, %v", entries, err)
	}
}

func TestABackupOfTheFutureDoesNotPutOffTheNext(t *testing.T) {
	s, _ := open(t, t.TempDir())
	if err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !s.BackupDue(noon.Add(-25 * time.Hour)) {
		t.Error("the clock was set back by more than a day, and no backup is due")
	}
}

func TestTwoBackupsInOneMomentAreTwoFiles(t *testing.T) {
	s, _ := open(t, t.TempDir())
	for range 2 {
		if err := s.Backup(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if files, err := listBackups(s.dir); err != nil || len(files) != 2 {
		t.Errorf("%v, %v", files, err)
	}
}

func TestFilesThatAreNoBackupsAreLeftAlone(t *testing.T) {
	s, _ := open(t, t.TempDir())
	if err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(s.dir, backupFolder, "standby-before-my-holiday.db")
	if err := os.WriteFile(mine, []byte("kept by hand"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range keptBackups + 1 {
		if err := s.Backup(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !exists(mine) {
		t.Error("a file that we did not make was deleted")
	}
}

func TestADatabaseThatHasGoneIsRestoredFromItsBackup(t *testing.T) {
	dir, _ := wholeStore(t, true)
	if err := os.Remove(filepath.Join(dir, fileName)); err != nil {
		t.Fatal(err)
	}
	s, did := open(t, dir)
	if did.RestoredFrom == "" || did.Damaged != "" || did.Fresh {
		t.Errorf("%+v", did)
	}
	if pages, _, err := s.Pages(t.Context(), time.Time{}); err != nil || len(pages) != 30 {
		t.Errorf("%d pages, %v", len(pages), err)
	}
	if !exists(did.RestoredFrom) {
		t.Error("the backup has gone from its place")
	}
}
