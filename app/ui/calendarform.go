package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/rotation"
)

// calendarForm adds a calendar, and shows what it would be before that.
type calendarForm struct {
	desk  *desk
	setup Setup
	trial Trial
	me    rotation.Person
	view  view

	box                                   *fyne.Container
	kind, whose                           *choice
	name, location, myName, mail, pattern *entry
	place, fault, done                    *look.Para
	placeBox                              fyne.CanvasObject
	browseButton, readButton, addButton   *look.Button
	account                               *accountForm
	insecure                              *fyne.Container
	role                                  *picker
	readAnswer, answer                    *troubleBox
	pane                                  *previewPane
	reveal                                func(fyne.CanvasObject)

	// turn counts what was asked of the calendar: an answer to an earlier question
	// is none. shown says that the preview is on the screen and follows what is typed;
	// tried is the pattern that it shows.
	turn    int
	shown   bool
	tried   string
	waiting *time.Timer
}

// The choices of whose shifts a calendar holds.
const (
	whoseTeam = iota
	whoseMine
)

// typing is how long nothing must have been typed for the preview to follow.
const typing = 400 * time.Millisecond

func newCalendarForm(d *desk, setup Setup, trial Trial) *calendarForm {
	f := &calendarForm{desk: d, setup: setup, trial: trial, name: newEntry(d, "Payments"), location: newEntry(d, ""),
		myName: newEntry(d, "as the calendar has it"), mail: newEntry(d, "me@example.org"), pattern: newEntry(d, "{role}: {person} ({rota})"),
		place: look.NewPara("", look.Small, look.Secondary), fault: look.NewPara("", look.Body, look.Blind), done: look.NewPara("", look.Body, look.On),
		readAnswer: newTroubleBox(), answer: newTroubleBox(), pane: newPreviewPane(), reveal: func(fyne.CanvasObject) {}}
	f.account = newAccountForm(d, trial, f.onPlace)
	f.kind = newChoice(d, f.onKind, kindLabels()...)
	f.whose = newChoice(d, f.follow, "The team's: find me in it", "Mine: every event is a shift of mine")
	f.role = newPicker([]string{string(rotation.Primary), string(rotation.Secondary), string(rotation.Shadow)}, nil)
	f.role.SetSelected(string(rotation.Primary))
	f.role.OnChanged = func(string) { f.follow() }
	f.pattern.MultiLine, f.pattern.Wrapping = true, fyne.TextWrapOff
	f.pattern.SetMinRowsVisible(2)
	f.location.OnChanged = f.onLocation
	for _, e := range []*entry{f.myName, f.mail, f.pattern, f.name} {
		e.OnChanged = func(string) { f.follow() }
	}
	f.browseButton = look.NewButton("Look for it…", look.Plain, f.onBrowse)
	f.readButton = look.NewButton("Show me what it says", look.Plain, f.onRead)
	f.addButton = look.NewButton(addLabel(false), look.Main, f.onAdd)
	f.lay()
	f.onKind()
	return f
}

// lay puts the fields in the order in which they are filled in.
func (f *calendarForm) lay() {
	f.insecure = newInsecure("the calendar and its address")
	f.placeBox = look.Stack(look.Gap4, f.place, look.Row(look.Gap8, 0, wheeled(f.location), f.browseButton))
	toggle(f.done, false)
	toggle(f.fault, false)
	f.box = look.Card(look.NewLine("Add a calendar", look.Title).Strong(),
		field("Where it is", f.kind.box), f.placeBox, f.insecure, f.account.box,
		field("Whose shifts it holds", f.whose.box),
		field("My name in it", wheeled(f.myName)), field("My e-mail in it", wheeled(f.mail)),
		field("Role of its shifts, where they do not say it themselves", outlined(f.role)),
		field("Pattern (may stay empty). "+patternHint, wheeled(f.pattern)), f.fault,
		look.Left(f.readButton), f.readAnswer.box, f.pane.box,
		field("What to call it", wheeled(f.name)),
		f.done, f.answer.box, look.Left(f.addButton))
}

func (f *calendarForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.reveal = reveal
	for _, e := range []*entry{f.name, f.location, f.myName, f.mail, f.pattern} {
		e.onFocus = reveal
	}
	f.kind.revealBy(reveal)
	f.whose.revealBy(reveal)
	f.account.revealBy(reveal)
	f.role.onFocus, f.browseButton.OnFocus, f.readButton.OnFocus, f.addButton.OnFocus = reveal, reveal, reveal, reveal
}

// show takes over who the user is, and the zone that times are shown in.
func (f *calendarForm) show(v view) { f.view, f.me = v, v.snap.Me }

func (f *calendarForm) onBrowse() { chooseFile(f.desk, f.location, f.answer) }

func (f *calendarForm) filled() api.NewCalendar {
	c := api.NewCalendar{
		Name: strings.TrimSpace(f.name.Text), Location: strings.TrimSpace(f.location.Text), Mine: f.whose.at == whoseMine,
		Role: rotation.Role(f.role.Selected), Pattern: strings.TrimSpace(f.pattern.Text),
		Me: rotation.Person{Name: strings.TrimSpace(f.myName.Text), Email: strings.TrimSpace(f.mail.Text)},
	}
	if f.kind.at == kindCalDAV {
		a := f.account.account()
		c.CalDAV, c.Location, c.User, c.Secret = true, f.account.address(), a.User, a.Secret
	}
	// The warning stands on the screen for as long as this is so.
	c.InsecureOK = plainHTTP(c.Location)
	return c
}

func (f *calendarForm) onKind() {
	labels := [...]string{"The file", "The address; it is a secret and goes to the keyring", ""}
	examples := [...]string{"/home/me/oncall.ics", "https://calendar.example.org/…/team.ics", ""}
	f.place.Set(labels[f.kind.at], look.Secondary)
	f.location.SetPlaceHolder(examples[f.kind.at])
	toggle(f.placeBox, f.kind.at != kindCalDAV)
	toggle(f.browseButton, f.kind.at == kindFile)
	toggle(f.account.box, f.kind.at == kindCalDAV)
	f.onPlace()
}

func (f *calendarForm) onLocation(text string) {
	f.kind.choose(kindTyped(strings.TrimSpace(text), f.kind.at))
	f.onPlace()
}

// onPlace takes what was read of another place off the screen.
func (f *calendarForm) onPlace() {
	c := f.filled()
	toggle(f.insecure, c.InsecureOK && !c.CalDAV)
	toggle(f.account.insecure, plainHTTP(f.account.account().Address) || c.CalDAV && c.InsecureOK)
	f.addButton.SetLabel(addLabel(c.InsecureOK))
	f.leave()
}

// leave takes the preview off the screen.
func (f *calendarForm) leave() {
	f.turn++
	f.shown = false
	f.pane.hide()
	toggle(f.fault, false)
	f.readAnswer.show(nil)
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
	f.waiting = f.desk.after(typing, func() { fyne.Do(f.onPause) })
}

func (f *calendarForm) onPause() {
	if f.shown && f.desk.ctx.Err() == nil {
		f.ask(false)
	}
}

func (f *calendarForm) onRead() {
	wrong := checkPlace(f.filled())
	toggle(f.done, false)
	f.readAnswer.show(wrong)
	if wrong != nil {
		f.reveal(f.readAnswer.box)
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
	f.desk.ask(func(ctx context.Context) (err error) {
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
		t := trialTrouble(err)
		f.readAnswer.show(&t)
		f.reveal(f.readAnswer.box)
		return
	}
	f.readButton.SetEnabled(true)
	f.readButton.SetLabel("Read it again")
	f.readAnswer.show(nil)
	v := previewOf(p, q.NewCalendar, f.me, f.view)
	f.fault.Set(v.fault, look.Blind)
	toggle(f.fault, v.fault != "")
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
	toggle(f.done, false)
	wrong := checkCalendar(c, f.me)
	if wrong == nil && f.fault.Visible() && f.tried == c.Pattern {
		wrong = problem("The pattern cannot be used", "Correct it where it says what is wrong, or empty it.")
	}
	f.answer.show(wrong)
	if wrong != nil {
		f.reveal(f.answer.box)
		return
	}
	f.addButton.SetEnabled(false)
	f.desk.ask(func(ctx context.Context) error { return f.setup.AddCalendar(ctx, c) }, func(err error) { f.onAdded(c.Name, err) })
}

// onAdded empties the form once the calendar is taken; an address does not stay
// on the screen, and a password not even if it was not.
func (f *calendarForm) onAdded(name string, err error) {
	f.addButton.SetEnabled(true)
	if err != nil {
		f.account.password.SetText("")
		f.answer.showErr(err)
		f.reveal(f.answer.box)
		return
	}
	empty(f.name, f.location, f.pattern)
	f.account.clear()
	f.leave()
	f.answer.show(nil)
	f.done.Set("“"+name+"” was added. Above, among the sources, you see whether it can be read.", look.On)
	toggle(f.done, true)
	f.reveal(f.done)
}
