package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// database opens a new file, outside any store.
func database(t *testing.T) *sql.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "steps.db")
	if err := create(path); err != nil {
		t.Fatal(err)
	}
	db, err := connect(path, writing)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestAStepThatFailsLeavesTheVersionBeforeIt(t *testing.T) {
	db := database(t)
	second := "CREATE TABLE extra (id INTEGER) STRICT; INSERT INTO extra VALUES (1);"
	broken := []string{step0001, second + "INSERT INTO nowhere VALUES (1);"}
	if err := migrate(t.Context(), db, 0, broken, noon); err == nil {
		t.Fatal("a broken step passed")
	}
	version, err := identify(t.Context(), db, 2)
	if err != nil || version != 1 {
		t.Fatalf("version %d, %v; want 1 and nothing of 2", version, err)
	}
	if err := migrate(t.Context(), db, version, []string{step0001, second}, noon); err != nil {
		t.Fatalf("the mended step, after its half: %v", err)
	}
	if version, err = identify(t.Context(), db, 2); err != nil || version != 2 {
		t.Errorf("version %d, %v; want 2", version, err)
	}
}

func TestAnInterruptedMigrationGoesOnAtTheNextStart(t *testing.T) {
	db := database(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := migrate(ended, db, 0, steps(), noon); err == nil {
		t.Fatal("an ended context was not heeded")
	}
	version, err := identify(t.Context(), db, len(steps()))
	if err != nil || version != 0 {
		t.Fatalf("version %d, %v; want 0", version, err)
	}
	if err := migrate(t.Context(), db, version, steps(), noon); err != nil {
		t.Fatal(err)
	}
	if err := probeSchema(t.Context(), db); err != nil {
		t.Error(err)
	}
}

func TestANewerDatabaseIsRefusedAndUntouched(t *testing.T) {
	dir, _ := wholeStore(t, true)
	path := filepath.Join(dir, fileName)
	db, err := connect(path, writing)
	if err != nil {
		t.Fatal(err)
	}
	newer := append(steps(), "CREATE TABLE of_the_future (id INTEGER) STRICT;")
	if err := migrate(t.Context(), db, len(steps()), newer, noon); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	list, _ := os.ReadDir(dir)
	s, _, err := Open(t.Context(), dir, clock)
	if !errors.Is(err, ErrNewer) {
		t.Fatalf("store %v, error %v; want ErrNewer", s, err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the database was changed: %v", err)
	}
	if now, _ := os.ReadDir(dir); len(now) != len(list) {
		t.Errorf("files before %v, after %v", list, now)
	}
}
