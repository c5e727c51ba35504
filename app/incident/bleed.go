package incident

import (
	"time"

	"standby/rotation"
)

// Means is a way to stop the harm before its cause is known.
type Means string

// The means.
const (
	Divert   Means = "divert"
	Drop     Means = "drop"
	Degrade  Means = "degrade"
	RollBack Means = "roll-back"
	FlagOff  Means = "flag-off"
	// NoMeans records that nothing can be done before the cause is known.
	NoMeans Means = "none"
)

func (m Means) label() string {
	return map[Means]string{
		Divert: "Divert traffic", Drop: "Drop traffic", Degrade: "Degrade the system", RollBack: "Roll back", FlagOff: "Feature flag off", NoMeans: "No way to stop the harm",
	}[m]
}

// Bleeding is something that was tried to stop the harm.
type Bleeding struct {
	Means Means  `json:"means"`
	What  string `json:"what"`
	// Worked is Unanswered while nobody knows.
	Worked Reply  `json:"worked,omitempty"`
	Result string `json:"result,omitempty"`
	// Who tried it, where that is somebody else than who writes.
	Who rotation.Person `json:"who,omitzero"`
	// TriedAt is when; zero means now.
	TriedAt time.Time `json:"tried_at,omitzero"`
}

func (Bleeding) kind() Kind { return "stop-bleeding" }

func (v Bleeding) clean(now time.Time) (Bleeding, error) {
	if err := oneOf("means", v.Means, Divert, Drop, Degrade, RollBack, FlagOff, NoMeans); err != nil {
		return v, err
	}
	if err := oneOf("reply", v.Worked, Unanswered, Yes, No, Unsure); err != nil {
		return v, err
	}
	v.Who = cleanPerson(v.Who)
	var err error
	if v.What, err = line("What was tried", v.What); err != nil {
		return v, err
	}
	if v.Result, err = anyLine("The result", v.Result); err != nil {
		return v, err
	}
	v.TriedAt, err = past("What was tried", v.TriedAt, now)
	return v, err
}

func (v Bleeding) line() string {
	said := v.Means.label() + ": " + v.What
	switch v.Worked {
	case Yes:
		said += " (it helped)"
	case No:
		said += " (it did not help)"
	case Unsure:
		said += " (it may have helped)"
	}
	if v.Result != "" {
		said += ". " + v.Result
	}
	return said
}

func (Bleeding) rows(i *Incident) *[]Row[Bleeding] { return &i.Bleeding }

// Offer is a means as it is offered to people.
type Offer struct {
	Means Means `json:"means"`
	// Label is what a button says, Hint what it is good for.
	Label string `json:"label"`
	Hint  string `json:"hint"`
	// Tried counts how often it was tried in this incident.
	Tried int `json:"tried,omitempty"`
}

// Offers are the means to stop the harm, in the order in which to think of them:
// what is undone most easily comes first.
func (i Incident) Offers() []Offer {
	offers := []Offer{
		{Means: FlagOff, Hint: "Switch off what was switched on last."},
		{Means: RollBack, Hint: "Go back to the version that worked."},
		{Means: Divert, Hint: "Send traffic to where it still works."},
		{Means: Degrade, Hint: "Do less, so that the rest holds: read-only, fewer results, a queue."},
		{Means: Drop, Hint: "Refuse traffic, above all where data is being damaged."},
		{Means: NoMeans, Hint: "Say so, and go on to look for the cause."},
	}
	for n := range offers {
		offers[n].Label = offers[n].Means.label()
		for _, r := range Standing(i.Bleeding) {
			if r.Value.Means == offers[n].Means {
				offers[n].Tried++
			}
		}
	}
	return offers
}

// BleedingFirst reports whether people are to think of stopping the harm before
// they look for its cause: nothing was tried yet, and it has not stopped.
func (i Incident) BleedingFirst() bool {
	return len(Standing(i.Bleeding)) == 0 && i.Milestones[Mitigated].At.IsZero()
}

// Cure is what is taken for the cause, and what was done about it. In a complex
// system a cause is only ever probable, so that it has a confidence.
type Cure struct {
	Cause      string     `json:"cause"`
	Confidence Confidence `json:"confidence"`
	Fix        string     `json:"fix,omitempty"`
}

// Confidence is how sure people are of a cause.
type Confidence string

// The confidences.
const (
	Guessed   Confidence = "guessed"
	Probable  Confidence = "probable"
	Confirmed Confidence = "confirmed"
)

// Cured is a cure as it was recorded.
type Cured struct {
	Cure
	At time.Time       `json:"at"`
	By rotation.Person `json:"by,omitzero"`
}

// Kind is "cured".
func (Cure) Kind() Kind { return "cured" }

func (c Cure) value() any { return c }

func (c Cure) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("confidence", c.Confidence, Guessed, Probable, Confirmed); err != nil {
		return nil, err
	}
	var err error
	if c.Cause, err = someText("The cause", c.Cause); err != nil {
		return nil, err
	}
	if c.Fix, err = text("The fix", c.Fix); err != nil {
		return nil, err
	}
	if n := len(i.Cures); n > 0 && i.Cures[n-1].Cure == c {
		return nil, nil
	}
	return []Fact{c}, nil
}

func (c Cure) fold(i *Incident, e Event) { i.Cures = append(i.Cures, Cured{c, e.At, e.By}) }

// Cure is the newest one; ok is false while there is none.
func (i Incident) Cure() (c Cured, ok bool) {
	if n := len(i.Cures); n > 0 {
		return i.Cures[n-1], true
	}
	return Cured{}, false
}
