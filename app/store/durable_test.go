package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"

	"go.uber.org/goleak"

	"standby/notify"
)

// childFolder makes the test binary commit pages for ever instead of testing.
const childFolder = "STANDBY_STORE_TEST_FOLDER"

func TestMain(m *testing.M) {
	var err error
	switch {
	case os.Getenv(sceneFolder) != "":
		err = play(os.Getenv(sceneName), os.Getenv(sceneFolder))
	case os.Getenv(childFolder) != "":
		err = commitForEver(os.Getenv(childFolder))
	case os.Getenv(ledgerFolder) != "":
		err = stateForEver(os.Getenv(ledgerFolder))
	case os.Getenv(typistFolder) != "":
		err = typeForEver(os.Getenv(typistFolder))
	default:
		goleak.VerifyTestMain(m)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// commitForEver says the ID of each page once Commit has returned.
func commitForEver(dir string) error {
	s, _, err := Open(context.Background(), dir, clock)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		p := page(fmt.Sprintf("%d of %d", i, os.Getpid()), noon)
		event := notify.Event{PageID: p.ID, At: noon, What: "triggered"}
		if err := s.Commit(context.Background(), []notify.Page{p}, []notify.Event{event}); err != nil {
			return err
		}
		if _, err := fmt.Println(p.ID); err != nil {
			return err
		}
	}
}

// Ending a process is not the loss of power: for that, see
// TestNoCommitIsLostWithThePower.
func TestWhatWasCommittedOutlivesAKilledProcess(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	acked := make(map[string]bool)
	for range 20 {
		runAndKill(t, childFolder, dir, random.IntN(60), acked)
		s, did, err := Open(t.Context(), dir, clock)
		if err != nil || did.Damaged != "" {
			t.Fatalf("after the kill: %+v, %v", did, err)
		}
		pages, events, err := s.Pages(t.Context(), noon)
		if err != nil {
			t.Fatal(err)
		}
		have := make(map[string]bool, len(pages))
		for _, p := range pages {
			have[p.ID] = true
		}
		for id := range acked {
			if !have[id] {
				t.Fatalf("page %s was committed and is lost", id)
			}
		}
		if len(events) != len(pages) {
			t.Fatalf("%d pages, %d events: a commit was torn", len(pages), len(events))
		}
		s.Close()
	}
	t.Logf("%d commits acknowledged, none lost", len(acked))
}

func runAndKill(t *testing.T, how, dir string, after int, acked map[string]bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), how+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	lines := bufio.NewScanner(out)
	for i := 0; i < after && lines.Scan(); i++ {
		acked[lines.Text()] = true
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	// What it said between our last look and its end counts as well.
	for lines.Scan() {
		if id := lines.Text(); len(id) == 12 {
			acked[id] = true
		}
	}
}
