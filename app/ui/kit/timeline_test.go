package kit_test

import (
	"image/color"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// monday is the day that the week of the night begins with, by number.
func monday(t testing.TB) float64 {
	zone := night.Berlin(t)
	return model.DayAt(model.WeekStart(night.Now(t), zone), zone)
}

// scene is two lanes with one of everything.
func scene(t testing.TB) *model.Scene {
	m := monday(t)
	at := func(from, to float64) model.Stretch { return model.Stretch{From: m + from, To: m + to} }
	return &model.Scene{Zone: night.Berlin(t), Now: m + 2.1, Nights: []model.Stretch{at(0.9, 1.25), at(1.9, 2.25)}, Holidays: map[int]string{int(m) + 3: "Pager day"},
		Lanes: []model.Lane{
			{Label: "primary · Payments", Fold: true, Rows: [][]model.Bar{
				{{Stretch: at(-3, 2), Kind: model.Mine, Text: "Engineer A", Short: "EA", Ref: 0}, {Stretch: at(2, 4), Text: "Engineer B", Short: "EB", Mark: model.Overridden, Ref: 1},
					{Stretch: at(4, 5), Kind: model.Open, Text: "gap", Ref: 4}, {Stretch: at(5, 100), Kind: model.Unknown, Text: "unknown", Ref: -1}},
				{{Stretch: at(1, 1.1), Text: "Engineer C", Short: "EC", Ref: 2}}}},
			{Label: "secondary · Payments", Rows: [][]model.Bar{{{Stretch: at(0, 7), Kind: model.Mine, Text: "Engineer A", Short: "EA", Mark: model.Swapped, Ref: 3}}}},
			{Label: "weeks", Layer: true, Rows: [][]model.Bar{{{Stretch: at(0, 3.5), Kind: model.Layered, Text: "Engineer C", Short: "EC", Ref: -1}, {Stretch: at(5, 6), Kind: model.Leave, Text: "away", Ref: -1}}}},
		}}
}

// shown is a timeline of that scene in a window of its own.
func shown(t *testing.T, s *model.Scene) (*bench.Bench, *kit.Timeline) {
	t.Helper()
	b := bench.New(t)
	line := kit.NewTimeline(b.Desk)
	b.Desk.Typed = func(rune) {}
	line.Put(s)
	line.Frame(monday(t), 7, false)
	b.Desk.Win.SetPadded(false)
	b.Desk.Win.SetContent(line)
	b.Desk.Win.Resize(fyne.NewSize(848, 260))
	return b, line
}

func TestATimelineIsDrawn(t *testing.T) {
	b, line := shown(t, scene(t))
	test.AssertRendersToMarkup(t, "timeline-week.xml", b.Desk.Win.Canvas())
	s := scene(t)
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	s.Second = zone
	line.Put(s)
	line.Frame(monday(t), 7, true)
	test.AssertRendersToMarkup(t, "timeline-month.xml", b.Desk.Win.Canvas())
	line.Put(&model.Scene{})
	test.AssertRendersToMarkup(t, "timeline-empty.xml", b.Desk.Win.Canvas())
}

func TestEveryStateHasPixelsOfItsOwn(t *testing.T) {
	b, _ := shown(t, scene(t))
	shot := b.Desk.Win.Canvas().Capture()
	scale := float32(shot.Bounds().Dx()) / 848
	tone := func(x, y float32) color.NRGBA {
		c, _ := color.NRGBAModel.Convert(shot.At(int(x*scale), int(y*scale))).(color.NRGBA)
		return c
	}
	is := func(name fyne.ThemeColorName) color.NRGBA {
		c, _ := color.NRGBAModel.Convert(look.Color(name)).(color.NRGBA)
		return c
	}
	day := func(d float32) float32 { return 148 + d*100 }
	for what, c := range map[string]struct {
		got, want color.NRGBA
	}{
		"mine is filled":                {tone(day(1.5), 30), is(look.On)},
		"others are not":                {tone(day(3.5), 30), is(look.Panel)},
		"now is a line":                 {tone(day(2.1), 20), is(look.Accent)},
		"what is folded out is fainter": {tone(day(2.5), 126), is(look.Ground)},
		"leave":                         {tone(day(5.8), 126), is(look.SoftTaken)},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", what, c.got, c.want)
		}
	}
	if n := colours(tone, day(4.5), day(4.95), 30); n < 2 {
		t.Error("a gap is not hatched")
	}
}

func colours(tone func(x, y float32) color.NRGBA, from, to, y float32) int {
	seen := map[color.NRGBA]bool{}
	for x := from; x < to; x++ {
		seen[tone(x, y)] = true
	}
	return len(seen)
}

func TestABarIsChosenByAClickAndALaneFoldedByItsLabel(t *testing.T) {
	_, line := shown(t, scene(t))
	var chosen, folded []int
	line.OnChosen = func(ref int) { chosen = append(chosen, ref) }
	line.OnFold = func(lane int) { folded = append(folded, lane) }
	for _, at := range []fyne.Position{fyne.NewPos(200, 32), fyne.NewPos(400, 32), fyne.NewPos(255, 60), fyne.NewPos(700, 32), fyne.NewPos(400, 90), fyne.NewPos(20, 32), fyne.NewPos(20, 90), fyne.NewPos(400, 5), fyne.NewPos(400, 250)} {
		line.Tapped(&fyne.PointEvent{Position: at})
	}
	if !slices.Equal(chosen, []int{0, 1, 2, 3}) || !slices.Equal(folded, []int{0}) {
		t.Errorf("chosen %v, folded %v", chosen, folded)
	}
}

func TestAPartIsDraggedOverInWholeHours(t *testing.T) {
	_, line := shown(t, scene(t))
	var lanes []int
	var got model.Stretch
	line.OnSpan = func(lane int, s model.Stretch) { lanes, got = append(lanes, lane), s }
	drag := func(from, to fyne.Position) {
		line.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: from.AddXY(3, 0)}, Dragged: fyne.NewDelta(3, 0)})
		line.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(1, 0)})
		line.DragEnd()
	}
	drag(fyne.NewPos(148+151, 32), fyne.NewPos(148+76, 200)) // backwards, and off the lane
	if !slices.Equal(lanes, []int{0}) || got != (model.Stretch{From: monday(t) + 0.75, To: monday(t) + 1.5}) {
		t.Errorf("lanes %v, %v from Monday", lanes, got.From-monday(t))
	}
	drag(fyne.NewPos(20, 32), fyne.NewPos(300, 32)) // from a label
	drag(fyne.NewPos(300, 32), fyne.NewPos(300, 32))
	if len(lanes) != 1 {
		t.Errorf("lanes %v", lanes)
	}
}

func TestTheArrowsGoFromBarToBarAndFollowThemOutOfSight(t *testing.T) {
	b, line := shown(t, scene(t))
	var at []int
	line.OnAt = func(ref int) { at = append(at, ref) }
	b.Desk.Win.Canvas().Focus(line)
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp} {
		b.Key(k)
	}
	if want := []int{0, 1, 4, 1, 3, 0}; !slices.Equal(at, want) {
		t.Errorf("got %v, want %v", at, want)
	}
	line.Frame(monday(t)+70, 7, false)
	b.Key(fyne.KeyRight)
	if seen := line.Seen(); line.At() != 1 || seen.From > monday(t)+4 || seen.To < monday(t)+2 {
		t.Errorf("the ring is at %d, %v is seen", line.At(), seen)
	}
}

func TestWhatIsSeenStaysWithinTheYearsThatAreKnown(t *testing.T) {
	_, line := shown(t, scene(t))
	rapid.Check(t, func(r *rapid.T) {
		line.Frame(monday(t), rapid.Float64Range(1, 448).Draw(r, "days"), rapid.Bool().Draw(r, "stacked"))
		for range rapid.IntRange(1, 5).Draw(r, "turns") {
			line.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(float32(rapid.IntRange(-1e6, 1e6).Draw(r, "dx")), float32(rapid.IntRange(-1e6, 1e6).Draw(r, "dy")))})
		}
		if seen := line.Seen(); seen.From < 0 || seen.From > 50_000 || seen.To <= seen.From {
			r.Fatalf("%v is seen", seen)
		}
	})
}

// TestTenYearsOfShiftsCostNoMoreThanAWeek counts what is drawn: it depends on what can
// be seen and not on what there is.
func TestTenYearsOfShiftsCostNoMoreThanAWeek(t *testing.T) {
	objects := func(years int) int {
		s := scene(t)
		var bars []model.Bar
		for i := range 365 * years * 2 {
			from := monday(t) - float64(180*years) + float64(i)/2
			bars = append(bars, model.Bar{Stretch: model.Stretch{From: from, To: from + 0.5}, Text: "Engineer A", Short: "EA", Ref: i})
		}
		s.Lanes = []model.Lane{{Label: "primary", Rows: [][]model.Bar{bars}}}
		_, line := shown(t, s)
		return len(test.WidgetRenderer(line).Objects())
	}
	if one, ten := objects(1), objects(10); one != ten || ten > 60 {
		t.Errorf("%d objects for a year, %d for ten", one, ten)
	}
}
