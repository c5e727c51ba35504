package calendar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"time"

	"standby/app/provider"
)

// settled is how old a file's time must have been when we last looked for the
// same time and size to mean the same content: some file systems count in steps
// of two seconds, and a second write may fall into the same step.
const settled = 3 * time.Second

var errNotFile = errors.New("it is not a regular file; name the file itself")

// File is a calendar or a rota on disk.
type File struct {
	name, path string
	// kind is what errors call it; looks refuses what cannot be one.
	kind  string
	looks func(body []byte) error
}

var _ provider.Local = (*File)(nil)

// NewFile returns the calendar in the file at path.
func NewFile(name, path string) *File {
	return &File{name: name, path: path, kind: kindCalendar, looks: checkBody}
}

// NewRotaFile returns the rota file at path. Whatever it holds is handed over: a
// rota's own reader names line and key of what is wrong with it.
func NewRotaFile(name, path string) *File {
	return &File{name: name, path: path, kind: kindRota, looks: func([]byte) error { return nil }}
}

// Name is the calendar's name in the configuration.
func (f *File) Name() string { return f.name }

// OnThisMachine is true: how a file is to be asked for does not depend on whom it
// lies with.
func (f *File) OnThisMachine() bool { return true }

// Fetch reads the file unless its time and size are those of last. A file that
// is missing or may not be read is provider.ErrUnreachable; the operating
// system's error is wrapped as well. Errors are *Error.
func (f *File) Fetch(ctx context.Context, last provider.Copy) (provider.Copy, bool, error) {
	if err := ctx.Err(); err != nil {
		return provider.Copy{}, false, f.fault(err)
	}
	now := time.Now().UTC()
	version, body, err := f.read(last)
	if err != nil {
		return provider.Copy{}, false, f.fault(err)
	}
	if body == nil || bytes.Equal(body, last.Body) {
		body = last.Body
	}
	changed := !bytes.Equal(body, last.Body)
	return provider.Copy{Body: body, LastModified: version, FetchedAt: now}, changed, nil
}

func (f *File) fault(err error) error {
	return &Error{Kind: f.kind, Calendar: f.name, Path: f.path, Err: err}
}

// read returns a nil body where the file is the version that last holds.
func (f *File) read(last provider.Copy) (version string, body []byte, err error) {
	// Before opening: to open a named pipe is to wait for a writer.
	info, err := os.Stat(f.path)
	if err != nil {
		return "", nil, unreachable(err)
	}
	if !info.Mode().IsRegular() {
		return "", nil, unreachable(errNotFile)
	}
	version = info.ModTime().UTC().Format(time.RFC3339Nano) + " " + strconv.FormatInt(info.Size(), 10)
	if len(last.Body) > 0 && version == last.LastModified && info.ModTime().Add(settled).Before(last.FetchedAt) {
		return version, nil, nil
	}
	file, err := os.Open(f.path)
	if err != nil {
		return "", nil, unreachable(err)
	}
	defer func() { _ = file.Close() }()
	body, err = io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return "", nil, unreachable(err)
	}
	if len(body) > maxSize {
		return "", nil, fmt.Errorf("%w: more than %d bytes", provider.ErrTooLarge, maxSize)
	}
	return version, body, f.looks(body)
}

// unreachable keeps the cause and drops the path, which the caller names.
func unreachable(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("%w: %w", provider.ErrUnreachable, err)
}
