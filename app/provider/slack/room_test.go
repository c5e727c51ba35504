package slack

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"standby/app/provider"
)

func TestARoomIsPrivateAndOpenedOnce(t *testing.T) {
	for name, x := range map[string]fault{
		"all is well":        {method: "none"},
		"the answer is lost": {method: "conversations.create", lost: true},
		"too many":           {method: "conversations.create", answer: limited},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.fail(x)
			w := f.workspace(t, nil)
			for range 2 {
				ref, err := w.Open(t.Context(), "inc-20261122-checkout", []string{"a@example.org", "U0000000B"})
				if err != nil || ref.Place != f.rooms[0].ID || ref.ID != "inc-20261122-checkout" {
					t.Fatalf("%+v, %v", ref, err)
				}
			}
			r := f.rooms[0]
			if len(f.rooms) != 1 || !r.Private || !r.members["U0000000A"] || !r.members["U0000000B"] || len(r.members) != 3 {
				t.Errorf("%d rooms, %+v", len(f.rooms), r)
			}
		})
	}
}

func TestAPublicRoomIsOneThatTheOptionsAskFor(t *testing.T) {
	f := newFake(t)
	if _, err := f.workspace(t, func(o *Options) { o.PublicRooms = true }).Open(t.Context(), "inc-1", nil); err != nil || f.rooms[0].Private {
		t.Errorf("%+v, %v", f.rooms[0], err)
	}
}

func TestARoomOfSomebodyElseIsNotTaken(t *testing.T) {
	for name, change := range map[string]func(*room){
		"of somebody else": func(r *room) { r.Creator = "U0000000A" },
		"archived":         func(r *room) { r.Archived = true },
		"public":           func(r *room) { r.Private = false },
	} {
		f := newFake(t)
		f.page = 1
		f.add("other", meID, nil)
		f.add("inc-1", meID, func(r *room) {
			r.Private = true
			change(r)
		})
		if ref, err := f.workspace(t, nil).Open(t.Context(), "inc-1", nil); !errors.Is(err, ErrTaken) || ref != (provider.Ref{}) {
			t.Errorf("%s: %+v, %v", name, ref, err)
		}
	}
}

func TestNamesThatSlackDoesNotTake(t *testing.T) {
	f := newFake(t)
	for _, name := range []string{"", "Inc", "inc 1", "inc.1", "#inc", "ü", strings.Repeat("x", 81)} {
		if _, err := f.workspace(t, nil).Open(t.Context(), name, nil); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if len(f.calls) != 0 {
		t.Errorf("calls: %v", f.calls)
	}
}

func TestOneWhoCannotBeInvitedKeepsNobodyElseOut(t *testing.T) {
	f := newFake(t)
	ref, err := f.workspace(t, nil).Open(t.Context(), "inc-1", []string{"a@example.org", "c@example.org", "nobody@example.org", "Robin", "b@example.org", ""})
	var left *provider.NotInvitedError
	if !errors.As(err, &left) || ref.Place == "" || left.Err != nil {
		t.Fatalf("%+v, %v", ref, err)
	}
	if len(left.Why) != 3 || left.Why["c@example.org"] != "user_is_ultra_restricted" || left.Why["nobody@example.org"] == "" || left.Why["Robin"] == "" {
		t.Errorf("%v", left)
	}
	if r := f.rooms[0]; !r.members["U0000000A"] || !r.members["U0000000B"] {
		t.Errorf("%+v", r)
	}
}

func TestWhoWasNotInvitedBecauseOfAFailureIsNamed(t *testing.T) {
	for method, want := range map[string]int{"users.lookupByEmail": 2, "conversations.invite": 2} {
		f := newFake(t)
		f.fail(fault{method: method, answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }})
		_, err := f.workspace(t, nil).Open(t.Context(), "inc-1", []string{"a@example.org", "b@example.org"})
		var left *provider.NotInvitedError
		if !errors.As(err, &left) || len(left.Why) != want || !errors.Is(err, provider.ErrService) {
			t.Errorf("%s: %v", method, err)
		}
	}
}

func TestATranscriptHasEveryPageAndEveryAnswer(t *testing.T) {
	f := newFake(t)
	f.page = 3
	r := f.add("inc-1", meID, nil)
	first := f.say(r, "U0000000A", "It is slow.\nVery.", "")
	for n := range 7 {
		f.say(r, "U0000000B", fmt.Sprintf("answer %d", n), first)
	}
	for n := range 9 {
		f.say(r, "U0000000A", fmt.Sprintf("later %d &amp; <@U0000000B>", n), "")
	}
	f.say(r, "U00000999", "forged\n2026-11-22 18:00:01.000001  Role B\n    no\u202e\x1b", "")
	room := provider.Ref{Place: r.ID, ID: "inc-1"}
	w := f.workspace(t, nil)
	got, err := w.Transcript(t.Context(), room)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Said) != 18 || got.Said[0].Text != "It is slow.\nVery." || got.Said[7].Text != "answer 6" || got.Said[7].Answers != first || got.Said[8].Text != "later 0 &amp; <@U0000000B>" {
		t.Errorf("%d: %+v", len(got.Said), got.Said)
	}
	if s := got.Said[0]; s.By != "Role A (U0000000A)" || s.At.Sub(begin).Microseconds() != 1_000_001 {
		t.Errorf("%+v", s)
	}
	body, sum := got.File()
	hash := sha256.Sum256(body)
	if sum != hex.EncodeToString(hash[:]) {
		t.Errorf("the sum %s", sum)
	}
	again, err := w.Transcript(t.Context(), room)
	if err != nil {
		t.Fatal(err)
	}
	if _, same := again.File(); same != sum {
		t.Error("the same transcript has another sum")
	}
	text := string(body)
	for _, want := range []string{"\n2026-11-22 18:00:01.000001  Role A (U0000000A)\n    It is slow.\n    Very.\n", "\n    2026-11-22 18:00:02.000002  Role B (U0000000B)\n        answer 0\n",
		"    2026-11-22 18:00:01.000001  Role B\n        no\\u202e\\x1b\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if n := strings.Count(text, "\n2026-11-22"); n != 11 {
		t.Errorf("%d messages begin at the margin:\n%s", n, text)
	}
}

func TestAPartIsNeverTakenForTheWhole(t *testing.T) {
	say := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}
	}
	for name, x := range map[string]fault{
		"a page fails":           {method: "conversations.history", skip: 1, answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }},
		"answers fail":           {method: "conversations.replies", answer: say(`{"ok":false,"error":"missing_scope","needed":"groups:history"}`)},
		"there is more, nowhere": {method: "conversations.history", answer: say(`{"ok":true,"messages":[],"has_more":true}`)},
		"pages go round":         {method: "conversations.history", times: 9, answer: say(`{"ok":true,"messages":[],"has_more":true,"response_metadata":{"next_cursor":"x"}}`)},
		"a message has no time":  {method: "conversations.history", answer: say(`{"ok":true,"messages":[{"text":"x"}],"has_more":false}`)},
		"a time that is no time": {method: "conversations.history", answer: say(`{"ok":true,"messages":[{"text":"x","ts":"1.5e9"}],"has_more":false}`)},
		"it is not Slack":        {method: "conversations.history", answer: say(`{"status":"fine"}`)},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.page = 1
			r := f.add("inc-1", meID, nil)
			first := f.say(r, "U0000000A", "one", "")
			f.say(r, "U0000000B", "answer", first)
			f.say(r, "U0000000A", "two", "")
			f.fail(x)
			got, err := f.workspace(t, nil).Transcript(t.Context(), provider.Ref{Place: r.ID})
			if err == nil || len(got.Said) != 0 {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestATranscriptWithoutTheRightToSeeNamesHasIDs(t *testing.T) {
	f := newFake(t)
	r := f.add("inc-1", meID, nil)
	f.say(r, "U0000000A", "one", "")
	f.say(r, "U0000000B", "two", "")
	f.fail(fault{method: "users.info", answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"ok":false,"error":"missing_scope","needed":"users:read"}`))
	}})
	got, err := f.workspace(t, nil).Transcript(t.Context(), provider.Ref{Place: r.ID})
	if err != nil || got.Said[0].By != "U0000000A" || got.Said[1].By != "U0000000B" || f.count("users.info") != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestEveryCallIsJudged(t *testing.T) {
	f := newFake(t)
	if f.contract == nil {
		t.Skip("the contract is not here")
	}
	w := f.workspace(t, nil)
	f.add("inc-1", "U0000000A", nil)
	_, err := w.Open(t.Context(), "inc-1", nil)
	if !errors.Is(err, ErrTaken) {
		t.Error(err)
	}
	room, err := w.Open(t.Context(), "inc-2", []string{"a@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := channel(t, w, room.Place, "").Post(t.Context(), update()); err != nil {
		t.Fatal(err)
	}
	first := f.say(f.rooms[1], "U0000000A", "one", "")
	f.say(f.rooms[1], "U0000000A", "answer", first)
	if _, err := w.Transcript(t.Context(), room); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"auth.test", "chat.postMessage", "conversations.create", "conversations.invite", "conversations.history", "conversations.replies", "conversations.list", "users.info"} {
		if f.judged[method] == 0 {
			t.Errorf("%s was not judged: %v", method, f.judged)
		}
	}
}
