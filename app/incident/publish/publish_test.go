package publish_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"standby/app/incident/publish"
	"standby/app/paper"
)

// everything has all that a document may hold.
func everything() publish.Document {
	return publish.Document{
		Title: "Post-mortem: the disk of db-1 is full", Drill: true, Made: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		Hash: strings.Repeat("0123456789abcdef", 4),
		Facts: []publish.Fact{
			{Name: "Incident", Value: "20261122-k7f2"}, {Name: "Left out", Value: ""},
			{Name: "Page", Value: "41", URL: "https://pages.example/41?a=1&b=2"},
		},
		Sections: []publish.Section{
			{Heading: "Summary", Blocks: []publish.Block{
				publish.Paragraph{Text: "The disk was full.\nWrites stopped.\n\nA second paragraph."},
				publish.Blank{By: "Engineer A", Ask: "how many customers were affected?"},
			}},
			{Heading: "Whys", Blocks: []publish.Block{publish.List{Items: []publish.Item{
				{Text: "Why did writes stop?\nThe disk was full.", Links: []publish.Link{{Text: "graph", URL: "https://graphs.example/1"}}, Items: []publish.Item{
					{Text: "Why was it full?", Items: []publish.Item{{Mark: publish.Done, Text: "Action: rotate the logs"}}},
					{Text: "Why did nobody know?", Items: []publish.Item{{Mark: publish.Open, Text: "Action: an alert at 80 %"}}},
				}},
			}}}},
			{Heading: "Timeline", Blocks: []publish.Block{publish.Table{
				Columns: []publish.Column{{Head: "When", Share: 2}, {Head: "What", Share: 4}, {Head: "Pages", Share: 1, Right: true}},
				Rows: [][]publish.Cell{
					{{Text: "Sun 22 Nov 2026 08:00"}, {Text: "It | began", Note: "time set by hand", Links: []publish.Link{{Text: "record 1"}}}, {Text: "3"}},
					{{Text: "Sun 22 Nov 2026 08:05"}, {Text: "Mail to the team", Links: []publish.Link{{Text: "team", URL: "mailto:team@example.org"}}}},
				},
			}}},
		},
	}
}

func written(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEveryFormOfADocument(t *testing.T) {
	d := everything()
	golden(t, "everything.md", publish.Markdown(d))
	golden(t, "everything.html", string(written(t, func(w io.Writer) error { return publish.WriteHTML(w, d) })))
	golden(t, "everything.txt", pdfText(t, written(t, func(w io.Writer) error { return publish.WritePDF(w, d, paper.A4) })))
}

func TestAPageOfHTMLNeedsNothingFromElsewhere(t *testing.T) {
	page := string(written(t, func(w io.Writer) error { return publish.WriteHTML(w, everything()) }))
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "link", "img", "iframe", "object", "form", "input", "base":
			t.Errorf("there is a %s", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "src" || a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s has the attribute %s", n.Data, a.Key)
			}
		}
	}
	for _, want := range []string{"prefers-color-scheme: dark", "@media print", "default-src 'none'", `<html lang="en">`} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	if strings.Contains(page, "@import") || strings.Contains(page, "url(") {
		t.Error("the style loads something")
	}
}

// hostile are texts that would be something else in one of the forms.
func hostile() []string {
	return []string{
		"<script>alert(1)</script>", `<img src=x onerror=alert(1)>`, `"><b onmouseover=alert(1)>`, "[click](javascript:alert(1))", "![x](https://x.example/p.png)",
		"</title><script>", "{{.Title}}", "&lt;b&gt;", "# heading", "- item", "1. one", "> quote", "***", "===", "~~~", "```\ncode", "| a | b |", "a\\", "$(rm -rf /)",
		"<!-- comment", "]]>", "\x00\x1b[31m", "\u202eright to left", "\xff\xfe", "{nb}", "{_nb}", "line one\nline two", "    code", "_a_ *b* __c__", "<https://x.example>",
		"--- \n---", "[ ] task", "[x] task", "&copy;", "<style>*{display:none}</style>", "שלום", "日本語", "👩‍🚒", "(\\)\\n", ":::", "[^1]", "[a]: https://x.example", "",
	}
}

// everywhere puts texts into all places of a document.
func everywhere(text func() string, address func() string) publish.Document {
	links := func() []publish.Link { return []publish.Link{{Text: text(), URL: address()}} }
	return publish.Document{
		Title: text(), Hash: text(), Facts: []publish.Fact{{Name: text(), Value: text(), URL: address()}},
		Sections: []publish.Section{{Heading: text(), Blocks: []publish.Block{
			publish.Paragraph{Text: text()}, publish.Blank{By: text(), Ask: text()},
			publish.List{Items: []publish.Item{{Text: text(), Links: links(), Items: []publish.Item{{Mark: publish.Open, Text: text()}, {Mark: publish.Done, Text: text()}}}}},
			publish.Table{Columns: []publish.Column{{Head: text()}, {Head: text()}}, Rows: [][]publish.Cell{{{Text: text(), Note: text(), Links: links()}, {Text: text()}}, {}}},
		}}},
	}
}

// shape is what a page is made of: its elements in order, without its texts, and
// where its links lead.
func shape(t interface{ Fatalf(string, ...any) }, page string) (elements []string, texts string, links []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		switch n.Type {
		case html.ElementNode:
			elements = append(elements, n.Data)
			for _, a := range n.Attr {
				if a.Key == "href" {
					links = append(links, a.Val)
				} else if strings.HasPrefix(a.Key, "on") {
					t.Fatalf("%s has %s", n.Data, a.Key)
				}
			}
		case html.TextNode:
			b.WriteString(n.Data + " ")
		case html.CommentNode:
			t.Fatalf("there is a comment: %q", n.Data)
		}
	}
	return elements, b.String(), links
}

func TestHostileTextStaysText(t *testing.T) {
	calm := strings.Join(first(shape(t, string(written(t, func(w io.Writer) error {
		return publish.WriteHTML(w, everywhere(func() string { return "calm" }, func() string { return "javascript:alert(1)" }))
	})))), " ")
	for _, h := range hostile() {
		d := everywhere(func() string { return "x " + h }, func() string { return h })
		page := string(written(t, func(w io.Writer) error { return publish.WriteHTML(w, d) }))
		elements, texts, _ := shape(t, page)
		got := strings.Join(elements, " ")
		if h != "```\ncode" && h != "line one\nline two" && got != calm {
			t.Errorf("%q makes other elements:\n%s\n%s", h, got, calm)
		}
		if want := visible(h); !strings.Contains(visible(texts), want) {
			t.Errorf("%q is not to be read in the page", h)
		}
		rendered := render(t, publish.Markdown(d))
		elements, texts, _ = shape(t, rendered)
		for _, e := range elements {
			switch e {
			case "script", "img", "style", "code", "pre", "b", "i", "iframe", "del":
				t.Errorf("%q makes a %s of Markdown", h, e)
			}
		}
		if n := strings.Count(strings.Join(elements, " "), "h1"); n != 1 {
			t.Errorf("%q makes %d headlines of Markdown", h, n)
		}
		if want := visible(h); !strings.Contains(visible(texts), want) {
			t.Errorf("%q is not to be read in the Markdown: %q", h, visible(texts))
		}
	}
}

func first(elements []string, _ string, _ []string) []string { return elements }

// visible is what a reader makes of a text: its signs without space.
func visible(s string) string { return strings.Join(strings.Fields(paper.Clean(s)), "") }

func render(t interface{ Fatalf(string, ...any) }, markdown string) string {
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(markdown), &b); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

func TestOnlyTheWebAndMailboxesAreLinks(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.example/a b":               "https://x.example/a%20b",
		"HTTP://x.example":                    "http://x.example",
		"mailto:a@example.org":                "mailto:a@example.org",
		"https://x.example/(a)|<b>":           "https://x.example/%28a%29%7C%3Cb%3E",
		"javascript:alert(1)":                 "",
		"JaVaScRiPt:alert(1)":                 "",
		"data:text/html,<script>":             "",
		"file:///etc/passwd":                  "",
		"//x.example":                         "",
		"https://":                            "",
		"https://me:secret@x.example":         "",
		"https://x.example/\njavascript:x":    "",
		"vbscript:x":                          "",
		"":                                    "",
		"https://x.example/?q=\"onclick=x":    "https://x.example/?q=%22onclick=x",
		"https://[::1]/path":                  "https://[::1]/path",
		"https://x.example/\u202egnp.exe":     "https://x.example/%E2%80%AEgnp.exe",
		"https://x.example/`code`?a=1&lt;b=2": "https://x.example/%60code%60?a=1&lt;b=2",
	} {
		got, ok := publish.Safe(address)
		if got != want || ok != (want != "") {
			t.Errorf("%q becomes %q (%v), want %q", address, got, ok, want)
		}
	}
}

func TestALinkLeadsToTheSamePlaceInEachForm(t *testing.T) {
	for _, address := range []string{"https://x.example/?a=1&copy;=2&lt=3", "https://x.example/a_b_c*d*(e)~f~|g", "https://[::1]/'x'", "mailto:a+b@example.org?subject=x%20y"} {
		safe, ok := publish.Safe(address)
		if !ok {
			t.Fatal(address)
		}
		d := everywhere(func() string { return "x" }, func() string { return address })
		_, _, inPage := shape(t, string(written(t, func(w io.Writer) error { return publish.WriteHTML(w, d) })))
		_, _, inMarkdown := shape(t, render(t, publish.Markdown(d)))
		if len(inPage) != 3 || len(inMarkdown) != 3 {
			t.Fatalf("%q: %d links in HTML, %d in Markdown", address, len(inPage), len(inMarkdown))
		}
		for n := range inPage {
			if same(inPage[n]) != same(safe) || same(inMarkdown[n]) != same(safe) {
				t.Errorf("%q leads to %q in HTML and to %q in Markdown", safe, inPage[n], inMarkdown[n])
			}
		}
	}
}

// same undoes what the two writers of links escape beyond need.
func same(address string) string {
	return strings.NewReplacer("%5B", "[", "%5D", "]", "%27", "'", "%28", "(", "%29", ")", "%2b", "+", "%2B", "+").Replace(address)
}

func TestLongTextsAreNotCutInThePDF(t *testing.T) {
	words := make([]string, 3000)
	for i := range words {
		words[i] = fmt.Sprintf("w%d", i)
	}
	d := everything()
	d.Title = strings.Join(words, " ")
	d.Sections[0].Blocks = []publish.Block{publish.Paragraph{Text: strings.Join(words, " ")}, publish.List{Items: []publish.Item{{Text: strings.Join(words, " ")}}}}
	d.Sections[2].Blocks = []publish.Block{publish.Table{Columns: []publish.Column{{Head: "a", Share: 1}, {Head: "b", Share: 9}}, Rows: [][]publish.Cell{{{Text: "x"}, {Text: strings.Join(words, " ")}}}}}
	got := strings.Fields(pdfText(t, written(t, func(w io.Writer) error { return publish.WritePDF(w, d, paper.Letter) })))
	counts := map[string]int{}
	for _, w := range got {
		counts[w]++
	}
	for _, w := range words {
		if counts[w] < 4 {
			t.Fatalf("%s is printed %d times, 4 were asked for", w, counts[w])
		}
	}
}

func TestADeepTreeIsPrinted(t *testing.T) {
	item := publish.Item{Text: "leaf"}
	for range 300 {
		item = publish.Item{Text: "branch", Items: []publish.Item{item}}
	}
	d := publish.Document{Title: "deep", Sections: []publish.Section{{Heading: "tree", Blocks: []publish.Block{publish.List{Items: []publish.Item{item}}}}}}
	if got := pdfText(t, written(t, func(w io.Writer) error { return publish.WritePDF(w, d, paper.A4) })); strings.Count(got, "branch") != 300 || !strings.Contains(got, "leaf") {
		t.Error("something of it is missing")
	}
	written(t, func(w io.Writer) error { return publish.WriteHTML(w, d) })
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	d := everything()
	for name, write := range writers() {
		if one, two := written(t, func(w io.Writer) error { return write(w, d) }), written(t, func(w io.Writer) error { return write(w, d) }); !bytes.Equal(one, two) {
			t.Errorf("%s has other bytes the second time", name)
		}
	}
}

func writers() map[string]func(io.Writer, publish.Document) error {
	return map[string]func(io.Writer, publish.Document) error{
		"Markdown": publish.WriteMarkdown, "HTML": publish.WriteHTML,
		"PDF": func(w io.Writer, d publish.Document) error { return publish.WritePDF(w, d, paper.A4) },
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestAFullDiskIsNotTakenForSuccess(t *testing.T) {
	for name, write := range writers() {
		if err := write(full{}, everything()); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := publish.WritePDF(io.Discard, everything(), "A7"); err == nil || !strings.Contains(err.Error(), "A4 or Letter") {
		t.Errorf("another paper: %v", err)
	}
}

func TestAnyTextCanBePublished(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom(hostile()), rapid.String())
		address := rapid.OneOf(rapid.SampledFrom([]string{"https://x.example/", "mailto:a@example.org"}), rapid.String())
		d := everywhere(func() string { return text.Draw(t, "text") }, func() string { return address.Draw(t, "address") })
		check(t, d)
	})
}

func FuzzText(f *testing.F) {
	for _, h := range hostile() {
		f.Add(h, "https://x.example/"+h)
	}
	f.Fuzz(func(t *testing.T, text, address string) {
		check(t, everywhere(func() string { return text }, func() string { return address }))
	})
}

// check writes a document and looks for what its texts must not become.
func check(t interface{ Fatalf(string, ...any) }, d publish.Document) {
	for name, write := range writers() {
		if err := write(io.Discard, d); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	var page bytes.Buffer
	if err := publish.WriteHTML(&page, d); err != nil {
		t.Fatalf("%v", err)
	}
	for form, text := range map[string]string{"HTML": page.String(), "Markdown": render(t, publish.Markdown(d))} {
		elements, _, links := shape(t, text)
		for _, e := range elements {
			if e == "script" || e == "img" || e == "iframe" {
				t.Fatalf("%s has a %s", form, e)
			}
		}
		for _, l := range links {
			if l = strings.ToLower(l); !strings.HasPrefix(l, "http://") && !strings.HasPrefix(l, "https://") && !strings.HasPrefix(l, "mailto:") {
				t.Fatalf("%s has a link to %q", form, l)
			}
		}
	}
}
