package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// answersMax is the most answers that a question has.
const answersMax = 4

// prompt asks one more thing where the buttons were: how long, whether really, or
// for a line of text. It belongs to what it was opened for until it is closed.
type prompt struct {
	box      *fyne.Container
	question *look.Para
	buttons  [answersMax]*look.Button
	fieldUp  *fyne.Container
	field    *lineField
	save     *look.Button

	desk    *desk
	answers []offer
	text    func(string)
	draft   func(string)
	told    func(api.Command)
	closed  func()
	open    bool
}

// newPrompt returns a prompt that is closed. closed is called when it has been,
// other than by close.
func newPrompt(d *desk, typed func(rune), closed func()) *prompt {
	p := &prompt{question: look.NewPara("", look.Body, look.Text), desk: d, closed: closed}
	p.field = newLineField(d, p.cancel)
	p.field.OnSubmitted = func(string) { p.onSave() }
	p.field.OnChanged = p.onChanged
	p.save = look.NewButton("Save", look.Main, p.onSave)
	p.fieldUp = look.Row(look.Gap8, 0, p.field, p.save)
	row := make([]fyne.CanvasObject, 0, answersMax+1)
	for i := range p.buttons {
		p.buttons[i] = look.NewCompact("", func() { p.answer(i) })
		p.buttons[i].OnRune = typed
		row = append(row, p.buttons[i])
	}
	cancel := look.NewCompact("Esc · Cancel", p.cancel)
	cancel.OnRune = typed
	row = append(row, cancel)
	p.box = look.Stack(look.Gap8, p.question, p.fieldUp, look.Flow(6, row...))
	p.box.Hide()
	return p
}

// ask opens it with answers, which keys 1 to 4 give as well.
func (p *prompt) ask(question string, answers []offer, told func(api.Command)) {
	p.close()
	p.answers, p.told, p.open = answers, told, true
	p.question.Set(question, look.Text)
	for i, b := range p.buttons {
		toggle(b, i < len(answers))
		if i < len(answers) {
			b.SetLabel(strconv.Itoa(i+1) + " · " + answers[i].label)
		}
	}
	toggle(p.fieldUp, false)
	toggle(p.box, true)
}

// write opens it with a field, which holds what was begun before; draft is told
// of every change.
func (p *prompt) write(question, begun string, draft, text func(string)) {
	p.ask(question, nil, nil)
	p.field.SetText(begun)
	p.draft, p.text = draft, text
	toggle(p.fieldUp, true)
}

// focused reports whether the field has the focus.
func (p *prompt) focused() bool { return p.desk.win.Canvas().Focused() == p.field }

// writing reports whether it waits for a line of text.
func (p *prompt) writing() bool { return p.open && p.text != nil }

func (p *prompt) onChanged(text string) {
	if p.writing() {
		p.draft(text)
	}
}

// close puts it away without an answer.
func (p *prompt) close() {
	if !p.open {
		return
	}
	p.open, p.answers, p.told, p.text, p.draft = false, nil, nil, nil, nil
	if p.focused() {
		p.desk.win.Canvas().Unfocus() // Keys must not reach a field that has gone.
	}
	p.field.SetText("")
	toggle(p.box, false)
}

// cancel is what Esc and the button do.
func (p *prompt) cancel() {
	if p.open {
		p.close()
		p.closed()
	}
}

// typed gives the answer of a digit, and Esc none; no other letter means anything
// meanwhile.
func (p *prompt) typed(r rune) {
	if r == look.Escape {
		p.cancel()
		return
	}
	if i := int(r - '1'); i >= 0 && i < len(p.answers) {
		p.answer(i)
	}
}

func (p *prompt) answer(i int) {
	if i >= len(p.answers) {
		return
	}
	command, told := p.answers[i].command(p.desk.now()), p.told
	p.close()
	p.closed()
	told(command)
}

// onSave leaves the field as it is: it is closed by whoever knows that the text
// has arrived.
func (p *prompt) onSave() {
	if text := strings.TrimSpace(p.field.Text); p.writing() && text != "" {
		p.text(text)
	}
}
