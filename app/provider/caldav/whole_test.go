package caldav

import (
	"testing"
)

func TestWhatWasReadAtOnceIsWrittenOnThatCondition(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		c, address := s.calendar(t, "rota")
		for _, uid := range []string{"kept", "changed", "deleted", "raced", "gone"} {
			if err := create(t, c, uid); err != nil {
				t.Fatal(err)
			}
		}
		w, err := c.Whole(t.Context())
		if err != nil || len(w.Resources()) != 5 {
			t.Fatalf("%d events, %v", len(w.Resources()), err)
		}
		other := s.open("rota", address)
		for uid, summary := range map[string]string{"raced": "Engineer B", "gone": "", "new": "Engineer B"} {
			var tag string
			if uid != "new" {
				now, err := other.Get(t.Context(), uid)
				if err != nil {
					t.Fatal(err)
				}
				tag = now.ETag
			}
			if summary == "" {
				err = other.Delete(t.Context(), uid, tag)
			} else {
				_, err = other.Put(t.Context(), uid, event(uid, summary), tag)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		before := s.Requests.Load()
		if err := w.Put(t.Context(), "changed", event("changed", "Engineer Z")); err != nil {
			t.Error(err)
		}
		if err := w.Put(t.Context(), "second", event("second", "Engineer Z")); err != nil {
			t.Error(err)
		}
		if err := w.Delete(t.Context(), "deleted"); err != nil {
			t.Error(err)
		}
		// A write, and where the server names no version after it a look.
		if n := s.Requests.Load() - before; n > 5 {
			t.Errorf("%d requests for three events", n)
		}
		mustChange(t, w.Put(t.Context(), "raced", event("raced", "Engineer Z")), "raced", false)
		mustChange(t, w.Delete(t.Context(), "raced"), "raced", false)
		mustChange(t, w.Put(t.Context(), "gone", event("gone", "Engineer Z")), "gone", true)
		mustChange(t, w.Put(t.Context(), "new", event("new", "Engineer Z")), "new", false)
		mustFail(t, w.Delete(t.Context(), "never there"), ErrUnsafe)
		for uid, want := range map[string]string{"kept": "Engineer C", "changed": "Engineer Z", "second": "Engineer Z", "raced": "Engineer B", "new": "Engineer B"} {
			if now, err := other.Get(t.Context(), uid); err != nil || now.Summary() != want {
				t.Errorf("%s: %q, %v, want %q", uid, now.Summary(), err, want)
			}
		}
	})
}
