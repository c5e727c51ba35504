package icons

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Sheet writes a PNG that shows every tray icon made from the drawings in dir at
// 16, 22 and 44 pixels, on a light and on a dark panel, in colour and in grey,
// enlarged twice, to be looked at after a change.
func Sheet(dir, path string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.svg"))
	if err != nil {
		return fmt.Errorf("find the drawings: %w", err)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return filepath.Base(f) == app+".svg" })
	const cell, zoom = 52, 2
	sheet := image.NewRGBA(image.Rect(0, 0, cell*len(files), cell*12))
	row := 0
	for _, t := range themes() {
		for _, grey := range []bool{false, true} {
			for _, side := range []int{16, 22, 44} {
				band := image.Rect(0, row*cell, sheet.Rect.Max.X, (row+1)*cell)
				draw.Draw(sheet, band, image.NewUniform(t.panel), image.Point{}, draw.Src)
				for i, file := range files {
					icon, err := t.draw(file, side)
					if err != nil {
						return err
					}
					at := image.Pt(i*cell+(cell-side)/2, row*cell+(cell-side)/2)
					draw.Draw(sheet, icon.Bounds().Add(at), icon, image.Point{}, draw.Over)
				}
				if grey {
					drain(sheet, band)
				}
				row++
			}
		}
	}
	data, err := encode(enlarge(sheet, zoom))
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	return nil
}

// draw makes one icon of a theme from the drawing in file.
func (t theme) draw(file string, side int) (image.Image, error) {
	svg, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read a drawing: %w", err)
	}
	name := strings.TrimSuffix(filepath.Base(file), ".svg")
	c, ok := t.colour(name)
	if !ok {
		return nil, fmt.Errorf("draw %s: the %s theme has no colour for it", name, t.name)
	}
	shape, err := rasterise(svg, side)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", name, err)
	}
	return tint(shape, c), nil
}

func drain(sheet *image.RGBA, band image.Rectangle) {
	for y := band.Min.Y; y < band.Max.Y; y++ {
		for x := band.Min.X; x < band.Max.X; x++ {
			sheet.Set(x, y, color.GrayModel.Convert(sheet.At(x, y)))
		}
	}
}

func enlarge(in *image.RGBA, by int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, in.Rect.Dx()*by, in.Rect.Dy()*by))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, in.At(x/by, y/by))
		}
	}
	return out
}
