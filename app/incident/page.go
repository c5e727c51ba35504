package incident

import (
	"fmt"
	"slices"
	"time"

	"standby/notify"
	"standby/rotation"
)

// PageFacts is what an incident keeps of a page that belongs to it.
type PageFacts struct {
	ID          string    `json:"id"`
	Source      string    `json:"source"`
	Title       string    `json:"title"`
	Service     string    `json:"service,omitempty"`
	Severity    string    `json:"severity,omitempty"`
	URL         string    `json:"url,omitempty"`
	TriggeredAt time.Time `json:"triggered_at"`
}

// FactsOf is what is kept of a page.
func FactsOf(p notify.Page) PageFacts {
	return PageFacts{p.ID, p.Source, p.Title, p.Service, p.Severity, p.URL, p.TriggeredAt}
}

// LinkPage makes a page part of the incident. The incident is taken to be detected
// when the first page was triggered, unless somebody said otherwise.
type LinkPage PageFacts

// Kind is "page-linked".
func (LinkPage) Kind() Kind { return "page-linked" }

func (c LinkPage) value() any { return c }

func (c LinkPage) decide(i Incident, _ rotation.Person, now time.Time) ([]Fact, error) {
	if c.ID == "" || i.linked(c.ID) {
		return nil, need("The ID of the page", c.ID)
	}
	if err := lines(map[string]*string{
		"The ID of the page": &c.ID, "The source of the page": &c.Source, "The title of the page": &c.Title, "The service of the page": &c.Service, "The severity of the page": &c.Severity,
	}); err != nil {
		return nil, err
	}
	var err error
	if c.URL, err = text("The link of the page", c.URL); err != nil {
		return nil, err
	}
	c.TriggeredAt, err = past("The page", c.TriggeredAt, now)
	return []Fact{c}, err
}

func need(what, s string) error {
	if s == "" {
		return fmt.Errorf("%s %w", what, ErrEmpty)
	}
	return nil
}

func (i Incident) linked(pageID string) bool {
	return slices.ContainsFunc(i.Pages, func(p PageFacts) bool { return p.ID == pageID })
}

func (c LinkPage) fold(i *Incident, _ Event) {
	i.Pages = append(i.Pages, PageFacts(c))
	i.atFirst(Detected, c.TriggeredAt)
}

// atFirst takes the earliest of what Standby saw, unless a person said otherwise.
func (i *Incident) atFirst(m Milestone, at time.Time) {
	if s, ok := i.Milestones[m]; !ok || s.By == (rotation.Person{}) && at.Before(s.At) {
		i.mark(m, Stamp{At: at})
	}
}

// PageEvent is a line of the timeline of a linked page. The same one twice is
// recorded once.
type PageEvent notify.Event

// Kind is "page-event".
func (PageEvent) Kind() Kind { return "page-event" }

func (c PageEvent) value() any { return c }

func (c PageEvent) decide(i Incident, _ rotation.Person, now time.Time) ([]Fact, error) {
	if !i.linked(c.PageID) {
		return nil, fmt.Errorf("page %q: %w", c.PageID, ErrGone)
	}
	if err := lines(map[string]*string{"What happened to the page": &c.What, "Who did it": &c.By}); err != nil {
		return nil, err
	}
	var err error
	if c.Detail, err = text("What is told of the page", c.Detail); err != nil {
		return nil, err
	}
	if c.At, err = past("What happened to the page", c.At, now); err != nil {
		return nil, err
	}
	if slices.Contains(i.PageEvents, notify.Event(c)) {
		return nil, nil
	}
	return []Fact{c}, nil
}

func (c PageEvent) fold(i *Incident, _ Event) {
	i.PageEvents = append(i.PageEvents, notify.Event(c))
	if c.What == "acknowledged" {
		i.atFirst(Acknowledged, c.At)
	}
}

// pageWords are what is told of a page; what is missing here is of no interest
// after the day.
func pageWords() map[string]string {
	return map[string]string{
		"triggered": "triggered", "reopened": "came back", "missed": "missed its ack target", "excused": "missed its ack target, with a reason",
		"acknowledged": "acknowledged", "ack-lapsed": "the acknowledgement lapsed", "unacknowledged": "the acknowledgement was taken back",
		"snoozed": "snoozed", "snooze-ended": "triggered again after a snooze", "escalated": "escalated",
		"escalation-unanswered": "the escalation was not answered", "resolved": "resolved", "note": "note",
	}
}

func (i Incident) pageLine(e notify.Event) string {
	word, ok := pageWords()[e.What]
	if !ok {
		return ""
	}
	title := e.PageID
	for _, p := range i.Pages {
		if p.ID == e.PageID {
			title = p.Title
		}
	}
	said := fmt.Sprintf("Page %q: %s", title, word)
	if e.Detail != "" {
		said += ". " + e.Detail
	}
	return said
}
