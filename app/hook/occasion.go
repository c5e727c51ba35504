package hook

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// Bounds of a variable and of the JSON's longest text, in runes; a program's
// environment is bounded on every system.
const (
	mostVariable = 500
	mostText     = 4000
	mostLines    = 100
)

// occasion is what a command is told. It is the JSON on its standard input, whose
// shape is stable: fields are added, none changes its meaning.
type occasion struct {
	Schema int       `json:"schema"`
	Event  string    `json:"event"`
	At     time.Time `json:"at"`
	Page   *page     `json:"page,omitempty"`
	Shift  *shift    `json:"shift,omitempty"`
}

type page struct {
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Key         string    `json:"key"`
	Title       string    `json:"title"`
	Body        string    `json:"body,omitempty"`
	Service     string    `json:"service,omitempty"`
	Severity    string    `json:"severity,omitempty"`
	Urgency     string    `json:"urgency"`
	State       string    `json:"state"`
	URL         string    `json:"url,omitempty"`
	Drill       bool      `json:"drill"`
	TriggeredAt time.Time `json:"triggered_at"`
	AckedBy     string    `json:"acked_by,omitempty"`
	AckedAt     time.Time `json:"acked_at,omitzero"`
	ResolvedAt  time.Time `json:"resolved_at,omitzero"`
	Due         time.Time `json:"due,omitzero"`
}

type shift struct {
	Rota  string    `json:"rota"`
	Role  string    `json:"role"`
	Name  string    `json:"name,omitempty"`
	Email string    `json:"email,omitempty"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

func describe(event string, p *api.Page, s *rotation.Shift, now time.Time) *occasion {
	o := &occasion{Schema: 1, Event: event, At: now.UTC()}
	if p != nil {
		o.Page = &page{
			ID: line(p.ID), Source: line(p.Source), Key: line(p.Key), Title: line(p.Title),
			Body: notify.CleanBody(p.Body, mostText, mostLines), Service: line(p.Service), Severity: line(p.Severity),
			Urgency: string(p.Urgency), State: string(p.State), URL: line(p.URL), Drill: p.Drill,
			TriggeredAt: p.TriggeredAt.UTC(), AckedBy: line(p.AckedBy), AckedAt: p.AckedAt.UTC(), ResolvedAt: p.ResolvedAt.UTC(), Due: p.Due.UTC(),
		}
	}
	if s != nil {
		o.Shift = &shift{Rota: line(s.Rota), Role: line(string(s.Role)), Name: line(s.Person.Name), Email: line(s.Person.Email), Start: s.Start.UTC(), End: s.End.UTC()}
	}
	return o
}

// line is a text as one clean line: no control character, no NUL among them.
func line(text string) string { return notify.Clean(text, mostText) }

func (o *occasion) json() []byte {
	data, err := json.Marshal(o)
	if err != nil {
		return nil // it holds texts, switches and times alone, which a test holds
	}
	return append(data, '\n')
}

// environment is the occasion as variables, those that say nothing left out.
func (o *occasion) environment() []string {
	var env []string
	add := func(name, value string) {
		if value = notify.Clean(value, mostVariable); value != "" {
			env = append(env, "STANDBY_"+name+"="+value)
		}
	}
	at := func(name string, t time.Time) {
		if !t.IsZero() {
			add(name, t.Format(time.RFC3339))
		}
	}
	add("EVENT", o.Event)
	at("AT", o.At)
	if p := o.Page; p != nil {
		for _, v := range [][2]string{
			{"PAGE_ID", p.ID}, {"SOURCE", p.Source}, {"KEY", p.Key}, {"TITLE", p.Title}, {"SERVICE", p.Service}, {"SEVERITY", p.Severity},
			{"URGENCY", p.Urgency}, {"STATE", p.State}, {"URL", p.URL}, {"ACKED_BY", p.AckedBy},
			{"DRILL", strconv.FormatBool(p.Drill)},
		} {
			add(v[0], v[1])
		}
		at("TRIGGERED_AT", p.TriggeredAt)
		at("ACKED_AT", p.AckedAt)
		at("RESOLVED_AT", p.ResolvedAt)
		at("DUE", p.Due)
	}
	if s := o.Shift; s != nil {
		add("ROTA", s.Rota)
		add("ROLE", s.Role)
		add("PERSON", s.Name)
		add("EMAIL", s.Email)
		at("SHIFT_START", s.Start)
		at("SHIFT_END", s.End)
	}
	return env
}

// inherited is the environment that a command runs in: the agent's, without what
// could be taken for one of ours.
func inherited(all []string) []string {
	var env []string
	for _, v := range all {
		if !strings.HasPrefix(strings.ToUpper(v), "STANDBY_") {
			env = append(env, v)
		}
	}
	return env
}
