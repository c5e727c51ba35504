package mail

import (
	"strings"
	"testing"
)

func TestWhatASubjectSaysOfATrouble(t *testing.T) {
	for text, want := range map[string]struct {
		title string
		turn  turn
	}{
		"disk of db1 full":                                          {"disk of db1 full", begins},
		"PROBLEM: disk of db1 full":                                 {"disk of db1 full", begins},
		"[FIRING:2] DiskFull (db1 prod)":                            {"DiskFull (db1 prod)", begins},
		"[FIRING:1, RESOLVED:2] DiskFull":                           {"DiskFull", begins},
		"[RESOLVED] DiskFull (db1 prod)":                            {"DiskFull (db1 prod)", ends},
		"Re: [RESOLVED] DiskFull":                                   {"DiskFull", ends},
		"Problem: High load on db1":                                 {"High load on db1", begins},
		"Resolved in 1h 5m 3s: High load":                           {"High load", ends},
		"Resolved: High load on db1":                                {"High load on db1", ends},
		"OK - disk of db1":                                          {"disk of db1", ends},
		"[OK] disk of db1":                                          {"disk of db1", ends},
		"** PROBLEM Host Alert: db1 is DOWN **":                     {"db1", begins},
		"** RECOVERY Host Alert: db1 is UP **":                      {"db1", ends},
		"** ACKNOWLEDGEMENT Service Alert: db1/disk is CRITICAL **": {"db1/disk", neither},
		"The disk of db1 is back to normal":                         {"The disk of db1", ends},
		"disk of db1 has recovered":                                 {"disk of db1", ends},
		"disk of db1 is NOT OK":                                     {"disk of db1 is NOT OK", begins},
		"Problem: disk of db1 is not resolved":                      {"disk of db1 is not resolved", begins},
		"OK Go tickets cannot be bought":                            {"OK Go tickets cannot be bought", begins},
		"Backup failed":                                             {"Backup failed", begins},
		"[payments] checkout slow":                                  {"[payments] checkout slow", begins},
		"PROBLEM: db1 is OK":                                        {"db1", begins},
		"RESOLVED":                                                  {"RESOLVED", begins}, // of what?
		"":                                                          {"", begins},
		"\u202eRESOLVED\u202c: disk":                                {"disk", ends},
	} {
		got, turn := subjectOf(text)
		if got.title != want.title || turn != want.turn {
			t.Errorf("%q: got %q, %d, want %q, %d", text, got.title, turn, want.title, want.turn)
		}
	}
	down, _ := subjectOf("[FIRING:1] DiskFull (db1)")
	up, _ := subjectOf("[RESOLVED] DiskFull (db1)")
	other, _ := subjectOf("[RESOLVED] DiskFull (db2)")
	if down.likeness != up.likeness || up.likeness == other.likeness {
		t.Errorf("%q %q %q", down.likeness, up.likeness, other.likeness)
	}
	subjectOf(strings.Repeat("Re: ", 100_000) + "[") // ends soon
}

func TestTheUsersOwnPatternsCount(t *testing.T) {
	o := Options{From: []string{"*@example.org"}, Title: `^\[prod\] (.+?) \(`, Resolved: []string{`(?i)all clear`}}
	r, err := o.reading()
	if err != nil {
		t.Fatal(err)
	}
	for subject, want := range map[string]struct {
		title string
		turn  turn
	}{
		"[prod] disk full (db1)":            {"disk full", begins},
		"[prod] disk full (db1): ALL CLEAR": {"disk full", ends},
		"something else":                    {"something else", begins},
	} {
		got := r.reports(message{from: "a@example.org", subject: subject})
		if len(got) != 1 || got[0].title != want.title || got[0].turn != want.turn {
			t.Errorf("%q: %+v", subject, got)
		}
	}
	if got := r.reports(message{from: "a@example.com", subject: "x"}); got != nil {
		t.Errorf("a sender that does not count: %+v", got)
	}
	if got := r.reports(message{subject: "x"}); len(got) != 1 {
		t.Error("a mail that says of nobody whom it is from is dropped")
	}
}

func TestAMistakeInTheOptionsIsNamed(t *testing.T) {
	good := Options{Name: "m", Server: "imap.example.org", User: "a", Folder: "Alerts", Password: passwordOf("secret")}
	for name, c := range map[string]struct {
		change func(*Options)
		want   string
	}{
		"no name":             {func(o *Options) { o.Name = " " }, "mail  : it has no name"},
		"no server":           {func(o *Options) { o.Server = "" }, "mail m: server: it is not a host and port, write it like imap.example.org:993"},
		"a web address":       {func(o *Options) { o.Server = "imaps://a:secret@x" }, "mail m: server: it must be a host and port alone, write it like imap.example.org:993"},
		"a port that is none": {func(o *Options) { o.Server = "x:imap" }, "mail m: server: it is not a host and port, write it like imap.example.org:993"},
		"plain elsewhere":     {func(o *Options) { o.Security = None }, "mail m: server: without TLS the password would travel for all to read; that is for a server on this machine alone"},
		"another security":    {func(o *Options) { o.Security = "ssl" }, "mail m: server: the kinds of security are implicit, starttls and none"},
		"no user":             {func(o *Options) { o.User = "" }, "mail m: it has no user"},
		"no folder":           {func(o *Options) { o.Folder = "" }, "mail m: it has no folder"},
		"no password":         {func(o *Options) { o.Password = nil }, "mail m: it has no password"},
		"a sender":            {func(o *Options) { o.From = []string{"bob"} }, "mail m: from: " + ErrPattern.Error()},
		"a title":             {func(o *Options) { o.Title = "(" }, "mail m: title: it is not a regular expression"},
		"an end":              {func(o *Options) { o.Resolved = []string{"["} }, "mail m: resolved: it is not a regular expression"},
	} {
		o := good
		c.change(&o)
		if _, err := New(o); err == nil || err.Error() != c.want {
			t.Errorf("%s:\ngot  %v\nwant %s", name, err, c.want)
		}
	}
	for in, want := range map[string]string{"imap.example.org": "imap.example.org:993 implicit", "imap.example.org:143": "imap.example.org:143 starttls", "[::1]:993": "[::1]:993 implicit", "::1": "[::1]:993 implicit"} {
		if address, security, err := Server(in, ""); err != nil || address+" "+string(security) != want {
			t.Errorf("%s: got %s %s, %v", in, address, security, err)
		}
	}
}
