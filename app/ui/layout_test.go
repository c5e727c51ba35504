package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/notify"
)

// laidOut is where everything lies that can be seen.
func (b *bench) laidOut() []string {
	var out []string
	shown(b.w.desk.win.Content(), func(o fyne.CanvasObject) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		out = append(out, fmt.Sprintf("%T %v %v", o, at, o.Size()))
	})
	return out
}

func TestAScreenIsTheSameHoweverItCameToItsSize(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t)), waitingPage("q", night(t))}
	s.Pages[0].Body = strings.Repeat("The queue grows, and nobody takes from it. ", 6)
	s.Pages[1].State = notify.Acknowledged
	s.Troubles = []api.Trouble{{What: "The disk is full", Means: strings.Repeat("Nothing is stored. ", 9), Next: "Make room."}}
	for p := range places {
		t.Run(label(p), func(t *testing.T) {
			open := func(sizes ...fyne.Size) []string {
				b := newBench(t, &s)
				b.w.goTo(p)
				if p == placePages {
					b.typed("j")
				}
				for _, size := range sizes {
					b.w.desk.win.Resize(size)
				}
				b.w.desk.win.Content().MinSize() // What the driver asks for before each frame.
				return b.laidOut()
			}
			last := fyne.NewSize(960, 640)
			want := open(last)
			for _, before := range []fyne.Size{{Width: 560, Height: 640}, {Width: 1800, Height: 900}, {Width: 560, Height: 300}} {
				got := open(before, last)
				for i := range min(len(got), len(want)) {
					if got[i] != want[i] {
						t.Errorf("after %v: got %s, want %s", before, got[i], want[i])
						break
					}
				}
				if len(got) != len(want) {
					t.Errorf("after %v: %d objects are shown, want %d", before, len(got), len(want))
				}
			}
		})
	}
}
