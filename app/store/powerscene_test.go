package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"standby/notify"
)

// sceneFolder and sceneName make the test binary play a scene in a folder instead
// of testing, and say the number of each commit once it was taken.
const (
	sceneFolder = "STANDBY_STORE_TEST_SCENE_FOLDER"
	sceneName   = "STANDBY_STORE_TEST_SCENE"
)

const (
	// sceneLife begins with an empty folder, makes its own in it, and does everything a
	// store does.
	sceneLife = "life"
	// sceneRepair opens what is there, damaged, and goes on.
	sceneRepair = "repair"
	// sceneCareless is a store that leaves it to the system when to sync a commit.
	sceneCareless = "careless"
	// sceneBroken has a disk that refuses writes for a while, for several reasons.
	sceneBroken = "broken"
)

// sayBroken, with the number of an error, begins the time in which every write
// fails with it; 0 ends it.
const sayBroken = "broken "

func play(scene, dir string) error {
	a := &actor{dir: dir}
	switch scene {
	case sceneRepair:
		return a.repair()
	case sceneCareless:
		return a.careless()
	case sceneBroken:
		return a.broken()
	}
	return a.life()
}

type actor struct {
	dir string
	s   *Store
	n   int
}

// lifeFolder is where the store of sceneLife is, below the folder that is there.
var lifeFolder = filepath.Join("share", "standby")

func (a *actor) life() error {
	a.dir = filepath.Join(a.dir, lifeFolder)
	return errors.Join(
		a.open(), a.commits(8, 0),
		a.commits(3, 60_000), // a page of several frames, and a log written back
		a.s.Backup(context.Background()), a.commits(4, 0), a.s.Check(context.Background()), a.commits(2, 9_000), a.s.Close(),
		a.open(), a.commits(5, 30_000), a.s.Close(),
		a.open(), a.commits(4, 0), // and no Close: the process ends
	)
}

func (a *actor) repair() error { return errors.Join(a.open(), a.commits(4, 5_000)) }

func (a *actor) careless() error {
	if err := a.open(); err != nil {
		return err
	}
	_, err := a.s.db.Exec("PRAGMA synchronous = NORMAL")
	return errors.Join(err, a.commits(8, 0))
}

func (a *actor) broken() error {
	errs := []error{a.open(), a.commits(2, 0)}
	for _, c := range []struct {
		code syscall.Errno
		want error
	}{{syscall.EROFS, ErrReadOnly}, {syscall.ENOSPC, ErrFull}, {syscall.EIO, ErrDisk}} {
		fmt.Printf("%s%d", sayBroken, c.code)
		err := a.s.Commit(context.Background(), []notify.Page{page("refused", noon)}, nil)
		checked := a.s.Check(context.Background())
		fmt.Printf("%s%d", sayBroken, 0)
		for _, known := range []error{ErrNewer, ErrFull, ErrReadOnly, ErrDamaged, ErrDisk} {
			if is := errors.Is(c.want, known); errors.Is(err, known) != is || errors.Is(checked, known) != is {
				errs = append(errs, fmt.Errorf("with %w: %w, and the check says: %w; want %w alone", c.code, err, checked, c.want))
			}
		}
		errs = append(errs, a.commits(2, 20_000))
	}
	return errors.Join(append(errs, a.s.Close())...)
}

func (a *actor) open() error {
	s, _, err := Open(context.Background(), a.dir, clock)
	if err != nil {
		return err
	}
	a.s = s
	// The log is written back after 1,000 pages; a short scene must see that too.
	_, err = s.db.Exec("PRAGMA wal_autocheckpoint = 25")
	return err
}

// latest is the page that every commit changes, besides adding one.
const latest = "latest"

func sceneKey(n int) string { return fmt.Sprintf("scene %d", n) }

func (a *actor) commits(count, size int) error {
	for range count {
		p, l := page(sceneKey(a.n), noon), page(latest, noon.Add(time.Hour))
		p.Body = strings.Repeat(fmt.Sprint(a.n, " "), size/3)
		l.Attempts = a.n + 1
		event := notify.Event{PageID: p.ID, At: noon, What: "triggered"}
		if err := a.s.Commit(context.Background(), []notify.Page{p, l}, []notify.Event{event}); err != nil {
			return err
		}
		if _, err := fmt.Println(a.n); err != nil {
			return err
		}
		a.n++
	}
	return nil
}
