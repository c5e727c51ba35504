package postmortem

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"standby/app/incident"
	"standby/notify"
	"standby/rotation"
)

// What can be wrong with a change. Nothing was changed then. A text that somebody
// else changed meanwhile is an [incident.StaleError], with both texts.
var (
	// ErrUnknown: there is no such part, question, check or why.
	ErrUnknown = errors.New("there is no such thing in a post-mortem")
	// ErrTooLong: a text or a list is longer than its bound; nothing was cut off.
	ErrTooLong = errors.New("is too long")
	// ErrEmpty: something that has to be said was left out.
	ErrEmpty = errors.New("is missing")
	// ErrBranch: a why has others hanging on it, or hangs on none that there is.
	ErrBranch = errors.New("the tree of whys would come apart")
)

// Bounds of what people write.
const (
	maxPeople = 50
	maxLinks  = 20
	// MaxWhys bounds the whys of one post-mortem.
	MaxWhys = 300
)

// Question is asked of people because the record cannot know.
type Question string

// The questions.
const (
	WasDataLost Question = "data-lost"
	// WasUnseen asks whether monitoring should have found it and did not.
	WasUnseen Question = "unseen"
	// WasDown asks whether the service was gone altogether; No means that it was
	// worse than it should be, and makes "outage" the wrong word.
	WasDown Question = "down"
)

// Asks is the question as it is put.
func (q Question) Asks() string {
	return map[Question]string{
		WasDataLost: "Was data lost or damaged?",
		WasUnseen:   "Did monitoring fail to find it, or find it too late?",
		WasDown:     "Was the service gone altogether, and not only slow or partly wrong?",
	}[q]
}

// Questions are all questions.
func Questions() []Question { return []Question{WasDataLost, WasUnseen, WasDown} }

// Answered is the answer to a question.
type Answered struct {
	Reply incident.Reply  `json:"reply"`
	Why   string          `json:"why,omitempty"`
	At    time.Time       `json:"at"`
	By    rotation.Person `json:"by,omitzero"`
}

// Written is what people wrote into the post-mortem of one incident. It is a value:
// a change gives another one.
type Written struct {
	// Incident is the ID of the incident.
	Incident string `json:"incident"`
	// Rev counts the changes. Each text has the Rev of the change that it comes from.
	Rev       int                    `json:"rev"`
	ChangedAt time.Time              `json:"changed_at,omitzero"`
	Authors   []rotation.Person      `json:"authors,omitempty"`
	Parts     map[Part]incident.Text `json:"parts,omitempty"`
	Answers   map[Question]Answered  `json:"answers,omitempty"`
	Whys      []Why                  `json:"whys,omitempty"`
	Checks    map[Check]Answered     `json:"checks,omitempty"`
}

// Change is something that a person changes.
type Change interface {
	// change writes it into a copy that is the callee's own.
	change(w *Written, by rotation.Person, now time.Time) error
}

// With is what is written after a change of by at now. An error says that nothing
// was changed.
func (w Written) With(c Change, by rotation.Person, now time.Time) (Written, error) {
	next := w
	next.Parts, next.Answers, next.Checks = maps.Clone(w.Parts), maps.Clone(w.Answers), maps.Clone(w.Checks)
	next.Whys = slices.Clone(w.Whys)
	next.Rev, next.ChangedAt = w.Rev+1, now.UTC().Round(0)
	if err := c.change(&next, by, next.ChangedAt); err != nil {
		return w, err
	}
	return next, nil
}

// Edit replaces the text of a part.
type Edit struct {
	Part Part `json:"part"`
	// On is the Rev of the text that it was made on, 0 where nobody had written any.
	On   int    `json:"on,omitempty"`
	Text string `json:"text"`
}

func (c Edit) change(w *Written, by rotation.Person, now time.Time) error {
	if !c.Part.known() {
		return fmt.Errorf("part %q: %w", c.Part, ErrUnknown)
	}
	text, err := text(string(c.Part), c.Text)
	if err != nil {
		return err
	}
	held := w.Parts[c.Part]
	if held.Rev != c.On && held.Text != text {
		return &incident.StaleError{What: string(c.Part), Rev: held.Rev, At: held.At, By: held.By, Theirs: held.Text, Yours: text}
	}
	if w.Parts == nil {
		w.Parts = map[Part]incident.Text{}
	}
	w.Parts[c.Part] = incident.Text{Text: text, Rev: w.Rev, At: now, By: by}
	return nil
}

// Reply answers a question.
type Reply struct {
	Question Question       `json:"question"`
	Reply    incident.Reply `json:"reply"`
	Why      string         `json:"why,omitempty"`
}

func (c Reply) change(w *Written, by rotation.Person, now time.Time) error {
	if c.Question.Asks() == "" {
		return fmt.Errorf("question %q: %w", c.Question, ErrUnknown)
	}
	a, err := answered(c.Reply, c.Why, by, now)
	if err != nil {
		return err
	}
	if w.Answers == nil {
		w.Answers = map[Question]Answered{}
	}
	w.Answers[c.Question] = a
	return nil
}

// Authors says who writes the post-mortem.
type Authors struct {
	Authors []rotation.Person `json:"authors"`
}

func (c Authors) change(w *Written, _ rotation.Person, _ time.Time) error {
	if len(c.Authors) > maxPeople {
		return fmt.Errorf("the list of %d authors %w: %d at most", len(c.Authors), ErrTooLong, maxPeople)
	}
	w.Authors = nil
	for _, p := range c.Authors {
		p = rotation.Person{Name: notify.Clean(p.Name, incident.MaxLine), Email: notify.Clean(p.Email, incident.MaxLine)}
		if p != (rotation.Person{}) && !slices.ContainsFunc(w.Authors, p.Same) {
			w.Authors = append(w.Authors, p)
		}
	}
	return nil
}

func answered(r incident.Reply, why string, by rotation.Person, now time.Time) (Answered, error) {
	if !slices.Contains([]incident.Reply{incident.Unanswered, incident.Yes, incident.No, incident.Unsure}, r) {
		return Answered{}, fmt.Errorf("reply %q: %w", r, ErrUnknown)
	}
	why, err := line("the reason", why)
	return Answered{r, why, now, by}, err
}

// line cleans a text of one line, which may be empty.
func line(what, s string) (string, error) {
	if utf8.RuneCountInString(s) > incident.MaxText {
		return "", fmt.Errorf("%s %w: %d characters at most", what, ErrTooLong, incident.MaxLine)
	}
	s = notify.Clean(s, incident.MaxText)
	if utf8.RuneCountInString(s) > incident.MaxLine {
		return "", fmt.Errorf("%s %w: %d characters at most", what, ErrTooLong, incident.MaxLine)
	}
	return s, nil
}

// text cleans a text of several lines. Spaces stay as they were typed.
func text(what, s string) (string, error) {
	if utf8.RuneCountInString(s) > incident.MaxText {
		return "", fmt.Errorf("%s %w: %d characters at most", what, ErrTooLong, incident.MaxText)
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029') {
			return -1
		}
		return r
	}, s), nil
}
