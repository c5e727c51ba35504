package pagerduty

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
)

func decodeIncident(text string) (i incident, ok bool) {
	return i, json.Unmarshal([]byte(text), &i) == nil
}

// cleanups makes a pdtest.T of a rapid.T.
type cleanups struct {
	*rapid.T
}

func (c cleanups) Errorf(text string, as ...any) { c.T.Errorf(text, as...) }

// known is what the user's side remembers of an incident: the newest reference.
type known struct{ ref, handle string }

// TestWhateverHappensTheListIsWhatIsOpenAndNothingIsReopened draws acts of ours,
// with answers lost and connections cut, and things that happen at the server. Acts
// use references however old they are.
func TestWhateverHappensTheListIsWhatIsOpenAndNothingIsReopened(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(cleanups{rt})
		w.api.limit, w.api.onCallLimit = provider.NewLimiter(1_000_000), provider.NewLimiter(1_000_000)
		w.SetPageSize(rapid.IntRange(2, 6).Draw(rt, "page size"))
		seen := map[string]known{}
		ctx := context.Background()
		var ids []string
		pick := func() string { return rapid.SampledFrom(ids).Draw(rt, "incident") }
		users := []pdtest.User{pdtest.Me(), pdtest.Second(), pdtest.Third()}
		user := func() pdtest.User { return rapid.SampledFrom(users).Draw(rt, "user") }
		noted := map[string]bool{}

		fault := func() {
			match := rapid.SampledFrom([]string{"PUT ", "POST ", "GET /incidents/", "GET /oncalls"}).Draw(rt, "request")
			switch rapid.IntRange(0, 5).Draw(rt, "fault") {
			case 0:
				w.Fail(pdtest.Fault{Match: match, Lost: true})
			case 1:
				w.Fail(pdtest.Fault{Match: match, Cut: true})
			case 2:
				w.Fail(pdtest.Fault{Match: match, Answer: says(`{"incident":{}}`)})
			}
		}
		act := func(what string, do func(k known) error) {
			id := pick()
			k, ok := seen[id]
			if !ok {
				return
			}
			fault()
			over := w.Incident(id).Status == "resolved"
			writes := w.Writes()
			err := do(k)
			w.Heal()
			if over && what != "note" && w.Writes() != writes {
				rt.Fatalf("%s was sent to %s, which is resolved", what, id)
			}
			if over && what != "note" && what != "resolve" && what != "unack" && err == nil {
				rt.Fatalf("%s is said to be done on %s, which is resolved", what, id)
			}
			if i := w.Incident(id); err == nil && what == "ack" && i.Status != "acknowledged" {
				rt.Fatalf("%s is said to be acknowledged, and is %s", id, i.Status)
			}
			if err == nil && what == "note" {
				noted[id] = true
			}
		}
		poll := func(rt *rapid.T) {
			alerts, err := w.Source.Open(ctx)
			if err != nil {
				rt.Fatalf("poll: %v", err)
			}
			listed := map[string]string{}
			for _, a := range alerts {
				state := triggered
				if a.Ack != nil {
					state = acknowledged
				}
				listed[a.Key] = state
				seen[a.Key] = known{ref: a.Ref, handle: a.Key}
			}
			if open := w.Server.Open(pdtest.Me()); !maps.Equal(listed, open) || len(listed) != len(alerts) {
				rt.Fatalf("listed %v, open %v", listed, open)
			}
		}
		begun := func(do func()) func(*rapid.T) {
			return func(t *rapid.T) {
				if len(ids) == 0 {
					t.Skip("nothing has happened yet")
				}
				do()
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"trigger":  func(*rapid.T) { ids = append(ids, w.Trigger("T", nil)) },
			"poll":     poll,
			"time":     func(*rapid.T) { w.clock.pass(time.Duration(rapid.IntRange(1, 4000).Draw(rt, "s")) * time.Second) },
			"resolved": begun(func() { w.Server.Resolve(pick()) }),
			"acked":    begun(func() { w.Server.Acknowledge(pick(), user()) }),
			"assigned": begun(func() { w.Assign(pick(), user()) }),
			"ack": begun(func() {
				act("ack", func(k known) error { _, err := w.Source.Acknowledge(ctx, k.ref, ""); return err })
			}),
			"unack": begun(func() {
				act("unack", func(k known) error {
					err := w.Unacknowledge(ctx, provider.Ack{Handle: k.handle})
					if errors.Is(err, ErrNotOurs) {
						return nil
					}
					return err
				})
			}),
			"resolve": begun(func() { act("resolve", func(k known) error { return w.Source.Resolve(ctx, k.ref) }) }),
			"snooze": begun(func() {
				act("snooze", func(k known) error {
					_, err := w.Snooze(ctx, k.ref, "", w.clock.now().Add(time.Duration(rapid.IntRange(1, 3000).Draw(rt, "s"))*time.Second))
					return err
				})
			}),
			"note":     begun(func() { act("note", func(k known) error { return w.Note(ctx, k.ref, "", "Looking.") }) }),
			"escalate": begun(func() { act("escalate", func(k known) error { _, err := w.Escalate(ctx, k.ref, ""); return err }) }),
		})
		poll(rt)
		if again := w.Reopened(); len(again) > 0 {
			rt.Fatalf("reopened %v", again)
		}
		for _, id := range ids {
			if n := len(w.Incident(id).Notes); n > 1 || noted[id] && n == 0 {
				rt.Fatalf("%s has %d notes", id, n)
			}
		}
	})
}
