package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// troubleOf puts an error of the agent into words for people.
func troubleOf(err error) api.Trouble {
	var said *api.Error
	switch {
	case errors.As(err, &said):
		return said.Trouble
	case errors.Is(err, api.ErrNotRunning):
		return api.Trouble{What: "Standby's agent is not running", Means: "Nothing was sent, and pages are NOT being watched.", Next: agentRemedy}
	case errors.Is(err, context.DeadlineExceeded):
		return api.Trouble{What: "Standby's agent did not answer in time", Means: "Whether it was done is not known.", Next: "Look at the state shown here before you try again."}
	}
	return api.Trouble{What: "That did not work: " + err.Error(), Means: "Nothing was changed.", Next: "Try again; if it stays so, run “standby doctor”."}
}

// trialTrouble is troubleOf for an error that came of a mere question.
func trialTrouble(err error) api.Trouble {
	t := troubleOf(err)
	var said *api.Error
	if !errors.As(err, &said) && !errors.Is(err, api.ErrNotRunning) {
		t.Means, t.Next = "Nothing was added.", "Try again; if it stays so, run “standby doctor”."
	}
	return t
}

// agentRemedy is what to do when the agent does not run.
const agentRemedy = "Start it with the command “standby”. This window reconnects by itself."

// troubleBox shows what is wrong, what it means and what to do: one part under
// the other, with the shape of "cannot see" for what is not a page.
type troubleBox struct {
	box               *fyne.Container
	what, means, next *look.Para
}

func newTroubleBox() *troubleBox {
	b := &troubleBox{
		what:  look.NewPara("", look.Body, look.Blind),
		means: look.NewPara("", look.Body, look.Text),
		next:  look.NewPara("", look.Body, look.Text),
	}
	b.what.Bold = true
	b.box = look.Boxed(look.NewFill(look.SoftBlind, look.Blind), b.what, b.means, b.next)
	b.box.Hide()
	return b
}

// show shows a trouble; nil hides the box.
func (b *troubleBox) show(t *api.Trouble) {
	toggle(b.box, t != nil)
	if t == nil {
		return
	}
	b.what.Set(t.What, look.Blind)
	b.part(b.means, t.Means)
	b.part(b.next, t.Next)
}

func (b *troubleBox) part(p *look.Para, text string) {
	p.Set(text, look.Text)
	toggle(p, text != "")
}

// showErr shows an error in words; nil hides the box.
func (b *troubleBox) showErr(err error) {
	if err == nil {
		b.show(nil)
		return
	}
	t := troubleOf(err)
	b.show(&t)
}

// troubleList shows any number of troubles.
type troubleList struct {
	box   *fyne.Container
	boxes []*troubleBox
}

func newTroubleList() *troubleList { return &troubleList{box: look.Stack(look.Gap8)} }

func (l *troubleList) show(troubles []api.Trouble) {
	for len(l.boxes) < len(troubles) {
		b := newTroubleBox()
		l.boxes = append(l.boxes, b)
		l.box.Add(b.box)
	}
	for i, b := range l.boxes {
		if i < len(troubles) {
			b.show(&troubles[i])
		} else {
			b.show(nil)
		}
	}
	toggle(l.box, len(troubles) > 0)
}
