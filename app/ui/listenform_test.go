package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
)

func (b *bench) atListen() *listenForm {
	b.t.Helper()
	b.w.goTo(placeSettings)
	screen, ok := b.w.screens[placeSettings].(*settingsScreen)
	if !ok {
		b.t.Fatal("these are no settings")
	}
	return screen.listen
}

func TestASecretLeavesTheScreenOnceItWasSent(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	form := b.atListen().alertmanager
	test.Type(form.name, "prod")
	test.Type(form.url, "https://alerts.example.org")
	b.doesNotRead("User")
	form.auth.choose(authBasic)
	b.reads("User")
	test.Type(form.user, "me")
	test.Type(form.secret, "hunter2")
	if !form.secret.Password {
		t.Fatal("what is typed can be read")
	}
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "The keyring is locked"}}
	test.Tap(b.button("Add this Alertmanager"))
	want := api.NewAlertmanager{Name: "prod", URL: "https://alerts.example.org", Auth: "basic", User: "me", Secret: "hunter2"}
	if b.agent.manager != want {
		t.Errorf("sent %+v", b.agent.manager)
	}
	if form.secret.Text != "" || strings.Contains(strings.Join(b.texts(), " "), "hunter2") {
		t.Error("the secret can still be read")
	}
	b.reads("The keyring is locked")
	if form.url.Text == "" {
		t.Error("what was typed is lost")
	}
}

func TestAPagerDutyAccountIsAddedAndItsTokenTakenAway(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	listen := b.atListen()
	b.reads("Add this Alertmanager")
	test.Tap(listen.kind.options[kindPagerDuty])
	b.doesNotRead("Add this Alertmanager")
	form := listen.pagerDuty
	test.Tap(b.button("Add this account"))
	b.reads("The account has no name")
	test.Type(form.name, "work")
	form.region.choose(regionEU)
	test.Type(form.key, " hunter2 ")
	if !form.key.Password {
		t.Fatal("what is typed can be read")
	}
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "The API key for PagerDuty belongs to the account and to no person"}}
	test.Tap(b.button("Add this account"))
	if want := (api.NewPagerDuty{Name: "work", Region: "eu", Secret: "hunter2"}); b.agent.pagerDuty != want {
		t.Errorf("sent %+v", b.agent.pagerDuty)
	}
	b.reads("The API key for PagerDuty belongs to the account and to no person")
	if form.key.Text != "" || form.name.Text != "work" {
		t.Errorf("left are %q and the name %q", form.key.Text, form.name.Text)
	}
	b.agent.err = nil
	const place = "Address of the API, without a path"
	b.doesNotRead(place)
	test.Tap(form.region.options[regionOther])
	b.reads(place)
	test.Type(form.url, "https://pager.example.org")
	test.Type(form.key, "hunter2")
	b.hold = true
	test.Tap(b.button("Add this account"))
	if !b.button("Add this account").Disabled() {
		t.Error("it can be added twice")
	}
	b.release()
	if want := (api.NewPagerDuty{Name: "work", URL: "https://pager.example.org", Secret: "hunter2"}); b.agent.pagerDuty != want {
		t.Errorf("sent %+v", b.agent.pagerDuty)
	}
	b.reads("“work” was added. Above, among the sources, you see whether it answers.")
	b.asked("pagerduty", "pagerduty")
	if form.name.Text+form.url.Text+form.key.Text != "" || strings.Contains(strings.Join(b.texts(), " "), "hunter2") {
		t.Error("the account stays on the screen")
	}
}

func TestTheKeyboardAloneAddsAPagerDutyAccount(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atListen()
	screen := b.w.screens[placeSettings].(*settingsScreen)
	b.w.desk.win.Resize(fyne.NewSize(960, 400))
	canvas := b.w.desk.win.Canvas()
	canvas.Focus(f.kind.options[kindPagerDuty])
	b.key(fyne.KeySpace)
	for _, want := range []fyne.Focusable{f.pagerDuty.name, f.pagerDuty.region.options[regionUS], f.pagerDuty.region.options[regionEU],
		f.pagerDuty.region.options[regionOther], f.pagerDuty.key, f.pagerDuty.adder.button} {
		canvas.FocusNext()
		if canvas.Focused() != want {
			t.Fatalf("the focus is on %T", canvas.Focused())
		}
		b.visible(screen, want)
	}
	canvas.Focus(f.pagerDuty.name)
	b.typed("work")
	canvas.Focus(f.pagerDuty.key)
	b.typed("token")
	canvas.Focus(f.pagerDuty.adder.button)
	b.key(fyne.KeyReturn)
	if want := (api.NewPagerDuty{Name: "work", Region: "us", Secret: "token"}); b.agent.pagerDuty != want {
		t.Errorf("sent %+v", b.agent.pagerDuty)
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
