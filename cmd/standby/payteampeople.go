package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/statement"
	"standby/rotation"
	"standby/rotation/pay"
)

// register knows people who are written in different ways: by name, by e-mail
// address, or by both.
type register []rotation.Person

// newRegister makes one person of all that are the same. Those with an address
// come first, since a name alone may be the name of one of them.
func newRegister(written []rotation.Person) (register, error) {
	var r register
	for _, withEmail := range []bool{true, false} {
		for _, p := range written {
			if (p.Email != "") != withEmail || p == (rotation.Person{}) {
				continue
			}
			switch found := r.find(p); {
			case len(found) == 0:
				r = append(r, p)
			case len(found) > 1:
				return nil, fmt.Errorf("%q is the name of %d people; write the e-mail address beside it", p.Name, len(found))
			case withEmail && r[found[0]].Name == "":
				r[found[0]].Name = p.Name
			}
		}
	}
	slices.SortStableFunc(r, func(a, b rotation.Person) int {
		return strings.Compare(strings.ToLower(a.String())+" "+a.Email, strings.ToLower(b.String())+" "+b.Email)
	})
	return r, nil
}

// find are the places of those who may be meant.
func (r register) find(p rotation.Person) (found []int) {
	for i, q := range r {
		if q.Same(p) {
			found = append(found, i)
		}
	}
	return found
}

// one is the person who is meant; whoever was registered is.
func (r register) one(p rotation.Person) rotation.Person {
	if found := r.find(p); len(found) > 0 {
		return r[found[0]]
	}
	return p
}

// people are those whom the sources name, and how the log writes them.
func (d *teamDuty) people() (register, map[rotation.Person]string, error) {
	var written []rotation.Person
	seen := map[rotation.Person]bool{}
	for _, s := range d.shifts {
		if !seen[s.Person] {
			seen[s.Person] = true
			written = append(written, s.Person)
		}
	}
	if d.log != nil {
		for _, name := range d.log.People {
			written = append(written, personNamed(name))
		}
	}
	r, err := newRegister(written)
	if err != nil || d.log == nil {
		return r, nil, err
	}
	inLog := map[rotation.Person]string{}
	for _, name := range d.log.People {
		p := r.one(personNamed(name))
		if other, twice := inLog[p]; twice {
			return nil, nil, fmt.Errorf("%s writes %s in two ways, %q and %q; write one of them", d.logName, p, other, name)
		}
		inLog[p] = name
	}
	return r, inLog, d.nameless(r)
}

// nameless refuses call-outs and shifts of a log that does not say whose they are.
func (d *teamDuty) nameless(r register) error {
	all := d.log.Input("")
	if len(d.log.People) == 0 && len(all.Shifts)+len(all.CallOuts) > 0 {
		return usageError{fmt.Errorf("%s does not say whose its shifts and call-outs are; write \"user\" beside each, such as \"user\": \"Engineer A\"", d.logName)}
	}
	if len(r) == 0 {
		return errNobody
	}
	return nil
}

// statements computes what each had in the period. Who had nothing in it is left
// out, unless the log names them.
func (d *teamDuty) statements(policies *teamPolicies, text string, now time.Time) ([]statement.Document, error) {
	people, inLog, err := d.people()
	if err != nil {
		return nil, err
	}
	if err := policies.known(people); err != nil {
		return nil, err
	}
	own, notes := map[rotation.Person][]rotation.Shift{}, map[rotation.Person][]string{}
	for _, s := range d.shifts {
		s.Person = people.one(s.Person)
		own[s.Person] = append(own[s.Person], s)
	}
	for p, list := range d.notes {
		notes[people.one(p)] = append(notes[people.one(p)], list...)
	}
	var out []statement.Document
	for _, p := range people {
		name, named := inLog[p]
		if !named {
			name = p.String()
		}
		s, err := d.statement(policies, p, d.input(p, name, own[p]), text)
		if err != nil {
			return nil, err
		}
		if !named && nothing(s) {
			continue
		}
		if s.Period.End.After(now) {
			s.Notes = append(s.Notes, "The period was not over when this was made, on "+momentText(now, s.Zone)+"; shifts to come are counted as planned.")
		}
		s.Notes = append(s.Notes, notes[p]...)
		out = append(out, statement.FromPay(s, "Statement of duty, "+periodName(s.Period, s.Zone), now))
	}
	if len(out) == 0 {
		return nil, errNobody
	}
	return out, nil
}

func (d *teamDuty) statement(policies *teamPolicies, p rotation.Person, in pay.Input, text string) (pay.Statement, error) {
	policy, err := policies.of(p)
	if err != nil {
		return pay.Statement{}, err
	}
	if in.Period, err = payPeriod("--period", text, policy.ZoneFor(in)); err != nil {
		return pay.Statement{}, err
	}
	s, err := policy.Evaluate(in)
	if err != nil {
		return s, fmt.Errorf("pay %s: %w", p, err)
	}
	if d.log != nil && d.log.Currency != "" && d.log.Currency != policy.Currency {
		s.Notes = append(s.Notes, fmt.Sprintf("The log is in %s, and the policy pays in %s; nothing is converted.", d.log.Currency, policy.Currency))
	}
	return s, nil
}

// nothing reports whether there is nothing to be said of a period.
func nothing(s pay.Statement) bool {
	return s.StandbySeconds == 0 && s.CallOutSeconds == 0 && len(s.Lines) == 0 && s.TimeInLieu == 0 && len(s.Violations) == 0
}
