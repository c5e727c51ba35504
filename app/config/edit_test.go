package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/config"
	"standby/rotation"
)

func TestAnEditKeepsEverythingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "standby.toml")
	writeFile(t, path, "# kept 1\n[me] # kept 2\nemail = \"old@example.org\"   # kept 3\n\n# kept 4\n[[calendar]]\nfile = 'a.ics' # kept 5\nname = 'a'\n")
	for _, do := range []func() error{
		func() error {
			return config.SetMe(path, rotation.Person{Name: "Engineer A", Email: "a@example.org"})
		},
		func() error { return config.SetPolicy(path, "policy.toml") },
		func() error { return config.AddCalendar(path, config.Calendar{Name: "team", InKeyring: true}) },
		func() error {
			return config.AddAlertmanager(path, config.Alertmanager{Name: "prod", URL: "https://am.example.org", Auth: config.AuthBearer})
		},
		func() error { return config.AddRota(path, config.Rota{Name: "payments", File: "payments.toml"}) },
		func() error { return config.SetPolicy(path, "other.toml") },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	want := `# kept 1
[me] # kept 2
email = "a@example.org"   # kept 3
name = "Engineer A"

# kept 4
[[calendar]]
file = 'a.ics' # kept 5
name = 'a'

[pay]
policy = "other.toml"

[[calendar]]
name = "team"
url = "keyring"

[[alertmanager]]
name = "prod"
url = "https://am.example.org"
auth = "bearer"

[[rota]]
name = "payments"
file = "payments.toml"
`
	if got := readFile(t, path); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestWhatIsAddedIsReadBack(t *testing.T) {
	dir := t.TempDir()
	names := rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9 ._-]{0,20}[A-Za-z0-9]`)
	line := rapid.StringMatching(`[ -~äé"\\]{1,30}`)
	rapid.Check(t, func(r *rapid.T) {
		path := filepath.Join(dir, "standby.toml")
		_ = os.Remove(path)
		cal := config.Calendar{
			Name: "c" + names.Draw(r, "calendar"), Mine: rapid.Bool().Draw(r, "mine"),
			Role:      rotation.Role("r" + strings.TrimSpace(line.Draw(r, "role"))),
			Refresh:   time.Duration(rapid.IntRange(60, 86400).Draw(r, "refresh")) * time.Second,
			InKeyring: rapid.Bool().Draw(r, "in keyring"),
		}
		if !cal.InKeyring {
			cal.File = filepath.Join(dir, "f"+strings.ReplaceAll(line.Draw(r, "file"), "/", "_"))
		}
		rota := config.Rota{
			Name: "r" + names.Draw(r, "rota"), File: filepath.Join(dir, "f"+strings.ReplaceAll(line.Draw(r, "rota file"), "/", "_")),
			Refresh: time.Duration(rapid.IntRange(60, 86400).Draw(r, "rota refresh")) * time.Second,
		}
		am := config.Alertmanager{
			Name: "a" + names.Draw(r, "alertmanager"), URL: "https://am.example.org:9093/x%20y", Auth: config.AuthBasic,
			User:     "u" + strings.TrimSpace(strings.ReplaceAll(line.Draw(r, "user"), ":", "")),
			Poll:     time.Duration(rapid.IntRange(5, 3600).Draw(r, "poll")) * time.Second,
			Receiver: `a\.b"c`, Filter: []string{`x="` + line.Draw(r, "filter")},
		}
		me := rotation.Person{Name: strings.TrimSpace(line.Draw(r, "me")), Email: "a@example.org"}
		for _, err := range []error{config.AddAlertmanager(path, am), config.SetMe(path, me), config.AddCalendar(path, cal), config.AddRota(path, rota)} {
			if err != nil {
				r.Fatal(err)
			}
		}
		got, err := config.Load(path)
		if err != nil {
			r.Fatal(err)
		}
		if got.Me != me || len(got.Calendars) != 1 || got.Calendars[0] != cal ||
			len(got.Rotas) != 1 || got.Rotas[0] != rota ||
			len(got.Alertmanagers) != 1 || !reflect.DeepEqual(got.Alertmanagers[0], am) {
			r.Fatalf("got\n%+v\nwant\n%+v\n%+v\n%+v\n%+v", got, me, cal, rota, am)
		}
	})
}

func TestAnEditThatWouldBreakTheFileIsNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "standby.toml")
	const before = "[[calendar]]\nname = \"team\"\nfile = \"a.ics\"\n"
	writeFile(t, path, before)
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"name taken": {config.AddCalendar(path, config.Calendar{Name: "team", InKeyring: true}),
			`add calendar "team": PATH: calendar[1].name: is the name of calendar[0] already; give each source a name of its own`},
		"address as file": {config.AddCalendar(path, config.Calendar{Name: "web", File: "https://example.org/" + canary}),
			`add calendar "web": PATH: calendar[1].file: is a web address and not a file; take it out of this file; the address of a calendar is a credential: write url = "keyring" and give the address to Standby itself, which keeps it in the keyring`},
		"calendar nowhere": {config.AddCalendar(path, config.Calendar{Name: "web"}),
			`add calendar "web": PATH: calendar[1]: says nowhere where the calendar is; write file = "team.ics", or url = "keyring" for a calendar on the web`},
		"rota without a file": {config.AddRota(path, config.Rota{Name: "payments"}),
			`add rota "payments": PATH: rota[0].file: must not be empty; write the path of a file, such as "payments.toml"`},
		"rota of a calendar's name": {config.AddRota(path, config.Rota{Name: "TEAM", File: "a.toml"}),
			`add rota "TEAM": PATH: rota[0].name: is the name of calendar[0] already; give each source a name of its own`},
		"password in a URL": {config.AddAlertmanager(path, config.Alertmanager{Name: "prod", URL: "https://u:" + canary + "@am.example.org"}),
			`add Alertmanager "prod": PATH: alertmanager[0].url: must not carry a user or password; write auth = "basic" and user = "..." instead, and put the password into the keyring`},
		"broken e-mail": {config.SetMe(path, rotation.Person{Email: "nobody"}),
			`say who you are: PATH: me.email: is not an e-mail address; write it like "a@example.org"`},
		"no policy": {config.SetPolicy(path, ""),
			`set the pay policy: PATH: pay.policy: must not be empty; write the path of a file, such as "policy.toml"`},
	} {
		if c.err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if got := strings.ReplaceAll(c.err.Error(), path, "PATH"); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
	if got := readFile(t, path); got != before {
		t.Errorf("the file was changed:\n%s", got)
	}
}

func TestAFileThatDoesNotLoadIsNotTouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "standby.toml")
	const before = "[ack]\nwarn = \"1h\"\n"
	writeFile(t, path, before)
	err := config.SetPolicy(path, "policy.toml")
	want := `set the pay policy: the configuration must be right first: PATH:2: ack.warn: must be less than ack.target, which is 15m; write a shorter time, or a longer target`
	if err == nil || strings.ReplaceAll(err.Error(), path, "PATH") != want {
		t.Errorf("got %v", err)
	}
	if got := readFile(t, path); got != before {
		t.Errorf("the file was changed:\n%s", got)
	}
}

func TestAListWrittenInOneLineIsNotTornApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "standby.toml")
	const before = "calendar = [{ name = 'a', file = 'a.ics' }]\n"
	writeFile(t, path, before)
	if err := config.AddCalendar(path, config.Calendar{Name: "b", InKeyring: true}); err == nil {
		t.Error("no error")
	}
	if got := readFile(t, path); got != before {
		t.Errorf("the file was changed:\n%s", got)
	}
}

func TestTheFirstEditMakesTheFileForTheUserAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps others out of a profile by other means than modes")
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	path := filepath.Join(dir, "standby.toml")
	if err := config.SetMe(path, rotation.Person{Name: "Engineer A"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := config.SetPolicy(path, "p.toml"); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]os.FileMode{path: 0o600, dir: 0o700} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", p, got, want)
		}
	}
}

func TestALinkedConfigurationStaysALink(t *testing.T) {
	for name, there := range map[string]bool{"to a file": true, "to a file that is yet to be": false} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			target := filepath.Join(dir, "dotfiles", "standby.toml")
			if there {
				if err := os.Mkdir(filepath.Dir(target), 0o700); err != nil {
					t.Fatal(err)
				}
				writeFile(t, target, "# mine\n")
			}
			first, second := filepath.Join(dir, "first.toml"), filepath.Join(dir, "standby.toml")
			for link, to := range map[string]string{first: filepath.Join("dotfiles", "standby.toml"), second: first} {
				if err := os.Symlink(to, link); err != nil {
					t.Skip("this system makes no symbolic links:", err)
				}
			}
			if err := config.SetPolicy(second, "policy.toml"); err != nil {
				t.Fatal(err)
			}
			for _, link := range []string{first, second} {
				if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
					t.Errorf("%s is no link any more (%v)", link, err)
				}
			}
			if got := readFile(t, target); !strings.Contains(got, "policy.toml") || there != strings.Contains(got, "# mine") {
				t.Errorf("the target holds %q", got)
			}
		})
	}
}

func TestLinksInACircleAreAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "standby.toml")
	if err := os.Symlink("standby.toml", path); err != nil {
		t.Skip("this system makes no symbolic links:", err)
	}
	if err := config.SetPolicy(path, "p.toml"); err == nil {
		t.Error("no error")
	}
}
