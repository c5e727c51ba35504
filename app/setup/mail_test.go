package setup

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"standby/app/api"
	"standby/app/provider"
	"standby/app/provider/mail"
	"standby/app/provider/mail/mailtest"
)

func TestAMailboxThatAnswersIsAddedAndItsPasswordKept(t *testing.T) {
	s, server := newStage(t), mailtest.Start(t)
	s.build.Mails = filepath.Join(t.TempDir(), "mail")
	n := api.NewMail{Name: "Ops", Server: server.Plain, TLS: "none", User: mailtest.User, From: []string{"*@example.org"}, Secret: mailtest.Password}
	for name, c := range map[string]struct {
		change func(*api.NewMail)
		is     error
	}{
		"a wrong password": {func(n *api.NewMail) { n.Secret = "hunter2" }, provider.ErrUnauthorized},
		"no password":      {func(n *api.NewMail) { n.Secret = "" }, api.ErrBadRequest},
		"no such folder":   {func(n *api.NewMail) { n.Folder = "Alarms" }, mail.ErrNoFolder},
		"a web address":    {func(n *api.NewMail) { n.Server = "imap://a:hunter2@x" }, api.ErrBadRequest},
		"a sender":         {func(n *api.NewMail) { n.From = []string{"bob"} }, api.ErrBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			bad := n
			c.change(&bad)
			if err := s.AddMail(t.Context(), bad); !errors.Is(err, c.is) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v", err)
			}
		})
	}
	if len(s.keyring.held) != 0 || len(s.config(t).Mails) != 0 {
		t.Fatalf("what will not do was kept: %+v", s.config(t).Mails)
	}
	if err := s.AddMail(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(s.path); strings.Contains(string(text), mailtest.Password) || s.keyring.held["mail/Ops"].Reveal() != mailtest.Password {
		t.Errorf("the password is not where it belongs:\n%s", text)
	}
	if err := s.AddMail(t.Context(), n); err != nil { // given once more, the password is renewed
		t.Fatal(err)
	}
	if !slices.Equal(s.agent.told, []string{"watch Ops", "ask again Ops"}) {
		t.Errorf("agent %q", s.agent.told)
	}
	spec, err := s.build.Mail(s.config(t).Mails[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(spec.Source.(*mail.Source).Close)
	server.Deliver(mailtest.Folder, mailtest.Mail{From: "m@example.org", Subject: "disk full"})
	if alerts, err := spec.Source.Open(t.Context()); err != nil || len(alerts) != 1 || spec.Kind != "mail" {
		t.Errorf("with the password from the keyring: %v, %v", alerts, err)
	}
	if _, err := os.Stat(filepath.Join(s.build.Mails, "ops.json")); err != nil {
		t.Errorf("what it knows is not kept: %v", err)
	}
	if err := s.AddPagerDuty(t.Context(), api.NewPagerDuty{Name: "ops", URL: "http://127.0.0.1:1", Secret: "k"}); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("another source of that name: %v", err)
	}
}
