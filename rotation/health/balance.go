package health

import (
	"cmp"
	"slices"
)

// weigh compares what those who have a load bear.
func weigh(people []Person) Balance {
	bearers := slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return p.Load == 0 })
	return Balance{
		Hours:    even(bearers, func(p *Person) int64 { return p.Load }),
		Nights:   even(bearers, func(p *Person) int64 { return p.Night }),
		Weekends: even(bearers, func(p *Person) int64 { return p.Weekend }),
		Holidays: even(bearers, func(p *Person) int64 { return p.Holiday }),
	}
}

func even(people []Person, of func(*Person) int64) Evenness {
	e := Evenness{Overloaded: []Overload{}}
	loads := make([]int64, len(people))
	var sum int64
	for i := range people {
		loads[i] = of(&people[i])
		sum += loads[i]
	}
	e.Ratio, e.Percent = balance(loads)
	if e.Percent >= tolerated {
		e.Percent = 100
		return e
	}
	for i := range people {
		over := percent(of(&people[i])*int64(len(people)), sum) - 100
		if over > 0 {
			e.Overloaded = append(e.Overloaded, Overload{Person: people[i].Person, Percent: over})
		}
	}
	slices.SortFunc(e.Overloaded, func(a, b Overload) int {
		return cmp.Or(cmp.Compare(b.Percent, a.Percent), byName(a.Person, b.Person))
	})
	return e
}
