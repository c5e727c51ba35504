package postmortem

import (
	"fmt"
	"time"

	"standby/app/incident"
	"standby/rotation"
)

// Check is a question of the review.
type Check string

// The checks: the first five are those of the class, which has them from the SRE
// book, chapter 15; the others follow PagerDuty's incident response documentation.
const (
	DataCollected  Check = "data-collected"
	ImpactComplete Check = "impact-complete"
	CauseDeep      Check = "cause-deep"
	PlanRight      Check = "plan-right"
	Shared         Check = "shared"
	EnoughDetail   Check = "enough-detail"
	WhatApart      Check = "what-apart-from-how"
	ActionsScoped  Check = "actions-scoped"
	MessageReads   Check = "message-reads"
	BlamesNobody   Check = "blames-nobody"
)

// Checks are all checks, in order.
func Checks() []Check {
	return []Check{
		DataCollected, ImpactComplete, CauseDeep, PlanRight, Shared,
		EnoughDetail, WhatApart, ActionsScoped, MessageReads, BlamesNobody,
	}
}

// Asks is the question as it is put to the reviewer; empty for what is no check.
func (c Check) Asks() string {
	return map[Check]string{
		DataCollected:  "Is all that later readers need kept: times, graphs, logs, messages?",
		ImpactComplete: "Is the impact told in full?",
		CauseDeep:      "Do the causes go deep enough?",
		PlanRight:      "Does the plan fit, and does each follow-up have the right priority?",
		Shared:         "Do all whom it concerns have the outcome?",
		EnoughDetail:   "Can somebody who was not there follow it?",
		WhatApart:      "Is what happened kept apart from how to fix it?",
		ActionsScoped:  "Can each follow-up be finished, and is it clear when it is?",
		MessageReads:   "Does the message to customers read well to a customer?",
		BlamesNobody:   "Is nobody blamed?",
	}[c]
}

// Checked is a check with its answer, and what can be seen of it without a person.
type Checked struct {
	Check  Check           `json:"check"`
	Reply  incident.Reply  `json:"reply,omitempty"`
	Remark string          `json:"remark,omitempty"`
	At     time.Time       `json:"at,omitzero"`
	By     rotation.Person `json:"by,omitzero"`
	// Hint is for the reviewer; it answers nothing.
	Hint string `json:"hint,omitempty"`
}

// Tick answers a check.
type Tick struct {
	Check  Check          `json:"check"`
	Reply  incident.Reply `json:"reply"`
	Remark string         `json:"remark,omitempty"`
}

func (c Tick) change(w *Written, by rotation.Person, now time.Time) error {
	if c.Check.Asks() == "" {
		return fmt.Errorf("check %q: %w", c.Check, ErrUnknown)
	}
	a, err := answered(c.Reply, c.Remark, by, now)
	if err != nil {
		return err
	}
	if w.Checks == nil {
		w.Checks = map[Check]Answered{}
	}
	w.Checks[c.Check] = a
	return nil
}

// checked are the checks as they stand for a draft that is otherwise complete.
func checked(p PostMortem, w Written) []Checked {
	all := make([]Checked, 0, len(Checks()))
	for _, c := range Checks() {
		a := w.Checks[c]
		all = append(all, Checked{c, a.Reply, a.Why, a.At, a.By, p.hint(c)})
	}
	return all
}

func (p PostMortem) hint(c Check) string {
	switch c {
	case DataCollected:
		return fmt.Sprintf("%s, %s", count(len(p.Timeline), "entry in the timeline", "entries in the timeline"), count(len(p.Material), "thing attached or linked", "things attached or linked"))
	case ImpactComplete:
		return p.blanks(Impact, Affected, Tickets, OutOfSLA)
	case CauseDeep:
		return fmt.Sprintf("%s, at most %d deep; %s", count(len(p.Whys), "why", "whys"), depth(p.Whys), count(len(p.Lacks), "thing missing", "things missing"))
	case PlanRight, ActionsScoped:
		unowned := 0
		for _, f := range p.FollowUps {
			unowned += min(1, len(f.unowned()))
		}
		return fmt.Sprintf("%s, %d without an owner or a date", count(len(p.FollowUps), "follow-up", "follow-ups"), unowned)
	case MessageReads:
		return p.blanks(ToldCustomers)
	case BlamesNobody:
		return count(len(p.Hints), "hint on wording", "hints on wording")
	}
	return ""
}

func (p PostMortem) blanks(parts ...Part) string {
	n := 0
	for _, t := range p.Texts {
		for _, part := range parts {
			if t.Part == part && t.Blank() {
				n++
			}
		}
	}
	if n == 0 {
		return "nothing is blank"
	}
	return fmt.Sprintf("%d of %d still blank", n, len(parts))
}

// depth is how many whys the longest branch has.
func depth(whys []Why) int {
	deep, most := map[int]int{}, 0
	for _, y := range whys { // a parent was always added before
		deep[y.ID] = deep[y.Parent] + 1
		most = max(most, deep[y.ID])
	}
	return most
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
