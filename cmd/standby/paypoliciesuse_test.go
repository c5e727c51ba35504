//go:build linux

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"standby/app/api"
	"standby/app/config"
	"standby/assets"
)

// policiesHome gives the test a home of its own, and says where its configuration
// goes.
func policiesHome(t *testing.T) (configFile string) {
	t.Helper()
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"} {
		dir := filepath.Join(home, strings.ToLower(name))
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, dir)
	}
	run, err := os.MkdirTemp("/tmp", "standby-") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(run) })
	t.Setenv("XDG_RUNTIME_DIR", run)
	places, err := config.For("")
	if err != nil {
		t.Fatal(err)
	}
	return places.ConfigFile
}

func policiesUse(t *testing.T, name string, code int, words ...string) string {
	t.Helper()
	out, errs, got := policiesRun(t, "use", name)
	text := strings.Join(strings.Fields(out+errs), " ")
	for _, w := range words {
		if got != code || !strings.Contains(text, w) {
			t.Fatalf("use %s: exit %d, want %d and %q\n%s%s", name, got, code, w, out, errs)
		}
	}
	return text
}

func inForce(t *testing.T, configFile string) string {
	t.Helper()
	c, err := config.Load(configFile)
	if err != nil {
		t.Fatal(err)
	}
	return c.Pay.Policy
}

func TestAReadyPolicyIsLaidBesideTheConfigurationAndNamedThere(t *testing.T) {
	configFile := policiesHome(t)
	path := filepath.Join(filepath.Dir(configFile), "policy-flat-week.toml")
	said := policiesUse(t, "flat-week", exitOK, `The pay policy is "A flat sum a week" now`, "Edit next: 50.00,", `hourly = "16"`, "under [given]", "standby pay check "+path)
	if strings.Contains(said, "Until now") {
		t.Error(said)
	}
	want, _ := assets.PolicyNamed("flat-week")
	if got, err := os.ReadFile(path); err != nil || string(got) != string(want.Text) || inForce(t, configFile) != path {
		t.Errorf("%v; in force is %s\n%s", err, inForce(t, configFile), got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	again := policiesUse(t, "flat-week", exitOK, "The pay policy is")
	if strings.Contains(again, "differs") || strings.Contains(again, "Until now") {
		t.Error(again)
	}
	policiesUse(t, "tvod", exitOK, "Until now it was "+path)
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".policy-*")); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}

func TestAPolicyThatTheUserChangedIsNeverOverwritten(t *testing.T) {
	configFile := policiesHome(t)
	path := filepath.Join(filepath.Dir(configFile), "policy-flat-week.toml")
	policiesUse(t, "flat-week", exitOK, "now")
	ready, _ := assets.PolicyNamed("flat-week")
	mine := strings.Replace(string(ready.Text), `rate = "50.00"`, `rate = "65.00"`, 1)
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(mine)
	policiesUse(t, "tvod", exitOK, "now")
	policiesUse(t, "flat-week", exitOK, "differs from the one that comes with Standby; it is used as it is")
	if got, err := os.ReadFile(path); err != nil || string(got) != mine || inForce(t, configFile) != path {
		t.Errorf("%v\n%s", err, got)
	}

	policiesUse(t, "tvod", exitOK, "now")
	broken := strings.Replace(mine, `rate = "65.00"`, `rate = "sixty"`, 1)
	write(broken)
	policiesUse(t, "flat-week", exitFailed, "policy-flat-week.toml, line ", "pay[0].rate")
	if got, err := os.ReadFile(path); err != nil || string(got) != broken || !strings.HasSuffix(inForce(t, configFile), "policy-tvod.toml") {
		t.Errorf("%v; in force is %s", err, inForce(t, configFile))
	}
}

func TestWhatStandsInTheWayOfAReadyPolicyIsTold(t *testing.T) {
	t.Run("a link that leads nowhere", func(t *testing.T) {
		configFile := policiesHome(t)
		path := filepath.Join(filepath.Dir(configFile), "policy-tvod.toml")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("nowhere.toml", path); err != nil {
			t.Fatal(err)
		}
		policiesUse(t, "tvod", exitFailed, "policy-tvod.toml")
		if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Error("the link is gone", err)
		}
	})
	t.Run("a directory", func(t *testing.T) {
		configFile := policiesHome(t)
		if err := os.MkdirAll(filepath.Join(filepath.Dir(configFile), "policy-tvod.toml"), 0o700); err != nil {
			t.Fatal(err)
		}
		policiesUse(t, "tvod", exitFailed, "is a directory")
	})
	t.Run("a configuration with a mistake", func(t *testing.T) {
		configFile := policiesHome(t)
		if err := os.MkdirAll(filepath.Dir(configFile), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(configFile, []byte("zone = \"Mars/Olympus\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		policiesUse(t, "tvod", exitFailed, "standby.toml, line 1: zone")
		if _, err := os.Stat(filepath.Join(filepath.Dir(configFile), "policy-tvod.toml")); err == nil {
			t.Error("the policy was laid down all the same")
		}
	})
}

func TestARunningAgentPaysByAReadyPolicyAtOnce(t *testing.T) {
	p := newBadInputProfile(t, badInputBuild(t))
	p.write("standby.toml", "[me]\nname = \"Engineer A\"\n")
	p.start()
	out, errs, code := p.run("", "pay", "policies", "use", "night-price")
	if code != exitOK || !strings.Contains(out, "policy-night-price.toml") {
		t.Fatalf("exit %d: %s%s", code, errs, out)
	}
	p.await("the policy counts", func(s api.Snapshot) bool { return s.PolicyName == "A price for each night" })
	var st api.Statement
	p.json(&st, "pay")
	if st.Policy != "A price for each night" || st.Currency != "GBP" {
		t.Errorf("%+v", st)
	}
}
