package schedule

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// doneStrip says what has changed hands, and offers to undo it and, where somebody has
// to be told, the calendar to send.
type doneStrip struct {
	box        *fyne.Container
	text       *look.Para
	undo, save *look.Button
	id         string
	file       *api.Document
	until      time.Time
}

// undoFor is how long a handover can be undone from here.
const undoFor = 10 * time.Minute

func newDoneStrip(d *kit.Desk, undo, save func()) *doneStrip {
	s := &doneStrip{text: look.NewPara("", look.Body, look.Text), undo: look.NewCompact("z · Undo", undo), save: look.NewCompact("Save the .ics to send", save)}
	s.undo.OnRune, s.save.OnRune = d.Typed, d.Typed
	s.box = container.NewStack(look.NewFill(look.Panel, look.On), look.Inset(12, look.Gap8, look.Row(look.Gap8, 0, s.text, s.save, s.undo)))
	s.box.Hide()
	return s
}

// show offers to undo what has that ID, which may be empty where nothing can be undone.
func (s *doneStrip) show(text, id string, file *api.Document, now time.Time) {
	s.id, s.file, s.until = id, file, now.Add(undoFor)
	s.text.Set(text, look.Text)
	kit.Toggle(s.undo, id != "")
	kit.Toggle(s.save, file != nil)
	kit.Toggle(s.box, true)
	s.box.Refresh()
}

func (s *doneStrip) tick(now time.Time) {
	if s.box.Visible() && now.After(s.until) {
		s.id = ""
		kit.Toggle(s.box, false)
	}
}
