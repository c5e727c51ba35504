package incident

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"standby/notify"
	"standby/rotation"
)

// Gathering are the six questions of the class, in order.
func Gathering() []Field {
	return []Field{GatherWhat, GatherWhen, GatherMessage, GatherWhere, GatherOwner, GatherPublic}
}

func questions() map[Field]string {
	return map[Field]string{
		GatherWhat:    "What does it do?",
		GatherWhen:    "Since when? Is it new?",
		GatherMessage: "Error message or screenshot?",
		GatherWhere:   "Which environment? How many customers?",
		GatherOwner:   "Our own system, or a vendor's?",
		GatherPublic:  "Does anybody talk about it in public?",
	}
}

// Question is what a gathering field asks; empty for other fields.
func (f Field) Question() string { return questions()[f] }

// GatherFrom is what a page answers of the six questions, for [Prefill]. Times are
// told in zone. What a page cannot know is left for people.
func GatherFrom(p notify.Page, zone *time.Location) map[Field]string {
	since := p.StartedAt
	if since.IsZero() {
		since = p.TriggeredAt
	}
	when := "Since " + since.In(zone).Format("2006-01-02 15:04 MST") + "."
	if p.Reopened > 0 {
		when += fmt.Sprintf(" It came back %d times.", p.Reopened)
	}
	values := map[Field]string{GatherWhat: p.Title, GatherWhen: when, GatherMessage: p.Body}
	if p.Service != "" {
		values[GatherWhere] = "Service " + p.Service
	}
	return values
}

// Attachment is a screenshot or a transcript; its bytes are kept elsewhere.
type Attachment struct {
	Name string `json:"name"`
	// SHA256 is of its bytes, in lower-case hexadecimal digits.
	SHA256 string `json:"sha256"`
	// Size is in bytes.
	Size int64           `json:"size"`
	What string          `json:"what,omitempty"`
	At   time.Time       `json:"at,omitzero"`
	By   rotation.Person `json:"by,omitzero"`
}

// Attach attaches a file. At and By are set by what records it.
type Attach Attachment

var validSHA = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Kind is "attached".
func (Attach) Kind() Kind { return "attached" }

func (c Attach) value() any { return c }

func (c Attach) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if !validSHA.MatchString(c.SHA256) || c.Size < 0 {
		return nil, fmt.Errorf("the hash or size of the attachment %w", ErrValue)
	}
	c.At, c.By = time.Time{}, rotation.Person{}
	c.Name = c.Name[strings.LastIndexAny(c.Name, `/\`)+1:]
	var err error
	if c.Name, err = line("The name of the attachment", c.Name); err != nil {
		return nil, err
	}
	if c.What, err = anyLine("What the attachment shows", c.What); err != nil {
		return nil, err
	}
	for _, a := range i.Attachments {
		if a.SHA256 == c.SHA256 && a.Name == c.Name {
			return nil, nil
		}
	}
	return []Fact{c}, nil
}

func (c Attach) fold(i *Incident, e Event) {
	a := Attachment(c)
	a.At, a.By = e.At, e.By
	i.Attachments = append(i.Attachments, a)
}

// Validation is whether somebody saw for themselves that it is real.
type Validation struct {
	Reply Reply           `json:"reply,omitempty"`
	How   string          `json:"how,omitempty"`
	At    time.Time       `json:"at,omitzero"`
	By    rotation.Person `json:"by,omitzero"`
}

// Validate says whether it is real, and how that was seen.
type Validate struct {
	Real Reply  `json:"real"`
	How  string `json:"how"`
}

// Kind is "validated".
func (Validate) Kind() Kind { return "validated" }

func (c Validate) value() any { return c }

func (c Validate) decide(_ Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("reply", c.Real, Yes, No, Unsure); err != nil {
		return nil, err
	}
	var err error
	c.How, err = line("How it was validated", c.How)
	return []Fact{c}, err
}

func (c Validate) fold(i *Incident, e Event) { i.Validation = Validation{c.Real, c.How, e.At, e.By} }

// Room is the command post: where everybody who works on it is found.
type Room struct {
	Name string `json:"name,omitempty"`
	URL  string `json:"url,omitempty"`
}

// SetRoom says where the command post is.
type SetRoom Room

// Kind is "room".
func (SetRoom) Kind() Kind { return "room" }

func (c SetRoom) value() any { return c }

func (c SetRoom) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	var err error
	if c.Name, err = line("The command post", c.Name); err != nil {
		return nil, err
	}
	if c.URL, err = anyLine("The link", c.URL); err != nil {
		return nil, err
	}
	if u, err := url.Parse(c.URL); err != nil || c.URL != "" && (u.Scheme == "" || u.Scheme == "javascript" || u.Scheme == "data") {
		return nil, fmt.Errorf("the link to the command post %w: it begins with https:// or the like", ErrValue)
	}
	if i.Room == Room(c) {
		return nil, nil
	}
	return []Fact{c}, nil
}

func (c SetRoom) fold(i *Incident, _ Event) { i.Room = Room(c) }

// Invitation is somebody who was called to the incident.
type Invitation struct {
	Person rotation.Person `json:"person"`
	Why    string          `json:"why,omitempty"`
	At     time.Time       `json:"at"`
	By     rotation.Person `json:"by,omitzero"`
}

// Invite calls somebody to the incident.
type Invite struct {
	Person rotation.Person `json:"person"`
	Why    string          `json:"why,omitempty"`
}

// Kind is "invited".
func (Invite) Kind() Kind { return "invited" }

func (c Invite) value() any { return c }

func (c Invite) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	var err error
	if c.Person, err = somebody("Who is called", c.Person); err != nil {
		return nil, err
	}
	if c.Why, err = anyLine("The reason", c.Why); err != nil {
		return nil, err
	}
	for _, v := range i.Invited {
		if v.Person.Same(c.Person) {
			return nil, nil
		}
	}
	return []Fact{c}, nil
}

func (c Invite) fold(i *Incident, e Event) {
	i.Invited = append(i.Invited, Invitation{c.Person, c.Why, e.At, e.By})
}
