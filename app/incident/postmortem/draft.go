package postmortem

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/incident"
	"standby/app/incident/publish"
	"standby/rotation"
)

// Settings are what a team decides about its post-mortems.
type Settings struct {
	Thresholds Thresholds
	Calendar   Calendar
}

// Passage is a part as it stands.
type Passage struct {
	Part Part `json:"part"`
	// Text is what stands there, with its Rev; Rev is 0 for what comes from the
	// incident and was not looked at since.
	Text incident.Text `json:"text"`
	// FromRecord means that the text was written during the incident.
	FromRecord bool `json:"from_record,omitempty"`
}

// Blank reports whether nobody has written the part.
func (p Passage) Blank() bool { return strings.TrimSpace(p.Text.Text) == "" }

// Worded is a hint on the wording of a part or of a why.
type Worded struct {
	// Part is empty where it is the answer of the why of that ID.
	Part Part `json:"part,omitempty"`
	Why  int  `json:"why,omitempty"`
	Hint
}

// Step is an action that was taken, of which an Outcome may be known.
type Step struct {
	At      time.Time       `json:"at"`
	By      rotation.Person `json:"by,omitzero"`
	What    string          `json:"what"`
	Outcome string          `json:"outcome,omitempty"`
}

// PostMortem is a post-mortem as it stands: what the record knows, and what people
// wrote. It is made anew each time; see [Draft].
type PostMortem struct {
	Incident string    `json:"incident"`
	Title    string    `json:"title"`
	Drill    bool      `json:"drill,omitempty"`
	Happened time.Time `json:"happened"`
	// Changed is when the record or what was written changed last.
	Changed  time.Time         `json:"changed"`
	Severity incident.Severity `json:"severity"`
	Authors  []rotation.Person `json:"authors,omitempty"`
	// Review is the state, with why, when and by whom: that none is needed is kept
	// there.
	Review incident.Review `json:"review,omitzero"`
	// Due is by when it is to be reviewed; nil while the incident is not resolved.
	Due *Due `json:"due,omitempty"`
	// Needed is what the Findings come to.
	Needed   incident.Reply    `json:"needed"`
	Findings []Finding         `json:"findings"`
	Detector incident.Detector `json:"detector,omitempty"`
	// CustomersFirst means that customers knew before anybody here did.
	CustomersFirst bool                  `json:"customers_first,omitempty"`
	Milestones     []Moment              `json:"milestones,omitempty"`
	Durations      incident.Durations    `json:"durations"`
	Responders     []incident.Responder  `json:"responders,omitempty"`
	Texts          []Passage             `json:"texts"`
	Answers        map[Question]Answered `json:"answers,omitempty"`
	Steps          []Step                `json:"steps,omitempty"`
	Timeline       []Row                 `json:"timeline,omitempty"`
	Whys           []Why                 `json:"whys,omitempty"`
	Lacks          []Lack                `json:"lacks,omitempty"`
	FollowUps      []FollowUp            `json:"follow_ups,omitempty"`
	Material       []publish.Link        `json:"material,omitempty"`
	Checks         []Checked             `json:"checks"`
	Hints          []Worded              `json:"hints,omitempty"`
	// AsksWhom names those who are to write what is blank.
	AsksWhom string `json:"asks_whom"`

	zone *time.Location
}

// Moment is a milestone and when it was.
type Moment struct {
	Milestone incident.Milestone `json:"milestone"`
	At        time.Time          `json:"at"`
}

// Draft makes the post-mortem of an incident from its record and from what people
// wrote, as of now.
func Draft(i incident.Incident, w Written, s Settings, now time.Time) PostMortem {
	findings := Evaluate(FactsOf(i, w, now), s.Thresholds)
	p := PostMortem{
		Incident: i.ID, Title: i.Title(), Drill: i.Drill, Happened: happened(i), Changed: later(i.ChangedAt, w.ChangedAt), Severity: WorstSeverity(i),
		Authors: authors(w), Review: i.Review, Needed: Needed(findings), Findings: findings,
		Detector: i.Detector, CustomersFirst: i.CustomersKnewFirst(), Durations: i.Durations(now), Responders: i.Responders(),
		Answers: w.Answers, Steps: steps(i), Timeline: timeline(i), Whys: w.Whys, Lacks: Lacks(w.Whys, i.Todos),
		FollowUps: FollowUps(i, now), Material: material(i), zone: s.Calendar.zone(),
	}
	if due, ok := s.Calendar.DueFor(i); ok {
		p.Due = &due
	}
	for _, m := range incident.Milestones() {
		if at := i.Milestones[m].At; !at.IsZero() {
			p.Milestones = append(p.Milestones, Moment{m, at})
		}
	}
	for _, part := range Parts() {
		passage := Passage{Part: part, Text: w.Parts[part]}
		if passage.Text.Rev == 0 {
			passage.Text = drafted(i, part)
			passage.FromRecord = !passage.Blank()
		}
		p.Texts = append(p.Texts, passage)
	}
	p.AsksWhom = asksWhom(p.Authors, i)
	p.Hints = p.worded(Setting{People: people(i), DegradedOnly: w.Answers[WasDown].Reply == incident.No})
	p.Checks = checked(p, w)
	return p
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// authors are those who were named, and else those who wrote.
func authors(w Written) []rotation.Person {
	if len(w.Authors) > 0 {
		return w.Authors
	}
	var wrote []rotation.Person
	for _, part := range Parts() {
		if by := w.Parts[part].By; by != (rotation.Person{}) && !slices.ContainsFunc(wrote, by.Same) {
			wrote = append(wrote, by)
		}
	}
	return wrote
}

// asksWhom names the authors, else who was in command last.
func asksWhom(authors []rotation.Person, i incident.Incident) string {
	var who []string
	for _, a := range authors {
		who = append(who, a.String())
	}
	if last := lastCommander(i); len(who) == 0 && last != (rotation.Person{}) {
		who = append(who, last.String())
	}
	if len(who) == 0 {
		return "the author"
	}
	return strings.Join(who, ", ")
}

func people(i incident.Incident) []rotation.Person {
	var all []rotation.Person
	for _, r := range i.Responders() {
		all = append(all, r.Person)
	}
	return all
}

func (p PostMortem) worded(s Setting) []Worded {
	wording := NewWording(s)
	var all []Worded
	for _, t := range p.Texts {
		for _, h := range wording.Hints(t.Text.Text) {
			all = append(all, Worded{Part: t.Part, Hint: h})
		}
	}
	for _, y := range p.Whys {
		for _, h := range wording.Hints(y.Answer) {
			all = append(all, Worded{Why: y.ID, Hint: h})
		}
	}
	return all
}

// steps are what was done to mitigate or to resolve it, in order of time.
func steps(i incident.Incident) []Step {
	var all []Step
	for _, r := range incident.Standing(i.Bleeding) {
		b := r.Value
		s := Step{At: b.TriedAt, By: r.By, What: b.What, Outcome: b.Result}
		if s.Outcome == "" {
			s.Outcome = map[incident.Reply]string{incident.Yes: "it helped", incident.No: "it did not help", incident.Unsure: "it may have helped"}[b.Worked]
		}
		all = append(all, s)
	}
	for _, e := range i.Timeline(false) {
		if e.What == (incident.Note{}).Kind() && e.Sort == incident.Action {
			all = append(all, Step{At: e.At, By: e.By, What: e.Text, Outcome: e.Remark})
		}
	}
	if c, ok := i.Cure(); ok && c.Fix != "" {
		all = append(all, Step{At: c.At, By: c.By, What: "Fix: " + c.Fix})
	}
	slices.SortStableFunc(all, func(a, b Step) int { return a.At.Compare(b.At) })
	return all
}

// Hash is the SHA-256, in hexadecimal digits, of all that the post-mortem says: of
// its JSON. It changes with what is written, recorded or answered.
func (p PostMortem) Hash() (string, error) {
	data, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("hash of the post-mortem of %s: %w", p.Incident, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
