package rotation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// numbers are those of people whom a register was prepared for, -1 for those whom
// it refuses.
func numbers(t interface{ Fatalf(string, ...any) }, people []Person) (list []int16, r register) {
	r = newRegister()
	r.prepare(slices.Values(people))
	for _, p := range people {
		id, err := r.id(p)
		if err != nil {
			if !errors.Is(err, ErrRange) {
				t.Fatalf("%v: %v", p, err)
			}
			id = -1
		}
		list = append(list, id)
	}
	return list, r
}

func TestRegisterTellsPeopleApartByTheirAddress(t *testing.T) {
	ann, annX, annY, x := Person{Name: "Ann"}, Person{Name: "Ann", Email: "x@example.org"}, Person{Name: "ann ", Email: "y@example.org"}, Person{Email: "X@example.org"}
	anneX, bob := Person{Name: "Anne", Email: "x@example.org"}, Person{Name: "Bob"}
	tests := []struct {
		name   string
		people []Person
		want   []int16
		list   []Person
	}{
		{"a name means the one person of that name", []Person{bob, annX, ann}, []int16{0, 1, 1}, []Person{bob, annX}},
		{"whoever comes first, and is completed", []Person{ann, bob, annX}, []int16{0, 1, 0}, []Person{annX, bob}},
		{"an address without a name is completed", []Person{x, annX, ann}, []int16{0, 0, 0}, []Person{{Name: "Ann", Email: "X@example.org"}}},
		{"a name is refused when two addresses have it", []Person{ann, annX, annY}, []int16{-1, 0, 1}, []Person{annX, annY}},
		{"in any order", []Person{annX, ann, annY}, []int16{0, -1, 1}, []Person{annX, annY}},
		{"or last", []Person{annY, annX, ann}, []int16{0, 1, -1}, []Person{annY, annX}},
		{"two names of one address mean one person", []Person{{Name: "Anne"}, annX, ann, anneX}, []int16{0, 0, 0, 0}, []Person{annX}},
		{"an address met before its name is the name's all the same", []Person{x, ann, annX}, []int16{0, 0, 0}, []Person{{Name: "Ann", Email: "X@example.org"}}},
		{"an address without a name is nobody's namesake", []Person{x, ann}, []int16{0, 1}, []Person{x, ann}},
		{"nobody is refused", []Person{ann, {Name: " "}}, []int16{0, -1}, []Person{ann}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, r := numbers(t, tt.people)
			if !slices.Equal(got, tt.want) || !slices.Equal(r.list, tt.list) {
				t.Errorf("numbers %v of %+v", got, r.list)
			}
		})
	}
	r := newRegister()
	r.prepare(slices.Values([]Person{annX, annY}))
	if _, err := r.id(ann); err == nil || !strings.HasPrefix(err.Error(), "two people are called Ann; give the e-mail address") {
		t.Errorf("error %v", err)
	}
}

func TestRegisterDoesNotDependOnTheOrderOfPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Person {
			return Person{rapid.SampledFrom([]string{"", "Ann", "ANN ", "Bob", "Eve"}).Draw(t, "name"), rapid.SampledFrom([]string{"", "", "x@example.org", "X@example.org", "y@example.org"}).Draw(t, "mail")}
		}), 0, 10).Draw(t, "people")
		order := make([]int, len(people))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		mixed := make([]Person, len(people))
		for i, n := range order {
			mixed[i] = people[n]
		}
		a, _ := numbers(t, people)
		b, _ := numbers(t, mixed)
		for i, n := range order {
			for j, m := range order {
				if (a[n] < 0) != (b[i] < 0) || (a[n] == a[m]) != (b[i] == b[j]) {
					t.Fatalf("%v: numbers %v\n%v: numbers %v", people, a, mixed, b)
				}
			}
		}
	})
}

func TestRegisterSaysWhenPeopleAreTooMany(t *testing.T) {
	many := func(yield func(Person) bool) {
		for i := range 1_000_000 {
			if !yield(Person{Email: fmt.Sprint(i, "@example.org")}) {
				return
			}
		}
	}
	r := newRegister()
	r.prepare(many)
	if n := len(r.byMail); n > MaxPeople+1 {
		t.Errorf("took note of %d people", n)
	}
	n := 0
	for p := range many {
		if _, err := r.id(p); err != nil {
			if !errors.Is(err, ErrRange) || !strings.Contains(err.Error(), "10000 people") {
				t.Errorf("error %v", err)
			}
			break
		}
		n++
	}
	if n != MaxPeople {
		t.Errorf("%d people were let in", n)
	}
}

func TestRegisterIsPreparedForEverybodyInARota(t *testing.T) {
	who := func(i int) Person { return Person{Name: fmt.Sprint("Engineer ", i)} }
	r := Rota{
		Layers: []Layer{
			{Versions: []Version{{Rotation: Rotation{Groups: [][]Person{{who(0), who(1)}, {who(2)}}}}, {Rotation: Rotation{Groups: [][]Person{{who(3)}}}}}},
			{Versions: []Version{{Rotation: Rotation{Groups: [][]Person{{who(4)}}}}}},
		},
		Overrides: []Override{{In: who(5)}, {Out: who(6)}},
		Swaps:     []Swap{{A: Side{Person: who(7)}, B: Side{Person: who(8)}}},
	}
	all := slices.DeleteFunc(slices.Collect(everybody(r)), func(p Person) bool { return p == Person{} })
	for i, p := range all {
		if p != who(i) {
			t.Errorf("person %d is %v", i, p)
		}
	}
	if len(all) != 9 {
		t.Errorf("%d people", len(all))
	}
	for n := range 9 { // whoever stops early is not asked again
		for range everybody(r) {
			if n--; n < 0 {
				break
			}
		}
	}
}
