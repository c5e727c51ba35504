package pages

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/notify"
)

// opened is the screen Pages with one page on it, opened.
func opened(t *testing.T, change func(*api.Page)) (*bench.Bench, *api.Snapshot) {
	t.Helper()
	b, _, s := openedScreen(t, change)
	return b, s
}

func openedScreen(t *testing.T, change func(*api.Page)) (*bench.Bench, *Screen, *api.Snapshot) {
	t.Helper()
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	s.Pages[0].CanResolve, s.Pages[0].EscalateLabel = true, "Escalate to the next level"
	if change != nil {
		change(&s.Pages[0])
	}
	b, screen := open(t, &s)
	b.Typed("j")
	return b, screen, &s
}

func TestSnoozingAsksForHowLong(t *testing.T) {
	b, _ := opened(t, nil)
	b.Typed("s")
	b.Reads("Snooze for how long? It pages again then.", "1 · 15 min", "2 · 1 h", "3 · Until 07:00", "4 · Until 09:00, work", "Esc · Cancel")
	b.DoesNotRead("a · Silence for 15 min", "r · Resolve")
	b.Typed("arj9") // Nothing but the answers means anything now.
	b.Asked()
	b.Escape()
	b.Reads("a · Silence for 15 min", "s · Snooze")
	b.Typed("s3")
	b.Asked("snooze p")
	if until := b.Agent.Got.Commands[0].Until; !until.Equal(time.Date(2026, 11, 25, 7, 0, 0, 0, night.Berlin(t))) {
		t.Errorf("snoozed until %v", until)
	}
	b.Reads("a · Silence for 15 min")
	b.Typed("s")
	b.Now = b.Now.Add(time.Minute) // It counts from the answer, not from the question.
	test.Tap(b.Button("1 · 15 min"))
	if until := b.Agent.Got.Commands[1].Until; !until.Equal(b.Now.Add(15 * time.Minute)) {
		t.Errorf("snoozed until %v", until)
	}
}

func TestHandingOnIsConfirmed(t *testing.T) {
	b, _ := opened(t, nil)
	b.Typed("e")
	b.Reads("This may wake somebody. What nobody answers comes back to you.", "1 · Escalate to the next level")
	b.Typed("e")
	b.Asked()
	test.Tap(b.Button("Esc · Cancel"))
	b.Asked()
	b.Typed("e1")
	b.Asked("escalate p")
}

func TestTheClockIsPausedAndRunsAgain(t *testing.T) {
	b, s := opened(t, nil)
	b.Typed("p2")
	b.Asked("pause p")
	s.Pages[0].PausedAt, s.Pages[0].PausedUntil, s.Pages[0].Due = b.Now, b.Agent.Got.Commands[0].Until, time.Time{}
	b.Again(s)
	b.Reads("Paused until 02:42", "15 min left then", "p · Run clock")
	b.Typed("p")
	b.Asked("pause p", "resume p")
}

func TestANoteStaysInTheFieldUntilItHasArrived(t *testing.T) {
	b, screen, s := openedScreen(t, nil)
	field := screen.detail.prompt.Field
	b.Typed("n")
	b.Typed("restarted the joker") // Letters that are keys elsewhere.
	b.Reads("Note on this page, for you and for whoever is next:", "Save")
	b.Asked()
	b.Escape()
	b.Typed("n")
	if field.Text != "restarted the joker" {
		t.Errorf("after Esc the draft is %q", field.Text)
	}
	b.Agent.Err = api.ErrNotRunning
	b.Key(fyne.KeyReturn)
	b.Reads("Standby's agent is not running")
	if field.Text != "restarted the joker" || !screen.detail.prompt.Open {
		t.Errorf("what could not be sent became %q", field.Text)
	}
	s.Pages = append(s.Pages, night.Waiting("q", night.Now(t).Add(-time.Hour)))
	b.Again(s)
	screen.move(1)
	if screen.detail.prompt.Open {
		t.Error("the question went over to another page")
	}
	screen.move(-1)
	b.Agent.Err = nil
	b.Typed("n")
	b.Key(fyne.KeyReturn)
	if c := b.Agent.Got.Commands[len(b.Agent.Got.Commands)-1]; c != (api.Command{Do: api.DoNote, Text: "restarted the joker"}) {
		t.Errorf("sent %+v", c)
	}
	b.DoesNotRead("Save")
	b.Typed("n")
	if field.Text != "" {
		t.Errorf("the note is still there: %q", field.Text)
	}
	b.Key(fyne.KeyReturn)
	b.Asked("note p", "note p") // An empty note is none.
}

func TestAMissedTargetCanBeExplained(t *testing.T) {
	b, _ := opened(t, func(p *api.Page) { p.Missed = true })
	b.Typed("w")
	b.Typed("asleep")
	test.Tap(b.Button("Save"))
	if c := b.Agent.Got.Commands[0]; c != (api.Command{Do: api.DoExcuse, Text: "asleep"}) {
		t.Errorf("sent %+v", c)
	}
}

func TestAQuestionEndsWithItsCause(t *testing.T) {
	b, s := opened(t, nil)
	b.Typed("s")
	s.Pages[0] = night.Resolved("p", night.Now(t))
	b.Again(s)
	b.DoesNotRead("1 · 15 min")
	b.Typed("1")
	b.Asked()
}

func TestAPageThatCameAndWentIsSeenByOpeningIt(t *testing.T) {
	gone := func(p *api.Page) {
		p.State, p.ResolvedAt, p.Unseen, p.Due = notify.Resolved, p.TriggeredAt, true, time.Time{}
	}
	b, s := opened(t, gone)
	b.Asked("seen p")
	b.Again(s)
	b.Asked("seen p")
	b.Reads("Came and went, not seen, resolved 02:12", "o · Mark as seen")
	test.Tap(b.Button("o · Mark as seen"))
	b.Typed("o")
	b.Asked("seen p", "seen p", "seen p")
}

func TestOneThatEndsWhileItIsOpenIsNotTakenForSeen(t *testing.T) {
	b, s := opened(t, nil)
	s.Pages[0].State, s.Pages[0].ResolvedAt, s.Pages[0].Unseen = notify.Resolved, b.Now, true
	b.Again(s)
	b.Asked()
	b.Reads("o · Mark as seen")
}

func TestAFinalFailureIsNotSaidToBeTriedAgain(t *testing.T) {
	const never = "It is not tried again by itself. Do it once more, or act at the source."
	b, s := opened(t, func(p *api.Page) { p.Failure = "403" })
	b.Reads("403", never, "a · Silence for 15 min")
	s.Pages[0].Request = notify.AskAcknowledge
	b.Again(s)
	b.DoesNotRead(never, "a · Silence for 15 min")
	b.Reads("Standby tries again by itself; you can also act at the source.", "Sending the acknowledgement…")
}
