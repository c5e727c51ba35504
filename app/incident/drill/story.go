package drill

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"standby/app/incident"
	"standby/rotation"
)

//go:embed stories/*.json
var stories embed.FS

// Story is an incident as it is told.
type Story struct {
	// Name is the one to ask for it: "managed" or "unmanaged".
	Name  string `json:"name"`
	Title string `json:"title"`
	// About is a sentence for whoever chooses, Ask what to think about at the end.
	About string   `json:"about"`
	Ask   []string `json:"ask"`
	// Steps are in order of After.
	Steps []Step `json:"steps"`
}

// Step is something that somebody does.
type Step struct {
	// After is how long after the beginning, as "1h20m".
	After Span `json:"after"`
	// By is who; empty for Standby itself.
	By string `json:"by,omitempty"`
	// Tell is what the story says meanwhile.
	Tell string         `json:"tell,omitempty"`
	Do   incident.Kind  `json:"do"`
	With map[string]any `json:"with,omitempty"`
	// As names the row that it adds, for a later step to change.
	As string `json:"as,omitempty"`
}

// Span is a duration that is written as time.ParseDuration reads it.
type Span time.Duration

// UnmarshalText reads "1h20m".
func (s *Span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err == nil && d < 0 {
		err = fmt.Errorf("%q is before the beginning", text)
	}
	*s = Span(d)
	return err
}

// Stories are the stories that Standby comes with.
func Stories() ([]Story, error) {
	files, err := stories.ReadDir("stories")
	if err != nil {
		return nil, fmt.Errorf("read the stories: %w", err)
	}
	all := make([]Story, len(files))
	for n, f := range files {
		data, err := stories.ReadFile("stories/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("read the story %s: %w", f.Name(), err)
		}
		if all[n], err = Parse(data); err != nil {
			return nil, fmt.Errorf("story %s: %w", f.Name(), err)
		}
	}
	return all, nil
}

// Parse reads a story.
func Parse(data []byte) (Story, error) {
	var s Story
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Story{}, err
	}
	if s.Name == "" || len(s.Steps) == 0 {
		return Story{}, fmt.Errorf("a story has a name and steps: %w", incident.ErrEmpty)
	}
	if !slices.IsSortedFunc(s.Steps, func(a, b Step) int { return int(min(1, max(-1, a.After-b.After))) }) {
		return Story{}, fmt.Errorf("the steps of %q are not in order", s.Name)
	}
	return s, nil
}

// Length is how long the story takes.
func (s Story) Length() time.Duration { return time.Duration(s.Steps[len(s.Steps)-1].After) }

// People are those who do something in it.
func (s Story) People() []rotation.Person {
	var all []rotation.Person
	for _, step := range s.Steps {
		if p := person(step.By); step.By != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// person is somebody of the story, at an address that nobody has.
func person(name string) rotation.Person {
	if name == "" {
		return rotation.Person{}
	}
	return rotation.Person{Name: name, Email: string(bytes.ToLower([]byte(name))) + "@example.org"}
}
