package report

import (
	"fmt"
	"strings"
	"time"

	"standby/app/incident"
	"standby/app/incident/publish"
	"standby/app/paper"
	"standby/notify"
	"standby/rotation"
)

// Document is the report to be published, with times in the zone of the shift. What
// the outgoing person has not said is left blank.
func (r Report) Document() (publish.Document, error) {
	hash, err := r.Hash()
	if err != nil {
		return publish.Document{}, err
	}
	d := publish.Document{
		Title: "Shift hand-off: " + r.Shift.Rota, Facts: r.facts(), Hash: hash, Made: r.MadeAt,
		Sections: []publish.Section{
			r.words("How it felt", r.Words.Feel, "how was the shift, in a line?"), r.pages(), r.open(), r.incidents(),
			r.words("To watch", r.Words.Watch, "what is to be kept an eye on?"), r.noisy(), r.recurring(), r.snoozed(), r.coming(),
			r.followUps(), r.accrued(),
		},
	}
	if r.Words.Notes != "" {
		d.Sections = append(d.Sections, publish.Section{Heading: "Notes", Blocks: []publish.Block{publish.Paragraph{Text: r.Words.Notes}}})
	}
	d.Sections = append(d.Sections, r.signature())
	return d, nil
}

func (r Report) moment(t time.Time) string {
	if t.IsZero() {
		return "not known"
	}
	return paper.Moment(t, r.Shift.zone())
}

func (r Report) facts() []publish.Fact {
	incoming := "nobody is scheduled"
	if r.Shift.Incoming != (rotation.Person{}) {
		incoming = r.Shift.Incoming.String()
	}
	return []publish.Fact{
		{Name: "Rota", Value: r.Shift.Rota}, {Name: "Role", Value: string(r.Shift.Role)}, {Name: "Outgoing", Value: r.Shift.Outgoing.String()},
		{Name: "Incoming", Value: incoming}, {Name: "Shift", Value: r.moment(r.Shift.Window.Start) + " to " + r.moment(r.Shift.Window.End)},
		{Name: "Times in", Value: r.Shift.zone().String()}, {Name: "Made", Value: r.moment(r.MadeAt)},
	}
}

func (r Report) words(heading, said, ask string) publish.Section {
	if strings.TrimSpace(said) == "" {
		return publish.Section{Heading: heading, Blocks: []publish.Block{publish.Blank{By: r.Shift.Outgoing.String(), Ask: ask}}}
	}
	return publish.Section{Heading: heading, Blocks: []publish.Block{publish.Paragraph{Text: said}}}
}

func none(heading, said string) publish.Section {
	return publish.Section{Heading: heading, Blocks: []publish.Block{publish.Paragraph{Text: said}}}
}

func (r Report) pages() publish.Section {
	if r.Pages.Total == 0 {
		return none("Pages", "No page came.")
	}
	t := publish.Table{Columns: []publish.Column{{Head: "What", Share: 3}, {Head: "How many", Share: 1, Right: true}}}
	add := func(what, much string) { t.Rows = append(t.Rows, []publish.Cell{{Text: what}, {Text: much}}) }
	add("Pages", fmt.Sprint(r.Pages.Total))
	for _, u := range []notify.Urgency{notify.High, notify.Low} {
		if n := r.Pages.Urgencies[u]; n > 0 {
			add("Urgency "+string(u), fmt.Sprint(n))
		}
	}
	add("At night", fmt.Sprint(r.Pages.AtNight))
	add("Nights with a page", fmt.Sprint(r.Pages.Nights))
	if percent, ok := r.Pages.Percent(); ok {
		add("Acknowledged in time", fmt.Sprintf("%d %% (%d of %d)", percent, r.Pages.InTime, r.Pages.InTime+r.Pages.Late))
	}
	if r.Pages.Acked > 0 {
		add("Mean time to acknowledge", short(r.Pages.MTTA))
	}
	var hours []string
	for hour, n := range r.Pages.Hours {
		if n > 0 {
			hours = append(hours, fmt.Sprintf("%02d:00 %d", hour, n))
		}
	}
	return publish.Section{Heading: "Pages", Blocks: []publish.Block{t, publish.Paragraph{Text: "By hour of the day: " + strings.Join(hours, ", ")}}}
}

// short is a duration in minutes and seconds.
func short(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	return fmt.Sprintf("%d min %02d s", s/60, s%60)
}

func (r Report) open() publish.Section {
	if len(r.Open) == 0 {
		return none("Open pages", "No page is open.")
	}
	t := publish.Table{Columns: []publish.Column{{Head: "Page", Share: 5}, {Head: "Since", Share: 3}, {Head: "Acknowledged by", Share: 2}}}
	for _, p := range r.Open {
		by := p.AckedBy
		if by == "" {
			by = "nobody"
		}
		t.Rows = append(t.Rows, []publish.Cell{{Text: p.Title, Note: p.Service}, {Text: r.moment(p.Since)}, {Text: by}})
	}
	return publish.Section{Heading: "Open pages", Blocks: []publish.Block{t}}
}

func (r Report) incidents() publish.Section {
	if len(r.Incidents) == 0 {
		return none("Open incidents", "No incident is open.")
	}
	t := publish.Table{Columns: []publish.Column{
		{Head: "Incident", Share: 4}, {Head: "Stage", Share: 2}, {Head: "Owner", Share: 2}, {Head: "Last update", Share: 3}, {Head: "Next step", Share: 4},
	}}
	for _, i := range r.Incidents {
		title, owner, next := i.Title, "nobody", i.NextStep
		if i.Drill {
			title = "DRILL: " + title
		}
		if i.Owner != (rotation.Person{}) {
			owner = i.Owner.String()
		}
		if next == "" {
			next = "nothing is written down"
		}
		t.Rows = append(t.Rows, []publish.Cell{
			{Text: title, Note: strings.TrimSuffix(i.ID+": "+i.Status, ": ")}, {Text: string(i.Stage), Note: severity(i.Severity)}, {Text: owner}, {Text: r.moment(i.LastUpdate)}, {Text: next},
		})
	}
	return publish.Section{Heading: "Open incidents", Blocks: []publish.Block{t}}
}

func severity(s incident.Severity) string {
	if s == 0 {
		return "severity not set"
	}
	return s.String()
}

func (r Report) noisy() publish.Section {
	if len(r.Noisy) == 0 {
		return none("Noisy alerts", "No alert called for little.")
	}
	t := publish.Table{Columns: []publish.Column{{Head: "Alert", Share: 6}, {Head: "Pages", Share: 1, Right: true}, {Head: "Gone by itself", Share: 2, Right: true}}}
	for _, n := range r.Noisy {
		t.Rows = append(t.Rows, []publish.Cell{{Text: n.Title}, {Text: fmt.Sprint(n.Pages)}, {Text: fmt.Sprint(n.Vanished)}})
	}
	return publish.Section{Heading: "Noisy alerts", Blocks: []publish.Block{t}}
}

func (r Report) recurring() publish.Section {
	if len(r.Recurring) == 0 {
		return none("Recurring", "Nothing came twice within 90 days.")
	}
	t := publish.Table{Columns: []publish.Column{
		{Head: "Issue", Share: 4}, {Head: "30 days", Share: 1, Right: true}, {Head: "90 days", Share: 1, Right: true}, {Head: "Last fix", Share: 4}, {Head: "Open actions", Share: 3},
	}}
	for _, i := range r.Recurring {
		fix := publish.Cell{Text: "none recorded"}
		if i.LastFix != nil {
			fix = publish.Cell{Text: i.LastFix.What, Note: fmt.Sprintf("%s, %s; came %d times since", i.LastFix.Incident, r.moment(i.LastFix.At), i.SinceFix)}
		}
		var open []string
		for _, f := range i.Open {
			open = append(open, f.Text)
		}
		t.Rows = append(t.Rows, []publish.Cell{{Text: i.Title}, {Text: fmt.Sprint(i.In30)}, {Text: fmt.Sprint(i.In90)}, fix, {Text: strings.Join(open, "; ")}})
	}
	return publish.Section{Heading: "Recurring", Blocks: []publish.Block{t}}
}

func (r Report) snoozed() publish.Section {
	if len(r.Snoozed) == 0 {
		return none("Snoozed", "Nothing is snoozed.")
	}
	list := publish.List{}
	for _, h := range r.Snoozed {
		said := fmt.Sprintf("%s, until %s", h.Title, r.moment(h.Until))
		if h.By != "" {
			said += ", by " + h.By
		}
		list.Items = append(list.Items, publish.Item{Text: said})
	}
	return publish.Section{Heading: "Snoozed", Blocks: []publish.Block{list}}
}

func (r Report) coming() publish.Section {
	if len(r.Coming) == 0 {
		return none("Coming swaps and overrides", "None is agreed on.")
	}
	list := publish.List{}
	for _, c := range r.Coming {
		said := c.What
		if !c.When.Start.IsZero() {
			said = fmt.Sprintf("%s to %s: %s", r.moment(c.When.Start), r.moment(c.When.End), c.What)
		}
		list.Items = append(list.Items, publish.Item{Text: said})
	}
	return publish.Section{Heading: "Coming swaps and overrides", Blocks: []publish.Block{list}}
}

func (r Report) followUps() publish.Section {
	if len(r.FollowUps) == 0 {
		return none("Follow-ups", "Every follow-up is done.")
	}
	list := publish.List{}
	for _, f := range r.FollowUps {
		owner, due := "nobody's yet", "no date"
		if f.Owner != (rotation.Person{}) {
			owner = f.Owner.String()
		}
		if !f.Due.IsZero() {
			due = fmt.Sprintf("%s, due %s", f.State, f.Due.In(r.Shift.zone()).Format("2 Jan 2006"))
		}
		list.Items = append(list.Items, publish.Item{Mark: publish.Open, Text: fmt.Sprintf("%s (%s; %s; %s)", f.Text, owner, due, f.Title)})
	}
	return publish.Section{Heading: "Follow-ups", Blocks: []publish.Block{list}}
}

func (r Report) accrued() publish.Section {
	if r.Accrued == nil {
		return none("Hours and pay", "No policy is set, so nothing is worked out.")
	}
	a := *r.Accrued
	list := publish.List{Items: []publish.Item{{Text: "Standby: " + hours(a.Standby)}, {Text: "Call-outs: " + hours(a.CallOut)}, {Text: "Time in lieu earned: " + hours(a.InLieu)}}}
	if a.Currency != "" {
		list.Items = append(list.Items, publish.Item{Text: fmt.Sprintf("Pay: %s %s", a.Amount.StringFixed(max(a.Place, -a.Amount.Exponent())), a.Currency)})
	}
	return publish.Section{Heading: "Hours and pay", Blocks: []publish.Block{list}}
}

// hours is a number of seconds as hours and minutes.
func hours(seconds int64) string { return fmt.Sprintf("%d h %02d min", seconds/3600, seconds/60%60) }

func (r Report) signature() publish.Section {
	s := r.Signature
	if s == nil {
		who := "who takes over"
		if r.Shift.Incoming != (rotation.Person{}) {
			who = r.Shift.Incoming.String()
		}
		return publish.Section{Heading: "Taken over", Blocks: []publish.Block{publish.Blank{By: who, Ask: "read it and sign; nobody has signed yet."}}}
	}
	said := fmt.Sprintf("Signed by %s, %s.", s.By, r.moment(s.At))
	if r.Verify() != nil {
		said += " The text is not the one that was signed."
	}
	return publish.Section{Heading: "Taken over", Blocks: []publish.Block{
		publish.Paragraph{Text: said}, publish.Paragraph{Text: "SHA-256 of the text that was signed: " + s.Hash},
	}}
}
