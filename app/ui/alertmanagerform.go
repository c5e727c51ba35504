package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"standby/app/api"
	"standby/app/ui/look"
)

// alertmanagerForm adds an Alertmanager.
type alertmanagerForm struct {
	desk  *desk
	setup Setup

	box                     *fyne.Container
	name, url, user, secret *entry
	auth                    *widget.RadioGroup
	userBox, secretBox      fyne.CanvasObject
	add                     *look.Button
	done                    *look.Para
	answer                  *troubleBox
}

const (
	authNone   = "No sign-in"
	authBasic  = "User and password"
	authBearer = "Token"
)

func newAlertmanagerForm(d *desk, setup Setup) *alertmanagerForm {
	f := &alertmanagerForm{desk: d, setup: setup, name: newEntry(d, "prod"), url: newEntry(d, "https://alerts.example.org"),
		user: newEntry(d, ""), secret: newSecret(d), done: look.NewPara("", look.Body, look.On), answer: newTroubleBox()}
	f.userBox = field("User", wheeled(f.user))
	f.secretBox = field("Password or token; it goes to the keyring and is never shown again", wheeled(f.secret))
	f.auth = widget.NewRadioGroup([]string{authNone, authBasic, authBearer}, f.onAuth)
	f.auth.Required = true
	f.add = look.NewButton("Add this Alertmanager", look.Main, f.onAdd)
	toggle(f.done, false)
	f.box = look.Card(look.NewLine("Add an Alertmanager", look.Title).Strong(),
		field("Name", wheeled(f.name)), field("Address, without /api/v2", wheeled(f.url)), f.auth, f.userBox, f.secretBox,
		f.done, f.answer.box, look.Left(f.add))
	f.auth.SetSelected(authNone)
	return f
}

func (f *alertmanagerForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*entry{f.name, f.url, f.user, f.secret} {
		e.onFocus = reveal
	}
	f.add.OnFocus = reveal
}

func (f *alertmanagerForm) onAuth(choice string) {
	toggle(f.userBox, choice == authBasic)
	toggle(f.secretBox, choice == authBasic || choice == authBearer)
}

func (f *alertmanagerForm) filled() api.NewAlertmanager {
	a := api.NewAlertmanager{Name: strings.TrimSpace(f.name.Text), URL: strings.TrimSpace(f.url.Text), Auth: "none"}
	switch f.auth.Selected {
	case authBasic:
		a.Auth, a.User, a.Secret = "basic", f.user.Text, f.secret.Text
	case authBearer:
		a.Auth, a.Secret = "bearer", f.secret.Text
	}
	return a
}

func (f *alertmanagerForm) onAdd() {
	a := f.filled()
	toggle(f.done, false)
	wrong := checkAlertmanager(a)
	f.answer.show(wrong)
	if wrong != nil {
		return
	}
	f.add.SetEnabled(false)
	f.desk.ask(func(ctx context.Context) error { return f.setup.AddAlertmanager(ctx, a) }, func(err error) { f.onAdded(a.Name, err) })
}

// onAdded takes the secret off the screen once it was sent, whatever came of it.
func (f *alertmanagerForm) onAdded(name string, err error) {
	f.add.SetEnabled(true)
	f.secret.SetText("")
	f.answer.showErr(err)
	if err != nil {
		return
	}
	for _, e := range []*entry{f.name, f.url, f.user} {
		e.SetText("")
	}
	f.done.Set("“"+name+"” was added. Above, among the sources, you see whether it answers.", look.On)
	toggle(f.done, true)
}
