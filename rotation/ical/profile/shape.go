package profile

import (
	"strings"

	"standby/rotation"
)

// shape reads a summary; false when it is of another shape.
type shape func(Mapping, string) (Reading, bool)

const (
	pagerDutyName  = "On Call Schedule for "
	pagerDutyStart = "On Call - "
	grafanaName    = "On-Call Schedule for "
	goAlertMark    = "On-Call ("
	goAlertOpen    = " Begins*"
)

// pagerDuty reads "On Call - Person - Schedule", and "On Call - Schedule" of a
// personal feed, in which the calendar's name is the person's. Either may have
// a dash in it; what the calendar calls itself tells which.
func pagerDuty(m Mapping, s string) (Reading, bool) {
	rest, ok := cutFold(s, pagerDutyStart)
	rest = strings.TrimSpace(rest)
	if !ok || rest == "" {
		return Reading{}, false
	}
	if m.subject != "" && hasSuffixFold(rest, " - "+m.subject) {
		at := len(rest) - len(" - "+m.subject)
		return Reading{Person: personOf(rest[:at]), Rota: m.subject}, true
	}
	if m.personal {
		r := Reading{Rota: rest}
		if !strings.EqualFold(m.subject, rest) {
			r.Person = personOf(m.subject)
		}
		return r, true
	}
	person, rota, _ := strings.Cut(rest, " - ")
	return Reading{Person: personOf(person), Rota: strings.TrimSpace(rota)}, strings.TrimSpace(person) != ""
}

// grafana reads "[L1] user".
func grafana(_ Mapping, s string) (Reading, bool) {
	inside, person, ok := strings.Cut(s, "]")
	level, open := strings.CutPrefix(inside, "[")
	r := Reading{Person: personOf(person), Role: roleWord(level)}
	return r, ok && open && r.Role != "" && r.Person != rotation.Person{}
}

// grafanaFeed reads what Grafana itself writes: the user, "[L1] user", or
// "schedule: user" where a feed holds several schedules.
func grafanaFeed(m Mapping, s string) (Reading, bool) {
	rota := ""
	if i := strings.LastIndex(s, ": "); i > 0 {
		rota, s = strings.TrimSpace(s[:i]), s[i+2:]
	}
	r, ok := grafana(m, s)
	if !ok {
		r = Reading{Person: personOf(s)}
	}
	if lead, ok := grafana(m, rota); ok { // the level may stand before the schedule
		rota = lead.Person.String()
		r.Role = lead.Role
	}
	r.Rota = rota
	return r, r.Person != rotation.Person{}
}

// goAlert reads "user On-Call (Application: Schedule)", without the user in a
// personal feed; "Begins*" after it says that the end is not known.
func goAlert(m Mapping, s string) (Reading, bool) {
	r := Reading{}
	if hasSuffixFold(s, goAlertOpen) {
		s, r.OpenEnd = s[:len(s)-len(goAlertOpen)], true
	}
	body, closed := strings.CutSuffix(s, ")")
	if !closed {
		return Reading{}, false
	}
	at := -1
	if m.app != "" {
		at = indexFold(body, goAlertMark+m.app+": ")
	}
	if at < 0 {
		at = indexFold(body, goAlertMark)
	}
	if at < 0 || at > 0 && body[at-1] != ' ' {
		return Reading{}, false
	}
	r.Person = personOf(body[:at])
	inside := body[at+len(goAlertMark):]
	app, rota, ok := strings.Cut(inside, ": ")
	if m.app != "" && hasPrefixFold(inside, m.app+": ") {
		app, rota = m.app, inside[len(m.app)+2:]
	}
	r.Rota = strings.TrimSpace(rota)
	return r, ok && app != "" && r.Rota != ""
}

// linkedIn reads "team role shift: Name".
func linkedIn(_ Mapping, s string) (Reading, bool) {
	const mark = " shift: "
	if !strings.Contains(s, ": ") { // most summaries are not searched further
		return Reading{}, false
	}
	i := indexFold(s, mark)
	if i < 0 {
		return Reading{}, false
	}
	before := strings.Fields(s[:i])
	r := Reading{Person: personOf(s[i+len(mark):])}
	if len(before) == 0 || r.Person == (rotation.Person{}) {
		return Reading{}, false
	}
	last := len(before) - 1
	r.Role, r.Rota = anyRole(before[last]), strings.Join(before[:last], " ")
	r.Away = isAway(r.Role)
	return r, true
}

// personRole reads "Person (role)" for roles that are known.
func personRole(_ Mapping, s string) (Reading, bool) {
	body, closed := strings.CutSuffix(s, ")")
	i := strings.LastIndexByte(body, '(')
	if !closed || i <= 0 {
		return Reading{}, false
	}
	r := Reading{Person: personOf(body[:i]), Role: roleWord(body[i+1:])}
	return r, r.Role != "" && r.Person != rotation.Person{}
}

// rolePerson reads "role: Person" for roles that are known, "on call: Person"
// and "Calendar: Person".
func rolePerson(m Mapping, s string) (Reading, bool) {
	before, person, ok := strings.Cut(s, ":")
	if !ok {
		return Reading{}, false
	}
	r := Reading{Person: personOf(person), Role: roleWord(before)}
	onCall := strings.EqualFold(strings.ReplaceAll(before, "-", " "), "on call") || strings.EqualFold(before, "oncall")
	named := m.name != "" && strings.EqualFold(strings.TrimSpace(before), m.name)
	return r, (r.Role != "" || onCall || named) && r.Person != rotation.Person{}
}

func hasPrefixFold(s, prefix string) bool {
	_, ok := cutFold(s, prefix)
	return ok
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// indexFold is where s has the text sub, in any case; -1 when nowhere.
func indexFold(s, sub string) int {
	for i := 0; i+len(sub) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}
