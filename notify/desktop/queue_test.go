package desktop

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"standby/notify"
)

func TestTheNewestRequestForANoteWins(t *testing.T) {
	q := newQueue(8)
	q.put(request{id: "a", note: &notify.Note{Title: "old"}})
	q.put(request{id: "b", note: &notify.Note{}})
	q.put(request{id: "a", note: &notify.Note{Title: "new"}})
	q.put(request{id: "b"})
	first, _ := q.take()
	second, _ := q.take()
	if _, more := q.take(); more || first.id != "a" || first.note.Title != "new" || second.note != nil {
		t.Errorf("took %+v then %+v", first, second)
	}
}

func TestAFullQueueGivesUpTheOldestThatIsNotUrgent(t *testing.T) {
	q := newQueue(2)
	q.put(request{id: "urgent", note: &notify.Note{Urgency: notify.High}})
	q.put(request{id: "normal", note: &notify.Note{}})
	q.put(request{id: "late", note: &notify.Note{Urgency: notify.High}})
	if got := fmt.Sprint(q.given()); got != "[normal]" {
		t.Errorf("gave up %s, want [normal]", got)
	}
	q.put(request{id: "later", note: &notify.Note{Urgency: notify.High}})
	if got := fmt.Sprint(q.given()); got != "[urgent]" {
		t.Errorf("gave up %s, want [urgent]", got)
	}
}

func TestTheQueueIsBoundedAndLosesNothingSilently(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const limit = 4
		q := newQueue(limit)
		last := map[string]bool{}
		for _, n := range rapid.SliceOf(rapid.IntRange(-8, 8)).Draw(t, "requests") {
			id := fmt.Sprint(max(n, -n))
			r := request{id: id}
			if n >= 0 {
				r.note = &notify.Note{}
			}
			q.put(r)
			last[id] = n >= 0
			if len(q.waiting) > limit || len(q.dropped) > limit {
				t.Fatalf("%d wait and %d are dropped, more than %d", len(q.waiting), len(q.dropped), limit)
			}
		}
		told := map[string]bool{}
		for _, id := range q.given() {
			told[id] = true
		}
		for r, ok := q.take(); ok; r, ok = q.take() {
			told[r.id] = true
			if shows := r.note != nil; shows != last[r.id] {
				t.Fatalf("%s: took show=%v, the newest was %v", r.id, shows, last[r.id])
			}
		}
		for id, shows := range last {
			if shows && !told[id] && !told[""] {
				t.Fatalf("%s was lost without a word", id)
			}
		}
	})
}
