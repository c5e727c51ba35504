package config_test

import (
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"standby/app/config"
)

func TestAMailboxIsReadWithItsDefaults(t *testing.T) {
	got, err := config.Parse("standby.toml", []byte(`
[[mail]]
name = "alerts"
server = "imap.example.org"
user = "a@example.org"

[[mail]]
name = "ops"
server = "imap.example.org:143"
user = "a@example.org"
folder = "Ops/Alerts"
poll = "1m"
from = ["*@monitoring.example.org"]
title = '^\[prod\] (.*)'
resolved = ['^all clear: ']

[[mail]]
name = "own"
server = "localhost:1143"
tls = "none"
user = "a"
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []config.Mail{
		{Name: "alerts", Server: "imap.example.org:993", TLS: config.TLSImplicit, User: "a@example.org", Folder: "Alerts", Poll: 30 * time.Second},
		{Name: "ops", Server: "imap.example.org:143", TLS: config.TLSStart, User: "a@example.org", Folder: "Ops/Alerts", Poll: time.Minute,
			From: []string{"*@monitoring.example.org"}, Title: `^\[prod\] (.*)`, Resolved: []string{"^all clear: "}},
		{Name: "own", Server: "localhost:1143", TLS: config.TLSNone, User: "a", Folder: "Alerts", Poll: 30 * time.Second},
	}
	if !reflect.DeepEqual(got.Mails, want) {
		t.Errorf("got %+v", got.Mails)
	}
	path := filepath.Join(t.TempDir(), "standby.toml")
	for _, m := range want {
		if err := config.AddMail(path, m); err != nil {
			t.Fatal(err)
		}
	}
	if again, err := config.Load(path); err != nil || !reflect.DeepEqual(again.Mails, want) {
		t.Errorf("%v, read back %+v", err, again.Mails)
	}
}

func TestAMistakeInAMailboxIsNamed(t *testing.T) {
	const begin = "[[mail]]\nname = \"m\"\n"
	const server, user = "server = \"imap.example.org\"\n", "user = \"a\"\n"
	const host = `write it like "imap.example.org:993"`
	for name, c := range map[string]struct{ text, want string }{
		"no name":               {"[[mail]]\n" + server, `standby.toml:1: mail[0].name: is missing; write name = "..." below this line`},
		"no server":             {begin + user, `standby.toml:1: mail[0].server: is missing; write server = "imap.example.org:993"`},
		"a web address":         {begin + "server = \"imaps://a:canary@x\"\n" + user, `standby.toml:3: mail[0].server: must be a host and port alone; ` + host},
		"a port that is none":   {begin + "server = \"x:imap\"\n" + user, `standby.toml:3: mail[0].server: is not a host and port; ` + host},
		"another protection":    {begin + server + user + "tls = \"ssl\"", `standby.toml:5: mail[0].tls: is not a kind of protection; write "implicit" (usual on port 993) or "starttls" (usual on port 143)`},
		"plain, elsewhere":      {begin + server + user + "tls = \"none\"", `standby.toml:5: mail[0].tls: "none" is for a server on this machine alone, or the password would travel for all to read; write "implicit" (usual on port 993) or "starttls" (usual on port 143)`},
		"no user":               {begin + server, `standby.toml:1: mail[0].user: is missing; write user = "...", the name you sign in with; the password lies in the keyring`},
		"a password":            {begin + server + user + "password = \"canary\"", `standby.toml:5: mail[0].password: is not a key that Standby knows; known here: folder, from, name, poll, resolved, server, title, tls, user`},
		"an empty folder":       {begin + server + user + "folder = \"\"", `standby.toml:5: mail[0].folder: must not be empty; write folder = "Alerts", the name of the folder as your mail program shows it`},
		"too often":             {begin + server + user + "poll = \"1s\"", `standby.toml:5: mail[0].poll: must be at least 10s; write a length of time such as "30s"`},
		"a sender that is none": {begin + server + user + "from = [\"*@x\", \"bob\"]", `standby.toml:5: mail[0].from[1]: is not a sender; write an address in which * may stand for any text, such as "*@monitoring.example.org"`},
		"a title":               {begin + server + user + "title = \"(\"", `standby.toml:5: mail[0].title: is not a regular expression; write an expression for the subject whose first group is the title, such as '^\[prod\] (.*)'`},
		"an end":                {begin + server + user + "resolved = [\"[\"]", `standby.toml:5: mail[0].resolved[0]: is not a regular expression; write an expression for the subjects that say that it is over, such as '^all clear: '`},
		"another's name":        {"[[pagerduty]]\nname = \"M\"\n" + begin + server + user, `standby.toml:4: mail[0].name: is the name of pagerduty[0] already; give each source a name of its own`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := config.Parse("standby.toml", []byte(c.text)); err == nil || err.Error() != c.want {
				t.Errorf("\ngot  %v\nwant %s", err, c.want)
			}
		})
	}
}
