package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
)

// nowScreen answers in one look: am I on, until when, who is with me, what
// waits, can I trust this.
type nowScreen struct {
	desk   *desk
	pager  Pager
	prover Prover
	box    *fyne.Container
	scroll *container.Scroll

	shape            *look.Shape
	headline, detail *look.Para
	left             *look.Line
	duty             *factList
	troubles         *troubleList
	answer           *troubleBox
	setup            *setupCard
	pages            *look.Line
	quiet            *look.Para
	rows             map[string]*waitRow
	list             *fyne.Container
	pagesUp          *fyne.Container
	sourcesUp        *fyne.Container
	sources          *fyne.Container
	none, more       *look.Para
	sourceRows       []*sourceLine
	undo, gone       *strip
	mute             *muteBar

	// sending are the pages whose acknowledgement this window has asked for and
	// not heard of, failed why it was not possible.
	sending map[string]bool
	failed  map[string]string
	last    view
}

func newNowScreen(d *desk, pager Pager, prover Prover) *nowScreen {
	s := &nowScreen{desk: d, pager: pager, prover: prover, rows: map[string]*waitRow{}, sending: map[string]bool{}, failed: map[string]string{},
		shape: look.NewShape(look.Ring, look.Off, 48), headline: look.NewPara("", look.Figure, look.Text), detail: look.NewPara("", look.Body, look.Secondary),
		left: look.NewLine("", look.Title).In(look.Secondary), duty: newFactList(), troubles: newTroubleList(), answer: newTroubleBox(),
		pages: look.NewLine("", look.Title).Strong(), quiet: look.NewPara("", look.Body, look.Secondary),
		list: look.Stack(12), sources: look.Stack(look.Gap4), none: look.NewPara("None yet.", look.Body, look.Secondary), more: look.NewPara("", look.Body, look.Text)}
	s.headline.Bold = true
	s.setup = newSetupCard(s.onStep, d.typed)
	s.undo, s.gone, s.mute = newStrip(look.Accent, d.typed), newStrip(look.Hairline, d.typed), newMuteBar(d, pager, s.answer)
	s.pagesUp = look.Card(s.pages, s.quiet, s.list, s.more, s.gone.box)
	s.sourcesUp = look.Card(look.NewLine("Sources", look.Title).Strong(), s.none, s.sources)
	state := look.Row(look.Gap16, 1, s.shape, look.Stack(look.Gap4, s.headline, s.detail, s.left))
	var all *fyne.Container
	all, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		s.troubles.box, s.answer.box,
		look.Card(state, s.duty.box, s.mute.box),
		s.setup.box,
		s.pagesUp, s.sourcesUp)))
	// What can be undone comes below all that scrolls, so that nothing moves.
	s.box = look.Tall(0, 0, all, look.Inset(look.Gap8, 0, s.undo.box))
	return s
}

func (s *nowScreen) content() fyne.CanvasObject { return s.box }

func (s *nowScreen) first() fyne.Focusable { return nil }

func (s *nowScreen) scroller() *container.Scroll { return s.scroll }

func (s *nowScreen) typed(r rune) {
	if s.mute.prompt.open {
		s.mute.prompt.typed(r)
		return
	}
	switch r {
	case 'z':
		if p, ok := undoable(s.last.snap.Pages, s.last); ok {
			s.onUndo(p.ID)
		}
	case 'm':
		s.mute.press()
	}
}

func (s *nowScreen) show(v view) {
	s.last = v
	n := nowOf(v)
	s.shape.Set(n.form, n.tone, n.count)
	s.headline.Set(n.headline, n.tone)
	s.detail.Set(n.detail, look.Secondary)
	toggle(s.detail, n.detail != "")
	s.left.SetText(n.left)
	toggle(s.left, n.left != "")
	s.duty.show(n.duty)
	s.troubles.show(n.troubles)
	s.setup.show(n.setup, v.live)
	toggle(s.pagesUp, v.known)
	toggle(s.sourcesUp, v.known)
	s.showPages(n, v.live)
	s.undo.offerUndo(v.snap.Pages, v, s.onUndo)
	s.gone.offerSeen(v.snap.Pages, v.live, s.onSeenAll)
	s.mute.show(v, n.count)
	s.showSources(n.sources)
}

func (s *nowScreen) showPages(n nowView, live bool) {
	heading, tone := "Pages", look.Text
	if n.count > 0 {
		heading, tone = "Waiting", look.Waiting
	}
	s.pages.Set(heading, tone)
	s.quiet.Set(n.quiet, look.Secondary)
	toggle(s.quiet, n.quiet != "")
	rows := slices.Concat(n.waiting, n.working, n.gone)
	more := max(0, len(rows)-rowsMax)
	rows = rows[:len(rows)-more]
	text := moreOf(more, s.last.snap)
	s.more.Set(text, look.Text)
	toggle(s.more, text != "")
	objects := make([]fyne.CanvasObject, 0, len(rows))
	seen := map[string]bool{}
	for _, p := range rows {
		row := s.rows[p.id]
		if row == nil {
			row = newWaitRow(p.id, s.onAck, s.onDetails, s.desk.typed)
			s.rows[p.id] = row
		}
		if s.sending[p.id] && p.ack != "" {
			p.ack, p.busy = "Sending…", true
		}
		row.show(p, s.failed[p.id], live)
		seen[p.id] = true
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
	toggle(s.list, len(objects) > 0)
}

// rowsMax is how many pages the first screen lists; all of them are on the
// screen Pages.
const rowsMax = 20

func (s *nowScreen) onAck(id string) {
	s.sending[id] = true
	delete(s.failed, id)
	s.show(s.last)
	s.desk.ask(func(ctx context.Context) error { return s.pager.Act(ctx, id, commandOf(acknowledge)) }, func(err error) { s.onAcked(id, err) })
}

func (s *nowScreen) onUndo(id string) {
	s.undo.send(s.desk, s.answer, func(ctx context.Context) error { return s.pager.Act(ctx, id, api.Command{Do: api.DoUndo}) })
}

func (s *nowScreen) onSeenAll(ids []string) {
	s.gone.send(s.desk, s.answer, func(ctx context.Context) error { return seeAll(ctx, s.pager, ids) })
}

func (s *nowScreen) onAcked(id string, err error) {
	delete(s.sending, id)
	if err != nil {
		t := troubleOf(err)
		s.failed[id] = sentence(t)
	}
	s.show(s.last)
}

func (s *nowScreen) onDetails(id string) {
	s.desk.pageAt(id)
}

func (s *nowScreen) onStep(step setupStep) {
	if step.target != placeNow {
		s.desk.goTo(step.target)
		return
	}
	s.answer.show(nil)
	s.desk.ask(func(ctx context.Context) error {
		_, err := s.prover.TestPage(ctx)
		return err
	}, s.answer.showErr)
}

func (s *nowScreen) showSources(rows []sourceRow) {
	toggle(s.none, len(rows) == 0)
	toggle(s.sources, len(rows) > 0)
	for len(s.sourceRows) < len(rows) {
		line := newSourceLine()
		s.sourceRows = append(s.sourceRows, line)
		s.sources.Add(line.box)
	}
	for i, line := range s.sourceRows {
		toggle(line.box, i < len(rows))
		if i < len(rows) {
			line.show(rows[i])
		}
	}
}

// sentence is a trouble in one paragraph.
func sentence(t api.Trouble) string {
	text := t.What + "."
	for _, part := range []string{t.Means, t.Next} {
		if part != "" {
			text += " " + part
		}
	}
	return text
}
