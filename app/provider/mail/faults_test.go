package mail

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/mail/mailtest"
)

// wire stands between a source and its server, and ends each connection after as many
// bytes of the server's as cut says; nil lets all pass.
type wire struct {
	net.Listener
	to string

	mu    sync.Mutex
	cut   func() int64
	conns sync.WaitGroup
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l, to: to}
	w.conns.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.conns.Go(func() { w.carry(c) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); w.conns.Wait() })
	return w
}

func (w *wire) carry(from net.Conn) {
	defer func() { _ = from.Close() }()
	to, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer func() { _ = to.Close() }()
	w.mu.Lock()
	cut := w.cut
	w.mu.Unlock()
	w.conns.Go(func() { _, _ = io.Copy(to, from); _ = to.Close() })
	if cut == nil {
		_, _ = io.Copy(from, to)
		return
	}
	_, _ = io.CopyN(from, to, cut())
}

func (w *wire) let(cut func() int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
}

func TestAConnectionThatIsCutAnywhereLosesNothingAndBringsNothingTwice(t *testing.T) {
	server := mailtest.Start(t)
	w := newWire(t, server.Implicit)
	s := sourceAt(t, server, func(o *Options) { o.Server = w.Addr().String() })
	reads(t, s)
	random := rand.New(rand.NewPCG(1, 2))
	var want []string
	failed := 0
	for i := range 30 {
		title := "trouble " + strings.Repeat("i", i+1)
		server.Deliver(mailtest.Folder, firing(title))
		want = append(want, title)
		after := random.Int64N(9000)
		w.let(func() int64 { return after })
		s.Close() // the next connection is cut
		if alerts, err := s.Open(t.Context()); err != nil {
			failed++
			if alerts != nil || !errors.Is(err, provider.ErrUnreachable) && !errors.Is(err, provider.ErrService) && !errors.Is(err, provider.ErrNotTheService) {
				t.Fatalf("got %d alerts, %v", len(alerts), err)
			}
		}
		w.let(nil)
		reads(t, s, want...)
	}
	if failed < 3 {
		t.Errorf("only %d of 30 connections were cut in time", failed)
	}
}

// scripted answers every connection like a server would that wants to do harm: said
// after the sign-in, to each command, with TAG for its tag.
func scripted(t *testing.T, greeting, said string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var talks sync.WaitGroup
	talk := func(c net.Conn) {
		defer func() { _ = c.Close() }()
		_, _ = io.WriteString(c, greeting)
		lines := bufio.NewScanner(c)
		for lines.Scan() {
			tag, rest, _ := strings.Cut(lines.Text(), " ")
			answer := tag + " OK done\r\n"
			switch word, _, _ := strings.Cut(rest, " "); word {
			case "CAPABILITY":
				answer = "* CAPABILITY IMAP4rev1\r\n" + answer
			case "LOGIN":
			default:
				answer = strings.ReplaceAll(said, "TAG", tag)
			}
			if _, err := io.WriteString(c, answer); err != nil {
				return
			}
		}
	}
	talks.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			talks.Go(func() { talk(c) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); talks.Wait() })
	return l.Addr().String()
}

func TestAServerCannotMakeStandbyReadWithoutEnd(t *testing.T) {
	const ok = "* OK ready\r\n"
	for name, c := range map[string]struct {
		greeting, said string
		is             error
	}{
		"a part of four gigabytes":      {ok, "* 1 FETCH (BODY[] {4294967295}\r\n", provider.ErrTooLarge},
		"lists in lists":                {ok, "* 1 FETCH " + strings.Repeat("(", 1_000_000), provider.ErrTooLarge},
		"a word without an end":         {ok, "* " + strings.Repeat("x", 1_000_000), provider.ErrTooLarge},
		"a folder without numbers":      {ok, "* 0 EXISTS\r\nTAG OK done\r\n", provider.ErrNotTheService},
		"a refusal":                     {ok, "TAG NO not today\r\n", ErrNoFolder},
		"a greeting that never ends":    {"* " + strings.Repeat("x", 100_000), "", provider.ErrTooLarge},
		"a farewell":                    {"* BYE overloaded\r\n", "", provider.ErrUnreachable},
		"a farewell in the middle":      {ok, "* BYE going down\r\n", provider.ErrUnreachable},
		"another protocol's greeting":   {"220 smtp ready\r\n", "", provider.ErrNotTheService},
		"numbers that are none":         {ok, "* OK [UIDVALIDITY x] y\r\n* FLAGS (((\r\nTAG OK done\r\n", provider.ErrNotTheService},
		"an answer that is for nobody":  {ok, "* OK [UIDVALIDITY 7] y\r\n* OK [UIDNEXT 9] y\r\nTAG BAD what\r\n", ErrNoFolder},
		"a search that it does not do":  {ok, "* OK [UIDVALIDITY 7] y\r\n* OK [UIDNEXT 9] y\r\n* SEARCH 1 2 a\r\nTAG OK done\r\n", nil},
		"mails that nobody asked about": {ok, "* OK [UIDVALIDITY 7] y\r\n* OK [UIDNEXT 9] y\r\n* SEARCH 1\r\n* 5 FETCH (UID 77 BODY[]<0> {1}\r\nx)\r\nTAG OK done\r\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			address := scripted(t, c.greeting, c.said)
			s, err := New(Options{Name: "m", Server: address, Security: None, User: "a", Folder: "Alerts", Password: passwordOf("canary-1")})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			alerts, err := s.Open(ctx)
			if c.is != nil && (!errors.Is(err, c.is) || alerts != nil) || c.is == nil && len(alerts) != 0 {
				t.Errorf("got %d alerts, %v", len(alerts), err)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("a secret in %q", err)
			}
		})
	}
}

func TestWithoutEncryptionNothingIsSaid(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = io.WriteString(c, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n")
		lines := bufio.NewReader(c)
		said, _ := lines.ReadString('\n')
		_, _ = io.WriteString(c, "tls NO I would rather not\r\n* OK [CAPABILITY AUTH=PLAIN] go on\r\n")
		rest, _ := io.ReadAll(lines)
		heard <- said + string(rest)
		_ = c.Close()
	}()
	t.Cleanup(func() { _ = l.Close() })
	s, err := New(Options{Name: "m", Server: l.Addr().String(), Security: StartTLS, User: "a", Folder: "Alerts", Password: passwordOf("canary-1")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context()); !errors.Is(err, ErrPlain) || !errors.Is(err, provider.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
	if got := <-heard; got != "tls STARTTLS\r\n" {
		t.Errorf("it said %q", got)
	}
}
