package postmortem

import (
	"strings"

	"standby/app/incident"
)

// Part is a text of the post-mortem that people write.
type Part string

// The parts. Summary, Impact, Causes, Resolution and ToldCustomers begin with what
// was written during the incident; of the others the record knows nothing.
const (
	Summary  Part = "summary"
	Impact   Part = "impact"
	Affected Part = "affected"
	Tickets  Part = "tickets"
	OutOfSLA Part = "out-of-sla"
	// SetOff is what set it off, Causes are why that could do harm.
	SetOff     Part = "set-off"
	Causes     Part = "causes"
	Resolution Part = "resolution"
	Detection  Part = "detection"
	Surprise   Part = "surprise"
	WentWell   Part = "went-well"
	WentBadly  Part = "went-badly"
	Lucky      Part = "lucky"
	// ToldCustomers is the message to customers about what happened.
	ToldCustomers Part = "told-customers"
	Supporting    Part = "supporting"
)

// Parts are all parts, in the order of the document.
func Parts() []Part {
	return []Part{
		Summary, Impact, Affected, Tickets, OutOfSLA, SetOff, Causes, Resolution, Detection, Surprise,
		WentWell, WentBadly, Lucky, ToldCustomers, Supporting,
	}
}

// Ask is the question that the part answers.
func (p Part) Ask() string {
	return map[Part]string{
		Summary:       "In two or three sentences: what happened, to whom, for how long, and how did it end?",
		Impact:        "What could users not do, or not do well? What did it cost them and us?",
		Affected:      "How many users or customers were affected, and what share is that of all?",
		Tickets:       "How many support tickets and calls came of it?",
		OutOfSLA:      "How much of the service level agreed for the period did it use up?",
		SetOff:        "What set it off: a change, a load, a failure of something else?",
		Causes:        "What made it possible for that to do harm? Conditions of the system, not people.",
		Resolution:    "What made it stop, and what is different now from before?",
		Detection:     "How was it noticed? What would halve the time until it is?",
		Surprise:      "What surprised those who took part? Where did the system not behave as they thought?",
		WentWell:      "What went well and is to stay?",
		WentBadly:     "What went badly?",
		Lucky:         "Where were we lucky? What may go otherwise next time?",
		ToldCustomers: "What are customers told about it afterwards?",
		Supporting:    "What else belongs to it: graphs, logs, further reading?",
	}[p]
}

// Required reports whether a review cannot begin without the part.
func (p Part) Required() bool {
	switch p {
	case Summary, Impact, Affected, Causes, Resolution, Detection, WentWell, WentBadly, Lucky:
		return true
	}
	return false
}

func (p Part) known() bool { return p.Ask() != "" }

// drafted is what was written of a part during the incident.
func drafted(i incident.Incident, p Part) incident.Text {
	switch p {
	case Summary:
		return bare(i.Texts[incident.Summary])
	case Impact:
		return bare(i.Texts[incident.Impact])
	case Causes:
		if c, ok := i.Cure(); ok {
			return incident.Text{Text: c.Cause + "\n(" + string(c.Confidence) + ", as recorded during the incident)", At: c.At, By: c.By}
		}
	case Resolution:
		if c, ok := i.Cure(); ok {
			return incident.Text{Text: c.Fix, At: c.At, By: c.By}
		}
	case ToldCustomers:
		if u, ok := i.Last(incident.External); ok {
			return incident.Text{Text: u.Text, At: u.At, By: u.By}
		}
	}
	return incident.Text{}
}

// bare is a text without its revision, which counts in the incident's record and
// not in what was written here.
func bare(t incident.Text) incident.Text {
	if strings.TrimSpace(t.Text) == "" {
		return incident.Text{}
	}
	return incident.Text{Text: t.Text, At: t.At, By: t.By}
}
