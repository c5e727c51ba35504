package settings

import (
	"fmt"
	"strings"
	"testing"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/rotation"
)

func TestACalendarIsLookedAtBeforeItIsSent(t *testing.T) {
	for _, c := range []struct {
		name string
		cal  api.NewCalendar
		me   rotation.Person
		want string
	}{
		{"a file of mine", api.NewCalendar{Name: "n", Location: "/home/me/a.ics", Mine: true}, rotation.Person{}, ""},
		{"an address of the team's", api.NewCalendar{Name: "n", Location: "webcal://example.org/secret", Me: night.EngineerA()}, rotation.Person{}, ""},
		{"who I am is known already", api.NewCalendar{Name: "n", Location: "https://example.org/secret"}, night.EngineerA(), ""},
		{"no name", api.NewCalendar{Location: "/a.ics"}, night.EngineerA(), "The calendar has no name"},
		{"no address", api.NewCalendar{Name: "n"}, night.EngineerA(), "The calendar has no address"},
		{"another scheme", api.NewCalendar{Name: "n", Location: "ftp://example.org/secret"}, night.EngineerA(), "The address of the calendar cannot be understood"},
		{"no host", api.NewCalendar{Name: "n", Location: "https:///secret"}, night.EngineerA(), "The address of the calendar cannot be understood"},
		{"a relative path", api.NewCalendar{Name: "n", Location: "a.ics"}, night.EngineerA(), "The path of the calendar is not complete"},
		{"nobody to look for", api.NewCalendar{Name: "n", Location: "/a.ics"}, rotation.Person{}, "Standby cannot find you in a team's calendar"},
	} {
		t.Run(c.name, func(t *testing.T) { told(t, checkCalendar(c.cal, c.me), c.want) })
	}
}

func TestARotaIsLookedAtBeforeItIsSent(t *testing.T) {
	for _, c := range []struct {
		name string
		rota api.NewRota
		me   rotation.Person
		want string
	}{
		{"who I am in it", api.NewRota{Name: "n", File: "/p.toml", Me: night.EngineerA()}, rotation.Person{}, ""},
		{"who I am is known already", api.NewRota{Name: "n", File: "/p.toml"}, night.EngineerA(), ""},
		{"no name", api.NewRota{File: "/p.toml"}, night.EngineerA(), "The rota has no name"},
		{"no file", api.NewRota{Name: "n"}, night.EngineerA(), "The rota has no file"},
		{"an address", api.NewRota{Name: "n", File: "https://example.org/secret"}, night.EngineerA(), "A rota is a file and has no address"},
		{"a relative path", api.NewRota{Name: "n", File: "p.toml"}, night.EngineerA(), "The path of the rota is not complete"},
		{"nobody to look for", api.NewRota{Name: "n", File: "/p.toml"}, rotation.Person{}, "Standby cannot find you in the rota"},
	} {
		t.Run(c.name, func(t *testing.T) { told(t, checkRota(c.rota, c.me), c.want) })
	}
}

func TestAnAlertmanagerIsLookedAtBeforeItIsSent(t *testing.T) {
	for _, c := range []struct {
		name string
		am   api.NewAlertmanager
		want string
	}{
		{"no sign-in", api.NewAlertmanager{Name: "prod", URL: "http://127.0.0.1:9093", Auth: "none"}, ""},
		{"user and password", api.NewAlertmanager{Name: "prod", URL: "https://example.org/am", Auth: "basic", User: "u", Secret: "secret"}, ""},
		{"no name", api.NewAlertmanager{URL: "http://127.0.0.1"}, "The Alertmanager has no name"},
		{"no scheme", api.NewAlertmanager{Name: "prod", URL: "127.0.0.1:9093"}, "The address of the Alertmanager cannot be understood"},
		{"a password in the address", api.NewAlertmanager{Name: "prod", URL: "https://u:secret@example.org"}, "The address holds a user name or a password"},
		{"no password", api.NewAlertmanager{Name: "prod", URL: "http://h", Auth: "basic", User: "u"}, "The user name or the password is missing"},
		{"no token", api.NewAlertmanager{Name: "prod", URL: "http://h", Auth: "bearer"}, "The token is missing"},
	} {
		t.Run(c.name, func(t *testing.T) { told(t, checkAlertmanager(c.am), c.want) })
	}
}

// told checks what a trouble says, that it says what to do, and that it never
// repeats a secret.
func told(t *testing.T, got *api.Trouble, want string) {
	t.Helper()
	if want == "" {
		if got != nil {
			t.Errorf("got %q", got.What)
		}
		return
	}
	if got == nil || got.What != want || got.Next == "" {
		t.Errorf("got %+v, want %q", got, want)
	}
	if strings.Contains(fmt.Sprint(got), "secret") {
		t.Errorf("%v repeats a secret", got)
	}
}

func TestTheUserIsToldWhereSecretsLive(t *testing.T) {
	for state, run := range map[string]bool{"ok": false, "unknown": false, "locked": true, "missing": true, "unavailable": true} {
		text, _, _ := keyringOf(state)
		if got := strings.Contains(text, "for this run only"); got != run || !strings.Contains(text, "keyring") {
			t.Errorf("%s: %q", state, text)
		}
	}
}
