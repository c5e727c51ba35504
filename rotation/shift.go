package rotation

import (
	"slices"
	"strings"
)

// Person is somebody who can be on call: identified by e-mail, shown by name.
// Either may be empty, because calendars often carry only one of them.
type Person struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// Same reports whether two descriptions mean one person: equal e-mails decide
// where both have one, else equal names do. Case and surrounding space do not
// count. Two empty persons are not the same person.
func (p Person) Same(q Person) bool {
	if p.Email != "" && q.Email != "" {
		return fold(p.Email) == fold(q.Email)
	}
	return fold(p.Name) != "" && fold(p.Name) == fold(q.Name)
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// String is the name to show: the name, else the e-mail, else "somebody".
func (p Person) String() string {
	switch {
	case strings.TrimSpace(p.Name) != "":
		return p.Name
	case p.Email != "":
		return p.Email
	}
	return "somebody"
}

// Role is what a person is on call as: "primary", "secondary", "shadow" or any
// other name that a rota uses.
type Role string

// The roles that the interface has shapes of its own for.
const (
	Primary   Role = "primary"
	Secondary Role = "secondary"
	Shadow    Role = "shadow"
)

// Shift is a half-open interval in which one person holds one role of a rota.
type Shift struct {
	// UID names the shift in the calendar or rota it came from; unique there
	// together with its start.
	UID string `json:"uid"`
	// Rota is the name of the calendar or rota it belongs to.
	Rota string `json:"rota"`
	// Role is what the person is on call as.
	Role Role `json:"role"`
	// Person holds the role.
	Person Person `json:"person"`
	// Interval is when, as instants.
	Interval
}

// SortShifts puts shifts in order of start, then end, rota, role and UID, so
// that two readings of the same calendar compare equal.
func SortShifts(shifts []Shift) {
	slices.SortFunc(shifts, func(a, b Shift) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		if c := a.End.Compare(b.End); c != 0 {
			return c
		}
		return strings.Compare(
			a.Rota+"\x00"+string(a.Role)+"\x00"+a.UID,
			b.Rota+"\x00"+string(b.Role)+"\x00"+b.UID)
	})
}
