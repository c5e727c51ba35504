package agent_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/store"
	"standby/notify"
)

func TestWhatTheDiskDoesNotTakeIsToldAtOnceAndStands(t *testing.T) {
	ctx := context.Background()
	waiting := func(d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		d.settle(time.Minute)
		d.full.Store(true)
	}
	inBubble(t, "an acknowledgement reaches its source, and whoever asked hears that it is not kept", func(t *testing.T, d *desk) {
		waiting(d)
		defer func() { d.stop() }()
		err := d.agent.Act(ctx, d.page().ID, api.Command{Do: api.DoAcknowledge})
		if !errors.Is(err, api.ErrNotKept) || !errors.Is(err, store.ErrFull) {
			t.Errorf("answered %v", err)
		}
		d.settle(time.Second)
		if p := d.page(); p.State != notify.Acknowledged || len(d.source.acks) != 1 {
			t.Errorf("%s, told %v", p.State, d.source.acks)
		}
		d.full.Store(false)
		d.settle(time.Minute)
		kept, _, err := d.store.Pages(ctx, time.Now())
		if err != nil || len(kept) != 1 || kept[0].State != notify.Acknowledged {
			t.Errorf("once there is space again: %v, %v", kept, err)
		}
		if err := d.agent.Act(ctx, d.page().ID, api.Command{Do: api.DoNote, Text: "there is space"}); err != nil {
			t.Errorf("with space again: %v", err)
		}
	})
	inBubble(t, "after a restart the source tells who has it", func(t *testing.T, d *desk) {
		waiting(d)
		if err := d.agent.Act(ctx, d.page().ID, api.Command{Do: api.DoAcknowledge}); !errors.Is(err, api.ErrNotKept) {
			t.Errorf("answered %v", err)
		}
		d.settle(time.Second)
		d.stop()
		d.full.Store(false)
		d.start()
		defer func() { d.stop() }()
		d.settle(time.Minute)
		if p := d.page(); p.State != notify.Acknowledged || len(d.source.acks) != 1 {
			t.Errorf("%s, told %v", p.State, d.source.acks)
		}
	})
	inBubble(t, "what is nowhere but here is not kept either", func(t *testing.T, d *desk) {
		waiting(d)
		defer func() { d.stop() }()
		for _, c := range []api.Command{{Do: api.DoNote, Text: "looking"}, {Do: api.DoPause, Until: time.Now().Add(time.Hour)}} {
			if err := d.agent.Act(ctx, d.page().ID, c); !errors.Is(err, api.ErrNotKept) {
				t.Errorf("%s: %v", c.Do, err)
			}
		}
		if _, err := d.agent.TestPage(ctx); !errors.Is(err, api.ErrNotKept) {
			t.Errorf("a test page proves the path over the disk: %v", err)
		}
	})
	inBubble(t, "what changes nothing needs no disk", func(t *testing.T, d *desk) {
		waiting(d)
		defer func() { d.stop() }()
		if err := d.agent.Act(ctx, d.page().ID, api.Command{Do: api.DoSeen}); err != nil {
			t.Error(err)
		}
		if err := d.agent.Mute(ctx, time.Now().Add(time.Hour)); err != nil {
			t.Error(err)
		}
		err := d.agent.Act(ctx, d.page().ID, api.Command{Do: api.DoExcuse, Text: "asleep"})
		if err == nil || errors.Is(err, api.ErrNotKept) {
			t.Errorf("what is refused is refused for its own reason: %v", err)
		}
	})
	inBubble(t, "a button of a note is answered with a note", func(t *testing.T, d *desk) {
		waiting(d)
		defer func() { d.stop() }()
		d.agent.React(notify.Reaction{NoteID: d.page().ID, Kind: notify.Pressed, Action: notify.ActionAcknowledge})
		d.settle(time.Second)
		said := d.screen.titles()
		if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, "could not be kept") }) || len(d.source.acks) != 1 {
			t.Errorf("on the screen %q, told %v", said, d.source.acks)
		}
		d.full.Store(false)
		if d.settle(time.Minute); len(d.screen.titles()) != 0 {
			t.Errorf("still on the screen %q", d.screen.titles())
		}
	})
}
