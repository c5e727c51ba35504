package mail

import "standby/notify"

// turn is what a mail says of a trouble.
type turn int

const (
	// begins: something is wrong. A mail that says nothing else says this.
	begins turn = iota
	// ends: it is over.
	ends
	// neither: somebody has taken it, it was commented, or hangs in between.
	neither
)

// report is what a mail says of one trouble. A mail may carry several.
type report struct {
	turn turn
	// exact names the trouble beyond doubt, for mails of the same sender; where it is
	// empty, loose ones do: the mails of the thread, and what the subject is about.
	exact string
	loose []string
	// known are the names under which other systems know the trouble.
	known                               []string
	title, body, service, severity, url string
	urgency                             notify.Urgency
}

// reading is how the mails of an account are to be read.
type reading struct {
	from patterns
	// title and resolved are the user's; title may be nil.
	title    *subjectPattern
	resolved []*subjectPattern
}

// reports are what a mail says; none where it is not from a sender that counts. One
// that does not say whom it is from counts: it may be one that cannot be read.
func (r reading) reports(m message) []report {
	if m.from != "" && !r.from.match(m.from) {
		return nil
	}
	about, turn := subjectOf(m.subject)
	if matchAny(r.resolved, m.subject) {
		turn = ends
	}
	base := report{turn: turn, title: firstOf(about.title, m.subject, "A mail without a subject"), body: m.text, urgency: notify.High}
	if title := r.title.pick(m.subject); title != "" {
		base.title = title
	}
	base.loose = looseNames(m, about)
	for _, read := range []func(message, report, subject) []report{alertmanagerMail, pagerDutyMail, grafanaMail, zabbixMail, nagiosMail} {
		if list := read(m, base, about); len(list) > 0 {
			return list
		}
	}
	return []report{base}
}

// looseNames are the mail itself, those that it answers, and what it is about.
func looseNames(m message, about subject) []string {
	var names []string
	for _, id := range append([]string{m.id}, m.refs...) {
		if id != "" {
			names = append(names, "mail "+id)
		}
	}
	if about.likeness != "" {
		names = append(names, "about "+about.likeness)
	}
	return names
}

// urgencyOf reads the severities of the systems that send mails. One that is missing
// or unheard of is loud: better woken for nothing.
func urgencyOf(severity string) notify.Urgency {
	switch plainWord(severity) {
	case "warning", "warn", "average", "minor":
		return notify.Normal
	case "info", "information", "informational", "notice", "debug", "none", "low", "not classified":
		return notify.Low
	}
	return notify.High
}
