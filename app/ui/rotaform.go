package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/rotation"
)

// rotaForm adds a rota file.
type rotaForm struct {
	desk  *desk
	setup Setup
	me    rotation.Person

	box                      *fyne.Container
	name, file, myName, mail *entry
	browse                   *look.Button
	adder                    *adder
}

func newRotaForm(d *desk, setup Setup) *rotaForm {
	f := &rotaForm{desk: d, setup: setup, name: newEntry(d, "Payments"), file: newEntry(d, "/home/me/payments.toml"),
		myName: newEntry(d, "as the rota has it"), mail: newEntry(d, "me@example.org")}
	f.browse = look.NewButton("Look for it…", look.Plain, f.onBrowse)
	f.adder = newAdder(d, "Add this rota", f.onAdd)
	f.box = look.Card(look.NewLine("Add a rota", look.Title).Strong(),
		look.NewPara("A rota is kept in a file of its own: who takes turns, in which order, and what people agreed on top of that. What is edited in it counts within a minute.", look.Body, look.Secondary),
		field("Name", wheeled(f.name)),
		field("File", look.Row(look.Gap8, 0, wheeled(f.file), f.browse)),
		field("My name in it", wheeled(f.myName)), field("My e-mail in it", wheeled(f.mail)),
		f.adder.box)
	return f
}

func (f *rotaForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*entry{f.name, f.file, f.myName, f.mail} {
		e.onFocus = reveal
	}
	f.browse.OnFocus = reveal
	f.adder.revealBy(reveal)
}

func (f *rotaForm) onBrowse() { chooseFile(f.desk, f.file, f.adder.answer) }

func (f *rotaForm) filled() api.NewRota {
	return api.NewRota{
		Name: strings.TrimSpace(f.name.Text), File: strings.TrimSpace(f.file.Text),
		Me: rotation.Person{Name: strings.TrimSpace(f.myName.Text), Email: strings.TrimSpace(f.mail.Text)},
	}
}

func (f *rotaForm) onAdd() {
	n := f.filled()
	f.adder.add(checkRota(n, f.me), func(ctx context.Context) error { return f.setup.AddRota(ctx, n) }, f.onAdded,
		"“"+n.Name+"” was added. You see it above, among the sources, and on the screen Schedule.")
}

func (f *rotaForm) onAdded(err error) {
	if err == nil {
		empty(f.name, f.file)
	}
}
