package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"standby/notify"
)

// Do is what a human does with a page.
type Do string

// What can be done with a page.
const (
	DoAcknowledge   Do = "acknowledge"
	DoUnacknowledge Do = "unacknowledge"
	DoResolve       Do = "resolve"
	// DoSnooze puts it off until Command.Until.
	DoSnooze Do = "snooze"
	// DoEscalate hands it on to whoever is next.
	DoEscalate Do = "escalate"
	// DoNote writes Command.Text on it.
	DoNote Do = "note"
	// DoUndo takes the last acknowledgement or resolution back, within
	// notify.UndoWithin.
	DoUndo Do = "undo"
	// DoSeen says that the user saw a page that is over.
	DoSeen Do = "seen"
	// DoPause stops the ack clock until Command.Until, DoResume lets it run again.
	DoPause  Do = "pause"
	DoResume Do = "resume"
	// DoExcuse gives Command.Text as the reason for a missed target.
	DoExcuse Do = "excuse"
)

// Command is what a human wants of a page.
type Command struct {
	Do Do `json:"-"`
	// Until goes with snooze and pause.
	Until time.Time `json:"until,omitzero"`
	// Text goes with note and excuse.
	Text string `json:"text,omitempty"`
	// Now says that a resolution is not held back to be undone.
	Now bool `json:"now,omitempty"`
}

// ErrNotKept says that what was asked stands, and goes to the page's sources, but
// that the disk did not take it: it is lost if Standby stops before the disk does.
var ErrNotKept = errors.New("it could not be kept on the disk")

// Pages are the commands on pages. Each returns once the wish is on disk, or with
// ErrNotKept once it stands in memory alone; the provider's answer arrives with a
// later snapshot.
type Pages interface {
	Act(ctx context.Context, pageID string, c Command) error
	// Mute keeps Standby quiet until then; notes are shown all the same.
	Mute(ctx context.Context, until time.Time) error
}

// RecurrenceSpan is how far back a page of the same trouble counts.
const RecurrenceSpan = 30 * 24 * time.Hour

// Recurrence is how often the same trouble came in RecurrenceSpan, this time
// included, and what was last written about it.
type Recurrence struct {
	Times   int       `json:"times"`
	Note    string    `json:"note,omitempty"`
	NotedBy string    `json:"noted_by,omitempty"`
	NotedAt time.Time `json:"noted_at,omitzero"`
}

// String is the recurrence in one line; empty when it came for the first time and
// nothing was written.
func (r Recurrence) String() string {
	switch {
	case r.Times < 2 && r.Note == "":
		return ""
	case r.Note == "":
		return fmt.Sprintf("Seen %d times in 30 days.", r.Times)
	case r.Times < 2:
		return "Last note: " + r.Note
	}
	return fmt.Sprintf("Seen %d times in 30 days, last note: %s", r.Times, r.Note)
}

// Origin is one way by which a page came.
type Origin struct {
	Source string       `json:"source"`
	Key    string       `json:"key"`
	URL    string       `json:"url,omitempty"`
	State  notify.State `json:"state"`
	// Sending is what was asked of it and is not confirmed yet.
	Sending notify.Request `json:"sending,omitempty"`
	Failure string         `json:"failure,omitempty"`
}

// Stats is what the pages of a span come to.
type Stats struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Zone is what the hours are of; empty for the machine's own.
	Zone string `json:"zone,omitempty"`
	notify.Report
}

// act carries out a command on a page; the body may be empty.
func (s *Server) act(w http.ResponseWriter, r *http.Request) {
	var c Command
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		s.answer(w, nil, fmt.Errorf("%w: %w", ErrBadRequest, err))
		return
	}
	c.Do = Do(r.PathValue("do"))
	s.answer(w, struct{}{}, s.h.Pages.Act(r.Context(), r.PathValue("id"), c))
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	p, err := s.h.Records.Page(r.Context(), r.PathValue("id"))
	s.answer(w, p, err)
}

func (s *Server) stats(w http.ResponseWriter, r *http.Request) {
	from, to, err := span(r)
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	st, err := s.h.Records.Stats(r.Context(), from, to)
	s.answer(w, st, err)
}

// Act does something with a page. It returns when the wish is recorded; the
// provider's answer shows in a later snapshot.
func (c *Client) Act(ctx context.Context, pageID string, what Command) error {
	return c.post(ctx, "/v1/pages/"+url.PathEscape(pageID)+"/"+url.PathEscape(string(what.Do)), what, nil)
}

// Acknowledge asks to take the page.
func (c *Client) Acknowledge(ctx context.Context, pageID string) error {
	return c.Act(ctx, pageID, Command{Do: DoAcknowledge})
}

// Unacknowledge asks to give the page back.
func (c *Client) Unacknowledge(ctx context.Context, pageID string) error {
	return c.Act(ctx, pageID, Command{Do: DoUnacknowledge})
}

// Resolve asks to end the page, where its source can do that.
func (c *Client) Resolve(ctx context.Context, pageID string) error {
	return c.Act(ctx, pageID, Command{Do: DoResolve})
}

// Mute keeps Standby quiet until then, a day at most; a time that has passed lets
// it sound again.
func (c *Client) Mute(ctx context.Context, until time.Time) error {
	return c.post(ctx, "/v1/mute", until, nil)
}

// Page returns one page with its timeline, and how often the same trouble came.
func (c *Client) Page(ctx context.Context, id string) (Page, error) {
	return get[Page](ctx, c, "/v1/pages/"+url.PathEscape(id))
}

// Stats counts the pages triggered in [from, to).
func (c *Client) Stats(ctx context.Context, from, to time.Time) (Stats, error) {
	return get[Stats](ctx, c, "/v1/stats?"+spanValues(from, to).Encode())
}
