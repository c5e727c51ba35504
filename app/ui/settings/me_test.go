package settings

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/rotation"
)

func TestWhoIAmCanBeChanged(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	form := screen.me
	b.Reads("In a team's calendar or rota Standby looks for Engineer A, a@example.org.")
	if form.filled() != night.EngineerA() {
		t.Errorf("the fields begin with %v", form.filled())
	}
	form.mail.SetText("")
	test.Type(form.mail, " b@example.org ")
	b.Hold = true
	test.Tap(b.Button("Save"))
	b.Send(s) // A snapshot that was on its way neither overwrites the fields nor frees the button.
	if !b.Button("Save").Disabled() {
		t.Error("it can be saved twice")
	}
	b.Release()
	want := rotation.Person{Name: "Engineer A", Email: "b@example.org"}
	if b.Agent.Got.Me != want || form.filled() != want {
		t.Errorf("sent %v, the fields say %v", b.Agent.Got.Me, form.filled())
	}
	b.Reads("Saved: Engineer A, b@example.org. Calendars and rotas are read again.")
}

func TestTheFieldsFollowAChangeFromElsewhereButNotOverWhatIsTyped(t *testing.T) {
	s := night.OnCall(t)
	s.Me = rotation.Person{}
	b, screen := open(t, &s)
	form := screen.me
	b.Reads("Standby does not know yet who you are. Say it here, or when you add a calendar.")
	s.Me = night.EngineerA()
	b.Send(s)
	if form.filled() != night.EngineerA() {
		t.Errorf("the fields say %v", form.filled())
	}
	test.Type(form.name, "X")
	typed := form.filled()
	s.Me = rotation.Person{Name: "Engineer C"}
	b.Send(s)
	if form.filled() != typed {
		t.Errorf("the fields say %v", form.filled())
	}
}

func TestNobodyIsNotSavedAndARefusalIsTold(t *testing.T) {
	s := night.OnCall(t)
	s.Me = rotation.Person{}
	b, screen := open(t, &s)
	form := screen.me
	test.Tap(b.Button("Save"))
	b.Reads("There is neither a name nor an e-mail")
	b.Asked()
	test.Type(form.mail, "nobody")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "That is no e-mail address"}}
	test.Tap(b.Button("Save"))
	b.Reads("That is no e-mail address")
	b.DoesNotRead("There is neither a name nor an e-mail")
	b.Lost()
	form.submit("")
	b.Asked("me")
}

func TestTheWheelMovesTheScreenAlsoOverAField(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	b.Desk.Win.Resize(fyne.NewSize(960, 640))
	canvas, over := b.Desk.Win.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(screen.me.name)
	test.Scroll(canvas, over.AddXY(20, 10), 0, -100)
	if screen.scroll.Offset.Y != 100 {
		t.Errorf("the screen moved by %v", screen.scroll.Offset.Y)
	}
}
