package api

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"standby/rotation"
)

// Exchange is what the schedule is made of, and how shifts change hands in it,
// wherever they come from.
type Exchange interface {
	// Schedule is what is behind the shifts of [from, to).
	Schedule(ctx context.Context, from, to time.Time) (ScheduleDetail, error)
	// HandOver has a shift, or a part of it, change hands, and another one in return
	// where that is wished.
	HandOver(ctx context.Context, h ShiftHandover) (HandedOver, error)
	// TakeBack undoes a handover that this run of the agent made, by its ID:
	// ErrNotFound for any other.
	TakeBack(ctx context.Context, id string) error
}

// Keeping is where a handover takes effect.
type Keeping string

// Where a handover takes effect.
const (
	// KeptInFile: in the rota file, as an override or a swap.
	KeptInFile Keeping = "rota"
	// KeptInCalendar: in the calendar on its CalDAV server.
	KeptInCalendar Keeping = "calendar"
	// KeptHere: beside a calendar that can only be read; whoever keeps that calendar
	// has to be told.
	KeptHere Keeping = "here"
)

// ScheduleDetail is what is behind the shifts of a span.
type ScheduleDetail struct {
	// Rotas are the calendars and rotas, in the order of the configuration.
	Rotas []RotaDetail `json:"rotas"`
	// Holidays are the public holidays of the user's regions, by date.
	Holidays []PublicHoliday `json:"holidays"`
}

// RotaDetail is what is behind the shifts of one calendar or rota.
type RotaDetail struct {
	// Name is the name that it is configured under, and that its shifts carry.
	Name  string  `json:"name"`
	Keeps Keeping `json:"keeps"`
	// Layers are those of a rota file, the bottom one first, without overrides and
	// swaps; none for a calendar.
	Layers []RotaLayer `json:"layers"`
	// Edits are the overrides and swaps that overlap the span, by start.
	Edits []RotaEdit `json:"edits"`
	// Members are the people whom the rota file introduces.
	Members []RotaMember `json:"members"`
	// Away is people's time off; a zero End means until further notice.
	Away []rotation.TimeOff `json:"away"`
	// Trouble says why nothing is known of it; nil where it is.
	Trouble *Trouble `json:"trouble,omitempty"`
}

// RotaLayer is a layer as it stands alone.
type RotaLayer struct {
	Name   string           `json:"name"`
	Role   rotation.Role    `json:"role"`
	Shifts []rotation.Shift `json:"shifts"`
}

// RotaEdit is a span that changed hands. A swap is two of them with one ID.
type RotaEdit struct {
	ID   string        `json:"id,omitempty"`
	Swap bool          `json:"swap,omitempty"`
	Role rotation.Role `json:"role,omitempty"`
	// Interval is when; a zero End means until further notice. Out no longer holds
	// it, In does; either may be empty.
	rotation.Interval
	Out rotation.Person `json:"out,omitzero"`
	In  rotation.Person `json:"in,omitzero"`
}

// RotaMember is somebody whom a rota file introduces; Zone is the IANA name of the
// zone they live in.
type RotaMember struct {
	rotation.Person
	Zone string `json:"zone"`
}

// PublicHoliday is a whole day; Date is as 2026-12-25.
type PublicHoliday struct {
	Date string `json:"date"`
	Name string `json:"name"`
}

// ShiftHandover is the command to hand a shift over.
type ShiftHandover struct {
	// Shift is as it is recorded; where somebody else has it by now, nothing is
	// changed.
	Shift rotation.Shift `json:"shift"`
	// Part is what changes hands, as instants in whole seconds; the zero Interval is
	// all of it.
	Part rotation.Interval `json:"part,omitzero"`
	// To is who takes it.
	To rotation.Person `json:"to"`
	// Return is a shift of To that the holder of Shift takes for it; both change hands
	// whole then. Nil where nothing comes back.
	Return *rotation.Shift `json:"return,omitempty"`
}

// HandedOver is what came of a handover.
type HandedOver struct {
	// ID is what TakeBack knows it by.
	ID    string  `json:"id"`
	Keeps Keeping `json:"keeps"`
	// Send is a calendar with what changed, for whoever keeps a calendar that can
	// only be read; nil elsewhere.
	Send *Document `json:"send,omitempty"`
}

// exchangeRoutes are there where somebody answers them.
func (s *Server) exchangeRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/schedule.ics", s.scheduleFile)
	if s.h.Exchange == nil {
		return
	}
	mux.HandleFunc("GET /v1/schedule", func(w http.ResponseWriter, r *http.Request) {
		var d ScheduleDetail
		from, to, err := span(r)
		if err == nil {
			d, err = s.h.Exchange.Schedule(r.Context(), from, to)
		}
		s.answer(w, d, err)
	})
	mux.HandleFunc("POST /v1/handovers", change(s, s.h.Exchange.HandOver))
	mux.HandleFunc("POST /v1/handovers/{id}/take-back", func(w http.ResponseWriter, r *http.Request) {
		s.answer(w, struct{}{}, s.h.Exchange.TakeBack(r.Context(), r.PathValue("id")))
	})
}

// Schedule is what is behind the shifts of [from, to).
func (c *Client) Schedule(ctx context.Context, from, to time.Time) (ScheduleDetail, error) {
	return get[ScheduleDetail](ctx, c, "/v1/schedule?"+spanValues(from, to).Encode())
}

// HandOver has a shift, or a part of it, change hands.
func (c *Client) HandOver(ctx context.Context, h ShiftHandover) (HandedOver, error) {
	var out HandedOver
	err := c.post(ctx, "/v1/handovers", h, &out)
	return out, err
}

// TakeBack undoes a handover.
func (c *Client) TakeBack(ctx context.Context, id string) error {
	return c.post(ctx, "/v1/handovers/"+url.PathEscape(id)+"/take-back", nil, nil)
}
