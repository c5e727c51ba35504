package profile

import (
	"strings"

	"standby/rotation"
)

// Reading is what a summary says.
type Reading struct {
	// Person is who is named; empty when nobody is, as in a personal feed.
	Person rotation.Person
	// Role is empty when none is named.
	Role rotation.Role
	// Rota is the schedule or team that is named; often empty.
	Rota string
	// OpenEnd says that the shift goes on past the end that the calendar gives,
	// which is only where the calendar ends.
	OpenEnd bool
	// Away says that the person is not on call but on leave, or unavailable.
	Away bool
	// Fits says that the summary has a known shape. Without one, Person is the
	// summary as a whole, which is only a guess.
	Fits bool
}

// Mapping reads the summaries of one calendar. The zero value reads those of a
// plain calendar without a name.
type Mapping struct {
	profile  Profile
	name     string // of the calendar
	subject  string // PagerDuty: whose or which schedule the calendar says it is
	app      string // GoAlert: what it calls itself
	personal bool
}

// NewMapping is the mapping for the calendar that begins with that head.
func NewMapping(h Head) Mapping {
	m := Mapping{profile: Recognise(h), name: h.Name}
	switch m.profile {
	case PagerDuty:
		if hasPrefixFold(h.Name, pagerDutyName) {
			m.subject = strings.TrimSpace(h.Name[len(pagerDutyName):])
		}
		for _, e := range h.first() {
			rest, ok := cutFold(e.Summary, pagerDutyStart)
			m.personal = m.personal || ok && !strings.Contains(rest, " - ")
		}
	case GoAlert:
		if parts := strings.Split(h.Product, "//"); len(parts) > 1 {
			m.app = parts[1]
		}
		m.personal = h.most(func(e Event) bool { return hasPrefixFold(e.Summary, goAlertMark) })
	case Grafana:
		m.personal = hasPrefixFold(h.Name, grafanaName)
	}
	return m
}

// Profile is the product that the mapping is for.
func (m Mapping) Profile() Profile {
	if m.profile == "" {
		return Plain
	}
	return m.profile
}

// Personal reports whether the calendar has the looks of one person's feed, whose
// events need not name them.
func (m Mapping) Personal() bool { return m.personal }

// Read reads a summary, which must be one line: by the habit of the product that
// wrote the calendar, else by that of any other.
func (m Mapping) Read(summary string) Reading {
	for _, s := range m.shapes() {
		if r, ok := s(m, summary); ok {
			r.Fits = true
			return r
		}
	}
	return Reading{Person: personOf(summary)}
}

// shapes are the shapes to try, the product's own first.
func (m Mapping) shapes() []shape {
	all := []shape{pagerDuty, grafana, goAlert, linkedIn, personRole, rolePerson}
	if m.profile == Grafana {
		return append([]shape{grafanaFeed}, all...)
	}
	return all
}

// personOf is the person that a text names: by an address when it is one.
func personOf(text string) rotation.Person {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "@") && !strings.ContainsRune(text, ' ') {
		return rotation.Person{Email: text}
	}
	return rotation.Person{Name: text}
}

// ReadBy reads a summary by a pattern, without what GoAlert puts after one whose
// end is open. What the pattern does not name is empty. It is false when the
// pattern does not fit.
func (m Mapping) ReadBy(p *Pattern, summary string) (Reading, bool) {
	open := m.Read(summary).OpenEnd
	if open {
		summary = summary[:len(summary)-len(goAlertOpen)]
	}
	r, ok := p.Read(summary)
	r.OpenEnd = ok && open
	return r, ok
}

// Certain reports whether a reading that fits is to be believed against all else
// that an event says: this product always writes so.
func (m Mapping) Certain() bool {
	switch m.profile {
	case PagerDuty, Grafana, GoAlert, LinkedIn:
		return true
	}
	return false
}
