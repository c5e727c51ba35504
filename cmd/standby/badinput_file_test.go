//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/app/api"
)

// badInputNobody is a user without rights, on every Linux.
const badInputNobody = 65534

func badInputConfigRows(t *testing.T, bin string) {
	for _, row := range []struct {
		name  string
		text  string
		words []string
	}{
		{"nothing wrong, for comparison", "[me]\nname = \"Engineer A\"\n\n[ack]\ntarget = \"15m\"\n", nil},
		{"an unknown zone", "# mine\nzone = \"Mars/Olympus\"\n", []string{"standby.toml, line 2: zone:", "time zone", `"Europe/Berlin"`}},
		{"an address of a calendar", "[[calendar]]\nname = \"team\"\nurl = \"https://a:CANARY-word@calendar.example.org/CANARY-path.ics\"\n",
			[]string{"standby.toml, line 3: calendar[0].url:", "keyring"}},
		{"an address of a calendar as a file", "[[calendar]]\nname = \"team\"\nfile = \"webcal://calendar.example.org/CANARY-path.ics\"\n",
			[]string{"standby.toml, line 3: calendar[0].file:", "keyring"}},
		{"a password in an address", "[[alertmanager]]\nname = \"prod\"\nurl = \"https://a:CANARY-word@alerts.example.org\"\n",
			[]string{"standby.toml, line 3: alertmanager[0].url:", "keyring"}},
		{"a password in a line of its own", "[[alertmanager]]\nname = \"prod\"\nurl = \"https://alerts.example.org\"\npassword = \"CANARY-word\"\n",
			[]string{"standby.toml, line 4: alertmanager[0].password:"}},
		{"a line that does not end", "zone = \"CANARY-word\n[me]\n", []string{"standby.toml, line 1"}},
		{"a file of another kind", "\x7fELF\x00\x00CANARY", []string{"standby.toml, line 1"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newBadInputProfile(t, bin)
			path := p.write("standby.toml", row.text)
			if row.words == nil {
				p.start()
				return
			}
			t.Cleanup(func() { _ = os.Remove(path) }) // it holds the secret itself
			p.canaries = []string{"CANARY"}
			p.wantNoStart(row.words...)
			if text, err := os.ReadFile(path); err != nil || string(text) != row.text {
				t.Errorf("the file was changed: %q, %v", text, err)
			}
			if entries, _ := os.ReadDir(p.dataDir()); len(entries) > 0 {
				t.Errorf("files were made: %v", entries)
			}
			p.canaries = nil // checked below, before the file goes
			for _, text := range []string{p.said.String(), p.log.String()} {
				if strings.Contains(text, "CANARY") {
					t.Errorf("the secret was printed:\n%s", text)
				}
			}
		})
	}

	t.Run("a folder in its place", func(t *testing.T) {
		t.Parallel()
		p := newBadInputProfile(t, bin)
		if err := os.Mkdir(p.configFile(), 0o700); err != nil {
			t.Fatal(err)
		}
		p.wantNoStart("standby.toml", "not a file", "Move it away")
	})

	t.Run("a file that the user may not read", func(t *testing.T) {
		t.Parallel()
		p := newBadInputProfile(t, bin)
		path := p.write("standby.toml", "")
		p.belongsToNobody()
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		p.wantNoStart("standby.toml", "may not be read", "permissions")
	})

	t.Run("a data folder that the user may not write to", func(t *testing.T) {
		t.Parallel()
		p := newBadInputProfile(t, bin)
		p.belongsToNobody()
		if err := os.Chmod(filepath.Join(p.root, "data"), 0o500); err != nil {
			t.Fatal(err)
		}
		p.wantNoStart(filepath.Join(p.root, "data"), "may not be", "permissions")
	})
}

// belongsToNobody hands the profile to a user without rights, to whom modes
// mean something.
func (p *badInputProfile) belongsToNobody() {
	p.t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	p.asNobody = true
	err := filepath.WalkDir(p.root, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, badInputNobody, badInputNobody)
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// wantNoStart checks that the agent refuses to start with those words, and that
// the doctor, who finds no agent, says them too.
func (p *badInputProfile) wantNoStart(words ...string) {
	p.t.Helper()
	_, errs, code := p.run("")
	if code != exitFailed || !badInputHas(errs, words) {
		p.t.Errorf("exit %d and\n%swant exit %d and %q", code, errs, exitFailed, words)
	}
	p.t.Logf("start: %s", errs)
	out, _, code := p.run("", "doctor")
	if code != exitNotRunning || !badInputHas(out, words) {
		p.t.Errorf("the doctor: exit %d and\n%swant exit %d and %q", code, out, exitNotRunning, words)
	}
	var checks []api.Check
	p.json(&checks, "doctor")
}

func badInputPolicyRows(t *testing.T, bin string) {
	const good = "name = \"Sample team\"\nzone = \"Europe/Berlin\"\ncurrency = \"EUR\"\n[standby]\nrate = \"4.50\"\n[call_out]\nrate = \"32.00\"\n[rounding]\nplace = 2\n"
	for _, row := range []struct {
		name, from, to string
		words          []string
	}{
		{"a negative rate", `"4.50"`, `"-4.50"`, []string{"policy.toml, line 5: standby.rate:", "must not be negative", `"4.50"`}},
		{"a rate that is not exact", `"4.50"`, `4.5`, []string{"policy.toml, line 5: standby.rate:", "quotes"}},
		{"an unknown zone", "Europe/Berlin", "Mars/Olympus", []string{"policy.toml, line 2: zone:", "time zone", "Europe/Berlin"}},
		{"no file at all", "", "", []string{"policy.toml", "Check the path"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newBadInputProfile(t, bin)
			team := p.write("team.ics", badInputRota(-9*time.Hour, -8*time.Hour, -time.Hour, 8*time.Hour))
			policy := p.write("policy.toml", good)
			p.write("standby.toml", fmt.Sprintf("[me]\nname = \"Engineer A\"\n[pay]\npolicy = %q\n[[calendar]]\nname = \"team\"\nfile = %q\n", policy, team))
			p.start()
			p.await("the user is on call", func(s api.Snapshot) bool { return s.Standing == api.OnCall })
			var before, after api.Statement
			p.json(&before, "pay")

			if row.from == "" {
				if err := os.Remove(policy); err != nil {
					t.Fatal(err)
				}
			} else {
				p.write("policy.toml", strings.Replace(good, row.from, row.to, 1))
			}
			_, errs, code := p.run("", "pay")
			if code != exitFailed || !badInputHas(errs, row.words) {
				t.Errorf("pay: exit %d and\n%swant %q", code, errs, row.words)
			}
			t.Logf("pay: %s", errs)
			if err := p.client.SetPolicy(t.Context(), policy); err == nil || !badInputHas(err.Error(), row.words) {
				t.Errorf("chosen in the window: %v; want %q", err, row.words)
			}
			p.wantDoctor("pay policy", row.words[0])
			p.wantLog("pay policy", "policy.toml")

			p.write("policy.toml", good)
			p.json(&after, "pay")
			if len(after.Lines) == 0 || len(after.Lines) != len(before.Lines) {
				t.Errorf("once it is corrected: %+v; before %+v", after, before)
			}
		})
	}
}
