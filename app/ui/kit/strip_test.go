package kit_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/notify"
)

func TestAStripOffersWhatCanBeUndoneUntilItIsTooLate(t *testing.T) {
	b := bench.New(t)
	strip := kit.NewStrip(look.Accent, b.Desk.Typed)
	b.Open(&panel{content: strip.Box}, nil)
	p := night.Waiting("p", b.Now)
	p.State, p.UndoUntil = notify.Acknowledged, b.Now.Add(1500*time.Millisecond)
	v := bench.ViewAt(t, api.Snapshot{Pages: []api.Page{p}}, b.Now)
	var undone []string
	if !strip.OfferUndo(v.Snap.Pages, v, func(id string) { undone = append(undone, id) }) {
		t.Fatal("nothing is offered")
	}
	b.Reads("Acknowledged: Title of p", "z · Undo (2 s)")
	test.Tap(b.Button("z · Undo (2 s)"))
	if !slices.Equal(undone, []string{"p"}) {
		t.Errorf("undone %q", undone)
	}
	v.Now = v.Now.Add(2 * time.Second)
	if strip.OfferUndo(v.Snap.Pages, v, nil) || len(b.Texts()) > 0 {
		t.Errorf("too late, and it reads %q", b.Texts())
	}
}

func TestWhatAStripCouldNotDoIsTold(t *testing.T) {
	b := bench.New(t)
	strip, answer := kit.NewStrip(look.Accent, b.Desk.Typed), kit.NewTroubleBox()
	b.Open(&panel{content: look.Stack(0, strip.Box, answer.Box)}, nil)
	gone := night.Resolved("p", b.Now)
	gone.Unseen = true
	strip.OfferSeen([]api.Page{gone}, true, nil)
	b.DoesNotRead("Mark all as seen") // One is seen by opening it.
	strip.OfferSeen([]api.Page{gone, gone}, false, nil)
	b.DoesNotRead("Mark all as seen") // Nobody could take it.
	strip.OfferSeen([]api.Page{gone, gone}, true, func([]string) {
		strip.Send(b.Desk, answer, func(context.Context) error { return errors.New("odd") })
	})
	b.Hold = true
	test.Tap(b.Button("Mark all as seen"))
	if !b.Button("Mark all as seen").Disabled() {
		t.Error("it can be pressed twice")
	}
	b.Release()
	b.Reads("That did not work: odd")
}

func TestAllAreSeenThoughOneIsForgotten(t *testing.T) {
	agent := &bench.Agent{Err: api.ErrNotFound}
	if err := kit.SeeAll(t.Context(), agent, []string{"p", "q"}); err != nil || len(agent.Got.Commands) != 2 {
		t.Errorf("%v after %v", err, agent.Got.Commands)
	}
	agent.Err = api.ErrNotRunning
	if err := kit.SeeAll(t.Context(), agent, []string{"p", "q"}); !errors.Is(err, api.ErrNotRunning) || len(agent.Got.Commands) != 3 {
		t.Errorf("%v after %v", err, agent.Got.Commands)
	}
}
