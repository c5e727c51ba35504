package config_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/config"
	"standby/rotation"
	"standby/rotation/tomlfile"
)

// whole is a file that sets everything.
const whole = `# Standby, set up for Engineer A.
zone = "Europe/Berlin"

[me]
name = "Engineer A"
email = "a@example.org"

[ack]
target = "20m"
warn = "5m"

[reminder]
before = "2h"

[tray]
icons = "dark"

[pay]
policy = "policy.toml"   # beside this file

[[calendar]]
name = "team"
url = "keyring"
refresh = "1m"

[[calendar]]
name = "mine"
file = "shifts/mine.ics"
mine = true
role = "secondary"

[[rota]]
name = "payments"
file = "rotas/payments.toml"
refresh = "5m"

[[rota]]
name = "platform"
file = "platform.toml"

[[alertmanager]]
name = "prod"
url = "https://alertmanager.example.org/am"
auth = "basic"
user = "standby"
poll = "5s"
receiver = "team-.*"
filter = ['team="payments"', "severity=~\"page|critical\""]

[[alertmanager]]
name = "lab"
url = "http://127.0.0.1:9093"
`

func TestEverythingThatCanBeSetIsRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "standby.toml")
	writeFile(t, path, whole)
	got, err := config.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Zone.String() != "Europe/Berlin" {
		t.Errorf("zone is %v", got.Zone)
	}
	got.Zone = nil
	want := config.Config{
		ZoneName: "Europe/Berlin",
		Me:       rotation.Person{Name: "Engineer A", Email: "a@example.org"},
		Ack:      config.Ack{Target: 20 * time.Minute, Warn: 5 * time.Minute},
		Reminder: config.Reminder{Before: []time.Duration{2 * time.Hour}, HandOff: 30 * time.Minute, Turns: true, TestPage: true},
		Sound:    config.Sound{Volume: 100},
		Tray:     config.Tray{Icons: config.IconsDark},
		Pay:      config.Pay{Policy: filepath.Join(dir, "policy.toml"), Day: config.DefaultDay},
		Calendars: []config.Calendar{
			{Name: "team", InKeyring: true, Role: rotation.Primary, Refresh: time.Minute},
			{Name: "mine", File: filepath.Join(dir, "shifts", "mine.ics"), Mine: true, Role: rotation.Secondary, Refresh: 15 * time.Minute},
		},
		Rotas: []config.Rota{
			{Name: "payments", File: filepath.Join(dir, "rotas", "payments.toml"), Refresh: 5 * time.Minute},
			{Name: "platform", File: filepath.Join(dir, "platform.toml"), Refresh: time.Minute},
		},
		Alertmanagers: []config.Alertmanager{
			{Name: "prod", URL: "https://alertmanager.example.org/am", Auth: config.AuthBasic, User: "standby", Poll: 5 * time.Second,
				Receiver: "team-.*", Filter: []string{`team="payments"`, `severity=~"page|critical"`}},
			{Name: "lab", URL: "http://127.0.0.1:9093", Auth: config.AuthNone, Poll: 15 * time.Second},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\ngot  %+v\nwant %+v", got, want)
	}
}

func TestAFileThatIsNotThereIsTheDefaults(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no", "standby.toml")
	for _, load := range []func() (config.Config, error){
		func() (config.Config, error) { return config.Load(missing) },
		func() (config.Config, error) { return config.Parse("standby.toml", nil) },
	} {
		got, err := load()
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, config.Default()) || got.Zone != time.Local || got.ZoneName != "" ||
			got.Ack.Target != 15*time.Minute || got.Ack.Warn != 10*time.Minute || !slices.Equal(got.Reminder.Before, []time.Duration{time.Hour}) {
			t.Errorf("got %+v", got)
		}
	}
}

func TestAShortTargetAloneBringsItsWarningAlong(t *testing.T) {
	got, err := config.Parse("standby.toml", []byte("[ack]\ntarget = \"5m\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Ack.Warn != 200*time.Second {
		t.Errorf("warns after %v", got.Ack.Warn)
	}
}

func TestPathsMayBeginAtHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	got, err := config.Parse("standby.toml", []byte("[pay]\npolicy = \"~/pay/policy.toml\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(home, "pay", "policy.toml"); got.Pay.Policy != want {
		t.Errorf("got %s, want %s", got.Pay.Policy, want)
	}
}

const canary = "hunter2canary"

func TestABadFileIsRefusedWithLineKeyAndRemedy(t *testing.T) {
	cal := "[[calendar]]\nname = \"team\"\n"
	rota := "[[rota]]\nname = \"payments\"\n"
	am := "[[alertmanager]]\nname = \"prod\"\n"
	for name, c := range map[string]struct{ text, want string }{
		"unknown key":            {"[ack]\ntraget = \"15m\"", `standby.toml:2: ack.traget: is not a key that Standby knows; did you mean target?`},
		"unknown zone":           {"zone = \"Europe/Berlinn\"", `standby.toml:1: zone: is not a time zone that this machine knows; write a name of the IANA zone database, such as "Europe/Berlin", or leave the line out`},
		"zone of this machine":   {"zone = \"Local\"", `standby.toml:1: zone: must name a time zone; write a name of the IANA zone database, such as "Europe/Berlin", or leave the line out`},
		"broken e-mail":          {"[me]\nemail = \"a at example\"", `standby.toml:2: me.email: is not an e-mail address; write it like "a@example.org"`},
		"e-mail with a name":     {"[me]\nemail = \"A <a@example.org>\"", `standby.toml:2: me.email: is not an e-mail address; write it like "a@example.org"`},
		"name with a NUL":        {"[me]\nname = \"a\\u0000b\"", `standby.toml:2: me.name: has a character that cannot be shown; retype it on one line`},
		"name that turns text":   {"[me]\nname = \"a\\u202Eb\"", `standby.toml:2: me.name: has a character that cannot be shown; retype it on one line`},
		"name without end":       {"[me]\nname = \"" + strings.Repeat("x", 201) + "\"", `standby.toml:2: me.name: is too long; write at most 200 characters`},
		"warn at the target":     {"[ack]\ntarget = \"10m\"\nwarn = \"10m\"", `standby.toml:3: ack.warn: must be less than ack.target, which is 10m; write a shorter time, or a longer target`},
		"warn above the default": {"[ack]\nwarn = \"20m\"", `standby.toml:2: ack.warn: must be less than ack.target, which is 15m; write a shorter time, or a longer target`},
		"target without unit":    {"[ack]\ntarget = \"15\"", `standby.toml:2: ack.target: is not a length of time; write a length of time such as "15m"`},
		"target as a number":     {"[ack]\ntarget = 15", `standby.toml:2: ack.target: must be a text in quotes; write target = "15m"`},
		"target of no time":      {"[ack]\ntarget = \"0s\"", `standby.toml:2: ack.target: must be at least 1m; write a length of time such as "15m"`},
		"negative reminder":      {"[reminder]\nbefore = \"-1h\"", `standby.toml:2: reminder.before: must not be negative; write a length of time such as "60m"`},
		"unknown icons":          {"[tray]\nicons = \"blue\"", `standby.toml:2: tray.icons: is not a kind of icons; write "auto", "light" or "dark"`},
		"empty policy":           {"[pay]\npolicy = \"\"", `standby.toml:2: pay.policy: must not be empty; write the path of a file, such as "policy.toml"`},

		"calendar without name":  {"[[calendar]]\nfile = \"x.ics\"", `standby.toml:1: calendar[0].name: is missing; write name = "..." below this line`},
		"calendar of odd name":   {"[[calendar]]\nname = \"a/b\"\nfile = \"x.ics\"", `standby.toml:2: calendar[0].name: is not a name that a source can have; write 1 to 64 of A-Z a-z 0-9 space . _ -, beginning with a letter or digit`},
		"calendar of long name":  {"[[calendar]]\nname = \"" + strings.Repeat("x", 65) + "\"\nfile = \"x.ics\"", `standby.toml:2: calendar[0].name: is not a name that a source can have; write 1 to 64 of A-Z a-z 0-9 space . _ -, beginning with a letter or digit`},
		"calendar named dot dot": {"[[calendar]]\nname = \"..\"\nfile = \"x.ics\"", `standby.toml:2: calendar[0].name: is not a name that a source can have; write 1 to 64 of A-Z a-z 0-9 space . _ -, beginning with a letter or digit`},
		"calendar nowhere":       {cal, `standby.toml:1: calendar[0]: says nowhere where the calendar is; write file = "team.ics", or url = "keyring" for a calendar on the web`},
		"calendar at two places": {cal + "file = \"x.ics\"\nurl = \"keyring\"", `standby.toml:4: calendar[0].url: stands beside file; keep one of the two`},
		"calendar with its URL":  {cal + "url = \"https://example.org/" + canary + ".ics\"", `standby.toml:3: calendar[0].url: must not stand in this file, because the address of a calendar is a credential; write url = "keyring" and give the address to Standby itself, which keeps it in the keyring`},
		"URL as a file":          {cal + "file = \"webcal://example.org/" + canary + "\"", `standby.toml:3: calendar[0].file: is a web address and not a file; take it out of this file; the address of a calendar is a credential: write url = "keyring" and give the address to Standby itself, which keeps it in the keyring`},
		"file with a NUL":        {cal + "file = \"a\\u0000b\"", `standby.toml:3: calendar[0].file: cannot be the path of a file; write the path of a file, such as "team.ics"`},
		"empty role":             {cal + "file = \"x.ics\"\nrole = \" \"", `standby.toml:4: calendar[0].role: must not be empty; write "primary", "secondary", "shadow" or a name of your own, or leave the line out`},
		"refresh below a minute": {cal + "file = \"x.ics\"\nrefresh = \"59s\"", `standby.toml:4: calendar[0].refresh: must be at least 1m; write a length of time such as "15m"`},
		"mine as a text":         {cal + "mine = \"yes\"", `standby.toml:3: calendar[0].mine: must be true or false; write mine = true`},
		"one bracket":            {"[calendar]\nname = \"x\"", `standby.toml:1: calendar: there may be several of these; write [[calendar]] with two brackets`},

		"rota without name":           {"[[rota]]\nfile = \"x.toml\"", `standby.toml:1: rota[0].name: is missing; write name = "..." below this line`},
		"rota nowhere":                {rota, `standby.toml:1: rota[0].file: is missing; write file = "payments.toml", the path of the rota file`},
		"rota of an empty file":       {rota + "file = \" \"", `standby.toml:3: rota[0].file: must not be empty; write the path of a file, such as "payments.toml"`},
		"rota on the web":             {rota + "file = \"https://example.org/" + canary + "\"", `standby.toml:3: rota[0].file: is a web address and not a file; take it out of this file; a rota is read from a file on this machine`},
		"rota with a URL":             {rota + "url = \"keyring\"", `standby.toml:3: rota[0].url: is not a key that Standby knows; known here: file, name, refresh`},
		"rota refreshed too often":    {rota + "file = \"x.toml\"\nrefresh = \"1s\"", `standby.toml:4: rota[0].refresh: must be at least 1m; write a length of time such as "1m"`},
		"rota of a calendar's name":   {cal + "file = \"a\"\n[[rota]]\nname = \"Team\"\nfile = \"a\"", `standby.toml:5: rota[0].name: is the name of calendar[0] already; give each source a name of its own`},
		"Alertmanager of a rota's":    {rota + "file = \"a\"\n[[alertmanager]]\nname = \"payments\"\nurl = \"https://am.example.org\"", `standby.toml:5: alertmanager[0].name: is the name of rota[0] already; give each source a name of its own`},
		"Alertmanager without URL":    {am, `standby.toml:1: alertmanager[0].url: is missing; write url = "https://alertmanager.example.org"`},
		"URL without scheme":          {am + "url = \"am.example.org\"", `standby.toml:3: alertmanager[0].url: must begin with http:// or https://; write it like "https://alertmanager.example.org"`},
		"URL of a file":               {am + "url = \"file:///etc/passwd\"", `standby.toml:3: alertmanager[0].url: must begin with http:// or https://; write it like "https://alertmanager.example.org"`},
		"URL without host":            {am + "url = \"https:///am\"", `standby.toml:3: alertmanager[0].url: names no host; write it like "https://alertmanager.example.org"`},
		"URL that is none":            {am + "url = \"https://u:" + canary + "@[am\"", `standby.toml:3: alertmanager[0].url: is not a web address; write it like "https://alertmanager.example.org"`},
		"URL with a password":         {am + "url = \"https://u:" + canary + "@am.example.org\"", `standby.toml:3: alertmanager[0].url: must not carry a user or password; write auth = "basic" and user = "..." instead, and put the password into the keyring`},
		"URL with a token":            {am + "url = \"https://am.example.org/?t=" + canary + "\"", `standby.toml:3: alertmanager[0].url: must not carry a query; leave out the ? and what follows; put a token into the keyring`},
		"unknown credentials":         {am + "url = \"https://am.example.org\"\nauth = \"digest\"", `standby.toml:4: alertmanager[0].auth: is not a kind of credentials; write "none", "basic" or "bearer"`},
		"basic without user":          {am + "url = \"https://am.example.org\"\nauth = \"basic\"", `standby.toml:1: alertmanager[0].user: is missing; write user = "..." beside auth = "basic"; the password lies in the keyring`},
		"user with a password":        {am + "url = \"https://am.example.org\"\nauth = \"basic\"\nuser = \"u:" + canary + "\"", `standby.toml:5: alertmanager[0].user: must not have a colon; write the user alone, and put the password into the keyring`},
		"user without basic":          {am + "url = \"https://am.example.org\"\nuser = \"u\"", `standby.toml:4: alertmanager[0].user: goes with auth = "basic" alone; write auth = "basic", or leave user out`},
		"poll below 5 seconds":        {am + "url = \"https://am.example.org\"\npoll = \"1s\"", `standby.toml:4: alertmanager[0].poll: must be at least 5s; write a length of time such as "15s"`},
		"receiver that is no pattern": {am + "url = \"https://am.example.org\"\nreceiver = \"(\"", `standby.toml:4: alertmanager[0].receiver: is not a regular expression; write the name of a receiver, or an expression such as "team-.*"`},
		"filter that matches nothing": {am + "url = \"https://am.example.org\"\nfilter = [\"a=b\",\n\"team\"]", `standby.toml:5: alertmanager[0].filter[1]: is not a matcher; write it like 'team="payments"' or 'severity=~"page|critical"'`},
		"password in the file":        {am + "url = \"https://am.example.org\"\npassword = \"" + canary + "\"", `standby.toml:4: alertmanager[0].password: is not a key that Standby knows; known here: auth, filter, name, poll, receiver, url, user`},

		"two calendars of one name":       {cal + "file = \"a\"\n" + cal + "file = \"b\"", `standby.toml:5: calendar[1].name: is the name of calendar[0] already; give each source a name of its own`},
		"two sources of one name by case": {cal + "file = \"a\"\n[[alertmanager]]\nname = \"TEAM\"\nurl = \"https://am.example.org\"", `standby.toml:5: alertmanager[0].name: is the name of calendar[0] already; give each source a name of its own`},
		"no TOML":                         {"zone: Europe/Berlin", `standby.toml:1:5: expected '=' after key; correct this line; a setting is written as key = "text"`},
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

func TestWhatIsNoFileIsRefusedAtOnce(t *testing.T) {
	dir := t.TempDir()
	if _, err := config.Load(dir); err == nil || !strings.Contains(err.Error(), "not a file") {
		t.Errorf("a directory: %v", err)
	}
	big := filepath.Join(dir, "standby.toml")
	writeFile(t, big, strings.Repeat("# much\n", tomlfile.MaxSize/6))
	var e *tomlfile.Error
	if _, err := config.Load(big); !errors.As(err, &e) {
		t.Errorf("a file too large: %v", err)
	}
	if _, err := config.Load(filepath.Join(big, "below", "a", "file")); err == nil {
		t.Error("a path through a file was read")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(paging))
	f.Add([]byte("[ack]\ntarget='1m'\n[[calendar]]\nname='a'\nfile='b'\n"))
	f.Add([]byte("alertmanager = [{ name = 'a', url = 'http://[::1]:9093/#/alerts' }]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("f.toml", data)
		if err != nil {
			var e *tomlfile.Error
			if !errors.As(err, &e) || e.Problem == "" || e.Remedy == "" {
				t.Errorf("error is %#v", err)
			}
			return
		}
		if c.Zone == nil || c.Ack.Warn <= 0 || c.Ack.Warn >= c.Ack.Target {
			t.Errorf("accepted %+v", c)
		}
		checkSources(t, c)
		checkPaging(t, c)
	})
}

func checkSources(t *testing.T, c config.Config) {
	t.Helper()
	names := map[string]bool{}
	for _, cal := range c.Calendars {
		if (cal.File == "") != cal.InKeyring || cal.Refresh < time.Minute {
			t.Errorf("accepted %+v", cal)
		}
		names[strings.ToLower(cal.Name)] = true
	}
	for _, r := range c.Rotas {
		if r.File == "" || r.Refresh < time.Minute {
			t.Errorf("accepted %+v", r)
		}
		names[strings.ToLower(r.Name)] = true
	}
	for _, am := range c.Alertmanagers {
		u, err := url.Parse(am.URL)
		if err != nil || u.User != nil || u.Host == "" || am.Poll < 5*time.Second {
			t.Errorf("accepted %+v", am)
		}
		names[strings.ToLower(am.Name)] = true
	}
	for _, pd := range c.PagerDutys {
		if (pd.URL == "") == (pd.Region == "") || pd.Poll < 5*time.Second {
			t.Errorf("accepted %+v", pd)
		}
		names[strings.ToLower(pd.Name)] = true
	}
	for _, m := range c.Mails {
		if m.Server == "" || m.User == "" || m.Folder == "" || m.Poll < 10*time.Second {
			t.Errorf("accepted %+v", m)
		}
		names[strings.ToLower(m.Name)] = true
	}
	if len(names) != len(c.Calendars)+len(c.Rotas)+len(c.Alertmanagers)+len(c.PagerDutys)+len(c.Mails) {
		t.Errorf("accepted sources of one name: %v", names)
	}
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
