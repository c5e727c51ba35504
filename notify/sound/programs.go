//go:build !windows

package sound

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// programs is the way through programs of the desktop that play a WAV file.
type programs struct{ list []program }

// program plays the WAV file named after its arguments.
type program struct {
	name string
	args []string
}

// hangs is how much longer than its file a program may run.
const hangs = 5 * time.Second

func (programs) beside() bool { return false }

// play runs a program for each stretch of sound; between two of them there is a
// gap, so a stretch ends where it is silent if it can.
func (w programs) play(ctx context.Context, device string, from source) error {
	found := w.available()
	if len(found) == 0 {
		return ErrNone
	}
	if device != "" {
		from.warn("", fmt.Errorf("%w: %s cannot choose an output", ErrDevice, found[0].name))
	}
	for {
		pcm := stretch(from)
		if len(pcm) == 0 {
			return nil
		}
		by, err := run(ctx, found, pcm)
		if err != nil {
			return err
		}
		from.taken("by " + by)
	}
}

// run plays samples with the first of the programs that can.
func run(ctx context.Context, found []program, pcm []int16) (by string, err error) {
	file, err := save(encode(pcm))
	if err != nil {
		return "", fmt.Errorf("write the sound to a temporary file: %w", err)
	}
	defer func() { _ = os.Remove(file) }()
	limited, cancel := context.WithTimeout(ctx, lasts(len(pcm))+hangs)
	defer cancel()
	var tried []error
	for _, p := range found {
		name := filepath.Base(p.name)
		cmd := exec.CommandContext(limited, p.name, append(p.args[:len(p.args):len(p.args)], file)...)
		cmd.WaitDelay = time.Second
		out, err := cmd.CombinedOutput()
		switch {
		case err == nil:
			return name, nil
		case ctx.Err() != nil:
			return "", fmt.Errorf("%s: %w", name, ctx.Err())
		case limited.Err() != nil:
			return "", fmt.Errorf("%s: %w", name, ErrStalled)
		}
		tried = append(tried, fmt.Errorf("%s: %w%s", name, err, said(out)))
	}
	return "", &silence{tried}
}

// said is the last line of what a program said, for an error.
func said(out []byte) string {
	const most = 120
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	text := strings.ToValidUTF8(lines[len(lines)-1], "?")
	if text == "" {
		return ""
	}
	if len(text) > most {
		text = text[:most]
	}
	return fmt.Sprintf(" (%q)", text)
}

func (w programs) available() []program {
	var found []program
	for _, p := range w.list {
		if path, err := exec.LookPath(p.name); err == nil {
			found = append(found, program{path, p.args})
		}
	}
	return found
}

// save writes a file: the programs do not read WAV from a pipe.
func save(wav []byte) (string, error) {
	f, err := os.CreateTemp("", "standby-*.wav")
	if err != nil {
		return "", err
	}
	_, err = f.Write(wav)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func (w programs) devices(context.Context) ([]Device, error) {
	if len(w.available()) == 0 {
		return nil, ErrNone
	}
	return []Device{{Name: "System default"}}, nil
}

func (w programs) look(_ context.Context, device string) (Readiness, error) {
	found := w.available()
	if len(found) == 0 {
		return Readiness{}, ErrNone
	}
	return Readiness{Device: "System default, by " + filepath.Base(found[0].name), Gone: device}, nil
}
