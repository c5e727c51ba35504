package rotafile

import (
	"fmt"
	"strings"

	"standby/rotation"
	"standby/rotation/tomlfile"
)

// people are those whom the file may name.
type people struct {
	list   []rotation.Person
	byMail map[string]int
	byName map[string][]int
	// closed says that the file lists them; nobody else may then be named.
	closed bool
}

func newPeople() people {
	return people{byMail: map[string]int{}, byName: map[string][]int{}}
}

// fold is how rotation compares names and addresses.
func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func (p *people) add(who rotation.Person) {
	n := len(p.list)
	p.list = append(p.list, who)
	if k := fold(who.Email); k != "" {
		p.byMail[k] = n
	}
	if k := fold(who.Name); k != "" {
		p.byName[k] = append(p.byName[k], n)
	}
}

// find are those whom a text means: an e-mail address is what has an @ in it.
func (p *people) find(text string) []int {
	if strings.Contains(text, "@") {
		if n, ok := p.byMail[fold(text)]; ok {
			return []int{n}
		}
		return nil
	}
	return p.byName[fold(text)]
}

// means is the listed person who p is, and a text that finds them.
func (p *people) means(who rotation.Person) (text string, listed rotation.Person, ok bool) {
	for _, text := range []string{who.Email, who.Name} {
		if found := p.find(text); len(found) == 1 && p.list[found[0]].Same(who) {
			return text, p.list[found[0]], true
		}
	}
	return "", who, false
}

// nearest is how to write the person whom an unknown text may mean.
func (p *people) nearest(text string) string {
	words := make([]string, 0, 2*len(p.list))
	for _, who := range p.list {
		for _, word := range []string{who.Email, who.Name} {
			if word != "" {
				words = append(words, word)
			}
		}
	}
	return tomlfile.Nearest(text, words)
}

func (r *reader) members(t *rotaText) error {
	if err := r.many("person", len(t.Person), rotation.MaxPeople, "people"); err != nil {
		return err
	}
	for i, p := range t.Person {
		m, err := r.member(at("person", i), p)
		if err != nil {
			return err
		}
		r.people.add(m.Person)
		r.file.Members = append(r.file.Members, m)
	}
	r.people.closed = len(t.Person) > 0
	return nil
}

func (r *reader) member(key string, t personText) (m Member, err error) {
	if m.Name, err = r.personName(key+".name", t.Name); err != nil {
		return m, err
	}
	if r.doc.Has(key + ".email") {
		if m.Email, err = r.email(key+".email", t.Email); err != nil {
			return m, err
		}
	}
	if m.Name == "" && m.Email == "" {
		return m, r.doc.Fault(key, "has neither a name nor an e-mail address", `write email = "a@example.org" under it`)
	}
	if m.Zone, err = r.zoneOr(key+".zone", t.Zone, nil); err != nil {
		return m, err
	}
	return m, r.distinct(key, m.Person)
}

// distinct refuses people who could not be told apart.
func (r *reader) distinct(key string, who rotation.Person) error {
	if _, twice := r.people.byMail[fold(who.Email)]; twice {
		return r.doc.Fault(key+".email", "two people have this e-mail address", "give each their own, or keep one of the two")
	}
	same := r.people.byName[fold(who.Name)]
	if len(same) >= MaxNamesakes {
		return r.doc.Fault(key+".name", fmt.Sprintf("more than %d people have this name", MaxNamesakes), "give each a name of their own")
	}
	for _, n := range same {
		if who.Email == "" || r.people.list[n].Email == "" {
			return r.doc.Fault(key+".name", "two people have this name, and one of them no e-mail address",
				"give both an e-mail address, or keep one of the two")
		}
	}
	return nil
}

func (r *reader) personName(key, text string) (string, error) {
	name, err := r.line(key, text)
	if err == nil && strings.Contains(name, "@") {
		err = r.doc.Fault(key, "a name must not have an @ in it", "write an e-mail address as email")
	}
	return name, err
}

func (r *reader) email(key, text string) (string, error) {
	const remedy = `write an address such as "a@example.org"`
	text = strings.TrimSpace(text)
	n := strings.LastIndexByte(text, '@')
	switch {
	case len(text) > MaxEmail:
		return "", r.doc.Fault(key, fmt.Sprintf("must be at most %d bytes", MaxEmail), "shorten it")
	case n <= 0 || n == len(text)-1 || strings.ContainsRune(text, ' ') || strings.ContainsFunc(text, hidden):
		return "", r.doc.Fault(key, "is not an e-mail address", remedy)
	}
	return text, nil
}

const remedyPerson = `write an e-mail address or a name, such as "a@example.org"`

// person is the one whom a text means.
func (r *reader) person(key, text string) (rotation.Person, error) {
	none := rotation.Person{}
	text = strings.TrimSpace(text)
	if text == "" {
		return none, r.doc.Fault(key, "names nobody", remedyPerson)
	}
	if r.people.closed {
		return r.known(key, text)
	}
	var who rotation.Person
	var err error
	if strings.Contains(text, "@") {
		who.Email, err = r.email(key, text)
	} else {
		who.Name, err = r.line(key, text)
	}
	if err != nil {
		return none, err
	}
	if len(r.people.find(text)) == 0 {
		r.people.add(who)
	}
	if len(r.people.list) > rotation.MaxPeople {
		return none, r.doc.Fault(key, fmt.Sprintf("the file names more than %d people", rotation.MaxPeople), "take out what is over, or split the rota")
	}
	return who, nil
}

// known is one of those whom the file lists.
func (r *reader) known(key, text string) (rotation.Person, error) {
	const nobody = "is nobody whom a [[person]] lists"
	none := rotation.Person{}
	found := r.people.find(text)
	switch {
	case len(found) == 1:
		return r.people.list[found[0]], nil
	case len(found) > 1:
		return none, r.doc.Fault(key, fmt.Sprintf("is the name of %d people", len(found)), "write the e-mail address of the one that is meant")
	case len(text) > MaxEmail:
		return none, r.doc.Fault(key, nobody, remedyPerson)
	}
	remedy := "add a [[person]] with this name or e-mail address"
	if near := r.people.nearest(text); near != "" {
		remedy = "did you mean " + near + "? Else " + remedy
	}
	return none, r.doc.Fault(key, nobody, remedy)
}

// somebody is the person of a key that must be there.
func (r *reader) somebody(key, text string) (rotation.Person, error) {
	if err := r.need(key, remedyPerson); err != nil {
		return rotation.Person{}, err
	}
	return r.person(key, text)
}

// anybody is the person of a key, where the file has it.
func (r *reader) anybody(key, text string) (rotation.Person, error) {
	if !r.doc.Has(key) {
		return rotation.Person{}, nil
	}
	return r.person(key, text)
}
