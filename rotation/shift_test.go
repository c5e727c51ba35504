package rotation_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"standby/rotation"
)

func TestSamePerson(t *testing.T) {
	person := func(name, email string) rotation.Person { return rotation.Person{Name: name, Email: email} }
	tests := []struct {
		name string
		p, q rotation.Person
		want bool
	}{
		{"equal e-mails decide, whatever the names", person("Engineer A", "a@example.org"), person("A.", "A@Example.org"), true},
		{"unlike e-mails decide, whatever the names", person("Engineer A", "a@example.org"), person("Engineer A", "b@example.org"), false},
		{"with one e-mail the names decide", person("Engineer A", "a@example.org"), person(" engineer a ", ""), true},
		{"with no e-mail the names decide", person("Engineer A", ""), person("Engineer B", ""), false},
		{"an e-mail is no name", person("", "a@example.org"), person("a@example.org", ""), false},
		{"two that are empty are not one", person("", ""), person("", ""), false},
		{"nor two of nothing but space", person(" ", ""), person("", ""), false},
		{"an e-mail of space", person("Engineer A", "a@example.org"), person("", "a@example.org "), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.Same(tt.q); got != tt.want {
				t.Errorf("%+v same as %+v: %v", tt.p, tt.q, got)
			}
			if tt.p.Same(tt.q) != tt.q.Same(tt.p) {
				t.Error("it depends on who is asked")
			}
		})
	}
}

func TestAPersonIsShownBySomething(t *testing.T) {
	for want, p := range map[string]rotation.Person{
		"Engineer A":    engineerA,
		"a@example.org": {Name: " ", Email: "a@example.org"},
		"somebody":      {},
	} {
		if got := p.String(); got != want {
			t.Errorf("%+v is shown as %q, want %q", p, got, want)
		}
	}
}

func TestSortShiftsPutsAnyOrderIntoOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shifts := drawShifts(t)
		for i := range shifts {
			shifts[i].UID = string(rune('a' + i)) // unique, as the contract says
		}
		other := rapid.Permutation(shifts).Draw(t, "mixed")
		rotation.SortShifts(shifts)
		rotation.SortShifts(other)
		if !slices.Equal(shifts, other) {
			t.Fatalf("%v and %v", shifts, other)
		}
		if !slices.IsSortedFunc(shifts, func(a, b rotation.Shift) int { return a.Start.Compare(b.Start) }) {
			t.Fatal("not in order of start")
		}
	})
}
