package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/incident"
	"standby/app/incident/publish"
	"standby/app/paper"
	"standby/rotation"
)

// Document is the post-mortem to be published, with times in the zone of the
// calendar. Its parts are those of the SRE book's example and of PagerDuty's
// template, in our own words. What nobody has written is left blank, and says who
// is asked for it.
func (p PostMortem) Document() (publish.Document, error) {
	hash, err := p.Hash()
	if err != nil {
		return publish.Document{}, err
	}
	d := publish.Document{Title: "Post-mortem: " + p.Title, Drill: p.Drill, Facts: p.facts(), Hash: hash, Made: p.Changed}
	if p.Review.State == incident.NotNeeded {
		d.Sections = []publish.Section{{Heading: "Not needed", Blocks: []publish.Block{
			publish.Paragraph{Text: fmt.Sprintf("No post-mortem is needed because: %s", p.Review.Why)},
			publish.Paragraph{Text: fmt.Sprintf("Said by %s, %s.", named(p.Review.By), p.moment(p.Review.At))},
		}}, p.whyWritten()}
		return d, nil
	}
	d.Sections = []publish.Section{
		p.section("Summary", Summary), p.whyWritten(), p.impact(), p.section("What set it off", SetOff), p.causes(),
		p.detection(), p.actions(), p.section("How it was resolved", Resolution), p.section("What surprised us", Surprise),
		p.section("What went well", WentWell), p.section("What went badly", WentBadly), p.section("Where we were lucky", Lucky),
		p.followUps(), p.section("What customers are told", ToldCustomers), p.rows(), p.who(), p.material(), p.review(),
	}
	return d, nil
}

func (p PostMortem) moment(t time.Time) string { return paper.Moment(t, p.in()) }

func (p PostMortem) in() *time.Location {
	if p.zone == nil {
		return time.UTC
	}
	return p.zone
}

func (p PostMortem) facts() []publish.Fact {
	var authors []string
	for _, a := range p.Authors {
		authors = append(authors, a.String())
	}
	if len(authors) == 0 {
		authors = []string{"to be filled in by " + p.AsksWhom}
	}
	status := Label(p.Review.State)
	if p.Review.Why != "" && p.Review.State != incident.NotNeeded {
		status += " (" + p.Review.Why + ")"
	}
	due := ""
	if p.Due != nil {
		due = p.Due.Day.In(p.in()).Format("Mon 2 Jan 2006")
	}
	return []publish.Fact{
		{Name: "Incident", Value: p.Incident}, {Name: "Date", Value: p.moment(p.Happened)}, {Name: "Authors", Value: strings.Join(authors, ", ")},
		{Name: "Status", Value: status}, {Name: "Severity", Value: p.Severity.String()}, {Name: "Review by", Value: due}, {Name: "Last changed", Value: p.moment(p.Changed)}, {Name: "Times in", Value: p.in().String()},
	}
}

func (p PostMortem) text(part Part) []publish.Block {
	for _, t := range p.Texts {
		if t.Part != part {
			continue
		}
		if t.Blank() {
			return []publish.Block{publish.Blank{By: p.AsksWhom, Ask: part.Ask()}}
		}
		blocks := []publish.Block{publish.Paragraph{Text: t.Text.Text}}
		if t.FromRecord {
			blocks = append(blocks, publish.Paragraph{Text: fmt.Sprintf("(Written by %s during the incident; %s says whether it is still right.)", named(t.Text.By), p.AsksWhom)})
		}
		return blocks
	}
	return nil
}

func (p PostMortem) section(heading string, parts ...Part) publish.Section {
	s := publish.Section{Heading: heading}
	for _, part := range parts {
		s.Blocks = append(s.Blocks, p.text(part)...)
	}
	return s
}

func (p PostMortem) whyWritten() publish.Section {
	list := publish.List{}
	for _, f := range p.Findings {
		said := map[incident.Reply]string{incident.Yes: "Yes", incident.No: "No"}[f.Fired]
		if said == "" {
			said = "Not known"
		}
		list.Items = append(list.Items, publish.Item{Text: said + ". " + f.Why})
	}
	return publish.Section{Heading: "Why a post-mortem", Blocks: []publish.Block{list}}
}

func (p PostMortem) impact() publish.Section {
	s := p.section("Impact", Impact)
	table := publish.Table{Columns: []publish.Column{{Head: "What", Share: 2}, {Head: "How much", Share: 3}}}
	add := func(what, much string) { table.Rows = append(table.Rows, []publish.Cell{{Text: what}, {Text: much}}) }
	for sev := incident.Worst; sev <= incident.Mildest; sev++ {
		if d := p.Durations.In[sev]; d > 0 {
			add("Time in "+sev.String(), lasted(d))
		}
	}
	for _, span := range []struct {
		what string
		of   incident.Span
	}{
		{"Until it was detected", p.Durations.ToDetect}, {"From then until it was acknowledged", p.Durations.ToAcknowledge},
		{"Until it did no more harm", p.Durations.ToMitigate}, {"Until it was resolved", p.Durations.ToResolve},
	} {
		if span.of.Known {
			add(span.what, lasted(span.of.Of))
		}
	}
	if len(table.Rows) > 0 {
		s.Blocks = append(s.Blocks, table)
	}
	for _, part := range []Part{Affected, Tickets, OutOfSLA} {
		s.Blocks = append(s.Blocks, p.text(part)...)
	}
	return s
}

func (p PostMortem) causes() publish.Section {
	s := p.section("Causes", Causes)
	if len(p.Whys) == 0 {
		s.Blocks = append(s.Blocks, publish.Blank{By: p.AsksWhom, Ask: "the five whys: why could it happen, and why that?"})
		return s
	}
	s.Blocks = append(s.Blocks, publish.List{Items: p.whys(0)})
	return s
}

func (p PostMortem) whys(parent int) []publish.Item {
	var items []publish.Item
	for _, y := range Below(p.Whys, parent) {
		answer := strings.TrimSpace(y.Answer)
		if answer == "" {
			answer = "(not answered)"
		}
		item := publish.Item{Text: y.Question + "\n" + answer, Links: y.Evidence, Items: p.whys(y.ID)}
		if f, ok := p.followUp(y.FollowUp); ok {
			mark := publish.Open
			if f.State == Finished {
				mark = publish.Done
			}
			item.Items = append(item.Items, publish.Item{Mark: mark, Text: "Action: " + f.Text})
		}
		if y.NoAction != "" {
			item.Items = append(item.Items, publish.Item{Text: "No action is needed: " + y.NoAction})
		}
		for _, l := range p.Lacks {
			if l.ID == y.ID {
				item.Items = append(item.Items, publish.Item{Mark: publish.Open, Text: "This why " + l.What + "."})
			}
		}
		items = append(items, item)
	}
	return items
}

func (p PostMortem) followUp(row int) (FollowUp, bool) {
	for _, f := range p.FollowUps {
		if f.Row == row && row != 0 && f.State != Dropped {
			return f, true
		}
	}
	return FollowUp{}, false
}

func (p PostMortem) detection() publish.Section {
	first := "Nobody has said who or what noticed it first."
	if p.Detector != "" {
		first = "First noticed by " + detectorLabel(p.Detector) + "."
	}
	if p.CustomersFirst {
		first += " Customers knew before we did."
	}
	s := p.section("How it was noticed", Detection)
	s.Blocks = append([]publish.Block{publish.Paragraph{Text: first}}, s.Blocks...)
	return s
}

// detectorLabel is what people call a detector.
func detectorLabel(d incident.Detector) string {
	return map[incident.Detector]string{
		incident.ByCustomer: "a customer", incident.ByEmployee: "an employee", incident.ByMetrics: "metrics monitoring",
		incident.ByErrors: "error monitoring", incident.ByAPM: "application performance monitoring", incident.ByUptime: "uptime monitoring",
		incident.BySynthetic: "synthetic monitoring",
	}[d]
}

func (p PostMortem) actions() publish.Section {
	s := publish.Section{Heading: "What was done"}
	if len(p.Steps) == 0 {
		s.Blocks = []publish.Block{publish.Paragraph{Text: "The record has no action that changed the system."}}
		return s
	}
	t := publish.Table{Columns: []publish.Column{{Head: "When", Share: 3}, {Head: "Who", Share: 2}, {Head: "What", Share: 6}, {Head: "What came of it", Share: 3}}}
	for _, a := range p.Steps {
		t.Rows = append(t.Rows, []publish.Cell{{Text: p.moment(a.At)}, {Text: named(a.By)}, {Text: a.What}, {Text: a.Outcome}})
	}
	s.Blocks = []publish.Block{t}
	return s
}

func (p PostMortem) followUps() publish.Section {
	s := publish.Section{Heading: "Follow-ups"}
	if len(p.FollowUps) == 0 {
		s.Blocks = []publish.Block{publish.Blank{By: p.AsksWhom, Ask: "what is to be different, who sees to it, and by when?"}}
		return s
	}
	t := publish.Table{Columns: []publish.Column{{Head: "What", Share: 6}, {Head: "Owner", Share: 3}, {Head: "Due", Share: 2}, {Head: "State", Share: 1}}}
	for _, f := range p.FollowUps {
		owner, due := "nobody yet", "no date yet"
		if f.Owner != (rotation.Person{}) {
			owner = f.Owner.String()
		}
		if !f.Due.IsZero() {
			due = f.Due.In(p.in()).Format("2 Jan 2006")
		}
		t.Rows = append(t.Rows, []publish.Cell{{Text: f.Text, Note: f.Ticket, Links: addresses(f.Ticket)}, {Text: owner}, {Text: due}, {Text: string(f.State)}})
	}
	s.Blocks = []publish.Block{t}
	return s
}

func (p PostMortem) rows() publish.Section {
	t := publish.Table{Columns: []publish.Column{{Head: "When", Share: 3}, {Head: "Who", Share: 2}, {Head: "What", Share: 6}, {Head: "Evidence", Share: 3}}}
	for _, r := range p.Timeline {
		when := publish.Cell{Text: p.moment(r.At)}
		if r.Moved {
			when.Note = "time set by hand"
		}
		t.Rows = append(t.Rows, []publish.Cell{when, {Text: named(r.By)}, {Text: r.Text, Note: r.Remark}, {Links: r.Evidence}})
	}
	return publish.Section{Heading: "Timeline", Blocks: []publish.Block{t}}
}

func (p PostMortem) who() publish.Section {
	list := publish.List{}
	for _, r := range p.Responders {
		roles := make([]string, len(r.Roles))
		for n, role := range r.Roles {
			roles[n] = strings.ReplaceAll(string(role), "-", " ")
		}
		said := r.Person.String()
		if len(roles) > 0 {
			said += ": " + strings.Join(roles, ", ")
		}
		list.Items = append(list.Items, publish.Item{Text: said})
	}
	return publish.Section{Heading: "Who took part", Blocks: []publish.Block{list}}
}

func (p PostMortem) material() publish.Section {
	list := publish.List{}
	for _, l := range p.Material {
		if _, ok := publish.Safe(l.URL); ok {
			list.Items = append(list.Items, publish.Item{Links: []publish.Link{l}})
		} else {
			list.Items = append(list.Items, publish.Item{Text: strings.TrimSpace(l.Text + " " + l.URL)})
		}
	}
	s := publish.Section{Heading: "Supporting information", Blocks: []publish.Block{list}}
	if n := slices.IndexFunc(p.Texts, func(t Passage) bool { return t.Part == Supporting }); n >= 0 && !p.Texts[n].Blank() {
		s.Blocks = append(s.Blocks, publish.Paragraph{Text: p.Texts[n].Text.Text})
	}
	return s
}

func (p PostMortem) review() publish.Section {
	list := publish.List{}
	for _, c := range p.Checks {
		item := publish.Item{Mark: publish.Open, Text: c.Check.Asks()}
		switch {
		case c.Reply == incident.Yes:
			item.Mark = publish.Done
			item.Text += fmt.Sprintf(" %s, %s", named(c.By), p.moment(c.At))
		case c.Reply != incident.Unanswered:
			item.Text += fmt.Sprintf(" %s says: %s", named(c.By), c.Reply)
		}
		if c.Remark != "" {
			item.Items = append(item.Items, publish.Item{Text: c.Remark})
		}
		list.Items = append(list.Items, item)
	}
	return publish.Section{Heading: "Review", Blocks: []publish.Block{list}}
}

// named is how a person is shown, Standby where it is nobody.
func named(p rotation.Person) string {
	if p == (rotation.Person{}) {
		return "Standby"
	}
	return p.String()
}
