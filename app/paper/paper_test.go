package paper

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestATextIsCleanedOfWhatNoPageShows(t *testing.T) {
	cases := map[string]string{
		"a\r\nb\rc\u2028d":       "a\nb\nc\nd",
		"tab\there":              "tab here",
		"nul\x00bell\x07":        "nul\uFFFDbell\uFFFD",
		"bad\xff":                "bad\uFFFD",
		"12\u202e34":             "12\uFFFD34",
		"mark\uFEFF":             "mark\uFFFD",
		"  spaces and ends \n\n": "spaces and ends",
		"שלום":                   "שלום",
		"family 👨‍👩‍👧":           "family 👨‍👩‍👧",
	}
	for in, want := range cases {
		if got := Clean(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestACleanTextStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Clean(rapid.String().Draw(t, "text"))
		if Clean(s) != s {
			t.Fatalf("%q becomes %q", s, Clean(s))
		}
	})
}

func TestAnHourThatComesTwiceIsToldApart(t *testing.T) {
	cases := []struct{ zone, instant, want string }{
		{"Europe/Berlin", "2026-10-25T00:30:00Z", "Sun 25 Oct 2026 02:30 +02:00"},
		{"Europe/Berlin", "2026-10-25T01:30:00Z", "Sun 25 Oct 2026 02:30 +01:00"},
		{"Europe/Berlin", "2026-10-25T02:00:00Z", "Sun 25 Oct 2026 03:00"},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "Sun 29 Mar 2026 03:00"},
		{"Australia/Lord_Howe", "2026-04-04T14:45:00Z", "Sun 5 Apr 2026 01:45 +11:00"},
		{"Asia/Kolkata", "2026-10-25T00:30:00Z", "Sun 25 Oct 2026 06:00"},
	}
	for _, c := range cases {
		at, err := time.Parse(time.RFC3339, c.instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := Moment(at, zone(t, c.zone)); got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.instant, c.zone, got, c.want)
		}
	}
}

func TestAPeriodOfWholeDaysNamesItsLastDay(t *testing.T) {
	loc := zone(t, "Europe/Berlin")
	at := func(day, hour int) time.Time { return time.Date(2026, 10, day, hour, 0, 0, 0, loc) }
	for want, i := range map[string]rotation.Interval{
		"1 October 2026 to 31 October 2026":             {Start: at(1, 0), End: at(32, 0)},
		"5 October 2026":                                {Start: at(5, 0), End: at(6, 0)},
		"Mon 5 Oct 2026 08:00 to Mon 12 Oct 2026 08:00": {Start: at(5, 8), End: at(12, 8)},
	} {
		if got := Period(i, loc); got != want {
			t.Errorf("it is %q, want %q", got, want)
		}
	}
}

func testFace(t testing.TB) *face {
	t.Helper()
	f, err := newFace(regularTTF())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheTypefaceHasLatinGreekCyrillicAndTheSigns(t *testing.T) {
	f := testFace(t)
	s := "ÄÖÜßçéñŁőșțž Αθήνα Москва Україна €£¥§°½×÷−≤≥→… “”„‘’–—□"
	if got, lost := f.printable(s); lost || got != s {
		t.Errorf("%q is printed as %q", s, got)
	}
	for in, want := range map[string]string{
		"e\u0301": "é", "ﬁ": "ﬁ", "ế": "e", "a\u202Fb": "a b", "non\u2011breaking": "non-breaking", "שלום": "□□□□", "日本": "□□", "👍🏽": "□□",
	} {
		if got, _ := f.printable(in); got != want {
			t.Errorf("%q is printed as %q, want %q", in, got, want)
		}
	}
}

func TestAWrappedTextFitsAndLosesNothingButSpaces(t *testing.T) {
	f := testFace(t)
	rapid.Check(t, func(t *rapid.T) {
		s, _ := f.printable(Clean(rapid.OneOf(
			rapid.StringMatching(`([a-zA-Z0-9/]{1,30}[ \n]{0,2}){0,20}`), rapid.String()).Draw(t, "text")))
		width := rapid.Float64Range(12, 200).Draw(t, "width")
		lines := f.wrap(s, 9, width)
		for _, l := range lines {
			if got := f.measure(l, 9); got > width+1e-6 && len([]rune(l)) > 1 {
				t.Fatalf("%q is %g wide, more than %g", l, got, width)
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got := strings.Join(lines, ""); bare(got) != bare(s) {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}
