package ical

import (
	"strings"

	"standby/rotation"
)

// whoIn reads a summary in the shapes that paging systems write, and gives the
// person it names, and the role where it names one. A summary in none of them is
// a name as a whole. calendar is the calendar's own name, which some put first.
func whoIn(summary, calendar string) (person string, role rotation.Role) {
	for _, shape := range []func(string, string) (string, rotation.Role, bool){
		pagerDuty, grafana, goAlert, linkedIn, personRole, rolePerson,
	} {
		if person, role, ok := shape(summary, calendar); ok && person != "" {
			return person, role
		}
	}
	return summary, ""
}

// pagerDuty reads "On Call - Person - Schedule", and "On Call - Schedule" of a
// personal feed, in which the person is not named.
func pagerDuty(s, _ string) (string, rotation.Role, bool) {
	rest, ok := cutFold(s, "On Call - ")
	if !ok {
		return "", "", false
	}
	person, _, _ := strings.Cut(rest, " - ")
	return strings.TrimSpace(person), "", true
}

// grafana reads "[L1] user".
func grafana(s, _ string) (string, rotation.Role, bool) {
	inside, person, ok := strings.Cut(s, "]")
	level, open := strings.CutPrefix(inside, "[")
	role := roleWord(level)
	if !ok || !open || role == "" {
		return "", "", false
	}
	return strings.TrimSpace(person), role, true
}

// goAlert reads "user On-Call (App: Schedule)", with a last "Begins*" or so.
func goAlert(s, _ string) (string, rotation.Role, bool) {
	i := indexFold(s, " On-Call (")
	if i < 0 || !strings.Contains(s[i:], ")") {
		return "", "", false
	}
	return strings.TrimSpace(s[:i]), "", true
}

// linkedIn reads "team role shift: Name".
func linkedIn(s, _ string) (string, rotation.Role, bool) {
	i := indexFold(s, " shift: ")
	if i < 0 {
		return "", "", false
	}
	before := strings.Fields(s[:i])
	if len(before) == 0 {
		return "", "", false
	}
	last := before[len(before)-1]
	role := roleWord(last)
	if role == "" {
		role = rotation.Role(strings.ToLower(last))
	}
	return strings.TrimSpace(s[i+len(" shift: "):]), role, true
}

// personRole reads "Person (role)" for roles that are known.
func personRole(s, _ string) (string, rotation.Role, bool) {
	body, closed := strings.CutSuffix(s, ")")
	i := strings.LastIndexByte(body, '(')
	if !closed || i <= 0 {
		return "", "", false
	}
	role := roleWord(body[i+1:])
	return strings.TrimSpace(body[:i]), role, role != ""
}

// rolePerson reads "role: Person" for roles that are known, "on call: Person"
// and "Calendar: Person".
func rolePerson(s, calendar string) (string, rotation.Role, bool) {
	before, person, ok := strings.Cut(s, ":")
	if !ok {
		return "", "", false
	}
	role := roleWord(before)
	onCall := strings.EqualFold(strings.ReplaceAll(before, "-", " "), "on call") || strings.EqualFold(before, "oncall")
	named := calendar != "" && strings.EqualFold(strings.TrimSpace(before), calendar)
	return strings.TrimSpace(person), role, role != "" || onCall || named
}

// roleWord is the role that a word means, empty when it is none. L1 is who is
// paged first.
func roleWord(word string) rotation.Role {
	w := strings.ToLower(strings.TrimSpace(word))
	w = strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(w, "-", " "), "on call"))
	switch w {
	case "primary", "l1", "level 1":
		return rotation.Primary
	case "secondary", "l2", "level 2", "backup":
		return rotation.Secondary
	case "shadow":
		return rotation.Shadow
	case "tertiary", "manager", "escalation", "lead", "l3", "l4", "l5":
		return rotation.Role(w)
	}
	return ""
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// indexFold is where s has the ASCII text sub, in any case; -1 when nowhere.
func indexFold(s, sub string) int {
	for i := 0; i+len(sub) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}
