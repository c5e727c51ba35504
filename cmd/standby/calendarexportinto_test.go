//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/provider/caldav"
	"standby/app/provider/caldav/caldavtest"
	"standby/app/store"
	"standby/notify"
)

// TestAnExportGoesIntoACalendarOnAServer runs the real program, its agent and real
// servers: by the name of a calendar that is configured, and by an address.
func TestAnExportGoesIntoACalendarOnAServer(t *testing.T) {
	bin := badInputBuild(t)
	caldavtest.OnEach(t, func(t *testing.T, s *caldavtest.Server) {
		refuse := refuseWrites(s)
		p := newBadInputProfile(t, bin)
		if s.Password != "" {
			p.canaries = []string{s.Password}
		}
		rota := p.write("payments.toml", exportedFile)
		keepCallOut(t, p.dataDir())
		p.start()
		address := newCalendarOn(t, s, "payments")
		add := []string{"calendar", "add", address, "--caldav", "--name", "payments", "--as", "Engineer A"}
		login := []string{}
		if s.User != "" {
			login = []string{"--user", s.User, "--secret-stdin"}
		}
		if _, errs, code := p.run(s.Password+"\n", append(add, login...)...); code != exitOK {
			t.Fatalf("add: exit %d: %s", code, errs)
		}
		export := func(stdin string, args ...string) (string, string, int) {
			return p.run(stdin, append([]string{"calendar", "export", "--from", "2026-12-07", "--to", "2026-12-21"}, args...)...)
		}
		want := func(what, stdin, says string, exit int, args ...string) {
			t.Helper()
			if out, errs, code := export(stdin, args...); code != exit || !strings.Contains(out+errs, says) {
				t.Errorf("%s: exit %d, want %d and %q\n%s%s", what, code, exit, says, out, errs)
			}
		}
		all := []string{rota, "--what", "shifts,gaps,leave", "--into", "payments"}
		want("a dry run", "", "23 written, 0 changed, 0 taken back, 0 unchanged.\nThat is what would be done", exitOK, append(all, "--dry-run")...)
		want("the first time", "", "payments: 23 written, 0 changed, 0 taken back, 0 unchanged.", exitOK, all...)
		want("the second time", "", "payments: 0 written, 0 changed, 0 taken back, 23 unchanged.", exitOK, all...)
		p.await("the agent has read it", func(snap api.Snapshot) bool {
			return snap.Duty.Next != nil && snap.Duty.Next.Rota == "payments" || snap.Duty.Current != nil
		})
		want("what was read from it", "", "would be there twice", exitFailed, "--into", "payments")

		out, errs, code := p.run("", "calendar", "export", "--what", "call-outs", "--into", "payments", "--json")
		var v publishedView
		if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || v.Written != 1 || v.Events[0].Summary != "Call-out: Disk of db-1 is full" {
			t.Errorf("call-outs: exit %d, %v\n%s%s", code, err, out, errs)
		}

		elsewhere := append([]string{rota, "--into", newCalendarOn(t, s, "elsewhere")}, login...)
		want("an address", s.Password+"\n", "elsewhere: 10 written", exitOK, elsewhere...)
		want("the address again", s.Password+"\n", "elsewhere: 0 written, 0 changed, 0 taken back, 10 unchanged.", exitOK, elsewhere...)
		editedOn(t, s, v.Events[0].UID, address)
		want("one that was edited stays, and fails", "", "somebody has changed it since", exitFailed,
			"--what", "call-outs", "--into", "payments", "--from", time.Now().AddDate(0, 0, -7).Format(time.DateOnly), "--to", time.Now().AddDate(0, 0, 1).Format(time.DateOnly))
		refuse.Store(true)
		broken := strings.Replace(exportedFile, `to = "2026-12-16 00:00"`, `to = "2026-12-17 00:00"`, 1)
		p.write("payments.toml", broken)
		want("a server that refuses", "", "1 not written", exitFailed, all...)
		want("a calendar that nobody knows", "", "standby calendar list", exitFailed, rota, "--into", "nowhere")
	})
}

func TestAnExportIntoACalendarByNameNeedsTheAgent(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	path := calendarFile(t, "payments.toml", exportedFile)
	if _, errs, code := calendarRun(t, "export", path, "--into", "payments"); code != exitNotRunning {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// keepCallOut puts a page that was worked on yesterday into the store, and a drill.
func keepCallOut(t *testing.T, dir string) {
	t.Helper()
	s, _, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	from := time.Now().UTC().Truncate(time.Second).AddDate(0, 0, -1)
	page := notify.Page{
		ID: notify.PageID("prod", "1"), Source: "prod", Key: "1", Title: "Disk of db-1 is full", Urgency: notify.High, State: notify.Resolved,
		TriggeredAt: from.Add(-time.Minute), AckedAt: from, AckedHere: true, ResolvedAt: from.Add(time.Hour),
		Work: []notify.Stint{{From: from, Until: from.Add(time.Hour)}},
	}
	drill := page
	drill.ID, drill.Key, drill.Drill = notify.PageID("Standby", "2"), "2", true
	if err := s.Commit(t.Context(), []notify.Page{page, drill}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func newCalendarOn(t *testing.T, s *caldavtest.Server, name string) string {
	t.Helper()
	account, err := caldav.NewAccount(s.URL, s.Credentials(), nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := account.Create(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return made.URL.String()
}

func editedOn(t *testing.T, s *caldavtest.Server, uid, address string) {
	t.Helper()
	c := caldav.New("other", func(context.Context) (string, error) { return address, nil }, s.Credentials(), nil)
	now, err := c.Get(t.Context(), uid)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(now.Body), "SUMMARY:Call-out", "SUMMARY:Half an hour", 1)
	if _, err := c.Put(t.Context(), uid, []byte(edited), now.ETag); err != nil {
		t.Fatal(err)
	}
}

// refuseWrites has the server refuse all writes from when it is told so.
func refuseWrites(s *caldavtest.Server) *atomic.Bool {
	var refuse atomic.Bool
	s.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut || !refuse.Load() {
			return false
		}
		http.Error(w, "no", http.StatusForbidden)
		return true
	}
	return &refuse
}

func TestTheCalendarsThatCanBeWrittenToAreOffered(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	if err := os.MkdirAll(filepath.Join(dir, "standby"), 0o700); err != nil {
		t.Fatal(err)
	}
	text := "[[calendar]]\nname = \"payments\"\ncaldav = \"https://dav.example.org/payments/\"\n[[calendar]]\nname = \"feed\"\nfile = \"/team.ics\"\n"
	if err := os.WriteFile(filepath.Join(dir, "standby", "standby.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for flag, want := range map[string]string{"--into": "payments\n:", "--what": "shifts\ngaps\ncall-outs\nleave\n:"} {
		var out, errs bytes.Buffer
		if code := execute(t.Context(), []string{"__complete", "calendar", "export", flag, ""}, &out, &errs); code != exitOK || !strings.HasPrefix(out.String(), want) {
			t.Errorf("%s: exit %d: %q, want %q", flag, code, out.String(), want)
		}
	}
}
