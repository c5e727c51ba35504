package pay

import (
	"fmt"
	"strings"
	"time"
)

// Explain says the policy back in plain sentences, in the order of the file.
func (p *Policy) Explain() []string {
	if len(p.versions) == 0 {
		return p.explain()
	}
	var out []string
	for i := range p.versions {
		v := &p.versions[i]
		said := v.explain()
		said[0] = "By " + v.label() + ": " + said[0]
		out = append(out, said...)
	}
	return out
}

func (p *Policy) explain() []string {
	whose := "by the clock of " + p.zoneName()
	if p.zoneOfPerson {
		whose = "by the clock of the person, else of " + p.zoneName()
	}
	out := []string{fmt.Sprintf("%s pays in %s; days and times of day are %s.", p.Name, p.Currency, whose)}
	if p.dated() {
		out = append(out, "It is in force from "+dateSaid(p.from)+" on.")
	}
	if p.Source != "" {
		out = append(out, "It renders: "+strings.TrimSuffix(p.Source, ".")+".")
	}
	if p.work.set {
		out = append(out, fmt.Sprintf("The usual hours are %s, from %s to %s.", daysSaid(&match{days: p.work.days, hasDays: true}), p.work.from, p.work.to))
	}
	out = append(out, p.given.sentence()...)
	for i := range p.tables {
		out = append(out, p.tables[i].sentences()...)
	}
	out = append(out, p.holidayText...)
	for i := range p.rules {
		out = append(out, p.rules[i].sentences()...)
	}
	for i := range p.packages {
		out = append(out, p.packages[i].sentence(p.Currency))
	}
	for i := range p.choices {
		out = append(out, p.choices[i].sentence())
	}
	for i := range p.guarantees {
		out = append(out, p.guarantees[i].sentence())
	}
	for i := range p.caps {
		out = append(out, p.caps[i].sentence())
	}
	for i := range p.supplements {
		out = append(out, p.supplements[i].sentence())
	}
	out = append(out, p.account.sentences()...)
	for i := range p.rests {
		out = append(out, p.rests[i].sentence())
	}
	for i := range p.limits {
		out = append(out, p.limits[i].sentence())
	}
	return append(out, p.rounding(), "Time that has not passed yet is not paid yet.")
}

// Sentences is Explain.
func (p Policy) Sentences() []string { return p.Explain() }

func (p *Policy) zoneName() string {
	if p.Zone == nil {
		return time.UTC.String()
	}
	return p.Zone.String()
}

func (p *Policy) rounding() string {
	mode := p.mode
	if mode == "" {
		mode = halfUp
	}
	to := plural(int64(p.Place), "decimal")
	if p.step.sign() > 0 {
		to = "a multiple of " + p.step.text()
	}
	if p.atTotal {
		return fmt.Sprintf("The total is rounded once, %s, to %s; a line of its own shows the difference.", mode, to)
	}
	return fmt.Sprintf("Each line is rounded once, %s, to %s; the total is the sum of the lines.", mode, to)
}

// String is the time of day, or the name of the fact that has it.
func (c clockTime) String() string {
	if c.ref != "" {
		return "the " + c.ref + " of the person"
	}
	return fmt.Sprintf("%02d:%02d", c.sec/hour, c.sec%hour/minute)
}

// String is the length in words, or the name of the fact that has it.
func (l length) String() string {
	if l.ref != "" {
		return l.ref + " (in hours)"
	}
	return elapsed(l.sec)
}
