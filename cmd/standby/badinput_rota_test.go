//go:build linux

package main

import (
	"fmt"
	"strings"
	"testing"

	"standby/app/api"
)

// badInputRotaFile has Engineer A on call at all times but Christmas 2098.
const badInputRotaFile = `name = "Payments"
zone = "UTC"

[[layer]]
name = "always"
unit = "weekly"
anchor = "2020-01-06 09:00"
people = ["Engineer A"]

[[override]]
id = "christmas"
seq = 1
from = "2098-12-24 09:00"
to = "2098-12-27 09:00"
out = "Engineer A"
in = "Engineer B"
`

func badInputRotaRows(t *testing.T, bin string) {
	of := func(p *badInputProfile) badInputDuty {
		return badInputDuty{
			source: "payments", file: "payments.toml", good: badInputRotaFile, shifts: 1, quietlyGone: true,
			config: fmt.Sprintf("[me]\nname = \"Engineer A\"\n[[rota]]\nname = \"payments\"\nfile = %q\n", p.path("payments.toml")),
		}
	}
	badInputDutyRows(t, bin, of, []badInputBecomes{
		{"an unknown unit", strings.Replace(badInputRotaFile, `"weekly"`, `"weakly"`, 1), []string{"payments.toml, line 6", "layer[0].unit"}, "payments.toml:6"},
		{"a key that is mistyped", strings.Replace(badInputRotaFile, "anchor", "ancor", 1), []string{"payments.toml, line 7", "layer[0].ancor"}, "did you mean anchor?"},
		{"a calendar instead", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", []string{"payments.toml, line 1"}, "payments.toml:1"},
		{"nothing instead", "", []string{"payments.toml"}, "payments.toml"},
		{"cut off in the middle of a word", badInputRotaFile[:strings.Index(badInputRotaFile, "anchor")+3], []string{"payments.toml, line 7"}, "payments.toml:7"},
		{"gone", badInputGone, []string{"payments", "is not there"}, "no such file"},
	})
	t.Run("one that is added", func(t *testing.T) {
		t.Parallel()
		p := newBadInputProfile(t, bin)
		p.start()
		broken := p.write("broken.toml", strings.Replace(badInputRotaFile, `"weekly"`, `"weakly"`, 1))
		if out, errs, code := p.run("", "rota", "add", "payments", broken, "--as", "Engineer A"); code != exitFailed || !badInputHas(errs, []string{"broken.toml, line 6", "not used until"}) {
			t.Errorf("exit %d: %s%s", code, out, errs)
		}
		file := p.write("payments.toml", badInputRotaFile)
		for _, args := range [][]string{{"rota", "add", "payments"}, {"rota", "add"}, {"rota", "add", "a", "b", "c"}} {
			if _, errs, code := p.run("", args...); code != exitUsage {
				t.Errorf("%q: exit %d: %s", args, code, errs)
			}
		}
		if out, errs, code := p.run("", "rota", "add", "payments", file, "--as", "Engineer A"); code != exitOK || !strings.Contains(out, "Reading rota payments") {
			t.Fatalf("exit %d: %s%s", code, out, errs)
		}
		p.await("the user is on call", func(s api.Snapshot) bool { return s.Standing == api.OnCall })
		if out, _, _ := p.run("", "status"); !badInputHas(out, []string{"Primary, no hand-off in sight", "payments: ok, heard"}) {
			t.Errorf("status says\n%s", out)
		}
		if _, errs, code := p.run("", "rota", "add", "Payments", file); code != exitFailed || !strings.Contains(errs, "already") {
			t.Errorf("twice: exit %d: %s", code, errs)
		}
		p.stop()
		p.start()
		p.await("it is still there after a restart", func(s api.Snapshot) bool { return s.Standing == api.OnCall })
	})
}
