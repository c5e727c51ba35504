package drill

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"standby/app/incident"
)

// Replay plays a story. The zero value is of no use; see [Start].
type Replay struct {
	Story Story
	// Begin is when the story begins.
	Begin time.Time
	// Incident is what was played so far comes to, Events its record.
	Incident incident.Incident
	Events   []incident.Event

	done int
	rows map[string]int
}

// Start makes a replay of a story that begins at that time. Its incident gets the ID.
func Start(s Story, id string, begin time.Time) *Replay {
	first := s.Steps[0]
	with := map[string]any{"id": id, "drill": true}
	for k, v := range first.With {
		with[k] = v
	}
	s.Steps = append([]Step{{first.After, first.By, first.Tell, first.Do, with, first.As}}, s.Steps[1:]...)
	return &Replay{Story: s, Begin: begin.UTC().Round(0), rows: map[string]int{}}
}

// Next is the step that comes next and when; ok is false at the end.
func (r *Replay) Next() (step Step, at time.Time, ok bool) {
	if r.done >= len(r.Story.Steps) {
		return Step{}, time.Time{}, false
	}
	step = r.Story.Steps[r.done]
	return step, r.Begin.Add(time.Duration(step.After)), true
}

// Play does the next step and returns its events. An error is one of the story: it
// names the step, and nothing was done.
func (r *Replay) Play() ([]incident.Event, error) {
	step, at, ok := r.Next()
	if !ok {
		return nil, nil
	}
	events, err := r.play(step, at)
	if err != nil {
		return nil, fmt.Errorf("story %q, step %d (%s): %w", r.Story.Name, r.done+1, step.Do, err)
	}
	r.done++
	return events, nil
}

func (r *Replay) play(step Step, at time.Time) ([]incident.Event, error) {
	filled, err := r.fill(step.With)
	if err != nil {
		return nil, err
	}
	fields, err := json.Marshal(filled)
	if err != nil {
		return nil, err
	}
	c, err := incident.DecodeCommand(step.Do, fields)
	if err != nil {
		return nil, err
	}
	if edit, ok := c.(incident.Edit); ok {
		edit.On = r.Incident.Texts[edit.Field].Rev
		c = edit
	}
	events, err := incident.Apply(r.Incident, person(step.By), c, at)
	if err != nil {
		return nil, err
	}
	next, err := r.Incident.With(events...)
	if err != nil {
		return nil, err
	}
	r.Incident, r.Events = next, append(r.Events, events...)
	if step.As != "" && len(events) > 0 {
		r.rows[step.As] = events[0].Seq
	}
	return events, nil
}

// fill puts in what a story cannot know: "T+1h20m" becomes that time, "$name" the
// row of that name, and "@Mary" the person.
func (r *Replay) fill(v any) (any, error) {
	switch v := v.(type) {
	case map[string]any:
		filled := make(map[string]any, len(v))
		for k, inner := range v {
			f, err := r.fill(inner)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", k, err)
			}
			filled[k] = f
		}
		return filled, nil
	case string:
		return r.fillText(v)
	}
	return v, nil
}

func (r *Replay) fillText(s string) (any, error) {
	if after, ok := strings.CutPrefix(s, "T+"); ok {
		d, err := time.ParseDuration(after)
		return r.Begin.Add(d), err
	}
	if row, ok := strings.CutPrefix(s, "$"); ok {
		if r.rows[row] == 0 {
			return nil, fmt.Errorf("no row is called %q yet: %w", row, incident.ErrGone)
		}
		return r.rows[row], nil
	}
	if name, ok := strings.CutPrefix(s, "@"); ok {
		return person(name), nil
	}
	return s, nil
}
