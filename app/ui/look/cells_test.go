package look

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTheColumnsOfATableStandUnderOneAnother(t *testing.T) {
	app(t)
	columns := &Columns{Shares: []float32{0.5, 0.3, 0.2}, Narrow: 300, Alone: 1}
	cells := func(texts ...string) (*fyne.Container, []fyne.CanvasObject) {
		var list []fyne.CanvasObject
		for _, text := range texts {
			list = append(list, NewPara(text, Small, Text))
		}
		return columns.Cells(list...), list
	}
	first, head := cells("When", "Who", "Role")
	second, row := cells("from one day to another, and a good deal longer than there is room for in one line", "Engineer A", "primary")
	table := Stack(Gap4, first, second)
	w := test.NewTempWindow(t, table)
	w.Resize(fyne.NewSize(416, 300))
	for i := range head {
		if head[i].Position().X != row[i].Position().X || head[i].Size().Width != row[i].Size().Width {
			t.Errorf("column %d: %v and %v", i, head[i].Position(), row[i].Position())
		}
	}
	if got := row[0].Size().Width; got < 195 || got > 205 {
		t.Errorf("the first column is %v wide", got)
	}
	if row[0].Size().Height <= head[0].Size().Height || second.Size().Height != row[0].Size().Height {
		t.Errorf("the row is %v high, its highest cell %v", second.Size().Height, row[0].Size().Height)
	}
	w.Resize(fyne.NewSize(200, 300))
	table.MinSize()
	if row[1].Position().Y <= row[0].Position().Y || row[1].Position().X != 0 || row[2].Position().Y != row[1].Position().Y {
		t.Errorf("broken, the cells lie at %v, %v and %v", row[0].Position(), row[1].Position(), row[2].Position())
	}
	if bottom := row[2].Position().Y + row[2].Size().Height; second.Size().Height < bottom {
		t.Errorf("the row is %v high, its cells reach down to %v", second.Size().Height, bottom)
	}
}

func TestAnOptionAnswersToEnterSpaceAndClickAndShowsThatItIsChosen(t *testing.T) {
	app(t)
	pressed := 0
	o := NewOption("A file", func() { pressed++ })
	w := test.NewTempWindow(t, o)
	plain := w.Canvas().Capture()
	asked := o.MinSize()
	w.Canvas().Focus(o)
	if same(plain, w.Canvas().Capture()) {
		t.Error("the focus cannot be seen")
	}
	w.Canvas().Unfocus()
	test.Tap(o)
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace, fyne.KeyEscape} {
		o.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if pressed != 3 {
		t.Errorf("pressed %d times", pressed)
	}
	o.Choose(true)
	if same(plain, w.Canvas().Capture()) || !o.Chosen() {
		t.Error("it cannot be seen that it is chosen")
	}
	if o.MinSize() != asked {
		t.Errorf("chosen, it asks for %v instead of %v", o.MinSize(), asked)
	}
}
