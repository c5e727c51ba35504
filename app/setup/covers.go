package setup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/rotation"
)

// Covers are the shifts of calendars that can only be read which changed hands all
// the same: one file beside the configuration. It is safe for concurrent use; a nil
// one is always empty.
type Covers struct {
	mu   sync.Mutex
	path string
}

// mostCovers is how many are kept; far more than a team agrees on in years.
const mostCovers = 10_000

// cover is one of them as it is kept.
type cover struct {
	ID       string          `json:"id"`
	Calendar string          `json:"calendar"`
	Role     rotation.Role   `json:"role,omitempty"`
	Start    time.Time       `json:"start"`
	End      time.Time       `json:"end"`
	Out      rotation.Person `json:"out"`
	In       rotation.Person `json:"in"`
	// Swap says that it is one of two with that ID.
	Swap bool `json:"swap,omitempty"`
}

type coverFile struct {
	Version int     `json:"version"`
	Covers  []cover `json:"covers"`
}

// NewCovers are those that are kept beside the configuration file at path.
func NewCovers(path string) *Covers {
	return &Covers{path: filepath.Join(filepath.Dir(path), "handed-over.json")}
}

// of lists those of a calendar, in the order in which they were agreed.
func (c *Covers) of(calendar string) ([]cover, error) {
	if c == nil {
		return nil, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	list, err := c.read()
	return slices.DeleteFunc(list, func(x cover) bool { return x.Calendar != calendar }), err
}

// heeded is a format that heeds them.
func (c *Covers) heeded(calendar string, read agent.Format) agent.Format {
	if c == nil {
		return read
	}
	return timetable.Covered(read, func() ([]rotation.Override, error) {
		list, err := c.of(calendar)
		out := make([]rotation.Override, len(list))
		for i, x := range list {
			out[i] = rotation.Override{ID: x.ID, Role: x.Role, Interval: rotation.Interval{Start: x.Start, End: x.End}, Out: x.Out, In: x.In}
		}
		return out, err
	})
}

// add keeps some more; all of them or none.
func (c *Covers) add(more ...cover) error {
	return c.change(func(list []cover) ([]cover, error) {
		if len(list)+len(more) > mostCovers {
			return nil, fmt.Errorf("more than %d shifts are handed over here; take out what is long past in %s", mostCovers, c.path)
		}
		return append(list, more...), nil
	})
}

// remove takes back what has that ID.
func (c *Covers) remove(id string) error {
	return c.change(func(list []cover) ([]cover, error) {
		return slices.DeleteFunc(list, func(x cover) bool { return x.ID == id }), nil
	})
}

func (c *Covers) change(do func([]cover) ([]cover, error)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	list, err := c.read()
	if err == nil {
		list, err = do(list)
	}
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(coverFile{1, list}, "", "  ")
	if err != nil {
		return fmt.Errorf("write what was handed over: %w", err)
	}
	return replaceFile(c.path, append(data, '\n'), 0o600)
}

func (c *Covers) read() ([]cover, error) {
	data, err := os.ReadFile(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what was handed over: %w", err)
	}
	var f coverFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%s: %w; correct it, or move it away", c.path, err)
	}
	if f.Version != 1 {
		return nil, fmt.Errorf("%s: it is of version %d, which this Standby does not know; update Standby, or move it away", c.path, f.Version)
	}
	for i, x := range f.Covers {
		if !x.Start.Before(x.End) || x.Out == (rotation.Person{}) || x.In == (rotation.Person{}) {
			return nil, fmt.Errorf("%s: entry %d needs start, a later end, out and in; correct it, or take it out", c.path, i+1)
		}
	}
	return f.Covers, nil
}
