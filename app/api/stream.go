package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

// Message is one event of the stream: a snapshot, or the wish that the window
// come to the front.
type Message struct {
	Snapshot *Snapshot `json:"snapshot,omitempty"`
	Raise    bool      `json:"raise,omitempty"`
}

// hub hands the newest snapshot to every stream. It holds one snapshot as JSON,
// encoded once however many read it.
type hub struct {
	window func(open bool)

	mu      sync.Mutex
	current []byte
	snap    *Snapshot
	first   chan struct{} // closed with the first snapshot
	subs    map[*subscriber]struct{}
	windows int
}

type subscriber struct {
	wake   chan struct{} // of size 1: something is new
	window bool
	raise  bool // guarded by hub.mu
	sent   *Snapshot
}

func newHub(window func(bool)) *hub {
	return &hub{window: window, first: make(chan struct{}), subs: map[*subscriber]struct{}{}}
}

func (h *hub) publish(snap Snapshot) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.snap == nil {
		close(h.first)
	}
	h.snap, h.current = &snap, nil
	for s := range h.subs {
		s.nudge()
	}
}

func (s *subscriber) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (h *hub) latest(ctx context.Context) (Snapshot, error) {
	select {
	case <-h.first:
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return *h.snap, nil
}

// raise tells every window, and reports whether there is one.
func (h *hub) raise() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs {
		if s.window {
			s.raise = true
			s.nudge()
		}
	}
	return h.windows > 0
}

func (h *hub) add(window bool) *subscriber {
	s := &subscriber{wake: make(chan struct{}, 1), window: window}
	h.mu.Lock()
	h.subs[s] = struct{}{}
	if h.snap != nil {
		s.nudge()
	}
	if window {
		h.windows++
	}
	opened := window && h.windows == 1
	h.mu.Unlock()
	if opened {
		h.window(true)
	}
	return s
}

func (h *hub) remove(s *subscriber) {
	h.mu.Lock()
	delete(h.subs, s)
	if s.window {
		h.windows--
	}
	closed := s.window && h.windows == 0
	h.mu.Unlock()
	if closed {
		h.window(false)
	}
}

// next is what s has not seen yet, encoded.
func (h *hub) next(s *subscriber) ([][]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out [][]byte
	if h.snap != nil && s.sent != h.snap {
		if h.current == nil {
			b, err := json.Marshal(Message{Snapshot: h.snap})
			if err != nil {
				return nil, fmt.Errorf("encode a snapshot: %w", err)
			}
			h.current = b
		}
		s.sent = h.snap
		out = append(out, h.current)
	}
	if s.raise {
		s.raise = false
		out = append(out, []byte(`{"raise":true}`))
	}
	return out, nil
}

// stream serves Server-Sent Events, one data line a message. The query ?as=window
// marks the reader as the window.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if out.Flush() != nil {
		return
	}
	sub := s.hub.add(r.FormValue("as") == "window")
	defer s.hub.remove(sub)
	for {
		select {
		case <-r.Context().Done():
			return
		case <-sub.wake:
		}
		messages, err := s.hub.next(sub)
		if err != nil {
			return
		}
		for _, m := range messages {
			if _, err := fmt.Fprintf(w, "data: %s\n\n", m); err != nil {
				return
			}
		}
		if out.Flush() != nil {
			return
		}
	}
}
