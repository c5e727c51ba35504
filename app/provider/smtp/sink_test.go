package smtp

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"standby/app/provider"
)

const (
	user     = "oncall"
	password = "not-a-real-password"
)

// sink is a mail server that keeps what it takes.
type sink struct {
	addr  string
	roots *x509.CertPool

	mu    sync.Mutex
	mails []received
	login []string
	// mechanisms are the ways to log in that it offers.
	mechanisms []string
	// refuse answers to a recipient, take to a whole mail.
	refuse func(to string) error
	take   func() error
	// after is called when a mail was taken, before it is said so.
	after func(c *smtp.Conn)
}

type received struct {
	from string
	to   []string
	raw  []byte
}

func newSink(t *testing.T, security Security) *sink {
	t.Helper()
	s := &sink{mechanisms: []string{sasl.Plain}}
	cert, roots := certificate(t)
	s.roots = roots
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &visit{sink: s, conn: c}, nil }))
	server.Domain = "sink.example.org"
	config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = listener.Addr().String()
	switch security {
	case TLS:
		listener = tls.NewListener(listener, config)
	case StartTLS:
		server.TLSConfig = config
	case Plain:
		server.AllowInsecureAuth = true
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return s
}

// certificate is one for 127.0.0.1, and what vouches for it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	srv := httptest.NewTLSServer(nil)
	defer srv.Close()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	return srv.TLS.Certificates[0], roots
}

// received are the mails that were taken so far.
func (s *sink) received() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

type visit struct {
	*sink
	conn *smtp.Conn
	now  received
	in   bool
}

func (v *visit) AuthMechanisms() []string { return v.mechanisms }

func (v *visit) Auth(mech string) (sasl.Server, error) {
	check := func(_, name, secret string) error {
		if name != user || secret != password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "no, " + secret + " is wrong"}
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		v.in, v.login = true, append(v.login, mech)
		return nil
	}
	if mech == sasl.Login {
		return &loginServer{check: check}, nil
	}
	return sasl.NewPlainServer(check), nil
}

// loginServer is the other side of LOGIN (draft-murchison-sasl-login).
type loginServer struct {
	step  int
	name  string
	check func(identity, user, password string) error
}

func (l *loginServer) Next(said []byte) ([]byte, bool, error) {
	l.step++
	switch {
	case l.step == 1 && said == nil:
		return []byte("Username:"), false, nil
	case l.step == 2:
		l.name = string(said)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check("", l.name, string(said))
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	if !v.in {
		return smtp.ErrAuthRequired
	}
	v.now = received{from: from}
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	if v.refuse != nil {
		if err := v.refuse(to); err != nil {
			return err
		}
	}
	v.now.to = append(v.now.to, to)
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	v.now.raw = raw
	if v.take != nil {
		if err := v.take(); err != nil {
			return err
		}
	}
	v.mu.Lock()
	v.mails = append(v.mails, v.now)
	v.mu.Unlock()
	if v.after != nil {
		v.after(v.conn)
	}
	return nil
}

func (*visit) Reset()        {}
func (*visit) Logout() error { return nil }

// list is one that sends to the sink.
func (s *sink) list(t *testing.T, security Security, change func(*Options)) *List {
	t.Helper()
	o := Options{
		Name: "team", Server: s.addr, Security: security, User: user,
		Password: func(context.Context) (string, error) { return password, nil },
		From:     "On call <oncall@example.org>", To: []string{"a@example.org", "Röle B <b@example.org>"},
		Roots: s.roots, Timeout: 20 * time.Second,
	}
	if change != nil {
		change(&o)
	}
	l, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Client.Close)
	return l
}

func update() provider.Update {
	return provider.Update{
		ID: "20261122-k7f2.3", Incident: "20261122-k7f2", Title: "Checkout is slow in ünïts of seconds",
		Text: "Status: slow.\n.\n.. a dot first\n\tTrailing space \nFrom here: \"quotes\" & <b>no markup</b> 😀\n" +
			"A long line " + string(bytes.Repeat([]byte("x"), 1500)),
		At: time.Date(2026, 11, 22, 18, 3, 0, 0, time.UTC),
	}
}

// read takes a mail apart.
func read(t *testing.T, raw []byte) (h mail.Header, text string) {
	t.Helper()
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("not a mail: %v\n%.500s", err, raw)
	}
	part, err := r.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(part.Body)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.NextPart(); !errors.Is(err, io.EOF) {
		t.Errorf("a second part: %v", err)
	}
	return r.Header, string(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")))
}
