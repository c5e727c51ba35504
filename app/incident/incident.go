package incident

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"standby/notify"
	"standby/rotation"
)

// ErrRecord says that a list of events is not the record of an incident: its
// first event does not open one, or there is a gap.
var ErrRecord = errors.New("the record of the incident is not whole")

// Incident is what the record comes to. It is a value to be read: its slices and
// maps are shared between snapshots and must not be written to. Times are in UTC,
// and zero when the thing has not happened.
type Incident struct {
	ID string `json:"id"`
	// Drill marks an exercise; every document says so.
	Drill bool `json:"drill,omitempty"`
	// Revision is the Seq of the newest event.
	Revision  int             `json:"revision"`
	OpenedAt  time.Time       `json:"opened_at"`
	OpenedBy  rotation.Person `json:"opened_by,omitzero"`
	ChangedAt time.Time       `json:"changed_at"`

	Decision Decision `json:"decision,omitzero"`
	Detector Detector `json:"detector,omitempty"`
	// Milestones are when what matters happened; see [Mark].
	Milestones map[Milestone]Stamp `json:"milestones,omitempty"`

	Stage Stage `json:"stage"`
	// Passages are the stages as they were entered, the first one included.
	Passages []Passage `json:"passages,omitempty"`
	// Ratings are the severities as they were set.
	Ratings  []Rating `json:"ratings,omitempty"`
	AllHands bool     `json:"all_hands,omitempty"`
	// Noticed is whether customers notice it.
	Noticed Noticed `json:"noticed,omitempty"`

	Texts       map[Field]Text    `json:"texts,omitempty"`
	Validation  Validation        `json:"validation,omitzero"`
	Room        Room              `json:"room,omitzero"`
	Attachments []Attachment      `json:"attachments,omitempty"`
	Invited     []Invitation      `json:"invited,omitempty"`
	Holdings    []Holding         `json:"holdings,omitempty"`
	HandOffs    []HandOff         `json:"hand_offs,omitempty"`
	Pages       []PageFacts       `json:"pages,omitempty"`
	PageEvents  []notify.Event    `json:"page_events,omitempty"`
	Updates     []Sent            `json:"updates,omitempty"`
	Todos       []Row[Todo]       `json:"todos,omitempty"`
	Bleeding    []Row[Bleeding]   `json:"bleeding,omitempty"`
	Findings    []Row[Finding]    `json:"findings,omitempty"`
	Changes     []Row[LastChange] `json:"changes,omitempty"`
	Hypotheses  []Row[Hypothesis] `json:"hypotheses,omitempty"`
	Searches    []Row[Search]     `json:"searches,omitempty"`
	Criteria    []Row[Criterion]  `json:"criteria,omitempty"`
	Cures       []Cured           `json:"cures,omitempty"`
	// Review is where the post-mortem stands.
	Review Review `json:"review,omitzero"`

	// Entries are the timeline as it was recorded; [Incident.Timeline] is what is
	// shown of it.
	Entries   []Entry          `json:"entries,omitempty"`
	Curations map[int]Curation `json:"curations,omitempty"`
	Answers   []Answered       `json:"answers,omitempty"`
}

// Fold says what a whole record comes to. ErrRecord where it is not one.
func Fold(events []Event) (Incident, error) { return Incident{}.With(events...) }

// With is the incident after further events, which follow its Revision without a
// gap. The receiver stays as it is.
func (i Incident) With(events ...Event) (Incident, error) {
	next := i.clone()
	for _, e := range events {
		_, opens := e.Fact.(Open)
		switch {
		case e.Fact == nil || e.Seq != next.Revision+1:
			return i, fmt.Errorf("%w: event %d follows %d", ErrRecord, e.Seq, next.Revision)
		case opens != (e.Seq == 1):
			return i, fmt.Errorf("%w: event %d is %q", ErrRecord, e.Seq, e.What())
		}
		next.Revision, next.ChangedAt = e.Seq, e.At
		e.Fact.fold(&next, e)
		next.record(e)
	}
	return next, nil
}

// clone copies what fold writes to.
func (i Incident) clone() Incident {
	i.Milestones, i.Texts, i.Curations = maps.Clone(i.Milestones), maps.Clone(i.Texts), maps.Clone(i.Curations)
	i.Passages, i.Ratings = slices.Clone(i.Passages), slices.Clone(i.Ratings)
	i.Attachments, i.Invited = slices.Clone(i.Attachments), slices.Clone(i.Invited)
	i.Holdings, i.HandOffs = slices.Clone(i.Holdings), slices.Clone(i.HandOffs)
	i.Pages, i.PageEvents, i.Updates = slices.Clone(i.Pages), slices.Clone(i.PageEvents), slices.Clone(i.Updates)
	i.Todos, i.Bleeding, i.Findings = slices.Clone(i.Todos), slices.Clone(i.Bleeding), slices.Clone(i.Findings)
	i.Changes, i.Hypotheses = slices.Clone(i.Changes), slices.Clone(i.Hypotheses)
	i.Searches, i.Criteria, i.Cures = slices.Clone(i.Searches), slices.Clone(i.Criteria), slices.Clone(i.Cures)
	i.Entries, i.Answers = slices.Clone(i.Entries), slices.Clone(i.Answers)
	return i
}

// Title is what the incident is called.
func (i Incident) Title() string { return i.Texts[Title].Text }

// Open reports whether there is still something to do for it.
func (i Incident) Open() bool { return i.Revision > 0 && i.Stage != Closed }

// Live reports whether people are at work on it: it is an incident, somebody
// responds to it or recovers from it, and it is not resolved.
func (i Incident) Live() bool {
	return i.Decision.Verdict == Now && (i.Stage == Respond || i.Stage == Recover) && i.Milestones[Resolved].At.IsZero()
}
