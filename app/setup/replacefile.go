package setup

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// errMeanwhile says that a file is not what it was when it was read.
var errMeanwhile = errors.New("the file was changed meanwhile; nothing was written; look at it and try again")

// replaceFile writes a file anew: at every instant the old or the new content is
// there, whole. A symbolic link stays one. A file that is there keeps its mode; mode
// is that of a new one.
func replaceFile(path string, data []byte, mode fs.FileMode) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = tmp.Close()
			_ = os.Remove(tmp.Name())
			err = fmt.Errorf("write %s (it is unchanged): %w", path, err)
		}
	}()
	if _, err := tmp.Write(data); err != nil {
		return err
	}
	if err := errors.Join(tmp.Chmod(mode), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// swapFile replaces the content of a file where it is still what it was.
func swapFile(path string, was, is []byte) error {
	now, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	if !bytes.Equal(now, was) {
		return fmt.Errorf("%s: %w", path, errMeanwhile)
	}
	return replaceFile(path, is, 0o600)
}
