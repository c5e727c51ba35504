package profile

import "time"

// Profile is the product that writes a calendar. It is also the word for it in
// the configuration and in JSON.
type Profile string

// The profiles.
const (
	// Plain is any calendar that none of the others wrote, or is known to have.
	Plain Profile = "plain"
	// PagerDuty has one event a shift, "On Call - Person - Schedule".
	PagerDuty Profile = "pagerduty"
	// Opsgenie is also Jira Service Management. How it writes a title is not
	// known for sure; it tells three months.
	Opsgenie Profile = "opsgenie"
	// Grafana is Grafana OnCall, "[L1] user".
	Grafana Profile = "grafana"
	// GoAlert is "user On-Call (Application: Schedule)"; it tells a year.
	GoAlert Profile = "goalert"
	// LinkedIn is LinkedIn's Oncall, "team role shift: Person".
	LinkedIn Profile = "linkedin"
	// Splunk is Splunk On-Call, formerly VictorOps. How it writes a title is not
	// known for sure; it may list a shift more than once.
	Splunk Profile = "splunk"
	// IncidentIO is incident.io. How it writes a title is not known for sure; it
	// tells three months.
	IncidentIO Profile = "incident.io"
	// Google is Google Calendar, in which people write what they like.
	Google Profile = "google"
	// Outlook is also Exchange and Microsoft 365.
	Outlook Profile = "outlook"
)

const day = 24 * time.Hour

// threeMonths is the least that three months are: February to April.
const threeMonths = 89 * day

// traits are what is known of a product.
type traits struct {
	profile Profile
	title   string
	product []string // in PRODID, lower case; the first profile that fits wins
	hosts   []string // of its feeds, and after the @ of its UIDs
	past    time.Duration
	reach   time.Duration
}

// products are in the order in which they are looked for.
func products() []traits {
	return []traits{
		{profile: PagerDuty, title: "PagerDuty", product: []string{"pagerduty"}, hosts: []string{"pagerduty.com"}},
		{profile: Opsgenie, title: "Opsgenie or Jira Service Management", product: []string{"opsgenie", "jira service management"},
			hosts: []string{"opsgenie.com"}, reach: threeMonths},
		{profile: Grafana, title: "Grafana OnCall", product: []string{"grafana"}, hosts: []string{"grafana.net"}, past: 15 * day, reach: 180 * day},
		{profile: GoAlert, title: "GoAlert", product: []string{"goalert"}, reach: 365 * day},
		{profile: LinkedIn, title: "LinkedIn Oncall", product: []string{"linkedin"}},
		{profile: Splunk, title: "Splunk On-Call", product: []string{"victorops", "splunk"}, hosts: []string{"victorops.com"}},
		{profile: IncidentIO, title: "incident.io", product: []string{"incident.io"}, hosts: []string{"incident.io"}, reach: threeMonths},
		{profile: Google, title: "Google Calendar", product: []string{"google"}, hosts: []string{"calendar.google.com"}},
		{profile: Outlook, title: "Outlook", product: []string{"microsoft", "outlook"},
			hosts: []string{"outlook.office365.com", "outlook.office.com", "outlook.live.com"}},
	}
}

func (p Profile) traits() traits {
	for _, t := range products() {
		if t.profile == p {
			return t
		}
	}
	return traits{profile: Plain, title: "calendar"}
}

// Title is the name to show: "PagerDuty"; "calendar" for a plain one.
func (p Profile) Title() string { return p.traits().title }

// Reach is how far beyond the moment of fetching the product tells its schedule,
// never more than it does; zero when that is not known.
func (p Profile) Reach() time.Duration { return p.traits().reach }

// Past is how far before the moment of fetching the product tells its schedule;
// zero when that is not known.
func (p Profile) Past() time.Duration { return p.traits().past }

// Repeats reports whether the product may list one shift several times, each
// under a UID of its own.
func (p Profile) Repeats() bool { return p == Splunk }
