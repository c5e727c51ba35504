package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// ledgerFolder makes the test binary state hours for ever instead of testing.
const ledgerFolder = "STANDBY_STORE_TEST_LEDGER"

// stateForEver says the ID of each hour once it was kept, twice at once, with an
// adjustment after it.
func stateForEver(dir string) error {
	s, _, err := Open(context.Background(), dir, clock)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		id := fmt.Sprintf("%06d%06d", os.Getpid()%1_000_000, i) // as long as the ID of a page
		r := revision(id, noon)
		if err := s.KeepRevisions(context.Background(), r, r); err != nil {
			return err
		}
		if err := s.KeepAdjustment(context.Background(), adjustment(id)); err != nil {
			return err
		}
		if _, err := fmt.Println(id); err != nil {
			return err
		}
	}
}

func TestTheLedgerOutlivesAKilledProcess(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(3, 4))
	said := map[string]bool{}
	for range 10 {
		runAndKill(t, ledgerFolder, dir, random.IntN(40), said)
		s, did, err := Open(t.Context(), dir, clock)
		if err != nil || did.Damaged != "" {
			t.Fatalf("after the kill: %+v, %v", did, err)
		}
		revisions, err := s.Revisions(t.Context())
		must(t, err)
		have := map[string]int{}
		for _, r := range revisions {
			have[r.Hour.ID]++
		}
		for id, n := range have {
			if n != 2 {
				t.Fatalf("hour %s has %d revisions: a write was torn", id, n)
			}
		}
		adjustments, err := s.Adjustments(t.Context())
		must(t, err)
		for _, a := range adjustments {
			have[a.ID]++
		}
		for id := range said {
			if have[id] != 3 {
				t.Fatalf("hour %s was kept and is lost", id)
			}
		}
		must(t, s.Close())
	}
	t.Logf("%d hours kept, none lost", len(said))
}

func TestALedgerOnAFullDiskRefusesAndTakesAgainOnceThereIsSpace(t *testing.T) {
	s, _ := open(t, t.TempDir())
	if _, err := s.db.Exec("PRAGMA max_page_count = 90"); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	text := smallPolicy
	for range 1000 { // what does not pack well
		text += fmt.Sprintf("# %x\n", random.Uint64())
	}
	closed, kept := monthsUnder(t, text, 1)[0], 0
	for ; ; kept++ {
		r := revision(fmt.Sprint("h", kept), noon)
		r.Why = strings.Repeat("x", 1500)
		err := s.KeepRevisions(t.Context(), r, r)
		if errors.Is(err, ErrFull) {
			break
		}
		must(t, err)
	}
	if err := s.CloseMonth(t.Context(), closed, []byte(text)); !errors.Is(err, ErrFull) {
		t.Errorf("closing a month: %v; want ErrFull", err)
	}
	if list, err := s.Closings(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%d months are half closed, %v", len(list), err)
	}
	if _, err := s.db.Exec("PRAGMA max_page_count = 6000"); err != nil {
		t.Fatal(err)
	}
	must(t, s.CloseMonth(t.Context(), closed, []byte(text)))
	revisions, err := s.Revisions(t.Context())
	if err != nil || len(revisions) != 2*kept || kept == 0 {
		t.Errorf("%d revisions are there, %d were taken, %v", len(revisions), 2*kept, err)
	}
	must(t, s.Check(t.Context()))
}
