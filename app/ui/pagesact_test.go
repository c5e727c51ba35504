package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
)

// opened is the screen Pages with one page on it, opened.
func opened(t *testing.T, change func(*api.Page)) (*bench, *api.Snapshot) {
	t.Helper()
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	s.Pages[0].CanResolve, s.Pages[0].EscalateLabel = true, "Escalate to the next level"
	if change != nil {
		change(&s.Pages[0])
	}
	b := newBench(t, &s)
	b.w.goTo(placePages)
	b.typed("j")
	return b, &s
}

// again sends the snapshot once more, changed.
func (b *bench) again(s *api.Snapshot) {
	s.Seq++
	s.Pages = slices.Clone(s.Pages)
	b.send(*s)
}

func (b *bench) escape() { b.key(fyne.KeyEscape) }

func TestSnoozingAsksForHowLong(t *testing.T) {
	b, _ := opened(t, nil)
	b.typed("s")
	b.reads("Snooze for how long? It pages again then.", "1 · 15 min", "2 · 1 h", "3 · Until 07:00", "4 · Until 09:00, work", "Esc · Cancel")
	b.doesNotRead("a · Silence for 15 min", "r · Resolve")
	b.typed("arj9") // Nothing but the answers means anything now.
	b.asked()
	b.escape()
	b.reads("a · Silence for 15 min", "s · Snooze")
	b.typed("s3")
	b.asked("snooze p")
	if until := b.agent.commands[0].Until; !until.Equal(time.Date(2026, 11, 25, 7, 0, 0, 0, berlin(t))) {
		t.Errorf("snoozed until %v", until)
	}
	b.reads("a · Silence for 15 min")
	b.typed("s")
	b.now = b.now.Add(time.Minute) // It counts from the answer, not from the question.
	test.Tap(b.button("1 · 15 min"))
	if until := b.agent.commands[1].Until; !until.Equal(b.now.Add(15 * time.Minute)) {
		t.Errorf("snoozed until %v", until)
	}
}

func TestHandingOnIsConfirmed(t *testing.T) {
	b, _ := opened(t, nil)
	b.typed("e")
	b.reads("This may wake somebody. What nobody answers comes back to you.", "1 · Escalate to the next level")
	b.typed("e")
	b.asked()
	test.Tap(b.button("Esc · Cancel"))
	b.asked()
	b.typed("e1")
	b.asked("escalate p")
}

func TestTheClockIsPausedAndRunsAgain(t *testing.T) {
	b, s := opened(t, nil)
	b.typed("p2")
	b.asked("pause p")
	s.Pages[0].PausedAt, s.Pages[0].PausedUntil, s.Pages[0].Due = b.now, b.agent.commands[0].Until, time.Time{}
	b.again(s)
	b.reads("Paused until 02:42", "15 min left then", "p · Run clock")
	b.typed("p")
	b.asked("pause p", "resume p")
}

func TestANoteStaysInTheFieldUntilItHasArrived(t *testing.T) {
	b, s := opened(t, nil)
	screen := b.w.screens[placePages].(*pagesScreen)
	field := screen.detail.prompt.field
	b.typed("n")
	b.typed("restarted the joker") // Letters that are keys elsewhere.
	b.reads("Note on this page, for you and for whoever is next:", "Save")
	b.asked()
	b.escape()
	b.typed("n")
	if field.Text != "restarted the joker" {
		t.Errorf("after Esc the draft is %q", field.Text)
	}
	b.agent.err = api.ErrNotRunning
	b.key(fyne.KeyReturn)
	b.reads("Standby's agent is not running")
	if field.Text != "restarted the joker" || !screen.detail.prompt.open {
		t.Errorf("what could not be sent became %q", field.Text)
	}
	s.Pages = append(s.Pages, waitingPage("q", night(t).Add(-time.Hour)))
	b.again(s)
	screen.move(1)
	if screen.detail.prompt.open {
		t.Error("the question went over to another page")
	}
	screen.move(-1)
	b.agent.err = nil
	b.typed("n")
	b.key(fyne.KeyReturn)
	if c := b.agent.commands[len(b.agent.commands)-1]; c != (api.Command{Do: api.DoNote, Text: "restarted the joker"}) {
		t.Errorf("sent %+v", c)
	}
	b.doesNotRead("Save")
	b.typed("n")
	if field.Text != "" {
		t.Errorf("the note is still there: %q", field.Text)
	}
	b.key(fyne.KeyReturn)
	b.asked("note p", "note p") // An empty note is none.
}

func TestAMissedTargetCanBeExplained(t *testing.T) {
	b, _ := opened(t, func(p *api.Page) { p.Missed = true })
	b.typed("w")
	b.typed("asleep")
	test.Tap(b.button("Save"))
	if c := b.agent.commands[0]; c != (api.Command{Do: api.DoExcuse, Text: "asleep"}) {
		t.Errorf("sent %+v", c)
	}
}

func TestAQuestionEndsWithItsCause(t *testing.T) {
	b, s := opened(t, nil)
	b.typed("s")
	s.Pages[0] = resolvedPage("p", night(t))
	b.again(s)
	b.doesNotRead("1 · 15 min")
	b.typed("1")
	b.asked()
}

func TestWhatWasDoneLastIsUndoneWithoutAnythingMoving(t *testing.T) {
	b, s := opened(t, nil)
	list := b.w.screens[placePages].(*pagesScreen).list
	before := fyne.CurrentApp().Driver().AbsolutePositionForObject(list)
	s.Pages[0].State, s.Pages[0].AckedAt, s.Pages[0].Due, s.Pages[0].UndoUntil = notify.Acknowledged, b.now, time.Time{}, b.now.Add(5*time.Second)
	b.again(s)
	b.reads("Acknowledged: Title of p", "z · Undo (5 s)", "u · Give back")
	if after := fyne.CurrentApp().Driver().AbsolutePositionForObject(list); after != before {
		t.Errorf("the list went from %v to %v", before, after)
	}
	b.now = b.now.Add(1500 * time.Millisecond)
	b.w.onTick()
	b.reads("z · Undo (4 s)")
	b.typed("z")
	b.asked("undo p")
	b.w.goTo(placeNow)
	b.reads("z · Undo (4 s)")
	test.Tap(b.button("z · Undo (4 s)"))
	b.typed("z")
	b.asked("undo p", "undo p", "undo p")
	b.now = b.now.Add(4 * time.Second)
	b.w.onTick()
	b.doesNotRead("Acknowledged: Title of p")
	b.typed("z")
	b.asked("undo p", "undo p", "undo p")
}

func TestAnUndoThatComesTooLateSaysSo(t *testing.T) {
	b, s := opened(t, nil)
	s.Pages[0].UndoUntil = b.now.Add(time.Second)
	b.again(s)
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "It is too late to undo that"}}
	b.typed("z")
	b.reads("It is too late to undo that")
	b.w.goTo(placeNow)
	b.typed("z")
	b.reads("It is too late to undo that")
}

func TestAPageThatCameAndWentIsSeenByOpeningIt(t *testing.T) {
	gone := func(p *api.Page) {
		p.State, p.ResolvedAt, p.Unseen, p.Due = notify.Resolved, p.TriggeredAt, true, time.Time{}
	}
	b, s := opened(t, gone)
	b.asked("seen p")
	b.again(s)
	b.asked("seen p")
	b.reads("Came and went, not seen, resolved 02:12", "o · Mark as seen")
	test.Tap(b.button("o · Mark as seen"))
	b.typed("o")
	b.asked("seen p", "seen p", "seen p")
}

func TestOneThatEndsWhileItIsOpenIsNotTakenForSeen(t *testing.T) {
	b, s := opened(t, nil)
	s.Pages[0].State, s.Pages[0].ResolvedAt, s.Pages[0].Unseen = notify.Resolved, b.now, true
	b.again(s)
	b.asked()
	b.reads("o · Mark as seen")
}

func TestWhatCameAndWentStaysListedAndIsMarkedAtOnce(t *testing.T) {
	s := onCall(t)
	for _, id := range []string{"p", "q", "r"} {
		p := resolvedPage(id, night(t).Add(-time.Hour))
		p.Unseen = id != "r"
		s.Pages = append(s.Pages, p)
	}
	b := newBench(t, &s)
	b.reads("Title of p", "Title of q", "2 pages came and went unseen.")
	b.doesNotRead("Title of r")
	test.Tap(b.button("Mark all as seen"))
	b.asked("seen p", "seen q")
	b.w.goTo(placePages)
	b.agent.err = api.ErrNotFound
	test.Tap(b.button("Mark all as seen")) // The agent has forgotten them: that is no error.
	b.asked("seen p", "seen q", "seen p", "seen q")
	b.agent.err = api.ErrNotRunning
	test.Tap(b.button("Mark all as seen"))
	b.reads("Standby's agent is not running")
}

func TestSoundsAreMutedForAWhileAndBack(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.doesNotRead("m · Mute the sound") // Nothing sounds.
	s.Pages = []api.Page{waitingPage("p", b.now)}
	b.again(&s)
	test.Tap(b.button("m · Mute the sound"))
	b.reads("Mute for how long? Pages are still shown.", "3 · Until 07:00")
	b.w.onKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.doesNotRead("3 · Until 07:00")
	b.typed("m3")
	b.asked("mute 06:00") // in UTC
	s.MutedUntil = b.now.Add(5 * time.Hour)
	b.again(&s)
	b.reads("Muted until 07:12: pages are shown, and make no sound.")
	b.typed("m")
	b.asked("mute 06:00", "mute 01:12")
	b.w.goTo(placePages)
	b.reads("1 page: what is open, and the last 24 hours. Muted until 07:12: pages are shown, and make no sound.")
}

func TestAPageTellsHowOftenItCameAndByWhichWays(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	s.Pages[0].Origins = []api.Origin{{Source: "prod", State: notify.Triggered}, {Source: "mail", State: notify.Acknowledged, URL: "https://mail.example.org/1"}}
	b := newBench(t, &s)
	b.agent.again = &api.Recurrence{Times: 4, Note: "restarted the worker"}
	b.w.goTo(placePages)
	b.typed("j")
	b.reads("Seen 4 times in 30 days, last note: restarted the worker", "Came by", "prod: waiting", "mail: acknowledged", "https://mail.example.org/1")
	s.Pages[0].Recurrence = &api.Recurrence{Times: 5}
	b.again(&s)
	b.reads("Seen 5 times in 30 days.")
	b.w.goTo(placeNow)
	b.reads("Seen 5 times in 30 days.")
}

func TestWhatIsNotInTheSnapshotIsStillCounted(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	s.MorePages, s.MoreWaiting = 800, 800
	b := newBench(t, &s)
	b.reads("And 800 more wait; they come up as these are dealt with.")
	b.w.goTo(placePages)
	b.reads("1 page: what is open, and the last 24 hours. And 800 more wait; they come up as these are dealt with.")
}

func TestAFinalFailureIsNotSaidToBeTriedAgain(t *testing.T) {
	const never = "It is not tried again by itself. Do it once more, or act at the source."
	b, s := opened(t, func(p *api.Page) { p.Failure = "403" })
	b.reads("403", never, "a · Silence for 15 min")
	s.Pages[0].Request = notify.AskAcknowledge
	b.again(s)
	b.doesNotRead(never, "a · Silence for 15 min")
	b.reads("Standby tries again by itself; you can also act at the source.", "Sending the acknowledgement…")
}

// cutButtons are the buttons that can be seen and do not show the whole of their
// label, or lie outside what holds them.
func (b *bench) cutButtons() []string {
	var out []string
	b.w.desk.win.Content().MinSize() // What the driver asks for before each frame.
	size := b.w.desk.win.Content().Size()
	shown(b.w.desk.win.Content(), func(o fyne.CanvasObject) {
		button, ok := o.(*look.Button)
		if !ok {
			return
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
		if button.Size().Width < button.MinSize().Width || at.X+button.Size().Width > size.Width {
			out = append(out, button.Label)
		}
	})
	return out
}

func TestEveryButtonIsReadInFullInASmallWindow(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 800, Height: 560}, {Width: 640, Height: 480}} {
		b, s := opened(t, func(p *api.Page) {
			p.AckLabel, p.Missed, p.UndoUntil = "Acknowledge (silences 15 min)", true, night(t).Add(time.Second)
			p.Origins = []api.Origin{{Source: strings.Repeat("W", 80), State: notify.Triggered}}
		})
		b.w.desk.win.Resize(size)
		for _, keys := range []string{"", "s", "e", "n", "p"} {
			b.typed(keys)
			b.again(s)
			if cut := b.cutButtons(); len(cut) > 0 {
				t.Errorf("%v after %q: %q", size, keys, cut)
			}
			b.escape()
		}
		b.w.goTo(placeNow)
		if cut := b.cutButtons(); size.Width >= 800 && len(cut) > 0 {
			t.Errorf("%v, first screen: %q", size, cut)
		}
	}
}
