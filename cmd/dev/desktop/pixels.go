package desktop

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"os"
	"path/filepath"
)

// Fields of the header of an X window dump, version 7: 25 numbers of 4 bytes,
// big-endian (X11's XWDFile.h).
const (
	xwdHeaderSize   = 0
	xwdWidth        = 4
	xwdHeight       = 5
	xwdBitsPerPixel = 11
	xwdBytesPerLine = 12
	xwdColours      = 19
	xwdFields       = 25
	xwdColourSize   = 12
)

// Colours counts the different colours in a part of the screen, up to most. It
// reads the display's memory, so it starts no program and costs the desktop
// nothing: it can be asked every few milliseconds.
func (d *Desktop) Colours(part image.Rectangle, most int) (int, error) {
	seen := map[[4]byte]bool{}
	err := d.lines(part, func(line []byte) bool {
		for ; len(line) > 0 && len(seen) < most; line = line[4:] {
			seen[[4]byte(line)] = true
		}
		return len(seen) < most
	})
	return len(seen), err
}

// Picture is a number that stands for what a part of the screen shows: another one
// where any pixel differs. It costs as little as Colours.
func (d *Desktop) Picture(part image.Rectangle) (uint64, error) {
	h := fnv.New64a()
	err := d.lines(part, func(line []byte) bool {
		_, _ = h.Write(line)
		return true
	})
	return h.Sum64(), err
}

// lines hands the lines of a part of the screen on, four bytes a pixel, until each
// has seen enough.
func (d *Desktop) lines(part image.Rectangle, each func([]byte) bool) error {
	data, err := os.ReadFile(filepath.Join(d.places.logs, "Xvfb_screen0"))
	if err != nil {
		return fmt.Errorf("look at the screen: %w", err)
	}
	if len(data) < 4*xwdFields {
		return errors.New("look at the screen: its memory is shorter than its header")
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(data[4*i:])) }
	start := field(xwdHeaderSize) + xwdColourSize*field(xwdColours)
	line := field(xwdBytesPerLine)
	if field(xwdBitsPerPixel) != 32 || len(data) < start+line*field(xwdHeight) {
		return errors.New("look at the screen: its memory is not as expected")
	}
	part = part.Intersect(image.Rect(0, 0, field(xwdWidth), field(xwdHeight)))
	for y := part.Min.Y; y < part.Max.Y; y++ {
		at := start + y*line
		if !each(data[at+4*part.Min.X : at+4*part.Max.X]) {
			return nil
		}
	}
	return nil
}
