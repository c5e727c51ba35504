package profile

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"standby/rotation"
)

func TestAPatternSaysWherePersonRoleAndRotaStand(t *testing.T) {
	for _, c := range []struct{ pattern, summary, person, role, rota string }{
		{"{person}", "Engineer A", "Engineer A", "", ""},
		{"{role} shift: {person}", "Primary shift: Engineer A", "Engineer A", "primary", ""},
		{"{role} shift: {person}", "PRIMARY SHIFT: Engineer A", "Engineer A", "primary", ""},
		{"{role}: {person}", "Incident lead: Engineer A", "Engineer A", "incident lead", ""},
		{"{rota} {role} shift: {person}", "data platform backup shift: Engineer A", "Engineer A", "secondary", "data platform"},
		{"{person} {role}", "Engineer A L2", "Engineer A", "secondary", ""},
		{"{role} {person}", "shadow Engineer A", "Engineer A", "shadow", ""},
		{"{person} - {rota}", "Engineer A - Platform - north", "Engineer A", "", "Platform - north"},
		{"Week {any}: {person}", "Week 12: Engineer A", "Engineer A", "", ""},
		{"{person} On-Call{any}", "Engineer A On-Call", "Engineer A", "", ""},
		{"{person} On-Call{any}", "Engineer A On-Call (x)", "Engineer A", "", ""},
		{"[{any}] {person} ({rota})", "[P1] Engineer A (Platform)", "Engineer A", "", "Platform"},
		{"{{{person}}}", "{Engineer A}", "Engineer A", "", ""},
		{"{ Person }   on   {ROTA}", "Engineer A on Platform", "Engineer A", "", "Platform"},
		{"a.c+{person}", "a.c+Engineer A", "Engineer A", "", ""},
		{"{rota} – {person}", "Platform – Ingénieur É", "Ingénieur É", "", "Platform"},
		{"\n\n {role} by {person}\n{person} alone\n", "Engineer A alone", "Engineer A", "", ""},
		{"{person} ({role})\n{person}", "Engineer A (deputy)", "Engineer A", "deputy", ""},
		{`/^(?P<person>.+?) covers (?P<role>\w+)/`, "Engineer A covers Primary today", "Engineer A", "primary", ""},
		{`/(?<rota>\w+) \((x|y)\)/`, "Platform (y)", "", "", "Platform"},
		{`//x{person}/`, "//xEngineer A/", "", "", ""}, // a line between slashes is an expression, and this one names nothing
	} {
		p, err := Compile(c.pattern)
		if c.person+c.role+c.rota == "" {
			if err == nil {
				t.Errorf("%q is taken", c.pattern)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		want := Reading{Person: named(c.person), Role: rotation.Role(c.role), Rota: c.rota, Fits: true}
		if got, ok := p.Read(c.summary); !ok || got != want {
			t.Errorf("%q on %q: %v, got %+v, want %+v", c.pattern, c.summary, ok, got, want)
		}
		if p.String() != c.pattern {
			t.Errorf("%q is told as %q", c.pattern, p)
		}
	}
}

func TestAPatternThatDoesNotFitSaysSo(t *testing.T) {
	for pattern, summary := range map[string]string{
		"{role}: {person}":  "Engineer A",
		"x {person}":        "y Engineer A",
		"{person} ({role})": "Engineer A",
		"{role} {person}":   "Engineer",
		`/(?P<role>\d+)/`:   "Engineer A",
		`/(?P<role>\d*)/`:   "Engineer A", // it fits, and names nothing
		"{person}x":         "x",
		"{person}":          "",
	} {
		p, err := Compile(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := p.Read(summary); ok {
			t.Errorf("%q on %q: %+v", pattern, summary, got)
		}
	}
}

func TestLeaveByAPatternIsLeave(t *testing.T) {
	p, err := Compile("{person} ({role})")
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := p.Read("Engineer A (Vacation)"); !r.Away {
		t.Errorf("got %+v", r)
	}
}

func TestAMistakeInAPatternIsToldWithItsPlaceAndRemedy(t *testing.T) {
	for _, c := range []struct{ pattern, want string }{
		{"", "pattern: it is empty; write what a summary looks like"},
		{" \n ", "pattern: it is empty"},
		{"Week 12", "pattern at character 1: it names nothing; the fields are {person}, {role}, {rota} and {any}"},
		{"{any}", "pattern at character 1: it names nothing"},
		{"{who}: x", "pattern at character 1: {who} is not a field"},
		{"éé {who}", "pattern at character 4: {who} is not a field"},
		{"  x {who}", "pattern at character 5: {who} is not a field"},
		{"x {person", "pattern at character 3: this brace does not close; write } after"},
		{"{person} {person}", "pattern at character 10: {person} stands here a second time; write {any}"},
		{"{role}{person}", "pattern at character 7: nothing tells where {role} ends and {person} begins; write the text between them"},
		{"{person}\n{role", "pattern in line 2, at character 1: this brace does not close"},
		{"/(?P<person>x/", "pattern at character 2: missing closing )"},
		{"/a(?P<person>[)/", `missing closing ]`},
		{"/ab(?P<who>x)/", `pattern at character 8: the group "who" is not a field`},
		{"/(x)/", "pattern at character 1: it names nothing; name a group, such as"},
		{`/(?P<person>x{900}y{900}z{900})/`, "it repeats too much; write * or +"},
		{`/(?P<person>(?:(?:x{9}){99}){99})/`, `invalid repeat count "{99}"`},
		{`/(?P<person>a**)/`, `invalid nested repetition operator "**"`},
		{strings.Repeat("{person}\n", 11), "pattern in line 11, at character 1: there are more than 10 lines"},
		{strings.Repeat("x", MaxPattern+1), "longer than 1000 bytes"},
		{"{person}\xff", "not UTF-8; save the file as UTF-8"},
	} {
		_, err := Compile(c.pattern)
		var bad *PatternError
		if !errors.As(err, &bad) || bad.Remedy == "" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q: %v, want %q", c.pattern, err, c.want)
		}
	}
}

func TestWhatATemplateIsFilledWithIsReadBack(t *testing.T) {
	word := rapid.StringMatching(`[A-Za-zé]{1,8}`)
	rapid.Check(t, func(t *rapid.T) {
		person, role, rota := word.Draw(t, "person"), "x"+strings.ToLower(word.Draw(t, "role")), word.Draw(t, "rota")
		between := rapid.SampledFrom([]string{" - ", ": ", " (", " / ", "+", "*", "] [", ") ", " ", "\\", "$", "."})
		order := rapid.Permutation([]string{"{person}", "{role}", "{rota}"}).Draw(t, "order")
		text := order[0] + between.Draw(t, "one") + order[1] + between.Draw(t, "two") + order[2]
		if rapid.Bool().Draw(t, "end") {
			text += "!"
		}
		p, err := Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := p.Read(strings.NewReplacer("{person}", person, "{role}", role, "{rota}", rota).Replace(text))
		if !ok || got.Person != named(person) || got.Role != anyRole(role) || got.Rota != rota {
			t.Fatalf("%q: %+v", text, got)
		}
	})
}

// FuzzPattern compiles what may be a pattern and has it read what may be a
// summary: the work is bounded, and what is read is in the summary.
func FuzzPattern(f *testing.F) {
	for _, pattern := range []string{"{role} shift: {person}", "{person}", "{{{rota}}}", "/(?P<person>.+) (?P<role>a|b)/", "/(((x*)*)*)*(?P<rota>y{2,50})/", "{person}\n{role}x"} {
		f.Add(pattern, "primary shift: Engineer A")
	}
	f.Fuzz(func(t *testing.T, pattern, summary string) {
		p, err := Compile(pattern)
		if err != nil {
			checkMistake(t, pattern, err)
			return
		}
		if p.size > MaxRules*3*maxProgram {
			t.Fatalf("%q: %d steps", pattern, p.size)
		}
		r, _ := p.Read(summary[:min(len(summary), 400)])
		for _, part := range []string{r.Person.Name, r.Person.Email, r.Rota} {
			if !strings.Contains(summary, part) {
				t.Fatalf("%q on %q: %q is not in it", pattern, summary, part)
			}
		}
	})
}

// checkMistake checks that an error can be shown: what, where, and what to do.
func checkMistake(t *testing.T, pattern string, err error) {
	t.Helper()
	var bad *PatternError
	if !errors.As(err, &bad) || bad.Problem == "" || bad.Remedy == "" || !utf8.ValidString(bad.Error()) && utf8.ValidString(pattern) {
		t.Fatalf("%q: %v", pattern, err)
	}
	if bad.Line > 0 && (bad.At < 1 || bad.At > utf8.RuneCountInString(pattern)+1) {
		t.Fatalf("%q: %v", pattern, err)
	}
}

// FuzzMapping reads any summary in any calendar.
func FuzzMapping(f *testing.F) {
	for _, s := range []string{"On Call - A - B", "[L1] a", "x: [L2] b", "A On-Call (G: S) Begins*", "t primary shift: N", "A (shadow)", "primary: A"} {
		f.Add("//Grafana Labs//", "On-Call Schedule for a", s)
		f.Add("-//GoAlert//1//EN", "", s)
		f.Add("-//PagerDuty//EN", "On Call Schedule for B", s)
	}
	spaces := regexp.MustCompile(`\s+`)
	f.Fuzz(func(t *testing.T, product, name, summary string) {
		summary = spaces.ReplaceAllString(summary, " ")
		m := NewMapping(Head{Product: product, Name: name, Method: "PUBLISH", Events: []Event{{Summary: summary}}})
		r := m.Read(summary)
		if !r.Fits && r.Person != personOf(summary) {
			t.Fatalf("%q: %+v", summary, r)
		}
	})
}
