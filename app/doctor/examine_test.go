package doctor

import (
	"strings"
	"testing"
	"time"

	"standby/app/api"
)

func TestWhateverIsWrongIsNamedWithANextStep(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	bad := &api.Trouble{What: "prod is odd", Means: "It means this.", Next: "Do that."}
	for name, row := range map[string]struct {
		snap   api.Snapshot
		store  *api.Trouble
		check  string
		result string
		words  string
	}{
		"a source never heard":                     {snap: api.Snapshot{Sources: []api.Source{{Name: "prod", State: api.SourceSilent, Trouble: bad}}}, check: "source prod", result: Failed, words: "prod is odd"},
		"a source with an older copy":              {snap: api.Snapshot{Sources: []api.Source{{Name: "prod", State: api.SourceOK, Trouble: bad, LastHeard: now.Add(-time.Hour)}}}, check: "source prod", result: Warning, words: "Last heard 1 h ago"},
		"a warning of a calendar":                  {snap: api.Snapshot{Sources: []api.Source{{Name: "team", State: api.SourceOK, Warnings: []string{"line 3: odd"}}}}, check: "source team", result: Warning, words: "line 3: odd"},
		"a warning of a rota":                      {snap: api.Snapshot{Sources: []api.Source{{Name: "payments", Kind: api.KindRota, State: api.SourceOK, Warnings: []string{"Engineer B is away"}}}}, check: "source payments", result: Warning, words: "Engineer B is away"},
		"a store that is full":                     {store: bad, check: "store", result: Failed, words: "prod is odd"},
		"a trouble of Standby itself":              {snap: api.Snapshot{Troubles: []api.Trouble{*bad}}, check: "standby", result: Failed, words: "It means this."},
		"a desktop without notifications":          {check: "notifications", result: Failed, words: "No notification service"},
		"a desktop that draws no buttons":          {snap: api.Snapshot{Desktop: api.Desktop{Notifications: "x"}}, check: "notification buttons", result: Warning, words: "no buttons"},
		"a locked keyring":                         {snap: api.Snapshot{Desktop: api.Desktop{Keyring: "locked"}}, check: "keyring", result: Failed, words: "locked"},
		"no calendar":                              {snap: api.Snapshot{DutyReason: "No calendar yet"}, check: "duty", result: Warning, words: "No calendar yet"},
		"a sound that cannot be played":            {snap: api.Snapshot{Desktop: api.Desktop{Sound: "failed"}}, check: "sound", result: Warning, words: "silent"},
		"a desktop that shows no icons in its bar": {check: "tray host", result: Warning, words: "no tray icons"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, c := range Examine(row.snap, row.store, now) {
				if c.Result != OK && c.Next == "" {
					t.Errorf("no next step: %+v", c)
				}
				if c.Name == row.check && c.Result == row.result && strings.Contains(c.Finding, row.words) {
					return
				}
			}
			t.Errorf("no check %q is %s with %q", row.check, row.result, row.words)
		})
	}
}

func TestThePolicyIsExaminedLikeTheRest(t *testing.T) {
	if c := Policy("", nil); c.Result != OK || !strings.Contains(c.Finding, "None") {
		t.Errorf("%+v", c)
	}
	if c := Policy("Sample team", nil); c.Result != OK || !strings.Contains(c.Finding, "Sample team") {
		t.Errorf("%+v", c)
	}
	c := Policy("", &api.Trouble{What: "policy.toml, line 5: must not be negative", Means: "m", Next: "n"})
	if c.Result != Failed || c.Next != "n" || !strings.Contains(c.Finding, "line 5") {
		t.Errorf("%+v", c)
	}
}
