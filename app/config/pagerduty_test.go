package config_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"standby/app/config"
	"standby/rotation"
)

const account = "[[pagerduty]]\nname = \"work\"\n"

func TestACalendarIsReadFromAPagerDutyAccount(t *testing.T) {
	got, err := config.Parse("standby.toml", []byte(`
[[calendar]]
name = "payments"
kind = "pagerduty"
source = "work"      # it may stand below
schedule = "PABC123"
role = "shadow"
refresh = "5m"

[[calendar]]
name = "mine"
kind = "pagerduty"
source = "work"
`+account))
	if err != nil {
		t.Fatal(err)
	}
	want := []config.Calendar{
		{Name: "payments", PagerDuty: "work", Schedule: "PABC123", Role: rotation.Shadow, Refresh: 5 * time.Minute},
		{Name: "mine", PagerDuty: "work", Role: rotation.Primary, Refresh: 15 * time.Minute},
	}
	if !slices.Equal(got.Calendars, want) {
		t.Errorf("got %+v", got.Calendars)
	}
}

func TestACalendarOfAPagerDutyAccountIsReadBackAsItWasAdded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "standby.toml")
	if err := config.AddPagerDuty(path, config.PagerDuty{Name: "work"}); err != nil {
		t.Fatal(err)
	}
	add := []config.Calendar{
		{Name: "payments", PagerDuty: "work", Schedule: "PABC123", Role: rotation.Secondary, Refresh: time.Minute},
		{Name: "mine", PagerDuty: "work", Mine: true, Role: rotation.Primary, Refresh: time.Hour},
	}
	for _, c := range add {
		if err := config.AddCalendar(path, c); err != nil {
			t.Fatal(err)
		}
	}
	add[1].Mine = false // which such a calendar knows by itself
	got, err := config.Load(path)
	if err != nil || !slices.Equal(got.Calendars, add) {
		t.Errorf("%v\ngot  %+v\nwant %+v", err, got.Calendars, add)
	}
}

func TestAMistakeInACalendarOfAPagerDutyAccountIsNamed(t *testing.T) {
	const begin, kind = account + "[[calendar]]\nname = \"payments\"\n", "kind = \"pagerduty\"\n"
	for name, c := range map[string]struct{ text, want string }{
		"another kind":           {begin + "kind = \"opsgenie\"", `standby.toml:5: calendar[0].kind: is not a kind of calendar; write kind = "pagerduty", or leave it out for a file, an address or a CalDAV server`},
		"no account named":       {begin + kind, `standby.toml:3: calendar[0].source: is missing; write source = "...", the name of a [[pagerduty]] account`},
		"an empty account":       {begin + kind + "source = \"\"", `standby.toml:6: calendar[0].source: is not the name of a PagerDuty account; there are: work`},
		"an account mistyped":    {begin + kind + "source = \"worx\"", `standby.toml:6: calendar[0].source: is not the name of a PagerDuty account; did you mean "work"?`},
		"no account at all":      {"[[calendar]]\nname = \"payments\"\n" + kind + "source = \"work\"", `standby.toml:4: calendar[0].source: is not the name of a PagerDuty account; add one with [[pagerduty]]`},
		"an account of a file":   {begin + "file = \"a.ics\"\nsource = \"work\"", `standby.toml:6: calendar[0].source: goes with kind alone; write kind = "pagerduty", or leave source out`},
		"a schedule of a file":   {begin + "file = \"a.ics\"\nschedule = \"PABC123\"", `standby.toml:6: calendar[0].schedule: goes with kind alone; write kind = "pagerduty", or leave schedule out`},
		"a file beside it":       {begin + kind + "source = \"work\"\nfile = \"a.ics\"", `standby.toml:7: calendar[0].file: does not go with kind = "pagerduty"; leave file out; the account knows where its schedules are, and who you are in them`},
		"a pattern beside it":    {begin + kind + "source = \"work\"\npattern = \"{person}\"", `standby.toml:7: calendar[0].pattern: does not go with kind = "pagerduty"; leave pattern out; the account knows where its schedules are, and who you are in them`},
		"an address as schedule": {begin + kind + "source = \"work\"\nschedule = \"https://acme.pagerduty.com/schedules/PABC123\"", `standby.toml:7: calendar[0].schedule: is not the id of a schedule; write it like "PABC123", the end of the schedule's address in the browser, or leave it out for your own on-calls`},
		"an empty schedule":      {begin + kind + "source = \"work\"\nschedule = \"\"", `standby.toml:7: calendar[0].schedule: is not the id of a schedule; write it like "PABC123", the end of the schedule's address in the browser, or leave it out for your own on-calls`},
		"a role of the on-calls": {begin + kind + "source = \"work\"\nrole = \"primary\"", `standby.toml:7: calendar[0].role: does not go with your on-calls, whose roles are their escalation levels; leave role out, or name a schedule`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := config.Parse("standby.toml", []byte(c.text)); err == nil || err.Error() != c.want {
				t.Errorf("\ngot  %v\nwant %s", err, c.want)
			}
		})
	}
}
