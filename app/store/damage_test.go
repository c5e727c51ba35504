package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/rotation"
)

// wholeStore makes a folder with a database of some pages and a calendar, closed,
// and with a backup when asked for.
func wholeStore(t *testing.T, backup bool) (dir string, file []byte) {
	t.Helper()
	dir = t.TempDir()
	s, _ := open(t, dir)
	for i := range 30 {
		p := page(fmt.Sprint(i), noon.Add(time.Duration(i)*time.Minute))
		p.Body = strings.Repeat("made up ", 20)
		commit(t, s, p)
	}
	span := rotation.Interval{Start: noon, End: noon.Add(time.Hour)}
	shifts := []rotation.Shift{{UID: "1", Rota: "payments", Role: rotation.Primary, Interval: span}}
	c := provider.Copy{Body: bytes.Repeat([]byte("BEGIN:VCALENDAR\r\n"), 50), FetchedAt: noon}
	if err := s.KeepCalendar(t.Context(), "payments", c, noon, shifts); err != nil {
		t.Fatal(err)
	}
	if backup {
		if err := s.Backup(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return dir, file
}

// survives opens a folder whose database was overwritten with spoilt, and makes
// sure that it serves, that the spoilt bytes are still there if they were set
// aside, and that the backup is back if there was one.
func survives(t *testing.T, dir string, spoilt []byte, backup bool) Opening {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, fileName), spoilt, 0o600); err != nil {
		t.Fatal(err)
	}
	s, did, err := Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	defer s.Close()
	if did.Damaged != "" {
		kept, err := os.ReadFile(did.Damaged)
		if err != nil || !bytes.Equal(kept, spoilt) {
			t.Errorf("the damaged file is not what it was: %v, %d bytes of %d", err, len(kept), len(spoilt))
		}
		if did.Reason == "" {
			t.Error("no reason given")
		}
		if backup != (did.RestoredFrom != "") || backup == did.Fresh || backup && !did.RestoredAt.Equal(noon) {
			t.Errorf("with a backup %v: %+v", backup, did)
		}
	}
	pages, _, err := s.Pages(t.Context(), time.Time{})
	if err != nil {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("pages: %v", err)
		}
		return did
	}
	if did.RestoredFrom != "" && len(pages) != 30 {
		t.Errorf("%d pages after the restore, want 30", len(pages))
	}
	commit(t, s, page("after", noon))
	return did
}

func TestADatabaseTruncatedAnywhereIsSetAsideAndReplaced(t *testing.T) {
	for _, backup := range []bool{false, true} {
		dir, file := wholeStore(t, backup)
		for n := 512; n < len(file); n += 512 * scarce {
			if did := survives(t, dir, file[:n], backup); did.Damaged == "" {
				t.Errorf("cut at %d of %d: the damage was not seen", n, len(file))
			}
		}
	}
}

func TestASpoiltDatabaseIsSetAsideAndReplaced(t *testing.T) {
	dir, file := wholeStore(t, true)
	spoil := func(f func(b []byte)) []byte {
		b := bytes.Clone(file)
		f(b)
		return b
	}
	for name, spoilt := range map[string][]byte{
		"header zeroed":              spoil(func(b []byte) { clear(b[:headerSize]) }),
		"first page zeroed":          spoil(func(b []byte) { clear(b[:4096]) }),
		"all zeroes":                 make([]byte, len(file)),
		"garbage":                    spoil(func(b []byte) { rand.NewChaCha8([32]byte{1}).Read(b) }),
		"text":                       []byte("this is not a database\n"),
		"a single byte":              {0},
		"version of another program": spoil(func(b []byte) { copy(b[68:], "abcd") }),
		"version flipped upwards":    spoil(func(b []byte) { b[63] ^= 0x80 }),
		"version flipped to none":    spoil(func(b []byte) { b[63] = 0 }),
		"made read-only by a bit":    spoil(func(b []byte) { b[offWriteFormat] ^= 0x10 }),
		// A schema that has grown leaves older copies of its text in the file.
		"a table renamed by a bit":  bytes.ReplaceAll(file, []byte("CREATE TABLE pages"), []byte("CREATE TABLE pagds")),
		"a column renamed by a bit": bytes.ReplaceAll(file, []byte("    severity"), []byte("    sevarity")),
	} {
		t.Run(name, func(t *testing.T) {
			if did := survives(t, dir, spoilt, true); did.Damaged == "" {
				t.Error("the damage was not seen")
			}
		})
	}
}

func TestFlippedBytesNeverKeepTheStoreFromOpening(t *testing.T) {
	dir, file := wholeStore(t, true)
	random := rand.New(rand.NewPCG(7, 7))
	places := []int{}
	for i := range headerSize / scarce {
		places = append(places, i)
	}
	for range 150 / scarce {
		places = append(places, random.IntN(len(file)))
	}
	seen := 0
	for _, at := range places {
		spoilt := bytes.Clone(file)
		for i := range 3 {
			spoilt[min(at+i, len(spoilt)-1)] ^= byte(1 + random.IntN(255))
		}
		if did := survives(t, dir, spoilt, true); did.Damaged != "" {
			seen++
		}
	}
	t.Logf("%d of %d spoilt databases were seen to be damaged", seen, len(places))
}

func TestAnEmptyFileIsNoDatabase(t *testing.T) {
	t.Run("with a backup, that is restored", func(t *testing.T) {
		dir, _ := wholeStore(t, true)
		if did := survives(t, dir, nil, true); did.RestoredFrom == "" || did.Fresh {
			t.Errorf("%+v", did)
		}
	})
	t.Run("without one, the store begins empty", func(t *testing.T) {
		dir, _ := wholeStore(t, false)
		if did := survives(t, dir, nil, false); !did.Fresh || did.Damaged != "" {
			t.Errorf("%+v", did)
		}
	})
}

func TestALogWithoutItsDatabaseIsKept(t *testing.T) {
	dir, _ := wholeStore(t, true)
	log := []byte("what was committed last")
	for _, leave := range []string{"no file", "empty file"} {
		t.Run(leave, func(t *testing.T) {
			path := filepath.Join(dir, fileName)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if leave == "empty file" {
				if err := os.WriteFile(path, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(path+"-wal", log, 0o600); err != nil {
				t.Fatal(err)
			}
			s, did := open(t, dir)
			if got, err := os.ReadFile(did.Damaged + "-wal"); err != nil || !bytes.Equal(got, log) {
				t.Errorf("the log: %q, %v", got, err)
			}
			if did.RestoredFrom == "" {
				t.Errorf("%+v", did)
			}
			s.Close()
		})
	}
}

func TestADamagedBackupIsPassedOver(t *testing.T) {
	dir, file := wholeStore(t, true)
	newer := filepath.Join(dir, backupFolder, backupPrefix+noon.Add(time.Hour).Format(stampFormat)+backupSuffix)
	if err := os.WriteFile(newer, file[:8192], 0o600); err != nil {
		t.Fatal(err)
	}
	did := survives(t, dir, file[:4096], true)
	if did.RestoredFrom == newer {
		t.Errorf("restored from the damaged one: %+v", did)
	}
	if !exists(newer) {
		t.Error("the damaged backup was deleted")
	}
}

func TestDamageFoundWhileRunningIsRepairedAtTheNextOpen(t *testing.T) {
	dir, _ := wholeStore(t, true)
	s, _ := open(t, dir)
	path := filepath.Join(dir, fileName)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 200), offWriteFormat-18+20); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Fatalf("check: %v", err)
	}
	if !exists(filepath.Join(dir, suspectName)) {
		t.Fatal("nothing tells the next start")
	}
	s.Close()
	s, did := open(t, dir)
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("after %+v: %v", did, err)
	}
	if exists(filepath.Join(dir, suspectName)) {
		t.Error("the mark is still there")
	}
}

func TestASuspicionThatProvesWrongIsDropped(t *testing.T) {
	dir, _ := wholeStore(t, false)
	mark := filepath.Join(dir, suspectName)
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, did := open(t, dir); did != (Opening{}) || exists(mark) {
		t.Errorf("%+v, mark there: %v", did, exists(mark))
	}
}

func FuzzOpenAnyBytes(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte(headerMagic))
	f.Add(append([]byte(headerMagic), make([]byte, 4096)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, fileName), b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, did, err := Open(t.Context(), dir, clock)
		if err != nil {
			t.Fatalf("%d bytes: %v", len(b), err)
		}
		defer s.Close()
		if len(b) > 0 && did.Damaged == "" {
			t.Errorf("%d bytes passed for a store", len(b))
		}
	})
}

func TestALargeDatabaseIsReadWholeAfterTheStart(t *testing.T) {
	dir, _ := wholeStore(t, true)
	s, _ := open(t, dir)
	large := page("large", noon)
	large.Body = strings.Repeat("x", checkedAtOpen)
	commit(t, s, large)
	s.Close()
	path := filepath.Join(dir, fileName)
	s, did := open(t, dir)
	if !did.CheckDue {
		t.Fatalf("%d bytes: %+v", size(path), did)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Close()
	// The lengths in the pages of the large text are beyond what the start looks at.
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xff}, 4*4096), 8<<20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if s, did = open(t, dir); !did.CheckDue || did.Damaged != "" {
		t.Fatalf("%+v", did)
	}
	if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Fatalf("check: %v", err)
	}
	s.Close()
	if _, did = open(t, dir); did.Damaged == "" || did.RestoredFrom == "" || did.CheckDue {
		t.Errorf("the start after it: %+v", did)
	}
}
