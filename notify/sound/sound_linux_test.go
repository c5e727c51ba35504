package sound

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestTheSignalIsAWellFormedWave(t *testing.T) {
	w := wave()
	if string(w[:4]) != "RIFF" || string(w[8:16]) != "WAVEfmt " || string(w[36:40]) != "data" {
		t.Fatalf("header %q", w[:44])
	}
	if size := binary.LittleEndian.Uint32(w[4:]); int(size) != len(w)-8 {
		t.Errorf("RIFF size %d, want %d", size, len(w)-8)
	}
	if size := binary.LittleEndian.Uint32(w[40:]); int(size) != len(w)-44 {
		t.Errorf("data size %d, want %d", size, len(w)-44)
	}
}

// programs makes the given shell scripts the only programs there are.
func programs(t *testing.T, scripts map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("HEARD", filepath.Join(dir, "heard.wav"))
	return dir
}

func TestTheFirstPlayerThatWorksGetsTheFile(t *testing.T) {
	dir := programs(t, map[string]string{
		"paplay": "exit 1",
		"aplay":  `/bin/cp "$2" "$HEARD"`,
	})
	if err := Signal(t.Context()); err != nil {
		t.Fatal(err)
	}
	heard, err := os.ReadFile(filepath.Join(dir, "heard.wav"))
	if err != nil || len(heard) != len(wave()) {
		t.Errorf("the player got %d bytes, %v; want %d", len(heard), err, len(wave()))
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) != 0 {
		t.Errorf("%d temporary files are left", len(left))
	}
}

func TestSilenceIsAnError(t *testing.T) {
	if speaker() {
		t.Skip("this machine has a speaker to fall back on")
	}
	programs(t, nil)
	if err := Signal(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("Signal without any player = %v, want ErrNone", err)
	}
	programs(t, map[string]string{"aplay": "exit 1"})
	if err := Signal(t.Context()); err == nil {
		t.Error("Signal with a broken player = nil")
	}
}
