package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// sourceCard is one source with all that is known of it.
type sourceCard struct {
	box   *fyne.Container
	line  *kit.SourceLine
	about *look.Para
	under *fyne.Container
}

func newSourceCard() *sourceCard {
	c := &sourceCard{line: kit.NewSourceLine(), about: look.NewPara("", look.Small, look.Secondary)}
	c.under = look.Row(look.Gap8, 1, look.Width(14, look.NewElided("", look.Small, look.Secondary)), c.about)
	c.box = look.Stack(0, c.line.Box, c.under)
	return c
}

func (c *sourceCard) show(r model.SourceRow) {
	c.line.Show(r)
	c.about.Set(strings.Join(r.About, "\n"), look.Secondary)
	kit.Toggle(c.under, len(r.About) > 0)
}

// Screen says who I am, connects sources, and proves the path.
type Screen struct {
	desk   *kit.Desk
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
	testAnswer *kit.TroubleBox
	sound      *soundCard
	keyShape   *look.Shape
	key        *look.Para
	doctor     *look.Button
	findings   *fyne.Container
	docAnswer  *kit.TroubleBox
	// testing and checking are true while the agent has been asked and has not
	// answered.
	testing, checking bool
}

// New builds the screen.
func New(d *kit.Desk, agent Agent) *Screen {
	s := &Screen{desk: d, prover: agent, sources: look.Stack(look.Gap4), none: look.NewPara("None yet. Add a calendar, a rota or a source of pages below.", look.Body, look.Secondary),
		tested: look.NewPara("", look.Body, look.Secondary), testAnswer: kit.NewTroubleBox(), docAnswer: kit.NewTroubleBox(),
		keyShape: look.NewShape(look.Ring, look.Off, look.IconSide), key: look.NewPara("", look.Body, look.Text), findings: look.Stack(12)}
	s.me, s.calendar, s.rota = newMeForm(d, agent), newCalendarForm(d, agent, agent), newRotaForm(d, agent)
	s.listen, s.sound = newListenForm(d, agent), newSoundCard(d, agent)
	s.test = look.NewButton("Send a test page", look.Plain, s.onTest)
	s.doctor = look.NewButton("Check everything", look.Plain, s.onDoctor)
	s.test.OnRune, s.doctor.OnRune = d.Typed, d.Typed
	kit.Toggle(s.tested, false)
	kit.Toggle(s.findings, false)
	head := func(text string) fyne.CanvasObject { return look.NewLine(text, look.Title).Strong() }
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		s.me.box,
		look.Card(head("Sources"), s.none, s.sources),
		s.calendar.box, s.rota.box, s.listen.box,
		look.Card(head("Prove the path"), look.NewPara("A test page goes the whole way of a real one: it is stored, shown, heard, and waits until you acknowledge it. It pays nothing.", look.Body, look.Secondary),
			s.tested, s.testAnswer.Box, look.Left(s.test)),
		s.sound.box,
		look.Card(head("Where secrets live"), look.Row(look.Gap8, 1, s.keyShape, s.key)),
		look.Card(head("Doctor"), s.docAnswer.Box, s.findings, look.Left(s.doctor)))))
	show := kit.Reveal(s.scroll)
	s.me.revealBy(show)
	s.calendar.revealBy(show)
	s.rota.revealBy(show)
	s.listen.revealBy(show)
	s.sound.revealBy(show)
	s.test.OnFocus, s.doctor.OnFocus = show, show
	return s
}

// Keys are none: all of the screen is reached with Tab and the arrows.
func (s *Screen) Keys() []model.Key { return nil }

// Content is built once.
func (s *Screen) Content() fyne.CanvasObject { return s.box }

// First is what gets the focus when the screen is opened.
func (s *Screen) First() fyne.Focusable { return nil }

// Scroller is what the arrow keys move while nothing has the focus.
func (s *Screen) Scroller() *container.Scroll { return s.scroll }

// Typed gets the letters that no field wanted.
func (s *Screen) Typed(rune) {}

// Show draws what is known.
func (s *Screen) Show(v model.View) {
	if !v.Known {
		return
	}
	s.me.show(v.Snap.Me, v.Live)
	s.calendar.show(v)
	s.rota.me = v.Snap.Me
	s.sound.show(v)
	text, form, keyTone := keyringOf(v.Snap.Desktop.Keyring)
	s.key.Set(text, look.Text)
	s.keyShape.Set(form, keyTone, 0)
	s.showSources(v)
	s.test.SetEnabled(v.Live && !s.testing)
	s.doctor.SetEnabled(v.Live && !s.checking)
}

func (s *Screen) showSources(v model.View) {
	kit.Toggle(s.none, len(v.Snap.Sources) == 0)
	kit.Toggle(s.sources, len(v.Snap.Sources) > 0)
	for len(s.sourceRows) < len(v.Snap.Sources) {
		line := newSourceCard()
		s.sourceRows = append(s.sourceRows, line)
		s.sources.Add(line.box)
	}
	for i, line := range s.sourceRows {
		kit.Toggle(line.box, i < len(v.Snap.Sources))
		if i < len(v.Snap.Sources) {
			line.show(model.SourceOf(v.Snap.Sources[i], v))
		}
	}
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
