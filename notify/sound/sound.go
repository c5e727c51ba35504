package sound

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/gen2brain/beeep"
)

// ErrNone is returned where nothing can make a sound.
var ErrNone = errors.New("no way to make a sound; install pulseaudio-utils or alsa-utils")

// Signal plays one short signal and returns when it has been played, or when ctx
// ends. It returns an error where nobody can have heard anything, as far as that
// can be known. It takes about half a second; call it from a goroutine of its own.
func Signal(ctx context.Context) error {
	err := play(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if !speaker() {
		return err
	}
	if beep := beeep.Beep(frequency, milliseconds); beep != nil {
		return errors.Join(err, fmt.Errorf("beep: %w", beep))
	}
	return nil
}

// play tries the players in turn with a file of the signal.
func play(ctx context.Context) error {
	found := available()
	if len(found) == 0 {
		return ErrNone
	}
	file, err := save()
	if err != nil {
		return fmt.Errorf("write the signal to a temporary file: %w", err)
	}
	defer func() { _ = os.Remove(file) }()
	var tried []error
	for _, p := range found {
		err := exec.CommandContext(ctx, p.program, append(p.args, file)...).Run()
		if err == nil {
			return nil
		}
		tried = append(tried, fmt.Errorf("play the signal with %s: %w", p.program, err))
	}
	return errors.Join(tried...)
}

func available() []player {
	var found []player
	for _, p := range players() {
		if path, err := exec.LookPath(p.program); err == nil {
			found = append(found, player{path, p.args})
		}
	}
	return found
}

// save writes the signal to a file: the players do not read WAV from a pipe.
func save() (string, error) {
	f, err := os.CreateTemp("", "standby-*.wav")
	if err != nil {
		return "", err
	}
	_, err = f.Write(wave())
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// player is a program that plays the WAV file named after its arguments.
type player struct {
	program string
	args    []string
}
