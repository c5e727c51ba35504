package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"standby/rotation"
)

// hostile are texts that should not become anything but text.
var hostile = []string{
	"a\r\nATTENDEE:mailto:x@example.org", "a\rEND:VEVENT", "a\nb\n\nc", "\x00\x07\x1b[31mred", "tab\there",
	`back\slash \n \, \;`, "semi;colon,comma:colon", "quote\"s 'n' ^n ^^", "\u2028line\u2029para\u0085next\vvt\fff",
	"rtl \u202eevil\u2066", "\xff\xfe\x80", "trailing \\", "é" + strings.Repeat("🧑‍🚒", 40), strings.Repeat("x", 300),
	strings.Repeat(" ", 200), "BEGIN:VEVENT", " leading", "\ufeffbom", "a\r\n b",
}

// checkLines holds a file to RFC 5545 3.1 and gives its properties and values.
func checkLines(t interface {
	Fatalf(string, ...any)
}, data []byte,
) []string {
	physical := strings.Split(string(data), "\r\n")
	if physical[len(physical)-1] != "" {
		t.Fatalf("the file does not end with CRLF")
	}
	for _, l := range physical {
		if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n\x00\v\f") {
			t.Fatalf("%d octets, or not clean: %q", len(l), l)
		}
	}
	return logical(data)
}

// namesOf are the names of the properties.
func namesOf(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l[:strings.IndexAny(l, ":;")] + " ")
	}
	return b.String()
}

// textCalendar is a calendar with a text wherever there can be one.
func textCalendar(text, other string) Calendar {
	e := Entry{
		UID: "u", Modified: wrote, Start: wrote, End: wrote.Add(time.Hour),
		Summary: "S" + text, Description: "D" + other, Categories: []string{"C" + text, other + "C"},
		Attendees: []rotation.Person{{Name: text, Email: "a@example.org"}},
	}
	return Calendar{Name: "N" + other, Entries: []Entry{e}}
}

// checkText writes hostile texts and reads them back.
func checkText(t interface {
	Fatalf(string, ...any)
}, text, other string,
) {
	var plain, b bytes.Buffer
	if err := Write(&plain, textCalendar("x", "y")); err != nil {
		t.Fatalf("%v", err)
	}
	if err := Write(&b, textCalendar(text, other)); err != nil {
		if len(text)+len(other) > 10_000 {
			return
		}
		t.Fatalf("%v", err)
	}
	lines := checkLines(t, b.Bytes())
	want := strings.Join(strings.Fields(namesOf(checkLines(t, plain.Bytes()))), " ")
	if got := strings.Join(strings.Fields(namesOf(lines)), " "); got != want {
		t.Fatalf("%q, %q: properties %s, want %s", text, other, got, want)
	}
	for _, l := range lines {
		name, _, value := splitLine(l)
		switch name {
		case "SUMMARY":
			if got := unescape(value); got != oneLine("S"+text) {
				t.Fatalf("summary %q read back as %q", oneLine("S"+text), got)
			}
		case "DESCRIPTION":
			if got := unescape(value); got != paragraphs("D"+other) {
				t.Fatalf("description %q read back as %q", paragraphs("D"+other), got)
			}
		case "ATTENDEE":
			if value != "mailto:a@example.org" {
				t.Fatalf("attendee %q", l)
			}
		}
	}
}

func TestNoTextBecomesAPropertyAndNoneIsLost(t *testing.T) {
	for _, text := range hostile {
		for _, other := range hostile {
			checkText(t, text, other)
		}
	}
}

func TestAnyTextIsReadBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\\;,:\"\r\n\t ^nN\u2028é🧑")))).Draw(t, "text")
		checkText(t, text, string(rapid.SliceOf(rapid.Byte()).Draw(t, "other")))
	})
}

func FuzzNoTextBecomesAProperty(f *testing.F) {
	for i, text := range hostile {
		f.Add(text, hostile[(i+7)%len(hostile)])
	}
	f.Fuzz(func(t *testing.T, text, other string) { checkText(t, text, other) })
}
