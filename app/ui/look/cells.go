package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Columns says how the rows of a table share their width, so that the columns of
// all of them stand under one another.
type Columns struct {
	// Shares are the parts of the width that the columns take; they add up to 1.
	Shares []float32
	// Narrow is the width below which a row is broken: its first Alone cells take a
	// line each, and the others share the next one, in proportion.
	Narrow float32
	Alone  int
}

// Cells is a row of a table: one cell for each column, as high as the highest.
func (c *Columns) Cells(cells ...fyne.CanvasObject) *fyne.Container {
	return container.New(&tableRow{columns: c}, cells...)
}

type tableRow struct {
	columns *Columns
	laid    laid
}

func (r *tableRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	asked := r.laid.seen(objects, r.Layout)
	height := float32(0)
	for _, line := range r.lines(r.laid.size.Width) {
		height += highest(asked[line.from:line.to]) + line.above
	}
	return fyne.NewSize(0, height)
}

func (r *tableRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	asked := asks(objects)
	y := float32(0)
	for _, line := range r.lines(size.Width) {
		y += line.above
		x, height := float32(0), float32(0)
		for i := line.from; i < line.to; i++ {
			width := (size.Width-Gap8*float32(line.to-line.from-1))*r.columns.Shares[i]/line.shares + Gap8
			objects[i].Move(fyne.NewPos(x, y))
			height = max(height, settle(objects[i], max(0, width-Gap8), asked[i]))
			x += width
		}
		y += height
	}
	r.laid.done(objects, size)
}

// line is the cells of a row that stand side by side, the shares that they have
// together, and the gap above them.
type line struct {
	from, to      int
	shares, above float32
}

func (r *tableRow) lines(width float32) []line {
	c := r.columns
	alone := 0
	if width > 0 && width < c.Narrow {
		alone = c.Alone
	}
	var lines []line
	for i := range alone {
		lines = append(lines, line{from: i, to: i + 1, shares: c.Shares[i]})
	}
	rest := line{from: alone, to: len(c.Shares)}
	for _, share := range c.Shares[alone:] {
		rest.shares += share
	}
	lines = append(lines, rest)
	for i := range lines[1:] {
		lines[i+1].above = 2
	}
	return lines
}

func highest(sizes []fyne.Size) float32 {
	height := float32(0)
	for _, s := range sizes {
		height = max(height, s.Height)
	}
	return height
}
