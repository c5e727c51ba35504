package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Document is the live state document as Markdown: what everybody who works on the
// incident, or asks about it, needs to know now. Times are in UTC. What nobody has
// written is said to be missing, and never made up; all texts are escaped, and what
// was hidden from the timeline is left out.
//
// Its parts are those of the document in the SRE book (sre.google/sre-book,
// "Example Incident State Document"), in our own words.
func (i Incident) Document(now time.Time) string {
	var d sheet
	i.docHead(&d, now)
	i.docRoles(&d)
	i.docStatus(&d)
	i.docUpdates(&d)
	i.docRecovery(&d)
	i.docExits(&d)
	i.docTodos(&d)
	i.docAttached(&d)
	i.docTimeline(&d)
	if i.Drill {
		d.line("\n---\n**DRILL: this is only an exercise.**")
	}
	return d.String()
}

func (i Incident) docHead(d *sheet, now time.Time) {
	mark := ""
	if i.Drill {
		mark = "DRILL: "
	}
	d.line("# %s%s (%s)\n", mark, inline(i.Title()), i.OpenedAt.UTC().Format("2006-01-02"))
	if i.Drill {
		d.line("**DRILL: this is only an exercise. Nothing is broken.**\n")
	}
	d.line("Incident %s, as of %s\n", i.ID, clock(now))
	d.line("## Summary\n\n%s\n", missing(i.Texts[Summary].Text))
	d.line("## Status\n")
	d.line("%s\n", missing(i.Texts[Status].Text))
	d.line("- Stage: %s%s", i.Stage, i.reopenedText())
	d.line("- Severity: %s", i.Severity())
	if i.AllHands {
		d.line("- All hands are called.")
	}
	d.line("- Customers notice it: %s", because(orNot(string(i.Noticed.Reply), "nobody has said"), inline(i.Noticed.What)))
	d.line("- Impact: %s", missing(strings.Join(strings.Fields(i.Texts[Impact].Text), " ")))
	if i.Detector != "" {
		d.line("- First noticed by: %s", i.Detector.label())
	}
	i.docTimes(d, now)
	d.line("\n## Command post\n")
	switch {
	case i.Room.Name == "":
		d.line("Not set up yet.")
	case i.Room.URL == "":
		d.line("%s", inline(i.Room.Name))
	default:
		d.line("%s: %s", inline(i.Room.Name), inline(i.Room.URL))
	}
}

func (i Incident) reopenedText() string {
	switch n := i.Reopened(); n {
	case 0:
		return ""
	case 1:
		return " (reopened once)"
	default:
		return fmt.Sprintf(" (reopened %d times)", n)
	}
}

func (i Incident) docTimes(d *sheet, now time.Time) {
	for _, m := range Milestones() {
		if s, ok := i.Milestones[m]; ok {
			d.line("- %s: %s", strings.ToUpper(string(m[:1]))+string(m[1:]), clock(s.At))
		}
	}
	if t := i.Durations(now).Total; t.Known {
		said := "So far"
		if i.Milestones[Resolved].At.Equal(i.end(now)) {
			said = "Lasted"
		}
		d.line("- %s: %s", said, lasted(t.Of))
	}
}

// lasted is a duration in days, hours and minutes.
func lasted(d time.Duration) string {
	minutes := int(d / time.Minute)
	days, hours, minutes := minutes/1440, minutes/60%24, minutes%60
	var parts []string
	if days > 0 {
		parts = append(parts, fmt.Sprintf("%d d", days))
	}
	if hours > 0 || days > 0 {
		parts = append(parts, fmt.Sprintf("%d h", hours))
	}
	return strings.Join(append(parts, fmt.Sprintf("%d min", minutes)), " ")
}

func (i Incident) docRoles(d *sheet) {
	d.line("\n## Who does what\n")
	for _, r := range Roles() {
		d.line("- %s: %s", r.label(), inline(i.held(r)))
	}
	if h, open := i.PendingHandOff(); open {
		d.line("\nCommand is being handed to %s; until it is accepted %s has it.", inline(h.To.String()), inline(h.From.String()))
	}
}

func (i Incident) docStatus(d *sheet) {
	at, by := i.WrittenAt(), " by "+inline(name(i.OpenedBy))
	for _, f := range []Field{Summary, Status, Detail, Impact} {
		if t := i.Texts[f]; t.At.Equal(at) {
			by = " by " + inline(name(t.By))
		}
	}
	for _, u := range i.Updates {
		if u.At.Equal(at) {
			by = " by " + inline(name(u.By))
		}
	}
	d.line("\n## In detail\n\nLast brought up to date %s%s\n", clock(at), by)
	d.line("%s", missing(i.Texts[Detail].Text))
	asked := false
	for _, f := range append(Gathering(), Expected, Actual, Reproduce) {
		if t := i.Texts[f].Text; t != "" {
			if !asked {
				d.line("")
			}
			asked = true
			d.line("- %s %s", f.heading(), inline(t))
		}
	}
	if i.Validation.Reply != "" {
		d.line("- It is real: %s. %s", i.Validation.Reply, inline(i.Validation.How))
	}
	for _, p := range i.Pages {
		d.line("- %s", strings.TrimSpace(fmt.Sprintf("Page: %s (%s, %s) %s", inline(p.Title), inline(p.Source), clock(p.TriggeredAt), inline(p.URL))))
	}
}

func (i Incident) docUpdates(d *sheet) {
	due := i.UpdatesDue(Rules{})
	if len(due) == 0 && len(i.Updates) == 0 {
		return
	}
	d.line("\n## Updates\n")
	for _, u := range due {
		d.line("- Next %s update due: %s", u.Audience, clock(u.At))
	}
	for _, a := range []Audience{Internal, External} {
		if last, ok := i.Last(a); ok {
			d.line("- Last %s update: %s by %s: %s", a, clock(last.At), inline(name(last.By)), inline(orNot(last.Text, last.Status)))
		}
	}
}

func (i Incident) docRecovery(d *sheet) {
	if len(Standing(i.Bleeding))+len(Standing(i.Hypotheses))+len(Standing(i.Findings))+len(Standing(i.Changes))+len(Standing(i.Searches))+len(i.Cures) == 0 {
		return
	}
	d.line("\n## Recovery\n")
	for _, r := range Standing(i.Bleeding) {
		d.line("- %s", inline(r.Value.line()))
	}
	for _, r := range Standing(i.Findings) {
		d.line("- %s: %s", r.Value.Ask, inline(because(r.Value.line(), r.Value.Evidence)))
	}
	for _, r := range Standing(i.Searches) {
		d.line("- %s", inline(r.Value.line()))
	}
	if changes := i.LastChanges(); len(changes) > 0 {
		d.line("\n| Last changes | Who | What | Reference |\n|---|---|---|---|")
		for _, r := range changes {
			d.line("| %s | %s | %s | %s |", clock(r.Value.ChangedAt), inline(r.Value.Who), inline(r.Value.What), inline(r.Value.Ref))
		}
	}
	if causes := i.HypothesesByLikelihood(); len(causes) > 0 {
		d.line("\n| Possible cause | Likely | Test | Exclusive | Side effects | Misleading | Outcome |\n|---|---|---|---|---|---|---|")
		for _, r := range causes {
			h := r.Value
			d.line("| %s | %d %% | %s | %s | %s | %s | %s |", inline(h.Cause), h.Likelihood, inline(h.Test), said(h.Exclusive), said(h.SideEffects), said(h.Misleading),
				inline(because(orNot(string(h.Outcome), "not tested"), h.Result)))
		}
	}
	if c, ok := i.Cure(); ok {
		d.line("\nCause (%s): %s\n\nFix: %s", c.Confidence, Markdown(c.Cause), missing(c.Fix))
	}
}

func said(r Reply) string { return orNot(string(r), "not said") }

func (i Incident) docExits(d *sheet) {
	d.line("\n## When it is over\n")
	stage := i.Stage
	if stage == Recognise || stage == Respond {
		for _, e := range i.Exit(stage) {
			d.line("- [%s] %s (to leave %s)", box(e.Met), inline(e.Text), stage)
		}
	}
	for _, e := range i.Exit(Recover) {
		d.line("- [%s] %s", box(e.Met), inline(e.Text))
	}
}

func box(done bool) string {
	if done {
		return "x"
	}
	return " "
}

func (i Incident) docTodos(d *sheet) {
	d.line("\n## To do, and bugs filed\n")
	todos := Standing(i.Todos)
	if len(todos) == 0 {
		d.line("Nothing on the list.")
	}
	for _, r := range todos {
		t := r.Value
		what := inline(t.Text)
		if t.Sort != Task {
			what = fmt.Sprintf("%s: %s", t.Sort, what)
		}
		more := inline(owner(t))
		if t.Ticket != "" {
			more += ", " + inline(t.Ticket)
		}
		if !t.Due.IsZero() {
			more += ", due " + clock(t.Due)
		}
		d.line("- [%s] %s (%s)", box(t.Done), what, more)
	}
}

func (i Incident) docAttached(d *sheet) {
	if len(i.Attachments) == 0 {
		return
	}
	d.line("\n## Attached\n")
	for _, a := range i.Attachments {
		d.line("- %s, %d bytes, SHA-256 %s", inline(a.Name+about(a.What)), a.Size, a.SHA256)
	}
}

func (i Incident) docTimeline(d *sheet) {
	d.line("\n## Timeline (the latest first, times in UTC)\n")
	for _, e := range slices.Backward(i.Timeline(false)) {
		moved, remark := "", ""
		if e.Moved {
			moved = " (time set by hand)"
		}
		if e.Remark != "" {
			remark = " (remark: " + inline(e.Remark) + ")"
		}
		d.line("- %s%s %s: %s%s", e.At.UTC().Format("2006-01-02 15:04"), moved, inline(name(e.By)), inline(e.Text), remark)
	}
}

func about(what string) string {
	if what == "" {
		return ""
	}
	return ": " + what
}

func missing(s string) string {
	if strings.TrimSpace(s) == "" {
		return "Nobody has written this yet."
	}
	return Markdown(s)
}
