package look

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func narrowerThan(n int) func(string) bool {
	return func(s string) bool { return utf8.RuneCountInString(s) <= n }
}

func TestATextThatIsTooLongEndsInAnEllipsis(t *testing.T) {
	for _, c := range []struct {
		name, text string
		room       int
		want       string
	}{
		{"fits", "Queue", 5, "Queue"},
		{"is cut", "Queue depth", 8, "Queue d…"},
		{"is not cut at a space", "Queue depth", 7, "Queue…"},
		{"keeps accents with their letter", "ae\u0301bc", 3, "a…"},
		{"has no room", "Queue", 0, "…"},
		{"is empty", "", 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Ellipsis(c.text, narrowerThan(c.room)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAnEllipsisKeepsABeginningThatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, room := rapid.String().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "room")
		got := Ellipsis(text, narrowerThan(room))
		if !narrowerThan(room)(got) {
			t.Fatalf("%q does not fit in %d", got, room)
		}
		if got != text && !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
			t.Fatalf("%q is no beginning of %q", got, text)
		}
	})
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestWrappingLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab c\n"), unicode.Letter)).Draw(t, "text")
		room := rapid.IntRange(1, 12).Draw(t, "room")
		lines := Wrap(text, narrowerThan(room), 0)
		if letters(strings.Join(lines, "")) != letters(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, line := range lines {
			if !narrowerThan(room)(line) {
				t.Fatalf("%q does not fit in %d", line, room)
			}
		}
	})
}

func TestWrappingBreaksAtSpacesAndStopsAtItsBound(t *testing.T) {
	for _, c := range []struct {
		name, text string
		room, most int
		want       string
	}{
		{"at spaces", "the queue grows", 9, 0, "the queue|grows"},
		{"within a word", "abcdefgh", 3, 0, "abc|def|gh"},
		{"at line feeds", "a\n\nb", 9, 0, "a||b"},
		{"with a bound", "the queue grows and grows", 9, 2, "the queue|grows an…"},
		{"with a bound it keeps", "the queue grows", 9, 2, "the queue|grows"},
		{"with a bound among line feeds", "a\nb\nc", 9, 2, "a|b…"},
		{"with a bound before a line like the first", "a\nb\na", 9, 1, "a…"},
		{"nothing", "", 9, 0, ""},
		{"what is not UTF-8", "\xe1 b", 9, 0, "\uFFFD b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(Wrap(c.text, narrowerThan(c.room), c.most), "|"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("a b", 1, 0)
	f.Add("\xff\x00 long", 3, 2)
	f.Fuzz(func(t *testing.T, text string, room, most int) {
		if room < 1 || room > 100 || most < 0 || most > 100 || len(text) > 1000 {
			t.Skip()
		}
		lines := Wrap(text, narrowerThan(room), most)
		if len(lines) == 0 || most > 0 && len(lines) > most {
			t.Errorf("%q in %d became %d lines, at most %d were allowed", text, room, len(lines), most)
		}
	})
}
