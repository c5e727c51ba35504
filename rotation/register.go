package rotation

import (
	"fmt"
	"iter"
)

// register gives each person a number, in the order in which they are asked for.
//
// An e-mail address tells people apart. A name alone means the one person of
// that name, with or without an address, whoever of them is met first; where two
// addresses share the name, it is an error. That takes knowing everybody before
// the first number is given: see prepare.
type register struct {
	list   []Person // by number
	limit  int
	byMail map[string]*entry
	byName map[string]*naming
}

// entry is a person, with all that is known of them.
type entry struct {
	Person
	number int16 // or unnumbered
}

const unnumbered = int16(-1)

// naming is whom a name means.
type naming struct {
	who     *entry
	several bool
}

func newRegister() register {
	return register{limit: MaxPeople, byMail: map[string]*entry{}, byName: map[string]*naming{}}
}

// prepare takes note of everybody who will be asked for. It finds no fault: id
// does, where the caller can say which layer or override it is about.
func (r *register) prepare(people iter.Seq[Person]) {
	for p := range people {
		r.know(p)
		if len(r.byMail) > r.limit {
			return // id will refuse them, so whom else they name is of no concern
		}
	}
}

// know takes note of a person.
func (r *register) know(p Person) {
	mail, name := fold(p.Email), fold(p.Name)
	named := r.byName[name]
	if mail == "" {
		if name != "" && named == nil {
			r.byName[name] = &naming{who: &entry{Person: p, number: unnumbered}}
		}
		return
	}
	e := r.byMail[mail]
	if e == nil {
		if named != nil && fold(named.who.Email) == "" {
			e = named.who
		} else {
			e = &entry{number: unnumbered}
		}
		r.byMail[mail] = e
	}
	r.complete(e, p)
	switch {
	case name == "":
	case named == nil:
		r.byName[name] = &naming{who: e}
	case fold(named.who.Email) == "":
		named.who = e
	case named.who != e:
		named.several = true
	}
}

// complete fills in what a description of the same person adds.
func (r *register) complete(e *entry, p Person) {
	if fold(e.Name) == "" {
		e.Name = p.Name
	}
	if fold(e.Email) == "" {
		e.Email = p.Email
	}
	if e.number != unnumbered {
		r.list[e.number] = e.Person
	}
}

// id is the number of a person, the next free one for a newcomer. Its error
// wraps ErrRange.
func (r *register) id(p Person) (int16, error) {
	r.know(p)
	e, err := r.find(p)
	if err != nil {
		return 0, err
	}
	if e.number == unnumbered {
		if len(r.list) == r.limit {
			return 0, fmt.Errorf("more than %d people: %w", r.limit, ErrRange)
		}
		e.number = int16(len(r.list))
		r.list = append(r.list, e.Person)
	}
	return e.number, nil
}

// find is what is known of a person whom know was told of.
func (r *register) find(p Person) (*entry, error) {
	if mail := fold(p.Email); mail != "" {
		return r.byMail[mail], nil
	}
	named := r.byName[fold(p.Name)]
	switch {
	case named == nil:
		return nil, fmt.Errorf("a person needs a name or an e-mail address: %w", ErrRange)
	case named.several:
		return nil, fmt.Errorf("two people are called %s; give the e-mail address: %w", p.Name, ErrRange)
	}
	return named.who, nil
}

// ids are the numbers of a plan's people.
func (r *register) ids(p *Plan) ([]int16, error) {
	list := make([]int16, len(p.people))
	for i, who := range p.people {
		var err error
		if list[i], err = r.id(who); err != nil {
			return nil, fmt.Errorf("people of rota %q: %w", p.name, err)
		}
	}
	return list, nil
}

// everybody are the people whom a rota names, and nobody in particular where an
// override names one person alone.
func everybody(r Rota) iter.Seq[Person] {
	return func(yield func(Person) bool) {
		for _, l := range r.Layers {
			for _, v := range l.Versions {
				if !eachOf(v.Rotation.Groups, yield) {
					return
				}
			}
		}
		for _, o := range r.Overrides {
			if !yield(o.In) || !yield(o.Out) {
				return
			}
		}
		for _, s := range r.Swaps {
			if !yield(s.A.Person) || !yield(s.B.Person) {
				return
			}
		}
	}
}

func eachOf(groups [][]Person, yield func(Person) bool) bool {
	for _, g := range groups {
		for _, p := range g {
			if !yield(p) {
				return false
			}
		}
	}
	return true
}
