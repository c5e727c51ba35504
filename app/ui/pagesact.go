package ui

import (
	"context"
	"errors"

	"standby/app/api"
)

// typed are the keys of the screen. While a question is asked, they answer it.
func (s *pagesScreen) typed(r rune) {
	if s.detail.prompt.open {
		s.detail.prompt.typed(r)
		return
	}
	switch r {
	case 'j':
		s.move(1)
	case 'k':
		s.move(-1)
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

// act does what the key stands for, if the page that is shown allows it.
func (s *pagesScreen) act(a action) {
	p, ok := s.shelf.pages[s.chosen]
	if ok && s.view.live && s.actions(p)[a] != "" {
		s.onAction(p.ID, a)
	}
}

func (s *pagesScreen) onAction(id string, a action) {
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
	s.detail.prompt.ask(question, answers, func(c api.Command) { s.send(id, c, nil) })
	s.redraw()
	s.desk.win.Canvas().Focus(s.list) // The button that was pressed has gone.
}

// write asks for a line of text, which stays in the field until the agent has it.
func (s *pagesScreen) write(m matter, question string) {
	d := s.detail.prompt
	d.write(question, s.drafts[m], func(text string) { s.drafts[m] = text }, func(text string) {
		c := api.Command{Do: api.DoNote, Text: text}
		if m.a == excuse {
			c.Do = api.DoExcuse
		}
		s.send(m.id, c, func() { s.onWritten(m) })
	})
	s.redraw()
	s.desk.win.Canvas().Focus(d.field)
}

func (s *pagesScreen) onWritten(m matter) {
	delete(s.drafts, m)
	if d := s.detail.prompt; d.writing() && s.asked == m {
		focused := d.focused()
		d.close()
		if focused {
			s.desk.win.Canvas().Focus(s.list)
		}
	}
	s.lookUp(m.id) // The last note is another now.
}

// onClosed gives the keys back to the list.
func (s *pagesScreen) onClosed() {
	s.redraw()
	s.desk.win.Canvas().Focus(s.list)
}

// send asks the agent; done, which may be nil, is called when it has taken it.
func (s *pagesScreen) send(id string, c api.Command, done func()) {
	s.sending[id] = true
	s.detail.answer.show(nil)
	s.redraw()
	s.desk.ask(func(ctx context.Context) error { return s.pager.Act(ctx, id, c) }, func(err error) {
		delete(s.sending, id)
		if id == s.chosen {
			s.detail.answer.showErr(err)
		}
		if err == nil && done != nil {
			done()
		}
		s.redraw()
	})
}

func (s *pagesScreen) onUndoKey() {
	if p, ok := undoable(s.view.snap.Pages, s.view); ok {
		s.onUndo(p.ID)
	}
}

// onUndo takes the last step back. The page need not be the one that is shown, so
// that an error is told below the list.
func (s *pagesScreen) onUndo(id string) {
	s.undo.send(s.desk, s.answer, func(ctx context.Context) error { return s.pager.Act(ctx, id, api.Command{Do: api.DoUndo}) })
}

func (s *pagesScreen) onSeenAll(ids []string) {
	s.gone.send(s.desk, s.answer, func(ctx context.Context) error { return seeAll(ctx, s.pager, ids) })
}

// seeAll marks pages as seen, as far as it gets. One that the agent has forgotten
// meanwhile needs no mark.
func seeAll(ctx context.Context, pager Pager, ids []string) error {
	for _, id := range ids {
		if err := pager.Act(ctx, id, api.Command{Do: api.DoSeen}); err != nil && !errors.Is(err, api.ErrNotFound) {
			return err
		}
	}
	return nil
}

// lookUp asks how often the trouble of a page came.
func (s *pagesScreen) lookUp(id string) {
	if s.shelf.pages[id].Drill || !s.view.live {
		return
	}
	var found api.Page
	s.desk.ask(func(ctx context.Context) (err error) {
		found, err = s.archive.Page(ctx, id)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			s.again[id] = "How often this came before could not be looked up: " + sentence(troubleOf(err))
		case found.Recurrence != nil:
			s.again[id] = found.Recurrence.String()
		}
		s.showDetail()
	})
}
