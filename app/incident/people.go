package incident

import (
	"slices"

	"standby/rotation"
)

// Responder is somebody who took part.
type Responder struct {
	Person rotation.Person `json:"person"`
	// Roles are those that they held, in the order in which they took them.
	Roles []Role `json:"roles,omitempty"`
}

// Responders are those who took part: who opened it, acknowledged a page of it,
// held a role or wrote anything, in the order in which they first did.
func (i Incident) Responders() []Responder {
	var all []Responder
	add := func(p rotation.Person) *Responder {
		if p == (rotation.Person{}) {
			return nil
		}
		n := slices.IndexFunc(all, func(r Responder) bool { return r.Person.Same(p) || samePlain(r.Person, p) })
		if n < 0 {
			n = len(all)
			all = append(all, Responder{Person: p})
		}
		if all[n].Person.Email == "" {
			all[n].Person = p
		}
		return &all[n]
	}
	add(i.OpenedBy)
	for _, e := range i.Entries {
		if e.What != (PageEvent{}).Kind() {
			add(e.By)
			add(e.RecordedBy)
		}
	}
	for _, e := range i.PageEvents {
		if e.What == "acknowledged" {
			add(rotation.Person{Name: e.By})
		}
	}
	for _, h := range i.Holdings {
		if r := add(h.Person); r != nil && !slices.Contains(r.Roles, h.Role) {
			r.Roles = append(r.Roles, h.Role)
		}
	}
	return all
}

// samePlain takes a person whom a page knows by a name or an address alone for the
// one who has it.
func samePlain(p, q rotation.Person) bool {
	return p.Email != "" && q.Name == p.Email || q.Email != "" && p.Name == q.Email
}
