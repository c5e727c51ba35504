package incident

import (
	"fmt"
	"regexp"
	"time"

	"standby/rotation"
)

// Open begins the record of an incident. Whether it is one is decided later; see
// [Decide].
type Open struct {
	// ID names it for good: lower-case letters, digits and hyphens, 64 at most.
	ID    string `json:"id"`
	Title string `json:"title"`
	Drill bool   `json:"drill,omitempty"`
}

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// NewID names an incident by its day in UTC and a few letters that the caller
// drew at random, such as 20261122-k7f2.
func NewID(now time.Time, random string) string { return now.UTC().Format("20060102") + "-" + random }

// Kind is "opened".
func (Open) Kind() Kind { return "opened" }

func (c Open) value() any { return c }

func (c Open) decide(_ Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if !validID.MatchString(c.ID) {
		return nil, fmt.Errorf("the name %q of an incident %w", c.ID, ErrValue)
	}
	var err error
	c.Title, err = line("Title", c.Title)
	return []Fact{c}, err
}

func (c Open) fold(i *Incident, e Event) {
	i.ID, i.Drill, i.OpenedAt, i.OpenedBy = c.ID, c.Drill, e.At, e.By
	i.Texts = map[Field]Text{Title: {c.Title, e.Seq, e.At, e.By}}
	i.Stage, i.Passages = Recognise, []Passage{{Stage: Recognise, At: e.At, By: e.By}}
}

// Verdict is whether something is an incident.
type Verdict string

// The verdicts. An incident needs people at once; one of low priority needs them
// in working hours and cannot wait for a sprint; a bug is planned like any other
// work.
const (
	Undecided   Verdict = ""
	Now         Verdict = "incident"
	LowPriority Verdict = "low-priority"
	Bug         Verdict = "bug"
)

// Reply answers a question.
type Reply string

// The replies. Unsure counts as the worse one.
const (
	Unanswered Reply = ""
	Yes        Reply = "yes"
	No         Reply = "no"
	Unsure     Reply = "unsure"
)

// Replies are what the question "is it an incident?" turns on.
type Replies struct {
	// Disrupts: service is disrupted or worse than it should be, or is about to be.
	Disrupts Reply `json:"disrupts,omitempty"`
	// Urgent: it gets worse, or hurts, if nobody does anything before the next
	// working hours.
	Urgent Reply `json:"urgent,omitempty"`
	// CanBePlanned: it can wait for its place in a sprint.
	CanBePlanned Reply `json:"can_be_planned,omitempty"`
}

// Suggest is the verdict that the replies come to, the graver one where somebody
// is unsure; Undecided while a reply that it takes is missing.
func (r Replies) Suggest() Verdict {
	switch {
	case r.Disrupts == Unanswered || r.Disrupts != No && r.Urgent == Unanswered:
		return Undecided
	case r.Disrupts != No && r.Urgent != No:
		return Now
	case r.CanBePlanned == Unanswered:
		return Undecided
	case r.CanBePlanned == Yes:
		return Bug
	}
	return LowPriority
}

// Decision is what was decided, and why.
type Decision struct {
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"`
	Replies Replies `json:"replies,omitzero"`
	// Due is the beginning of the working hours in which one of low priority is
	// seen to.
	Due time.Time `json:"due,omitzero"`
	// Ticket is the text of a bug's ticket, as it was.
	Ticket string          `json:"ticket,omitempty"`
	At     time.Time       `json:"at"`
	By     rotation.Person `json:"by,omitzero"`
}

// Decide says whether it is an incident; it can be said anew when more is known.
// An incident goes on to be responded to; what is none and was being responded to
// stays where it is, until it is closed.
type Decide struct {
	Verdict Verdict   `json:"verdict"`
	Reason  string    `json:"reason"`
	Replies Replies   `json:"replies,omitzero"`
	Due     time.Time `json:"due,omitzero"`
	Ticket  string    `json:"ticket,omitempty"`
}

// Kind is "decided".
func (Decide) Kind() Kind { return "decided" }

func (c Decide) value() any { return c }

func (c Decide) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("verdict", c.Verdict, Now, LowPriority, Bug); err != nil {
		return nil, err
	}
	for _, r := range []Reply{c.Replies.Disrupts, c.Replies.Urgent, c.Replies.CanBePlanned} {
		if err := oneOf("reply", r, Unanswered, Yes, No, Unsure); err != nil {
			return nil, err
		}
	}
	var err error
	if c.Reason, err = line("The reason", c.Reason); err != nil {
		return nil, err
	}
	if c.Ticket, err = text("The ticket", c.Ticket); err != nil {
		return nil, err
	}
	if c.Verdict == LowPriority && c.Due.IsZero() {
		return nil, fmt.Errorf("when the next working hours begin %w", ErrEmpty)
	}
	if c.Due, err = moment("When it is seen to", c.Due); err != nil {
		return nil, err
	}
	facts := []Fact{c}
	if c.Verdict == Now && i.Stage == Recognise {
		facts = append(facts, Move{To: Respond})
	}
	return facts, nil
}

func (c Decide) fold(i *Incident, e Event) {
	i.Decision = Decision{c.Verdict, c.Reason, c.Replies, c.Due, c.Ticket, e.At, e.By}
}

// TicketText is a ticket for what turned out to be a bug, from what is known.
func (i Incident) TicketText() string {
	var b sheet
	b.line("%s%s\n", i.drillMark(), i.Title())
	for _, f := range []Field{Actual, GatherWhat, Expected, Reproduce, GatherWhen, GatherMessage, GatherWhere, GatherOwner} {
		if t := i.Texts[f].Text; t != "" {
			b.line("%s\n%s\n", f.label(), t)
		}
	}
	for _, p := range i.Pages {
		b.line("Page: %s (%s, %s) %s", p.Title, p.Source, clock(p.TriggeredAt), p.URL)
	}
	b.line("Noticed %s by %s.", clock(i.OpenedAt), name(i.OpenedBy))
	if v := i.Decision.Verdict; v == Bug || v == LowPriority {
		b.line("Not an emergency: %s", i.Decision.Reason)
	}
	return b.String()
}

// Detector is who or what noticed first.
type Detector string

// What can notice first.
const (
	ByCustomer  Detector = "customer"
	ByEmployee  Detector = "employee"
	ByMetrics   Detector = "metrics"
	ByErrors    Detector = "errors"
	ByAPM       Detector = "apm"
	ByUptime    Detector = "uptime"
	BySynthetic Detector = "synthetic"
)

// Detectors are all detectors.
func Detectors() []Detector {
	return []Detector{ByCustomer, ByEmployee, ByMetrics, ByErrors, ByAPM, ByUptime, BySynthetic}
}

// Detect says who or what noticed first.
type Detect struct {
	By Detector `json:"by"`
}

// Kind is "detected".
func (Detect) Kind() Kind { return "detected" }

func (c Detect) value() any { return c }

func (c Detect) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("detector", c.By, Detectors()...); err != nil || i.Detector == c.By {
		return nil, err
	}
	return []Fact{c}, nil
}

func (c Detect) fold(i *Incident, _ Event) { i.Detector = c.By }

// CustomersKnewFirst reports whether customers noticed before Standby or any other
// monitoring did.
func (i Incident) CustomersKnewFirst() bool { return i.Detector == ByCustomer }

// CustomersKnewFirst counts among incidents those that customers noticed first;
// drills and what was no incident are left out of both counts, and so are those of
// which nobody said who noticed.
func CustomersKnewFirst(all []Incident) (first, of int) {
	for _, i := range all {
		if i.Drill || i.Decision.Verdict != Now || i.Detector == "" {
			continue
		}
		of++
		if i.CustomersKnewFirst() {
			first++
		}
	}
	return first, of
}
