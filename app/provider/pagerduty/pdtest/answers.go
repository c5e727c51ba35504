package pdtest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ScheduleID is the id of the one schedule, PolicyID that of the one escalation
// policy.
const (
	ScheduleID = "PSCHED1"
	PolicyID   = "PPOLICY"
)

func full(u User) map[string]any {
	return map[string]any{"id": u.ID, "type": "user", "summary": u.Name, "name": u.Name, "email": u.Email, "time_zone": "Etc/UTC", "role": "user"}
}

func refer(id, kind, summary string) map[string]any {
	return map[string]any{"id": id, "type": kind + "_reference", "summary": summary,
		"self": "https://api.example.org/" + id, "html_url": "https://team.example.org/" + id}
}

func referUser(id string) map[string]any {
	u, _ := userByID(id)
	return refer(id, "user", u.Name)
}

func stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// describe is an incident as the API has it.
func (s *Server) describe(i *Incident, query url.Values) map[string]any {
	out := map[string]any{
		"id": i.ID, "type": "incident", "summary": fmt.Sprintf("[#%d] %s", i.Number, i.Title), "incident_number": i.Number,
		"title": i.Title, "status": i.Status, "urgency": i.Urgency, "created_at": stamp(i.Created), "updated_at": stamp(s.now()),
		"self": "https://api.example.org/incidents/" + i.ID, "html_url": "https://team.example.org/incidents/" + i.ID,
		"service": refer("PSERV01", "service", i.Service), "escalation_policy": refer(PolicyID, "escalation_policy", "Payments on call"),
		"assigned_via": "escalation_policy", "last_status_change_at": stamp(s.now()),
		"assignments": s.assignments(i), "acknowledgements": acknowledgements(i), "pending_actions": pending(i), "teams": []any{},
		"first_trigger_log_entry": refer("RLOG0001", "trigger_log_entry", "Triggered through the API"),
	}
	if i.Key != "" {
		out["incident_key"] = i.Key
	}
	if i.Priority != "" {
		out["priority"] = map[string]any{"id": "PPRIO01", "type": "priority", "summary": i.Priority, "name": i.Priority}
	}
	if slices.Contains(query["include[]"], "first_trigger_log_entries") {
		channel := map[string]any{"type": "api", "summary": i.Title, "description": i.Title}
		if i.Details != nil {
			channel["details"] = i.Details
		}
		if i.Dedup != "" {
			channel["incident_key"] = i.Dedup
		}
		out["first_trigger_log_entry"] = map[string]any{"id": "RLOG0001", "type": "trigger_log_entry", "summary": "Triggered through the API",
			"created_at": stamp(i.Created), "channel": channel, "agent": refer("PSERV01", "service", i.Service)}
	}
	return out
}

func (s *Server) assignments(i *Incident) []any {
	out := []any{}
	for _, id := range i.Assignees {
		out = append(out, map[string]any{"at": stamp(i.Assigned), "assignee": referUser(id)})
	}
	return out
}

func acknowledgements(i *Incident) []any {
	out := []any{}
	for _, a := range i.Acks {
		out = append(out, map[string]any{"at": stamp(a.At), "acknowledger": referUser(a.User)})
	}
	return out
}

func pending(i *Incident) []any {
	out := []any{}
	if !i.Until.IsZero() {
		out = append(out, map[string]any{"type": "unacknowledge", "at": stamp(i.Until)})
	}
	return out
}

func (s *Server) show(status int, i *Incident, r *http.Request) (int, any) {
	return status, map[string]any{"incident": s.describe(i, r.URL.Query())}
}

// list answers with what was asked for, and, as the real one does, with the last
// month alone unless all is asked for.
func (s *Server) list(r *http.Request) (int, any) {
	query := r.URL.Query()
	wanted := func(name, value string) bool { return len(query[name]) == 0 || slices.Contains(query[name], value) }
	items := []any{}
	for _, i := range s.incidents {
		recent := query.Get("date_range") == "all" || s.now().Sub(i.Created) < 30*24*time.Hour
		mine := len(query["user_ids[]"]) == 0 || slices.ContainsFunc(query["user_ids[]"], func(id string) bool { return slices.Contains(i.Assignees, id) })
		if recent && mine && wanted("statuses[]", i.Status) && wanted("urgencies[]", i.Urgency) {
			items = append(items, s.describe(i, query))
		}
	}
	return s.page(r, "incidents", items)
}

func (s *Server) page(r *http.Request, name string, items []any) (int, any) {
	offset, limit := number(r, "offset", 0), number(r, "limit", 25)
	if offset+limit > 10_000 || limit > 100 || limit < 1 || offset < 0 {
		return failure(http.StatusBadRequest, 2001, "Invalid Input Provided", "Offset and limit are out of bounds")
	}
	limit = min(limit, s.pageSize)
	from := min(offset, len(items))
	to := min(from+limit, len(items))
	return http.StatusOK, map[string]any{name: items[from:to], "offset": offset, "limit": limit, "more": to < len(items), "total": nil}
}

func number(r *http.Request, name string, otherwise int) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return otherwise
	}
	return n
}

// put changes an incident. A status sent to one that is resolved opens it again,
// which is the trap that the contract tells of.
func (s *Server) put(i *Incident, by User, body []byte, r *http.Request) (int, any) {
	var change struct {
		Incident struct {
			Status *string `json:"status"`
			Level  *int    `json:"escalation_level"`
		} `json:"incident"`
	}
	if !decode(body, &change) {
		return failure(http.StatusBadRequest, 2001, "Invalid Input Provided")
	}
	if level := change.Incident.Level; level != nil {
		if i.Status == "resolved" || *level > len(levels()) {
			return failure(http.StatusBadRequest, 2001, "Invalid Input Provided", "Escalation level is invalid")
		}
		s.assign(i, max(*level, 1))
	}
	if status := change.Incident.Status; status != nil {
		if i.Status == "resolved" && *status == "resolved" {
			return failure(http.StatusBadRequest, 2001, "Invalid Input Provided", "Incident Already Resolved")
		}
		s.become(i, *status, by)
	}
	return s.show(http.StatusOK, i, r)
}

func (s *Server) become(i *Incident, status string, by User) {
	if i.Status == "resolved" {
		s.reopened = append(s.reopened, i.ID)
		s.assign(i, 1)
	}
	switch status {
	case "acknowledged":
		s.acknowledge(i, by)
	case "triggered":
		i.Status, i.Acks, i.Until = "triggered", nil, time.Time{}
	case "resolved":
		i.end()
	}
}

func (s *Server) snooze(i *Incident, by User, body []byte, r *http.Request) (int, any) {
	var change struct {
		Duration int `json:"duration"`
	}
	if !decode(body, &change) || change.Duration < 1 || change.Duration > 604_800 {
		return failure(http.StatusBadRequest, 2001, "Invalid Input Provided", "Duration is invalid")
	}
	if i.Status == "resolved" {
		return failure(http.StatusBadRequest, 2001, "Invalid Input Provided", "Incident Already Resolved")
	}
	s.acknowledge(i, by)
	i.Until = s.now().Add(time.Duration(change.Duration) * time.Second)
	return s.show(http.StatusCreated, i, r)
}

func describeNote(n int, note Note) map[string]any {
	return map[string]any{"id": fmt.Sprintf("PNOTE%03d", n), "content": note.Text, "user": referUser(note.User),
		"channel": map[string]any{"summary": "The PagerDuty website or APIs"}, "created_at": "2026-01-01T00:00:00Z"}
}

func (s *Server) notes(i *Incident) (int, any) {
	out := []any{}
	for n, note := range i.Notes {
		out = append(out, describeNote(n, note))
	}
	return http.StatusOK, map[string]any{"notes": out}
}

func (s *Server) note(i *Incident, by User, body []byte) (int, any) {
	var send struct {
		Note struct {
			Content string `json:"content"`
		} `json:"note"`
	}
	if !decode(body, &send) || strings.TrimSpace(send.Note.Content) == "" {
		return failure(http.StatusBadRequest, 2001, "Invalid Input Provided", "Content cannot be empty")
	}
	i.Notes = append(i.Notes, Note{by.ID, send.Note.Content})
	return http.StatusOK, map[string]any{"note": describeNote(len(i.Notes)-1, i.Notes[len(i.Notes)-1])}
}

// onCalls are the shifts with a level; where none were set, the policy's own.
func (s *Server) onCalls(r *http.Request) (int, any) {
	query := r.URL.Query()
	shifts := s.shifts
	if shifts == nil {
		for n, people := range levels() {
			for _, u := range people {
				shifts = append(shifts, Shift{User: u, Level: n + 1})
			}
		}
	}
	since, until := span(query, s.now())
	items := []any{}
	for _, h := range shifts {
		if h.Level == 0 || !h.overlaps(since, until) || len(query["user_ids[]"]) > 0 && !slices.Contains(query["user_ids[]"], h.User.ID) {
			continue
		}
		policy := h.Policy
		if policy == "" {
			policy = PolicyID
		}
		item := map[string]any{"user": referUser(h.User.ID), "escalation_level": h.Level, "escalation_policy": refer(policy, "escalation_policy", "Policy")}
		if !h.Start.IsZero() {
			item["start"], item["schedule"] = stamp(h.Start), refer(ScheduleID, "schedule", "Payments")
		}
		if !h.End.IsZero() {
			item["end"] = stamp(h.End)
		}
		items = append(items, item)
	}
	return s.page(r, "oncalls", items)
}

func span(query url.Values, now time.Time) (since, until time.Time) {
	since, until = now, now.Add(time.Second)
	if at, err := time.Parse(time.RFC3339, query.Get("since")); err == nil {
		since = at
	}
	if at, err := time.Parse(time.RFC3339, query.Get("until")); err == nil {
		until = at
	}
	return since, until
}

func (h Shift) overlaps(since, until time.Time) bool {
	return (h.Start.IsZero() || h.Start.Before(until)) && (h.End.IsZero() || h.End.After(since))
}

// schedule is the one schedule, with its entries where a span is asked for.
func (s *Server) schedule(r *http.Request) map[string]any {
	out := refer(ScheduleID, "schedule", "Payments")
	out["type"], out["name"], out["time_zone"], out["description"] = "schedule", "Payments", "Europe/Berlin", "made up"
	if r == nil {
		return out
	}
	query := r.URL.Query()
	since, until := span(query, s.now())
	entries := []any{}
	for _, h := range s.shifts {
		if h.Start.IsZero() || h.End.IsZero() || !h.overlaps(since, until) {
			continue
		}
		start, end := h.Start, h.End
		if query.Get("overflow") != "true" {
			start, end = later(start, since), earlier(end, until)
		}
		entries = append(entries, map[string]any{"user": referUser(h.User.ID), "start": stamp(start), "end": stamp(end)})
	}
	out["final_schedule"] = map[string]any{"name": "Final Schedule", "rendered_schedule_entries": entries, "rendered_coverage_percentage": 100.0}
	return out
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
