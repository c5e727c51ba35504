package notify

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCleanMakesOneHarmlessLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"leaves plain text alone", "Checkout p99 above 2 s", "Checkout p99 above 2 s"},
		{"leaves other scripts alone", "Störung 停电 שירות", "Störung 停电 שירות"},
		{"leaves markup for the back end to escape", "<b>a</b> & b", "<b>a</b> & b"},
		{"leaves a shell substitution as text", "$(touch x) `id`", "$(touch x) `id`"},
		{"drops NUL", "disk\x00 full", "disk full"},
		{"drops escape sequences' control byte", "\x1b[31mred\x1b[0m", "[31mred[0m"},
		{"replaces a run of invalid bytes by one mark", "a\xff\xfe\xfdb", "a\uFFFDb"},
		{"keeps a replacement character that was sent", "a\uFFFD\uFFFDb", "a\uFFFD\uFFFDb"},
		{"replaces a truncated rune", "a\xe2\x82", "a\uFFFD"},
		{"drops a right-to-left override", "invoice\u202Efdp.exe", "invoicefdp.exe"},
		{"drops isolates and marks", "\u2066a\u2069\u200E\u200F\u061C", "a"},
		{"drops zero-width characters and the byte order mark", "\uFEFFa\u200Bb\u200D\u2060c\u00AD", "abc"},
		{"drops tag characters that smuggle text", "a\U000E0041\U000E007F", "a"},
		{"drops fillers that look like nothing", "\u3164\u115Fa\uFFA0", "a"},
		{"drops noncharacters", "a\uFFFE\U0010FFFF\uFDD0b", "ab"},
		{"folds white space of every kind", " \ta\u00A0\u2003\r\n\v b\u2028c\u3000", "a b c"},
		{"is empty when nothing is visible", "\x00\u200B \n", ""},
		{"is empty when there is nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in, MaxTitle); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestCleanCapsWithAnEllipsis(t *testing.T) {
	for _, c := range []struct {
		name string
		in   string
		max  int
		want string
	}{
		{"a text that just fits stays whole", "abcde", 5, "abcde"},
		{"a longer one ends in an ellipsis", "abcdef", 5, "abcd…"},
		{"no space stands before the ellipsis", "abc defg", 5, "abc…"},
		{"runes are counted, not bytes", "停电停电停电", 4, "停电停…"},
		{"invisible runes do not count", "a\u200Bb\u200Bc", 3, "abc"},
		{"white space after the cap is not left out text", "abc   \n", 3, "abc"},
		{"one rune is the ellipsis", "ab", 1, "…"},
		{"room for none is nothing", "ab", 0, ""},
		{"a negative cap is nothing", "ab", -1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in, c.max); got != c.want {
				t.Errorf("Clean(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
			}
		})
	}
}

func TestCleanBodyKeepsLines(t *testing.T) {
	for _, c := range []struct {
		name  string
		in    string
		runes int
		lines int
		want  string
	}{
		{"keeps line breaks", "a\nb", 50, 5, "a\nb"},
		{"reads CR LF and CR as one break", "a\r\nb\rc", 50, 5, "a\nb\nc"},
		{"keeps one blank line of many", "a\n\n\n\nb", 50, 5, "a\n\nb"},
		{"reads CR LF twice as a blank line", "a\r\n\r\nb", 50, 5, "a\n\nb"},
		{"keeps a tab inside a line", "a\tb  c", 50, 5, "a\tb c"},
		{"drops white space around lines", "  a \t\n\t b\n", 50, 5, "a\nb"},
		{"stops after the lines it may keep", "a\nb\nc\nd", 50, 3, "a\nb\nc…"},
		{"counts blank lines", "a\n\nb\nc", 50, 3, "a\n\nb…"},
		{"stops after the runes it may keep", "abc\ndef", 6, 5, "abc\nd…"},
		{"leaves no break before the ellipsis", "abc\ndef", 5, 5, "abc…"},
		{"breaks at the separators of Unicode", "a\u2028b\u2029c\u0085d", 50, 5, "a\nb\nc\nd"},
		{"treats no lines as one", "a\nb", 50, 0, "a b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := CleanBody(c.in, c.runes, c.lines); got != c.want {
				t.Errorf("CleanBody(%q, %d, %d) = %q, want %q", c.in, c.runes, c.lines, got, c.want)
			}
		})
	}
}

func TestCleanOfAMegabyteIsCapped(t *testing.T) {
	for name, in := range map[string]string{
		"letters":       strings.Repeat("a", 1<<20),
		"spaces first":  strings.Repeat(" ", 1<<20) + "a",
		"invalid bytes": strings.Repeat("\xff", 1<<20),
		"alternating":   strings.Repeat("\xffa", 1<<19),
		"invisible":     strings.Repeat("\u200B", 1<<18) + "end",
		"lines":         strings.Repeat("a\n", 1<<19),
	} {
		t.Run(name, func(t *testing.T) {
			checkClean(t, in, MaxTitle, MaxBodyLines)
		})
	}
}

func TestCleanHoldsWhatItPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "runes")
		checkClean(t, in, rapid.IntRange(-1, 40).Draw(t, "max"), rapid.IntRange(0, 4).Draw(t, "lines"))
	})
}

func FuzzClean(f *testing.F) {
	f.Add("a\x00b\u202E\xff\r\n\tc", 10, 2)
	f.Add(strings.Repeat("\n", 50)+"x", 1, 1)
	f.Fuzz(func(t *testing.T, in string, runes, lines int) {
		checkClean(t, in, runes, lines)
	})
}

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

func checkClean(t failer, in string, runes, lines int) {
	t.Helper()
	one := Clean(in, runes)
	body := CleanBody(in, runes, lines)
	if again := Clean(one, runes); again != one {
		t.Errorf("Clean(%.200q, %d) = %q, and cleaned again %q", in, runes, one, again)
	}
	if again := CleanBody(body, runes, lines); again != body {
		t.Errorf("CleanBody(%.200q, %d, %d) = %q, and cleaned again %q", in, runes, lines, body, again)
	}
	if strings.ContainsAny(one, "\n\t") {
		t.Errorf("Clean(%.200q) = %q holds a break or a tab", in, one)
	}
	if n := strings.Count(body, "\n") + 1; n > max(lines, 1) {
		t.Errorf("CleanBody(%.200q, lines %d) has %d lines", in, lines, n)
	}
	for _, out := range []string{one, body} {
		checkHarmless(t, in, out, runes)
	}
}

func checkHarmless(t failer, in, out string, runes int) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%.200q became invalid UTF-8: %q", in, out)
	}
	if n := utf8.RuneCountInString(out); n > max(runes, 0) {
		t.Errorf("%.200q became %d runes, more than %d", in, n, runes)
	}
	if out != strings.TrimSpace(out) || strings.Contains(out, "  ") {
		t.Errorf("%.200q became %q, which has loose white space", in, out)
	}
	for _, r := range out {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Bidi_Control)) {
			t.Errorf("%.200q became %q, which holds %U", in, out, r)
		}
	}
}

func TestASpanIsSaidToTheSecond(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 400 * time.Millisecond: "0 s", 45 * time.Second: "45 s", 15 * time.Minute: "15 min", 15*time.Minute - time.Millisecond: "15 min",
		90 * time.Second: "1 min 30 s", 90 * time.Minute: "1 h 30 min", 24 * time.Hour: "24 h", time.Hour + time.Second: "1 h 1 s",
	} {
		if got := spanText(d); got != want {
			t.Errorf("%v reads %q, want %q", d, got, want)
		}
	}
}
