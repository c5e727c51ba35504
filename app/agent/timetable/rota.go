package timetable

import (
	"cmp"
	"fmt"
	"slices"

	"standby/app/agent"
	"standby/rotation"
	"standby/rotation/rotafile"
)

// Rota reads a rota file; file is the path that errors name. The shifts carry
// the name that the question gives the rota, not the one in the file.
func Rota(file string) agent.Format {
	return func(data []byte, q agent.Question) (agent.Timetable, error) {
		f, err := rotafile.Parse(file, data)
		if err != nil {
			return agent.Timetable{}, fmt.Errorf("%w: %w", agent.ErrUnreadable, err)
		}
		f.Rota.Name = q.Rota
		plan, err := rotation.Compile(f.Rota)
		if err != nil {
			return agent.Timetable{}, fmt.Errorf("%w: %w", agent.ErrUnreadable, err)
		}
		t, err := ask(plan, q)
		if err != nil {
			return agent.Timetable{}, err
		}
		for i := range t.Shifts {
			t.Shifts[i].Person = complete(t.Shifts[i].Person, q.Me)
		}
		t.Away = f.TimeOff
		t.Knows = t.Knows || slices.ContainsFunc(f.Members, func(m rotafile.Member) bool { return m.Same(q.Me) })
		more, err := warnings(plan, f, t.Horizon, q)
		t.Warnings = append(t.Warnings, more...)
		return t, err
	}
}

// complete gives the user the name and the address by which they are known, where
// the file has only one of them.
func complete(p, me rotation.Person) rotation.Person {
	if !p.Same(me) {
		return p
	}
	return rotation.Person{Name: cmp.Or(p.Name, me.Name), Email: cmp.Or(p.Email, me.Email)}
}
