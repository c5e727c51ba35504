package config_test

import (
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/config"
	"standby/assets"
)

// paging is a file that sets everything about how pages reach the user.
const paging = `
[ack]
target = "15m"
warn = "10m"
pass_on = true

[ack.urgency.low]
target = "4h"

[ack.source."prod eu"]
target = "5m"
warn = "2m"

[ack.source.work]
warn = "1m"

[nag]
quiet = "22:00-07:00"
quiet_days = ["mon", "sun"]
again = { high = "2m", low = "0s" }

[[nag.high]]
note = "normal"

[[nag.high]]
after = "2m"
sound = "page-high"
volume = 90
rising = true
loop = true
raise = true

[[nag.off]]
note = "quiet"

[reminder]
before = ["60m", "24h", "60m"]
hand_off = "0s"
turns = false
test_page = false

[reminder.rota."Payments EU"]
before = "2h"

[reminder.rota.platform]
before = []

[sound]
volume = 50
device = "headset"

[[heartbeat]]
source = "prod eu"
title = "Watchdog"

[[hook]]
on = ["page", "shift-start", "page"]
run = ["bin/lamp", "on; rm -rf /"]

[[hook]]
on = ["resolve"]
run = ["lamp"]
timeout = "1s"

[[alertmanager]]
name = "prod eu"
url = "https://am.example.org"

[[pagerduty]]
name = "work"
region = "eu"
poll = "30s"

[[pagerduty]]
name = "lab"
url = "http://127.0.0.1:8080/"

[[pagerduty]]
name = "home"
`

func TestHowPagesReachTheUserIsRead(t *testing.T) {
	dir := t.TempDir()
	got, err := config.Parse(filepath.Join(dir, "standby.toml"), []byte(paging))
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default()
	want.Ack = config.Ack{Target: 15 * time.Minute, Warn: 10 * time.Minute, PassOn: true,
		ByUrgency: map[string]config.Clock{config.Low: {Target: 4 * time.Hour, Warn: 160 * time.Minute}},
		BySource: map[string]config.Clock{
			"prod eu": {Target: 5 * time.Minute, Warn: 2 * time.Minute}, "work": {Target: 15 * time.Minute, Warn: time.Minute},
		}}
	want.Nag = config.Nag{
		Quiet: config.Quiet{Start: 22 * time.Hour, End: 7 * time.Hour, Days: []time.Weekday{time.Monday, time.Sunday}},
		Ladders: map[string][]config.Rung{
			config.High: {
				{Note: config.NoteNormal},
				{After: 2 * time.Minute, Note: config.NoteCritical, Sound: "page-high", Volume: 90, Rising: true, Loop: true, Raise: true},
			},
			config.Off: {{Note: config.NoteQuiet}},
		},
		Again: map[string]time.Duration{config.High: 2 * time.Minute, config.Low: 0},
	}
	want.Reminder = config.Reminder{Before: []time.Duration{24 * time.Hour, time.Hour},
		ByRota: map[string][]time.Duration{"Payments EU": {2 * time.Hour}, "platform": nil}}
	want.Sound = config.Sound{Volume: 50, Device: "headset"}
	want.Heartbeats = []config.Heartbeat{{Source: "prod eu", Title: "Watchdog", Within: 5 * time.Minute}}
	want.Hooks = []config.Hook{
		{On: []string{"page", "shift-start"}, Run: []string{filepath.Join(dir, "bin", "lamp"), "on; rm -rf /"}, Timeout: 10 * time.Second},
		{On: []string{"resolve"}, Run: []string{"lamp"}, Timeout: time.Second},
	}
	want.Alertmanagers = []config.Alertmanager{{Name: "prod eu", URL: "https://am.example.org", Auth: config.AuthNone, Poll: 15 * time.Second}}
	want.PagerDutys = []config.PagerDuty{
		{Name: "work", Region: config.RegionEU, Poll: 30 * time.Second},
		{Name: "lab", URL: "http://127.0.0.1:8080", Poll: 15 * time.Second},
		{Name: "home", Region: config.RegionUS, Poll: 15 * time.Second},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\ngot  %+v\nwant %+v", got, want)
	}
}

func TestAReminderMayBeOneOrSeveralOrNone(t *testing.T) {
	for text, want := range map[string][]time.Duration{
		`before = "90m"`: {90 * time.Minute}, `before = ["1h", "336h"]`: {336 * time.Hour, time.Hour},
		`before = "0s"`: nil, `before = []`: nil, ``: {time.Hour},
	} {
		got, err := config.Parse("standby.toml", []byte("[reminder]\n"+text))
		if err != nil || !slices.Equal(got.Reminder.Before, want) {
			t.Errorf("%s: %v, %v", text, got.Reminder.Before, err)
		}
	}
}

// TestTheREADMEIsRead holds the settings that the README shows against what is read.
func TestTheREADMEIsRead(t *testing.T) {
	_, rest, found := strings.Cut(readFile(t, filepath.Join("..", "..", "README.md")), "\n## How pages reach you\n")
	section, _, _ := strings.Cut(rest, "\n## ")
	if !found {
		t.Fatal("the README has no such section")
	}
	text := "[[alertmanager]]\nname = \"prod\"\nurl = \"http://127.0.0.1:9093\"\n"
	for line := range strings.Lines(section) {
		if setting, ok := strings.CutPrefix(line, "    "); ok {
			text += setting
		}
	}
	c, err := config.Parse("README.md", []byte(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if len(c.Nag.Ladders[config.High]) != 2 || len(c.Hooks) != 1 || len(c.Heartbeats) != 1 || len(c.Ack.BySource) != 1 || len(c.Reminder.ByRota) != 1 {
		t.Errorf("read %+v", c)
	}
}

func TestTheSoundsThatMayBeNamedAreThere(t *testing.T) {
	if there := slices.Sorted(maps.Keys(assets.Sounds())); !slices.Equal(there, slices.Sorted(slices.Values(config.Sounds()))) {
		t.Errorf("may be named: %v; are there: %v", config.Sounds(), there)
	}
}

func TestAMistakeAboutPagesIsToldWithLineKeyAndRemedy(t *testing.T) {
	am := "[[alertmanager]]\nname = \"prod\"\nurl = \"https://am.example.org\"\n"
	for name, c := range map[string]struct{ text, want string }{
		"a source that is not there":        {am + "[ack.source.prd]\ntarget = \"5m\"", `standby.toml:4: ack.source.prd: is not the name of a source of pages; did you mean "prod"?`},
		"a source where there is none":      {"[ack.source.\"prod\"]\ntarget = \"5m\"", `standby.toml:1: ack.source.prod: is not the name of a source of pages; add one with [[alertmanager]], [[pagerduty]] or [[mail]]`},
		"a target that is a number":         {am + "[ack.source.prod]\ntarget = 5", `standby.toml:5: ack.source.prod.target: must be a text in quotes; write target = "15m"`},
		"an unknown key of a source":        {am + "[ack.source.prod]\n\"traget\" = \"5m\"", `standby.toml:5: ack.source.prod.traget: is not a key that Standby knows; known here: target, warn`},
		"a source that is no table":         {am + "[ack]\nsource = { prod = 3 }", `standby.toml:5: ack.source.prod: must be a table; write [ack.source.prod] on a line of its own`},
		"a late warning of an urgency":      {"[ack.urgency.low]\ntarget = \"5m\"\nwarn = \"6m\"", `standby.toml:3: ack.urgency.low.warn: must be less than ack.urgency.low.target, which is 5m; write a shorter time, or a longer target`},
		"a late warning of a source":        {am + "[ack.source.prod]\nwarn = \"15m\"", `standby.toml:5: ack.source.prod.warn: must be less than ack.source.prod.target, which is 15m; write a shorter time, or a longer target`},
		"an unknown urgency":                {"[ack.urgency.medium]\ntarget = \"5m\"", `standby.toml:1: ack.urgency.medium: is not a key that Standby knows; known here: high, low, normal`},
		"pass_on as a text":                 {"[ack]\npass_on = \"yes\"", `standby.toml:2: ack.pass_on: must be true or false; write pass_on = true`},
		"hours that are none":               {"[nag]\nquiet = \"night\"", `standby.toml:2: nag.quiet: are not quiet hours; write them like "22:00-07:00"`},
		"hours beyond midnight":             {"[nag]\nquiet = \"22:00-24:30\"", `standby.toml:2: nag.quiet: are not quiet hours; write them like "22:00-07:00"`},
		"hours of no length":                {"[nag]\nquiet = \"07:00-07:00\"", `standby.toml:2: nag.quiet: begin when they end; write them like "22:00-07:00", or leave the line out for none`},
		"days without hours":                {"[nag]\nquiet_days = [\"mon\"]", `standby.toml:2: nag.quiet_days: goes with nag.quiet alone; write quiet = "22:00-07:00" beside it, or leave it out`},
		"a day that is none":                {"[nag]\nquiet = \"22:00-07:00\"\nquiet_days = [\"mon\", \"Tuesday\"]", `standby.toml:3: nag.quiet_days[1]: is not a day of the week; write "mon", "tue", "wed", "thu", "fri", "sat" or "sun"`},
		"no day at all":                     {"[nag]\nquiet = \"22:00-07:00\"\nquiet_days = []", `standby.toml:3: nag.quiet_days: names no day; leave the line out for every day`},
		"a ladder that stays silent":        {"[[nag.high]]\nnote = \"quiet\"\n[[nag.high]]\nafter = \"1m\"\nnote = \"quiet\"\nsound = \"page-high\"\nvolume = 0", `standby.toml:1: nag.high: would stay silent for ever: no step has a sound, or a note that is not quiet; give a step note = "critical" or sound = "page-high"`},
		"a ladder without steps":            {"[nag]\nhigh = []", `standby.toml:2: nag.high: would stay silent for ever: no step has a sound, or a note that is not quiet; give a step note = "critical" or sound = "page-high"`},
		"a ladder that begins late":         {"[[nag.high]]\nafter = \"1m\"", `standby.toml:2: nag.high[0].after: must be 0s for the first step, which comes with the page; write after = "0s"`},
		"steps out of order":                {"[[nag.low]]\n[[nag.low]]\nafter = \"2m\"\n[[nag.low]]\nafter = \"2m\"", `standby.toml:5: nag.low[2].after: must be later than the step before; write the steps in the order in which they come`},
		"too many steps":                    {strings.Repeat("[[nag.low]]\n", 21), `standby.toml:1: nag.low: has too many steps; write at most 20`},
		"a note of no kind":                 {"[[nag.high]]\nnote = \"loud\"", `standby.toml:2: nag.high[0].note: is not a kind of note; write "critical", "normal" or "quiet"`},
		"a sound that is not there":         {"[[nag.high]]\nsound = \"siren\"", `standby.toml:2: nag.high[0].sound: is not a sound; write one of: page-high, page-normal, notice, hand-off`},
		"a volume above all":                {"[[nag.high]]\nsound = \"notice\"\nvolume = 101", `standby.toml:3: nag.high[0].volume: must be from 0 to 100; write volume = 80`},
		"a loop of no sound":                {"[[nag.high]]\nloop = true", `standby.toml:2: nag.high[0].loop: goes with a sound that is heard; write sound = "page-high" and a volume beside it, or leave it out`},
		"a silent sound that rises":         {"[[nag.high]]\nsound = \"notice\"\nvolume = 0\nrising = true", `standby.toml:4: nag.high[0].rising: goes with a sound that is heard; write sound = "page-high" and a volume beside it, or leave it out`},
		"again all the time":                {"[nag]\nagain.high = \"5s\"", `standby.toml:2: nag.again.high: must be at least 30s; write a length of time such as "5m", or "0s" for not again`},
		"a reminder that is a number":       {"[reminder]\nbefore = 60", `standby.toml:2: reminder.before: must be a text in quotes, or a list of them; write a length of time such as "60m", or a list of them: ["24h", "60m"]`},
		"a number among reminders":          {"[reminder]\nbefore = [\"60m\",\n 30]", `standby.toml:3: reminder.before[1]: must be a text in quotes; write a length of time such as "60m", or a list of them: ["24h", "60m"]`},
		"a reminder at the shift":           {"[reminder]\nbefore = [\"60m\",\n \"0s\"]", `standby.toml:3: reminder.before[1]: must be at least 1m; write a length of time such as "60m", or a list of them: ["24h", "60m"]`},
		"a reminder weeks before":           {"[reminder]\nbefore = \"337h\"", `standby.toml:2: reminder.before: must be at most 336h; write a length of time such as "60m"`},
		"too many reminders":                {"[reminder]\nbefore = [" + strings.Repeat("\"60m\",", 11) + "]", `standby.toml:2: reminder.before: has too many reminders; write at most 10`},
		"an unknown key of a rota":          {"[reminder.rota.\"a b\"]\nafter = \"1h\"", `standby.toml:2: reminder.rota."a b".after: is not a key that Standby knows; known here: before`},
		"a rota that is a text":             {"[reminder.rota]\npayments = \"1h\"", `standby.toml:2: reminder.rota.payments: must be a table; write [reminder.rota.payments] on a line of its own`},
		"a hand-off without unit":           {"[reminder]\nhand_off = \"30\"", `standby.toml:2: reminder.hand_off: is not a length of time; write a length of time such as "30m"`},
		"a volume below none":               {"[sound]\nvolume = -1", `standby.toml:2: sound.volume: must be from 0 to 100; write volume = 100`},
		"a heartbeat of nobody":             {"[[heartbeat]]\ntitle = \"Watchdog\"", `standby.toml:1: heartbeat[0].source: is missing; write source = "...", the name of the source that the alert comes by`},
		"a heartbeat of another":            {am + "[[heartbeat]]\nsource = \"stage\"\ntitle = \"Watchdog\"", `standby.toml:5: heartbeat[0].source: is not the name of a source of pages; there are: prod`},
		"a heartbeat without title":         {am + "[[heartbeat]]\nsource = \"prod\"", `standby.toml:4: heartbeat[0].title: is missing; write title = "Watchdog", the title of the alert that always fires`},
		"a heartbeat that is no expression": {am + "[[heartbeat]]\nsource = \"prod\"\ntitle = \"(\"", `standby.toml:6: heartbeat[0].title: is not a regular expression; write the whole title, such as "Watchdog", or an expression for it: "Watchdog.*"`},
		"a heartbeat within no time":        {am + "[[heartbeat]]\nsource = \"prod\"\ntitle = \"W\"\nwithin = \"1s\"", `standby.toml:7: heartbeat[0].within: must be at least 30s; write a length of time such as "5m"`},
		"a hook on nothing":                 {"[[hook]]\nrun = [\"lamp\"]", `standby.toml:1: hook[0].on: names no event; write some of: page, acknowledge, resolve, shift-start, shift-end`},
		"a hook on what is no event":        {"[[hook]]\non = [\"page\", \"ack\"]\nrun = [\"lamp\"]", `standby.toml:2: hook[0].on[1]: is not an event; write some of: page, acknowledge, resolve, shift-start, shift-end`},
		"a hook that runs nothing":          {"[[hook]]\non = [\"page\"]", `standby.toml:1: hook[0].run: names no program; write the program and its arguments: run = ["/usr/local/bin/lamp", "on"]`},
		"a hook for a shell":                {"[[hook]]\non = [\"page\"]\nrun = \"lamp on\"", `standby.toml:3: hook[0].run: must be a list; write run = ["/usr/local/bin/lamp", "on"]`},
		"a hook with a NUL":                 {"[[hook]]\non = [\"page\"]\nrun = [\"lamp\", \"a\\u0000\"]", `standby.toml:3: hook[0].run[1]: cannot be an argument; write the program and its arguments: run = ["/usr/local/bin/lamp", "on"]`},
		"a hook without end":                {"[[hook]]\non = [\"page\"]\nrun = [\"lamp\"]\ntimeout = \"1h\"", `standby.toml:4: hook[0].timeout: must be at most 5m; write a length of time such as "10s"`},
		"PagerDuty without name":            {"[[pagerduty]]\nregion = \"eu\"", `standby.toml:1: pagerduty[0].name: is missing; write name = "..." below this line`},
		"PagerDuty in no region":            {"[[pagerduty]]\nname = \"a\"\nregion = \"asia\"", `standby.toml:3: pagerduty[0].region: is not a service region; write "us" or "eu"; the address of the account's web page has .eu. in it, or has not`},
		"PagerDuty at two places":           {"[[pagerduty]]\nname = \"a\"\nregion = \"eu\"\nurl = \"https://pd.example.org\"", `standby.toml:4: pagerduty[0].url: stands beside region; keep one of the two`},
		"PagerDuty with a key":              {"[[pagerduty]]\nname = \"a\"\nurl = \"https://x:" + canary + "@pd.example.org\"", `standby.toml:3: pagerduty[0].url: must be an address alone; the API key belongs in the keyring; write region = "eu" instead, or an address like "https://api.eu.pagerduty.com"`},
		"PagerDuty with a path":             {"[[pagerduty]]\nname = \"a\"\nurl = \"https://pd.example.org/incidents\"", `standby.toml:3: pagerduty[0].url: must not carry a path; write region = "eu" instead, or an address like "https://api.eu.pagerduty.com"`},
		"PagerDuty for all to read":         {"[[pagerduty]]\nname = \"a\"\nurl = \"http://pd.example.org\"", `standby.toml:3: pagerduty[0].url: must begin with https://, or the API key would travel for all to read; write region = "eu" instead, or an address like "https://api.eu.pagerduty.com"`},
		"PagerDuty with a token":            {"[[pagerduty]]\nname = \"a\"\ntoken = \"" + canary + "\"", `standby.toml:3: pagerduty[0].token: is not a key that Standby knows; known here: name, poll, region, url`},
		"PagerDuty of another's name":       {am + "[[pagerduty]]\nname = \"Prod\"", `standby.toml:5: pagerduty[0].name: is the name of alertmanager[0] already; give each source a name of its own`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Parse("standby.toml", []byte(c.text))
			if err == nil {
				t.Fatal("no error")
			}
			if err.Error() != c.want {
				t.Errorf("\ngot  %s\nwant %s", err, c.want)
			}
			if strings.Contains(err.Error(), canary) {
				t.Error("the error repeats a secret")
			}
		})
	}
}

func TestPagerDutyIsAddedAndReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "standby.toml")
	writeFile(t, path, "# mine\n")
	for _, pd := range []config.PagerDuty{{Name: "work", Region: config.RegionEU, Poll: time.Minute}, {Name: "lab", URL: "http://localhost:1"}, {Name: "home"}} {
		if err := config.AddPagerDuty(path, pd); err != nil {
			t.Fatal(err)
		}
	}
	if err := config.AddPagerDuty(path, config.PagerDuty{Name: "HOME"}); err == nil {
		t.Error("a name was taken twice")
	}
	want := "# mine\n\n[[pagerduty]]\nname = \"work\"\nregion = \"eu\"\npoll = \"1m\"\n\n[[pagerduty]]\nname = \"lab\"\nurl = \"http://localhost:1\"\n\n[[pagerduty]]\nname = \"home\"\n"
	if got := readFile(t, path); got != want {
		t.Errorf("got\n%s", got)
	}
	if c, err := config.Load(path); err != nil || len(c.PagerDutys) != 3 || c.PagerDutys[1].Region != "" {
		t.Errorf("%+v, %v", c.PagerDutys, err)
	}
}

// checkPaging is what holds of every configuration that was accepted.
func checkPaging(t *testing.T, c config.Config) {
	t.Helper()
	for _, clocks := range []map[string]config.Clock{c.Ack.ByUrgency, c.Ack.BySource} {
		for name, k := range clocks {
			if k.Warn <= 0 || k.Warn >= k.Target {
				t.Errorf("accepted %s %+v", name, k)
			}
		}
	}
	for name, rungs := range c.Nag.Ladders {
		for i, r := range rungs {
			if i == 0 && r.After != 0 || i > 0 && r.After <= rungs[i-1].After || (r.Sound == "") != (r.Volume == 0) || r.Volume < 0 || r.Volume > 100 {
				t.Errorf("accepted %s %+v", name, rungs)
			}
		}
	}
	for _, d := range c.Reminder.Before {
		if d < time.Minute {
			t.Errorf("accepted %v", c.Reminder.Before)
		}
	}
	for _, h := range c.Hooks {
		if len(h.On) == 0 || len(h.Run) == 0 || h.Timeout < time.Second {
			t.Errorf("accepted %+v", h)
		}
	}
	if c.Sound.Volume < 0 || c.Sound.Volume > 100 || c.Nag.Quiet.End > 24*time.Hour {
		t.Errorf("accepted %+v %+v", c.Sound, c.Nag)
	}
}
