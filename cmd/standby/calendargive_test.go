//go:build linux

package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/provider/caldav"
	"standby/app/provider/caldav/caldavtest"
	"standby/rotation"
)

// giveTeam is a calendar on a real server that the real program reads.
func giveTeam(t *testing.T) (*badInputProfile, *caldavtest.Server) {
	t.Helper()
	server := caldavtest.Radicale(t)
	account, err := caldav.NewAccount(server.URL, server.Credentials(), nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := account.Create(t.Context(), "team")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for uid, lines := range map[string]string{
		"1": "DTSTART:20281202T090000Z\r\nDTEND:20281203T090000Z\r\nSUMMARY:Engineer A (primary)",
		"2": "DTSTART:20281202T090000Z\r\nDTEND:20281203T090000Z\r\nSUMMARY:Engineer C (secondary)",
		"3": "DTSTART:20281209T090000Z\r\nDTEND:20281210T090000Z\r\nSUMMARY:Engineer B (primary)",
	} {
		files[uid+".ics"] = []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//team//EN\r\nBEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
	}
	server.Seed(t, "team", files)
	p := newBadInputProfile(t, badInputBuild(t))
	p.canaries = append(p.canaries, server.Password)
	p.start()
	if _, errs, code := p.run(server.Password+"\n", "calendar", "add", made.URL.String(), "--caldav", "--name", "team", "--user", server.User, "--secret-stdin"); code != exitOK {
		t.Fatalf("add: exit %d, %s", code, errs)
	}
	p.await("the calendar is read", func(s api.Snapshot) bool {
		src, ok := badInputSource(s, "team")
		return ok && !src.LastHeard.IsZero()
	})
	return p, server
}

// giveHolders is who has the first and the third shift, on the server.
func giveHolders(t *testing.T, server *caldavtest.Server) string {
	t.Helper()
	cal := caldav.New("team", func(context.Context) (string, error) { return server.URL + "/" + server.User + "/team/", nil }, server.Credentials(), nil)
	var words []string
	for _, uid := range []string{"1", "3"} {
		got, err := cal.Get(t.Context(), uid)
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, got.Summary())
	}
	return strings.Join(words, ", ")
}

func TestShiftsChangeHandsOnTheCommandLine(t *testing.T) {
	p, server := giveTeam(t)
	give := []string{"calendar", "give", "team", "--shift", "2028-12-02", "--role", "primary", "--to", "Engineer D <d@example.org>"}
	out, errs, code := p.run("", append(give, "--dry-run")...)
	if code != exitOK || !strings.Contains(out, "is no longer Engineer A's") || !strings.Contains(out, "is now Engineer D's") ||
		!strings.Contains(out, "Nothing was written yet") || giveHolders(t, server) != "Engineer A (primary), Engineer B (primary)" {
		t.Errorf("dry run: exit %d\n%s%s", code, out, errs)
	}
	var v handedView
	out, errs, code = p.run("", append(give, "--json")...)
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || v.Schema != 1 || !v.Written || len(v.Alterations) != 2 {
		t.Fatalf("give: exit %d, %v\n%s%s", code, err, out, errs)
	}
	if got := giveHolders(t, server); got != "Engineer D (primary), Engineer B (primary)" {
		t.Errorf("given: %s", got)
	}
	if out, errs, code = p.run("", "calendar", "swap", "team", "--shift", "2028-12-02T09:00", "--role", "primary", "--with", "3"); code != exitOK {
		t.Fatalf("swap: exit %d\n%s%s", code, out, errs)
	}
	if got := giveHolders(t, server); got != "Engineer B (primary), Engineer D (primary)" {
		t.Errorf("swapped: %s", got)
	}
	for name, row := range map[string]struct {
		args []string
		code int
		says string
	}{
		"two could be meant":    {[]string{"give", "team", "--shift", "2028-12-02", "--to", "Engineer D"}, exitFailed, "Engineer C (secondary, UID 2)"},
		"none is meant":         {[]string{"give", "team", "--shift", "2028-12-03", "--to", "Engineer D"}, exitFailed, "Those that begin next to it"},
		"somebody else has it":  {[]string{"give", "team", "--shift", "1", "--of", "Engineer A", "--to", "Engineer D"}, exitFailed, "Engineer B (primary"},
		"nobody to take it":     {[]string{"give", "team", "--shift", "1"}, exitUsage, "--to is missing"},
		"no calendar":           {[]string{"give", "none", "--shift", "1", "--to", "Engineer D"}, exitFailed, "no calendar or rota of that name"},
		"with itself":           {[]string{"swap", "team", "--shift", "1", "--with", "1"}, exitFailed, "the same shift"},
		"no zone of that name":  {[]string{"swap", "team", "--shift", "1", "--with", "3", "--zone", "Nowhere"}, exitUsage, "IANA"},
		"a part that is no day": {[]string{"give", "team", "--shift", "1", "--to", "Engineer D", "--from", "noon"}, exitUsage, "--from"},
	} {
		out, errs, code := p.run("", append([]string{"calendar"}, row.args...)...)
		if code != row.code || !strings.Contains(errs, row.says) {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, errs)
		}
	}
}

func TestAnAddressWithoutEncryptionIsTold(t *testing.T) {
	p := newBadInputProfile(t, badInputBuild(t))
	p.start()
	p.canaries = append(p.canaries, "canary-path", "canary-word")
	const address = "http://cal.example.org/canary-path.ics"
	_, errs, code := p.run(address+"\n", "calendar", "add", "-", "--name", "feed")
	if code != exitFailed || !strings.Contains(errs, "without encryption") || !strings.Contains(errs, "--insecure") {
		t.Errorf("a feed: exit %d, %s", code, errs)
	}
	_, errs, code = p.run("canary-word\n", "calendar", "add", "http://192.0.2.1/", "--caldav", "--name", "dav", "--user", "a", "--secret-stdin")
	if code != exitFailed || !strings.Contains(errs, "the password") || !strings.Contains(errs, "Nothing was sent") {
		t.Errorf("an account: exit %d, %s", code, errs)
	}
	if text, err := os.ReadFile(p.configFile()); err == nil && strings.Contains(string(text), "[[calendar]]") {
		t.Errorf("added:\n%s", text)
	}
	if _, errs, code = p.run(address+"\n", "calendar", "add", "-", "--name", "feed", "--insecure"); code != exitOK {
		t.Errorf("knowing: exit %d, %s", code, errs)
	}
}

func TestOnlyAClearYesIsOne(t *testing.T) {
	for answer, want := range map[string]bool{"y\n": true, "YES\n": true, "\n": false, "n\n": false, "": false, "yep\n": false} {
		var out strings.Builder
		if got := agrees(strings.NewReader(answer), &out, "team", "it is sent without encryption"); got != want || !strings.HasSuffix(out.String(), "encryption.\nAdd it all the same? [y/N] ") {
			t.Errorf("%q: %v, asked %q", answer, got, out.String())
		}
	}
}

func TestOnATerminalTheUserIsAsked(t *testing.T) {
	script, err := exec.LookPath("script")
	if _, noTerminals := os.Stat("/dev/pts/ptmx"); err != nil || noTerminals != nil {
		t.Log("no terminal can be made here; the question itself is tested above")
		return
	}
	p := newBadInputProfile(t, badInputBuild(t))
	p.start()
	ask := func(name, answer string) string {
		inside := p.command()
		cmd := exec.CommandContext(t.Context(), script, "--quiet", "--return", "--command", p.bin+" calendar add http://cal.example.org/x.ics --name "+name, "/dev/null")
		cmd.Env, cmd.Stdin = inside.Env, strings.NewReader(answer)
		out, _ := cmd.CombinedOutput() // the snapshot tells what became of it
		return string(out)
	}
	for name, answer := range map[string]string{"no": "n\n", "enter": "\n", "yes": "y\n"} {
		out := ask(name, answer)
		s, err := p.client.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, added := badInputSource(s, name); added != (name == "yes") || !strings.Contains(out, "Add it all the same? [y/N]") {
			t.Errorf("%s: added %v\n%s", name, added, out)
		}
	}
}

func TestAPersonIsNamedByNameOrAddressOrBoth(t *testing.T) {
	for text, want := range map[string]rotation.Person{
		"Engineer B":                  {Name: "Engineer B"},
		" b@example.org ":             {Email: "b@example.org"},
		"Engineer B <b@example.org>":  {Name: "Engineer B", Email: "b@example.org"},
		"Engineer B (of the < night)": {Name: "Engineer B (of the < night)"},
		"":                            {},
	} {
		if got := personNamed(text); got != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestAShiftIsNamedByDayOrTimeOrUID(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for text, want := range map[string]api.ShiftRef{
		"2026-10-25":           {Start: at("2026-10-24T22:00:00Z"), Before: at("2026-10-25T23:00:00Z")}, // 25 hours
		"2026-10-25T09:00":     {Start: at("2026-10-25T08:00:00Z")},
		"2026-10-25T09:00:00Z": {Start: at("2026-10-25T09:00:00Z")},
		"sat-1@example.org":    {UID: "sat-1@example.org"},
	} {
		if got, err := shiftRef("--shift", text, berlin); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}
