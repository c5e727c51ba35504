package desktop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"strconv"
)

// PressNotificationButton clicks a button of the notification that was opened
// last, with the pointer, as a person would. index counts from zero at the left.
// It waits for the notification and its buttons until ctx ends. It needs Xfce:
// Dunst draws no buttons.
func (d *Desktop) PressNotificationButton(ctx context.Context, index int) error {
	if d.options.NotificationDaemon != Xfce {
		return errors.New("press a notification's button: only " + Xfce + " draws any")
	}
	var at image.Point
	var last error
	err := until(ctx, nil, func() bool {
		at, last = d.button(ctx, index)
		return last == nil
	})
	if err != nil {
		return fmt.Errorf("press button %d of a notification: %w: %w", index, err, last)
	}
	return d.Click(ctx, at.X, at.Y)
}

// PickNotificationAction picks an action of a notification on the screen from
// Dunst's menu, by its key, as a person would who set a launcher up for it. The
// first notification that has such an action is taken. It needs Dunst, which draws
// no buttons.
func (d *Desktop) PickNotificationAction(ctx context.Context, key string) error {
	if d.options.NotificationDaemon != Dunst {
		return errors.New("pick a notification's action from a menu: only " + Dunst + " has one")
	}
	// A line of the menu ends in the number and the key: [3,open].
	if err := os.WriteFile(d.places.sub(".config/dunst/wanted"), []byte(","+key+"]\n"), 0o600); err != nil {
		return fmt.Errorf("pick a notification's action: %w", err)
	}
	call := d.conn.Object(notifications, "/org/freedesktop/Notifications").CallWithContext(ctx, "org.dunstproject.cmd0.ContextMenuCall", 0)
	if call.Err != nil {
		return fmt.Errorf("pick a notification's action: %w", call.Err)
	}
	return nil
}

// button is the middle of a button of the newest notification.
func (d *Desktop) button(ctx context.Context, index int) (image.Point, error) {
	windows, err := d.search(ctx, "--class", "notifyd")
	if err != nil {
		return image.Point{}, err
	}
	newest, number := Window{}, 0
	for _, w := range windows {
		if n, err := strconv.Atoi(w.ID); err == nil && n > number {
			newest, number = w, n
		}
	}
	if number == 0 {
		return image.Point{}, errors.New("no notification is on the screen")
	}
	out, err := d.run(ctx, "import", "-window", newest.ID, "png:-")
	if err != nil {
		return image.Point{}, err
	}
	picture, err := png.Decode(bytes.NewReader([]byte(out)))
	if err != nil {
		return image.Point{}, fmt.Errorf("read the picture of a notification: %w", err)
	}
	buttons := findButtons(picture)
	if index < 0 || index >= len(buttons) {
		return image.Point{}, fmt.Errorf("it has %d buttons", len(buttons))
	}
	return buttons[index].Add(image.Pt(newest.X, newest.Y)), nil
}

const (
	frame = 4 // pixels along the edge that may be a border
	least = 40
	half  = 16 // half the height of a button
)

// findButtons returns the middles of the buttons in the picture of a
// notification. They stand in the lowest row of things that differ from the
// background, and none is narrower than least pixels.
func findButtons(picture image.Image) []image.Point {
	b := picture.Bounds()
	ground := picture.At(b.Min.X+frame, b.Max.Y-frame-1)
	for y := b.Max.Y - frame - 1; y-half > b.Min.Y; y-- {
		if len(runs(picture, ground, y)) == 0 {
			continue
		}
		var middles []image.Point
		for _, r := range runs(picture, ground, y-half) {
			if r[1]-r[0] >= least {
				middles = append(middles, image.Pt((r[0]+r[1])/2-b.Min.X, y-half-b.Min.Y))
			}
		}
		return middles
	}
	return nil
}

// runs are the stretches of a row that differ from the background.
func runs(picture image.Image, ground color.Color, y int) [][2]int {
	b := picture.Bounds()
	var found [][2]int
	start := -1
	for x := b.Min.X + frame; x < b.Max.X-frame; x++ {
		differs := picture.At(x, y) != ground
		switch {
		case differs && start < 0:
			start = x
		case !differs && start >= 0:
			found = append(found, [2]int{start, x})
			start = -1
		}
	}
	return found
}
