package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/png" // screenshots
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"standby/app/api"
	"standby/cmd/dev/desktop"
)

// measureWindow takes the time from the start of the window's program to a frame
// with something on it; the middle of five starts. Seeing the frame takes a
// screenshot of its own, which counts.
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

func (w *workbench) firstFrame(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
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
	for ctx.Err() == nil {
		found, err := w.desk.Windows(ctx, "Standby")
		if err != nil {
			return 0, err
		}
		if len(found) == 1 {
			if drawn, err := w.drawn(ctx, found[0]); err != nil || drawn {
				return time.Since(begun), err
			}
		}
	}
	return 0, errors.New("the window showed nothing within 20 s")
}

// drawn reports whether the inside of a window shows more than one colour.
func (w *workbench) drawn(ctx context.Context, on desktop.Window) (bool, error) {
	path := filepath.Join(w.desk.Home(), "frame.png")
	if err := w.desk.Screenshot(ctx, path); err != nil {
		return false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("look at the screenshot: %w", err)
	}
	defer func() { _ = f.Close() }()
	img, _, err := image.Decode(f)
	if err != nil {
		return false, fmt.Errorf("look at the screenshot: %w", err)
	}
	inside := image.Rect(on.X, on.Y, on.X+on.Width, on.Y+on.Height).Inset(12).Intersect(img.Bounds())
	if inside.Empty() {
		return false, nil
	}
	first := img.At(inside.Min.X, inside.Min.Y)
	for y := inside.Min.Y; y < inside.Max.Y; y += 3 {
		for x := inside.Min.X; x < inside.Max.X; x += 3 {
			if img.At(x, y) != first {
				return true, nil
			}
		}
	}
	return false, nil
}
