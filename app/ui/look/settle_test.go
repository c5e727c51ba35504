package look

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

const story = "Every hundredth customer has waited more than two seconds at checkout for five minutes. The card gateway answers slowly; the queue before it grows."

// sheet has text that wraps in each of the layouts, one within the other.
type sheet struct {
	box      *fyne.Container
	title    *Para
	body     *Para
	buttons  *fyne.Container
	timeline *Line
}

func newSheet() *sheet {
	s := &sheet{title: NewPara("Checkout p99 above two seconds", Title, Text), body: NewPara(story, Body, Text), timeline: NewLine("What happened", Body)}
	s.buttons = Row(Gap8, 0, NewLine("14:53 left", Body), NewButton("Acknowledge", Urgent, nil))
	fact := RowTop(Gap8, 1, Width(112, NewElided("Service", Body, Secondary)), NewPara(story, Small, Text))
	s.box = Stack(Gap16, Card(s.title, fact), Card(Reflow(440, Gap8, Stack(2, NewElided("Title", Body, Text), NewPara(story, Small, Text)), s.buttons)), s.body,
		Row(Gap16, 1, NewShape(Triangle, Waiting, 48), NewPara(story, Body, Text)),
		Flow(Gap8, NewCompact("Snooze", nil), NewCompact("Resolve", nil), NewButton("Hand it on to whoever is next", Plain, nil), NewCompact("Note", nil)), s.timeline)
	return s
}

// places is where everything below an object lies, and how large it is.
func places(o fyne.CanvasObject) []string {
	out := []string{fmt.Sprintf("%T %v %v", o, o.Position(), o.Size())}
	var below []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		below = o.Objects
	case *container.Scroll:
		below = []fyne.CanvasObject{o.Content}
	case *Para:
		below = test.WidgetRenderer(o).Objects()
	}
	for _, child := range below {
		if child.Visible() {
			out = append(out, places(child)...)
		}
	}
	return out
}

// differ is the first place in which two objects differ, empty when there is none.
func differ(got, want fyne.CanvasObject) string {
	a, b := places(got), places(want)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("got %s, want %s", a[i], b[i])
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("%d objects are to be seen, want %d", len(a), len(b))
	}
	return ""
}

// cut names the text that ends below what holds it, or where the next begins.
func cut(o fyne.CanvasObject) []string {
	var out []string
	switch o := o.(type) {
	case *Para:
		for _, line := range test.WidgetRenderer(o).Objects() {
			if line.Position().Y+line.MinSize().Height > o.Size().Height+0.5 {
				out = append(out, line.(*canvas.Text).Text)
			}
		}
	case *fyne.Container:
		for _, child := range o.Objects {
			if child.Visible() && child.Position().Y+child.Size().Height > o.Size().Height+0.5 {
				out = append(out, fmt.Sprintf("%T in %T", child, o.Layout))
			}
			out = append(out, cut(child)...)
		}
	}
	return out
}

func TestTextThatGetsAnotherWidthGetsTheHeightForIt(t *testing.T) {
	app(t)
	for _, c := range []struct {
		name       string
		first, now float32
	}{
		{"wider", 130, 620},
		{"narrower", 620, 130},
		{"from nothing", 0, 360},
		{"past the width at which buttons go below", 500, 430},
	} {
		t.Run(c.name, func(t *testing.T) {
			fresh, used := newSheet(), newSheet()
			// As a parent lays out that knows its width, and a height that may be past.
			for _, width := range []float32{c.first, c.now} {
				settle(used.box, width, used.box.MinSize())
			}
			settle(fresh.box, c.now, fresh.box.MinSize())
			if diff := differ(used.box, fresh.box); diff != "" {
				t.Error(diff)
			}
			if lost := cut(used.box); len(lost) > 0 {
				t.Errorf("cut off: %q", lost)
			}
			if end := used.timeline.Position().Y + used.timeline.Size().Height; end != used.box.Size().Height {
				t.Errorf("the content ends at %v, the box at %v", end, used.box.Size().Height)
			}
		})
	}
}

func TestTheOrderOfWidthsLeavesNoTrace(t *testing.T) {
	app(t)
	rapid.Check(t, func(t *rapid.T) {
		used, width := newSheet(), float32(0)
		for _, w := range rapid.SliceOfN(rapid.IntRange(0, 900), 1, 6).Draw(t, "widths") {
			width = float32(w)
			settle(used.box, width, used.box.MinSize())
		}
		fresh := newSheet()
		settle(fresh.box, width, fresh.box.MinSize())
		if diff := differ(used.box, fresh.box); diff != "" {
			t.Fatalf("at %v it is not laid out as when it is new: %s", width, diff)
		}
	})
}

// Fyne forgets to lay out a parent when a neighbour changes in the same frame;
// what it does not forget is to ask for minimum sizes.
func TestContentThatChangesIsLaidOutWhenItIsNextAskedForItsSize(t *testing.T) {
	app(t)
	for _, c := range []struct {
		name   string
		change func(*sheet)
	}{
		{"less text", func(s *sheet) { s.body.Set("Short.", Text) }},
		{"more text", func(s *sheet) { s.title.Set(story+story, Text) }},
		{"something is hidden", func(s *sheet) { s.body.Hide() }},
		{"a button is hidden", func(s *sheet) { s.buttons.Objects[1].Hide() }},
		{"a clock gets longer", func(s *sheet) { s.buttons.Objects[0].(*Line).SetText("overdue 12 h 31 min") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			used, fresh := newSheet(), newSheet()
			settle(used.box, 480, used.box.MinSize())
			c.change(used)
			c.change(fresh)
			settle(fresh.box, 480, fresh.box.MinSize())
			if got, want := used.box.MinSize().Height, fresh.box.Size().Height; got != want {
				t.Errorf("it asks for a height of %v, want %v", got, want)
			}
			settle(used.box, 480, used.box.MinSize())
			if diff := differ(used.box, fresh.box); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAScrollReachesTheEndOfItsContentAndNoFurther(t *testing.T) {
	app(t)
	s := newSheet()
	box, scroll := Scroll(Inset(Gap8, Gap8, s.box))
	check := func(when string) {
		t.Helper()
		need := scroll.Content.MinSize().Height
		if got := scroll.Content.Size().Height; got != max(need, scroll.Size().Height) {
			t.Errorf("%s: the content is %v high, and needs %v", when, got, need)
		}
		scroll.ScrollToBottom()
		if got, want := scroll.Offset.Y, max(0, need-scroll.Size().Height); got != want {
			t.Errorf("%s: it scrolls to %v, want %v", when, got, want)
		}
		if lost := cut(scroll.Content); len(lost) > 0 {
			t.Errorf("%s: cut off: %q", when, lost)
		}
	}
	for _, size := range []fyne.Size{{Width: 140, Height: 200}, {Width: 700, Height: 200}, {Width: 260, Height: 200}, {Width: 900, Height: 2000}} {
		box.Resize(size)
		check(fmt.Sprint(size))
	}
	box.Resize(fyne.NewSize(400, 200))
	s.body.Set(strings.Repeat(story, 5), Text)
	box.MinSize()
	check("more text")
	s.body.Set("Short.", Text)
	box.MinSize()
	check("less text")
}

func TestInATallOneGetsTheHeightThatIsLeft(t *testing.T) {
	app(t)
	head, middle, foot := NewPara(story, Body, Text), canvas.NewRectangle(nil), NewPara(story, Body, Text)
	box := Tall(8, 1, head, middle, foot)
	for _, width := range []float32{120, 600, 200} {
		box.Resize(fyne.NewSize(width, 2000))
		if got, want := middle.Size().Height, 2000-2*8-head.MinSize().Height-foot.MinSize().Height; got != want {
			t.Errorf("at %v: %v is left, want %v", width, got, want)
		}
		if end := foot.Position().Y + foot.Size().Height; end != 2000 {
			t.Errorf("at %v: it ends at %v", width, end)
		}
	}
	head.Hide()
	box.MinSize()
	if middle.Position().Y != 0 {
		t.Errorf("what is hidden leaves a gap of %v", middle.Position().Y)
	}
}
