package config

import (
	"maps"
	"strings"
	"testing"
	"time"
)

func TestWhatAPolicyAsksOfPeopleStandsInTheConfiguration(t *testing.T) {
	c, err := Parse("standby.toml", []byte(`
[pay]
policy = "policy.toml"
since = "2026-01"
day = "7h30m"

[[pay.person]]
facts = { hourly = "40.50", level = 3, tenured = true }

[[pay.person]]
person = "b@example.org"
from = "2026-07-01"
facts = { hourly = "41" }
region = ["de-by"]
`))
	if err != nil {
		t.Fatal(err)
	}
	if p := c.Pay; p.Since != time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) || p.Day != 7*time.Hour+30*time.Minute || len(p.People) != 2 {
		t.Fatalf("got %+v", p)
	}
	mine, theirs := c.Pay.People[0], c.Pay.People[1]
	if want := map[string]string{"hourly": "40.50", "level": "3", "tenured": "true"}; mine.Person != "" || !mine.From.IsZero() || !maps.Equal(mine.Facts, want) {
		t.Errorf("mine: %+v", mine)
	}
	if theirs.Person != "b@example.org" || theirs.From != time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC) || theirs.Facts["hourly"] != "41" || theirs.Regions[0] != "de-by" {
		t.Errorf("theirs: %+v", theirs)
	}
	if c, err := Parse("standby.toml", nil); err != nil || c.Pay.Day != DefaultDay {
		t.Errorf("a day off costs %v, %v", c.Pay.Day, err)
	}
}

func TestWhatIsWrongWithPayIsNamed(t *testing.T) {
	for name, tt := range map[string]struct{ file, want string }{
		"a month that is none":           {"[pay]\nsince = \"January\"", `standby.toml:2: pay.since: is not a month; write it like "2026-01"`},
		"a day off that costs nothing":   {"[pay]\nday = \"0s\"", `standby.toml:2: pay.day: must be at least 1m; write a length of time such as "8h"`},
		"a person without facts":         {"[[pay.person]]\nperson = \"a\"", `standby.toml:1: pay.person[0].facts: is missing; write facts = { hourly = "40.00" }, with what the policy asks for`},
		"a region that is none":          {"[[pay.person]]\nregion = [\"atlantis\"]", `standby.toml:2: pay.person[0].region[0]: is not a region whose holidays are known; `},
		"a day that is none":             {"[[pay.person]]\nfrom = \"soon\"\nfacts = { a = 1 }", `standby.toml:2: pay.person[0].from: is not a day; write it like "2026-01-01"`},
		"a number that loses its digits": {"[[pay.person]]\nfacts = { hourly = 40.5 }", `standby.toml:2: pay.person[0].facts: has a value for "hourly" that is neither text, a whole number nor yes or no; write numbers with a point in quotes: hourly = "40.50"`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse("standby.toml", []byte(tt.file)); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}
