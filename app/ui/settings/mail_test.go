package settings

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
)

func TestAMailboxIsAddedAndItsPasswordTakenAway(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	listen := screen.listen
	listen.kind.Choose(kindMail)
	form := listen.mail
	for entry, text := range map[interface{ TypedRune(rune) }]string{form.name: "ops", form.server: "imap.example.org", form.user: "a@example.org", form.from: "*@monitoring.example.org, b@example.org", form.password: "hunter2"} {
		for _, r := range text {
			entry.TypedRune(r)
		}
	}
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "ops refuses the credentials"}}
	test.Tap(b.Button("Add this mailbox"))
	want := api.NewMail{Name: "ops", Server: "imap.example.org", User: "a@example.org", From: []string{"*@monitoring.example.org", "b@example.org"}, Secret: "hunter2"}
	if !reflect.DeepEqual(b.Agent.Got.Mail, want) {
		t.Errorf("sent %+v", b.Agent.Got.Mail)
	}
	b.Reads("ops refuses the credentials")
	if form.password.Text != "" || strings.Contains(strings.Join(b.Texts(), " "), "hunter2") {
		t.Error("the password can still be read")
	}
	if form.server.Text == "" {
		t.Error("what was typed is lost")
	}
}

func TestAMailboxIsLookedAtBeforeItIsSent(t *testing.T) {
	good := api.NewMail{Name: "n", Server: "imap.example.org:993", User: "a", Secret: "secret"}
	for _, c := range []struct {
		name   string
		change func(*api.NewMail)
		want   string
	}{
		{"all there", func(*api.NewMail) {}, ""},
		{"no name", func(n *api.NewMail) { n.Name = "" }, "The mailbox has no name"},
		{"no server", func(n *api.NewMail) { n.Server = "" }, "The server is missing"},
		{"a web address", func(n *api.NewMail) { n.Server = "imaps://u:secret@imap.example.org" }, "The server cannot be understood"},
		{"no user", func(n *api.NewMail) { n.User = "" }, "The user is missing"},
		{"no password", func(n *api.NewMail) { n.Secret = "" }, "The password is missing"},
		{"a sender that is none", func(n *api.NewMail) { n.From = []string{"monitoring"} }, "A sender cannot be understood"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := good
			c.change(&n)
			told(t, checkMail(n), c.want)
		})
	}
}
