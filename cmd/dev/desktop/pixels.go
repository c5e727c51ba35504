package desktop

import (
	"encoding/binary"
	"errors"
	"fmt"
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
	data, err := os.ReadFile(filepath.Join(d.places.logs, "Xvfb_screen0"))
	if err != nil {
		return 0, fmt.Errorf("look at the screen: %w", err)
	}
	if len(data) < 4*xwdFields {
		return 0, errors.New("look at the screen: its memory is shorter than its header")
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(data[4*i:])) }
	start := field(xwdHeaderSize) + xwdColourSize*field(xwdColours)
	line := field(xwdBytesPerLine)
	if field(xwdBitsPerPixel) != 32 || len(data) < start+line*field(xwdHeight) {
		return 0, errors.New("look at the screen: its memory is not as expected")
	}
	part = part.Intersect(image.Rect(0, 0, field(xwdWidth), field(xwdHeight)))
	seen := map[[4]byte]bool{}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			seen[[4]byte(data[start+y*line+4*x:])] = true
			if len(seen) >= most {
				return most, nil
			}
		}
	}
	return len(seen), nil
}
