package rotation

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDutyKnowsMeAsPersonSameDoes(t *testing.T) {
	// Case of more than ASCII: a Kelvin sign, a long s, a dotted I, two sigmas.
	words := []string{"", " ", "ann", "Ann", " ANN ", "anna", "an", "a", "Ärne", "äRNE", "annÄ", "K", "k", "ſ", "S", "İ", "i", "Σ", "ς", "a\xff", "A\xff"}
	word := rapid.OneOf(rapid.SampledFrom(words), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) Person { return Person{word.Draw(t, label+" name"), word.Draw(t, label+" mail")} }
		me, p := draw("me"), draw("other")
		who := folded{me, fold(me.Name), fold(me.Email)}
		if got := who.same(&p); got != p.Same(me) {
			t.Fatalf("%q is %q: %v", p, me, got)
		}
	})
}
