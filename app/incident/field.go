package incident

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"standby/rotation"
)

// Field is a text of the incident that people edit.
type Field string

// The fields. Those that begin with "gather" are the class's six questions.
const (
	Title   Field = "title"
	Summary Field = "summary"
	// Status is how things stand, in one or two sentences.
	Status Field = "status"
	// Detail is the status at length.
	Detail Field = "detail"
	Impact Field = "impact"
	Notes  Field = "notes"

	GatherWhat    Field = "gather-what"
	GatherWhen    Field = "gather-when"
	GatherMessage Field = "gather-message"
	GatherWhere   Field = "gather-where"
	GatherOwner   Field = "gather-owner"
	GatherPublic  Field = "gather-public"

	Expected  Field = "expected"
	Actual    Field = "actual"
	Reproduce Field = "reproduce"
)

// Fields are all fields.
func Fields() []Field {
	return []Field{
		Title, Summary, Status, Detail, Impact, Notes,
		GatherWhat, GatherWhen, GatherMessage, GatherWhere, GatherOwner, GatherPublic,
		Expected, Actual, Reproduce,
	}
}

// label is what people call the field.
func (f Field) label() string {
	if q, ok := questions()[f]; ok {
		return q
	}
	return map[Field]string{
		Title: "Title", Summary: "Summary", Status: "Status", Detail: "Status in detail", Impact: "Impact", Notes: "Notes",
		Expected: "Expected behaviour", Actual: "Actual behaviour", Reproduce: "How to reproduce",
	}[f]
}

// heading is the label before the text.
func (f Field) heading() string {
	if f.Question() != "" {
		return f.label()
	}
	return f.label() + ":"
}

// Text is what a field holds.
type Text struct {
	Text string `json:"text"`
	// Rev is the Seq of the event that it comes from; an edit names it.
	Rev int             `json:"rev"`
	At  time.Time       `json:"at"`
	By  rotation.Person `json:"by,omitzero"`
}

// Edit replaces the text of a field. The caller sends one at most a second while
// somebody types.
type Edit struct {
	Field Field `json:"field"`
	// On is the Rev of the text that it was made on, 0 for a field that was empty
	// from the beginning. ErrStale where the field has another one.
	On   int    `json:"on,omitempty"`
	Text string `json:"text"`
}

// StaleError says that a text was changed by somebody else since it was read.
// Nothing was overwritten: a person decides between the two texts, and edits again
// on Rev.
type StaleError struct {
	// What names the field or list, Rev is the revision that it has now, of At and By.
	What          string
	Rev           int
	At            time.Time
	By            rotation.Person
	Theirs, Yours string
}

// Error names what was changed and by whom. The texts are in the fields.
func (e *StaleError) Error() string {
	return fmt.Sprintf("%s: %v, by %s", e.What, ErrStale, name(e.By))
}

// Is makes it an ErrStale.
func (e *StaleError) Is(target error) bool { return errors.Is(target, ErrStale) }

// Kind is "edited".
func (Edit) Kind() Kind { return "edited" }

func (c Edit) value() any { return c }

func (c Edit) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("field", c.Field, Fields()...); err != nil {
		return nil, err
	}
	var err error
	if c.Field == Title {
		c.Text, err = line(c.Field.label(), c.Text)
	} else {
		c.Text, err = text(c.Field.label(), c.Text)
	}
	if err != nil {
		return nil, err
	}
	held := i.Texts[c.Field]
	switch {
	case held.Text == c.Text:
		return nil, nil
	case held.Rev != c.On:
		return nil, &StaleError{What: string(c.Field), Rev: held.Rev, At: held.At, By: held.By, Theirs: held.Text, Yours: c.Text}
	}
	return []Fact{c}, nil
}

func (c Edit) fold(i *Incident, e Event) {
	if i.Texts == nil {
		i.Texts = map[Field]Text{}
	}
	i.Texts[c.Field] = Text{c.Text, e.Seq, e.At, e.By}
}

// Prefill fills fields that nobody has written to with what Standby knows; others
// stay as they are.
type Prefill struct {
	Values map[Field]string `json:"values"`
}

// Kind is "prefilled". It is recorded as an edit of each field.
func (Prefill) Kind() Kind { return "prefilled" }

func (c Prefill) value() any { return c }

func (c Prefill) decide(i Incident, by rotation.Person, now time.Time) ([]Fact, error) {
	var facts []Fact
	for _, f := range slices.Sorted(maps.Keys(c.Values)) {
		if i.Texts[f].Rev != 0 || strings.TrimSpace(c.Values[f]) == "" {
			continue
		}
		more, err := Edit{Field: f, Text: c.Values[f]}.decide(i, by, now)
		if err != nil {
			return nil, err
		}
		facts = append(facts, more...)
	}
	return facts, nil
}
