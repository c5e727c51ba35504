//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/rotation"
)

// TestAnIncidentIsHandledOnTheCommandLine runs the real program without any source
// from the first word of an incident to its last.
func TestAnIncidentIsHandledOnTheCommandLine(t *testing.T) {
	p := newBadInputProfile(t, faultProgram(t))
	p.write("standby.toml", "[me]\nname = \"Engineer A\"\nemail = \"a@example.org\"\n")
	p.start()
	does := func(words []string, args ...string) string {
		t.Helper()
		out, errs, code := p.run("", append([]string{"incident"}, args...)...)
		if code != exitOK || !badInputHas(out, words) {
			t.Fatalf("standby incident %s: exit %d, want %q\n%s%s", strings.Join(args, " "), code, words, out, errs)
		}
		return out
	}
	fails := func(code int, words []string, args ...string) {
		t.Helper()
		out, errs, got := p.run("", append([]string{"incident"}, args...)...)
		if got != code || !badInputHas(errs, words) {
			t.Fatalf("standby incident %s: exit %d, want %d and %q\n%s%s", strings.Join(args, " "), got, code, words, out, errs)
		}
	}
	does([]string{"No incident is open"}, "list")
	fails(exitUsage, []string{"no incident is open"}, "show", ".")
	fails(exitUsage, []string{"needs --title or --page"}, "open")
	id, _, _ := strings.Cut(does([]string{"SEV2", "detect", "Payments fail"}, "open", "--title", "Payments fail", "--severity", "2"), " ")
	p.await("the incident is in the snapshot", func(s api.Snapshot) bool { return len(s.Incidents) == 1 && s.Incidents[0].ID == id })
	short := strings.SplitN(id, "-", 2)[1]
	does([]string{id, "respond"}, "decide", short, "incident", "Cards", "are", "refused")
	does(nil, "detect", ".", "customer")
	does(nil, "gather", ".", "what", "Payments with cards fail")
	does(nil, "role", id[:12], "command")
	does(nil, "role", ".", "communication", "--who", "Engineer B")
	fails(exitFailed, []string{"somebody holds the role", "Nothing was recorded"}, "role", ".", "command", "--who", "Engineer C")
	does(nil, "note", ".", "TODO", "call", "the", "bank")
	does(nil, "bleeding", ".", "roll-back", "Release 42 back to 41", "--worked", "yes")
	does(nil, "finding", ".", "where", "Where do requests stop?", "--answer", "At the gateway")
	does(nil, "hypothesis", ".", "The release of 14:00", "--likelihood", "80", "--outcome", "suggested")
	does(nil, "todo", ".", "Alert on the queue", "--follow-up", "--due", "2099-01-01")
	p.write("shot.png", "\x89PNG")
	does(nil, "attach", ".", p.path("shot.png"), "--what", "The error")
	does([]string{"colleagues read it", "Status: Cards fail", "Nothing was sent"}, "update", ".", "internal", "--status", "Cards fail")
	does([]string{"CUSTOMERS READ IT", "We look into it.", "Recorded: clipboard"}, "update", ".", "external", "--phase", "investigating", "We look into it.", "--send")
	does(nil, "handoff", "offer", ".", "--to", "Engineer B", "Cards fail, release 42 is back")
	fails(exitFailed, []string{"somebody else's to do"}, "handoff", "readback", ".", "I see")
	does(nil, "handoff", "readback", ".", "--as", "Engineer B", "Release 42 is out, watch cards")
	does([]string{"Engineer B"}, "handoff", "take", ".", "--as", "Engineer B", "--announcement")
	does(nil, "edit", ".", "summary", "--text", "Cards were refused for an hour.")
	fails(exitFailed, []string{"--- theirs, by Engineer A", "Cards were refused for an hour.", "--- yours ---", "Another text", "Nothing was overwritten"}, "edit", ".", "summary", "--text", "Another text", "--on", "1")
	does(nil, "cure", ".", "Release 42", "--fix", "Rolled back")
	does(nil, "mark", ".", "resolved")
	does([]string{"Payments fail", "Cards were refused for an hour", "Engineer B"}, "show", ".", "--markdown")
	does([]string{"call the bank", "Roll back"}, "show", ".", "--timeline")
	does([]string{"recover"}, "stage", ".", "recover", "it is over already")
	does([]string{"learn"}, "stage", ".", "learn", "it is over")
	does([]string{"Draft"}, "postmortem", "move", ".", "draft")
	does(nil, "postmortem", "write", ".", "went-well", "The rollback was quick")
	does([]string{"The rollback was quick"}, "postmortem", "show", ".")
	if out := does(nil, "postmortem", "show", ".", "--format", "pdf"); !strings.HasPrefix(out, "%PDF-1.") {
		t.Errorf("%.40q", out)
	}
	does([]string{"Alert on the queue", "due 2099-01-0"}, "followup")
	does([]string{"closed"}, "stage", ".", "closed", "followed up elsewhere")
	does([]string{"No incident is open"}, "list")
	does([]string{id, "closed"}, "list", "--all")
	does([]string{"There is no shift"}, "report")
	does([]string{"DRILL", "Malcolm", "Who looks at anything but the technical problem?"}, "drill", "unmanaged")
	var hours hoursView
	if p.json(&hours, "hours", "list"); len(hours.Hours) > 1 {
		t.Errorf("%+v", hours.Hours)
	}
}

// TestAnEditorChangesAText runs the real program with an editor that is a script.
func TestAnEditorChangesAText(t *testing.T) {
	p := newBadInputProfile(t, faultProgram(t))
	p.write("standby.toml", "[me]\nname = \"Engineer A\"\n")
	p.start()
	editor := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\nprintf 'and so on' >> \"$1\"\n"), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	v, err := p.client.OpenIncident(t.Context(), api.NewIncident{Title: "Payments fail"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.client.Record(t.Context(), v.Incident.ID, incident.Edit{Field: incident.Notes, Text: "First "}, rotation.Person{}); err != nil {
		t.Fatal(err)
	}
	edit := p.command("incident", "edit", ".", "notes")
	edit.Env = append(edit.Env, "VISUAL="+editor)
	if out, err := edit.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if v, err = p.client.Incident(t.Context(), v.Incident.ID); err != nil || v.Incident.Texts[incident.Notes].Text != "First and so on" {
		t.Errorf("%v: %+v", err, v.Incident.Texts)
	}
}

// TestAKillWhileSomebodyTypesLosesNothingThatWasSaved kills the real program again and
// again while somebody types: what was answered is there after the next start, and of
// what was not at most the one save that was under way.
func TestAKillWhileSomebodyTypesLosesNothingThatWasSaved(t *testing.T) {
	p := newBadInputProfile(t, faultProgram(t))
	p.write("standby.toml", "[me]\nname = \"Engineer A\"\n")
	p.start()
	v, err := p.client.OpenIncident(t.Context(), api.NewIncident{Title: "Payments fail"})
	if err != nil {
		t.Fatal(err)
	}
	id, rev, typed := v.Incident.ID, 0, 0
	for round := range 8 {
		var saved atomic.Int64
		stopped := make(chan error, 1)
		go func() {
			for n := typed + 1; ; n++ {
				v, err := p.client.Record(t.Context(), id, incident.Edit{Field: incident.Summary, On: rev, Text: fmt.Sprint("word ", n)}, rotation.Person{})
				if err != nil {
					stopped <- err
					return
				}
				rev = v.Incident.Texts[incident.Summary].Rev
				saved.Store(int64(n))
			}
		}()
		for want := int64(typed + 1 + 3*round); saved.Load() < want; {
			time.Sleep(time.Millisecond) // somebody types; nothing is ordered by it
		}
		p.kill()
		if err := <-stopped; errors.Is(err, incident.ErrStale) {
			t.Fatal(err)
		}
		p.start()
		v, err := p.client.Incident(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		text := v.Incident.Texts[incident.Summary]
		if _, err := fmt.Sscanf(text.Text, "word %d", &typed); err != nil || int64(typed) < saved.Load() || int64(typed) > saved.Load()+1 {
			t.Fatalf("round %d: %q is there, and word %d was saved", round, text.Text, saved.Load())
		}
		rev = text.Rev
	}
}
