package profile

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// head is a calendar of that product and name with those summaries.
func head(product, name string, summaries ...string) Head {
	h := Head{Product: product, Name: name}
	for _, s := range summaries {
		h.Events = append(h.Events, Event{UID: "1@example.org", Summary: s})
	}
	return h
}

const hexID = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

func TestACalendarTellsWhichProductWroteIt(t *testing.T) {
	for name, c := range map[string]struct {
		head Head
		want Profile
	}{
		"nothing is known":                        {Head{}, Plain},
		"PagerDuty by its product":                {head("-//PagerDuty//On-Call Schedule//EN", ""), PagerDuty},
		"PagerDuty by the calendar's name":        {head("TZINFO:-//somebody's library//EN", "On Call Schedule for Platform"), PagerDuty},
		"PagerDuty by its summaries":              {head("", "", "On Call - Engineer A - Platform", "On Call - Engineer B - Platform", "note"), PagerDuty},
		"not by one summary of three":             {head("", "", "On Call - Engineer A - Platform", "lunch", "note"), Plain},
		"PagerDuty by its UIDs":                   {Head{Events: []Event{{UID: "Q1@team.pagerduty.com"}}}, PagerDuty},
		"Opsgenie by its product":                 {head("-//Opsgenie//made up//EN", ""), Opsgenie},
		"Jira Service Management by its host":     {Head{Host: "team.atlassian.net"}, Opsgenie},
		"Confluence is only a calendar":           {Head{Product: "-//Atlassian Confluence//Calendar Plugin 1.0//EN", Host: "team.atlassian.net"}, Plain},
		"Grafana by its product":                  {head("//Grafana Labs//Grafana On-Call//", "Platform"), Grafana},
		"levels alone do not make it Grafana":     {head("", "", "[L1] engineer.a", "[L2] engineer.b"), Plain},
		"GoAlert by its product":                  {Head{Product: "-//GoAlert//v0.33//EN", Method: "PUBLISH"}, GoAlert},
		"GoAlert under another name":              {Head{Product: "-//Pager//v1//EN", Method: "publish", Events: []Event{{UID: hexID, Summary: "On-Call (Pager: Platform)"}}}, GoAlert},
		"GoAlert by UIDs and summaries":           {Head{Events: []Event{{UID: hexID, Summary: "On-Call (Pager: Platform)"}}}, GoAlert},
		"a hexadecimal UID alone is nothing":      {Head{Events: []Event{{UID: hexID, Summary: "lunch"}}}, Plain},
		"LinkedIn by its summaries":               {head("", "platform Oncall Calendar", "platform primary shift: Engineer A"), LinkedIn},
		"Splunk by its product":                   {head("-//VictorOps//made up//EN", ""), Splunk},
		"Splunk by its host":                      {Head{Host: "portal.victorops.com:443"}, Splunk},
		"incident.io by its host":                 {Head{Host: "API.incident.io"}, IncidentIO},
		"a host that only ends so is another":     {Head{Host: "notincident.io"}, Plain},
		"Google":                                  {head("-//Google Inc//Google Calendar 70.9054//EN", "Team"), Google},
		"a copy in Google is Google's":            {head("-//Google Inc//Google Calendar 70.9054//EN", "Team", "On Call - Engineer A - Platform"), Google},
		"Google's UIDs are everywhere":            {Head{Events: []Event{{UID: "x@google.com", Summary: "Engineer A"}}}, Plain},
		"Outlook":                                 {head("-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN", ""), Outlook},
		"Exchange":                                {head("Microsoft Exchange Server 2010", ""), Outlook},
		"a calendar of one's own":                 {head("-//made up//EN", "Team", "Engineer A", "Engineer B"), Plain},
		"the product counts more than the host":   {Head{Product: "-//PagerDuty//EN", Host: "calendar.google.com"}, PagerDuty},
		"only the first events are looked at":     {head("", "", append(slices.Repeat([]string{"lunch"}, MaxHead), slices.Repeat([]string{"On Call - A - B"}, 90)...)...), Plain},
		"a shape needs most of the events and so": {head("", "", "a primary shift: B", "lunch"), Plain},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Recognise(c.head); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestAProfileKnowsHowFarItsFeedTells(t *testing.T) {
	const day = 24 * time.Hour
	for p, want := range map[Profile][2]time.Duration{
		Grafana: {15 * day, 180 * day}, Opsgenie: {0, 89 * day}, IncidentIO: {0, 89 * day}, GoAlert: {0, 365 * day},
		PagerDuty: {}, LinkedIn: {}, Splunk: {}, Google: {}, Outlook: {}, Plain: {}, "made up": {},
	} {
		if got := [2]time.Duration{p.Past(), p.Reach()}; got != want {
			t.Errorf("%s: %v, want %v", p, got, want)
		}
		if p.Title() == "" || p.Repeats() != (p == Splunk) {
			t.Errorf("%s: title %q, repeats %v", p, p.Title(), p.Repeats())
		}
	}
	// Three months are never shorter than what is promised of them.
	for d := range 366 {
		from := time.Date(2026, 1, 1+d, 0, 0, 0, 0, time.UTC)
		if from.AddDate(0, 3, 0).Sub(from) < threeMonths {
			t.Errorf("three months from %v are shorter", from)
		}
	}
}

func TestAnyHeadIsRecognisedAndAnySummaryIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := Head{Product: rapid.String().Draw(t, "product"), Method: rapid.SampledFrom([]string{"", "PUBLISH"}).Draw(t, "method"),
			Name: summaries().Draw(t, "name"), Host: rapid.String().Draw(t, "host")}
		for _, s := range rapid.SliceOfN(summaries(), 0, 30).Draw(t, "summaries") {
			h.Events = append(h.Events, Event{Summary: s})
		}
		m := NewMapping(h)
		if m.Profile() != Recognise(h) || m.Profile().traits().title == "" {
			t.Fatalf("%q", m.Profile())
		}
		for _, e := range h.Events {
			r := m.Read(e.Summary)
			if r.Fits && r.Person.Name == "" && r.Person.Email == "" && r.Rota == "" && r.Role == "" {
				t.Fatalf("%q fits and says nothing", e.Summary)
			}
			if again := m.Read(e.Summary); again != r {
				t.Fatalf("%q reads as %+v, then as %+v", e.Summary, r, again)
			}
		}
	})
}

// summaries are texts that are nearly, or wholly, of the known shapes.
func summaries() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{"On Call - ", "On Call Schedule for ", "On-Call Schedule for ", " - ", "[L1] ", "]", "[", " On-Call (", ")",
		": ", " Begins*", " shift: ", "primary", "a@example.org", "Engineer A", "Platform", " ", "é", "K", "\xff", ""})
	return rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, p := range rapid.SliceOfN(part, 0, 8).Draw(t, "parts") {
			s += p
		}
		return s
	})
}
