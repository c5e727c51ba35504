package kit

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// FactList shows facts in two columns: the word, and what goes with it.
type FactList struct {
	Box  *fyne.Container
	rows []*factRow
}

type factRow struct {
	box   *fyne.Container
	name  *look.Line
	value *look.Para
}

// NewFactList returns one that is empty.
func NewFactList() *FactList { return &FactList{Box: look.Stack(look.Gap4)} }

// FactWidth is that of the column of words.
const FactWidth = 112

// Show shows these facts and no other.
func (l *FactList) Show(facts []model.Fact) {
	for len(l.rows) < len(facts) {
		r := &factRow{name: look.NewElided("", look.Body, look.Secondary), value: look.NewPara("", look.Body, look.Text)}
		r.box = look.RowTop(look.Gap8, 1, look.Width(FactWidth, r.name), r.value)
		l.rows = append(l.rows, r)
		l.Box.Add(r.box)
	}
	for i, r := range l.rows {
		Toggle(r.box, i < len(facts))
		if i < len(facts) {
			r.name.SetText(facts[i].Name)
			r.value.Set(facts[i].Value, look.Text)
		}
	}
	Toggle(l.Box, len(facts) > 0)
}
