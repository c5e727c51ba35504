package store

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/notify"
)

func TestTheVersionsOfACalendarAreListedAndReadBack(t *testing.T) {
	s, _ := open(t, t.TempDir())
	a, b := ics("Engineer A", "1"), ics("Engineer B", strings.Repeat("1", 10_000))
	for i, body := range [][]byte{a, a, b, a} {
		keep(t, s, provider.Copy{Body: body, FetchedAt: noon.Add(time.Duration(i) * time.Hour)}, noon)
	}
	list, err := s.Versions(t.Context(), "payments")
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	for i, want := range []struct {
		body        []byte
		from, until int
	}{{a, 3, 3}, {b, 2, 2}, {a, 0, 1}} {
		v := list[i]
		if v.Size != int64(len(want.body)) || !v.From.Equal(noon.Add(time.Duration(want.from)*time.Hour)) || !v.Until.Equal(noon.Add(time.Duration(want.until)*time.Hour)) {
			t.Errorf("version %d: %+v", i, v)
		}
		for _, hash := range []string{v.Hash, strings.ToUpper(v.Hash[:9]), " " + v.Hash[:4] + "\n"} {
			if body, err := s.Version(t.Context(), hash); err != nil || !bytes.Equal(body, want.body) {
				t.Errorf("version %d by %q: %.20q, %v", i, hash, body, err)
			}
		}
	}
	if list, err := s.Versions(t.Context(), "another"); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	for _, hash := range []string{"", "abc", "zzzz", "%%%%", "____", strings.Repeat("0", 64), list[0].Hash + "00"} {
		if _, err := s.Version(t.Context(), hash); !errors.Is(err, ErrNoVersion) {
			t.Errorf("%q: %v", hash, err)
		}
	}
}

func TestHashesThatBeginAlikeNeedMoreDigits(t *testing.T) {
	s, _ := open(t, t.TempDir())
	for _, sha := range []string{"x'abcd01'", "x'abcd02'"} {
		if _, err := s.db.Exec("INSERT INTO bodies (sha256, size, gz) VALUES (" + sha + ", 0, x'')"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Version(t.Context(), "abcd"); !errors.Is(err, ErrNoVersion) || !strings.Contains(err.Error(), "more digits") {
		t.Errorf("got %v", err)
	}
	if _, err := s.Version(t.Context(), "abcd01"); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

func TestANoteIsDueUntilItIsTold(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	n := notify.Note{ID: "change/payments/1", Title: "payments has changed", Body: "Sat 5 Dec is no longer yours"}
	due := func(s *Store, at time.Time, want bool) {
		t.Helper()
		if got, err := s.KeepNotice(t.Context(), "payments", n, at, at.Add(-6*time.Hour)); err != nil || got != want {
			t.Errorf("due %v, %v", got, err)
		}
	}
	waiting := func(s *Store, want int) {
		t.Helper()
		list, err := s.Notices(t.Context())
		if err != nil || len(list) != want || want > 0 && (list[0].ID != n.ID || list[0].Title != n.Title || list[0].Body != n.Body) {
			t.Errorf("%+v, %v", list, err)
		}
	}
	told := func(s *Store, at time.Time) {
		t.Helper()
		if err := s.ToldNotice(t.Context(), n.ID, at); err != nil {
			t.Error(err)
		}
	}
	waiting(s, 0)
	due(s, noon, true)
	due(s, noon.Add(time.Minute), true) // not told yet
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ = open(t, dir)
	waiting(s, 1)
	told(s, noon.Add(time.Hour))
	waiting(s, 0)
	due(s, noon.Add(2*time.Hour), false)
	told(s, time.Time{}) // it could not be shown
	waiting(s, 1)
	told(s, noon.Add(time.Hour))
	due(s, noon.Add(8*time.Hour), true) // it has happened once more
	told(s, noon.Add(8*time.Hour))
	n.ID = "change/payments/2"
	due(s, noon.Add(100*24*time.Hour), true)
	var rows int
	if err := s.db.QueryRow("SELECT count(*) FROM notices").Scan(&rows); err != nil || rows != 1 {
		t.Errorf("%d notes are remembered, %v", rows, err)
	}
}

func TestAStoreOfTheFirstVersionKeepsWhatItHolds(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	if err := create(path); err != nil {
		t.Fatal(err)
	}
	db, err := connect(path, writing)
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate(context.Background(), db, 0, []string{step0001}, noon); err != nil {
		t.Fatal(err)
	}
	body := ics("Engineer A", "1")
	packed, err := pack(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{"INSERT INTO bodies (sha256, size, gz) VALUES (?, ?, ?)", []any{hash(body), len(body), packed}},
		{"INSERT INTO copies (calendar, sha256, digest, first_seen, last_confirmed, etag, last_modified) VALUES ('payments', ?, ?, 1, 1, '', '')", []any{hash(body), digest(body)}},
	} {
		if _, err := db.Exec(q.sql, q.args...); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, did := open(t, dir)
	if did.Fresh || did.Err() != nil {
		t.Fatalf("%+v", did)
	}
	list, err := s.Versions(t.Context(), "payments")
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	if got, err := s.Version(t.Context(), list[0].Hash); err != nil || !bytes.Equal(got, body) {
		t.Errorf("%q, %v", got, err)
	}
	if due, err := s.KeepNotice(t.Context(), "payments", notify.Note{ID: "1"}, noon, noon); err != nil || !due {
		t.Errorf("due %v, %v", due, err)
	}
}
