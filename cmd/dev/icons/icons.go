package icons

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	// traySide is twice the 22 units of the drawings' grid: shown as it is or halved
	// by a panel, what lies on the grid stays on the edge of a pixel.
	traySide = 44
	// noteSide and appSide are those of the program's icon.
	noteSide, appSide = 48, 256
	// app is the drawing of the program's icon, which has colours of its own.
	app = "app"
)

// Generate makes every picture anew from the drawings in dir, which is the
// repository's assets/icons, and writes them into it. It writes nothing when a
// drawing is at fault; the error names the drawing.
func Generate(dir string) error {
	made, err := render(os.DirFS(dir))
	if err != nil {
		return err
	}
	for name, data := range made {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return fmt.Errorf("make the folder of icon %s: %w", name, err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			return fmt.Errorf("write icon %s: %w", name, err)
		}
	}
	return nil
}

// render makes every picture from the drawings, a folder with the SVG files. The
// keys are slash-separated paths in that folder.
func render(drawings fs.FS) (map[string][]byte, error) {
	files, err := fs.Glob(drawings, "*.svg")
	if err != nil {
		return nil, fmt.Errorf("find the drawings: %w", err)
	}
	if len(files) == 0 {
		return nil, errors.New("find the drawings: there is no *.svg in the folder")
	}
	made := map[string][]byte{}
	for _, file := range files {
		svg, err := fs.ReadFile(drawings, file)
		if err != nil {
			return nil, fmt.Errorf("read the drawing %s: %w", file, err)
		}
		name := strings.TrimSuffix(file, ".svg")
		if name == app {
			err = appIcon(made, svg)
		} else {
			err = trayIcon(made, name, svg)
		}
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", file, err)
		}
	}
	return made, nil
}

// asDrawn keeps the colours of a picture.
func asDrawn(img *image.RGBA) image.Image { return img }

func appIcon(made map[string][]byte, svg []byte) (err error) {
	if made[app+".png"], err = picturePNG(svg, appSide, asDrawn); err != nil {
		return err
	}
	if made[app+"-48.png"], err = picturePNG(svg, noteSide, asDrawn); err != nil {
		return err
	}
	made[app+".ico"], err = pictureICO(svg, []int{16, 24, 32, 48, 256}, asDrawn)
	return err
}

func trayIcon(made map[string][]byte, name string, svg []byte) error {
	for _, t := range themes() {
		c, ok := t.colour(name)
		if !ok {
			return fmt.Errorf("the %s theme has no colour for it; name the drawing after a state", t.name)
		}
		tinted := func(img *image.RGBA) image.Image { return tint(img, c) }
		big, err := picturePNG(svg, traySide, tinted)
		if err != nil {
			return err
		}
		// What Windows asks for at 100, 125, 150, 200 and 300 % scale.
		many, err := pictureICO(svg, []int{16, 20, 24, 32, 48}, tinted)
		if err != nil {
			return err
		}
		made[t.name+"/"+name+".png"], made[t.name+"/"+name+".ico"] = big, many
	}
	return nil
}

func picturePNG(svg []byte, side int, finish func(*image.RGBA) image.Image) ([]byte, error) {
	img, err := rasterise(svg, side)
	if err != nil {
		return nil, err
	}
	return encode(finish(img))
}

func pictureICO(svg []byte, sides []int, finish func(*image.RGBA) image.Image) ([]byte, error) {
	var pictures []picture
	for _, side := range sides {
		data, err := picturePNG(svg, side, finish)
		if err != nil {
			return nil, err
		}
		pictures = append(pictures, picture{side, data})
	}
	return ico(pictures), nil
}
