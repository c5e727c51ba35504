package kit_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// panel is a screen that is no more than what is tried.
type panel struct {
	content fyne.CanvasObject
	onTyped func(rune)
	scroll  *container.Scroll
}

func (p *panel) Content() fyne.CanvasObject  { return p.content }
func (p *panel) Show(model.View)             {}
func (p *panel) First() fyne.Focusable       { return nil }
func (p *panel) Scroller() *container.Scroll { return p.scroll }

func (p *panel) Typed(r rune) {
	if p.onTyped != nil {
		p.onTyped(r)
	}
}

func TestAQuestionIsAnsweredWithADigit(t *testing.T) {
	b := bench.New(t)
	closed := 0
	prompt := kit.NewPrompt(b.Desk, b.Desk.Typed, func() { closed++ })
	b.Open(&panel{content: prompt.Box, onTyped: prompt.Typed}, nil)
	var told []api.Command
	answers := []model.Offer{model.InSpan(api.DoSnooze, "15 min", 15*time.Minute), model.InSpan(api.DoSnooze, "1 h", time.Hour)}
	prompt.Ask("For how long?", answers, func(c api.Command) { told = append(told, c) })
	b.Reads("For how long?", "1 · 15 min", "2 · 1 h", "Esc · Cancel")
	b.Typed("3x0") // No answer has these.
	if !prompt.Open || len(told) > 0 {
		t.Fatalf("told %v", told)
	}
	b.Typed("2")
	if len(told) != 1 || !told[0].Until.Equal(b.Now.Add(time.Hour)) || prompt.Open || closed != 1 {
		t.Errorf("told %v, open %v, closed %d times", told, prompt.Open, closed)
	}
	b.Typed("2")
	if len(told) != 1 {
		t.Error("a question that is closed is answered")
	}
	prompt.Ask("For how long?", answers, func(api.Command) { t.Error("Esc is an answer") })
	b.Typed(string(look.Escape))
	if prompt.Open || closed != 2 {
		t.Errorf("open %v, closed %d times", prompt.Open, closed)
	}
}

func TestAnAnswerIsGivenInAFieldOnlyWhenThereIsOne(t *testing.T) {
	b := bench.New(t)
	prompt := kit.NewPrompt(b.Desk, b.Desk.Typed, func() {})
	b.Open(&panel{content: prompt.Box, onTyped: prompt.Typed}, nil)
	draft, text := "", ""
	prompt.Write("Why?", "begun", func(s string) { draft = s }, func(s string) { text = s })
	b.Desk.Win.Canvas().Focus(prompt.Field)
	if prompt.Field.Text != "begun" || !prompt.Focused() {
		t.Fatalf("it begins with %q, focused %v", prompt.Field.Text, prompt.Focused())
	}
	prompt.Field.SetText("   ")
	b.Key(fyne.KeyReturn)
	if text != "" || draft != "   " {
		t.Errorf("sent %q, kept %q", text, draft)
	}
	prompt.Field.SetText(" asleep ")
	b.Key(fyne.KeyReturn)
	if text != "asleep" || !prompt.Writing() {
		t.Errorf("sent %q; the field goes before the text has arrived: %v", text, !prompt.Writing())
	}
	b.Escape()
	if prompt.Open || prompt.Focused() {
		t.Error("keys reach a field that has gone")
	}
}
