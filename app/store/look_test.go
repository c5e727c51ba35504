package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestALookTellsWhatOpenWouldMeetAndWritesNothing(t *testing.T) {
	for name, row := range map[string]struct {
		spoil func(t *testing.T, path string)
		want  error
	}{
		"a sound store":   {func(*testing.T, string) {}, nil},
		"no store":        {func(t *testing.T, path string) { must(t, os.Remove(path)) }, nil},
		"a damaged store": {func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte(strings.Repeat("x", 4096)), 0o600)) }, ErrDamaged},
		"a newer store": {func(t *testing.T, path string) {
			db, err := connect(path, writing)
			must(t, err)
			_, err = db.Exec("PRAGMA user_version = 99; UPDATE migrations SET version = 99 WHERE version = 1; PRAGMA journal_mode = DELETE")
			must(t, err)
			must(t, db.Close())
		}, ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, _ := open(t, dir)
			must(t, s.Close())
			path := filepath.Join(dir, fileName)
			row.spoil(t, path)
			before, _ := os.ReadFile(path)
			if err := Look(t.Context(), dir); !errors.Is(err, row.want) {
				t.Errorf("%v; want %v", err, row.want)
			}
			if after, _ := os.ReadFile(path); string(before) != string(after) {
				t.Error("the database was changed")
			}
		})
	}
}

func TestARepairIsToldWithWhatWasLostAndWhatTookItsPlace(t *testing.T) {
	if err := (Opening{Fresh: true}).Err(); err != nil {
		t.Errorf("a first start is no repair: %v", err)
	}
	for _, row := range []struct {
		did  Opening
		want []string
	}{
		{Opening{Damaged: "/d/old", Reason: "rubbish", Fresh: true}, []string{"rubbish", "/d/old", "began empty"}},
		{Opening{Damaged: "/d/old", Reason: "rubbish", RestoredFrom: "/d/b", RestoredAt: noon}, []string{"rubbish", "/d/old", "/d/b", noon.UTC().Format("15:04")}},
		{Opening{RestoredFrom: "/d/b", RestoredAt: noon}, []string{"not there", "/d/b"}},
	} {
		err := row.did.Err()
		if err == nil || errors.Is(err, ErrDamaged) {
			t.Fatalf("%+v: %v", row.did, err)
		}
		for _, w := range row.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q lacks %q", err, w)
			}
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
