package ui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
)

// historyStep is how much further back one press of the button reaches.
const historyStep = 30 * 24 * time.Hour

// pagesScreen is the list of pages, and one of them in full.
type pagesScreen struct {
	desk    *desk
	pager   Pager
	archive Archive

	box    *fyne.Container
	list   *pageList
	detail *pageDetail
	fresh  *look.Button
	older  *look.Button
	note   *look.Para
	foot   *fyne.Container
	undo   *strip
	gone   *strip
	answer *troubleBox

	shelf  shelf
	order  []string
	chosen string
	seq    uint64
	taken  time.Time
	// sending are the pages of which this window has asked something and has not
	// heard whether it was taken.
	sending map[string]bool
	// asked is what the question in the detail is about, drafts are the texts that
	// were begun and not sent.
	asked  matter
	drafts map[matter]string
	// again is how often the same trouble came, where a page was opened.
	again    map[string]string
	view     view
	fetching bool
}

// matter is one action on one page.
type matter struct {
	id string
	a  action
}

func newPagesScreen(d *desk, pager Pager, archive Archive) *pagesScreen {
	s := &pagesScreen{desk: d, pager: pager, archive: archive, sending: map[string]bool{}, drafts: map[matter]string{}, again: map[string]string{},
		answer: newTroubleBox(), note: look.NewPara("", look.Body, look.Secondary)}
	s.list = newPageList(s.length, s.update, s.onChosen)
	s.list.onMove, s.list.onTyped = s.move, s.typed
	s.undo, s.gone = newStrip(look.Accent, s.typed), newStrip(look.Hairline, s.typed)
	s.fresh = look.NewButton("", look.Main, s.onFresh)
	s.fresh.Hide()
	s.older = look.NewButton("Load older", look.Plain, s.onOlder)
	s.fresh.OnRune, s.older.OnRune = s.typed, s.typed
	s.detail = newPageDetail(d, s.onAction, s.typed, s.onClosed)
	ring, focus := ringed(s.list)
	s.list.onFocus = focus
	s.foot = look.Stack(look.Gap8, s.gone.box, look.Row(look.Gap8, 0, s.note, s.older))
	foot := look.Stack(look.Gap8, s.answer.box, s.foot, s.undo.box)
	left := look.Tall(0, 1, look.Inset(0, look.Gap4, s.fresh), ring, look.Inset(0, look.Gap8, foot))
	s.box = look.Inset(look.Gap8, look.Gap8, look.Beside(600, 0.46, left, s.detail.box))
	return s
}

func (s *pagesScreen) content() fyne.CanvasObject { return s.box }

func (s *pagesScreen) first() fyne.Focusable { return s.list }

func (s *pagesScreen) scroller() *container.Scroll { return nil }

func (s *pagesScreen) length() int { return len(s.order) }

func (s *pagesScreen) update(i int, item *pageItem) {
	if i < len(s.order) {
		id := s.order[i]
		row := rowOf(s.shelf.pages[id], s.view)
		if s.sending[id] && row.sending == "" {
			row.sending = "Sending…"
		}
		item.show(row)
	}
}

func (s *pagesScreen) show(v view) {
	s.view = v
	if v.known && (s.seq != v.snap.Seq || !s.taken.Equal(v.snap.At)) {
		s.seq, s.taken = v.snap.Seq, v.snap.At
		s.shelf.put(v.snap.Pages)
		s.reorder(s.chosen != "")
	}
	s.older.SetEnabled(v.live && !s.fetching)
	s.note.Set(joinedBy(" ", s.noteText(), besides(v.snap), mutedOf(v)), look.Secondary)
	// What can be undone takes the place of what stands below the list, so that
	// nothing moves where the pointer is.
	toggle(s.foot, !s.undo.offerUndo(v.snap.Pages, v, s.onUndo))
	s.gone.offerSeen(v.snap.Pages, v.live, s.onSeenAll)
	s.list.Refresh()
	s.showDetail()
}

func (s *pagesScreen) noteText() string {
	from := "the last 24 hours"
	if !s.shelf.from.IsZero() {
		from = "since " + s.shelf.from.In(s.view.loc).Format("2 Jan 2006")
	}
	switch n := len(s.order); {
	case !s.view.known:
		return ""
	case n == 0:
		return "No page waits, and none came in " + from + "."
	case n == 1:
		return "1 page: what is open, and " + from + "."
	default:
		return fmt.Sprintf("%d pages: what is open, and %s.", n, from)
	}
}

// reorder puts the list in order anew; with hold, nothing that is shown moves.
func (s *pagesScreen) reorder(hold bool) {
	order, fresh := arrange(s.order, s.shelf.newest(), hold)
	s.order = order
	switch fresh {
	case 0:
		toggle(s.fresh, false)
	case 1:
		s.fresh.SetLabel("f · Show 1 new page")
		toggle(s.fresh, true)
	default:
		s.fresh.SetLabel(fmt.Sprintf("f · Show %d new pages", fresh))
		toggle(s.fresh, true)
	}
	if i := slices.Index(s.order, s.chosen); i >= 0 {
		s.list.Select(i)
	} else {
		s.chosen = ""
		s.list.UnselectAll()
	}
}

func (s *pagesScreen) showDetail() {
	p, ok := s.shelf.pages[s.chosen]
	if !ok {
		s.detail.clear(len(s.order) > 0)
		return
	}
	labels := s.actions(p)
	if d := s.detail.prompt; d.open && (s.asked.id != p.ID || !d.writing() && labels[s.asked.a] == "") {
		d.close() // What it asks about has gone.
	}
	again := s.again[p.ID]
	if p.Recurrence != nil {
		again = p.Recurrence.String()
	}
	s.detail.show(p, s.view, labels, again)
}

func (s *pagesScreen) actions(p api.Page) [actions]string {
	return actionsOf(p, s.sending[p.ID], s.shelf.here[p.ID])
}

// onChosen opens a page: one that came and went is seen by that.
func (s *pagesScreen) onChosen(i int) {
	if i >= len(s.order) || s.order[i] == s.chosen {
		return
	}
	s.chosen = s.order[i]
	s.detail.prompt.close()
	s.detail.answer.show(nil)
	s.detail.scroll.ScrollToTop()
	s.showDetail()
	s.lookUp(s.chosen)
	if p := s.shelf.pages[s.chosen]; p.Unseen && s.view.live {
		s.send(p.ID, commandOf(see), nil)
	}
}

// choose selects a page by its ID, bringing it into the list if it is waiting
// above.
func (s *pagesScreen) choose(id string) {
	if !slices.Contains(s.order, id) {
		s.reorder(false)
	}
	if i := slices.Index(s.order, id); i >= 0 {
		s.list.Select(i)
	}
}

func (s *pagesScreen) move(by int) {
	if len(s.order) == 0 {
		return
	}
	to := slices.Index(s.order, s.chosen) + by
	s.list.Select(max(0, min(to, len(s.order)-1)))
}

func (s *pagesScreen) redraw() {
	s.list.Refresh()
	s.showDetail()
}

func (s *pagesScreen) onFresh() {
	s.reorder(false)
	s.list.ScrollToTop()
	s.redraw()
}

func (s *pagesScreen) onOlder() {
	to := s.shelf.from
	if to.IsZero() {
		to = s.desk.now()
	}
	from := to.Add(-historyStep)
	s.fetching = true
	s.older.SetEnabled(false)
	s.answer.show(nil)
	var pages []api.Page
	s.desk.ask(func(ctx context.Context) (err error) {
		pages, err = s.archive.History(ctx, from, to)
		return err
	}, func(err error) { s.onOlderCome(pages, from, err) })
}

func (s *pagesScreen) onOlderCome(pages []api.Page, from time.Time, err error) {
	s.fetching = false
	s.answer.showErr(err)
	if err == nil {
		s.shelf.putOlder(pages, from)
		s.reorder(true)
	}
	s.show(s.view)
}
