//go:build linux

package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// payCase is a case of ../shared/cases/pay.json.
type payCase struct {
	ID       string          `json:"id"`
	Inputs   json.RawMessage `json:"inputs"`
	Expected struct {
		Cash       *json.Number           `json:"cash"`
		TOIL       *json.Number           `json:"toil_hours"`
		Units      map[string]json.Number `json:"units"`
		Violations []string               `json:"violations"`
	} `json:"expected"`
}

// payAnswer is what `standby pay --json` prints, as far as the cases know it.
type payAnswer struct {
	Currency *string                `json:"currency"`
	Cash     *json.Number           `json:"cash"`
	TOIL     *json.Number           `json:"toil_hours"`
	Units    map[string]json.Number `json:"units"`
	Lines    []struct {
		Rule   string      `json:"rule"`
		Amount json.Number `json:"amount"`
	} `json:"lines"`
	Violations []string `json:"violations"`
	Warnings   []string `json:"warnings"`
}

// payPolicies are the files of rotation/pay/testdata/policies, by the longest
// beginning of a case's name.
func payPolicies() map[string]string {
	return map[string]string{
		"tvod": "tvod", "cal": "caloohpay", "pdoncall": "pdoncall", "form3": "form3", "madetech": "madetech", "moj": "moj", "dxw": "dxw",
		"derbyshire-01": "derbyshire", "derbyshire-02": "derbyshire-holidays", "pcipal": "pcipal", "hampshire": "hampshire", "nics": "nics",
		"flsa": "flsa", "flsa-04": "flsa-oncall", "wa": "washington", "nwt": "gnwt", "tbs": "treasury-board", "se": "sweden",
		"nl-01": "reiswerk", "nl": "caorijk", "it": "metalmeccanici", "fr": "astreinte", "au-01": "ma000115", "au-02": "ma000115",
		"au-03": "schads", "au": "au-clock", "nz": "tewhatuora", "eu": "wtd", "eu-03": "wtr", "ie": "imo", "google": "google",
		"incidentio": "incidentio", "calloutpay": "calloutpay",
	}
}

// payKnown are published figures that contradict their own rule; the test of
// rotation/pay says how.
func payKnown() []string {
	return []string{"moj-02/published_minutes", "nl-01-reiswerk-week/published_cash", "calloutpay-01-rounding/sum_of_printed_lines"}
}

func sharedCases(t *testing.T) (list []payCase) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "cases", "pay.json"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") != "true" {
		t.Skip("../shared/cases/pay.json is not there")
	}
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// policyOf is the policy of a case, in a file; one case wants elapsed hours in
// place of the clock's.
func policyOf(t *testing.T, c payCase) string {
	t.Helper()
	best := ""
	for prefix := range payPolicies() {
		if (c.ID == prefix || strings.HasPrefix(c.ID, prefix+"-")) && len(prefix) > len(best) {
			best = prefix
		}
	}
	path := filepath.Join("..", "..", "rotation", "pay", "testdata", "policies", payPolicies()[best]+".toml")
	if !strings.HasPrefix(c.ID, "au-09-") {
		return path
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "policy.toml")
	text = bytes.ReplaceAll(text, []byte(`clock = "wall"`), []byte(`clock = "elapsed"`))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheProgramPaysEveryCaseAsItWasPublished(t *testing.T) {
	list := sharedCases(t)
	program, _ := build(t)
	for _, c := range list {
		t.Run(c.ID, func(t *testing.T) {
			log := filepath.Join(t.TempDir(), "log.json")
			if err := os.WriteFile(log, c.Inputs, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), program, "pay", "--policy", policyOf(t, c), "--log", log, "--json")
			cmd.Env = []string{"HOME=" + t.TempDir(), "TZ=Pacific/Chatham"}
			out, err := cmd.Output()
			if err != nil {
				var exit *exec.ExitError
				if errors.As(err, &exit) {
					t.Fatalf("%v: %s", err, exit.Stderr)
				}
				t.Fatal(err)
			}
			var a payAnswer
			if err := json.Unmarshal(out, &a); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			a.compare(t, c)
		})
	}
}

// compare says where an answer differs from what a case expects.
func (a payAnswer) compare(t *testing.T, c payCase) {
	t.Helper()
	if a.Currency == nil || a.Cash == nil || a.TOIL == nil || a.Units == nil || a.Lines == nil || a.Violations == nil || a.Warnings == nil {
		t.Fatalf("a key is missing: %+v", a)
	}
	cash, sum := decimal.RequireFromString(a.Cash.String()), decimal.Zero
	calls := decimal.Zero // the cases of call-outs alone leave the standby time out
	for _, l := range a.Lines {
		n := decimal.RequireFromString(l.Amount.String())
		if sum = sum.Add(n); strings.HasPrefix(l.Rule, "call_out") {
			calls = calls.Add(n)
		}
	}
	if !sum.Equal(cash) {
		t.Errorf("the lines add up to %s, cash is %s", sum, cash)
	}
	if slices.ContainsFunc([]string{"tvod-03-", "tvod-04-", "tvod-05-"}, func(p string) bool { return strings.HasPrefix(c.ID, p) }) {
		cash = calls
	}
	same := func(what string, got decimal.Decimal, want *json.Number) {
		if want != nil && !got.Equal(decimal.RequireFromString(want.String())) {
			t.Errorf("%s is %s, want %s", what, got, want)
		}
	}
	same("cash", cash, c.Expected.Cash)
	same("toil_hours", decimal.RequireFromString(a.TOIL.String()), c.Expected.TOIL)
	for name, want := range c.Expected.Units {
		if slices.Contains(payKnown(), c.ID+"/"+name) {
			continue
		}
		got, ok := a.Units[name]
		if !ok {
			t.Errorf("%s is not reported", name)
			continue
		}
		same(name, decimal.RequireFromString(got.String()), &want)
	}
	if !slices.Equal(a.Violations, c.Expected.Violations) && len(a.Violations)+len(c.Expected.Violations) > 0 {
		t.Errorf("violations %q, want %q", a.Violations, c.Expected.Violations)
	}
}
