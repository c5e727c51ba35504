package health

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Screen shows what the pages of a span ask of people.
type Screen struct {
	desk    *kit.Desk
	records Records

	box     *fyne.Container
	scroll  *container.Scroll
	options [len(spans)]*look.Option
	answer  *kit.TroubleBox
	sheet   *fyne.Container
	none    *look.Para
	figures [4]*figureCard
	hours   *kit.HeatStrip
	load    *listCard
	noisy   *listCard
	sources *listCard

	span  int
	asked string
	view  model.View
}

// New builds the screen.
func New(d *kit.Desk, records Records) *Screen {
	s := &Screen{desk: d, records: records, answer: kit.NewTroubleBox(), span: usualSpan, hours: kit.NewHeatStrip(d, look.Work),
		none: look.NewPara("No page came in this span: nobody was disturbed.", look.Body, look.On)}
	s.load = newListCard("Load", "Who was on call for how long, and who took the pages.", "Nobody was on call in this span, as far as the calendars tell.", look.Day)
	s.noisy = newListCard("What keeps coming back", "Alerts that came at least twice. Each is worth a repair, or a quieter rule.", "No alert came twice.", look.Work)
	s.sources = newListCard("Where pages come from", "", "No page came.", look.Work)
	var tabs []fyne.CanvasObject
	for i, span := range spans {
		s.options[i] = look.NewOption(span.label, func() { s.choose(i) })
		s.options[i].OnRune = d.Typed
		tabs = append(tabs, s.options[i])
	}
	s.options[s.span].Choose(true)
	var cards []fyne.CanvasObject
	for i := range s.figures {
		s.figures[i] = newFigureCard()
		cards = append(cards, s.figures[i].box)
	}
	s.sheet = look.Stack(look.Gap16, s.none, kit.Cards(640, kit.Cards(280, cards[:2]...), kit.Cards(280, cards[2:]...)),
		look.Card(look.NewLine("Interruptions by hour", look.Title).Strong(), s.hours.Box), s.load.box, s.noisy.box, s.sources.box)
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16, look.Flow(look.Gap4, tabs...), s.answer.Box, s.sheet)))
	reveal := kit.Reveal(s.scroll)
	s.hours.OnFocus = reveal
	for _, o := range s.options {
		o.OnFocus = reveal
	}
	kit.Toggle(s.sheet, false)
	return s
}

// Keys are those that Typed knows.
func (s *Screen) Keys() []model.Key {
	return []model.Key{{Keys: "1 … 4", Does: "Look back 7, 30, 90 days, or a year"}, {Keys: "← →", Does: "In a chart, go from one hour to the next"}}
}

// Content is built once.
func (s *Screen) Content() fyne.CanvasObject { return s.box }

// First is what gets the focus when the screen is opened.
func (s *Screen) First() fyne.Focusable { return nil }

// Scroller is what the arrow keys move while nothing has the focus.
func (s *Screen) Scroller() *container.Scroll { return s.scroll }

// Typed gets the letters that no field wanted.
func (s *Screen) Typed(r rune) {
	if i := int(r - '1'); i >= 0 && i < len(spans) {
		s.choose(i)
	}
}

func (s *Screen) choose(i int) {
	s.span = i
	for j, o := range s.options {
		o.Choose(i == j)
	}
	s.Show(s.view)
}

// Show draws what is known.
func (s *Screen) Show(v model.View) {
	s.view = v
	if v.Known && v.Live {
		s.ask()
	}
}

func (s *Screen) draw(r report) {
	h := healthOf(r, spans[s.span].days, s.view.Loc)
	kit.Toggle(s.sheet, true)
	kit.Toggle(s.none, h.none)
	for i, f := range h.figures {
		s.figures[i].show(f)
	}
	var cells []kit.Column
	for _, c := range h.hours {
		cells = append(cells, kit.Column{Label: c.label, Top: c.top, Said: c.said, Parts: []float64{float64(c.pages)}, Marked: c.night})
	}
	s.hours.Draw(cells, h.hoursSum)
	var load, noisy, sources []kit.Rank
	for _, b := range h.load {
		load = append(load, kit.Rank{Name: b.name, Said: b.said, Share: b.share})
	}
	for _, n := range h.noisy {
		noisy = append(noisy, kit.Rank{Name: n.name, Said: n.said, Share: n.share})
	}
	for _, n := range h.sources {
		sources = append(sources, kit.Rank{Name: n.name, Said: n.said, Share: n.share})
	}
	s.load.show(load)
	s.noisy.show(noisy)
	s.sources.show(sources)
}

// figureCard is one of the large figures.
type figureCard struct {
	box          *fyne.Container
	name         *look.Para
	value, about *look.Para
}

func newFigureCard() *figureCard {
	c := &figureCard{name: look.NewPara("", look.Small, look.Secondary), value: look.NewPara("", look.Figure, look.Text), about: look.NewPara("", look.Small, look.Secondary)}
	c.value.Bold = true
	c.box = look.Card(c.name, c.value, c.about)
	return c
}

func (c *figureCard) show(f figure) {
	c.name.Set(f.name, look.Secondary)
	c.value.Set(f.value, look.Text)
	c.about.Set(f.about, look.Secondary)
}

// listCard is a list that is compared by length.
type listCard struct {
	box   *fyne.Container
	ranks *kit.Ranks
	none  *look.Para
}

func newListCard(name, about, none string, tone look.ColorName) *listCard {
	c := &listCard{ranks: kit.NewRanks(tone), none: look.NewPara(none, look.Body, look.Secondary)}
	said := look.NewPara(about, look.Small, look.Secondary)
	kit.Toggle(said, about != "")
	c.box = look.Card(look.NewLine(name, look.Title).Strong(), said, c.none, c.ranks.Box)
	return c
}

func (c *listCard) show(list []kit.Rank) {
	c.ranks.Show(list)
	kit.Toggle(c.none, len(list) == 0)
}
