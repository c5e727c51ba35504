package smtp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"standby/app/provider"
)

func TestWhatThePreviewSaysIsWhatTheServerGets(t *testing.T) {
	for _, security := range []Security{StartTLS, TLS, Plain} {
		for _, mechanism := range []string{sasl.Plain, sasl.Login} {
			t.Run(fmt.Sprintf("%s %s", security, mechanism), func(t *testing.T) {
				s := newSink(t, security)
				s.mechanisms = []string{mechanism}
				l := s.list(t, security, nil)
				u := update()
				preview, err := l.Preview(u)
				if err != nil {
					t.Fatal(err)
				}
				ref, err := l.Post(t.Context(), u)
				if err != nil {
					t.Fatal(err)
				}
				got := s.received()
				if len(got) != 1 || !slices.Equal(got[0].to, []string{"a@example.org", "b@example.org"}) || got[0].from != "oncall@example.org" {
					t.Fatalf("it got %+v", got)
				}
				h, text := read(t, got[0].raw)
				subject, _ := h.Subject()
				id, _ := h.MessageID()
				at, _ := h.Date()
				if text != preview[0].Text+"\n" || subject != preview[0].Subject || id != ref.ID || !at.Equal(u.At) {
					t.Errorf("subject %q, ID %q, date %v, text\n%q\nwant\n%+v", subject, id, at, text, preview[0])
				}
				if s.login[0] != mechanism {
					t.Errorf("it logged in by %v", s.login)
				}
			})
		}
	}
}

func TestCustomersDoNotLearnOfEachOther(t *testing.T) {
	s := newSink(t, TLS)
	l := s.list(t, TLS, func(o *Options) { o.Audience = provider.Customers })
	u := update()
	u.Audience = provider.Customers
	if _, err := l.Post(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	got := s.received()[0]
	if len(got.to) != 2 || strings.Contains(string(got.raw), "a@example.org") || strings.Contains(string(got.raw), "b@example.org") {
		t.Errorf("to %v:\n%.600s", got.to, got.raw)
	}
	for name, change := range map[string]func(*provider.Update){
		"what is for colleagues": func(u *provider.Update) { u.Audience = "" },
		"a drill":                func(u *provider.Update) { u.Drill = true },
	} {
		u := update()
		u.ID, u.Audience = "another", provider.Customers
		change(&u)
		if _, err := l.Post(t.Context(), u); !errors.Is(err, provider.ErrAudience) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(s.received()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestAnUpdateIsMailedOnce(t *testing.T) {
	s := newSink(t, TLS)
	l := s.list(t, TLS, nil)
	for range 3 {
		if _, err := l.Post(t.Context(), update()); err != nil {
			t.Fatal(err)
		}
	}
	other := update()
	other.Text = "Something else."
	if _, err := l.Post(t.Context(), other); !errors.Is(err, provider.ErrUpdate) {
		t.Errorf("another text under the same ID: %v", err)
	}
	if n := len(s.received()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestALostAnswerIsUnknownAndGoesOutAgainOnRequestAlone(t *testing.T) {
	s := newSink(t, TLS)
	s.after = func(c *smtp.Conn) { _ = c.Conn().Close() }
	l := s.list(t, TLS, nil)
	for range 2 {
		if _, err := l.Post(t.Context(), update()); !errors.Is(err, provider.ErrUnknown) {
			t.Fatalf("it says %v", err)
		}
	}
	if n := len(s.received()); n != 1 {
		t.Fatalf("%d mails before anybody asked for another", n)
	}
	s.after = nil
	u := update()
	u.Again = true
	if _, err := l.Post(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	got := s.received()
	if len(got) != 2 || string(got[0].raw) != string(got[1].raw) {
		t.Errorf("%d mails, which must be the same bytes", len(got))
	}
}

func TestWhatAServerRefusesIsSentToNobodyAndMayBeTriedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		break_ func(*sink)
		change func(*Options)
		is     error
		says   string
	}{
		"a recipient": {break_: func(s *sink) {
			s.refuse = func(to string) error {
				if to == "b@example.org" {
					return &smtp.SMTPError{Code: 550, Message: "nobody\x1b[2J here"}
				}
				return nil
			}
		}, is: provider.ErrService, says: "b@example.org"},
		"the mail": {break_: func(s *sink) {
			s.take = func() error { return &smtp.SMTPError{Code: 554, Message: "spam"} }
		}, is: provider.ErrService, says: "spam"},
		"for now": {break_: func(s *sink) {
			s.take = func() error { return &smtp.SMTPError{Code: 451, Message: "greylisted"} }
		}, is: provider.ErrService, says: "try again in some minutes"},
		"the password": {change: func(o *Options) {
			o.Password = func(context.Context) (string, error) { return "hunter2-is-secret", nil }
		}, is: provider.ErrUnauthorized, says: "535"},
		"its certificate": {change: func(o *Options) { o.Roots = nil }, is: provider.ErrUnreachable, says: "certificate"},
		"a keyring that is locked": {change: func(o *Options) {
			o.Password = func(context.Context) (string, error) { return "", errors.New("the keyring is locked") }
		}, says: "the keyring is locked"},
		"no server":           {change: func(o *Options) { o.Server = "127.0.0.1:1" }, is: provider.ErrUnreachable, says: "refused"},
		"no way to log in":    {break_: func(s *sink) { s.mechanisms = []string{"EXTERNAL"} }, is: provider.ErrUnauthorized, says: "neither PLAIN nor LOGIN"},
		"TLS where it is not": {change: func(o *Options) { o.Security = TLS }, is: provider.ErrUnreachable, says: "TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSink(t, StartTLS)
			if c.break_ != nil {
				c.break_(s)
			}
			_, err := s.list(t, StartTLS, c.change).Post(t.Context(), update())
			if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) || errors.Is(err, provider.ErrUnknown) {
				t.Errorf("it says %v", err)
			}
			if strings.Contains(fmt.Sprint(err), "hunter2") || strings.Contains(fmt.Sprint(err), password) || strings.Contains(fmt.Sprint(err), "\x1b") {
				t.Errorf("it repeats what it must not: %q", err)
			}
			if n := len(s.received()); n != 0 {
				t.Fatalf("%d mails", n)
			}
			s.refuse, s.take, s.mechanisms = nil, nil, []string{sasl.Plain}
			if _, err := s.list(t, StartTLS, nil).Post(t.Context(), update()); err != nil {
				t.Errorf("tried again: %v", err)
			}
		})
	}
}

func TestAServerWithoutEncryptionGetsNoPassword(t *testing.T) {
	s := newSink(t, Plain)
	_, err := s.list(t, StartTLS, nil).Post(t.Context(), update())
	if !errors.Is(err, provider.ErrNotTheService) || len(s.login) != 0 || len(s.received()) != 0 {
		t.Errorf("%v, logins %v", err, s.login)
	}
}

func TestAServerThatStallsIsLeft(t *testing.T) {
	s := newSink(t, TLS)
	hold := make(chan struct{})
	t.Cleanup(func() { close(hold) })
	s.after = func(*smtp.Conn) { <-hold }
	l := s.list(t, TLS, func(o *Options) { o.Timeout = time.Second })
	if _, err := l.Post(t.Context(), update()); !errors.Is(err, provider.ErrUnknown) || !errors.Is(err, provider.ErrUnreachable) {
		t.Errorf("it says %v", err)
	}
}

func TestProbeSendsNothing(t *testing.T) {
	s := newSink(t, TLS)
	who, err := s.list(t, TLS, nil).Probe(t.Context())
	if err != nil || who != "oncall at 127.0.0.1" || len(s.received()) != 0 {
		t.Errorf("%q, %v", who, err)
	}
}

func TestOptionsAreRefusedWithTheRemedy(t *testing.T) {
	good := Options{Name: "team", Server: "smtp.example.org", From: "oncall@example.org", To: []string{"a@example.org"}}
	if l, err := New(good); err != nil || l.Server != "smtp.example.org:587" || l.Security != StartTLS {
		t.Fatalf("%+v, %v", l, err)
	}
	for says, change := range map[string]func(*Options){
		"no name":                  func(o *Options) { o.Name = " " },
		"smtp.example.org:587":     func(o *Options) { o.Server = "smtp example" },
		"starttls, tls or plain":   func(o *Options) { o.Security = "ssl" },
		"this machine alone":       func(o *Options) { o.Security = Plain },
		"store one in the keyring": func(o *Options) { o.User = "oncall" },
		"sender":                   func(o *Options) { o.From = "oncall@example.org\r\nBcc: x@example.org" },
		"there are none":           func(o *Options) { o.To = nil },
		"use a mailing list":       func(o *Options) { o.To = many(51) },
		"not an address":           func(o *Options) { o.To = []string{"a@example.org, b@example.org"} },
		"ASCII":                    func(o *Options) { o.To = []string{"ä@example.org"} },
		"internal or customers":    func(o *Options) { o.Audience = "all" },
	} {
		o := good
		change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func many(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("a%d@example.org", i))
	}
	return all
}

func FuzzAMailIsValidAndSaysWhatThePreviewSays(f *testing.F) {
	f.Add("Checkout", "Slow.", "On call")
	f.Add("a\r\nBcc: x@example.org", "a\r\n.\r\nQUIT\r\n", "n\r\nX: y")
	f.Add("=?utf-8?q?x?=", "=3D =\n\n--\u2028\u202e", "\"")
	f.Add("\x00\xff", "\x00\xff\x85.", "é")
	f.Fuzz(func(t *testing.T, title, text, sender string) {
		l, err := New(Options{Name: "team", Server: "smtp.example.org", From: "oncall@example.org", To: []string{"a@example.org"}})
		if err != nil {
			t.Fatal(err)
		}
		l.sender.Name = sender
		u := update()
		u.Title, u.Text = title, text
		m, clean, err := l.message(u)
		if err != nil {
			if !errors.Is(err, provider.ErrUpdate) {
				t.Fatal(err)
			}
			return
		}
		raw, err := l.compose(clean, m)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(raw), "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("a line that is not one of RFC 5322: %q", line)
			}
		}
		h, got := read(t, raw)
		if subject, err := h.Subject(); err != nil || subject != m.Subject || got != m.Text+"\n" {
			t.Fatalf("subject %q, %v, text %q; want %q, %q", subject, err, got, m.Subject, m.Text)
		}
		if h.Has("Bcc") || h.Has("X") {
			t.Fatalf("a header of a stranger:\n%s", raw)
		}
	})
}
