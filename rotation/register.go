package rotation

import "fmt"

// register gives each person a number.
type register struct {
	list           []Person
	byMail, byName map[string][]int16
}

func newRegister() register {
	return register{byMail: map[string][]int16{}, byName: map[string][]int16{}}
}

func (r *register) find(p Person) (int16, bool) {
	for _, ids := range [][]int16{r.byMail[fold(p.Email)], r.byName[fold(p.Name)]} {
		for _, id := range ids {
			if r.list[id].Same(p) {
				return id, true
			}
		}
	}
	return 0, false
}

func (r *register) id(p Person) (int16, error) {
	if fold(p.Name) == "" && fold(p.Email) == "" {
		return 0, fmt.Errorf("a person needs a name or an e-mail address: %w", ErrRange)
	}
	if id, ok := r.find(p); ok {
		return id, nil
	}
	if len(r.list) == MaxPeople {
		return 0, fmt.Errorf("more than %d people: %w", MaxPeople, ErrRange)
	}
	id := int16(len(r.list))
	r.list = append(r.list, p)
	if k := fold(p.Email); k != "" {
		r.byMail[k] = append(r.byMail[k], id)
	}
	if k := fold(p.Name); k != "" {
		r.byName[k] = append(r.byName[k], id)
	}
	return id, nil
}
