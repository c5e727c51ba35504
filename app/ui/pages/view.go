package pages

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Screen is the list of pages, and one of them in full.
type Screen struct {
	desk    *kit.Desk
	pager   Pager
	archive Archive

	box    *fyne.Container
	find   *kit.LineField
	list   *pageList
	detail *pageDetail
	fresh  *look.Button
	older  *look.Button
	note   *look.Para
	foot   *fyne.Container
	undo   *kit.Strip
	gone   *kit.Strip
	answer *kit.TroubleBox

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
	view     model.View
	fetching bool
}

// New builds the screen.
func New(d *kit.Desk, pager Pager, archive Archive) *Screen {
	s := &Screen{desk: d, pager: pager, archive: archive, sending: map[string]bool{}, drafts: map[matter]string{}, again: map[string]string{},
		answer: kit.NewTroubleBox(), note: look.NewPara("", look.Body, look.Secondary)}
	s.list = newPageList(s.length, s.update, s.onChosen)
	s.list.onMove, s.list.onTyped = s.move, d.Typed
	s.undo, s.gone = kit.NewStrip(look.Accent, d.Typed), kit.NewStrip(look.Hairline, d.Typed)
	s.fresh = look.NewButton("", look.Main, s.onFresh)
	s.fresh.Hide()
	s.older = look.NewButton("Load older", look.Plain, s.onOlder)
	s.fresh.OnRune, s.older.OnRune = d.Typed, d.Typed
	s.detail = newPageDetail(d, s.onAction, d.Typed, s.onClosed)
	ring, focus := ringed(s.list)
	s.list.onFocus = focus
	s.foot = look.Stack(look.Gap8, s.gone.Box, look.Row(look.Gap8, 0, s.note, s.older))
	foot := look.Stack(look.Gap8, s.answer.Box, s.foot, s.undo.Box)
	s.find = kit.NewLineField(d, "Search (/)", s.onFindLeft)
	s.find.OnChanged, s.find.OnSubmitted = s.onFind, func(string) { s.onFound() }
	left := look.Tall(0, 2, look.Inset(0, look.Gap4, s.find), look.Inset(0, look.Gap4, s.fresh), ring, look.Inset(0, look.Gap8, foot))
	s.box = look.Inset(look.Gap8, look.Gap8, look.Beside(600, 0.46, left, s.detail.box))
	return s
}

// Keys are those that Typed knows.
func (s *Screen) Keys() []model.Key { return keys() }

// Content is built once.
func (s *Screen) Content() fyne.CanvasObject { return s.box }

// First is what gets the focus when the screen is opened.
func (s *Screen) First() fyne.Focusable { return s.list }

// Scroller is what the arrow keys move while the list has not the focus: the page that
// is shown in full.
func (s *Screen) Scroller() *container.Scroll { return s.detail.scroll }

func (s *Screen) length() int { return len(s.order) }

func (s *Screen) update(i int, item *pageItem) {
	if i < len(s.order) {
		id := s.order[i]
		row := model.PageRowOf(s.shelf.pages[id], s.view)
		if s.sending[id] && row.Sending == "" {
			row.Sending = "Sending…"
		}
		item.show(row)
	}
}

// Show draws what is known.
func (s *Screen) Show(v model.View) {
	s.view = v
	if v.Known && (s.seq != v.Snap.Seq || !s.taken.Equal(v.Snap.At)) {
		s.seq, s.taken = v.Snap.Seq, v.Snap.At
		s.shelf.put(v.Snap.Pages)
		s.reorder(s.chosen != "")
	}
	s.older.SetEnabled(v.Live && !s.fetching)
	s.note.Set(model.JoinedBy(" ", noteOf(len(s.order), len(s.shelf.pages), s.find.Text, s.shelf.from, s.view), model.Besides(v.Snap), model.MutedOf(v)), look.Secondary)
	// What can be undone takes the place of what stands below the list, so that
	// nothing moves where the pointer is.
	kit.Toggle(s.foot, !s.undo.OfferUndo(v.Snap.Pages, v, s.onUndo))
	s.gone.OfferSeen(v.Snap.Pages, v.Live, s.onSeenAll)
	s.list.Refresh()
	s.showDetail()
}

// reorder puts the list in order anew; with hold, nothing that is shown moves.
func (s *Screen) reorder(hold bool) {
	order, fresh := arrange(s.order, s.shelf.newest(s.find.Text), hold)
	s.order = order
	switch fresh {
	case 0:
		kit.Toggle(s.fresh, false)
	case 1:
		s.fresh.SetLabel("f · Show 1 new page")
		kit.Toggle(s.fresh, true)
	default:
		s.fresh.SetLabel(fmt.Sprintf("f · Show %d new pages", fresh))
		kit.Toggle(s.fresh, true)
	}
	if i := slices.Index(s.order, s.chosen); i >= 0 {
		s.list.Select(i)
	} else {
		s.chosen = ""
		s.list.UnselectAll()
	}
}

func (s *Screen) showDetail() {
	p, ok := s.shelf.pages[s.chosen]
	if !ok {
		s.detail.clear(len(s.order) > 0)
		return
	}
	labels := s.actions(p)
	if d := s.detail.prompt; d.Open && (s.asked.id != p.ID || !d.Writing() && labels[s.asked.a] == "") {
		d.Close() // What it asks about has gone.
	}
	again := s.again[p.ID]
	if p.Recurrence != nil {
		again = p.Recurrence.String()
	}
	s.detail.show(p, s.view, labels, again)
}

func (s *Screen) actions(p api.Page) [actions]string {
	return actionsOf(p, s.sending[p.ID], s.shelf.here[p.ID])
}

// Choose selects a page by its ID, bringing it into the list if it is waiting
// above.
func (s *Screen) Choose(id string) {
	if !slices.Contains(s.order, id) {
		s.find.SetText("")
		s.reorder(false)
	}
	if i := slices.Index(s.order, id); i >= 0 {
		s.list.Select(i)
	}
}

func (s *Screen) move(by int) {
	if len(s.order) == 0 {
		return
	}
	to := slices.Index(s.order, s.chosen) + by
	s.list.Select(max(0, min(to, len(s.order)-1)))
}

func (s *Screen) redraw() {
	s.list.Refresh()
	s.showDetail()
}
