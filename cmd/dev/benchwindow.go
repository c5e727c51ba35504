package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os/exec"
	"syscall"
	"time"

	"standby/app/api"
)

// measureWindow takes the time from the start of the window's program to a frame
// with text on it; the middle of five starts.
func measureWindow(ctx context.Context, d *dev, tell func(figure)) error {
	w, err := newWorkbench(ctx, d)
	if err != nil {
		return err
	}
	defer w.close()
	_, stop, err := w.start(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if err := waitFor(ctx, w.socket(), func(s api.Snapshot) bool { return s.Standing == api.OnCall }); err != nil {
		return err
	}
	var took []time.Duration
	for range 5 {
		t, err := w.firstFrame(ctx)
		if err != nil {
			return err
		}
		took = append(took, t)
	}
	tell(figure{"window", "first-frame", "ms", milliseconds(quantile(took, 0.5)), 1000})
	return nil
}

// inside is a part of the screen that the window covers and neither the panel nor
// the pointer does; without a window it is the plain colour of the desktop.
func inside() image.Rectangle { return image.Rect(200, 80, 600, 330) }

// text is how many colours tell that text has been drawn: its edges are smoothed.
const text = 16

func (w *workbench) firstFrame(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := w.colours(ctx, func(n int) bool { return n < text }); err != nil {
		return 0, fmt.Errorf("wait for the last window to go: %w", err)
	}
	c := exec.CommandContext(ctx, w.d.bin("standby-window"), "--socket", w.socket())
	c.Env = w.desk.Env()
	begun := time.Now()
	if err := c.Start(); err != nil {
		return 0, fmt.Errorf("start the window: %w", err)
	}
	defer func() {
		_ = c.Process.Signal(syscall.SIGKILL)
		_ = c.Wait()
	}()
	if err := w.colours(ctx, func(n int) bool { return n >= text }); err != nil {
		return 0, fmt.Errorf("wait for the first frame: %w", err)
	}
	return time.Since(begun), nil
}

// colours waits until the number of colours inside is as
// wished; it looks every five milliseconds.
func (w *workbench) colours(ctx context.Context, wish func(int) bool) error {
	for {
		n, err := w.desk.Colours(inside(), text)
		if err != nil {
			return err
		}
		if wish(n) {
			return nil
		}
		pause(ctx, 5*time.Millisecond)
		if ctx.Err() != nil {
			return errors.Join(errors.New("it did not happen in time"), ctx.Err())
		}
	}
}
