package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/notify"
)

func TestWhatWasDoneLastIsUndoneWithoutAnythingMoving(t *testing.T) {
	b, s := opened(t, nil)
	list := b.w.screens[model.Pages].First().(fyne.CanvasObject)
	before := fyne.CurrentApp().Driver().AbsolutePositionForObject(list)
	s.Pages[0].State, s.Pages[0].AckedAt, s.Pages[0].Due, s.Pages[0].UndoUntil = notify.Acknowledged, b.Now, time.Time{}, b.Now.Add(5*time.Second)
	b.Again(s)
	b.Reads("Acknowledged: Title of p", "z · Undo (5 s)", "u · Give back")
	if after := fyne.CurrentApp().Driver().AbsolutePositionForObject(list); after != before {
		t.Errorf("the list went from %v to %v", before, after)
	}
	b.Now = b.Now.Add(1500 * time.Millisecond)
	b.w.onTick()
	b.Reads("z · Undo (4 s)")
	b.Typed("z")
	b.Asked("undo p")
	b.w.goTo(model.Now)
	b.Reads("z · Undo (4 s)")
	test.Tap(b.Button("z · Undo (4 s)"))
	b.Typed("z")
	b.Asked("undo p", "undo p", "undo p")
	b.Now = b.Now.Add(4 * time.Second)
	b.w.onTick()
	b.DoesNotRead("Acknowledged: Title of p")
	b.Typed("z")
	b.Asked("undo p", "undo p", "undo p")
}

func TestAnUndoThatComesTooLateSaysSo(t *testing.T) {
	b, s := opened(t, nil)
	s.Pages[0].UndoUntil = b.Now.Add(time.Second)
	b.Again(s)
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "It is too late to undo that"}}
	b.Typed("z")
	b.Reads("It is too late to undo that")
	b.w.goTo(model.Now)
	b.Typed("z")
	b.Reads("It is too late to undo that")
}

func TestWhatCameAndWentStaysListedAndIsMarkedAtOnce(t *testing.T) {
	s := night.OnCall(t)
	for _, id := range []string{"p", "q", "r"} {
		p := night.Resolved(id, night.Now(t).Add(-time.Hour))
		p.Unseen = id != "r"
		s.Pages = append(s.Pages, p)
	}
	b := newBench(t, &s)
	b.Reads("Title of p", "Title of q", "2 pages came and went unseen.")
	b.DoesNotRead("Title of r")
	test.Tap(b.Button("Mark all as seen"))
	b.Asked("seen p", "seen q")
	b.w.goTo(model.Pages)
	b.Agent.Err = api.ErrNotFound
	test.Tap(b.Button("Mark all as seen")) // The agent has forgotten them: that is no error.
	b.Asked("seen p", "seen q", "seen p", "seen q")
	b.Agent.Err = api.ErrNotRunning
	test.Tap(b.Button("Mark all as seen"))
	b.Reads("Standby's agent is not running")
}

func TestSoundsAreMutedForAWhileAndBack(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	b.DoesNotRead("m · Mute the sound") // Nothing sounds.
	s.Pages = []api.Page{night.Waiting("p", b.Now)}
	b.Again(&s)
	test.Tap(b.Button("m · Mute the sound"))
	b.Reads("Mute for how long? Pages are still shown.", "3 · Until 07:00")
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.DoesNotRead("3 · Until 07:00")
	b.Typed("m3")
	b.Asked("mute 06:00") // in UTC
	s.MutedUntil = b.Now.Add(5 * time.Hour)
	b.Again(&s)
	b.Reads("Muted until 07:12: pages are shown, and make no sound.")
	b.Typed("m")
	b.Asked("mute 06:00", "mute 01:12")
	b.w.goTo(model.Pages)
	b.Reads("1 page: what is open, and the last 24 hours. Muted until 07:12: pages are shown, and make no sound.")
}

func TestAPageTellsHowOftenItCameAndByWhichWays(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	s.Pages[0].Origins = []api.Origin{{Source: "prod", State: notify.Triggered}, {Source: "mail", State: notify.Acknowledged, URL: "https://mail.example.org/1"}}
	b := newBench(t, &s)
	b.Agent.Says.Again = &api.Recurrence{Times: 4, Note: "restarted the worker"}
	b.w.goTo(model.Pages)
	b.Typed("j")
	b.Reads("Seen 4 times in 30 days, last note: restarted the worker", "Came by", "prod: waiting", "mail: acknowledged", "https://mail.example.org/1")
	s.Pages[0].Recurrence = &api.Recurrence{Times: 5}
	b.Again(&s)
	b.Reads("Seen 5 times in 30 days.")
	b.w.goTo(model.Now)
	b.Reads("Seen 5 times in 30 days.")
}

func TestWhatIsNotInTheSnapshotIsStillCounted(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	s.MorePages, s.MoreWaiting = 800, 800
	b := newBench(t, &s)
	b.Reads("And 800 more wait; they come up as these are dealt with.")
	b.w.goTo(model.Pages)
	b.Reads("1 page: what is open, and the last 24 hours. And 800 more wait; they come up as these are dealt with.")
}
