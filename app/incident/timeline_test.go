package incident

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func texts(entries []Entry) []string {
	var list []string
	for _, e := range entries {
		list = append(list, e.At.Format("15:04 ")+name(e.By)+": "+e.Text)
	}
	return list
}

func TestTheTimelineIsMadeByItself(t *testing.T) {
	s := live(t)
	s.to(4).must(nobody, LinkPage{ID: "p1", Source: "monitoring", Title: "Checkout", TriggeredAt: at(-2)})
	s.must(nobody, PageEvent{PageID: "p1", At: at(-2), What: "triggered", By: "monitoring"})
	s.must(nobody, PageEvent{PageID: "p1", At: at(-1), What: "shown"})
	s.to(5).must(ben, Note{Text: "Saw it in the log.\n- TODO: ask Cleo\ntodo nothing\nno TODO here", HappenedAt: at(-3)})
	want := []string{
		"11:57 Ben: Saw it in the log.\n- TODO: ask Cleo\ntodo nothing\nno TODO here",
		`11:58 monitoring: Page "Checkout": triggered`,
		"12:00 Ada: Opened: Checkout fails", "12:00 Ada: Decided: it is an incident. Customers cannot pay.", "12:00 Ada: Stage: respond",
		`12:04 Standby: Page "Checkout" of monitoring belongs to it, triggered at 2026-03-02 11:58 UTC`,
		"12:05 Ben: To do: ask Cleo", "12:05 Ben: To do: nothing",
	}
	if got := texts(s.i.Timeline(false)); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(s.i.Todos) != 2 || s.i.Todos[0].Value.Text != "ask Cleo" {
		t.Errorf("%+v", s.i.Todos)
	}
}

func TestTypingIsOneEntry(t *testing.T) {
	s := live(t)
	before := len(s.i.Entries)
	for n, text := range []string{"P", "Pay", "Payments fail."} {
		s.to(1+n).must(ada, Edit{Field: Status, On: s.i.Texts[Status].Rev, Text: text})
		s.must(ben, Edit{Field: Summary, On: s.i.Texts[Summary].Rev, Text: text})
	}
	s.must(ben, Edit{Field: Status, On: s.i.Texts[Status].Rev, Text: "Payments fail!"})
	s.to(9).must(ben, Edit{Field: Status, On: s.i.Texts[Status].Rev, Text: ""})
	want := []string{"12:01 Ada: Status: Payments fail.", "12:01 Ben: Summary: Payments fail.", "12:03 Ben: Status: Payments fail!", "12:09 Ben: Status was cleared"}
	if got := texts(s.i.Entries[before:]); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestCuratingKeepsTheOriginal(t *testing.T) {
	s := live(t).to(10)
	seq := s.must(ada, Note{Text: "Restarted the cache."})[0].Seq
	original := s.i.Entries[len(s.i.Entries)-1]
	s.must(ben, Curate{Seq: seq, HappenedAt: at(-5), Remark: "It was earlier."})
	if e := s.i.Timeline(false)[0]; e.Seq != seq || !e.Moved || e.Remark != "It was earlier." || !e.RecordedAt.Equal(at(10)) {
		t.Errorf("%+v", e)
	}
	s.must(ben, Curate{Seq: seq, Hidden: true})
	if slices.ContainsFunc(s.i.Timeline(false), func(e Entry) bool { return e.Seq == seq }) {
		t.Error("a hidden entry is shown")
	}
	if strings.Contains(s.i.Document(at(11)), "Restarted the cache") {
		t.Error("a hidden entry is in the document")
	}
	s.must(ben, Curate{Seq: seq})
	if e := s.i.Timeline(false); !slices.Contains(e, original) || s.i.Entries[len(s.i.Entries)-1] != original && !slices.Contains(s.i.Entries, original) {
		t.Errorf("the original is lost: %+v", e)
	}
	s.refuses(ErrGone, ben, Curate{Seq: 999})
	s.refuses(ErrFuture, ben, Curate{Seq: seq, HappenedAt: at(99)})
}

func TestASearchFindsTheFirstBadPart(t *testing.T) {
	for _, m := range []Method{Linear, Bisection} {
		t.Run(string(m), rapid.MakeCheck(func(t *rapid.T) {
			n := rapid.IntRange(1, 300).Draw(t, "parts")
			first := rapid.IntRange(0, n-1).Draw(t, "first bad")
			s := Search{Title: "x", Method: m, Parts: slices.Repeat([]string{"part"}, n), Probes: map[int]Probe{}}
			skip := rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, min(n, 5), rapid.ID).Draw(t, "cannot be told")
			lead, err := s.Lead()
			most := lead.Left
			for tests := 0; err == nil && lead.Next >= 0; tests++ {
				if tests > n || len(skip) == 0 && tests >= most {
					t.Fatalf("after %d tests of %d at most it still wants one", tests, most)
				}
				switch {
				case slices.Contains(skip, lead.Next):
					s.Probes[lead.Next] = Skipped
				case lead.Next < first:
					s.Probes[lead.Next] = Good
				default:
					s.Probes[lead.Next] = Bad
				}
				lead, err = s.Lead()
			}
			if err != nil || lead.From > first || lead.To < first {
				t.Fatalf("%+v, %v; the first bad one is %d", lead, err, first)
			}
			if lead.From != lead.To && len(skip) == 0 {
				t.Fatalf("not found: %+v", lead)
			}
		}))
	}
}

func TestASearchWhoseAnswersCannotBe(t *testing.T) {
	s := Search{Title: "x", Method: Bisection, Parts: []string{"one", "two", "three"}}
	for _, p := range []map[int]Probe{{0: Bad, 1: Good}, {2: Good}, {0: Bad, 2: Good}} {
		s.Probes = p
		if l, err := s.Lead(); !errors.Is(err, ErrContradiction) {
			t.Errorf("%v: %+v, %v", p, l, err)
		}
	}
	x := live(t)
	x.refuses(ErrEmpty, ada, Put[Search]{Value: Search{Title: "x", Method: Linear}})
	x.refuses(ErrGone, ada, Put[Search]{Value: Search{Title: "x", Method: Linear, Parts: []string{"a"}, Probes: map[int]Probe{1: Good}}})
	x.refuses(ErrTooLong, ada, Put[Search]{Value: Search{Title: "x", Method: Linear, Parts: slices.Repeat([]string{"a"}, MaxParts+1)}})
	x.must(ada, Put[Search]{Value: Search{Title: "the release", Method: Linear, Parts: []string{"a", "b"}, Probes: map[int]Probe{0: Good}}})
	if got := x.i.Entries[len(x.i.Entries)-1].Text; got != "Searched the release: it begins with b" {
		t.Error(got)
	}
}

func TestTheHarmIsStoppedFirst(t *testing.T) {
	s := live(t)
	if !s.i.BleedingFirst() {
		t.Error("nothing was tried, and it is not asked for")
	}
	s.must(ada, Put[Bleeding]{Value: Bleeding{Means: FlagOff, What: "new-checkout", Worked: Yes}})
	if s.i.BleedingFirst() || s.i.Offers()[0].Tried != 1 || len(s.i.Offers()) != 6 {
		t.Errorf("%+v", s.i.Offers())
	}
	s.refuses(ErrValue, ada, Put[Bleeding]{Value: Bleeding{Means: "pray", What: "x"}})
	s.must(ada, Cure{Cause: "The flag", Confidence: Guessed})
	s.must(ada, Cure{Cause: "The flag", Confidence: Probable, Fix: "Removed it"})
	if c, ok := s.i.Cure(); !ok || c.Confidence != Probable || len(s.i.Cures) != 2 {
		t.Errorf("%+v", s.i.Cures)
	}
}

func TestAChannelsNameIsSafe(t *testing.T) {
	day := time.Date(2026, 11, 22, 23, 59, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		title, template string
		drill           bool
		want            string
	}{
		"the usual one":          {"Checkout fails", DefaultChannel, false, "inc-20261122-checkout-fails"},
		"a drill says so":        {"Checkout fails", DefaultChannel, true, "drill-inc-20261122-checkout-fails"},
		"accents and signs":      {"Überlauf: Zahlung/Konto №5 ", DefaultChannel, false, "inc-20261122-uberlauf-zahlung-konto-no5"},
		"a title without letter": {"支払い", DefaultChannel, false, "inc-20261122-20260302-x"},
		"a template of its own":  {"Checkout", "#War Room {severity} {id}", false, "war-room-sev2-20260302-x"},
		"a very long title":      {strings.Repeat("long ", 50), DefaultChannel, false, "inc-20261122" + strings.Repeat("-long", 13)},
		"nothing to name":        {"x", "###", false, ""},
		"an unknown placeholder": {"x", "{team}-x", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := &scene{t: t, now: noon}
			s.must(ada, Open{ID: "20260302-x", Title: c.title, Drill: c.drill})
			s.must(ada, Rate{Severity: 2})
			got, err := s.i.Channel(c.template, day)
			if got != c.want || (err != nil) != (c.want == "") || len(got) > MaxChannel {
				t.Errorf("%q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestATextIsNeverMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"plain host_a_b":             "plain host_a_b",
		"_em_ *em* `c` ~~s~~ [a](b)": `\_em\_ \*em\* \` + "`c\\`" + ` \~\~s\~\~ \[a\](b)`,
		"# head":                     `\# head`,
		"   - item":                  `\- item`,
		"12. item":                   `12\. item`,
		"1.5 s":                      `1\.5 s`,
		"v1.5":                       "v1.5",
		"<script>":                   `\<script\>`,
		"![x](http://example.org/i)": `\!\[x\](http://example.org/i)`,
		"a | b":                      `a \| b`,
		"AT&T &amp; &#60;":           `AT\&T \&amp; \&#60;`,
		"==\n---":                    "\\==\n\\---",
		`back\slash`:                 `back\\slash`,
	} {
		if got := Markdown(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestHostileTextsStayTexts(t *testing.T) {
	evil := "<img src=x onerror=1> ![a](http://example.org) # x | y \u202Eevil\x00"
	s := &scene{t: t, now: noon}
	s.must(ada, Open{ID: "x", Title: evil})
	s.must(ada, Note{Text: evil + "\n# head\nTODO " + evil})
	s.must(ada, LinkPage{ID: "p", Source: evil, Title: evil, URL: evil, TriggeredAt: noon})
	s.must(ada, Edit{Field: Detail, Text: evil + "\n\n# head\n<b>"})
	s.must(ada, Put[Hypothesis]{Value: Hypothesis{Cause: evil, Test: evil}})
	doc := s.i.Document(noon)
	for _, bad := range []string{"\u202E", "\x00", " <", "\n<", "\n# head", " ![", " | y"} {
		if strings.Contains(doc, bad) {
			t.Errorf("%q is in:\n%s", bad, doc)
		}
	}
}
