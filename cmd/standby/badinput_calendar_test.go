//go:build linux

package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/api"
)

// badInputRota is a calendar with shifts of Engineer A, each from one distance
// to the next but one from now on.
func badInputRota(spans ...time.Duration) string {
	const stamp = "20060102T150405Z"
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n")
	now := time.Now().UTC().Truncate(time.Minute)
	for i := 0; i+1 < len(spans); i += 2 {
		_, _ = fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:shift-%d@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:%s\r\nDTEND:%s\r\nSUMMARY:Engineer A\r\nEND:VEVENT\r\n",
			i, now.Add(spans[i]).Format(stamp), now.Add(spans[i+1]).Format(stamp))
	}
	b.WriteString("END:VCALENDAR\r\n")
	return b.String()
}

// badInputOnCall has the user on call now, in the last of its events.
func badInputOnCall() string {
	return badInputRota(-9*time.Hour, -8*time.Hour, 90*time.Hour, 91*time.Hour, -time.Hour, 8*time.Hour)
}

func badInputCalendarRows(t *testing.T, bin string) {
	good := badInputOnCall()
	of := func(p *badInputProfile) badInputDuty {
		return badInputDuty{
			source: "team", file: "team.ics", good: good, shifts: 2, logs: []string{"team.ics"},
			config: fmt.Sprintf("[me]\nname = \"Engineer A\"\n[[calendar]]\nname = \"team\"\nfile = %q\n", p.path("team.ics")),
		}
	}
	badInputDutyRows(t, bin, of, []badInputBecomes{
		{"a web page instead", "<!doctype html><title>Sign in</title>", []string{"team", "not a calendar", "web page"}, "web page"},
		{"rubbish instead", "\x00\x01\x02 rubbish \xff\xfe", []string{"team", "BEGIN:VCALENDAR"}, "BEGIN:VCALENDAR"},
		{"nothing instead", "", []string{"team", "not a calendar", "empty"}, "empty"},
		{"cut off in the middle of the shift that runs", good[:strings.LastIndex(good, "DTEND")+9], []string{"team", "breaks off"}, "breaks off"},
		{"cut off between two shifts", good[:strings.LastIndex(good, "BEGIN:VEVENT")], []string{"team", "breaks off"}, "breaks off"},
		{"gone", badInputGone, []string{"team", "is not there"}, "no such file"},
	})

	t.Run("a time zone that nobody knows", func(t *testing.T) {
		t.Parallel()
		p := newBadInputProfile(t, bin)
		const strange = "BEGIN:VEVENT\r\nUID:strange@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Mars/Olympus:20261201T090000\r\nDTEND;TZID=Mars/Olympus:20261208T090000\r\nSUMMARY:Engineer A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
		team := p.write("team.ics", strings.TrimSuffix(good, "END:VCALENDAR\r\n")+strange)
		p.write("standby.toml", fmt.Sprintf("[me]\nname = \"Engineer A\"\n[[calendar]]\nname = \"team\"\nfile = %q\n", team))
		p.start()
		snap := p.await("the warning is there", func(s api.Snapshot) bool {
			src, _ := badInputSource(s, "team")
			return len(src.Warnings) > 0
		})
		src, _ := badInputSource(snap, "team")
		words := []string{"line ", `unknown time zone "Mars/Olympus"`, "Europe/Berlin"}
		if !badInputHas(src.Warnings[0], words) {
			t.Errorf("the window is told %q; want %q", src.Warnings, words)
		}
		p.wantDoctor("source team", words...)
		p.wantLog("team", "Mars/Olympus")
		p.wantNotClear()
		if snap.Duty.Current == nil {
			t.Error("the shifts beside it are lost")
		}
	})
}

func badInputFeedRows(t *testing.T, bin string) {
	for _, row := range []struct {
		name   string
		answer http.HandlerFunc
		words  []string
		logs   string
	}{
		{"a login page with status 200", badInputLoginPage, []string{"feed", "not a calendar", "web page"}, "web page"},
		{"an address that is not known any more", badInputStatus(http.StatusNotFound), []string{"feed", "leads to nothing", "404"}, "404"},
		{"an address that is refused", badInputStatus(http.StatusForbidden), []string{"feed", "403"}, "403"},
		{"a redirect without end", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.String()+"x", http.StatusFound)
		}, []string{"feed", "redirects"}, "redirects"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newBadInputProfile(t, bin)
			p.canaries = []string{"CANARY"}
			server := newBadInputServer(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/calendar")
				_, _ = w.Write([]byte(badInputOnCall()))
			})
			address := strings.Replace(server.URL, "http://", "http://me:CANARY-password@", 1) + "/CANARY-path/on-call.ics?key=CANARY-key"
			p.start()
			if _, errs, code := p.run(address+"\n", "import", "-", "--name", "feed", "--as", "Engineer A"); code != exitOK {
				t.Fatalf("import: exit %d: %s", code, errs)
			}
			p.await("the user is on call", func(s api.Snapshot) bool { return s.Duty.Current != nil })
			server.turn(row.answer)
			if _, errs, code := p.run("", "calendar", "refresh", "feed"); code == exitUsage {
				t.Fatalf("refresh: exit %d: %s", code, errs)
			}
			src := p.awaitTrouble("feed")
			p.wantTrouble(*src.Trouble, row.words...)
			p.wantDoctor("source feed", append(row.words, "last read")...)
			p.wantLog("feed", row.logs)
			p.wantNotClear()
			snap, err := p.client.Snapshot(t.Context())
			if err != nil || snap.Duty.Current == nil {
				t.Errorf("the last good copy is not used: %+v, %v", snap.Duty, err)
			}
			p.run("", "status")
			p.run("", "shifts", "--all")

			// Without a keyring the address lived for that run only.
			p.stop()
			p.start()
			src = p.awaitTrouble("feed")
			p.wantTrouble(*src.Trouble, "feed", "keyring")
			p.wantDoctor("source feed", "feed", "keyring")
			p.wantLog("feed", "keyring")
			p.wantNotClear()
		})
	}
}
