package mail

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"standby/notify"
)

// What is known of the mails of the usual systems. Each function returns nil where a
// mail is of another one.

// maxReports is how many troubles one mail may carry.
const maxReports = 50

var pagerDutyLink = regexp.MustCompile(`^https://([a-z0-9-]+(?:\.eu)?\.pagerduty\.com)/incidents/([A-Za-z0-9]{6,32})(?:[/?#]|$)`)

// pagerDutyMail reads "[PagerDuty Alert] You have 2 TRIGGERED Incidents": one
// incident for each link to one, with what stands between the link before and it.
func pagerDutyMail(m message, base report, _ subject) []report {
	if !strings.HasSuffix(m.from, "pagerduty.com") && !strings.Contains(m.subject, "[PagerDuty") {
		return nil
	}
	var out []report
	for _, link := range slices.Concat(m.links, linksIn(m.text)) {
		at := pagerDutyLink.FindStringSubmatch(link)
		if at == nil || len(out) == maxReports {
			continue
		}
		r := base
		r.url = "https://" + at[1] + "/incidents/" + at[2]
		if slices.ContainsFunc(out, func(o report) bool { return o.url == r.url }) {
			continue
		}
		r.exact, r.known = "pagerduty "+r.url, []string{r.url}
		out = append(out, r)
	}
	for i := range out {
		about := m.text
		if len(out) > 1 {
			about = around(m.text, out[i].url)
		}
		f := fieldsOf(about)
		out[i].body, out[i].service = about, f.get("service")
		out[i].title = cmp.Or(f.get("description"), f.get("title"), numbered.FindString(about), base.title)
		if plainWord(f.get("urgency")) == "low" {
			out[i].urgency = notify.Low
		}
	}
	return out
}

var numbered = regexp.MustCompile(`(?m)^\[?#[0-9]+\]?:? .+$`)

// around is what of a text belongs to the link: what stands after the link before it,
// where it stands in the text at all.
func around(text, link string) string {
	at := strings.Index(text, link)
	if at < 0 {
		return text
	}
	before := text[:at]
	if last := strings.LastIndex(before, "/incidents/"); last >= 0 {
		if end := strings.IndexByte(before[last:], '\n'); end >= 0 {
			before = before[last+end:]
		}
	}
	return strings.TrimSpace(before)
}

var grafanaLink = regexp.MustCompile(`^https?://[^/]+/(?:[^/]+/)*alerting/(?:grafana/)?([A-Za-z0-9_-]{1,40})/(?:view|edit)(?:[?#]|$)`)

// grafanaMail reads the mails of Grafana's alerting, whose links name the rule. A rule
// may have many instances: the subject tells them apart.
func grafanaMail(m message, base report, about subject) []report {
	for _, link := range slices.Concat(m.links, linksIn(m.text)) {
		if at := grafanaLink.FindStringSubmatch(link); at != nil {
			base.exact, base.url = "grafana "+at[1]+" "+about.likeness, link
			base.known = []string{"grafana rule " + at[1] + " " + about.likeness}
			f := fieldsOf(m.text)
			base.service, base.severity = cmp.Or(f.get("service"), f.get("job")), f.get("severity")
			base.urgency = urgencyOf(base.severity)
			return []report{base}
		}
	}
	return nil
}

// zabbixMail reads "Problem: ..." and "Resolved in 5m: ...", whose body names the
// problem.
func zabbixMail(m message, base report, _ subject) []report {
	f := fieldsOf(m.text)
	id := f.get("original problem id")
	if id == "" {
		return nil
	}
	base.exact = "zabbix " + id
	base.title = cmp.Or(f.get("problem name"), base.title)
	base.service, base.severity = f.get("host"), f.get("severity")
	base.urgency = urgencyOf(base.severity)
	return []report{base}
}

var (
	nagiosSubject = regexp.MustCompile(`(?i)^\s*\*+\s*([A-Z]+)\s+(?:service|host)\s+alert:\s*(.+?)\s+is\s+([A-Z]+)\s*\*+\s*$`)
	icingaSubject = regexp.MustCompile(`(?i)^\s*\[(PROBLEM|RECOVERY|ACKNOWLEDGEMENT|CUSTOM|DOWNTIME[A-Z]+|FLAPPING[A-Z]+)\]\s+(.+?)\s+is\s+([A-Z]+)!?\s*$`)
)

// nagiosMail reads "** PROBLEM Service Alert: host/disk is CRITICAL **" of Nagios and
// "[PROBLEM] disk on host is CRITICAL!" of Icinga.
func nagiosMail(m message, base report, _ subject) []report {
	text := notify.Clean(m.subject[:min(len(m.subject), maxSubject)], maxSubject)
	at := nagiosSubject.FindStringSubmatch(text)
	if at == nil {
		at = icingaSubject.FindStringSubmatch(text)
	}
	if at == nil {
		return nil
	}
	switch strings.ToUpper(at[1]) {
	case "RECOVERY":
		base.turn = ends
	case "PROBLEM":
		base.turn = begins
	default:
		base.turn = neither
	}
	host, service, found := strings.Cut(at[2], "/")
	if !found {
		service, host, _ = strings.Cut(at[2], " on ")
	}
	base.exact = "nagios " + plainWord(at[2])
	base.title, base.service, base.severity = at[2]+" is "+at[3], cmp.Or(host, service), at[3]
	base.urgency = urgencyOf(at[3])
	return []report{base}
}

// fields are the lines "Name: value" of a text, by their names in lower case.
type fields map[string]string

var fieldLine = regexp.MustCompile(`(?m)^[ \t]*([A-Za-z][A-Za-z _-]{0,30}?)[ \t]*[:=][ \t]*(\S[^\n]*)$`)

func fieldsOf(text string) fields {
	f := fields{}
	for _, line := range fieldLine.FindAllStringSubmatch(text, 500) {
		if name := plainWord(line[1]); f[name] == "" {
			f[name] = strings.TrimSpace(line[2])
		}
	}
	return f
}

func (f fields) get(name string) string { return f[name] }
