package incident

import (
	"time"
)

// Brief drafts what the commander tells the next one, times in zone: how things
// stand, what is thought, what is under way, what was tried, what was promised to
// whom, what is left until it is over, and who does what. What is missing in the
// record is said to be missing.
func (i Incident) Brief(r Rules, zone *time.Location) string {
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04 MST") }
	var b sheet
	b.line("%s%s, %s, %s.", i.drillMark(), i.Title(), i.Severity(), i.Stage)
	b.line("Status: %s", orNot(i.Texts[Status].Text, "nobody wrote it down"))
	b.line("Impact: %s", orNot(i.Texts[Impact].Text, "nobody wrote it down"))
	i.briefTheory(&b)
	b.line("Under way:")
	none := true
	for _, t := range Standing(i.Todos) {
		if t.Value.Done || t.Value.Sort != Task {
			continue
		}
		none = false
		due := ""
		if !t.Value.Due.IsZero() {
			due = ", by " + at(t.Value.Due)
		}
		b.line("- %s (%s%s)", t.Value.Text, owner(t.Value), due)
	}
	if none {
		b.line("- nothing on the list")
	}
	for _, d := range i.UpdatesDue(r) {
		promised := ""
		if d.Promised {
			promised = ", as promised"
		}
		b.line("Next %s update: %s%s", d.Audience, at(d.At), promised)
	}
	b.line("Left until it is over:")
	for _, e := range i.Exit(Recover) {
		if !e.Met {
			b.line("- %s", e.Text)
		}
	}
	b.line("Roles: %s", i.roleLine())
	return b.String()
}

func (i Incident) briefTheory(b *sheet) {
	theory := "none yet"
	for _, h := range i.HypothesesByLikelihood() {
		if h.Value.Outcome != RuledOut {
			theory = h.Value.Cause
			break
		}
	}
	if c, ok := i.Cure(); ok {
		theory = c.Cause + " (" + string(c.Confidence) + ")"
	}
	b.line("Current theory: %s", theory)
	b.line("Tried:")
	none := true
	for _, v := range Standing(i.Bleeding) {
		none = false
		b.line("- %s", v.Value.line())
	}
	for _, h := range i.HypothesesByLikelihood() {
		if h.Value.Outcome == RuledOut {
			none = false
			b.line("- %s", h.Value.line())
		}
	}
	if none {
		b.line("- nothing yet")
	}
}

func (i Incident) roleLine() string {
	said := ""
	for _, r := range Roles() {
		if r == Commanding {
			continue
		}
		if said != "" {
			said += "; "
		}
		said += r.label() + ": " + i.held(r)
	}
	return said
}

// held names those who hold a role.
func (i Incident) held(r Role) string {
	said := ""
	for n, p := range i.Holders(r) {
		if n > 0 {
			said += ", "
		}
		said += p.String()
	}
	return orNot(said, "nobody")
}

func owner(t Todo) string {
	if t.Owner.Name == "" && t.Owner.Email == "" {
		return "nobody's yet"
	}
	return t.Owner.String()
}

func orNot(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
