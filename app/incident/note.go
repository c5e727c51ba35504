package incident

import (
	"regexp"
	"strings"
	"time"

	"standby/rotation"
)

// NoteSort is what a note is about.
type NoteSort string

// The sorts of notes.
const (
	// Remark is anything else.
	Remark NoteSort = "remark"
	// Technical is what was found out about the system.
	Technical NoteSort = "technical"
	// Action is a change to the system.
	Action NoteSort = "action"
	// Resolve is something that was decided.
	Resolve NoteSort = "decision"
)

// Note is a line that somebody writes into the timeline. Each of its lines that
// begins with "TODO" becomes a to-do as well.
type Note struct {
	Sort NoteSort `json:"sort"`
	Text string   `json:"text"`
	// Who did it, where that is somebody else than who writes.
	Who rotation.Person `json:"who,omitzero"`
	// HappenedAt is when it happened; zero means now.
	HappenedAt time.Time `json:"happened_at,omitzero"`
}

// Kind is "noted".
func (Note) Kind() Kind { return "noted" }

func (c Note) value() any { return c }

func (c Note) decide(_ Incident, _ rotation.Person, now time.Time) ([]Fact, error) {
	if c.Sort == "" {
		c.Sort = Remark
	}
	if err := oneOf("sort of note", c.Sort, Remark, Technical, Action, Resolve); err != nil {
		return nil, err
	}
	c.Who = cleanPerson(c.Who)
	var err error
	if c.Text, err = someText("The note", c.Text); err != nil {
		return nil, err
	}
	if c.HappenedAt, err = past("What is noted", c.HappenedAt, now); err != nil {
		return nil, err
	}
	facts := []Fact{c}
	for _, t := range todosIn(c.Text) {
		todo, err := Put[Todo]{Value: Todo{Text: t}}.Value.clean(now)
		if err != nil {
			return nil, err
		}
		facts = append(facts, Put[Todo]{Value: todo})
	}
	return facts, nil
}

func (Note) fold(*Incident, Event) {}

var todoLine = regexp.MustCompile(`(?i)^\s*(?:[-*]\s*)?TODO\b[\s:.-]*(.*\S)`)

// todosIn are the lines that begin with TODO, without it.
func todosIn(s string) []string {
	var found []string
	for l := range strings.Lines(s) {
		if m := todoLine.FindStringSubmatch(l); m != nil {
			found = append(found, m[1])
		}
	}
	return found
}

// TodoSort is what kind of work a to-do is.
type TodoSort string

// The sorts of to-dos.
const (
	// Task is to be done during the incident.
	Task TodoSort = "task"
	// BugFiled is a bug that the incident brought to light.
	BugFiled TodoSort = "bug"
	// FollowUp is done afterwards, so that it does not happen again.
	FollowUp TodoSort = "follow-up"
)

// Todo is something to be done.
type Todo struct {
	Sort  TodoSort        `json:"sort"`
	Text  string          `json:"text"`
	Owner rotation.Person `json:"owner,omitzero"`
	// Due is zero when no date was set.
	Due    time.Time `json:"due,omitzero"`
	Ticket string    `json:"ticket,omitempty"`
	Done   bool      `json:"done,omitempty"`
}

func (Todo) kind() Kind { return "todo" }

func (t Todo) clean(time.Time) (Todo, error) {
	if t.Sort == "" {
		t.Sort = Task
	}
	if err := oneOf("sort of to-do", t.Sort, Task, BugFiled, FollowUp); err != nil {
		return t, err
	}
	var err error
	if t.Text, err = line("The to-do", t.Text); err != nil {
		return t, err
	}
	t.Owner = cleanPerson(t.Owner)
	if t.Due, err = moment("When the to-do is due", t.Due); err != nil {
		return t, err
	}
	t.Ticket, err = anyLine("The ticket", t.Ticket)
	return t, err
}

func (t Todo) line() string {
	state := "To do"
	if t.Done {
		state = "Done"
	}
	return state + ": " + t.Text
}

func (Todo) rows(i *Incident) *[]Row[Todo] { return &i.Todos }
