package settings

import (
	"context"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/rotation"
)

func (f *rotaForm) onBrowse() { kit.ChooseFile(f.desk, f.file, f.adder.Answer) }

func (f *rotaForm) filled() api.NewRota {
	return api.NewRota{
		Name: strings.TrimSpace(f.name.Text), File: strings.TrimSpace(f.file.Text),
		Me: rotation.Person{Name: strings.TrimSpace(f.myName.Text), Email: strings.TrimSpace(f.mail.Text)},
	}
}

func (f *rotaForm) onAdd() {
	n := f.filled()
	f.adder.Add(checkRota(n, f.me), func(ctx context.Context) error { return f.setup.AddRota(ctx, n) }, f.onAdded,
		"“"+n.Name+"” was added. You see it above, among the sources, and on the screen Schedule.")
}

func (f *rotaForm) onAdded(err error) {
	if err == nil {
		kit.Empty(f.name, f.file)
	}
}
