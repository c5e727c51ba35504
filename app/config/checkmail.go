package config

import (
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Mail is a folder of a mailbox that pages are read from. The password lies in the
// keyring.
type Mail struct {
	// Name is unique among all sources, whatever the case of its letters.
	Name string
	// Server is "host:port" of an IMAP server.
	Server string
	// TLS is how the connection is protected.
	TLS  MailTLS
	User string
	// Folder is the folder's name as a person reads it; Alerts unless set.
	Folder string
	// Poll is the time between two polls, 10 seconds to 1 hour; 30 seconds unless set.
	Poll time.Duration
	// From are the senders whose mails count, addresses in which * stands for any text;
	// empty means all.
	From []string
	// Title is a regular expression (RE2) for subjects, whose first group, or all of it,
	// is the page's title; empty for none. Resolved are those of subjects that say that
	// a trouble is over, besides the usual ones.
	Title    string
	Resolved []string
}

// MailTLS is how the connection to a mail server is protected.
type MailTLS string

// The kinds of it. TLSNone is for a server on this machine alone.
const (
	TLSImplicit MailTLS = "implicit"
	TLSStart    MailTLS = "starttls"
	TLSNone     MailTLS = "none"
)

// What holds for mails where the file says nothing.
const (
	DefaultMailFolder = "Alerts"
	DefaultMailPoll   = 30 * time.Second
)

type mailEntry struct {
	Name     string   `toml:"name" example:"\"alerts\""`
	Server   string   `toml:"server" example:"\"imap.example.org:993\""`
	TLS      string   `toml:"tls" example:"\"implicit\""`
	User     string   `toml:"user" example:"\"a@example.org\""`
	Folder   string   `toml:"folder" example:"\"Alerts\""`
	Poll     string   `toml:"poll" example:"\"30s\""`
	From     []string `toml:"from" example:"[\"*@monitoring.example.org\"]"`
	Title    string   `toml:"title" example:"'^\\[prod\\] (.*)'"`
	Resolved []string `toml:"resolved" example:"['^all clear: ']"`
}

// mostPatterns is how many patterns a mailbox may have of a kind.
const mostPatterns = 100

func (c checker) mails(f file, out *Config) error {
	for i, e := range f.Mail {
		m, err := c.mail(item("mail", i), e)
		if err != nil {
			return err
		}
		out.Mails = append(out.Mails, m)
	}
	return nil
}

func (c checker) mail(table string, e mailEntry) (Mail, error) {
	out := Mail{Name: e.Name, Folder: DefaultMailFolder, Poll: DefaultMailPoll}
	if err := c.name(table, e.Name); err != nil {
		return out, err
	}
	if err := c.mailServer(table, e, &out); err != nil {
		return out, err
	}
	var err error
	if out.User, err = c.text(table+".user", e.User, maxText); err != nil {
		return out, err
	}
	if out.User == "" {
		return out, c.doc.Fault(table+".user", "is missing", `write user = "...", the name you sign in with; the password lies in the keyring`)
	}
	if c.doc.Has(table + ".folder") {
		if out.Folder, err = c.text(table+".folder", e.Folder, maxText); err != nil {
			return out, err
		}
		if out.Folder == "" {
			return out, c.doc.Fault(table+".folder", "must not be empty", `write folder = "Alerts", the name of the folder as your mail program shows it`)
		}
	}
	if err = c.duration(table+".poll", e.Poll, 10*time.Second, time.Hour, "30s", &out.Poll); err != nil {
		return out, err
	}
	return out, c.mailPatterns(table, e, &out)
}

// mailServer checks where the server is. It is not repeated in an error: what people
// paste may carry a password.
func (c checker) mailServer(table string, e mailEntry, out *Mail) error {
	const example = `write it like "imap.example.org:993"`
	key, server := table+".server", strings.TrimSpace(e.Server)
	if !c.doc.Has(key) || server == "" {
		return c.doc.Fault(key, "is missing", `write server = "imap.example.org:993"`)
	}
	if strings.ContainsAny(server, "/@") {
		return c.doc.Fault(key, "must be a host and port alone", example)
	}
	host, port, err := net.SplitHostPort(server)
	if err != nil {
		host, port = strings.Trim(server, "[]"), "993"
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || host == "" || len(host) > maxText || strings.ContainsAny(host, " \t\x00") {
		return c.doc.Fault(key, "is not a host and port", example)
	}
	out.Server, out.TLS = net.JoinHostPort(host, port), TLSImplicit
	if port == "143" {
		out.TLS = TLSStart
	}
	if !c.doc.Has(table + ".tls") {
		return nil
	}
	switch out.TLS = MailTLS(e.TLS); {
	case !slices.Contains([]MailTLS{TLSImplicit, TLSStart, TLSNone}, out.TLS):
		return c.doc.Fault(table+".tls", "is not a kind of protection", `write "implicit" (usual on port 993) or "starttls" (usual on port 143)`)
	case out.TLS == TLSNone && !onThisMachine(host):
		return c.doc.Fault(table+".tls", `"none" is for a server on this machine alone, or the password would travel for all to read`, `write "implicit" (usual on port 993) or "starttls" (usual on port 143)`)
	}
	return nil
}

func (c checker) mailPatterns(table string, e mailEntry, out *Mail) error {
	for i, p := range e.From {
		if p = strings.TrimSpace(p); len(p) > maxText || !strings.ContainsAny(p, "@*") || strings.ContainsAny(p, " \t\r\n<>\x00") || i >= mostPatterns {
			return c.doc.Fault(item(table+".from", i), "is not a sender", `write an address in which * may stand for any text, such as "*@monitoring.example.org"`)
		}
		out.From = append(out.From, p)
	}
	if _, err := regexp.Compile(e.Title); err != nil || len(e.Title) > maxText {
		return c.doc.Fault(table+".title", "is not a regular expression", `write an expression for the subject whose first group is the title, such as '^\[prod\] (.*)'`)
	}
	for i, p := range e.Resolved {
		if _, err := regexp.Compile(p); err != nil || p == "" || len(p) > maxText || i >= mostPatterns {
			return c.doc.Fault(item(table+".resolved", i), "is not a regular expression", `write an expression for the subjects that say that it is over, such as '^all clear: '`)
		}
	}
	out.Title, out.Resolved = e.Title, e.Resolved
	return nil
}
