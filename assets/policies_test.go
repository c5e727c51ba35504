package assets_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	toml "github.com/pelletier/go-toml/v2"
	"github.com/shopspring/decimal"

	"standby/assets"
	"standby/rotation/pay"
)

// worked is an example: what happened, what the policy makes of it, and why.
type worked struct {
	Note      string          `json:"note"`
	Published string          `json:"published"`
	Inputs    json.RawMessage `json:"inputs"`
	Expected  struct {
		Cash       decimal.Decimal            `json:"cash"`
		Currency   string                     `json:"currency"`
		Lieu       decimal.Decimal            `json:"toil_hours"`
		Units      map[string]decimal.Decimal `json:"units"`
		Violations []string                   `json:"violations"`
		Warnings   []string                   `json:"warnings"`
		ByRule     map[string]struct {
			Cash decimal.Decimal `json:"cash"`
			Lieu decimal.Decimal `json:"toil_hours"`
		} `json:"by_rule"`
	} `json:"expected"`
}

func example(t *testing.T, p assets.Policy) worked {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(p.Example))
	dec.DisallowUnknownFields()
	var w worked
	if err := dec.Decode(&w); err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	return w
}

// outcome evaluates an example.
func outcome(t *testing.T, p assets.Policy) pay.Statement {
	t.Helper()
	policy, err := pay.Parse(p.Name+".toml", p.Text)
	if err != nil {
		t.Fatal(err)
	}
	log, err := pay.ReadLog(example(t, p).Inputs)
	if err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	if len(log.People) != 1 {
		t.Fatalf("%s: the example has %q, want one person", p.Name, log.People)
	}
	s, err := policy.Evaluate(log.Input(log.People[0]))
	if err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	return s
}

func TestThereAreReadyPoliciesOfEveryShape(t *testing.T) {
	var names []string
	for _, p := range assets.Policies() {
		names = append(names, p.Name)
	}
	want := []string{"availability-nhs", "day-price", "fire-retained", "flat-week", "follow-the-sun", "google-tiers", "hourly-bands",
		"lieu-for-work", "lieu-only-france", "lieu-per-alert", "metalworkers-italy", "night-price", "nurses-australia", "per-24h-netherlands",
		"salary-fractions-sweden", "salary-percent-netherlands", "seven-percent", "started-blocks", "started-hours-canada", "tvod", "week-package-france"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q", names)
	}
}

var yearText = regexp.MustCompile(`\b(19|20)[0-9]{2}\b`)

func TestEveryReadyPolicySaysWhatItIsAndWhereItIsFrom(t *testing.T) {
	for _, p := range assets.Policies() {
		policy, err := pay.Parse(p.Name+".toml", p.Text)
		if err != nil {
			t.Error(err)
			continue
		}
		if p.Title != policy.Name || p.Source != policy.Source {
			t.Errorf("%s: title %q and source %q, the policy has %q and %q", p.Name, p.Title, p.Source, policy.Name, policy.Source)
		}
		if !yearText.MatchString(p.Source) || policy.Version == "" {
			t.Errorf("%s: the source %q or the version %q lacks the year", p.Name, p.Source, policy.Version)
		}
		if strings.Count(p.Summary, ".") < 2 || !strings.Contains(p.Summary, " fits ") || p.Region == "" || p.Change == "" || strings.Contains(p.Summary, "Region:") {
			t.Errorf("%s: summary %q, region %q, change %q", p.Name, p.Summary, p.Region, p.Change)
		}
		for _, s := range policy.Explain() {
			if len(strings.Fields(s)) < 3 || !strings.HasSuffix(s, ".") || strings.Contains(s, "  ") || strings.Contains(s, "<nil>") {
				t.Errorf("%s: %q is no sentence", p.Name, s)
			}
		}
		for i, line := range strings.Split(string(p.Text), "\n") {
			if len([]rune(line)) > 100 && !strings.HasPrefix(line, "source = ") {
				t.Errorf("%s:%d is longer than 100 characters", p.Name, i+1)
			}
		}
	}
}

func TestAReadyPolicyIsFoundByItsName(t *testing.T) {
	if p, ok := assets.PolicyNamed("tvod"); !ok || p.Name != "tvod" || p.Region != "Germany" {
		t.Errorf("got %q of %q, %v", p.Name, p.Region, ok)
	}
	for _, name := range []string{"", "TVOD", "tvod.toml", "../sample/policy", "tvod.example"} {
		if p, ok := assets.PolicyNamed(name); ok {
			t.Errorf("%q gives %s", name, p.Name)
		}
	}
}

func TestChangingAReadyPolicyChangesNoOther(t *testing.T) {
	first := assets.Policies()
	clear(first[0].Text)
	if second := assets.Policies(); second[0].Text[0] == 0 || !slices.IsSortedFunc(second, func(a, b assets.Policy) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the policies share their bytes, or are not in order")
	}
}

func TestEveryExampleComesOutAsWorkedOutByHand(t *testing.T) {
	for _, p := range assets.Policies() {
		t.Run(p.Name, func(t *testing.T) {
			s, w := outcome(t, p), example(t, p)
			want := w.Expected
			if len(strings.Fields(w.Note)) < 12 {
				t.Errorf("the note %q does not work it out", w.Note)
			}
			if !s.Cash.Equal(want.Cash) || s.Currency != want.Currency {
				t.Errorf("cash %s %s, want %s %s", s.Cash, s.Currency, want.Cash, want.Currency)
			}
			if got := hours(s.TimeInLieu); !got.Equal(want.Lieu) {
				t.Errorf("time in lieu %s h, want %s", got, want.Lieu)
			}
			for name, n := range want.Units {
				if got, ok := s.Units[name]; !ok || !got.Equal(n) {
					t.Errorf("%s is %s, want %s", name, got, n)
				}
			}
			codes(t, "violations", s.Violations, want.Violations)
			codes(t, "warnings", s.Warnings, want.Warnings)
			w.rules(t, s)
			if t.Failed() {
				for _, l := range s.Lines {
					t.Logf("%s %s %d s in lieu: %s (%s)", l.Rule, l.Amount, l.TimeInLieu, l.What, l.Unit)
				}
			}
		})
	}
}

// rules compares what each rule comes to.
func (w *worked) rules(t *testing.T, s pay.Statement) {
	t.Helper()
	cash, lieu := map[string]decimal.Decimal{}, map[string]int64{}
	for _, l := range s.Lines {
		cash[l.Rule], lieu[l.Rule] = cash[l.Rule].Add(l.Amount), lieu[l.Rule]+l.TimeInLieu
	}
	for rule := range cash {
		want := w.Expected.ByRule[rule]
		if !cash[rule].Equal(want.Cash) || !hours(lieu[rule]).Equal(want.Lieu) {
			t.Errorf("%s comes to %s and %s h, want %s and %s h", rule, cash[rule], hours(lieu[rule]), want.Cash, want.Lieu)
		}
	}
	for rule := range w.Expected.ByRule {
		if _, ok := cash[rule]; !ok {
			t.Errorf("%s has no line", rule)
		}
	}
}

func hours(seconds int64) decimal.Decimal {
	return decimal.NewFromInt(seconds).DivRound(decimal.NewFromInt(3600), 4)
}

func codes(t *testing.T, what string, have []pay.Violation, want []string) {
	t.Helper()
	var got []string
	for _, v := range have {
		got = append(got, v.Code)
	}
	if !slices.Equal(got, want) && len(got)+len(want) > 0 {
		t.Errorf("%s %q, want %q", what, got, want)
	}
}

// printed is all that an example gives, for comparing two runs of it.
func printed(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, p := range assets.Policies() {
		s := outcome(t, p)
		for _, l := range s.Lines {
			b.WriteString(p.Name + " " + l.Rule + " " + l.Row + " " + l.Amount.String() + " " + l.Units.String() + " " + hours(l.TimeInLieu).String() + "\n")
		}
		b.WriteString(p.Name + " " + s.Cash.String() + " " + hours(s.TimeInLieu).String() + "\n")
	}
	return b.Bytes()
}

// inZone asks a run of this program in a zone of its own for its statements: the
// clock of a machine is read once, when a program starts.
const inZone = "STANDBY_TEST_PRINT_POLICIES"

func TestEveryExampleIsTheSameWhateverTheClockOfTheMachine(t *testing.T) {
	if path := os.Getenv(inZone); path != "" {
		if err := os.WriteFile(path, printed(t), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := printed(t)
	for _, zone := range []string{"UTC", "Asia/Kolkata", "Pacific/Chatham"} {
		path := t.TempDir() + "/lines"
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestEveryExampleIsTheSameWhateverTheClockOfTheMachine$")
		cmd.Env = append(os.Environ(), "TZ="+zone, inZone+"="+path)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", zone, err, out)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("with the machine in %s:\n%s\nwant\n%s", zone, got, want)
		}
	}
}

func TestEveryReadyPolicyFitsTheSchema(t *testing.T) {
	schema := &openapi3.Schema{}
	if err := json.Unmarshal(pay.Schema, schema); err != nil {
		t.Fatal(err)
	}
	for _, p := range assets.Policies() {
		var v map[string]any
		if err := toml.Unmarshal(p.Text, &v); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		plain, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(plain, &doc); err != nil {
			t.Fatal(err)
		}
		if err := schema.VisitJSON(doc); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}
