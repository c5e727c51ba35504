package kit

import (
	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// TroubleBox shows what is wrong, what it means and what to do: one part under
// the other, with the shape of "cannot see" for what is not a page.
type TroubleBox struct {
	Box               *fyne.Container
	what, means, next *look.Para
}

// NewTroubleBox returns one that is hidden.
func NewTroubleBox() *TroubleBox {
	b := &TroubleBox{
		what:  look.NewPara("", look.Body, look.Blind),
		means: look.NewPara("", look.Body, look.Text),
		next:  look.NewPara("", look.Body, look.Text),
	}
	b.what.Bold = true
	b.Box = look.Boxed(look.NewFill(look.SoftBlind, look.Blind), b.what, b.means, b.next)
	b.Box.Hide()
	return b
}

// Show shows a trouble; nil hides the box.
func (b *TroubleBox) Show(t *api.Trouble) {
	Toggle(b.Box, t != nil)
	if t == nil {
		return
	}
	b.what.Set(t.What, look.Blind)
	b.part(b.means, t.Means)
	b.part(b.next, t.Next)
}

func (b *TroubleBox) part(p *look.Para, text string) {
	p.Set(text, look.Text)
	Toggle(p, text != "")
}

// ShowErr shows an error in words; nil hides the box.
func (b *TroubleBox) ShowErr(err error) {
	if err == nil {
		b.Show(nil)
		return
	}
	t := model.TroubleOf(err)
	b.Show(&t)
}

// TroubleList shows any number of troubles.
type TroubleList struct {
	Box   *fyne.Container
	boxes []*TroubleBox
}

// NewTroubleList returns one that is empty.
func NewTroubleList() *TroubleList { return &TroubleList{Box: look.Stack(look.Gap8)} }

// Show shows these troubles and no other.
func (l *TroubleList) Show(troubles []api.Trouble) {
	for len(l.boxes) < len(troubles) {
		b := NewTroubleBox()
		l.boxes = append(l.boxes, b)
		l.Box.Add(b.Box)
	}
	for i, b := range l.boxes {
		if i < len(troubles) {
			b.Show(&troubles[i])
		} else {
			b.Show(nil)
		}
	}
	Toggle(l.Box, len(troubles) > 0)
}
