package ical

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"standby/rotation"
)

func TestTheEventSaysWhoIsOnCall(t *testing.T) {
	b := rotation.Person{Name: "Engineer B", Email: "b@example.org"}
	c := rotation.Person{Name: "Engineer C"}
	tests := []struct {
		name  string
		opt   Options
		lines []string
		want  []rotation.Person
		role  rotation.Role
	}{
		{"all of a personal feed is mine", Options{Me: engineerA, Mine: true},
			[]string{"SUMMARY:On Call - Platform", "ATTENDEE;CN=Engineer B:mailto:b@example.org"}, []rotation.Person{engineerA}, rotation.Primary},
		{"an attendee", Options{Me: engineerA}, []string{"SUMMARY:Platform", "ATTENDEE;CN=Engineer B:mailto:b@example.org"}, []rotation.Person{b}, rotation.Primary},
		{"an attendee in capitals", Options{}, []string{"ATTENDEE;CN=Engineer B:MAILTO:b@example.org"}, []rotation.Person{b}, rotation.Primary},
		{"an attendee without mailto", Options{}, []string{"ATTENDEE;CN=Engineer B:b@example.org"}, []rotation.Person{b}, rotation.Primary},
		{"an attendee whose name is the address", Options{}, []string{"ATTENDEE;CN=b@example.org:mailto:b@example.org"},
			[]rotation.Person{{Email: "b@example.org"}}, rotation.Primary},
		{"None is nobody's address; the role is in the summary", Options{},
			[]string{"SUMMARY:platform secondary shift: Engineer C", "ATTENDEE;CN=Engineer C;ROLE=REQ-PARTICIPANT:MAILTO:None", "TRANSP:TRANSPARENT"},
			[]rotation.Person{c}, rotation.Secondary},
		{"None is nobody at all", Options{}, []string{"SUMMARY:Engineer C", "ATTENDEE:MAILTO:None"}, []rotation.Person{c}, rotation.Primary},
		{"two attendees have a shift each", Options{Role: rotation.Shadow},
			[]string{"ATTENDEE;CN=Engineer B:mailto:b@example.org", "ATTENDEE;CN=Engineer C:invalid"}, []rotation.Person{c, b}, rotation.Shadow},
		{"a room is nobody", Options{}, []string{"SUMMARY:Engineer C", "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@example.org"}, []rotation.Person{c}, rotation.Primary},
		{"I am the attendee with my address", Options{Me: engineerA},
			[]string{"ATTENDEE;CN=A.:mailto:A@Example.org", "ATTENDEE;CN=Engineer B:mailto:b@example.org"}, []rotation.Person{engineerA, b}, rotation.Primary},
		{"my name in the summary", Options{Me: engineerA}, []string{"SUMMARY:Week 2: engineer a (platform)"}, []rotation.Person{engineerA}, rotation.Primary},
		{"my address in the summary", Options{Me: engineerA}, []string{"SUMMARY:on duty: a@example.org"}, []rotation.Person{engineerA}, rotation.Primary},
		{"not my name in a longer one", Options{Me: rotation.Person{Name: "Ann"}}, []string{"SUMMARY:Ann-Marie and Annabel, ann@example.org"},
			[]rotation.Person{{Name: "Ann-Marie and Annabel, ann@example.org"}}, rotation.Primary},
		{"not my address in a longer one", Options{Me: engineerA}, []string{"SUMMARY:a@example.org.invalid"},
			[]rotation.Person{{Email: "a@example.org.invalid"}}, rotation.Primary},
		{"nobody", Options{}, nil, []rotation.Person{{}}, rotation.Primary},
		{"commas that should have been escaped are kept", Options{}, []string{"SUMMARY:C, D, and E"}, []rotation.Person{{Name: "C, D, and E"}}, rotation.Primary},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(morning(tt.lines...)...), tt.opt)
			var got []rotation.Person
			for _, s := range res.Shifts {
				got = append(got, s.Person)
				if s.Role != tt.role {
					t.Errorf("role %q, want %q", s.Role, tt.role)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestTextIsUnescapedWithoutLoss(t *testing.T) {
	for in, want := range map[string]string{
		`a\, b\; c`: "a, b; c", `a, b`: "a, b", `a\nb\Nc`: "a\nb\nc", `a\\n`: `a\n`,
		`\"a\"`: `"a"`, `a\`: "a", `\:`: ":", ``: "", `é\,`: "é,",
	} {
		if got := unescape(in); got != want {
			t.Errorf("unescape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTextIsFitToBeShownAnywhere(t *testing.T) {
	for in, want := range map[string]string{
		"a\u202eb\u2066c\u200e\u061c": "abc", "a\x00b\x07\x1b[31m": "ab[31m", " a \t\r\n b ": "a b",
		"\xff\xfeok": "\uFFFDok", "👩‍🔧": "👩‍🔧", strings.Repeat("x", 121): strings.Repeat("x", 119) + "…",
		strings.Repeat("é", 120): strings.Repeat("é", 120),
	} {
		if got := clean(in, 120); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := clean(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))+rapid.String().Draw(t, "text"), 20)
		if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 20 || s != strings.TrimSpace(s) || clean(s, 20) != s {
			t.Fatalf("%q", s)
		}
	})
}
