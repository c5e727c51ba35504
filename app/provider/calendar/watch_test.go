package calendar

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"standby/app/provider"
)

// patient is how long a test waits for what must come; what does is there in a
// fraction of a second.
const patient = time.Minute

// watch follows a file until the test ends; what it reads with each change comes
// through the channel, or the error.
func watch(t *testing.T, path string) <-chan string {
	t.Helper()
	w, err := fsnotify.NewWatcher()
	if err != nil {
		t.Skipf("nothing to watch with: %v", err)
	}
	seen := make(chan string, 100)
	l := &lookout{file: path, events: w, watched: map[string]bool{}, again: 50 * time.Millisecond, changed: func() {
		body, err := os.ReadFile(path)
		if err != nil {
			body = []byte("none")
		}
		seen <- string(body)
	}}
	ready := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	l.follow() // so that what the test does next is not too early
	go func() { close(ready); done <- l.run(ctx) }()
	<-ready
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		w.Close()
	})
	return seen
}

func comes(t *testing.T, seen <-chan string, want string) {
	t.Helper()
	limit := time.After(patient)
	for {
		select {
		case got := <-seen:
			if got == want {
				return
			}
		case <-limit:
			t.Fatalf("%q was not seen", want)
		}
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWatchedFileIsSeenHoweverItIsSaved(t *testing.T) {
	t.Run("written in place", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "team.ics")
		put(t, path, "one")
		seen := watch(t, path)
		put(t, path, "two")
		comes(t, seen, "two")
		put(t, path, "six") // as long, perhaps in the same instant
		comes(t, seen, "six")
	})
	t.Run("replaced by another file, as editors do", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "team.ics")
		put(t, path, "one")
		seen := watch(t, path)
		for _, text := range []string{"two", "three", "four"} {
			put(t, path+"~", text)
			must(t, os.Rename(path+"~", path))
			comes(t, seen, text)
		}
	})
	t.Run("removed, and there again", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "team.ics")
		put(t, path, "one")
		seen := watch(t, path)
		must(t, os.Remove(path))
		comes(t, seen, "none")
		put(t, path, "two")
		comes(t, seen, "two")
	})
	t.Run("in a folder that comes, goes and comes", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "shared")
		path := filepath.Join(dir, "team.ics")
		seen := watch(t, path)
		for _, text := range []string{"one", "two"} {
			must(t, os.Mkdir(dir, 0o700))
			put(t, path, text)
			comes(t, seen, text)
			must(t, os.RemoveAll(dir))
			comes(t, seen, "none")
		}
	})
	t.Run("behind links that are turned over", func(t *testing.T) {
		dir := t.TempDir()
		for _, version := range []string{"one", "two"} {
			must(t, os.Mkdir(filepath.Join(dir, version), 0o700))
			put(t, filepath.Join(dir, version, "team.ics"), version)
		}
		if err := os.Symlink("one", filepath.Join(dir, "data")); err != nil {
			t.Skipf("no symbolic links: %v", err)
		}
		path := filepath.Join(dir, "team.ics")
		must(t, os.Symlink(filepath.Join("data", "team.ics"), path))
		seen := watch(t, path)
		put(t, filepath.Join(dir, "one", "team.ics"), "more")
		comes(t, seen, "more")
		must(t, os.Symlink("two", filepath.Join(dir, "data~")))
		must(t, os.Rename(filepath.Join(dir, "data~"), filepath.Join(dir, "data")))
		comes(t, seen, "two")
		put(t, filepath.Join(dir, "two", "team.ics"), "last")
		comes(t, seen, "last")
	})
}

func TestANeighbourIsNotTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "team.ics")
	put(t, path, "one")
	w, err := fsnotify.NewWatcher()
	if err != nil {
		t.Skipf("nothing to watch with: %v", err)
	}
	defer w.Close()
	told := 0
	l := &lookout{file: path, events: w, watched: map[string]bool{}, changed: func() { told++ }}
	l.last, _ = os.Stat(path)
	put(t, path+".swp", "two")
	if l.concerns(fsnotify.Event{Name: path + ".swp", Op: fsnotify.Write}) || l.concerns(fsnotify.Event{Name: path, Op: fsnotify.Chmod}) {
		t.Error("it concerns us")
	}
	if l.look() || told != 0 {
		t.Errorf("told %d times", told)
	}
	must(t, os.Chmod(path, 0o400)) // who may not read it now could before
	if l.look(); told != 1 {
		t.Errorf("told %d times", told)
	}
	must(t, os.Remove(path))
	if l.look(); told != 2 {
		t.Errorf("told %d times", told)
	}
	if l.look(); told != 2 {
		t.Errorf("told %d times", told)
	}
}

func TestTheWatchOfAFileEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	path := filepath.Join(t.TempDir(), "team.ics")
	file := NewFile("team", path)
	ended := make(chan error, 1)
	changed := make(chan struct{}, 100)
	go func() { ended <- file.Watch(ctx, func() { changed <- struct{}{} }) }()
	for i, limit := 0, time.After(patient); ; i++ {
		put(t, path, strings.Repeat("x", i)) // until the watch has begun
		select {
		case <-changed:
		case <-time.After(300 * time.Millisecond):
			continue
		case err := <-ended:
			t.Skipf("nothing to watch with: %v", err)
		case <-limit:
			t.Fatal("no change was seen")
		}
		break
	}
	put(t, path, team)
	if got, ok := fetch(t, file, provider.Copy{}); !ok || string(got.Body) != team {
		t.Errorf("%q", got.Body)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
