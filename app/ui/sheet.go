package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// keySheet lists the keys, in the place of the screen that it was asked for on.
type keySheet struct {
	box        *fyne.Container
	scroll     *container.Scroll
	here       *look.Line
	own, every *kit.FactList
	ownUp      *fyne.Container
	leave      *look.Button
	open       bool
}

func newKeySheet(closed func(), typed func(rune)) *keySheet {
	s := &keySheet{here: look.NewLine("", look.Title).Strong(), own: kit.NewFactList(), every: kit.NewFactList()}
	s.leave = look.NewButton("Esc · Back", look.Plain, closed)
	s.leave.OnRune = typed
	s.ownUp = look.Card(s.here, s.own.Box)
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		look.Left(s.leave), s.ownUp, look.Card(look.NewLine("Everywhere", look.Title).Strong(), s.every.Box))))
	return s
}

// show lists the keys of a screen above those that work everywhere.
func (s *keySheet) show(p model.Place, own []model.Key) {
	s.open = true
	s.here.SetText("On the screen " + p.Label())
	s.own.Show(factsOf(own))
	kit.Toggle(s.ownUp, len(own) > 0)
	s.every.Show(factsOf(model.KeysEverywhere()))
	s.scroll.ScrollToTop()
}

func factsOf(keys []model.Key) []model.Fact {
	facts := make([]model.Fact, 0, len(keys))
	for _, k := range keys {
		facts = append(facts, model.Fact{Name: k.Keys, Value: k.Does})
	}
	return facts
}
