package calendar

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How a file is watched.
const (
	// rest is how long a folder must be quiet after a change, so that a file which
	// is written in several steps is looked at once; longestRest bounds the wait in
	// a folder that never is.
	rest        = 200 * time.Millisecond
	longestRest = 2 * time.Second
	// lookAgain is when to try again to watch a folder that is not there.
	lookAgain = 30 * time.Second
	// mostFiles is the largest folder that is watched where the system watches
	// each file in it by holding it open.
	mostFiles = 500
)

// Watch calls changed, on the caller's goroutine, soon after each change of the
// file, and returns nil when ctx ends. It watches the folder, and that of what a
// symbolic link means, so that an editor which puts another file in its place, a
// file that is not there yet and one that comes back are seen too. Nothing runs
// while nothing happens.
//
// It is an accelerator: some file systems (NFS, SMB, many kinds of FUSE) tell of
// no change, so that the caller goes on asking Fetch from time to time, which
// looks at time and size. An error says that there is nothing to watch with.
func (f *File) Watch(ctx context.Context, changed func()) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return f.fault(fmt.Errorf("watch it: %w", err))
	}
	defer func() { _ = w.Close() }()
	l := &lookout{file: f.path, events: w, watched: map[string]bool{}, changed: changed, again: lookAgain}
	if err := l.run(ctx); err != nil {
		return f.fault(fmt.Errorf("watch it: %w", err))
	}
	return nil
}

// lookout is one watched file.
type lookout struct {
	file    string
	events  *fsnotify.Watcher
	watched map[string]bool
	changed func()
	again   time.Duration
	// last is the file as it was last told of; nil when it was not there.
	last fs.FileInfo
	// named means that an event named the file since then.
	named bool
}

var errClosed = errors.New("the system has stopped telling of changes")

func (l *lookout) run(ctx context.Context) error {
	l.last, _ = os.Stat(l.file)
	quiet := time.NewTimer(0)
	defer quiet.Stop()
	again := time.NewTimer(l.again)
	defer again.Stop()
	var since time.Time // of the first event that was not looked into yet
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-l.events.Events:
			if !ok {
				return errClosed
			}
			l.named = l.named || l.concerns(e)
			if since.IsZero() {
				since = time.Now()
			}
			quiet.Reset(max(0, min(rest, longestRest-time.Since(since))))
		case err, ok := <-l.events.Errors:
			if !ok {
				return errClosed
			}
			// What was lost can be anything: look.
			l.named = l.named || errors.Is(err, fsnotify.ErrEventOverflow)
			quiet.Reset(rest)
		case <-quiet.C:
			since = time.Time{}
			if l.look() {
				again.Reset(l.again)
			} else {
				again.Stop()
			}
		case <-again.C:
			quiet.Reset(0)
		}
	}
}

// concerns reports whether an event means that the file may have other content.
func (l *lookout) concerns(e fsnotify.Event) bool {
	return filepath.Base(e.Name) == filepath.Base(l.file) && (e.Has(fsnotify.Write) || e.Has(fsnotify.Create))
}

// look watches the folders that there now are, tells of a change, and reports
// whether a folder is missing.
func (l *lookout) look() (missing bool) {
	missing = l.follow()
	now, err := os.Stat(l.file)
	if err != nil {
		now = nil
	}
	if l.named || !sameFile(l.last, now) {
		l.last, l.named = now, false
		l.changed()
	}
	return missing
}

func sameFile(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && a.Mode() == b.Mode()
}

// follow watches the file's folder and that of each link on the way to it. A
// folder that was replaced is another one under the same name, so that each is
// added again: the system takes the same one twice for one.
func (l *lookout) follow() (missing bool) {
	want := folders(l.file)
	for dir := range l.watched {
		if !want[dir] {
			_ = l.events.Remove(dir)
			delete(l.watched, dir)
		}
	}
	for dir := range want {
		if crowded(dir) || l.events.Add(dir) != nil {
			delete(l.watched, dir)
			missing = true
			continue
		}
		l.watched[dir] = true
	}
	return missing
}

// crowded reports whether to watch a folder would take more open files than it is
// worth: kqueue holds one for each file in it.
func crowded(dir string) bool {
	switch runtime.GOOS {
	case "linux", "windows", "illumos", "solaris":
		return false
	}
	d, err := os.Open(dir)
	if err != nil {
		return false
	}
	defer func() { _ = d.Close() }()
	names, _ := d.Readdirnames(mostFiles + 1)
	return len(names) > mostFiles
}

// mostLinks bounds a chain of symbolic links, as the kernel does.
const mostLinks = 40

func folders(file string) map[string]bool {
	dirs := map[string]bool{}
	for range mostLinks {
		dirs[filepath.Dir(file)] = true
		if real, err := filepath.EvalSymlinks(filepath.Dir(file)); err == nil {
			dirs[real] = true
		}
		to, err := os.Readlink(file)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(file), to)
		}
		file = to
	}
	return dirs
}
