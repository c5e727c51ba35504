package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/notify"
)

func TestAScreenIsTheSameHoweverItCameToItsSize(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t)), night.Waiting("q", night.Now(t))}
	s.Pages[0].Body = strings.Repeat("The queue grows, and nobody takes from it. ", 6)
	s.Pages[1].State = notify.Acknowledged
	s.Troubles = []api.Trouble{{What: "The disk is full", Means: strings.Repeat("Nothing is stored. ", 9), Next: "Make room."}}
	for p := range model.Places {
		t.Run(p.Label(), func(t *testing.T) {
			open := func(sizes ...fyne.Size) []string {
				b := newBench(t, &s)
				b.w.goTo(p)
				if p == model.Pages {
					b.Typed("j")
				}
				for _, size := range sizes {
					b.Desk.Win.Resize(size)
				}
				return b.LaidOut()
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

func TestEveryButtonIsReadInFullInASmallWindow(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 800, Height: 560}, {Width: 640, Height: 480}} {
		b, s := opened(t, func(p *api.Page) {
			p.AckLabel, p.Missed, p.UndoUntil = "Acknowledge (silences 15 min)", true, night.Now(t).Add(time.Second)
			p.Origins = []api.Origin{{Source: strings.Repeat("W", 80), State: notify.Triggered}}
		})
		b.Desk.Win.Resize(size)
		for _, keys := range []string{"", "s", "e", "n", "p"} {
			b.Typed(keys)
			b.Again(s)
			if cut := b.CutButtons(); len(cut) > 0 {
				t.Errorf("%v after %q: %q", size, keys, cut)
			}
			b.Escape()
		}
		b.w.goTo(model.Now)
		if cut := b.CutButtons(); size.Width >= 800 && len(cut) > 0 {
			t.Errorf("%v, first screen: %q", size, cut)
		}
	}
}
