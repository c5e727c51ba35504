package pages

import (
	"context"
	"time"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/model"
)

// onChosen opens a page: one that came and went is seen by that.
func (s *Screen) onChosen(i int) {
	if i >= len(s.order) || s.order[i] == s.chosen {
		return
	}
	s.chosen = s.order[i]
	s.detail.prompt.Close()
	s.detail.answer.Show(nil)
	s.detail.scroll.ScrollToTop()
	s.showDetail()
	s.lookUp(s.chosen)
	if p := s.shelf.pages[s.chosen]; p.Unseen && s.view.Live {
		s.send(p.ID, commandOf(see), nil)
	}
}

func (s *Screen) onFresh() {
	s.reorder(false)
	s.list.ScrollToTop()
	s.redraw()
}

func (s *Screen) onOlder() {
	to := s.shelf.from
	if to.IsZero() {
		to = s.desk.Now()
	}
	from := to.Add(-historyStep)
	s.fetching = true
	s.older.SetEnabled(false)
	s.answer.Show(nil)
	var pages []api.Page
	s.desk.Ask(func(ctx context.Context) (err error) {
		pages, err = s.archive.History(ctx, from, to)
		return err
	}, func(err error) { s.onOlderCome(pages, from, err) })
}

func (s *Screen) onOlderCome(pages []api.Page, from time.Time, err error) {
	s.fetching = false
	s.answer.ShowErr(err)
	if err == nil {
		s.shelf.putOlder(pages, from)
		s.reorder(true)
	}
	s.Show(s.view)
}

// Typed are the keys of the screen. While a question is asked, they answer it.
func (s *Screen) Typed(r rune) {
	if s.detail.prompt.Open {
		s.detail.prompt.Typed(r)
		return
	}
	switch r {
	case 'j':
		s.move(1)
	case 'k':
		s.move(-1)
	case '/':
		s.desk.Win.Canvas().Focus(s.find)
	case 'f':
		s.onFresh()
	case 'z':
		s.onUndoKey()
	default:
		keys := map[rune]action{'a': acknowledge, 's': snooze, 'r': resolve, 'e': escalate, 'u': unacknowledge, 'p': pause, 'n': note, 'w': excuse, 'o': see}
		if a, ok := keys[r]; ok {
			s.act(a)
		}
	}
}

// onFind lists what has the words in it.
func (s *Screen) onFind(string) {
	s.reorder(false)
	s.list.ScrollToTop()
	s.Show(s.view)
}

// onFound goes on to the first page that was found.
func (s *Screen) onFound() {
	s.desk.Win.Canvas().Focus(s.list)
	if s.chosen == "" {
		s.move(1)
	}
}

// onFindLeft lists all pages again.
func (s *Screen) onFindLeft() {
	s.find.SetText("")
	s.desk.Win.Canvas().Focus(s.list)
}

// act does what the key stands for, if the page that is shown allows it.
func (s *Screen) act(a action) {
	p, ok := s.shelf.pages[s.chosen]
	if ok && s.view.Live && s.actions(p)[a] != "" {
		s.onAction(p.ID, a)
	}
}

func (s *Screen) onAction(id string, a action) {
	p := s.shelf.pages[id]
	if !asksFirst(a, p) {
		s.send(id, commandOf(a), nil)
		return
	}
	m := matter{id, a}
	s.asked = m
	question, answers := questionOf(a, p, s.view)
	if answers == nil {
		s.write(m, question)
		return
	}
	s.detail.prompt.Ask(question, answers, func(c api.Command) { s.send(id, c, nil) })
	s.redraw()
	s.desk.Win.Canvas().Focus(s.list) // The button that was pressed has gone.
}

// write asks for a line of text, which stays in the field until the agent has it.
func (s *Screen) write(m matter, question string) {
	d := s.detail.prompt
	d.Write(question, s.drafts[m], func(text string) { s.drafts[m] = text }, func(text string) {
		c := api.Command{Do: api.DoNote, Text: text}
		if m.a == excuse {
			c.Do = api.DoExcuse
		}
		s.send(m.id, c, func() { s.onWritten(m) })
	})
	s.redraw()
	s.desk.Win.Canvas().Focus(d.Field)
}

func (s *Screen) onWritten(m matter) {
	delete(s.drafts, m)
	if d := s.detail.prompt; d.Writing() && s.asked == m {
		focused := d.Focused()
		d.Close()
		if focused {
			s.desk.Win.Canvas().Focus(s.list)
		}
	}
	s.lookUp(m.id) // The last note is another now.
}

// onClosed gives the keys back to the list.
func (s *Screen) onClosed() {
	s.redraw()
	s.desk.Win.Canvas().Focus(s.list)
}

// send asks the agent; done, which may be nil, is called when it has taken it.
func (s *Screen) send(id string, c api.Command, done func()) {
	s.sending[id] = true
	s.detail.answer.Show(nil)
	s.redraw()
	s.desk.Ask(func(ctx context.Context) error { return s.pager.Act(ctx, id, c) }, func(err error) {
		delete(s.sending, id)
		if id == s.chosen {
			s.detail.answer.ShowErr(err)
		}
		if err == nil && done != nil {
			done()
		}
		s.redraw()
	})
}

func (s *Screen) onUndoKey() {
	if p, ok := model.Undoable(s.view.Snap.Pages, s.view); ok {
		s.onUndo(p.ID)
	}
}

// onUndo takes the last step back. The page need not be the one that is shown, so
// that an error is told below the list.
func (s *Screen) onUndo(id string) {
	s.undo.Send(s.desk, s.answer, func(ctx context.Context) error { return s.pager.Act(ctx, id, api.Command{Do: api.DoUndo}) })
}

func (s *Screen) onSeenAll(ids []string) {
	s.gone.Send(s.desk, s.answer, func(ctx context.Context) error { return kit.SeeAll(ctx, s.pager, ids) })
}

// lookUp asks how often the trouble of a page came.
func (s *Screen) lookUp(id string) {
	if s.shelf.pages[id].Drill || !s.view.Live {
		return
	}
	var found api.Page
	s.desk.Ask(func(ctx context.Context) (err error) {
		found, err = s.archive.Page(ctx, id)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			s.again[id] = "How often this came before could not be looked up: " + model.Sentence(model.TroubleOf(err))
		case found.Recurrence != nil:
			s.again[id] = found.Recurrence.String()
		}
		s.showDetail()
	})
}
