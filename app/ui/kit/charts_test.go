package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"standby/app/ui/bench"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

func threeWeeks() []kit.Column {
	return []kit.Column{{Label: "2–8", Top: "10 h", Said: "Ten hours.", Parts: []float64{6, 3, 1}}, {Label: "9–15", Said: "Nothing.", Parts: []float64{0, 0, 0}},
		{Label: "16–22", Top: "5 h", Said: "Five hours.", Parts: []float64{5, 0, 0}}}
}

// goldenOf compares how something is drawn, 400 wide, with what stands in testdata.
func goldenOf(t *testing.T, name string, b *bench.Bench, content fyne.CanvasObject) {
	t.Helper()
	b.Open(&panel{content: look.Tall(0, -1, content)}, nil)
	b.Desk.Win.Resize(fyne.NewSize(400, 300))
	b.Desk.Win.Content().MinSize()
	test.AssertRendersToMarkup(t, name+".xml", b.Desk.Win.Canvas())
}

func TestColumnsAreStackedInTheirProportions(t *testing.T) {
	b := bench.New(t)
	bars := kit.NewBars(b.Desk, 160, look.Day, look.Night, look.Work)
	bars.Draw(threeWeeks(), "Three weeks.")
	goldenOf(t, "bars", b, bars.Box)
	b.Desk.Win.Canvas().Focus(bars)
	goldenOf(t, "bars-pointed", b, bars.Box)
}

func TestAChartWithoutColumnsIsDrawnToo(t *testing.T) {
	b := bench.New(t)
	bars, strip := kit.NewBars(b.Desk, 160, look.Day), kit.NewHeatStrip(b.Desk, look.Work)
	bars.Draw(nil, "No month yet.")
	strip.Draw(nil, "No hour yet.")
	b.Open(&panel{content: look.Stack(0, bars.Box, strip.Box)}, nil)
	for _, chart := range []fyne.Focusable{bars, strip} {
		b.Desk.Win.Canvas().Focus(chart)
		for _, key := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyReturn} {
			b.Key(key)
		}
	}
	bars.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(3, 3)}})
	b.Reads("No month yet.", "No hour yet.")
}

func TestAHeatStripShowsFiguresAndMarks(t *testing.T) {
	b := bench.New(t)
	strip := kit.NewHeatStrip(b.Desk, look.Work)
	strip.Draw([]kit.Column{{Label: "00", Marked: true, Said: "None."}, {Label: "01", Top: "1", Parts: []float64{1}, Said: "One."}, {Label: "02", Top: "4", Parts: []float64{4}, Said: "Four."}}, "Five.")
	goldenOf(t, "heat", b, strip.Box)
}

func TestRanksAreAsLongAsTheirShare(t *testing.T) {
	b := bench.New(t)
	ranks := kit.NewRanks(look.Work)
	ranks.Show([]kit.Rank{{Name: "Queue depth growing", Said: "4 times", Share: 1}, {Name: "Disk is full", Said: "once", Share: 0.25}, {Name: "Odd", Said: "more than all", Share: 7}})
	goldenOf(t, "ranks", b, look.Stack(look.Gap8, kit.Legend([]look.ColorName{look.Work}, []string{"Pages"}), ranks.Box))
}

func TestAColumnIsPointedAtByKeysAndByThePointer(t *testing.T) {
	b := bench.New(t)
	bars := kit.NewBars(b.Desk, 160, look.Day, look.Night, look.Work)
	var chosen []int
	bars.OnChosen = func(i int) { chosen = append(chosen, i) }
	typed := ""
	b.Open(&panel{content: look.Stack(0, bars.Box), onTyped: func(r rune) { typed += string(r) }}, nil)
	b.Desk.Win.Canvas().Unfocus()
	bars.Draw(threeWeeks(), "Three weeks.")
	b.Reads("Three weeks.")
	b.Desk.Win.Canvas().Focus(bars)
	b.Reads("Five hours.")
	b.Key(fyne.KeyLeft)
	b.Reads("Nothing.")
	for range 5 {
		b.Key(fyne.KeyLeft)
	}
	b.Reads("Ten hours.")
	b.Key(fyne.KeyReturn)
	b.Key(fyne.KeyEnd)
	b.Key(fyne.KeySpace)
	b.Typed("n ")
	b.Key(fyne.KeyDown)
	if len(chosen) != 2 || chosen[0] != 0 || chosen[1] != 2 || typed != "n"+string(look.Down) {
		t.Errorf("chosen %v, typed %q", chosen, typed)
	}
	b.Desk.Win.Canvas().Unfocus()
	b.Reads("Three weeks.")
	at := fyne.NewPos(bars.Size().Width*0.1, 20)
	bars.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	b.Reads("Ten hours.")
	bars.Tapped(&fyne.PointEvent{Position: at})
	bars.MouseOut()
	b.Reads("Three weeks.")
	if len(chosen) != 3 || chosen[2] != 0 {
		t.Errorf("chosen %v", chosen)
	}
	bars.Draw(threeWeeks()[:1], "One week.")
	b.Reads("One week.")
}

func TestWhatIsPointedAtStaysWhenFiguresChange(t *testing.T) {
	b := bench.New(t)
	bars := kit.NewBars(b.Desk, 160, look.Day)
	b.Open(&panel{content: look.Stack(0, bars.Box)}, nil)
	bars.Draw(threeWeeks(), "Three weeks.")
	b.Desk.Win.Canvas().Focus(bars)
	b.Key(fyne.KeyHome)
	changed := threeWeeks()
	changed[0].Said = "Eleven hours."
	bars.Draw(changed, "Three weeks.")
	b.Reads("Eleven hours.")
	b.Key(fyne.KeyEnd)
	bars.Draw(changed[:2], "Two weeks.")
	b.Reads("Nothing.")
}
