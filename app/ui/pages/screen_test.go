package pages

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/notify"
)

func TestPagesAreReadAndActedOnWithTheKeyboard(t *testing.T) {
	now := night.Now(t)
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("new", now), night.Waiting("old", now.Add(-5*time.Minute))}
	s.Pages[1].State, s.Pages[1].CanResolve = notify.Acknowledged, true
	b, _ := open(t, &s)
	b.Reads("Choose a page with the mouse, or with j and k.")
	b.Typed("j")
	b.Reads("Title of new", "a · Silence for 15 min", "15:00 left")
	b.Typed("a")
	b.Typed("j")
	b.Reads("Title of old", "u · Give back", "r · Resolve")
	b.Typed("u")
	b.Typed("r")
	b.Typed("a") // An acknowledged page cannot be acknowledged.
	b.Typed("k")
	b.Asked("acknowledge new", "unacknowledge old", "resolve old")
	b.Key(fyne.KeyDown)
	b.Reads("u · Give back")
	test.Tap(b.Button("u · Give back"))
	b.Asked("acknowledge new", "unacknowledge old", "resolve old", "unacknowledge old")
}

func TestKeysDoNothingWhileTheAgentIsAway(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	b, _ := open(t, &s)
	b.Typed("j")
	b.Lost()
	b.Typed("a")
	b.Asked()
}

func TestARequestThatFailsIsToldBesideThePage(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	b, _ := open(t, &s)
	b.Typed("j")
	b.Agent.Err = api.ErrNotRunning
	b.Typed("a")
	b.Reads("Standby's agent is not running", "a · Silence for 15 min")
}

func TestNewPagesWaitAboveTheListUntilTheyAreAskedFor(t *testing.T) {
	now := night.Now(t)
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("old", now.Add(-5*time.Minute))}
	b, screen := open(t, &s)
	b.Typed("j")
	s.Seq, s.Pages = 2, []api.Page{night.Waiting("new", now), s.Pages[0]}
	b.Send(s)
	b.Reads("f · Show 1 new page", "Title of old")
	pages := screen
	if !slices.Equal(pages.order, []string{"old"}) {
		t.Errorf("the list became %v", pages.order)
	}
	b.Typed("f")
	if !slices.Equal(pages.order, []string{"new", "old"}) || pages.chosen != "old" {
		t.Errorf("the list is %v, chosen %s", pages.order, pages.chosen)
	}
	b.DoesNotRead("f · Show 1 new page")
}

func TestNoPagesAreAnswerToo(t *testing.T) {
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Reads("No page waits, and none came in the last 24 hours.")
	b.DoesNotRead("Choose a page with the mouse, or with j and k.")
	b.Typed("jka")
	b.Asked()
}

func TestOlderPagesAreLoadedOnRequest(t *testing.T) {
	now := night.Now(t)
	s := night.OnCall(t)
	b, _ := open(t, &s)
	b.Agent.Says.History = []api.Page{night.Resolved("older", now.Add(-200*time.Hour))}
	test.Tap(b.Button("Load older"))
	b.Reads("Title of older", "1 page: what is open, and since 26 Oct 2026.")
	test.Tap(b.Button("Load older"))
	b.Asked("history 2026-10-26 2026-11-25", "history 2026-09-26 2026-10-26")
	b.Agent.Err = api.ErrNotRunning
	test.Tap(b.Button("Load older"))
	b.Reads("Standby's agent is not running", "Title of older")
}

func TestALinkIsShownInFullBeforeItIsOpened(t *testing.T) {
	const address = "https://prometheus.example.org/graph?g0.expr=up"
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	s.Pages[0].URL = address
	b, _ := open(t, &s)
	b.Typed("j")
	b.Reads(address)
	test.Tap(b.Button("Open link"))
	if !slices.Equal(b.Opened, []string{address}) {
		t.Errorf("opened %q", b.Opened)
	}
	test.Tap(b.Button("Copy link"))
	if got := fyne.CurrentApp().Clipboard().Content(); got != address {
		t.Errorf("copied %q", got)
	}
	s.Seq, s.Pages[0].URL = 2, "javascript:alert(1)"
	b.Send(s)
	b.DoesNotRead("Open link")
}
