package kit_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/ui/bench"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

func TestAFoldOpensByClickEnterAndSpace(t *testing.T) {
	b := bench.New(t)
	opened := 0
	fold := kit.NewFold(b.Desk, look.NewElided("Standby, night", look.Body, look.Text), look.NewPara("24 hours at EUR 6.00.", look.Body, look.Text))
	fold.OnOpen = func() { opened++ }
	typed := ""
	b.Open(&panel{content: look.Stack(0, fold.Box), onTyped: func(r rune) { typed += string(r) }}, nil)
	b.Reads("Standby, night")
	b.DoesNotRead("24 hours at EUR 6.00.")
	test.Tap(fold.Head)
	b.Reads("24 hours at EUR 6.00.")
	b.Desk.Win.Canvas().Focus(fold.Head)
	b.Key(fyne.KeyReturn)
	b.DoesNotRead("24 hours at EUR 6.00.")
	b.Key(fyne.KeySpace)
	fold.Open(true)
	b.Typed("j ")
	b.Escape()
	if !fold.IsOpen() || opened != 2 || typed != "j"+string(look.Escape) {
		t.Errorf("open %v, opened %d times, typed %q", fold.IsOpen(), opened, typed)
	}
	goldenOf(t, "fold", b, fold.Box)
}

// word is a row of one word.
type word struct{ *look.Line }

func (w word) Content() fyne.CanvasObject { return w.Line }
func (w word) Show(text string)           { w.SetText(text) }

func TestRowsAreUsedAgain(t *testing.T) {
	b := bench.New(t)
	made := 0
	rows := kit.NewRows(0, func() kit.Row[string] { made++; return word{look.NewLine("", look.Body)} }).Ruled()
	b.Open(&panel{content: look.Stack(0, rows.Box)}, nil)
	rows.Show([]string{"a", "b", "c"})
	rows.Show([]string{"d"})
	b.Reads("d")
	b.DoesNotRead("b", "c")
	rows.Show([]string{"e", "f"})
	b.Reads("e", "f")
	if made != 3 || rows.At(3) != nil {
		t.Errorf("%d rows were made", made)
	}
	rows.Show(nil)
	if rows.Box.Visible() {
		t.Error("no rows take room")
	}
}

// shut is a file that cannot be written to its end.
type shut struct{ io.Writer }

func (shut) Close() error { return errors.New("the disk is full") }

func TestAFileIsWrittenWholeOrItIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "statement.pdf")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := kit.Put(f, []byte("%PDF")); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "%PDF" {
		t.Errorf("kept %q, %v", data, err)
	}
	if err := kit.Put(shut{io.Discard}, nil); err == nil {
		t.Error("a file that is cut off counts as kept")
	}
}

func TestCardsAreAsHighAsOneAnother(t *testing.T) {
	b := bench.New(t)
	long, short := look.Card(look.NewPara("a text that takes several lines where it is narrow", look.Body, look.Text)), look.Card(look.NewPara("short", look.Body, look.Text))
	box := look.Stack(0, kit.Cards(300, long, short))
	b.Open(&panel{content: box}, nil)
	b.Desk.Win.Resize(fyne.NewSize(400, 300))
	box.MinSize()
	if long.Size() != short.Size() || short.Position().X != 204 {
		t.Errorf("wide: %v at %v, %v at %v", long.Size(), long.Position(), short.Size(), short.Position())
	}
	b.Desk.Win.Resize(fyne.NewSize(250, 300))
	box.MinSize()
	if short.Position() != fyne.NewPos(0, long.Size().Height+8) || long.Size().Width != 250 || box.MinSize().Height != long.Size().Height+8+short.Size().Height {
		t.Errorf("narrow: %v, %v at %v of %v", long.Size(), short.Size(), short.Position(), box.MinSize())
	}
}
