//go:build linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/doctor"
	"standby/app/provider/pagerduty/pdtest"
	"standby/notify"
)

// TestWhatSurroundsTheAgentIsJoinedToIt runs the real program on a machine without
// a desktop, a sound card and a keyring.
func TestWhatSurroundsTheAgentIsJoinedToIt(t *testing.T) {
	bin := badInputBuild(t)
	for name, run := range map[string]func(*testing.T, string){
		"a page that cannot be heard is told of":        surroundedBySilence,
		"hooks run on pages":                            surroundedByHooks,
		"PagerDuty is listened to and acted on":         surroundedByPagerDuty,
		"a PagerDuty that will not do is told in words": surroundedByABadKey,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, bin)
		})
	}
}

func surroundedBySilence(t *testing.T, bin string) {
	p := newBadInputProfile(t, bin)
	p.programs = t.TempDir() // nothing that plays
	p.start()
	if _, _, code := p.run("", "test-page"); code != exitOK {
		t.Fatal("no test page")
	}
	s := p.await("the tray says that nothing is heard", func(s api.Snapshot) bool {
		return slices.ContainsFunc(s.Troubles, func(t api.Trouble) bool {
			return strings.Contains(t.Means, "heard") || strings.Contains(t.Means, "missed")
		})
	})
	t.Logf("told: %+v", s.Troubles)
	var checks []api.Check
	p.json(&checks, "doctor")
	for _, name := range []string{"sound output", "do not disturb", "battery"} {
		if !slices.ContainsFunc(checks, func(c api.Check) bool { return c.Name == name }) {
			t.Errorf("the doctor says nothing of %s", name)
		}
	}
	p.wantDoctor("sound output", "sound")
	if _, errs, code := p.run("", "test-sound"); code != exitFailed || !strings.Contains(errs, "heard") {
		t.Errorf("test-sound: %d, %s", code, errs)
	}
}

func surroundedByHooks(t *testing.T, bin string) {
	p := newBadInputProfile(t, bin)
	file := filepath.Join(p.root, "home", "hook.json")
	script := p.write("hook.sh", "#!/bin/sh\ncat > \""+file+".part\"\nmv \""+file+".part\" \""+file+"\"\n")
	if err := os.Chmod(script, 0o700); err != nil { //nolint:gosec // it is to be run
		t.Fatal(err)
	}
	p.write("standby.toml", "[[hook]]\non = [\"page\"]\nrun = [\""+script+"\"]\n[[hook]]\non = [\"page\"]\nrun = [\"/not/there\"]\n")
	p.start()
	if _, _, code := p.run("", "test-page"); code != exitOK {
		t.Fatal("no test page")
	}
	s := p.await("the hook that is not there is told of", func(s api.Snapshot) bool {
		return slices.ContainsFunc(s.Troubles, func(t api.Trouble) bool { return strings.Contains(t.What, "hook 2 (there)") })
	})
	t.Logf("told: %+v", s.Troubles)
	var data []byte
	for deadline := time.Now().Add(badInputPatience); data == nil && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		data, _ = os.ReadFile(file)
	}
	var told struct {
		Event string
		Page  struct {
			ID    string
			Drill bool
		}
	}
	if err := json.Unmarshal(data, &told); err != nil || told.Event != "page" || !told.Page.Drill || told.Page.ID == "" {
		t.Errorf("the hook was told %s (%v)", data, err)
	}
}

func surroundedByPagerDuty(t *testing.T, bin string) {
	contract, _ := pdtest.LoadContract()
	pd := pdtest.New(t, nil, contract)
	p := newBadInputProfile(t, bin)
	p.canaries = []string{pdtest.Key}
	p.write("standby.toml", "[me]\nname = \"Engineer A\"\n")
	p.start()
	id, second := pd.Trigger("Checkout answers slowly", nil), pd.Trigger("Payments are late", nil)
	if _, errs, code := p.run(pdtest.Key+"\n", "add", "pagerduty", "--name", "work", "--url", pd.URL); code != exitOK {
		t.Fatalf("add: %s", errs)
	}
	page := p.awaitPage("Checkout answers slowly")
	do := func(c api.Command) {
		t.Helper()
		if err := p.client.Act(t.Context(), page.ID, c); err != nil {
			t.Fatalf("%s: %v", c.Do, err)
		}
	}
	state := func(what string, want func(api.Page) bool) api.Page {
		t.Helper()
		var last api.Page
		p.await(what, func(s api.Snapshot) bool {
			i := slices.IndexFunc(s.Pages, func(q api.Page) bool { return q.ID == page.ID })
			if i >= 0 {
				last = s.Pages[i]
			}
			return i >= 0 && want(last)
		})
		return last
	}
	do(api.Command{Do: api.DoAcknowledge})
	acked := state("it is acknowledged", func(q api.Page) bool { return q.State == notify.Acknowledged && q.Request == notify.NoRequest })
	if i := pd.Incident(id); i.Status != "acknowledged" || acked.EscalateLabel == "" || !acked.CanResolve {
		t.Errorf("the incident is %+v, the page %+v", i, acked)
	}
	do(api.Command{Do: api.DoNote, Text: "looking at it"})
	state("the note has arrived", func(q api.Page) bool { return len(q.Unsent) == 0 && len(pd.Incident(id).Notes) == 1 })
	do(api.Command{Do: api.DoSnooze, Until: time.Now().Add(time.Hour)})
	state("it is snoozed there", func(q api.Page) bool { return q.State == notify.Snoozed && q.SnoozedThere })
	do(api.Command{Do: api.DoResolve, Now: true})
	state("it is resolved", func(q api.Page) bool { return q.State == notify.Resolved })
	if i := pd.Incident(id); i.Status != "resolved" {
		t.Errorf("the incident is %+v", i)
	}
	page = p.awaitPage("Payments are late")
	do(api.Command{Do: api.DoEscalate})
	state("it is handed on", func(q api.Page) bool { return !q.EscalatedAt.IsZero() && q.Request == notify.NoRequest })
	if i := pd.Incident(second); i.Level < 2 || len(pd.Reopened()) != 0 {
		t.Errorf("the incident is %+v, reopened %v", i, pd.Reopened())
	}
	var checks []api.Check
	p.json(&checks, "doctor")
	if !slices.ContainsFunc(checks, func(c api.Check) bool { return c.Name == "source work" && c.Result == doctor.OK }) {
		t.Errorf("the doctor: %+v", checks)
	}
}

func surroundedByABadKey(t *testing.T, bin string) {
	pd := pdtest.New(t, nil, nil)
	p := newBadInputProfile(t, bin)
	p.canaries = []string{"hunter2key"}
	p.start()
	_, errs, code := p.run("hunter2key\n", "add", "pagerduty", "--name", "work", "--url", pd.URL)
	if code != exitFailed || !strings.Contains(errs, "refuses the credentials") {
		t.Errorf("%d: %s", code, errs)
	}
	if _, errs, code = p.run("", "add", "pagerduty"); code != exitUsage || !strings.Contains(errs, "API key") {
		t.Errorf("%d: %s", code, errs)
	}
	if s, err := p.client.Snapshot(t.Context()); err != nil || len(s.Sources) != 0 {
		t.Errorf("%+v, %v", s.Sources, err)
	}
}
