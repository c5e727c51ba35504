package kit_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/ui/bench"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

func TestAnAnswerThatComesAfterTheWindowHasGoneIsDropped(t *testing.T) {
	b := bench.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.Desk.Ctx = ctx
	b.Desk.Ask(func(ctx context.Context) error {
		if end, ok := ctx.Deadline(); !ok || time.Until(end) > time.Minute {
			t.Errorf("an agent that never answers is waited for until %v", end)
		}
		cancel()
		return nil
	}, func(error) { t.Error("it is told to a window that has gone") })
}

func TestWhatGetsTheFocusIsScrolledIntoView(t *testing.T) {
	b := bench.New(t)
	var rows []fyne.CanvasObject
	var fields []*kit.Entry
	for range 40 {
		e := kit.NewEntry(b.Desk, "")
		fields = append(fields, e)
		rows = append(rows, kit.Field("Name", kit.Wheeled(e)))
	}
	box, scroll := look.Scroll(look.Stack(look.Gap8, rows...))
	for _, e := range fields {
		e.OnFocus = kit.Reveal(scroll)
	}
	b.Open(&panel{content: box, scroll: scroll}, nil)
	for range fields {
		b.Desk.Win.Canvas().FocusNext()
		e, ok := b.Desk.Win.Canvas().Focused().(*kit.Entry)
		if !ok {
			t.Fatalf("the focus is on %T", b.Desk.Win.Canvas().Focused())
		}
		driver := fyne.CurrentApp().Driver()
		top := driver.AbsolutePositionForObject(e).Y - driver.AbsolutePositionForObject(scroll).Y
		if top < 0 || top+e.Size().Height > scroll.Size().Height {
			t.Fatalf("what has the focus lies at %v of %v", top, scroll.Size().Height)
		}
	}
}

func TestADigitLeadsToEveryScreen(t *testing.T) {
	for p := range model.Places {
		if want := "Ctrl+" + string(kit.Digit(p)); p.Shortcut() != want {
			t.Errorf("%s: %s, and the key is %s", p.Label(), p.Shortcut(), want)
		}
	}
}
