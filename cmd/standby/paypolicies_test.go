package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"standby/assets"
)

func policiesRun(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), append([]string{"pay", "policies"}, args...), &o, &e)
	return o.String(), e.String(), code
}

func TestTheReadyPoliciesAreListed(t *testing.T) {
	text, errs, code := policiesRun(t)
	if code != exitOK || errs != "" {
		t.Fatalf("exit %d: %s", code, errs)
	}
	for _, line := range strings.Split(text, "\n") {
		if len([]rune(line)) > terminal && strings.HasPrefix(line, " ") {
			t.Errorf("wider than the terminal: %s", line)
		}
	}
	out, errs, code := policiesRun(t, "--json")
	var views []readyView
	if err := json.Unmarshal([]byte(out), &views); err != nil || code != exitOK || errs != "" {
		t.Fatalf("exit %d, %v: %s", code, err, errs)
	}
	if len(views) != len(assets.Policies()) {
		t.Errorf("%d of %d are listed", len(views), len(assets.Policies()))
	}
	for _, v := range views {
		if !strings.Contains(text, v.Name+": "+v.Title) || v.Schema != 1 || v.Summary == "" || v.Source == "" || v.Change == "" || v.Facts == nil {
			t.Errorf("%+v", v)
		}
	}
	i := slices.IndexFunc(views, func(v readyView) bool { return v.Name == "google-tiers" })
	if got := factsText(views[i].Facts); got != `hourly = "100", monthly = "16000", tier = "5min"` {
		t.Errorf("google-tiers needs %s", got)
	}
}

func TestAReadyPolicyIsShownAsTheFileItIs(t *testing.T) {
	want, _ := assets.PolicyNamed("tvod")
	if out, errs, code := policiesRun(t, "show", "tvod"); code != exitOK || errs != "" || out != string(want.Text) {
		t.Errorf("exit %d: %s\n%s", code, errs, out)
	}
	path := filepath.Join(t.TempDir(), "policy.toml")
	if err := os.WriteFile(path, want.Text, 0o600); err != nil {
		t.Fatal(err)
	}
	var o, e bytes.Buffer
	if code := execute(t.Context(), []string{"pay", "check", path}, &o, &e); code != exitOK || !strings.Contains(o.String(), "is good") {
		t.Errorf("exit %d: %s%s", code, e.String(), o.String())
	}
}

func TestAReadyPolicyIsExplainedWithItsExample(t *testing.T) {
	for _, p := range assets.Policies() {
		out, errs, code := policiesRun(t, "explain", p.Name)
		if code != exitOK || errs != "" || !strings.Contains(out, "An example: ") || !strings.Contains(out, "By hand: ") || !strings.Contains(out, " in all") {
			t.Errorf("%s: exit %d: %s\n%s", p.Name, code, errs, out)
		}
	}
	out, errs, code := policiesRun(t, "explain", "week-package-france", "--json")
	var v explainedView
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK {
		t.Fatalf("exit %d, %v: %s", code, err, errs)
	}
	if v.Name != "week-package-france" || len(v.Sentences) < 10 || v.Statement.Cash != "159.2" || len(v.Statement.Violations) != 2 || len(v.Log) == 0 || v.Note == "" {
		t.Errorf("%+v", v)
	}
}

func TestAMistakeInANameOfAReadyPolicyIsTold(t *testing.T) {
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"show", "tvot"}, "did you mean tvod?"},
		{[]string{"explain", "night-prize"}, "did you mean night-price?"},
		{[]string{"use", "nothing-like-it"}, "standby pay policies lists them"},
		{[]string{"show", "../sample/policy"}, "standby pay policies lists them"},
		{[]string{"show", "\x1b[31m" + strings.Repeat("x", 1000)}, "standby pay policies lists them"},
		{[]string{"show"}, "accepts 1 arg"},
		{[]string{"explain", "tvod", "tvod"}, "accepts 1 arg"},
		{[]string{"tvod"}, "unknown command"},
	} {
		out, errs, code := policiesRun(t, tt.args...)
		if code != exitUsage || !strings.Contains(errs, tt.says) || out != "" || strings.ContainsRune(errs, '\x1b') || len(errs) > 600 {
			t.Errorf("%.60q: exit %d: %.300s%s", tt.args, code, errs, out)
		}
	}
}
