package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// alertmanagerForm adds an Alertmanager.
type alertmanagerForm struct {
	listener Listener

	box                     *fyne.Container
	name, url, user, secret *entry
	auth                    *choice
	userBox, secretBox      fyne.CanvasObject
	adder                   *adder
}

// The choices of how an Alertmanager is signed in to.
const (
	authNone = iota
	authBasic
	authBearer
)

func newAlertmanagerForm(d *desk, listener Listener) *alertmanagerForm {
	f := &alertmanagerForm{listener: listener, name: newEntry(d, "prod"), url: newEntry(d, "https://alerts.example.org"),
		user: newEntry(d, ""), secret: newSecret(d)}
	f.userBox = field("User", wheeled(f.user))
	f.secretBox = field("Password or token; it goes to the keyring and is never shown again", wheeled(f.secret))
	f.auth = newChoice(d, f.onAuth, "No sign-in", "User and password", "Token")
	f.adder = newAdder(d, "Add this Alertmanager", f.onAdd)
	f.box = look.Stack(look.Gap8, field("What to call it", wheeled(f.name)), field("Address, without /api/v2", wheeled(f.url)),
		field("Sign-in", f.auth.box), f.userBox, f.secretBox, f.adder.box)
	f.onAuth()
	return f
}

func (f *alertmanagerForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*entry{f.name, f.url, f.user, f.secret} {
		e.onFocus = reveal
	}
	f.auth.revealBy(reveal)
	f.adder.revealBy(reveal)
}

func (f *alertmanagerForm) onAuth() {
	toggle(f.userBox, f.auth.at == authBasic)
	toggle(f.secretBox, f.auth.at != authNone)
}

func (f *alertmanagerForm) filled() api.NewAlertmanager {
	a := api.NewAlertmanager{Name: strings.TrimSpace(f.name.Text), URL: strings.TrimSpace(f.url.Text), Auth: "none"}
	switch f.auth.at {
	case authBasic:
		a.Auth, a.User, a.Secret = "basic", f.user.Text, f.secret.Text
	case authBearer:
		a.Auth, a.Secret = "bearer", f.secret.Text
	}
	return a
}

func (f *alertmanagerForm) onAdd() {
	a := f.filled()
	f.adder.add(checkAlertmanager(a), func(ctx context.Context) error { return f.listener.AddAlertmanager(ctx, a) }, f.onAdded, listening(a.Name))
}

// onAdded takes the secret off the screen once it was sent, whatever came of it.
func (f *alertmanagerForm) onAdded(err error) {
	empty(f.secret)
	if err == nil {
		empty(f.name, f.url, f.user)
	}
}
