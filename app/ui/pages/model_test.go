package pages

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/notify"
)

func TestAListThatIsReadDoesNotMove(t *testing.T) {
	for _, c := range []struct {
		name          string
		shown, newest []string
		hold          bool
		order         []string
		fresh         int
	}{
		{"nobody reads it", []string{"b"}, []string{"a", "b"}, false, []string{"a", "b"}, 0},
		{"one came", []string{"b"}, []string{"a", "b"}, true, []string{"b"}, 1},
		{"one came in between", []string{"a", "c"}, []string{"a", "b", "c"}, true, []string{"a", "c"}, 1},
		{"older ones were loaded", []string{"a"}, []string{"a", "b", "c"}, true, []string{"a", "b", "c"}, 0},
		{"one has gone", []string{"a", "b"}, []string{"b"}, true, []string{"b"}, 0},
		{"it was empty", nil, []string{"a"}, true, []string{"a"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			order, fresh := arrange(c.shown, c.newest, c.hold)
			if !slices.Equal(order, c.order) || fresh != c.fresh {
				t.Errorf("got %v and %d fresh", order, fresh)
			}
		})
	}
}

func TestEveryPageIsInTheListOrCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.StringMatching("[a-z]{1,3}"), rapid.ID[string])
		newest, before := ids.Draw(t, "newest"), ids.Draw(t, "before")
		order, fresh := arrange(before, newest, true)
		if len(order)+fresh != len(newest) {
			t.Fatalf("%d shown and %d fresh of %d", len(order), fresh, len(newest))
		}
		kept := slices.DeleteFunc(slices.Clone(before), func(id string) bool { return !slices.Contains(newest, id) })
		if len(kept) > 0 && !slices.Equal(order[:len(kept)], kept) {
			t.Fatalf("%v moved to %v", kept, order)
		}
	})
}

func TestThePageShelfForgetsWhatTheAgentForgot(t *testing.T) {
	now := night.Now(t)
	var s shelf
	s.put([]api.Page{night.Waiting("open", now), night.Resolved("over", now.Add(-time.Hour))})
	s.putOlder([]api.Page{night.Resolved("older", now.Add(-100*time.Hour)), {Page: notify.Page{ID: "over"}}}, now.Add(-200*time.Hour))
	s.put(nil)
	if got := s.newest(""); !slices.Equal(got, []string{"over", "older"}) {
		t.Errorf("got %v", got)
	}
	if s.pages["over"].Title == "" {
		t.Error("the history replaced what a snapshot said")
	}
}
