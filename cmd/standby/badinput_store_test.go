//go:build linux

package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/store"
)

func badInputFullDisk(t *testing.T, bin string) {
	if os.Geteuid() != 0 {
		t.Skip("to mount a small disk takes root")
	}
	p := newBadInputProfile(t, bin)
	disk := filepath.Join(p.root, "data")
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		p.kill()
		_ = syscall.Unmount(disk, syscall.MNT_DETACH)
	})
	titles := []string{"Page before"}
	am := newBadInputServer(t, badInputAlerts(titles...))
	p.write("standby.toml", fmt.Sprintf("[[alertmanager]]\nname = \"prod\"\nurl = %q\npoll = \"5s\"\n", am.URL))
	p.start()
	before := p.awaitPage("Page before")

	ballast := filepath.Join(disk, "ballast")
	badInputFill(t, ballast)
	for n := range 20 {
		titles = append(titles, fmt.Sprintf("Page %d while the disk is full", n))
	}
	am.turn(badInputAlerts(titles...))
	during := p.awaitPage("Page 19 while the disk is full")
	told := func(s api.Snapshot) bool { return badInputTrouble(s, "disk is full") != nil }
	snap := p.await("the full disk is told", told)
	p.wantTrouble(*badInputTrouble(snap, "disk is full"), "disk is full", "the store")
	p.wantDoctor("store", "disk is full", "the store")
	p.wantLog("disk is full")
	p.wantPage(before.ID)
	p.wantPage(during.ID)
	p.wantNotClear()
	if out, errs, code := p.run("", "note", during.ID, "looking at it"); code != exitFailed || !strings.Contains(errs, "could not be kept") || !strings.Contains(errs, "disk is full") {
		t.Errorf("a note on a full disk: code %d, %s%s", code, out, errs)
	}

	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	p.await("the trouble is over", func(s api.Snapshot) bool { return !told(s) })
	p.kill()
	p.start()
	p.wantPage(before.ID)
	p.wantPage(during.ID)
	if out, _, _ := p.run("", "page", during.ID); !strings.Contains(out, "looking at it") {
		t.Errorf("the note was kept once there was space:\n%s", out)
	}
}

// badInputTrouble is the trouble of Standby itself whose words contain text; a
// machine without a desktop has others.
func badInputTrouble(s api.Snapshot, text string) *api.Trouble {
	for _, t := range s.Troubles {
		if strings.Contains(t.What, text) {
			return &t
		}
	}
	return nil
}

// badInputFill leaves no byte on the disk.
func badInputFill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for block := make([]byte, 4096); ; {
		if _, err := f.Write(block); err != nil {
			return
		}
	}
}

func badInputDamagedStore(t *testing.T, bin string) {
	for _, row := range []struct {
		name   string
		backup bool
	}{{"with a backup", true}, {"without one", false}} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newBadInputProfile(t, bin)
			am := newBadInputServer(t, badInputAlerts(badInputTitle))
			p.write("standby.toml", fmt.Sprintf("[[alertmanager]]\nname = \"prod\"\nurl = %q\npoll = \"5s\"\n", am.URL))
			p.start()
			page := p.awaitPage(badInputTitle)
			id, err := p.client.TestPage(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p.stop()
			if row.backup {
				badInputBackup(t, p.dataDir())
			}
			db := filepath.Join(p.dataDir(), "standby.db")
			rubbish := []byte(strings.Repeat("rubbish ", 4096))
			if err := os.WriteFile(db, rubbish, 0o600); err != nil {
				t.Fatal(err)
			}
			p.start()
			snap := p.await("the damage is told", func(s api.Snapshot) bool { return badInputTrouble(s, "damaged") != nil })
			told := *badInputTrouble(snap, "damaged")
			words := []string{"store was damaged", "nothing"}
			if row.backup {
				words = []string{"store was damaged", "backup"}
			}
			p.wantTrouble(told, words...)
			if !strings.Contains(told.Next, "standby.db.damaged-") {
				t.Errorf("the window is told %+v, and not where the damaged file lies", told)
			}
			p.wantDoctor("standby", words...)
			p.wantLog("damaged", "standby.db.damaged-")
			kept, err := filepath.Glob(db + ".damaged-*")
			if err != nil || len(kept) == 0 {
				t.Fatalf("the damaged file was not kept: %v", err)
			}
			if data, err := os.ReadFile(kept[0]); err != nil || string(data) != string(rubbish) {
				t.Errorf("the damaged file is not what it was: %v", err)
			}
			p.awaitPage(badInputTitle)
			p.wantPage(page.ID)
			if row.backup {
				p.wantPage(id)
			}
			p.wantNotClear()
		})
	}
}

func badInputBackup(t *testing.T, dir string) {
	t.Helper()
	s, _, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func badInputNewerStore(t *testing.T, bin string) {
	p := newBadInputProfile(t, bin)
	p.start()
	if _, err := p.client.TestPage(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.stop()
	path := filepath.Join(p.dataDir(), "standby.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	var version int
	if err := db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		fmt.Sprintf("INSERT INTO migrations SELECT %d, %s FROM migrations LIMIT 1", version+1, badInputRest(t, db)),
		fmt.Sprintf("PRAGMA user_version = %d", version+1), "PRAGMA wal_checkpoint(TRUNCATE)",
	} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p.wantNoStart("newer", "Install")
	if after, err := os.ReadFile(path); err != nil || !slices.Equal(before, after) {
		t.Errorf("the database was touched: %v", err)
	}
}

// badInputRest are the columns of the table of migrations after the version.
func badInputRest(t *testing.T, db *sql.DB) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM pragma_table_info('migrations') WHERE name <> 'version'")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, ", ")
}
