package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/mail/mailtest"
)

func passwordOf(text string) provider.Credentials {
	return func(context.Context) (string, error) { return text, nil }
}

// sourceAt is a source of the server's folder; its connection ends with the test.
func sourceAt(t *testing.T, s *mailtest.Server, change ...func(*Options)) *Source {
	t.Helper()
	o := Options{Name: "mail", Server: s.Implicit, User: mailtest.User, Password: passwordOf(mailtest.Password), Folder: mailtest.Folder, TLS: &tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12}}
	for _, c := range change {
		c(&o)
	}
	out, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(out.Close)
	return out
}

func titles(alerts []provider.Alert) []string {
	var out []string
	for _, a := range alerts {
		out = append(out, a.Title)
	}
	return out
}

// reads wants that the source lists alerts with these titles.
func reads(t *testing.T, s *Source, want ...string) []provider.Alert {
	t.Helper()
	alerts, err := s.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := titles(alerts); !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	return alerts
}

func firing(title string) mailtest.Mail {
	return mailtest.Mail{From: "Monitoring <alerts@example.org>", Subject: "PROBLEM: " + title, Body: "Look at it.", ID: "<" + strings.ReplaceAll(title, " ", "-") + "@example.org>"}
}

func resolved(title string) mailtest.Mail {
	return mailtest.Mail{From: "alerts@example.org", Subject: "RESOLVED: " + title}
}

func TestAMailIsATroubleUntilALaterOneEndsIt(t *testing.T) {
	server := mailtest.Start(t)
	s := sourceAt(t, server)
	reads(t, s)
	server.Deliver(mailtest.Folder, firing("disk of db1 full"))
	got := reads(t, s, "disk of db1 full")
	if a := got[0]; a.Body != "Look at it." || a.Urgency != "high" || time.Since(a.StartedAt) > time.Minute || a.Ack != nil {
		t.Errorf("got %+v", a)
	}
	server.Deliver(mailtest.Folder, mailtest.Mail{From: "alerts@example.org", Subject: "Re: PROBLEM: disk of db1 full", InReplyTo: "<disk-of-db1-full@example.org>"})
	if again := reads(t, s, "disk of db1 full"); again[0].Key != got[0].Key {
		t.Error("a second mail about it is another trouble")
	}
	server.Deliver(mailtest.Folder, resolved("disk of db2 full"), mailtest.Mail{From: "b@example.org", Subject: "RESOLVED: disk of db1 full"})
	reads(t, s, "disk of db1 full")
	server.Deliver(mailtest.Folder, resolved("disk of db1 full"))
	reads(t, s)
	server.Deliver(mailtest.Folder, mailtest.Mail{From: "alerts@example.org", Subject: "PROBLEM: disk of db1 full"})
	if back := reads(t, s, "disk of db1 full"); back[0].Key == got[0].Key {
		t.Error("the same trouble after a recovery is the same occurrence")
	}
	if n := server.Unread(mailtest.Folder); n != 6 {
		t.Errorf("%d of 6 mails are unread", n)
	}
}

func TestAnyWayToASecureConnectionWorks(t *testing.T) {
	server := mailtest.Start(t)
	server.Deliver(mailtest.Folder, firing("a"))
	for name, change := range map[string]func(*Options){
		"TLS from the first byte": func(*Options) {},
		"STARTTLS":                func(o *Options) { o.Server, o.Security = server.Plain, StartTLS },
		"none, on this machine":   func(o *Options) { o.Server, o.Security = server.Plain, None },
		"a folder in a folder": func(o *Options) {
			server.Make("Ops.Alärm")
			server.Deliver("Ops.Alärm", firing("a"))
			o.Folder = "Ops.Alärm"
		},
		"a sender that counts":      func(o *Options) { o.From = []string{"b@example.org", "Alerts@*"} },
		"a title of the user's own": func(o *Options) { o.Title = `^PROBLEM: (.*)` },
	} {
		t.Run(name, func(t *testing.T) { reads(t, sourceAt(t, server, change), "a") })
	}
	t.Run("a sender that does not count", func(t *testing.T) {
		reads(t, sourceAt(t, server, func(o *Options) { o.From = []string{"*@example.com"} }))
	})
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	server := mailtest.Start(t)
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = web.Close() })
	go answerAll(web, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Sign in to the guest network</html>\r\n")
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	locked := errors.New("the keyring is locked")
	for name, c := range map[string]struct {
		change func(*Options)
		is     error
		says   string
	}{
		"a wrong password":         {func(o *Options) { o.Password = passwordOf("hunter2-wrong") }, provider.ErrUnauthorized, "signing in as a@example.org"},
		"no such user":             {func(o *Options) { o.User = "nobody@example.org" }, provider.ErrUnauthorized, ""},
		"no such folder":           {func(o *Options) { o.Folder = "Alarms" }, ErrNoFolder, `"Alarms"`},
		"a certificate of nobody":  {func(o *Options) { o.TLS = nil }, provider.ErrUnreachable, "its certificate is not trusted"},
		"nobody there":             {func(o *Options) { o.Server = closed.Addr().String() }, provider.ErrUnreachable, "connection refused"},
		"TLS where there is none":  {func(o *Options) { o.Server = server.Plain; o.Security = Implicit }, provider.ErrUnreachable, "does not speak TLS"},
		"a captive portal":         {func(o *Options) { o.Server = web.Addr().String(); o.Security = None }, provider.ErrNotTheService, "no IMAP server"},
		"a portal before STARTTLS": {func(o *Options) { o.Server = web.Addr().String(); o.Security = StartTLS }, provider.ErrNotTheService, "no IMAP server"},
		"a locked keyring":         {func(o *Options) { o.Password = func(context.Context) (string, error) { return "", locked } }, locked, ""},
	} {
		t.Run(name, func(t *testing.T) {
			alerts, err := sourceAt(t, server, c.change).Open(t.Context())
			if !errors.Is(err, c.is) || alerts != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %q, %v", titles(alerts), err)
			}
			for _, secret := range []string{mailtest.Password, "hunter2"} {
				if err != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("a secret in %q", err)
				}
			}
		})
	}
}

func answerAll(l net.Listener, text string) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = c.Write([]byte(text))
		_ = c.Close()
	}
}

func TestAFolderThatGoesIsAnErrorAndNoListAndComesBackAsItWas(t *testing.T) {
	server := mailtest.Start(t)
	s := sourceAt(t, server)
	server.Deliver(mailtest.Folder, firing("a"), firing("b"))
	before := reads(t, s, "a", "b")
	server.Remove(mailtest.Folder)
	if alerts, err := s.Open(t.Context()); !errors.Is(err, ErrNoFolder) || alerts != nil {
		t.Fatalf("got %v, %v", alerts, err)
	}
	server.Make(mailtest.Folder)
	// The same mail under other numbers is no new one, and a new one is seen.
	server.Deliver(mailtest.Folder, firing("a"), firing("c"))
	after := reads(t, s, "a", "b", "c")
	if before[0].Key != after[0].Key || before[1].Key != after[1].Key {
		t.Error("what was open has become another")
	}
}

func TestAFolderThatWasMadeAnewBringsNothingTwice(t *testing.T) {
	server := mailtest.Start(t)
	s := sourceAt(t, server)
	server.Deliver(mailtest.Folder, firing("a"), resolved("a"), firing("b"))
	reads(t, s, "b")
	server.Remake(mailtest.Folder)
	server.Deliver(mailtest.Folder, firing("a"), firing("b"), firing("c"))
	reads(t, s, "b", "c")
}

func TestAServerThatComesBackIsReadWhereItWasLeft(t *testing.T) {
	server := mailtest.Start(t)
	s := sourceAt(t, server)
	server.Deliver(mailtest.Folder, firing("a"))
	reads(t, s, "a")
	server.Stop()
	if _, err := s.Open(t.Context()); !errors.Is(err, provider.ErrUnreachable) {
		t.Fatalf("got %v", err)
	}
	server.Run()
	server.Deliver(mailtest.Folder, firing("b"))
	reads(t, s, "a", "b")
}

func TestWhatIsOpenAndWhatAHumanEndedOutlivesARestart(t *testing.T) {
	server := mailtest.Start(t)
	memory := File(filepath.Join(t.TempDir(), "mail", "work.json"))
	again := func() *Source { return sourceAt(t, server, func(o *Options) { o.Memory = memory }) }
	old := firing("old")
	old.At = time.Now().Add(-20 * time.Hour)
	server.Deliver(mailtest.Folder, old, firing("a"), firing("b"))
	first := again()
	list := reads(t, first, "old", "a", "b")
	if err := first.Resolve(t.Context(), list[1].Ref); err != nil {
		t.Fatal(err)
	}
	if err := first.Resolve(t.Context(), "never heard of"); err != nil {
		t.Errorf("one that is not open: %v", err)
	}
	later := again()
	later.now = func() time.Time { return time.Now().Add(10 * 24 * time.Hour) }
	reads(t, later, "old", "b")
	info, err := os.Stat(string(memory))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if text, err := os.ReadFile(string(memory)); err != nil || strings.Contains(string(text), mailtest.Password) {
		t.Errorf("the password lies in the file, %v", err)
	}
	if err := os.WriteFile(string(memory), []byte(`{"open": {"x": nul`), 0o600); err != nil {
		t.Fatal(err)
	}
	reads(t, again(), "old", "a", "b")
	if _, err := os.Stat(string(memory) + ".damaged"); err != nil {
		t.Errorf("the damaged file was not set aside: %v", err)
	}
}

// fullDisk takes nothing.
type fullDisk struct{ inMemory }

func (*fullDisk) Keep(context.Context, []byte) error { return errors.New("no space left on device") }

func TestAFullDiskHidesNothingAndResolvesNothing(t *testing.T) {
	server := mailtest.Start(t)
	s := sourceAt(t, server, func(o *Options) { o.Memory = &fullDisk{} })
	server.Deliver(mailtest.Folder, firing("a"))
	list := reads(t, s, "a")
	if err := s.Resolve(t.Context(), list[0].Ref); !errors.Is(err, ErrNotKept) {
		t.Errorf("got %v", err)
	}
	reads(t, s, "a")
	server.Deliver(mailtest.Folder, resolved("a"))
	reads(t, s)
}

func TestAFolderWithTenThousandMailsIsNoFlood(t *testing.T) {
	server := mailtest.Start(t)
	server.Deliver(mailtest.Folder, firing("the first"))
	now := time.Now()
	server.Fill(mailtest.Folder, 10_000, func(i int) mailtest.Mail {
		m := firing(fmt.Sprintf("job %d failed", i))
		m.At = now.Add(-30 * 24 * time.Hour).Add(time.Duration(i) * time.Minute)
		if i >= 9_997 {
			m.At = now.Add(-time.Duration(10_000-i) * time.Hour)
		}
		return m
	})
	s := sourceAt(t, server)
	begun := time.Now()
	got, err := s.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"the first", "job 9997 failed", "job 9998 failed", "job 9999 failed"}; !slices.Equal(titles(got), want) {
		t.Errorf("got %q", titles(got))
	}
	t.Logf("10,001 mails seen first in %v", time.Since(begun).Round(time.Millisecond))
	begun = time.Now()
	reads(t, s, titles(got)...)
	t.Logf("and again in %v", time.Since(begun).Round(time.Millisecond))
}

func TestTenThousandNewMailsAreReadWholeAndInTheOrderOfTheirArrival(t *testing.T) {
	server := mailtest.Start(t)
	s := sourceAt(t, server)
	server.Deliver(mailtest.Folder, firing("the first"))
	reads(t, s, "the first")
	now := time.Now()
	const n = 10_000
	server.Fill(mailtest.Folder, n, func(i int) mailtest.Mail {
		m := firing(fmt.Sprintf("job %d failed", i%(n/2)))
		if i >= n/2 && i < n-5 {
			m = resolved(fmt.Sprintf("job %d failed", i%(n/2)))
		}
		m.ID = fmt.Sprintf("<%d@example.org>", i)
		m.At = now.Add(-time.Hour).Add(time.Duration(i) * 100 * time.Millisecond)
		return m
	})
	begun := time.Now()
	var got []provider.Alert
	for range 20 { // a slow machine stops in between, and goes on
		var err error
		if got, err = s.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s.book.Last >= n+1 {
			break
		}
	}
	t.Logf("%d mails in %v", n, time.Since(begun).Round(time.Millisecond))
	if len(got) != 6 {
		t.Errorf("%d are open: %.300q", len(got), titles(got))
	}
}

func TestACallThatIsStoppedEndsAtOnceAndLosesNothing(t *testing.T) {
	server := mailtest.Start(t)
	s := sourceAt(t, server)
	server.Deliver(mailtest.Folder, firing("a"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Open(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	reads(t, s, "a")
}
