package store

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"standby/notify"
)

// memoryFolder is a folder of a disk without a disk, where a sync costs nothing.
func memoryFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "standby-store")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func lay(t *testing.T, dir string, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o700); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// playUntil plays steps on a disk, and says how many commits had been taken then.
func playUntil(files map[string][]byte, steps []traced) (*disk, int) {
	d, taken := newDisk(files), 0
	for _, s := range steps {
		switch {
		case s.do != nil:
			s.do(d)
		case s.said != "":
			if n, err := strconv.Atoi(s.said); err == nil {
				taken = n + 1
			}
		}
	}
	return d, taken
}

// A real store is watched doing its work, every write and every sync of it. Then
// the power goes: after each sync, with nothing kept that was not synced, and at
// random moments, with any of it kept.
func TestNoCommitIsLostWithThePower(t *testing.T) {
	for _, c := range []struct {
		scene string
		files func(t *testing.T) map[string][]byte
		check func(t *testing.T, dir string, files map[string][]byte, taken int)
		draws int
	}{
		{sceneLife, func(*testing.T) map[string][]byte { return nil }, holdsCommits, 700},
		{sceneRepair, damagedFiles, holdsBackup, 300},
	} {
		t.Run(c.scene, func(t *testing.T) {
			files, root := c.files(t), memoryFolder(t)
			lay(t, root, files)
			steps := trace(t, root, c.scene)
			losses, torn := 0, 0
			lose := func(at int, luck *rand.Rand) {
				t.Helper()
				d, taken := playUntil(files, steps[:at])
				left := d.lost(luck)
				dir := memoryFolder(t)
				lay(t, dir, left)
				c.check(t, dir, files, taken)
				if t.Failed() {
					t.Fatalf("the power went after step %d of %d (%s), %d commits taken, names left: %q", at, len(steps), steps[at-1].what, taken, slices.Sorted(maps.Keys(left)))
				}
				os.RemoveAll(dir)
				losses++
			}
			for at := 1; at <= len(steps); at++ {
				// Between two syncs what is certain does not change; what was said does.
				if at == len(steps) || at%scarce == 0 && (steps[at].sync || steps[at-1].said != "") {
					lose(at, nil)
				}
			}
			random := rand.New(rand.NewPCG(3, 4))
			for range c.draws / scarce {
				lose(1+random.IntN(len(steps)), random)
				torn++
			}
			_, taken := playUntil(files, steps)
			if taken < 4 {
				t.Errorf("%d commits were taken in all", taken)
			}
			t.Logf("%d steps, %d commits; %d losses of power, %d with some of the unsynced kept: nothing lost", len(steps), taken, losses, torn)
		})
	}
}

// SQLite says of a disk that turns read-only under it, as a file system does that
// found an error in itself, no more than that there was an error.
func TestADiskThatBreaksUnderTheStoreIsNamedAndTakesAgainOnceItIsWell(t *testing.T) {
	root := memoryFolder(t)
	steps := trace(t, root, sceneBroken)
	_, taken := playUntil(nil, steps)
	if taken != 8 {
		t.Errorf("%d commits were taken, want 8", taken)
	}
	s, did := open(t, root)
	if did != (Opening{}) {
		t.Errorf("%+v", did)
	}
	holdsScene(t, s, taken)
	if pages, _, err := s.Pages(t.Context(), time.Time{}); err != nil || slices.Contains(keys(pages), "refused") {
		t.Errorf("what was refused is there: %v", err)
	}
}

// What the test of the power can find: the same store, told not to sync its commits.
func TestAStoreThatDoesNotSyncIsFoundOut(t *testing.T) {
	steps := trace(t, memoryFolder(t), sceneCareless)
	d, taken := playUntil(nil, steps)
	dir := memoryFolder(t)
	lay(t, dir, d.lost(nil))
	s, _ := open(t, dir)
	p, _, ok, err := s.Page(t.Context(), notify.PageID("prod", latest))
	if err != nil || taken != 8 || ok && p.Attempts == taken {
		t.Errorf("%d commits were taken, %d are there after the loss: the loss was not noticed (%v)", taken, p.Attempts, err)
	}
}

// holdsCommits opens what is left as the next start does. It must be whole: a loss
// of power is no damage.
func holdsCommits(t *testing.T, dir string, _ map[string][]byte, taken int) {
	t.Helper()
	s, did, err := Open(t.Context(), filepath.Join(dir, lifeFolder), clock)
	if err != nil {
		t.Errorf("open: %v", err)
		return
	}
	defer s.Close()
	if did.Damaged != "" || taken > 0 && did.Fresh {
		t.Errorf("%+v", did)
	}
	holdsScene(t, s, taken)
	if err := checkFully(t, s); err != nil {
		t.Error(err)
	}
	commit(t, s, page("after the power was back", noon))
}

func checkFully(t *testing.T, s *Store) error {
	t.Helper()
	return check(t.Context(), s.db, "integrity_check")
}

// holdsScene makes sure that the store holds the first commits of a scene, at
// least taken of them, each of them whole and none without the one before.
func holdsScene(t *testing.T, s *Store, taken int) {
	t.Helper()
	pages, events, err := s.Pages(t.Context(), time.Time{})
	if err != nil {
		t.Error(err)
		return
	}
	have, counted := make(map[string]bool), 0
	for _, p := range pages {
		have[p.Key] = true
		if p.Key == latest {
			counted = p.Attempts
		}
	}
	if counted < taken {
		t.Errorf("%d commits were taken, %d are there", taken, counted)
	}
	told := make(map[string]int)
	for _, e := range events {
		told[e.PageID]++
	}
	for n := range counted {
		if p := page(sceneKey(n), noon); !have[p.Key] || told[p.ID] != 1 {
			t.Errorf("of commit %d the page is there: %v, and %d events", n, have[p.Key], told[p.ID])
		}
	}
	if have[sceneKey(counted)] {
		t.Errorf("commit %d is there in part", counted)
	}
}

// damagedFiles are a database with rubbish in it, a backup that is whole, and a
// newer one that is not.
func damagedFiles(t *testing.T) map[string][]byte {
	t.Helper()
	dir, file := wholeStore(t, true)
	backups, err := listBackups(dir)
	if err != nil || len(backups) != 1 {
		t.Fatal(backups, err)
	}
	good, err := os.ReadFile(backups[0].path)
	if err != nil {
		t.Fatal(err)
	}
	newer := backupPrefix + noon.Add(time.Hour).Format(stampFormat) + backupSuffix
	return map[string][]byte{
		fileName: rubbishAt(file, 8192),
		filepath.Join(backupFolder, filepath.Base(backups[0].path)): good,
		filepath.Join(backupFolder, newer):                          rubbishAt(file, 4096),
	}
}

func rubbishAt(file []byte, at int) []byte {
	spoilt := bytes.Clone(file)
	copy(spoilt[at:], bytes.Repeat([]byte("rubbish "), 512))
	return spoilt
}

// holdsBackup makes sure that a repair which the power ended is done by the next
// start: what the backup holds is there, and what was damaged is still kept.
func holdsBackup(t *testing.T, dir string, files map[string][]byte, taken int) {
	t.Helper()
	s, did, err := Open(t.Context(), dir, clock)
	if err != nil {
		t.Errorf("open: %v", err)
		return
	}
	defer s.Close()
	if did.Fresh {
		t.Errorf("the backup was not found: %+v", did)
	}
	pages, _, err := s.Pages(t.Context(), time.Time{})
	have := make(map[string]bool)
	for _, p := range pages {
		have[p.Key] = true
	}
	for n := range 30 {
		if !have[fmt.Sprint(n)] {
			t.Errorf("page %d of the backup is not there (%v)", n, err)
		}
	}
	holdsScene(t, s, taken)
	if !keptSomewhere(t, dir, files[fileName]) {
		t.Error("the damaged database is not kept")
	}
	commit(t, s, page("after the power was back", noon))
}

func keptSomewhere(t *testing.T, dir string, data []byte) bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, fileName+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(names, func(name string) bool {
		kept, err := os.ReadFile(name)
		return err == nil && bytes.Equal(kept, data)
	})
}
