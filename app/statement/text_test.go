package statement

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAGuardedTextIsNoFormulaAndComesBack(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "|cmd", "%0", "\n=1"} {
		if !strings.HasPrefix(guard(s), "'") {
			t.Errorf("%q stays a formula", s)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`['=+\-@ ]{0,4}[a-z]*`)).Draw(t, "text")
		if unguard(guard(s)) != s {
			t.Fatalf("%q becomes %q", s, unguard(guard(s)))
		}
	})
}

func TestTheClockIsExact(t *testing.T) {
	for s, want := range map[int64]string{0: "0:00", 1200: "0:20", 3661: "1:01:01", -5400: "-1:30", 360000: "100:00"} {
		if got := clock(s); got != want {
			t.Errorf("%d s is %s, want %s", s, got, want)
		}
	}
}

func TestColumnsAreNamedAsSpreadsheetsDo(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func TestATextIsCutBetweenCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, n := rapid.String().Draw(t, "text"), rapid.IntRange(2, 20).Draw(t, "units")
		head, rest := splitUnits(s, n)
		if head+rest != s || (rest != "" && head == "") || len(head) > 4*n {
			t.Fatalf("%q at %d became %q and %q", s, n, head, rest)
		}
	})
	if h, r := splitUnits(strings.Repeat("x", 40000), mostCellUnits); len(h) != mostCellUnits || len(r) != 40000-mostCellUnits {
		t.Error("the cut is in the wrong place")
	}
}
