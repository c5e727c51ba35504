package kit

import (
	"slices"

	"fyne.io/fyne/v2"

	"standby/app/ui/look"
)

// Row draws one value, and another one later.
type Row[V any] interface {
	Content() fyne.CanvasObject
	Show(V)
}

// Rows shows any number of values one under the other. A row that is drawn is used
// again for the value that has its place next, so that the focus stays where it was.
type Rows[V any] struct {
	Box  *fyne.Container
	make func() Row[V]
	rows []Row[V]
	up   []fyne.CanvasObject
	line bool
}

// NewRows returns one that is empty; row makes one row, gap is between two of them.
func NewRows[V any](gap float32, row func() Row[V]) *Rows[V] {
	return &Rows[V]{Box: look.Stack(gap), make: row}
}

// Ruled puts a hairline between the rows, and returns them.
func (l *Rows[V]) Ruled() *Rows[V] {
	l.line = true
	return l
}

// Show shows these values and no other.
func (l *Rows[V]) Show(values []V) {
	had := len(l.rows)
	for len(l.rows) < len(values) {
		l.add()
	}
	for i, row := range l.rows {
		if i < len(values) {
			row.Show(values[i])
		}
		Toggle(l.up[i], i < len(values))
	}
	if len(l.rows) > had {
		l.Box.Objects = slices.Clone(l.up)
		l.Box.Refresh() // Once: each Add lays out all that is there.
	}
	Toggle(l.Box, len(values) > 0)
}

func (l *Rows[V]) add() {
	row := l.make()
	up := row.Content()
	if l.line && len(l.rows) > 0 {
		up = look.Stack(look.Gap4, look.Hair(), up)
	}
	l.rows, l.up = append(l.rows, row), append(l.up, up)
}

// At is the row numbered i, the first being 0; nil where none was ever drawn.
func (l *Rows[V]) At(i int) Row[V] {
	if i >= len(l.rows) {
		return nil
	}
	return l.rows[i]
}
