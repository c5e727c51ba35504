package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/notify"
)

func bulky(key string) notify.Page {
	p := page(key, noon)
	p.Body = strings.Repeat("x", 20_000)
	return p
}

// fillUp commits pages until one is refused, and returns those that were taken.
func fillUp(t *testing.T, s *Store) []string {
	t.Helper()
	var taken []string
	for i := range 10_000 {
		p := bulky(fmt.Sprint(i))
		err := s.Commit(t.Context(), []notify.Page{p}, nil)
		if errors.Is(err, ErrFull) {
			return taken
		}
		if err != nil {
			t.Fatalf("page %d: %v; want ErrFull", i, err)
		}
		taken = append(taken, p.ID)
	}
	t.Fatal("the disk never became full")
	return nil
}

func holds(t *testing.T, s *Store, ids []string) {
	t.Helper()
	pages, _, err := s.Pages(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	have := make(map[string]bool, len(pages))
	for _, p := range pages {
		have[p.ID] = true
	}
	for _, id := range ids {
		if !have[id] {
			t.Errorf("page %s was taken and is not there", id)
		}
	}
}

func TestAFullStoreRefusesAndTakesAgainOnceThereIsSpace(t *testing.T) {
	s, _ := open(t, t.TempDir())
	if _, err := s.db.Exec("PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	taken := fillUp(t, s)
	holds(t, s, taken)
	if _, err := s.db.Exec("PRAGMA max_page_count = 6000"); err != nil {
		t.Fatal(err)
	}
	commit(t, s, bulky("with space again"))
	holds(t, s, append(taken, notify.PageID("prod", "with space again")))
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAFullDiskRefusesAndTakesAgainOnceThereIsSpace(t *testing.T) {
	dir := smallDisk(t)
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ := open(t, filepath.Join(dir, "data"))
	taken := fillUp(t, s)
	if err := s.Backup(t.Context()); !errors.Is(err, ErrFull) {
		t.Errorf("backup: %v; want ErrFull", err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	again := bulky("with space again")
	commit(t, s, again)
	taken = append(taken, again.ID)
	holds(t, s, taken)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, did := open(t, filepath.Join(dir, "data"))
	if did != (Opening{}) {
		t.Errorf("after the full disk: %+v", did)
	}
	holds(t, s, taken)
	s.Close()
}

func TestAFolderThatCannotBeMadeIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := Open(t.Context(), filepath.Join(file, "data"), clock)
	if err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("%v; want an error that names %s", err, file)
	}
}
