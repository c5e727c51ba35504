package settings

import (
	"context"
	"strings"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/rotation"
)

func (f *meForm) filled() rotation.Person {
	return rotation.Person{Name: strings.TrimSpace(f.name.Text), Email: strings.TrimSpace(f.mail.Text)}
}

func (f *meForm) submit(string) {
	if !f.save.Disabled() {
		f.onSave()
	}
}

func (f *meForm) onSave() {
	me := f.filled()
	kit.Toggle(f.done, false)
	if me == (rotation.Person{}) {
		f.answer.Show(problem("There is neither a name nor an e-mail", "Fill in one of them, as the calendars and rotas have it."))
		return
	}
	f.answer.Show(nil)
	f.busy = true
	f.save.SetEnabled(false)
	f.desk.Ask(func(ctx context.Context) error { return f.setup.SetMe(ctx, me) }, func(err error) { f.onSaved(me, err) })
}

func (f *meForm) onSaved(me rotation.Person, err error) {
	f.busy = false
	f.save.SetEnabled(true)
	f.answer.ShowErr(err)
	if err == nil {
		f.done.Set("Saved: "+personOf(me)+". Calendars and rotas are read again.", look.On)
		kit.Toggle(f.done, true)
	}
}
