package settings

import (
	"time"

	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// calendarForm adds a calendar, and shows what it would be before that.
type calendarForm struct {
	desk  *kit.Desk
	setup Setup
	trial Trial
	me    rotation.Person
	view  model.View

	box                                   *fyne.Container
	kind, whose                           *kit.Choice
	name, location, myName, mail, pattern *kit.Entry
	place, fault, done                    *look.Para
	placeBox, roleBox                     fyne.CanvasObject
	notOfAccounts                         []fyne.CanvasObject // what an account knows by itself
	browseButton, readButton, addButton   *look.Button
	account                               *accountForm
	roster                                *rosterForm
	insecure                              *fyne.Container
	role                                  *kit.Picker
	readAnswer, answer                    *kit.TroubleBox
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

func newCalendarForm(d *kit.Desk, setup Setup, trial Trial) *calendarForm {
	f := &calendarForm{desk: d, setup: setup, trial: trial, name: kit.NewEntry(d, "Payments"), location: kit.NewEntry(d, ""),
		myName: kit.NewEntry(d, "as the calendar has it"), mail: kit.NewEntry(d, "me@example.org"), pattern: kit.NewEntry(d, "{role}: {person} ({rota})"),
		place: look.NewPara("", look.Small, look.Secondary), fault: look.NewPara("", look.Body, look.Blind), done: look.NewPara("", look.Body, look.On),
		readAnswer: kit.NewTroubleBox(), answer: kit.NewTroubleBox(), pane: newPreviewPane(), reveal: func(fyne.CanvasObject) {}}
	f.account = newAccountForm(d, trial, f.onPlace)
	f.roster = newRosterForm(d, trial, f.onPlace, f.onSchedule)
	f.kind = kit.NewChoice(d, f.onKind, kindLabels()...)
	f.whose = kit.NewChoice(d, f.follow, "The team's: find me in it", "Mine: every event is a shift of mine")
	f.role = kit.NewPicker([]string{string(rotation.Primary), string(rotation.Secondary), string(rotation.Shadow)}, nil)
	f.role.SetSelected(string(rotation.Primary))
	f.role.OnChanged = func(string) { f.follow() }
	f.pattern.MultiLine, f.pattern.Wrapping = true, fyne.TextWrapOff
	f.pattern.SetMinRowsVisible(2)
	f.location.OnChanged = f.onLocation
	for _, e := range []*kit.Entry{f.myName, f.mail, f.pattern, f.name} {
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
	f.placeBox = look.Stack(look.Gap4, f.place, look.Row(look.Gap8, 0, kit.Wheeled(f.location), f.browseButton))
	kit.Toggle(f.done, false)
	kit.Toggle(f.fault, false)
	whose, me, mail := kit.Field("Whose shifts it holds", f.whose.Box), kit.Field("My name in it", kit.Wheeled(f.myName)), kit.Field("My e-mail in it", kit.Wheeled(f.mail))
	pattern := kit.Field("Pattern (may stay empty). "+patternHint, kit.Wheeled(f.pattern))
	f.notOfAccounts = []fyne.CanvasObject{whose, me, mail, pattern}
	f.roleBox = kit.Field("Role of its shifts, where they do not say it themselves", kit.Outlined(f.role))
	f.box = look.Card(look.NewLine("Add a calendar", look.Title).Strong(),
		kit.Field("Where it is", f.kind.Box), f.placeBox, f.insecure, f.account.box, f.roster.box,
		whose, me, mail, f.roleBox, pattern, f.fault,
		look.Left(f.readButton), f.readAnswer.Box, f.pane.box,
		kit.Field("What to call it", kit.Wheeled(f.name)),
		f.done, f.answer.Box, look.Left(f.addButton))
}

func (f *calendarForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.reveal = reveal
	for _, e := range []*kit.Entry{f.name, f.location, f.myName, f.mail, f.pattern} {
		e.OnFocus = reveal
	}
	f.kind.RevealBy(reveal)
	f.whose.RevealBy(reveal)
	f.account.revealBy(reveal)
	f.roster.revealBy(reveal)
	f.role.OnFocus, f.browseButton.OnFocus, f.readButton.OnFocus, f.addButton.OnFocus = reveal, reveal, reveal, reveal
}

// show takes over who the user is, the zone that times are shown in, and which
// accounts there are.
func (f *calendarForm) show(v model.View) {
	f.view, f.me = v, v.Snap.Me
	f.offerAccounts(accountsIn(v.Snap.Sources))
}
