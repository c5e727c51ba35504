package incident

import "time"

// Criterion is an exit criterion that people set: the incident is over when it is
// met.
type Criterion struct {
	Text string `json:"text"`
	Met  bool   `json:"met,omitempty"`
}

func (Criterion) kind() Kind { return "criterion" }

func (v Criterion) clean(time.Time) (Criterion, error) {
	var err error
	v.Text, err = line("The exit criterion", v.Text)
	return v, err
}

func (v Criterion) line() string {
	if v.Met {
		return "Exit criterion met: " + v.Text
	}
	return "Exit criterion: " + v.Text
}

func (Criterion) rows(i *Incident) *[]Row[Criterion] { return &i.Criteria }

// Exit is an exit criterion of a stage.
type Exit struct {
	Text string `json:"text"`
	Met  bool   `json:"met"`
	// ID is that of the row in Criteria, for one that people set; 0 for one that
	// Standby reads off the record.
	ID int `json:"id,omitempty"`
}

// Exit are the exit criteria of a stage, and which of them the record meets. Those
// that people set belong to Recover.
func (i Incident) Exit(s Stage) []Exit {
	switch s {
	case Recognise:
		return i.exitRecognise()
	case Respond:
		return i.exitRespond()
	case Recover:
		return i.exitRecover()
	case Learn:
		return []Exit{{Text: "The post-mortem is reviewed, or not needed for a reason", Met: i.Review.State == NotNeeded || i.Review.State == Reviewed || i.Review.State == Filed}}
	case Improve:
		return i.exitImprove()
	}
	return nil
}

func (i Incident) exitRecognise() []Exit {
	return []Exit{
		{Text: "Who or what noticed it is known", Met: i.Detector != ""},
		{Text: "It is decided whether it is an incident", Met: i.Decision.Verdict != Undecided},
	}
}

func (i Incident) exitRespond() []Exit {
	gathered := true
	for _, f := range Gathering() {
		gathered = gathered && i.Texts[f].Text != ""
	}
	_, led := i.Commander()
	return []Exit{
		{Text: "Somebody acknowledged it", Met: !i.Milestones[Acknowledged].At.IsZero()},
		{Text: "The six questions are answered", Met: gathered},
		{Text: "Somebody saw that it is real", Met: i.Validation.Reply == Yes},
		{Text: "There is a command post", Met: i.Room.Name != ""},
		{Text: "Somebody is in command", Met: led},
		{Text: "The severity is set", Met: i.Severity() != 0},
	}
}

func (i Incident) exitRecover() []Exit {
	last, told := i.Last(External)
	_, cured := i.Cure()
	exits := []Exit{
		{Text: "It does no more harm", Met: !i.Milestones[Mitigated].At.IsZero()},
		{Text: "A probable cause and its fix are written down", Met: cured},
		{Text: "It is resolved", Met: !i.Milestones[Resolved].At.IsZero()},
	}
	if told {
		exits = append(exits, Exit{Text: "Customers were told that it is over", Met: last.Phase == AllClear})
	}
	for _, r := range Standing(i.Criteria) {
		exits = append(exits, Exit{Text: r.Value.Text, Met: r.Value.Met, ID: r.ID})
	}
	return exits
}

func (i Incident) exitImprove() []Exit {
	open := false
	for _, r := range Standing(i.Todos) {
		open = open || !r.Value.Done
	}
	return []Exit{{Text: "Every to-do, bug and follow-up is done or was taken off the list", Met: !open}}
}
