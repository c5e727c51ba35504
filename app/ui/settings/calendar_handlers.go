package settings

import (
	"context"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

func (f *calendarForm) onBrowse() { kit.ChooseFile(f.desk, f.location, f.answer) }

func (f *calendarForm) filled() api.NewCalendar {
	c := api.NewCalendar{
		Name: strings.TrimSpace(f.name.Text), Location: strings.TrimSpace(f.location.Text), Mine: f.whose.At == whoseMine,
		Role: rotation.Role(f.role.Selected), Pattern: strings.TrimSpace(f.pattern.Text),
		Me: rotation.Person{Name: strings.TrimSpace(f.myName.Text), Email: strings.TrimSpace(f.mail.Text)},
	}
	if f.kind.At == kindAccount {
		return f.ofAccount(c)
	}
	if f.kind.At == kindCalDAV {
		a := f.account.account()
		c.CalDAV, c.Location, c.User, c.Secret = true, f.account.address(), a.User, a.Secret
	}
	// The warning stands on the screen for as long as this is so.
	c.InsecureOK = plainHTTP(c.Location)
	return c
}

func (f *calendarForm) onKind() {
	labels := [...]string{"The file", "The address; it is a secret and goes to the keyring", "", ""}
	examples := [...]string{"/home/me/oncall.ics", "https://calendar.example.org/…/team.ics", "", ""}
	f.place.Set(labels[f.kind.At], look.Secondary)
	f.location.SetPlaceHolder(examples[f.kind.At])
	kit.Toggle(f.placeBox, f.kind.At == kindFile || f.kind.At == kindAddress)
	kit.Toggle(f.browseButton, f.kind.At == kindFile)
	kit.Toggle(f.account.box, f.kind.At == kindCalDAV)
	kit.Toggle(f.roster.box, f.kind.At == kindAccount)
	for _, field := range f.notOfAccounts {
		kit.Toggle(field, f.kind.At != kindAccount)
	}
	f.onPlace()
}

func (f *calendarForm) onLocation(text string) {
	f.kind.Choose(kindTyped(strings.TrimSpace(text), f.kind.At))
	f.onPlace()
}

// onPlace takes what was read of another place off the screen.
func (f *calendarForm) onPlace() {
	c := f.filled()
	kit.Toggle(f.roleBox, f.kind.At != kindAccount || f.roster.kind.At == rosterSchedule)
	kit.Toggle(f.insecure, c.InsecureOK && !c.CalDAV)
	kit.Toggle(f.account.insecure, plainHTTP(f.account.account().Address) || c.CalDAV && c.InsecureOK)
	f.addButton.SetLabel(addLabel(c.InsecureOK))
	f.leave()
}

// leave takes the preview off the screen.
func (f *calendarForm) leave() {
	f.turn++
	f.shown = false
	f.pane.hide()
	kit.Toggle(f.fault, false)
	f.readAnswer.Show(nil)
	f.readButton.SetEnabled(true)
	f.readButton.SetLabel("Show me what it says")
}

// follow has the preview say what is filled in now, once nothing has been typed
// for a moment.
func (f *calendarForm) follow() {
	if !f.shown {
		return
	}
	if f.waiting != nil {
		f.waiting.Stop()
	}
	f.waiting = f.desk.After(typing, func() { kit.OnScreen(f.onPause) })
}

func (f *calendarForm) onPause() {
	if f.shown && f.desk.Ctx.Err() == nil {
		f.ask(false)
	}
}

func (f *calendarForm) onRead() {
	wrong := f.misplaced(f.filled())
	kit.Toggle(f.done, false)
	f.readAnswer.Show(wrong)
	if wrong != nil {
		f.reveal(f.readAnswer.Box)
		return
	}
	f.readButton.SetEnabled(false)
	f.readButton.SetLabel("Reading it…")
	f.ask(true)
}

// ask asks what the calendar says; fresh has it fetched again.
func (f *calendarForm) ask(fresh bool) {
	f.turn++
	turn, q := f.turn, api.PreviewQuery{NewCalendar: f.filled(), Fresh: fresh}
	var p api.Preview
	f.desk.Ask(func(ctx context.Context) (err error) {
		p, err = f.trial.Preview(ctx, q)
		return err
	}, func(err error) {
		if turn == f.turn {
			f.onPreview(p, q, err)
		}
	})
}

func (f *calendarForm) onPreview(p api.Preview, q api.PreviewQuery, err error) {
	if err != nil {
		f.leave()
		t := model.TrialTrouble(err)
		f.readAnswer.Show(&t)
		f.reveal(f.readAnswer.Box)
		return
	}
	f.readButton.SetEnabled(true)
	f.readButton.SetLabel("Read it again")
	f.readAnswer.Show(nil)
	v := previewOf(p, q.NewCalendar, f.me, f.view)
	f.fault.Set(v.fault, look.Blind)
	kit.Toggle(f.fault, v.fault != "")
	f.pane.show(v)
	f.shown, f.tried = true, q.Pattern
	if q.Fresh && q.Name == "" && strings.TrimSpace(f.name.Text) == "" {
		f.name.SetText(p.Name)
	}
	switch {
	case v.fault != "":
		f.reveal(f.fault)
	case q.Fresh:
		f.reveal(f.pane.box)
	}
}

func (f *calendarForm) onAdd() {
	c := f.filled()
	kit.Toggle(f.done, false)
	wrong := checkCalendar(c, f.me)
	if f.kind.At == kindAccount && c.Name != "" {
		wrong = f.misplaced(c)
	}
	if wrong == nil && f.fault.Visible() && f.tried == c.Pattern {
		wrong = problem("The pattern cannot be used", "Correct it where it says what is wrong, or empty it.")
	}
	f.answer.Show(wrong)
	if wrong != nil {
		f.reveal(f.answer.Box)
		return
	}
	f.addButton.SetEnabled(false)
	f.desk.Ask(func(ctx context.Context) error { return f.setup.AddCalendar(ctx, c) }, func(err error) { f.onAdded(c.Name, err) })
}

// onAdded empties the form once the calendar is taken; an address does not stay
// on the screen, and a password not even if it was not.
func (f *calendarForm) onAdded(name string, err error) {
	f.addButton.SetEnabled(true)
	if err != nil {
		f.account.password.SetText("")
		f.answer.ShowErr(err)
		f.reveal(f.answer.Box)
		return
	}
	kit.Empty(f.name, f.location, f.pattern)
	f.account.clear()
	f.roster.pick.ClearSelected()
	f.leave()
	f.answer.Show(nil)
	f.done.Set("“"+name+"” was added. Above, among the sources, you see whether it can be read.", look.On)
	kit.Toggle(f.done, true)
	f.reveal(f.done)
}
