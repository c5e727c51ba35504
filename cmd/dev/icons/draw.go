package icons

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// rasterise draws an SVG as a square of side pixels; currentColor is black.
// What the drawing library does not know is an error rather than left out.
func rasterise(svg []byte, side int) (*image.RGBA, error) {
	icon, err := oksvg.ReadReplacingCurrentColor(bytes.NewReader(svg), "#000000", oksvg.StrictErrorMode)
	if err != nil {
		return nil, fmt.Errorf("read the drawing: %w", err)
	}
	if icon.ViewBox.W <= 0 || icon.ViewBox.W != icon.ViewBox.H {
		return nil, fmt.Errorf("the view box is %g by %g; draw in a square", icon.ViewBox.W, icon.ViewBox.H)
	}
	// The library scales paths, but not the width of their strokes.
	for i := range icon.SVGPaths {
		icon.SVGPaths[i].LineWidth *= float64(side) / icon.ViewBox.W
	}
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	icon.SetTarget(0, 0, float64(side), float64(side))
	icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(side, side, img, img.Bounds())), 1)
	return img, nil
}

// tint keeps of a picture only how much of each pixel is covered. Pixels that are
// not covered get the colour too, so that a panel that scales the icon down mixes
// no black into its edge.
func tint(shape *image.RGBA, c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(shape.Bounds())
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = c.R, c.G, c.B, shape.Pix[i+3]
	}
	return img
}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		return nil, fmt.Errorf("encode as PNG: %w", err)
	}
	return b.Bytes(), nil
}
