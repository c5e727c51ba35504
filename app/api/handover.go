package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"standby/rotation"
)

// ErrNoWriting says that Standby does not write to that calendar: it is a file, a
// feed or a rota, and no CalDAV calendar.
var ErrNoWriting = errors.New("it is not written to by Standby")

// Handover are the commands by which shifts of a CalDAV calendar change hands.
// Each reads the calendar afresh, and writes nothing where somebody was faster.
type Handover interface {
	// Give hands one shift, or a part of it, to another person.
	Give(ctx context.Context, g GiveShift) (Handed, error)
	// Swap has two shifts change hands, or neither.
	Swap(ctx context.Context, s SwapShifts) (Handed, error)
}

// ShiftRef names one shift of a calendar by what is known of it. It must mean one
// shift: else the error is a *CandidatesError.
type ShiftRef struct {
	// Start is when the shift begins; with Before, it begins in [Start, Before).
	// Both may be zero where there is a UID.
	Start  time.Time `json:"start,omitzero"`
	Before time.Time `json:"before,omitzero"`
	// UID is that of the event; empty for any.
	UID string `json:"uid,omitempty"`
	// Role is the role of the shift; empty for any.
	Role rotation.Role `json:"role,omitempty"`
	// Holder is who has the shift as far as the caller knows; empty for anybody.
	// Where somebody else has it by now, nothing is written.
	Holder rotation.Person `json:"holder,omitzero"`
}

// GiveShift is the command to hand a shift to another person.
type GiveShift struct {
	// Calendar is the name that it is configured under. It goes in the path.
	Calendar string   `json:"-"`
	Shift    ShiftRef `json:"shift"`
	// To is who takes it. What the calendar knows of the person besides is added.
	To rotation.Person `json:"to"`
	// From and Until bound the part that changes hands, as instants in whole
	// seconds; zero for the shift's own.
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
	// DryRun has it worked out and nothing written.
	DryRun bool `json:"dryRun,omitempty"`
}

// SwapShifts is the command to have two shifts change hands.
type SwapShifts struct {
	// Calendar is as in GiveShift.
	Calendar string   `json:"-"`
	Shift    ShiftRef `json:"shift"`
	With     ShiftRef `json:"with"`
	DryRun   bool     `json:"dryRun,omitempty"`
}

// Handed is what a handover comes to.
type Handed struct {
	// Window is what was compared, Alterations what becomes of everybody's duty, in
	// order of time.
	Window      rotation.Interval     `json:"window"`
	Alterations []rotation.Alteration `json:"alterations"`
	// Written is false after a dry run.
	Written bool `json:"written"`
}

// CandidatesError says that no shift is meant, or several could be.
type CandidatesError struct {
	// Calendar is its name in the configuration.
	Calendar string
	// Found are those that could be meant; where there is none, Near are those that
	// begin next to the time that was asked for. At most 10 of each.
	Found, Near []rotation.Shift
	// Zone is where the times are told.
	Zone *time.Location
}

// Error lists the candidates.
func (e *CandidatesError) Error() string {
	if len(e.Found) > 0 {
		return fmt.Sprintf("several shifts of %s could be meant: %s", e.Calendar, e.list(e.Found))
	}
	return fmt.Sprintf("no such shift is in %s", e.Calendar)
}

// Remedy says how to name one.
func (e *CandidatesError) Remedy() string {
	switch {
	case len(e.Found) > 0:
		return "Say which one is meant: by who has it, by its role, by the time that it begins, or by its UID."
	case len(e.Near) > 0:
		return "Those that begin next to it: " + e.list(e.Near) + "."
	}
	return "See the shifts of the calendar with: standby shifts"
}

func (e *CandidatesError) list(shifts []rotation.Shift) string {
	zone := e.Zone
	if zone == nil {
		zone = time.UTC
	}
	words := make([]string, len(shifts))
	for i, s := range shifts {
		words[i] = fmt.Sprintf("%s %s (%s, UID %s)", s.Start.In(zone).Format("Mon 2 Jan 2006 15:04"), s.Person, s.Role, s.UID)
	}
	return strings.Join(words, "; ")
}

// Is makes it an ErrBadRequest.
func (e *CandidatesError) Is(target error) bool { return target == ErrBadRequest }

func (s *Server) give(w http.ResponseWriter, r *http.Request) {
	handOver(s, w, r, func(ctx context.Context, name string, g GiveShift) (Handed, error) {
		g.Calendar = name
		return s.h.Handover.Give(ctx, g)
	})
}

func (s *Server) swap(w http.ResponseWriter, r *http.Request) {
	handOver(s, w, r, func(ctx context.Context, name string, x SwapShifts) (Handed, error) {
		x.Calendar = name
		return s.h.Handover.Swap(ctx, x)
	})
}

// handOver carries a handover out and answers with what came of it.
func handOver[T any](s *Server, w http.ResponseWriter, r *http.Request, do func(context.Context, string, T) (Handed, error)) {
	var done Handed
	v, err := body[T](w, r)
	if err == nil {
		done, err = do(r.Context(), r.PathValue("name"), v)
	}
	s.answer(w, done, err)
}

// Give hands a shift of a CalDAV calendar to another person.
func (c *Client) Give(ctx context.Context, g GiveShift) (Handed, error) {
	var out Handed
	err := c.post(ctx, "/v1/calendars/"+url.PathEscape(g.Calendar)+"/give", g, &out)
	return out, err
}

// Swap has two shifts of a CalDAV calendar change hands.
func (c *Client) Swap(ctx context.Context, x SwapShifts) (Handed, error) {
	var out Handed
	err := c.post(ctx, "/v1/calendars/"+url.PathEscape(x.Calendar)+"/swap", x, &out)
	return out, err
}
