package now

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/ui/firstrun"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Screen answers in one look: am I on, until when, who is with me, what
// waits, can I trust this.
type Screen struct {
	desk   *kit.Desk
	pager  Pager
	box    *fyne.Container
	scroll *container.Scroll

	shape            *look.Shape
	headline, detail *look.Para
	left             *look.Line
	duty             *kit.FactList
	troubles         *kit.TroubleList
	answer           *kit.TroubleBox
	setup            *firstrun.Card
	pages            *look.Line
	quiet            *look.Para
	rows             map[string]*waitRow
	list             *fyne.Container
	pagesUp          *fyne.Container
	sourcesUp        *fyne.Container
	sources          *fyne.Container
	none, more       *look.Para
	sourceRows       []*kit.SourceLine
	undo, gone       *kit.Strip
	mute             *muteBar

	// sending are the pages whose acknowledgement this window has asked for and
	// not heard of, failed why it was not possible.
	sending map[string]bool
	failed  map[string]string
	last    model.View
}

// New builds the screen.
func New(d *kit.Desk, pager Pager, prover firstrun.Prover) *Screen {
	s := &Screen{desk: d, pager: pager, rows: map[string]*waitRow{}, sending: map[string]bool{}, failed: map[string]string{},
		shape: look.NewShape(look.Ring, look.Off, 48), headline: look.NewPara("", look.Figure, look.Text), detail: look.NewPara("", look.Body, look.Secondary),
		left: look.NewLine("", look.Title).In(look.Secondary), duty: kit.NewFactList(), troubles: kit.NewTroubleList(), answer: kit.NewTroubleBox(),
		pages: look.NewLine("", look.Title).Strong(), quiet: look.NewPara("", look.Body, look.Secondary),
		list: look.Stack(12), sources: look.Stack(look.Gap4), none: look.NewPara(noSources(), look.Body, look.Secondary), more: look.NewPara("", look.Body, look.Text)}
	s.headline.Bold = true
	s.setup = firstrun.New(d, prover, s.answer)
	s.undo, s.gone, s.mute = kit.NewStrip(look.Accent, d.Typed), kit.NewStrip(look.Hairline, d.Typed), newMuteBar(d, pager, s.answer)
	s.pagesUp = look.Card(s.pages, s.quiet, s.list, s.more, s.gone.Box)
	s.sourcesUp = look.Card(look.NewLine("Sources", look.Title).Strong(), s.none, s.sources)
	state := look.Row(look.Gap16, 1, s.shape, look.Stack(look.Gap4, s.headline, s.detail, s.left))
	var all *fyne.Container
	all, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		s.troubles.Box, s.answer.Box,
		look.Card(state, s.duty.Box, s.mute.box),
		s.setup.Box,
		s.pagesUp, s.sourcesUp)))
	// What can be undone comes below all that scrolls, so that nothing moves.
	s.box = look.Tall(0, 0, all, look.Inset(look.Gap8, 0, s.undo.Box))
	return s
}

// Keys are those that Typed knows.
func (s *Screen) Keys() []model.Key { return keys() }

// Content is built once.
func (s *Screen) Content() fyne.CanvasObject { return s.box }

// First is what gets the focus when the screen is opened.
func (s *Screen) First() fyne.Focusable { return nil }

// Scroller is what the arrow keys move while nothing has the focus.
func (s *Screen) Scroller() *container.Scroll { return s.scroll }

// Show draws what is known.
func (s *Screen) Show(v model.View) {
	s.last = v
	n := viewOf(v)
	s.shape.Set(n.form, n.tone, n.count)
	s.headline.Set(n.headline, n.tone)
	s.detail.Set(n.detail, look.Secondary)
	kit.Toggle(s.detail, n.detail != "")
	s.left.SetText(n.left)
	kit.Toggle(s.left, n.left != "")
	s.duty.Show(n.duty)
	s.troubles.Show(n.troubles)
	s.setup.Show(v)
	kit.Toggle(s.pagesUp, v.Known)
	kit.Toggle(s.sourcesUp, v.Known)
	s.showPages(n, v.Live)
	s.undo.OfferUndo(v.Snap.Pages, v, s.onUndo)
	s.gone.OfferSeen(v.Snap.Pages, v.Live, s.onSeenAll)
	s.mute.show(v, n.count)
	s.showSources(n.sources)
}

func (s *Screen) showPages(n view, live bool) {
	heading, tone := "Pages", look.Text
	if n.count > 0 {
		heading, tone = "Waiting", look.Waiting
	}
	s.pages.Set(heading, tone)
	s.quiet.Set(n.quiet, look.Secondary)
	kit.Toggle(s.quiet, n.quiet != "")
	rows := slices.Concat(n.waiting, n.working, n.gone)
	more := max(0, len(rows)-rowsMax)
	rows = rows[:len(rows)-more]
	text := moreOf(more, s.last.Snap)
	s.more.Set(text, look.Text)
	kit.Toggle(s.more, text != "")
	objects := make([]fyne.CanvasObject, 0, len(rows))
	seen := map[string]bool{}
	for _, p := range rows {
		row := s.rows[p.ID]
		if row == nil {
			row = newWaitRow(p.ID, s.onAck, s.onDetails, s.desk.Typed)
			s.rows[p.ID] = row
		}
		if s.sending[p.ID] && p.Ack != "" {
			p.Ack, p.Busy = "Sending…", true
		}
		row.show(p, s.failed[p.ID], live)
		seen[p.ID] = true
		objects = append(objects, row.box)
	}
	for id := range s.rows {
		if !seen[id] {
			delete(s.rows, id)
			delete(s.failed, id)
		}
	}
	if !slices.Equal(s.list.Objects, objects) {
		s.list.Objects = objects
		s.list.Refresh()
	}
	kit.Toggle(s.list, len(objects) > 0)
}

func (s *Screen) showSources(rows []model.SourceRow) {
	kit.Toggle(s.none, len(rows) == 0)
	kit.Toggle(s.sources, len(rows) > 0)
	for len(s.sourceRows) < len(rows) {
		line := kit.NewSourceLine()
		s.sourceRows = append(s.sourceRows, line)
		s.sources.Add(line.Box)
	}
	for i, line := range s.sourceRows {
		kit.Toggle(line.Box, i < len(rows))
		if i < len(rows) {
			line.Show(rows[i])
		}
	}
}
