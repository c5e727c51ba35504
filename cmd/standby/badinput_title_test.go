//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"standby/app/api"
	"standby/notify"
)

func badInputTitles(t *testing.T, bin string) {
	p := newBadInputProfile(t, bin)
	marker := p.root + "/home/ran"
	titles := map[string]string{ // as sent: as shown
		`<b>bold</b><img src="x"/> & <a href='y'>`:       `<b>bold</b><img src="x"/> & <a href='y'>`,
		"$(touch " + marker + ") `touch " + marker + "`": "$(touch " + marker + ") `touch " + marker + "`",
		"one\x00two":                          "onetwo",
		"a \u202egnp.exe\u202c b \u200bc":     "a gnp.exe b c",
		"red \x1b[31malarm\x1b]0;title\x07":   "red [31malarm]0;title",
		"--- | bash=/bin/true terminal=false": "--- | bash=/bin/true terminal=false",
		"line one\r\nline two\u2028three":     "line one line two three",
		`%s %n "quoted" \n 'single'`:          `%s %n "quoted" \n 'single'`,
		"m" + strings.Repeat("e", 1<<20):      "m" + strings.Repeat("e", notify.MaxTitle-2) + "…",
	}
	sent := []string{}
	for title := range titles {
		sent = append(sent, title)
	}
	alerts := badInputAlerts(append(sent, "INVALID")...)
	am := newBadInputServer(t, func(w http.ResponseWriter, r *http.Request) {
		alerts(&badInputRewriter{ResponseWriter: w}, r)
	})
	// A name that is not in the calendar is told, and what is told is text too.
	team := p.write("team.ics", badInputOnCall())
	p.write("standby.toml", fmt.Sprintf("[me]\nname = \"Engineer <b>B</b> & C | D\"\n[[calendar]]\nname = \"team\"\nfile = %q\n[[alertmanager]]\nname = \"prod\"\nurl = %q\npoll = \"5s\"\n", team, am.URL))
	p.start()
	p.await("every page is there", func(s api.Snapshot) bool { return len(s.Pages) == len(titles)+1 })

	var pages []api.Page
	p.json(&pages, "pages")
	got := map[string]bool{}
	for _, page := range pages {
		got[page.Title] = true
	}
	for _, shown := range titles {
		if !got[shown] {
			t.Errorf("no page is shown as %.150q; there are %.3000s", shown, fmt.Sprint(got))
		}
	}
	// JSON is decoded first, which replaces each byte on its own.
	if !got["bytes \uFFFD\uFFFD here"] {
		t.Errorf("invalid UTF-8 is not shown as such: %.3000s", fmt.Sprint(got))
	}
	for _, args := range [][]string{{"pages"}, {"pages", "--json"}, {"status"}, {"status", "--json"}, {"status", "--waybar"}, {"status", "--xbar"}, {"doctor"}, {"who"}} {
		out, _, _ := p.run("", args...)
		badInputWantText(t, args, out)
	}
	out, _, _ := p.run("", "status", "--xbar")
	if head, menu, _ := strings.Cut(out, "\n---\n"); strings.Contains(head+menu, "|") || strings.Contains(menu, "\n---") || len(strings.Split(menu, "\n")) < len(titles) {
		t.Errorf("xbar would read more than text here:\n%s", out)
	}
	out, _, _ = p.run("", "status", "--waybar")
	var bar map[string]string
	if err := json.Unmarshal([]byte(out), &bar); err != nil || !strings.Contains(bar["tooltip"], "&lt;b&gt;") || strings.ContainsAny(bar["text"]+bar["tooltip"], "<>") {
		t.Errorf("waybar would read markup here: %v\n%s", err, out)
	}
	if _, err := os.Stat(marker); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a title was run by a shell: %v", err)
	}
}

// badInputRewriter puts bytes that are no UTF-8 where a Go encoder writes none.
type badInputRewriter struct{ http.ResponseWriter }

func (w *badInputRewriter) Write(b []byte) (int, error) {
	_, err := w.ResponseWriter.Write([]byte(strings.Replace(string(b), "INVALID", "bytes \xff\xfe here", 1)))
	return len(b), err
}

// badInputWantText checks that nothing but text would reach a terminal or a bar.
func badInputWantText(t *testing.T, args []string, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("standby %q prints what is no UTF-8", args)
	}
	if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) }); i >= 0 {
		t.Errorf("standby %q prints the character %q", args, []rune(out[i:])[0])
	}
	for line := range strings.Lines(out) {
		if len(line) > 4096 {
			t.Errorf("standby %q prints a line of %d bytes", args, len(line))
		}
	}
}
