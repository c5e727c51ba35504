//go:build linux

package main

import (
	"fmt"
	"strings"
	"testing"

	"standby/app/api"
)

// The real program, whose file is edited while it runs.
func TestAChangedConfigurationNeedsNoRestart(t *testing.T) {
	p := newBadInputProfile(t, badInputBuild(t))
	am := newBadInputServer(t, badInputAlerts("Disk almost full"))
	source := fmt.Sprintf("[[alertmanager]]\nname = \"prod\"\nurl = %q\npoll = \"5s\"\n", am.URL)
	p.write("team.ics", badInputOnCall())
	team := fmt.Sprintf("[me]\nname = \"Engineer A\"\n\n[[calendar]]\nname = \"team\"\nfile = %q\n", p.path("team.ics"))
	p.write("standby.toml", team)
	p.start()
	p.await("it is on call by the calendar", func(s api.Snapshot) bool { return s.DutyKnown && s.Duty.Current != nil })

	p.write("standby.toml", team+source)
	page := p.awaitPage("Disk almost full")

	p.write("standby.toml", team+source+"[ack]\ntarget = \"soon\"\n")
	snap := p.await("what is wrong is told", func(s api.Snapshot) bool { return badInputTrouble(s, "ack.target") != nil })
	p.wantTrouble(*badInputTrouble(snap, "ack.target"), "standby.toml, line", "length of time")
	if _, errs, code := p.run("", "reload"); code != exitFailed || !strings.Contains(errs, "ack.target") {
		t.Errorf("reload: code %d, %s", code, errs)
	}
	p.wantPage(page.ID)

	p.write("standby.toml", strings.Replace(team, "team.ics\"\n", "team.ics\"\npattern = \"{role}: {person}\"\n", 1)+source+"[ack]\ntarget = \"5m\"\nwarn = \"4m\"\n")
	p.await("the new target and the new pattern hold", func(s api.Snapshot) bool {
		c, _ := badInputSource(s, "team")
		return s.Ack.Target.Minutes() == 5 && badInputTrouble(s, "ack.target") == nil && strings.Contains(strings.Join(c.Warnings, "\n"), "the pattern fits 0 of 1")
	})
	if out, errs, code := p.run("", "reload"); code != exitOK || out != "The configuration is in use.\n" {
		t.Errorf("reload: code %d, %s%s", code, out, errs)
	}

	p.write("standby.toml", team)
	p.await("the source has gone, and its page with it", func(s api.Snapshot) bool {
		_, there := badInputSource(s, "prod")
		return !there && len(s.Pages) == 1 && !s.Pages[0].Open()
	})
}
