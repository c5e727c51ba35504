package kit

import (
	"fmt"

	"fyne.io/fyne/v2"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// SourceLine is one source with its age.
type SourceLine struct {
	Box       *fyne.Container
	shape     *look.Shape
	name, age *look.Line
}

// NewSourceLine returns one that says nothing yet.
func NewSourceLine() *SourceLine {
	l := &SourceLine{shape: look.NewShape(look.Disc, look.On, 14), name: look.NewElided("", look.Body, look.Text),
		age: look.NewLine("", look.Body).In(look.Secondary)}
	l.Box = look.Row(look.Gap8, 1, l.shape, l.name, l.age)
	return l
}

// Show shows a source: its state, and how old its last word is.
func (l *SourceLine) Show(r model.SourceRow) {
	l.shape.Set(r.Form, r.Tone, 0)
	l.name.SetText(r.Name)
	age := model.Joined(r.Kind, r.Age)
	if r.Warnings > 0 {
		age = model.Joined(age, fmt.Sprintf("%d to look at", r.Warnings))
	}
	tone := look.Secondary
	if r.Tone == look.Blind {
		tone = look.Blind
	}
	l.age.Set(age, tone)
}
