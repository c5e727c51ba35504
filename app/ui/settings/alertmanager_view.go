package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// alertmanagerForm adds an Alertmanager.
type alertmanagerForm struct {
	listener Listener

	box                     *fyne.Container
	name, url, user, secret *kit.Entry
	auth                    *kit.Choice
	userBox, secretBox      fyne.CanvasObject
	adder                   *kit.Adder
}

// The choices of how an Alertmanager is signed in to.
const (
	authNone = iota
	authBasic
	authBearer
)

func newAlertmanagerForm(d *kit.Desk, listener Listener) *alertmanagerForm {
	f := &alertmanagerForm{listener: listener, name: kit.NewEntry(d, "prod"), url: kit.NewEntry(d, "https://alerts.example.org"),
		user: kit.NewEntry(d, ""), secret: kit.NewSecret(d)}
	f.userBox = kit.Field("User", kit.Wheeled(f.user))
	f.secretBox = kit.Field("Password or token; it goes to the keyring and is never shown again", kit.Wheeled(f.secret))
	f.auth = kit.NewChoice(d, f.onAuth, "No sign-in", "User and password", "Token")
	f.adder = kit.NewAdder(d, "Add this Alertmanager", f.onAdd)
	f.box = look.Stack(look.Gap8, kit.Field("What to call it", kit.Wheeled(f.name)), kit.Field("Address, without /api/v2", kit.Wheeled(f.url)),
		kit.Field("Sign-in", f.auth.Box), f.userBox, f.secretBox, f.adder.Box)
	f.onAuth()
	return f
}

func (f *alertmanagerForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*kit.Entry{f.name, f.url, f.user, f.secret} {
		e.OnFocus = reveal
	}
	f.auth.RevealBy(reveal)
	f.adder.RevealBy(reveal)
}

func (f *alertmanagerForm) onAuth() {
	kit.Toggle(f.userBox, f.auth.At == authBasic)
	kit.Toggle(f.secretBox, f.auth.At != authNone)
}
