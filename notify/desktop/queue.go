package desktop

import (
	"slices"
	"sync"

	"standby/notify"
)

// queueLimit bounds what waits to be shown. Nobody reads that many notes; the
// caller groups a flood long before.
const queueLimit = 256

// request is a note to show, or with none a note to withdraw.
type request struct {
	id   string
	note *notify.Note
}

// queue holds at most one request per note, the newest, in the order in which
// the notes were first asked for.
type queue struct {
	// ready holds a token whenever something may be there to take.
	ready chan struct{}
	limit int

	mu      sync.Mutex
	waiting []request
	// dropped are the notes given up for others and not yet reported.
	dropped []string
}

func newQueue(limit int) *queue {
	return &queue{ready: make(chan struct{}, 1), limit: limit}
}

// put enqueues without ever blocking.
func (q *queue) put(r request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if i := slices.IndexFunc(q.waiting, func(w request) bool { return w.id == r.id }); i >= 0 {
		q.waiting[i] = r
	} else {
		q.waiting = append(q.waiting, r)
		q.makeRoom()
	}
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// makeRoom gives up the oldest note that is not urgent, else the oldest note,
// else the oldest withdrawal.
func (q *queue) makeRoom() {
	if len(q.waiting) <= q.limit {
		return
	}
	i := slices.IndexFunc(q.waiting, func(w request) bool { return w.note != nil && w.note.Urgency != notify.High })
	if i < 0 {
		i = slices.IndexFunc(q.waiting, func(w request) bool { return w.note != nil })
	}
	if i < 0 {
		i = 0
	}
	if victim := q.waiting[i]; victim.note != nil {
		q.drop(victim.id)
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
}

// drop remembers whom to report. When even that list is full, its last entry
// becomes the empty ID, which stands for any number of notes.
func (q *queue) drop(id string) {
	if len(q.dropped) < q.limit {
		q.dropped = append(q.dropped, id)
		return
	}
	q.dropped[q.limit-1] = ""
}

// take returns the next request, and whether there was one.
func (q *queue) take() (request, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return request{}, false
	}
	r := q.waiting[0]
	q.waiting = slices.Delete(q.waiting, 0, 1)
	return r, true
}

// given returns the notes given up since it was last called.
func (q *queue) given() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	ids := q.dropped
	q.dropped = nil
	return ids
}

// drain serves every request that waits, and reports those given up.
func (q *queue) drain(serve func(request), out outlet) {
	for {
		for _, id := range q.given() {
			out.failed(id, ErrTooMany)
		}
		r, ok := q.take()
		if !ok {
			return
		}
		serve(r)
	}
}
