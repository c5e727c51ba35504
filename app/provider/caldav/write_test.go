package caldav

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"standby/app/provider"
)

func TestARefusedWriteSaysWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		is     error
	}{
		"credentials refused":   {401, provider.ErrUnauthorized},
		"no right to write":     {403, ErrReadOnly},
		"no writing at all":     {405, ErrReadOnly},
		"locked":                {423, ErrLocked},
		"no room":               {507, ErrNoRoom},
		"precondition, no race": {412, provider.ErrService},
		"a conflict, no race":   {409, provider.ErrService},
		"broken":                {500, provider.ErrService},
		"a redirect to a login": {302, provider.ErrNotTheService},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake("a")
			f.answer = says("PUT", c.status, "text/html", "https://login.example.org/?"+canary)
			calendar, _ := f.start(t)
			_, err := calendar.Put(t.Context(), "a", event("a", "Engineer B"), `"a-1"`)
			mustFail(t, err, c.is)
			if errors.Is(err, ErrChanged) || errors.Is(err, ErrUnsure) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWhatMustNotBeWrittenIsNotSent(t *testing.T) {
	two := strings.Replace(string(event("a", "x")), "END:VCALENDAR", "BEGIN:VEVENT\r\nUID:b\r\nEND:VEVENT\r\nEND:VCALENDAR", 1)
	for name, c := range map[string]struct {
		uid, ics, match, says string
	}{
		"another UID":               {"b", string(event("a", "x")), `"1"`, "other UIDs"},
		"two UIDs":                  {"a", two, `"1"`, "other UIDs"},
		"no UID":                    {"", string(event("a", "x")), `"1"`, "no UID"},
		"an event without a UID":    {"a", strings.Replace(string(event("a", "x")), "UID:a\r\n", "", 1), `"1"`, "other UIDs"},
		"an empty text":             {"a", "", `"1"`, "no whole VCALENDAR"},
		"half an event":             {"a", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n", `"1"`, "no whole VCALENDAR"},
		"an invitation":             {"a", strings.Replace(string(event("a", "x")), "VERSION", "METHOD:PUBLISH\r\nVERSION", 1), `"1"`, "METHOD"},
		"latin-1":                   {"a", string(event("a", "J\xf6rg")), `"1"`, "UTF-8"},
		"more than a megabyte":      {"a", string(event("a", strings.Repeat("x", MaxEvent))), `"1"`, "larger"},
		"any version at all":        {"a", string(event("a", "x")), "*", "version"},
		"one of several versions":   {"a", string(event("a", "x")), `"1", "2"`, "version"},
		"a header in the version":   {"a", string(event("a", "x")), "\"1\"\r\nX: y", "version"},
		"a version that is not one": {"a", string(event("a", "x")), `W/"1"`, "versions apart"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake("a")
			calendar, _ := f.start(t)
			_, err := calendar.Put(t.Context(), c.uid, []byte(c.ics), c.match)
			if err == nil || !strings.Contains(err.Error(), c.says) || len(f.kinds) > 0 {
				t.Errorf("got %v after %v", err, f.kinds)
			}
		})
	}
	calendar, _ := newFake("a").start(t)
	mustFail(t, calendar.Delete(t.Context(), "a", ""), ErrUnsafe)
}

func TestALostAnswerIsLookedUp(t *testing.T) {
	// The connection breaks after the server has, or has not, done what was asked.
	hang := func(w http.ResponseWriter) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}
	for name, c := range map[string]struct {
		do  func(f *fake, w http.ResponseWriter) bool
		is  error
		tag string
	}{
		"it was written": {func(f *fake, _ http.ResponseWriter) bool {
			// Servers rewrite what they store.
			f.entries["/cal/a.ics"] = [2]string{`"a-2"`, strings.Replace(string(event("a", "Engineer B")), "//example//test", "//server", 1)}
			return false
		}, nil, `"a-2"`},
		"it was not": {func(*fake, http.ResponseWriter) bool { return false }, ErrUnsure, ""},
		"it came late, and again": {func(f *fake, w http.ResponseWriter) bool {
			if slices.Index(f.kinds, http.MethodPut) == len(f.kinds)-1 {
				return false
			}
			f.entries["/cal/a.ics"] = [2]string{`"a-2"`, string(event("a", "Engineer B"))}
			w.WriteHeader(http.StatusPreconditionFailed)
			return true
		}, nil, `"a-2"`},
		"the second try gets through": {func(f *fake, w http.ResponseWriter) bool {
			if slices.Index(f.kinds, http.MethodPut) == len(f.kinds)-1 {
				return false
			}
			w.Header().Set("ETag", `"a-2"`)
			w.WriteHeader(http.StatusNoContent)
			return true
		}, nil, `"a-2"`},
		"somebody else's was": {func(f *fake, _ http.ResponseWriter) bool {
			f.entries["/cal/a.ics"] = [2]string{`"a-3"`, string(event("a", "Engineer C"))}
			return false
		}, ErrChanged, ""},
		"it was deleted": {func(f *fake, _ http.ResponseWriter) bool { delete(f.entries, "/cal/a.ics"); return false }, ErrChanged, ""},
		"the server fell silent": {func(f *fake, _ http.ResponseWriter) bool {
			f.answer = func(w http.ResponseWriter, _ *http.Request, _, _ string) bool { hang(w); return true }
			return false
		}, ErrUnsure, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake("a")
			f.answer = func(w http.ResponseWriter, _ *http.Request, kind, _ string) bool {
				if kind == http.MethodPut && !c.do(f, w) {
					hang(w)
				}
				return kind == http.MethodPut
			}
			calendar, _ := f.start(t)
			tag, err := calendar.Put(t.Context(), "a", event("a", "Engineer B"), `"a-1"`)
			if !errors.Is(err, c.is) || tag != c.tag {
				t.Errorf("got %q, %v", tag, err)
			}
		})
	}
}

func TestAnEventIsFoundOnServersThatCannotSearch(t *testing.T) {
	f := newFake("a", "b")
	f.entries["/cal/other-name.ics"] = [2]string{`"x"`, string(event("x", "Engineer X"))}
	f.answer = func(w http.ResponseWriter, _ *http.Request, kind, body string) bool {
		if strings.Contains(body, "text-match") {
			w.WriteHeader(http.StatusForbidden)
			return true
		}
		return false
	}
	calendar, _ := f.start(t)
	if got, err := calendar.Get(t.Context(), "x"); err != nil || got.ETag != `"x"` {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err := calendar.Get(t.Context(), "y")
	mustFail(t, err, ErrNothingThere)
	// Two entries with one UID: to guess would be to write the wrong one.
	f.entries["/cal/twin.ics"] = f.entries["/cal/other-name.ics"]
	calendar, _ = f.start(t)
	_, err = calendar.Put(t.Context(), "x", event("x", "y"), `"x"`)
	mustFail(t, err, provider.ErrService)
}

func TestASwapWritesBothOrNone(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		a, address := s.calendar(t, "rota")
		tags := map[string]string{}
		for _, uid := range []string{"1", "2"} {
			tag, err := a.Put(t.Context(), uid, event(uid, "Engineer "+uid), "")
			if err != nil {
				t.Fatal(err)
			}
			tags[uid] = tag
		}
		now := func(uid string) string {
			r, err := s.open("rota", address).Get(t.Context(), uid)
			if errors.Is(err, ErrNothingThere) {
				return "nothing"
			} else if err != nil {
				t.Fatal(err)
			}
			tags[uid] = r.ETag
			return r.Summary()
		}
		both := func() string { return now("1") + ", " + now("2") }
		swap := func(ctx context.Context, one, two string) error {
			c := []Change{{UID: "1", ICS: event("1", one), IfMatch: tags["1"]}, {UID: "2", ICS: event("2", two), IfMatch: tags["2"]}}
			for i := range c {
				if strings.Contains(string(c[i].ICS), "SUMMARY:nobody") {
					c[i].ICS = nil
				}
			}
			return a.Swap(ctx, c[0], c[1])
		}
		// on refuses the nth write with a status, once.
		on := func(n, status int, also func()) {
			seen := 0
			s.Before = func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method != http.MethodPut && r.Method != http.MethodDelete {
					return false
				}
				if seen++; seen != n {
					return false
				}
				if also != nil {
					also()
				}
				if status != 0 {
					w.WriteHeader(status)
				}
				return status != 0
			}
		}

		if err := swap(t.Context(), "Engineer 2", "Engineer 1"); err != nil || both() != "Engineer 2, Engineer 1" {
			t.Fatalf("%v: %s", err, both())
		}
		on(2, http.StatusLocked, nil)
		err := swap(t.Context(), "Engineer 1", "Engineer 2")
		mustFail(t, err, ErrLocked)
		if got := both(); got != "Engineer 2, Engineer 1" || !strings.Contains(err.Error(), "nothing was changed") {
			t.Errorf("after a refused second write: %s, %v", got, err)
		}

		ctx, cancel := context.WithCancel(t.Context())
		on(2, 0, cancel)
		err = swap(ctx, "Engineer 1", "Engineer 2")
		if got := both(); err != nil || got != "Engineer 1, Engineer 2" {
			t.Errorf("given up half way: %s, %v", got, err)
		}
		cancel()
		s.Before = nil
		if err := swap(t.Context(), "Engineer 2", "Engineer 1"); err != nil {
			t.Fatal(err)
		}
		both()

		// Somebody else takes the first event between the refusal and the undoing.
		on(2, http.StatusLocked, func() {
			s.Before = func(w http.ResponseWriter, r *http.Request) bool { return false }
			if now("1"); tags["1"] == "" {
				t.Fatal("no version")
			}
			if _, err := s.open("rota", address).Put(t.Context(), "1", event("1", "Engineer 9"), tags["1"]); err != nil {
				t.Fatal(err)
			}
		})
		err = swap(t.Context(), "Engineer 1", "Engineer 2")
		mustFail(t, err, ErrHalfDone)
		mustFail(t, err, ErrLocked)
		mustFail(t, err, ErrChanged)
		if got := both(); got != "Engineer 9, Engineer 1" {
			t.Errorf("somebody's change was overwritten: %s, %v", got, err)
		}

		// A refused deletion brings back what was deleted first.
		on(2, http.StatusForbidden, nil)
		mustFail(t, swap(t.Context(), "nobody", "Engineer 2"), ErrReadOnly)
		if got := both(); got != "Engineer 9, Engineer 1" {
			t.Errorf("a deletion undone: %s", got)
		}
		s.Before = nil
		if err := swap(t.Context(), "nobody", "Engineer 2"); err != nil || both() != "nothing, Engineer 2" {
			t.Errorf("%v: %s", err, both())
		}
		// And a refused second takes away what was created first.
		on(2, http.StatusForbidden, nil)
		tags["1"] = ""
		mustFail(t, swap(t.Context(), "Engineer 1", "Engineer 3"), ErrReadOnly)
		if got := both(); got != "nothing, Engineer 2" {
			t.Errorf("a creation undone: %s", got)
		}
		s.Before = nil
		tags["2"] = `"old"`
		tags["1"] = ""
		mustChange(t, swap(t.Context(), "Engineer 1", "Engineer 3"), "2", false)
		if got := both(); got != "nothing, Engineer 2" {
			t.Errorf("a race lost before the first write: %s", got)
		}
	})
}

func TestASwapOfOneEventIsNoSwap(t *testing.T) {
	calendar, _ := newFake("a").start(t)
	if err := calendar.Swap(t.Context(), Change{UID: "a", IfMatch: `"1"`}, Change{UID: "a", IfMatch: `"1"`}); err == nil {
		t.Error("taken")
	}
}
