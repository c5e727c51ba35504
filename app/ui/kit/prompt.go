package kit

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// answersMax is the most answers that a question has.
const answersMax = 4

// Prompt asks one more thing where the buttons were: how long, whether really, or
// for a line of text. It belongs to what it was opened for until it is closed.
type Prompt struct {
	Box      *fyne.Container
	question *look.Para
	buttons  [answersMax]*look.Button
	fieldUp  *fyne.Container
	Field    *LineField
	Save     *look.Button

	desk    *Desk
	answers []model.Offer
	text    func(string)
	draft   func(string)
	told    func(api.Command)
	closed  func()
	Open    bool
}

// NewPrompt returns a prompt that is closed. closed is called when it has been,
// other than by close.
func NewPrompt(d *Desk, typed func(rune), closed func()) *Prompt {
	p := &Prompt{question: look.NewPara("", look.Body, look.Text), desk: d, closed: closed}
	p.Field = NewLineField(d, "", p.cancel)
	p.Field.OnSubmitted = func(string) { p.onSave() }
	p.Field.OnChanged = p.onChanged
	p.Save = look.NewButton("Save", look.Main, p.onSave)
	p.fieldUp = look.Row(look.Gap8, 0, p.Field, p.Save)
	row := make([]fyne.CanvasObject, 0, answersMax+1)
	for i := range p.buttons {
		p.buttons[i] = look.NewCompact("", func() { p.answer(i) })
		p.buttons[i].OnRune = typed
		row = append(row, p.buttons[i])
	}
	cancel := look.NewCompact("Esc · Cancel", p.cancel)
	cancel.OnRune = typed
	row = append(row, cancel)
	p.Box = look.Stack(look.Gap8, p.question, p.fieldUp, look.Flow(6, row...))
	p.Box.Hide()
	return p
}

// Ask opens it with answers, which keys 1 to 4 give as well.
func (p *Prompt) Ask(question string, answers []model.Offer, told func(api.Command)) {
	p.Close()
	p.answers, p.told, p.Open = answers, told, true
	p.question.Set(question, look.Text)
	for i, b := range p.buttons {
		Toggle(b, i < len(answers))
		if i < len(answers) {
			b.SetLabel(strconv.Itoa(i+1) + " · " + answers[i].Label)
		}
	}
	Toggle(p.fieldUp, false)
	Toggle(p.Box, true)
}

// Write opens it with a field, which holds what was begun before; draft is told
// of every change.
func (p *Prompt) Write(question, begun string, draft, text func(string)) {
	p.Ask(question, nil, nil)
	p.Field.SetText(begun)
	p.draft, p.text = draft, text
	Toggle(p.fieldUp, true)
}

// Focused reports whether the field has the focus.
func (p *Prompt) Focused() bool { return p.desk.Win.Canvas().Focused() == p.Field }

// Writing reports whether it waits for a line of text.
func (p *Prompt) Writing() bool { return p.Open && p.text != nil }

func (p *Prompt) onChanged(text string) {
	if p.Writing() {
		p.draft(text)
	}
}

// Close puts it away without an answer.
func (p *Prompt) Close() {
	if !p.Open {
		return
	}
	p.Open, p.answers, p.told, p.text, p.draft = false, nil, nil, nil, nil
	if p.Focused() {
		p.desk.Win.Canvas().Unfocus() // Keys must not reach a field that has gone.
	}
	p.Field.SetText("")
	Toggle(p.Box, false)
}

// cancel is what Esc and the button do.
func (p *Prompt) cancel() {
	if p.Open {
		p.Close()
		p.closed()
	}
}

// Typed gives the answer of a digit, and Esc none; no other letter means anything
// meanwhile.
func (p *Prompt) Typed(r rune) {
	if r == look.Escape {
		p.cancel()
		return
	}
	if i := int(r - '1'); i >= 0 && i < len(p.answers) {
		p.answer(i)
	}
}

func (p *Prompt) answer(i int) {
	if i >= len(p.answers) {
		return
	}
	command, told := p.answers[i].Command(p.desk.Now()), p.told
	p.Close()
	p.closed()
	told(command)
}

// onSave leaves the field as it is: it is closed by whoever knows that the text
// has arrived.
func (p *Prompt) onSave() {
	if text := strings.TrimSpace(p.Field.Text); p.Writing() && text != "" {
		p.text(text)
	}
}
