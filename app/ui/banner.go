package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// banner runs across the whole window while the agent cannot be reached.
type banner struct {
	box          *fyne.Container
	what, detail *look.Para
}

func newBanner() *banner {
	b := &banner{what: look.NewPara("", look.Title, look.Waiting), detail: look.NewPara("", look.Body, look.Text)}
	b.what.Bold = true
	words := look.Stack(look.Gap4, b.what, b.detail)
	shape := look.NewShape(look.BrokenRing, look.Waiting, 32)
	b.box = container.NewStack(look.NewFill(look.SoftWaiting, look.Waiting),
		look.Inset(look.Gap16, 12, look.Row(look.Gap16, 1, shape, words)))
	b.box.Hide()
	return b
}

func (b *banner) show(v model.View) {
	what, detail := absence(v)
	early := !v.Known && v.Now.Sub(v.Lost) < grace
	b.what.Set(what, look.Waiting)
	b.detail.Set(detail, look.Text)
	kit.Toggle(b.box, what != "" && !early)
}
