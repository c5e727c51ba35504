package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
)

func TestAPageOfTheFirstScreenIsOpenedInFull(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t)), night.Waiting("q", night.Now(t).Add(-time.Minute))}
	s.Pages[1].Body = "The body of q."
	b := newBench(t, &s)
	test.Tap(b.Button("Details")) // The soonest stands on top, and that is q.
	b.Reads("Title of q", "The body of q.")
}

func TestThreeThousandPagesAreListed(t *testing.T) {
	now := night.Now(t)
	s := night.OnCall(t)
	for i := range 3000 {
		s.Pages = append(s.Pages, night.Waiting(fmt.Sprintf("p%04d", i), now.Add(-time.Duration(i)*time.Second)))
	}
	b := newBench(t, &s)
	b.Reads("Waiting", "And 2980 more: all are on the screen Pages (Ctrl+3).")
	b.w.goTo(model.Pages)
	b.Reads("3000 pages: what is open, and the last 24 hours.")
	b.Key(fyne.KeyEnd)
	b.Reads("Title of p2999")
	b.Key(fyne.KeyHome)
	b.Key(fyne.KeyPageDown)
	b.Reads("Title of p0010")
}
