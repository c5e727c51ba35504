package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
)

// settingsScreen says who I am, connects sources, and proves the path.
type settingsScreen struct {
	desk   *desk
	prover Prover

	box        *fyne.Container
	scroll     *container.Scroll
	me         *meForm
	sources    *fyne.Container
	none       *look.Para
	sourceRows []*sourceCard
	calendar   *calendarForm
	rota       *rotaForm
	listen     *listenForm
	test       *look.Button
	tested     *look.Para
	testAnswer *troubleBox
	sound      *soundCard
	keyShape   *look.Shape
	key        *look.Para
	doctor     *look.Button
	findings   *fyne.Container
	docAnswer  *troubleBox
	// testing and checking are true while the agent has been asked and has not
	// answered.
	testing, checking bool
}

func newSettingsScreen(d *desk, agent Agent) *settingsScreen {
	s := &settingsScreen{desk: d, prover: agent, sources: look.Stack(look.Gap4), none: look.NewPara("None yet.", look.Body, look.Secondary),
		tested: look.NewPara("", look.Body, look.Secondary), testAnswer: newTroubleBox(), docAnswer: newTroubleBox(),
		keyShape: look.NewShape(look.Ring, look.Off, look.IconSide), key: look.NewPara("", look.Body, look.Text), findings: look.Stack(12)}
	s.me, s.calendar, s.rota = newMeForm(d, agent), newCalendarForm(d, agent, agent), newRotaForm(d, agent)
	s.listen, s.sound = newListenForm(d, agent), newSoundCard(d, agent)
	s.test = look.NewButton("Send a test page", look.Plain, s.onTest)
	s.doctor = look.NewButton("Check everything", look.Plain, s.onDoctor)
	s.test.OnRune, s.doctor.OnRune = d.typed, d.typed
	toggle(s.tested, false)
	toggle(s.findings, false)
	head := func(text string) fyne.CanvasObject { return look.NewLine(text, look.Title).Strong() }
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		s.me.box,
		look.Card(head("Sources"), s.none, s.sources),
		s.calendar.box, s.rota.box, s.listen.box,
		look.Card(head("Prove the path"), look.NewPara("A test page goes the whole way of a real one: it is stored, shown, heard, and waits until you acknowledge it. It pays nothing.", look.Body, look.Secondary),
			s.tested, s.testAnswer.box, look.Left(s.test)),
		s.sound.box,
		look.Card(head("Where secrets live"), look.Row(look.Gap8, 1, s.keyShape, s.key)),
		look.Card(head("Doctor"), s.docAnswer.box, s.findings, look.Left(s.doctor)))))
	show := reveal(s.scroll)
	s.me.revealBy(show)
	s.calendar.revealBy(show)
	s.rota.revealBy(show)
	s.listen.revealBy(show)
	s.sound.revealBy(show)
	s.test.OnFocus, s.doctor.OnFocus = show, show
	return s
}

func (s *settingsScreen) content() fyne.CanvasObject { return s.box }

func (s *settingsScreen) first() fyne.Focusable { return nil }

func (s *settingsScreen) scroller() *container.Scroll { return s.scroll }

func (s *settingsScreen) typed(rune) {}

func (s *settingsScreen) show(v view) {
	if !v.known {
		return
	}
	s.me.show(v.snap.Me, v.live)
	s.calendar.show(v)
	s.rota.me = v.snap.Me
	s.sound.show(v)
	text, form, keyTone := keyringOf(v.snap.Desktop.Keyring)
	s.key.Set(text, look.Text)
	s.keyShape.Set(form, keyTone, 0)
	s.showSources(v)
	s.test.SetEnabled(v.live && !s.testing)
	s.doctor.SetEnabled(v.live && !s.checking)
}

func (s *settingsScreen) showSources(v view) {
	toggle(s.none, len(v.snap.Sources) == 0)
	toggle(s.sources, len(v.snap.Sources) > 0)
	for len(s.sourceRows) < len(v.snap.Sources) {
		line := newSourceCard()
		s.sourceRows = append(s.sourceRows, line)
		s.sources.Add(line.box)
	}
	for i, line := range s.sourceRows {
		toggle(line.box, i < len(v.snap.Sources))
		if i < len(v.snap.Sources) {
			line.show(sourceOf(v.snap.Sources[i], v))
		}
	}
}

func (s *settingsScreen) onTest() {
	s.testing = true
	s.test.SetEnabled(false)
	s.testAnswer.show(nil)
	toggle(s.tested, false)
	s.desk.ask(func(ctx context.Context) error {
		_, err := s.prover.TestPage(ctx)
		return err
	}, s.onTested)
}

func (s *settingsScreen) onTested(err error) {
	s.testing = false
	s.test.SetEnabled(true)
	s.testAnswer.showErr(err)
	if err == nil {
		s.tested.Set("Sent. It waits on the screens Now and Pages, and should have shown as a notification.", look.On)
		toggle(s.tested, true)
	}
}

func (s *settingsScreen) onDoctor() {
	s.checking = true
	s.doctor.SetEnabled(false)
	s.doctor.SetLabel("Checking…")
	s.docAnswer.show(nil)
	var checks []api.Check
	s.desk.ask(func(ctx context.Context) (err error) {
		checks, err = s.prover.Doctor(ctx)
		return err
	}, func(err error) { s.onChecked(checks, err) })
}

func (s *settingsScreen) onChecked(checks []api.Check, err error) {
	s.checking = false
	s.doctor.SetEnabled(true)
	s.doctor.SetLabel("Check again")
	s.docAnswer.showErr(err)
	s.findings.RemoveAll()
	for _, c := range checks {
		s.findings.Add(drawFinding(c))
	}
	toggle(s.findings, len(checks) > 0)
}

func drawFinding(c api.Check) fyne.CanvasObject {
	form, tone, word := findingOf(c)
	rows := []fyne.CanvasObject{
		look.Row(look.Gap8, 0, look.NewElided(c.Name, look.Body, look.Text).Strong(), look.NewLine(word, look.Body).In(tone)),
		look.NewPara(c.Finding, look.Body, look.Text),
	}
	if c.Next != "" {
		rows = append(rows, look.NewPara("Do this: "+c.Next, look.Body, look.Text))
	}
	return look.RowTop(look.Gap8, 1, look.NewShape(form, tone, look.IconSide), look.Stack(2, rows...))
}
