package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/rotation"
)

// calendarForm adds a calendar.
type calendarForm struct {
	desk  *desk
	setup Setup
	me    rotation.Person

	box                          *fyne.Container
	name, location, myName, mail *entry
	whose                        *widget.RadioGroup
	role                         *widget.Select
	browse, add                  *look.Button
	done                         *look.Para
	answer                       *troubleBox
}

const (
	whoseMine = "Mine: every event is a shift of mine"
	whoseTeam = "The team's: find me in it"
)

func newCalendarForm(d *desk, setup Setup) *calendarForm {
	f := &calendarForm{desk: d, setup: setup, name: newEntry(d, "Payments"), location: newEntry(d, "/home/me/oncall.ics or https://…"),
		myName: newEntry(d, "as the calendar has it"), mail: newEntry(d, "me@example.org"),
		done: look.NewPara("", look.Body, look.On), answer: newTroubleBox()}
	f.whose = widget.NewRadioGroup([]string{whoseTeam, whoseMine}, nil)
	f.whose.Required = true
	f.whose.SetSelected(whoseTeam)
	f.role = widget.NewSelect([]string{string(rotation.Primary), string(rotation.Secondary), string(rotation.Shadow)}, nil)
	f.role.SetSelected(string(rotation.Primary))
	f.browse = look.NewButton("Look for it…", look.Plain, f.onBrowse)
	f.add = look.NewButton("Add this calendar", look.Main, f.onAdd)
	toggle(f.done, false)
	f.box = look.Card(look.NewLine("Add a calendar", look.Title).Strong(),
		field("Name", wheeled(f.name)),
		field("File or address; an address is a secret and goes to the keyring", look.Row(look.Gap8, 0, wheeled(f.location), f.browse)),
		f.whose,
		field("My name in it", wheeled(f.myName)), field("My e-mail in it", wheeled(f.mail)),
		field("Role of its shifts, where they do not say it themselves", f.role),
		f.done, f.answer.box, look.Left(f.add))
	return f
}

func (f *calendarForm) revealBy(reveal func(fyne.CanvasObject)) {
	for _, e := range []*entry{f.name, f.location, f.myName, f.mail} {
		e.onFocus = reveal
	}
	f.browse.OnFocus, f.add.OnFocus = reveal, reveal
}

func (f *calendarForm) onBrowse() { chooseFile(f.desk, f.location, f.answer) }

func (f *calendarForm) filled() api.NewCalendar {
	return api.NewCalendar{
		Name: strings.TrimSpace(f.name.Text), Location: strings.TrimSpace(f.location.Text), Mine: f.whose.Selected == whoseMine,
		Role: rotation.Role(f.role.Selected), Me: rotation.Person{Name: strings.TrimSpace(f.myName.Text), Email: strings.TrimSpace(f.mail.Text)},
	}
}

func (f *calendarForm) onAdd() {
	c := f.filled()
	toggle(f.done, false)
	wrong := checkCalendar(c, f.me)
	f.answer.show(wrong)
	if wrong != nil {
		return
	}
	f.add.SetEnabled(false)
	f.desk.ask(func(ctx context.Context) error { return f.setup.AddCalendar(ctx, c) }, func(err error) { f.onAdded(c.Name, err) })
}

// onAdded empties the form once the calendar is taken; an address does not stay
// on the screen.
func (f *calendarForm) onAdded(name string, err error) {
	f.add.SetEnabled(true)
	f.answer.showErr(err)
	if err != nil {
		return
	}
	f.name.SetText("")
	f.location.SetText("")
	f.done.Set("“"+name+"” was added. Above, among the sources, you see whether it can be read.", look.On)
	toggle(f.done, true)
}

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
