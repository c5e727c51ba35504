package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/ui/bench/night"
	"standby/app/ui/model"
)

func TestAQuestionMarkShowsTheKeysOfTheScreenAndHidesThem(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	b.w.goTo(model.Pages)
	b.Typed("?")
	b.Reads("On the screen Pages", "j, k", "Everywhere", "Ctrl+1 … Ctrl+6")
	b.DoesNotRead("Load older")
	b.Typed("m") // Nothing else means anything meanwhile.
	b.Typed("?")
	b.Reads("Load older")
	if b.Desk.Win.Canvas().Focused() != b.w.screens[model.Pages].First() {
		t.Error("the screen has not got its focus back")
	}
	b.Typed("?")
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.Reads("Load older")
	b.Typed("?")
	test.Tap(b.Button("Esc · Back"))
	b.Reads("Load older")
}

func TestTheKeysLeaveTheScreenThatIsGoneToBehindThem(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	b.Typed("?")
	b.Send(s) // A snapshot that comes meanwhile changes nothing.
	b.Reads("On the screen Now")
	b.w.goTo(model.Settings)
	b.DoesNotRead("Everywhere")
	b.Typed("?")
	b.DoesNotRead("On the screen Settings")
	b.Reads("Everywhere")
}

func TestAQuestionMarkInAFieldIsALetter(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	b.w.goTo(model.Pages)
	b.Typed("/")
	b.Typed("why?")
	b.DoesNotRead("Everywhere")
}

func TestEveryLetterOfAScreenIsOnItsSheetOnce(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	for p := range model.Places {
		b.w.goTo(p)
		seen := map[string]bool{}
		for _, k := range append(b.w.screens[p].Keys(), model.KeysEverywhere()...) {
			if seen[k.Keys] || k.Does == "" || strings.HasSuffix(k.Does, ".") {
				t.Errorf("%s: %q says %q", p.Label(), k.Keys, k.Does)
			}
			seen[k.Keys] = true
		}
	}
}

func TestTheKeysAreFoundWithThePointerToo(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	test.Tap(b.Button("? · Keys"))
	b.Reads("Everywhere")
	test.Tap(b.Button("? · Keys"))
	b.DoesNotRead("Everywhere")
}

func TestTheArrowsMoveTheScreenWhereverTheFocusIs(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	b.w.goTo(model.Settings)
	scroll := b.w.screens[model.Settings].Scroller()
	b.Desk.Win.Canvas().Focus(b.Button("Save"))
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyDown)
	b.Key(fyne.KeyUp)
	if scroll.Offset.Y != 40 {
		t.Errorf("from a button it moved by %v", scroll.Offset.Y)
	}
	b.Desk.Win.Canvas().Unfocus()
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if want := 40 + 0.8*scroll.Size().Height; scroll.Offset.Y != want {
		t.Errorf("from nothing it moved to %v, want %v", scroll.Offset.Y, want)
	}
	b.Typed("?")
	b.Desk.Win.Resize(fyne.NewSize(640, 300))
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.w.sheet.scroll.Offset.Y == 0 {
		t.Error("the sheet does not move")
	}
}
