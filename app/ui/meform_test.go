package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/rotation"
)

func TestWhoIAmCanBeChanged(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	form := b.w.screens[placeSettings].(*settingsScreen).me
	b.reads("In a team's calendar or rota Standby looks for Engineer A, a@example.org.")
	if form.filled() != engineerA {
		t.Errorf("the fields begin with %v", form.filled())
	}
	form.mail.SetText("")
	test.Type(form.mail, " b@example.org ")
	b.hold = true
	test.Tap(b.button("Save"))
	b.send(s) // A snapshot that was on its way neither overwrites the fields nor frees the button.
	if !b.button("Save").Disabled() {
		t.Error("it can be saved twice")
	}
	b.release()
	want := rotation.Person{Name: "Engineer A", Email: "b@example.org"}
	if b.agent.me != want || form.filled() != want {
		t.Errorf("sent %v, the fields say %v", b.agent.me, form.filled())
	}
	b.reads("Saved: Engineer A, b@example.org. Calendars and rotas are read again.")
}

func TestTheFieldsFollowAChangeFromElsewhereButNotOverWhatIsTyped(t *testing.T) {
	s := onCall(t)
	s.Me = rotation.Person{}
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	form := b.w.screens[placeSettings].(*settingsScreen).me
	b.reads("Standby does not know yet who you are. Say it here, or when you add a calendar.")
	s.Me = engineerA
	b.send(s)
	if form.filled() != engineerA {
		t.Errorf("the fields say %v", form.filled())
	}
	test.Type(form.name, "X")
	typed := form.filled()
	s.Me = rotation.Person{Name: "Engineer C"}
	b.send(s)
	if form.filled() != typed {
		t.Errorf("the fields say %v", form.filled())
	}
}

func TestNobodyIsNotSavedAndARefusalIsTold(t *testing.T) {
	s := onCall(t)
	s.Me = rotation.Person{}
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	form := b.w.screens[placeSettings].(*settingsScreen).me
	test.Tap(b.button("Save"))
	b.reads("There is neither a name nor an e-mail")
	b.asked()
	test.Type(form.mail, "nobody")
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "That is no e-mail address"}}
	test.Tap(b.button("Save"))
	b.reads("That is no e-mail address")
	b.doesNotRead("There is neither a name nor an e-mail")
	b.w.onLost(nil)
	form.submit("")
	b.asked("me")
}

func TestTheWheelMovesTheScreenAlsoOverAField(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	screen := b.w.screens[placeSettings].(*settingsScreen)
	b.w.desk.win.Resize(fyne.NewSize(960, 640))
	canvas, over := b.w.desk.win.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(screen.me.name)
	test.Scroll(canvas, over.AddXY(20, 10), 0, -100)
	if screen.scroll.Offset.Y != 100 {
		t.Errorf("the screen moved by %v", screen.scroll.Offset.Y)
	}
}
