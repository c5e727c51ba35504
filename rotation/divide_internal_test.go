package rotation

import (
	"testing"

	"pgregory.net/rapid"
)

func TestADivisorDivides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		by := rapid.Int64Range(1, secondsPerMonth*MaxEvery).Draw(t, "by")
		a := rapid.Int64Range(-widest, widest).Draw(t, "a")
		if rapid.Bool().Draw(t, "at an edge") {
			a = max(-widest, min(widest, a/by*by+rapid.Int64Range(-1, 1).Draw(t, "off")))
		}
		if q, r := divideBy(by).floor(a); q != floorDiv(a, by) || r != floorMod(a, by) {
			t.Fatalf("%d by %d: %d rest %d, want %d rest %d", a, by, q, r, floorDiv(a, by), floorMod(a, by))
		}
	})
}
