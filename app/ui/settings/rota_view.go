package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/rotation"
)

// rotaForm adds a rota file.
type rotaForm struct {
	desk  *kit.Desk
	setup Setup
	me    rotation.Person

	box                      *fyne.Container
	name, file, myName, mail *kit.Entry
	browse                   *look.Button
	adder                    *kit.Adder
}

func newRotaForm(d *kit.Desk, setup Setup) *rotaForm {
	f := &rotaForm{desk: d, setup: setup, name: kit.NewEntry(d, "Payments"), file: kit.NewEntry(d, "/home/me/payments.toml"),
		myName: kit.NewEntry(d, "as the rota has it"), mail: kit.NewEntry(d, "me@example.org")}
	f.browse = look.NewButton("Look for it…", look.Plain, f.onBrowse)
	f.adder = kit.NewAdder(d, "Add this rota", f.onAdd)
	f.box = look.Card(look.NewLine("Add a rota", look.Title).Strong(),
		look.NewPara("A rota is kept in a file of its own: who takes turns, in which order, and what people agreed on top of that. What is edited in it counts within a minute.", look.Body, look.Secondary),
		kit.Field("Name", kit.Wheeled(f.name)),
		kit.Field("File", look.Row(look.Gap8, 0, kit.Wheeled(f.file), f.browse)),
		kit.Field("My name in it", kit.Wheeled(f.myName)), kit.Field("My e-mail in it", kit.Wheeled(f.mail)),
		f.adder.Box)
	return f
}

func (f *rotaForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*kit.Entry{f.name, f.file, f.myName, f.mail} {
		e.OnFocus = reveal
	}
	f.browse.OnFocus = reveal
	f.adder.RevealBy(reveal)
}
