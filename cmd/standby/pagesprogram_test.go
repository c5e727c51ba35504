//go:build linux

package main

import (
	"slices"
	"strings"
	"testing"

	"standby/app/api"
	"standby/notify"
)

// TestAPageIsFollowedOnTheCommandLine runs the real program from a page to what is
// remembered of it.
func TestAPageIsFollowedOnTheCommandLine(t *testing.T) {
	p := newBadInputProfile(t, badInputBuild(t))
	p.write("standby.toml", "[me]\nname = \"Engineer A\"\n")
	p.start()
	does := func(words []string, args ...string) string {
		t.Helper()
		out, errs, code := p.run("", args...)
		if code != exitOK || !badInputHas(out, words) {
			t.Fatalf("standby %s: exit %d, want %q\n%s%s", strings.Join(args, " "), code, words, out, errs)
		}
		return out
	}
	does([]string{"No page is open"}, "pages")
	id, _, _ := strings.Cut(does([]string{"test page sent"}, "test-page"), " ")
	does([]string{id, "waiting, ", "high", "Test page: This is how a page looks"}, "pages")
	does([]string{"clock paused until"}, "pause", "10m")
	does([]string{"1 page, the clock is paused"}, "status")
	does([]string{id, "waiting, "}, "resume")
	does([]string{id, "snoozed until"}, "snooze", "1h")
	does([]string{id, "waiting, "}, "unack", id[:5])
	does([]string{id, "acknowledged", "by Engineer A"}, "ack")
	does([]string{id, "waiting, "}, "undo")
	if _, errs, code := p.run("", "escalate", id); code != exitFailed || !badInputHas(errs, []string{"This source cannot hand a page on", "Call whoever is next"}) {
		t.Errorf("escalate: exit %d: %s", code, errs)
	}
	does(nil, "note", id, "it", "was", "only", "a", "test")
	does([]string{id, "resolved"}, "resolve")
	if _, errs, code := p.run("", "undo", id); code != exitFailed || !strings.Contains(errs, "It is too late to undo that") {
		t.Errorf("undo: exit %d: %s", code, errs)
	}
	does([]string{"note by Engineer A: it was only a test", "acknowledge undone by Engineer A"}, "page", id)
	does([]string{"Nothing of that kind paged"}, "history")
	does([]string{id, "1 page: "}, "history", "--test-pages", "only")
	does([]string{"No page came."}, "stats")
	var list []api.Page
	p.json(&list, "pages")
	if i := slices.IndexFunc(list, func(p api.Page) bool { return p.ID == id }); i < 0 || list[i].State != notify.Resolved {
		t.Errorf("%+v", list)
	}
}
