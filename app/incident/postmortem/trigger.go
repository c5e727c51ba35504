package postmortem

import (
	"fmt"
	"time"

	"standby/app/incident"
)

// Trigger is a reason for which a post-mortem is written. The five are those of
// the class ("postmortem, when to write") and of the SRE book, chapter 15.
type Trigger string

// The triggers, in the order of the class.
const (
	UserVisible      Trigger = "user-visible"
	DataLost         Trigger = "data-lost"
	Intervention     Trigger = "intervention"
	LongResolution   Trigger = "long-resolution"
	MonitoringFailed Trigger = "monitoring-failed"
)

// Triggers are all triggers.
func Triggers() []Trigger {
	return []Trigger{UserVisible, DataLost, Intervention, LongResolution, MonitoringFailed}
}

// Label is what people call the trigger.
func (t Trigger) Label() string {
	return map[Trigger]string{
		UserVisible: "Users noticed it for long", DataLost: "Data was lost", Intervention: "Somebody on call stepped in",
		LongResolution: "It took long to resolve", MonitoringFailed: "Monitoring did not find it",
	}[t]
}

// Thresholds are how long is long. Zero is any time at all.
type Thresholds struct {
	// Visible is how long users may notice it, Resolution how long it may last,
	// without a post-mortem.
	Visible    time.Duration `json:"visible_ns"`
	Resolution time.Duration `json:"resolution_ns"`
}

// DefaultThresholds are 5 minutes of what users notice and an hour until it is
// resolved. No standard sets them; they are ours, for each team to change.
func DefaultThresholds() Thresholds { return Thresholds{5 * time.Minute, time.Hour} }

// Facts are what the triggers turn on.
type Facts struct {
	// Noticed is whether users noticed it, Visible for how long.
	Noticed incident.Reply
	Visible incident.Span
	// DataLost and Unseen are what people answered: whether data was lost, and
	// whether monitoring should have found it and did not.
	DataLost, Unseen incident.Reply
	// Steps are what somebody on call did to stop the harm.
	Steps []string
	// ToResolve is how long it lasted; Resolved is false while it still does.
	ToResolve incident.Span
	Resolved  bool
	// Detector is who or what noticed it first.
	Detector incident.Detector
}

// FactsOf reads the facts off the record and the answers of people, at now.
func FactsOf(i incident.Incident, w Written, now time.Time) Facts {
	d := i.Durations(now)
	f := Facts{
		Noticed: i.Noticed.Reply, Visible: d.ToMitigate, DataLost: w.Answers[WasDataLost].Reply, Unseen: w.Answers[WasUnseen].Reply,
		ToResolve: d.Total, Resolved: !i.Milestones[incident.Resolved].At.IsZero(), Detector: i.Detector,
	}
	if !f.Visible.Known {
		f.Visible = d.Total
	}
	for _, r := range incident.Standing(i.Bleeding) {
		if r.Value.Means != incident.NoMeans {
			f.Steps = append(f.Steps, r.Value.What)
		}
	}
	return f
}

// Finding is what a trigger comes to.
type Finding struct {
	Trigger Trigger `json:"trigger"`
	// Fired is Unsure where the record does not know and nobody has said.
	Fired incident.Reply `json:"fired"`
	// Why is a sentence.
	Why string `json:"why"`
}

// Evaluate judges each trigger, in the order of [Triggers]. What is not known is
// Unsure, and never taken for a no.
func Evaluate(f Facts, t Thresholds) []Finding {
	return []Finding{
		visible(f, t), dataLost(f), intervention(f), longResolution(f, t), monitoringFailed(f),
	}
}

func visible(f Facts, t Thresholds) Finding {
	switch {
	case f.Noticed == incident.No:
		return Finding{UserVisible, incident.No, "Users noticed nothing."}
	case f.Noticed != incident.Yes:
		return Finding{UserVisible, incident.Unsure, "Nobody has said whether users noticed it."}
	case !f.Visible.Known:
		return Finding{UserVisible, incident.Unsure, "Users noticed it; for how long is not known."}
	case f.Visible.Of > t.Visible:
		return Finding{UserVisible, incident.Yes, fmt.Sprintf("Users noticed it for %s, more than %s.", lasted(f.Visible.Of), lasted(t.Visible))}
	}
	return Finding{UserVisible, incident.No, fmt.Sprintf("Users noticed it for %s, not more than %s.", lasted(f.Visible.Of), lasted(t.Visible))}
}

func dataLost(f Facts) Finding {
	switch f.DataLost {
	case incident.Yes:
		return Finding{DataLost, incident.Yes, "Data was lost."}
	case incident.No:
		return Finding{DataLost, incident.No, "No data was lost."}
	}
	return Finding{DataLost, incident.Unsure, "Nobody has said whether data was lost."}
}

func intervention(f Facts) Finding {
	if len(f.Steps) == 0 {
		return Finding{Intervention, incident.No, "Nothing was rolled back, diverted, dropped, degraded or switched off."}
	}
	return Finding{Intervention, incident.Yes, "Somebody on call stepped in: " + f.Steps[0] + more(len(f.Steps)-1) + "."}
}

func longResolution(f Facts, t Thresholds) Finding {
	switch {
	case !f.ToResolve.Known:
		return Finding{LongResolution, incident.Unsure, "How long it lasted is not known."}
	case f.ToResolve.Of > t.Resolution:
		return Finding{LongResolution, incident.Yes, fmt.Sprintf("It took %s, more than %s.", lasted(f.ToResolve.Of), lasted(t.Resolution))}
	case !f.Resolved:
		return Finding{LongResolution, incident.Unsure, fmt.Sprintf("It is not resolved; it has lasted %s so far.", lasted(f.ToResolve.Of))}
	}
	return Finding{LongResolution, incident.No, fmt.Sprintf("It took %s, not more than %s.", lasted(f.ToResolve.Of), lasted(t.Resolution))}
}

func monitoringFailed(f Facts) Finding {
	switch {
	case f.Detector == incident.ByCustomer:
		return Finding{MonitoringFailed, incident.Yes, "A customer noticed it first."}
	case f.Unseen == incident.Yes:
		return Finding{MonitoringFailed, incident.Yes, "Monitoring did not find it, or not in time."}
	case f.Detector == incident.ByEmployee && f.Unseen != incident.No:
		return Finding{MonitoringFailed, incident.Yes, "An employee noticed it first, not monitoring."}
	case f.Detector == "":
		return Finding{MonitoringFailed, incident.Unsure, "Nobody has said who or what noticed it first."}
	}
	return Finding{MonitoringFailed, incident.No, "Monitoring found it in time, as far as anybody has said."}
}

// Needed is Yes where any trigger fired, No where none did, and Unsure where some
// are not known and none of the others fired.
func Needed(findings []Finding) incident.Reply {
	needed := incident.No
	for _, f := range findings {
		switch f.Fired {
		case incident.Yes:
			return incident.Yes
		case incident.Unsure, incident.Unanswered:
			needed = incident.Unsure
		}
	}
	return needed
}

func more(n int) string {
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return ", and one more step"
	}
	return fmt.Sprintf(", and %d more steps", n)
}

// lasted is a duration in days, hours and minutes.
func lasted(d time.Duration) string {
	minutes := int(d / time.Minute)
	switch {
	case minutes >= 24*60:
		return fmt.Sprintf("%d d %d h %d min", minutes/1440, minutes/60%24, minutes%60)
	case minutes >= 60:
		return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
	case d > 0 && minutes == 0:
		return fmt.Sprintf("%d s", int(d/time.Second))
	}
	return fmt.Sprintf("%d min", minutes)
}
