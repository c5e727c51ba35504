package report

import (
	"cmp"
	"slices"

	"standby/app/incident"
	"standby/rotation"
)

// Practised is how often somebody held each role.
type Practised struct {
	Person rotation.Person `json:"person"`
	// Held counts the incidents in which they held the role, exercises among them;
	// Drills those that were exercises.
	Held   map[incident.Role]int `json:"held"`
	Drills map[incident.Role]int `json:"drills,omitempty"`
	// Never are the roles that they have not held, in order.
	Never []incident.Role `json:"never,omitempty"`
}

// Total is how often they held any role.
func (p Practised) Total() int {
	n := 0
	for _, held := range p.Held {
		n += held
	}
	return n
}

// Roles counts who held which role in how many incidents. The members are in it
// even if they never held one, so that they can be asked next. Those who held the
// fewest come first. A role held twice in one incident counts once.
func Roles(all []incident.Incident, members []rotation.Person) []Practised {
	var list []Practised
	of := func(p rotation.Person) *Practised {
		n := slices.IndexFunc(list, func(l Practised) bool { return l.Person.Same(p) })
		if n < 0 {
			n = len(list)
			list = append(list, Practised{Person: p, Held: map[incident.Role]int{}, Drills: map[incident.Role]int{}})
		}
		return &list[n]
	}
	for _, p := range members {
		of(p)
	}
	for _, i := range all {
		for _, r := range i.Responders() {
			for _, role := range r.Roles {
				p := of(r.Person)
				p.Held[role]++
				if i.Drill {
					p.Drills[role]++
				}
			}
		}
	}
	for n := range list {
		for _, role := range incident.Roles() {
			if list[n].Held[role] == 0 {
				list[n].Never = append(list[n].Never, role)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Practised) int {
		return cmp.Or(cmp.Compare(a.Total(), b.Total()), cmp.Compare(a.Person.String(), b.Person.String()))
	})
	return list
}

// KnewFirst is how often customers knew of an incident before anybody here did.
type KnewFirst struct {
	// Customers is how often, Of how many incidents of which it is known who did;
	// exercises and what was no incident are in neither.
	Customers int `json:"customers"`
	Of        int `json:"of"`
}

// CustomersFirst counts how often customers knew first.
func CustomersFirst(all []incident.Incident) KnewFirst {
	first, of := incident.CustomersKnewFirst(all)
	return KnewFirst{first, of}
}
