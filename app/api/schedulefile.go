package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"standby/rotation"
	"standby/rotation/ical"
)

// ScheduleFile is the shifts that overlap a span as a calendar; each is whole. In the
// user's own the titles name the rota, in everybody's the person. at is when it is
// written; the same shift is the same event each time.
func ScheduleFile(shifts []rotation.Shift, mine bool, at time.Time) (Document, error) {
	entries := ical.ShiftEntries(shifts, ical.ShiftStyle{Mine: mine, Busy: mine})
	for i, s := range shifts {
		entries[i].Modified = at
		entries[i].UID = ical.SeriesOf(ical.KindShift, s.Rota, string(s.Role), s.Person.Email, s.Person.Name, s.UID, s.Start.UTC().Format(time.RFC3339))
	}
	var b bytes.Buffer
	if err := ical.Write(&b, ical.Calendar{Entries: entries}); err != nil {
		return Document{}, fmt.Errorf("write the schedule: %w", err)
	}
	name := "schedule.ics"
	if mine {
		name = "on-call.ics"
	}
	return Document{Name: name, Type: "text/calendar; charset=utf-8", Data: b.Bytes()}, nil
}

func (s *Server) scheduleFile(w http.ResponseWriter, r *http.Request) {
	var d Document
	from, to, err := span(r)
	mine := r.FormValue("mine") == "true"
	if err == nil {
		var shifts []rotation.Shift
		if shifts, err = s.h.Records.Shifts(r.Context(), ShiftQuery{From: from, To: to, Mine: mine}); err == nil {
			d, err = ScheduleFile(shifts, mine, time.Now())
		}
	}
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	w.Header().Set("Content-Type", d.Type)
	w.Header().Set("Content-Disposition", `attachment; filename="`+d.Name+`"`)
	_, _ = w.Write(d.Data) // A client that has gone away cannot be told so.
}

// ScheduleFile is the schedule of a span as a calendar.
func (c *Client) ScheduleFile(ctx context.Context, q ShiftQuery) (Document, error) {
	v := spanValues(q.From, q.To)
	d := Document{Name: "schedule.ics", Type: "text/calendar; charset=utf-8"}
	if q.Mine {
		v.Set("mine", "true")
		d.Name = "on-call.ics"
	}
	resp, err := c.do(ctx, http.MethodGet, "/v1/schedule.ics?"+v.Encode(), nil)
	if err != nil {
		return Document{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	if d.Data, err = io.ReadAll(resp.Body); err != nil {
		return Document{}, fmt.Errorf("read the agent's answer: %w", err)
	}
	return d, nil
}
