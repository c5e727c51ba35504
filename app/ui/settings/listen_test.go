package settings

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
)

func TestASecretLeavesTheScreenOnceItWasSent(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	form := screen.listen.alertmanager
	test.Type(form.name, "prod")
	test.Type(form.url, "https://alerts.example.org")
	b.DoesNotRead("User")
	form.auth.Choose(authBasic)
	b.Reads("User")
	test.Type(form.user, "me")
	test.Type(form.secret, "hunter2")
	if !form.secret.Password {
		t.Fatal("what is typed can be read")
	}
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The keyring is locked"}}
	test.Tap(b.Button("Add this Alertmanager"))
	want := api.NewAlertmanager{Name: "prod", URL: "https://alerts.example.org", Auth: "basic", User: "me", Secret: "hunter2"}
	if b.Agent.Got.Manager != want {
		t.Errorf("sent %+v", b.Agent.Got.Manager)
	}
	if form.secret.Text != "" || strings.Contains(strings.Join(b.Texts(), " "), "hunter2") {
		t.Error("the secret can still be read")
	}
	b.Reads("The keyring is locked")
	if form.url.Text == "" {
		t.Error("what was typed is lost")
	}
}

func TestAPagerDutyAccountIsAddedAndItsTokenTakenAway(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	listen := screen.listen
	b.Reads("Add this Alertmanager")
	test.Tap(listen.kind.Options[kindPagerDuty])
	b.DoesNotRead("Add this Alertmanager")
	form := listen.pagerDuty
	test.Tap(b.Button("Add this account"))
	b.Reads("The account has no name")
	test.Type(form.name, "work")
	form.region.Choose(regionEU)
	test.Type(form.key, " hunter2 ")
	if !form.key.Password {
		t.Fatal("what is typed can be read")
	}
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The API key for PagerDuty belongs to the account and to no person"}}
	test.Tap(b.Button("Add this account"))
	if want := (api.NewPagerDuty{Name: "work", Region: "eu", Secret: "hunter2"}); b.Agent.Got.PagerDuty != want {
		t.Errorf("sent %+v", b.Agent.Got.PagerDuty)
	}
	b.Reads("The API key for PagerDuty belongs to the account and to no person")
	if form.key.Text != "" || form.name.Text != "work" {
		t.Errorf("left are %q and the name %q", form.key.Text, form.name.Text)
	}
	b.Agent.Err = nil
	const place = "Address of the API, without a path"
	b.DoesNotRead(place)
	test.Tap(form.region.Options[regionOther])
	b.Reads(place)
	test.Type(form.url, "https://pager.example.org")
	test.Type(form.key, "hunter2")
	b.Hold = true
	test.Tap(b.Button("Add this account"))
	if !b.Button("Add this account").Disabled() {
		t.Error("it can be added twice")
	}
	b.Release()
	if want := (api.NewPagerDuty{Name: "work", URL: "https://pager.example.org", Secret: "hunter2"}); b.Agent.Got.PagerDuty != want {
		t.Errorf("sent %+v", b.Agent.Got.PagerDuty)
	}
	b.Reads("“work” was added. Above, among the sources, you see whether it answers.")
	b.Asked("pagerduty", "pagerduty")
	if form.name.Text+form.url.Text+form.key.Text != "" || strings.Contains(strings.Join(b.Texts(), " "), "hunter2") {
		t.Error("the account stays on the screen")
	}
}

func TestTheKeyboardAloneAddsAPagerDutyAccount(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.listen
	b.Desk.Win.Resize(fyne.NewSize(960, 400))
	canvas := b.Desk.Win.Canvas()
	canvas.Focus(f.kind.Options[kindPagerDuty])
	b.Key(fyne.KeySpace)
	for _, want := range []fyne.Focusable{f.kind.Options[kindMail], f.pagerDuty.name, f.pagerDuty.region.Options[regionUS], f.pagerDuty.region.Options[regionEU],
		f.pagerDuty.region.Options[regionOther], f.pagerDuty.key, b.Button("Add this account")} {
		canvas.FocusNext()
		if canvas.Focused() != want {
			t.Fatalf("the focus is on %T", canvas.Focused())
		}
		visible(b, screen, want)
	}
	canvas.Focus(f.pagerDuty.name)
	b.Typed("work")
	canvas.Focus(f.pagerDuty.key)
	b.Typed("token")
	canvas.Focus(b.Button("Add this account"))
	b.Key(fyne.KeyReturn)
	if want := (api.NewPagerDuty{Name: "work", Region: "us", Secret: "token"}); b.Agent.Got.PagerDuty != want {
		t.Errorf("sent %+v", b.Agent.Got.PagerDuty)
	}
}

func TestAPagerDutyAccountIsLookedAtBeforeItIsSent(t *testing.T) {
	for _, c := range []struct {
		name      string
		n         api.NewPagerDuty
		elsewhere bool
		want      string
	}{
		{"a region", api.NewPagerDuty{Name: "n", Region: "us", Secret: "secret"}, false, ""},
		{"another address", api.NewPagerDuty{Name: "n", URL: "https://pager.example.org/", Secret: "secret"}, true, ""},
		{"one on this machine", api.NewPagerDuty{Name: "n", URL: "http://127.0.0.1:8080", Secret: "secret"}, true, ""},
		{"no name", api.NewPagerDuty{Region: "us", Secret: "secret"}, false, "The account has no name"},
		{"no token", api.NewPagerDuty{Name: "n", Region: "us"}, false, "The API token is missing"},
		{"no address", api.NewPagerDuty{Name: "n", Secret: "secret"}, true, "The address of the API cannot be understood"},
		{"no scheme", api.NewPagerDuty{Name: "n", URL: "pager.example.org", Secret: "secret"}, true, "The address of the API cannot be understood"},
		{"another scheme", api.NewPagerDuty{Name: "n", URL: "ftp://pager.example.org", Secret: "secret"}, true, "The address of the API cannot be understood"},
		{"no address at all", api.NewPagerDuty{Name: "n", URL: "https://secret\x7f", Secret: "secret"}, true, "The address of the API cannot be understood"},
		{"a password in the address", api.NewPagerDuty{Name: "n", URL: "https://u:secret@example.org", Secret: "secret"}, true, "The address of the API has more in it than a host"},
		{"a path", api.NewPagerDuty{Name: "n", URL: "https://example.org/secret", Secret: "secret"}, true, "The address of the API has more in it than a host"},
		{"a query", api.NewPagerDuty{Name: "n", URL: "https://example.org?key=secret", Secret: "secret"}, true, "The address of the API has more in it than a host"},
		{"no encryption", api.NewPagerDuty{Name: "n", URL: "http://example.org", Secret: "secret"}, true, "The address of the API is not encrypted"},
	} {
		t.Run(c.name, func(t *testing.T) { told(t, checkPagerDuty(c.n, c.elsewhere), c.want) })
	}
}
