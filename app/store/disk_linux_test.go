package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"standby/notify"
)

// smallDisk mounts 2 MB of memory, which takes root.
func smallDisk(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("mounting a small file system takes root; max_page_count stands in for it")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("mount a small file system: %v; max_page_count stands in for it", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
	return dir
}

func TestAReadOnlyDiskIsSaidToBeReadOnly(t *testing.T) {
	dir := smallDisk(t)
	s, _ := open(t, filepath.Join(dir, "data"))
	commit(t, s, page("a", noon))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=2m"); err != nil {
		t.Skipf("remount read-only: %v", err)
	}
	if _, _, err := Open(t.Context(), filepath.Join(dir, "data"), clock); !errors.Is(err, ErrReadOnly) {
		t.Errorf("an existing store: %v; want ErrReadOnly", err)
	}
	if _, _, err := Open(t.Context(), filepath.Join(dir, "other"), clock); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a new store: %v; want ErrReadOnly", err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=2m"); err != nil {
		t.Fatal(err)
	}
	s, did := open(t, filepath.Join(dir, "data"))
	if did != (Opening{}) {
		t.Errorf("%+v", did)
	}
	holds(t, s, []string{notify.PageID("prod", "a")})
	s.Close()
}

func TestADatabaseThatTurnsReadOnlyRefusesAndTakesAgain(t *testing.T) {
	s, _ := open(t, t.TempDir())
	commit(t, s, page("a", noon))
	if _, err := s.db.Exec("PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(t.Context(), []notify.Page{page("b", noon)}, nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("%v; want ErrReadOnly", err)
	}
	if _, err := s.db.Exec("PRAGMA query_only = 0"); err != nil {
		t.Fatal(err)
	}
	commit(t, s, page("b", noon))
}
