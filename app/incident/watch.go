package incident

import (
	"fmt"
	"strconv"
	"time"

	"standby/rotation"
)

// vacant is since when nobody has held a role.
func (i Incident) vacant(r Role) time.Time {
	since := i.LiveSince()
	for _, h := range i.Holdings {
		if h.Role == r && h.Until.After(since) {
			since = h.Until
		}
	}
	return since
}

func noCommander(i Incident, w Watch) []Warning {
	if _, led := i.Commander(); led {
		return nil
	}
	return []Warning{{
		Code: NoCommander, Since: i.vacant(Commanding).Add(w.Rules.Commander), every: w.Rules.Commander,
		Sentence: "Nobody is in command.", Remedy: "Take command, or ask somebody to.",
	}}
}

func noSeverity(i Incident, w Watch) []Warning {
	if i.Severity() != 0 {
		return nil
	}
	return []Warning{{
		Code: NoSeverity, Since: i.LiveSince().Add(w.Rules.Severity), every: w.Rules.Severity,
		Sentence: "Nobody has set the severity.", Remedy: "Set it; when unsure, the higher one.",
	}}
}

func noCommunication(i Incident, w Watch) []Warning {
	if len(i.Holders(Communication)) > 0 {
		return nil
	}
	return []Warning{{
		Code: NoCommunication, Since: i.vacant(Communication).Add(w.Rules.Communication), every: w.Rules.Communication,
		Sentence: "Nobody sees to communication.", Remedy: "Give somebody the role, or say that the commander has it.",
	}}
}

// remind is how often what is overdue or unanswered is told again.
const remind = 10 * time.Minute

func updateOverdue(i Incident, w Watch) []Warning {
	var all []Warning
	for _, d := range i.UpdatesDue(w.Rules) {
		warn := Warning{Code: UpdateOverdue, About: string(d.Audience), Since: d.At, every: remind}
		at := d.At.In(w.Zone).Format("15:04 MST")
		switch {
		case d.Audience == Internal:
			warn.Sentence, warn.Remedy = fmt.Sprintf("Colleagues were to be told at %s.", at), "Send an internal update."
		case d.First && i.Noticed.Reply != Yes:
			warn.Sentence, warn.Remedy = fmt.Sprintf("Customers were to be told at %s.", at), "Send a first external update, or say that customers notice nothing."
		default:
			warn.Sentence, warn.Remedy = fmt.Sprintf("Customers were to be told at %s.", at), "Send an external update."
		}
		all = append(all, warn)
	}
	return all
}

func freelancing(i Incident, w Watch) []Warning {
	var all []Warning
	for _, e := range i.Entries {
		if e.Sort != Action || e.RecordedAt.Before(i.LiveSince()) || e.By == (rotation.Person{}) || i.mayChange(e) {
			continue
		}
		all = append(all, Warning{
			Code: Freelancing, About: strconv.Itoa(e.Seq), Since: e.RecordedAt, every: remind,
			Sentence: fmt.Sprintf("%s changed the system at %s without a role in operations.", e.By, e.At.In(w.Zone).Format("15:04 MST")),
			Remedy:   fmt.Sprintf("The commander gives %s a role in operations, or asks them to stop.", e.By),
		})
	}
	return all
}

// mayChange reports whether a change to the system was for the one who made it to
// make: they were in operations or in command, or have been given the role since.
// Before anybody was, whoever opened or acknowledged it works on it alone.
func (i Incident) mayChange(e Entry) bool {
	alone := true
	for _, h := range i.Holdings {
		if h.Role != Operations && h.Role != Commanding {
			continue
		}
		if h.Person.Same(e.By) && (h.Until.IsZero() || !h.Until.Before(e.RecordedAt)) {
			return true
		}
		alone = alone && h.From.After(e.RecordedAt)
	}
	return alone && i.onIt(e.By)
}

func (i Incident) onIt(p rotation.Person) bool {
	if i.OpenedBy.Same(p) || i.Milestones[Acknowledged].By.Same(p) {
		return true
	}
	for _, e := range i.PageEvents {
		by := rotation.Person{Name: e.By}
		if e.What == "acknowledged" && (by.Same(p) || samePlain(p, by)) {
			return true
		}
	}
	return false
}

// many is how many technical entries without a word to anybody make a focus.
const many = 3

func technicalFocus(i Incident, w Watch) []Warning {
	quiet := i.LiveSince()
	for _, u := range i.Updates {
		if u.At.After(quiet) {
			quiet = u.At
		}
	}
	since, count := quiet.Add(w.Rules.Focus), 0
	for _, e := range i.Entries {
		if (e.Sort == Technical || e.Sort == Action) && e.RecordedAt.After(quiet) {
			if count++; count == many && e.RecordedAt.After(since) {
				since = e.RecordedAt
			}
		}
	}
	if count < many {
		return nil
	}
	return []Warning{{
		Code: TechnicalFocus, Since: since, every: remind,
		Sentence: fmt.Sprintf("Since %s there is technical work alone, and nobody was told anything.", quiet.In(w.Zone).Format("15:04 MST")),
		Remedy:   "One person steps back from the system: what do colleagues and customers need to know, and who else is needed?",
	}}
}

func longTour(i Incident, w Watch) []Warning {
	h, led := i.Commander()
	if !led {
		return nil
	}
	return []Warning{{
		Code: LongTour, Since: h.From.Add(w.Rules.Tour), every: 3 * remind,
		Sentence: fmt.Sprintf("%s has been in command since %s.", h.Person, h.From.In(w.Zone).Format("15:04 MST")),
		Remedy:   "Find the next commander and hand off.",
	}}
}

func shiftEnding(i Incident, w Watch) []Warning {
	if w.ShiftEnds.IsZero() || !i.holdsAny(w.Me) {
		return nil
	}
	return []Warning{{
		Code: ShiftEnding, Since: w.ShiftEnds.Add(-w.Rules.ShiftEnd), every: remind,
		Sentence: fmt.Sprintf("Your shift ends at %s, and the incident is open.", w.ShiftEnds.In(w.Zone).Format("15:04 MST")),
		Remedy:   "Hand your role off to whoever comes next.",
	}}
}

func (i Incident) holdsAny(p rotation.Person) bool {
	for _, r := range Roles() {
		if i.Holds(r, p) {
			return true
		}
	}
	return false
}

func staleDocument(i Incident, w Watch) []Warning {
	at := later(i.WrittenAt(), i.LiveSince())
	return []Warning{{
		Code: StaleDocument, Since: at.Add(w.Rules.Fresh), every: 6 * remind,
		Sentence: fmt.Sprintf("The document has not been brought up to date since %s.", at.In(w.Zone).Format("15:04 MST")),
		Remedy:   "Bring the summary and the status up to date.",
	}}
}

// WrittenAt is when somebody last brought the document up to date: its summary or
// status, or by an update; OpenedAt before anybody did.
func (i Incident) WrittenAt() time.Time {
	at := i.OpenedAt
	for _, f := range []Field{Summary, Status, Detail, Impact} {
		if t := i.Texts[f].At; t.After(at) {
			at = t
		}
	}
	if n := len(i.Updates); n > 0 && i.Updates[n-1].At.After(at) {
		at = i.Updates[n-1].At
	}
	return at
}
