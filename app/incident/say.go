package incident

import (
	"fmt"
	"strings"

	"standby/notify"
	"standby/rotation"
)

// tellable is a row, of whatever list.
type tellable interface {
	told() string
	taken() bool
}

func (p Put[T]) told() string { return p.Value.line() }

func (p Put[T]) taken() bool { return p.Gone }

// say is the sentence that the timeline has for an event; empty for one that it
// leaves out. It sets in the entry what an event knows better.
func (i Incident) say(e Event, entry *Entry) string {
	switch f := e.Fact.(type) {
	case Note:
		entry.At, entry.Sort = f.HappenedAt, f.Sort
		entry.did(f.Who)
		return f.Text
	case PageEvent:
		entry.At, entry.By = f.At, rotation.Person{Name: f.By}
		return i.pageLine(notify.Event(f))
	case LinkPage:
		return fmt.Sprintf("Page %q of %s belongs to it, triggered at %s", f.Title, f.Source, clock(f.TriggeredAt))
	case Put[Bleeding]:
		if f.ID == 0 && f.Value.Means != NoMeans {
			entry.At, entry.Sort = f.Value.TriedAt, Action
			entry.did(f.Value.Who)
		}
	case Put[Hypothesis], Put[Finding], Put[Search], Cure:
		entry.Sort = Technical
	}
	if row, ok := e.Fact.(tellable); ok {
		return sayRow(row)
	}
	if s := sayCourse(e.Fact); s != "" {
		return s
	}
	return i.sayPeople(e)
}

// did sets who did what somebody else wrote down.
func (e *Entry) did(who rotation.Person) {
	if who != (rotation.Person{}) {
		e.By = who
	}
}

func sayRow(r tellable) string {
	said := r.told()
	if said != "" && r.taken() {
		return "Taken off the list: " + said
	}
	return said
}

// sayCourse tells what the incident is and how far it has come.
func sayCourse(f Fact) string {
	switch f := f.(type) {
	case Open:
		return "Opened: " + f.Title
	case Decide:
		return because("Decided: "+map[Verdict]string{Now: "it is an incident", LowPriority: "it has low priority", Bug: "it is a bug"}[f.Verdict], f.Reason)
	case Detect:
		return "First noticed by " + f.By.label()
	case Mark:
		return fmt.Sprintf("%s at %s", map[Milestone]string{Began: "Began", Detected: "Detected", Acknowledged: "Acknowledged", Mitigated: "Mitigated", Resolved: "Resolved"}[f.Milestone], clock(f.At))
	case Move:
		return because("Stage: "+string(f.To), f.Why)
	case Rate:
		said := "Severity: " + f.worse().String()
		if f.Or != 0 && f.Or != f.Severity {
			said += fmt.Sprintf(" (unsure between %s and %s)", f.Severity, f.Or)
		}
		return because(said, f.Why)
	case Notice:
		return because("Customers notice it: "+string(f.Customers), f.What)
	case Edit:
		if strings.TrimSpace(f.Text) == "" {
			return f.Field.label() + " was cleared"
		}
		return f.Field.label() + ": " + notify.Clean(f.Text, told)
	case Validate:
		return because("It is real: "+string(f.Real), f.How)
	case Cure:
		return fmt.Sprintf("Cause (%s): %s", f.Confidence, notify.Clean(f.Cause, told))
	case PostMortem:
		return because("Post-mortem: "+strings.ReplaceAll(string(f.State), "-", " "), f.Why)
	}
	return ""
}

// sayPeople tells who does what, and what was said to whom.
func (i Incident) sayPeople(e Event) string {
	switch f := e.Fact.(type) {
	case AllHands:
		if f.On {
			return because("All hands are called", f.Why)
		}
		return because("All hands are no longer needed", f.Why)
	case Attach:
		return "Attached: " + f.Name + about(f.What)
	case SetRoom:
		return "Command post: " + f.Name
	case Invite:
		return because(f.Person.String()+" is called to it", f.Why)
	case Assign:
		return fmt.Sprintf("%s: %s", f.Role.label(), f.Person)
	case Release:
		return because(fmt.Sprintf("%s: no longer %s", f.Role.label(), f.Person), f.Why)
	case OfferHandOff:
		return fmt.Sprintf("Hand-off of command offered to %s: %s", f.To, notify.Clean(f.Brief, told))
	case ReadBack:
		return "Brief read back: " + notify.Clean(f.Text, told)
	case TakeCommand:
		return fmt.Sprintf("%s has command", name(e.By))
	case WithdrawHandOff:
		return because("Hand-off of command withdrawn", f.Why)
	case Update:
		return f.say()
	case Answer:
		return because("Warning answered: "+string(f.Code), f.Why)
	}
	return ""
}

func (c Update) say() string {
	said := "Told colleagues"
	if c.Audience == External {
		said = fmt.Sprintf("Told customers (%s)", c.Phase)
	}
	if len(c.To) > 0 {
		said += " by " + strings.Join(c.To, ", ")
	}
	text := c.Text
	if text == "" {
		text = c.Status
	}
	return said + ": " + notify.Clean(text, told)
}

func because(said, why string) string {
	switch {
	case why == "":
		return said
	case said != "" && strings.ContainsRune(".!?", rune(said[len(said)-1])):
		return said + " " + why
	}
	return said + ". " + why
}

func (d Detector) label() string {
	return map[Detector]string{
		ByCustomer: "a customer", ByEmployee: "an employee", ByMetrics: "metrics monitoring", ByErrors: "error monitoring",
		ByAPM: "application performance monitoring", ByUptime: "uptime monitoring", BySynthetic: "synthetic monitoring",
	}[d]
}
