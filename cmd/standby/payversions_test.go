package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestVersionsOfAPolicyAreJoined has rules that change on 1 November: 12 h of
// Engineer B are then paid 5.00 an hour.
func TestVersionsOfAPolicyAreJoined(t *testing.T) {
	dir := t.TempDir()
	newer := strings.Replace(strings.Replace(payRules, "\n\n[standby]", "\nfrom = \"2024-11-01\"\n\n[standby]", 1), "4.50", "5.00", 1)
	for name, text := range map[string]string{"a.toml": payRules, "b.toml": newer} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, log := payFiles(t, payTwo)
	a, b := filepath.Join(dir, "a.toml"), filepath.Join(dir, "b.toml")
	for name, policies := range map[string][]string{"each by itself": {"--policy", b, "--policy", a}, "a folder": {"--policy", dir}} {
		out, errs, code := payRun(t, append(policies, "--log", log, "--json")...)
		var v payView
		if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || errs != "" || v.Cash != "188.5" {
			t.Errorf("%s: exit %d, %v: %s%s", name, code, err, out, errs)
		}
	}
	out, errs, code := payRun(t, "check", dir)
	if code != exitOK || errs != "" || !strings.Contains(strings.Join(strings.Fields(out), " "), "By the version from 2024-11-01:") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if _, errs, code := payRun(t, "--policy", a, "--policy", a, "--log", log); code == exitOK || !strings.Contains(errs, "begin on the same day") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if _, errs, code := payRun(t, "--policy", t.TempDir(), "--log", log); code == exitOK || !strings.Contains(errs, "it has no policy") {
		t.Errorf("exit %d: %s", code, errs)
	}
}
