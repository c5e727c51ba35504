package store

import (
	"errors"
	"slices"
	"testing"
)

func TestAPaperComesBackInItsNewestRevision(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	must(t, s.KeepPaper(t.Context(), "post-mortem", "b", 1, noon, []byte(`{"a":1}`)))
	must(t, s.KeepPaper(t.Context(), "post-mortem", "b", 2, noon, []byte(`{"a":2}`)))
	must(t, s.KeepPaper(t.Context(), "post-mortem", "a", 1, noon, []byte(`[]`)))
	must(t, s.KeepPaper(t.Context(), "report", "c", 1, noon, []byte(`{}`)))
	for _, revision := range []int{0, 2, 4} {
		if err := s.KeepPaper(t.Context(), "post-mortem", "b", revision, noon, []byte(`{"a":3}`)); !errors.Is(err, ErrMoved) {
			t.Errorf("revision %d after 2: %v", revision, err)
		}
	}
	must(t, s.Close())
	s, _ = open(t, dir)
	revision, value, err := s.Paper(t.Context(), "post-mortem", "b")
	if err != nil || revision != 2 || string(value) != `{"a":2}` {
		t.Errorf("revision %d, %s, %v", revision, value, err)
	}
	if revision, _, err := s.Paper(t.Context(), "report", "b"); revision != 0 || err != nil {
		t.Errorf("none is kept: revision %d, %v", revision, err)
	}
	ids, err := s.Papers(t.Context(), "post-mortem")
	if err != nil || !slices.Equal(ids, []string{"a", "b"}) {
		t.Errorf("%q, %v", ids, err)
	}
	if _, err := s.db.ExecContext(t.Context(), "DELETE FROM papers"); err == nil {
		t.Error("papers can be removed")
	}
}

func TestAPaperThatIsNoJSONIsDamaged(t *testing.T) {
	s, _ := open(t, t.TempDir())
	must(t, s.KeepPaper(t.Context(), "report", "a", 1, noon, []byte(`{`)))
	if _, _, err := s.Paper(t.Context(), "report", "a"); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
