package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"standby/rotation"
)

// Trial answers about calendars that are not added: nothing that is asked of it
// changes anything. An error never carries an address, a user or a secret.
type Trial interface {
	// Preview reads a calendar and says what it would be.
	Preview(ctx context.Context, q PreviewQuery) (Preview, error)
	// Discover lists the calendars of a CalDAV account, in order of name.
	Discover(ctx context.Context, a Account) ([]Found, error)
}

// PreviewQuery is a calendar as AddCalendar would be given it; its name may be
// empty.
type PreviewQuery struct {
	NewCalendar
	// Fresh has the calendar fetched now. Else what was fetched from the same place
	// a few minutes ago is read again, so that a pattern can be tried while it is typed.
	Fresh bool `json:"fresh,omitempty"`
}

// Preview is what a calendar would be.
type Preview struct {
	// Name is what the calendar calls itself; often empty.
	Name string `json:"name,omitempty"`
	// Profile is the product that wrote it, as its users call it; empty where that
	// makes no difference.
	Profile string `json:"profile,omitempty"`
	// Zone is the zone that it gives for times without one; empty when it gives none.
	Zone string `json:"zone,omitempty"`
	// Unencrypted says what it means that the calendar comes without encryption;
	// empty where it does not.
	Unencrypted string `json:"unencrypted,omitempty"`
	// Warnings are what the user should look at, one sentence each.
	Warnings []string `json:"warnings,omitempty"`
	// Window is what was looked at: from now on, or, when nothing lies ahead, what
	// has passed until now. Past says which.
	Window rotation.Interval `json:"window"`
	Past   bool              `json:"past,omitempty"`
	// Horizon is where the calendar ends; zero when it does not.
	Horizon time.Time `json:"horizon,omitzero"`
	// Shifts is how many shifts there are in it, Mine how many of those are the
	// user's.
	Shifts int `json:"shifts"`
	Mine   int `json:"mine"`
	// Rows are the first shifts in it, and leave, in order of start; More says that
	// there are others.
	Rows []PreviewRow `json:"rows"`
	More bool         `json:"more,omitempty"`
	// Fault is what is wrong with the pattern: the rest is then as without one. Nil
	// when it is good, or there is none.
	Fault *PatternFault `json:"fault,omitempty"`
}

// PreviewRow is a shift, and what the text of its event is taken to mean.
type PreviewRow struct {
	rotation.Interval
	// Summary is the event's.
	Summary string `json:"summary"`
	// Unmatched says that there is a pattern, and that it does not fit: the rest is
	// as without one.
	Unmatched bool            `json:"unmatched,omitempty"`
	Person    rotation.Person `json:"person"`
	Role      rotation.Role   `json:"role"`
	Rota      string          `json:"rota,omitempty"`
	Mine      bool            `json:"mine,omitempty"`
	// OpenEnd says that End is only where the calendar ends; Away that it is no
	// shift but leave.
	OpenEnd bool `json:"open_end,omitempty"`
	Away    bool `json:"away,omitempty"`
}

// PatternFault says what is wrong with a pattern, and where.
type PatternFault struct {
	// Line and At are where, both from 1, At in characters of that line; Line is 0
	// when it is about the whole.
	Line int `json:"line,omitempty"`
	At   int `json:"at,omitempty"`
	// Problem is what is wrong, Remedy what to write instead.
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
}

// Account is where calendars are looked for: the address of a CalDAV server, of an
// account or of one calendar, and what it asks for. The secret is used for that
// and kept nowhere.
type Account struct {
	Address string `json:"address"`
	User    string `json:"user,omitempty"`
	Secret  string `json:"secret,omitempty"`
	// InsecureOK is as in NewCalendar.
	InsecureOK bool `json:"insecureOK,omitempty"`
}

// Found is a calendar of an account.
type Found struct {
	// Address is the calendar's own: what AddCalendar is to be given.
	Address string `json:"address"`
	// Name is its owner's, fit to be shown.
	Name string `json:"name"`
	// ReadOnly means that the server says so: shifts can be read from it, and
	// neither shifts nor swaps be written to it.
	ReadOnly bool `json:"read_only,omitempty"`
}

// inquiry answers a question about a calendar that is not added.
func inquiry[Q, A any](s *Server, find func(context.Context, Q) (A, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, err := body[Q](w, r)
		if err != nil {
			s.answer(w, nil, err)
			return
		}
		a, err := find(r.Context(), q)
		if err != nil {
			err = s.untouched(err)
		}
		s.answer(w, a, err)
	}
}

// untouched explains an error about a calendar that is not in use: there are no
// earlier shifts that stay, and nobody tries again.
func (s *Server) untouched(err error) error {
	e := &Error{Trouble: s.h.Explain(err), Code: "failed"}
	e.Means = "It was not read, and nothing was added."
	if i := strings.LastIndex(e.Next, ". Standby "); i >= 0 {
		e.Next = e.Next[:i+1]
	}
	switch {
	case errors.Is(err, ErrNotFound):
		e.Code = "not_found"
	case errors.Is(err, ErrBadRequest):
		e.Code = "bad_request"
	case errors.Is(err, ErrInsecure):
		e.Code = "insecure"
	}
	return e
}

// explained is an error in words, those of an *Error being there already.
func (s *Server) explained(err error) Trouble {
	var known *Error
	if errors.As(err, &known) {
		return known.Trouble
	}
	return s.h.Explain(err)
}

// Preview reads a calendar that is not added and says what it would be.
func (c *Client) Preview(ctx context.Context, q PreviewQuery) (Preview, error) {
	var p Preview
	err := c.post(ctx, "/v1/trial/preview", q, &p)
	return p, err
}

// Discover lists the calendars of a CalDAV account.
func (c *Client) Discover(ctx context.Context, a Account) ([]Found, error) {
	var list []Found
	err := c.post(ctx, "/v1/trial/discover", a, &list)
	return list, err
}
