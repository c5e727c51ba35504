package mail

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Memory keeps what a Source knows between two runs. It holds no secret.
type Memory interface {
	// Recall returns what was kept last, nil when nothing was.
	Recall(ctx context.Context) ([]byte, error)
	// Keep replaces it. What it returned nil for survives a kill and a power cut.
	Keep(ctx context.Context, data []byte) error
}

type inMemory struct {
	mu   sync.Mutex
	data []byte
}

func (m *inMemory) Recall(context.Context) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.data, nil
}

func (m *inMemory) Keep(_ context.Context, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data = data
	return nil
}

// File is a Memory in a file, for the user alone. Its directory is made when it is
// needed.
type File string

// Recall reads the file.
func (f File) Recall(context.Context) ([]byte, error) {
	data, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("recall mails: %w", err)
	}
	return data, nil
}

// Keep writes a new file and puts it in the place of the old one.
func (f File) Keep(_ context.Context, data []byte) error {
	if err := f.write(data); err != nil {
		return fmt.Errorf("keep mails: %w", err)
	}
	return nil
}

func (f File) write(data []byte) (err error) {
	dir := filepath.Dir(string(f))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	out, err := os.CreateTemp(dir, ".mail-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(out.Name()))
		}
	}()
	if _, err = out.Write(data); err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	if err = os.Rename(out.Name(), string(f)); err != nil {
		return err
	}
	return syncDir(dir)
}

// setAside moves a file that cannot be used out of the way, for whoever wants to look.
func (f File) setAside() { _ = os.Rename(string(f), string(f)+".damaged") } //nolint:errcheck // it is replaced all the same
