package desktop

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// Window is a window that can be seen. X and Y are its top left corner on the
// screen; all figures are pixels.
type Window struct {
	ID                  string
	X, Y, Width, Height int
}

// Screenshot writes a PNG of the whole screen.
func (d *Desktop) Screenshot(ctx context.Context, path string) error {
	_, err := d.run(ctx, "import", "-window", "root", "png:"+path)
	return err
}

// Click moves the pointer to a point of the screen and presses the left button.
func (d *Desktop) Click(ctx context.Context, x, y int) error {
	_, err := d.run(ctx, "xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
	return err
}

// Windows returns the visible windows whose title holds title; none is no error.
func (d *Desktop) Windows(ctx context.Context, title string) ([]Window, error) {
	return d.search(ctx, "--name", regexp.QuoteMeta(title))
}

func (d *Desktop) search(ctx context.Context, args ...string) ([]Window, error) {
	out, err := d.run(ctx, "xdotool", append([]string{"search", "--onlyvisible"}, args...)...)
	if err != nil {
		// xdotool ends with 1 when it finds nothing.
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 1 && len(exit.Stderr) == 0 {
			return nil, nil
		}
		return nil, err
	}
	var found []Window
	for _, id := range strings.Fields(out) {
		w, err := d.geometry(ctx, id)
		if err != nil {
			return nil, err
		}
		found = append(found, w)
	}
	return found, nil
}

func (d *Desktop) geometry(ctx context.Context, id string) (Window, error) {
	out, err := d.run(ctx, "xdotool", "getwindowgeometry", "--shell", id)
	if err != nil {
		return Window{}, err
	}
	w := Window{ID: id}
	into := map[string]*int{"X": &w.X, "Y": &w.Y, "WIDTH": &w.Width, "HEIGHT": &w.Height}
	for _, line := range strings.Fields(out) {
		name, value, _ := strings.Cut(line, "=")
		if field := into[name]; field != nil {
			if *field, err = strconv.Atoi(value); err != nil {
				return Window{}, fmt.Errorf("read the geometry of window %s: %w", id, err)
			}
		}
	}
	return w, nil
}

func (d *Desktop) run(ctx context.Context, program string, args ...string) (string, error) {
	out, err := d.Command(ctx, program, args...).Output()
	if err == nil {
		return string(out), nil
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return "", fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(string(exit.Stderr)))
	}
	return "", fmt.Errorf("%s: %w", program, err)
}
