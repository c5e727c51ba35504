package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/client"

	"standby/app/provider"
)

const (
	// patience is the longest that a server may take for one command, and dialTime for
	// a connection.
	patience = 20 * time.Second
	dialTime = 10 * time.Second
	// idleFor is how long a connection is kept that nobody uses.
	idleFor = 3 * time.Minute
)

// line is the connection to a server, kept between polls.
type line struct {
	address  string
	security Security
	user     string
	password provider.Credentials
	client   *provider.Client
	tls      *tls.Config
}

// session is one connection that is signed in.
type session struct {
	*client.Client
	conn  net.Conn
	guard *guarded
}

// open connects and signs in.
func (l *line) open(ctx context.Context) (*session, error) {
	dialing, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := l.client.Dial(dialing, l.address, l.security != None)
	if err != nil {
		return nil, provider.Unreachable(ctx, err)
	}
	s := &session{conn: conn}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if err := l.begin(ctx, s); err != nil {
		s.hangUp()
		return nil, l.explain(ctx, s.cause(err))
	}
	return s, nil
}

func (l *line) begin(ctx context.Context, s *session) error {
	if err := s.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	over := s.conn
	if l.security == StartTLS {
		if err := askForTLS(over); err != nil {
			return err
		}
	}
	if l.security != None {
		secure := tls.Client(over, l.config())
		if err := secure.HandshakeContext(ctx); err != nil {
			return err
		}
		over = secure
	}
	if l.security == StartTLS {
		over = greeted{over, strings.NewReader("* OK begun\r\n")}
	}
	s.guard = &guarded{Conn: over, left: maxSync}
	c, err := client.New(s.guard)
	if err != nil {
		return greeting(err) // its reader has not begun
	}
	s.Client = c
	s.Timeout = patience
	s.ErrorLog = log.New(io.Discard, "", 0)
	return l.signIn(ctx, s)
}

func (l *line) config() *tls.Config {
	host, _, err := net.SplitHostPort(l.address)
	if err != nil {
		host = l.address
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if l.tls != nil {
		c = l.tls.Clone()
	}
	c.ServerName, c.MinVersion = cmp.Or(c.ServerName, host), tls.VersionTLS12
	return c
}

// greeting tells a server that is none of mail from a connection that broke.
func greeting(err error) error {
	var broke net.Error
	if errors.Is(err, io.EOF) || errors.Is(err, provider.ErrTooLarge) || errors.As(err, &broke) {
		return err
	}
	return fmt.Errorf("%w: no IMAP server answers there", provider.ErrNotTheService)
}

func (l *line) signIn(ctx context.Context, s *session) error {
	password, err := l.password(ctx)
	if err != nil {
		return credentialsError{err}
	}
	plain, err := s.SupportAuth("PLAIN")
	if err != nil {
		return err
	}
	if plain {
		err = s.Authenticate(saslPlain{l.user, password})
	} else {
		err = s.Login(l.user, password)
	}
	if err == nil {
		return nil
	}
	if s.broken() {
		return err
	}
	// What the server says is not repeated: some repeat what they were told.
	switch text := strings.ToLower(err.Error()); {
	case errors.Is(err, client.ErrLoginDisabled):
		return fmt.Errorf("%w: it takes no password on this connection", provider.ErrService)
	case strings.Contains(text, "unavailable"), strings.Contains(text, "try again"), strings.Contains(text, "too many"), strings.Contains(text, "limit"):
		return fmt.Errorf("%w: it lets nobody sign in for now", provider.ErrService)
	}
	return fmt.Errorf("%w: signing in as %s", provider.ErrUnauthorized, l.user)
}

// broken reports whether the connection has ended.
func (s *session) broken() bool {
	select {
	case <-s.LoggedOut():
		return true
	default:
		return s.State() == imap.LogoutState
	}
}

// credentialsError is an error of whoever keeps the password: it is handed on as it is.
type credentialsError struct{ error }

func (e credentialsError) Unwrap() error { return e.error }

// saslPlain is the mechanism of RFC 4616, which takes a password in any script.
type saslPlain struct{ user, password string }

func (p saslPlain) Start() (string, []byte, error) {
	return "PLAIN", []byte("\x00" + p.user + "\x00" + p.password), nil
}

func (p saslPlain) Next([]byte) ([]byte, error) { return nil, errors.New("an unexpected question") }

// explain puts an error into the words of provider's errors.go.
func (l *line) explain(ctx context.Context, err error) error {
	for _, known := range []error{provider.ErrUnauthorized, provider.ErrNotTheService, provider.ErrUnreachable, provider.ErrTooLarge, provider.ErrService, context.Canceled} {
		if errors.Is(err, known) {
			return err
		}
	}
	var keeper credentialsError
	if errors.As(err, &keeper) {
		return fmt.Errorf("password: %w", keeper.error)
	}
	return provider.Unreachable(ctx, err)
}

// cause is what ended the connection where the guard did, for the library only tells
// that it has ended. Call it after hangUp.
func (s *session) cause(err error) error {
	if s.guard != nil && s.guard.err != nil {
		return s.guard.err
	}
	return err
}

// hangUp ends the connection without a word.
func (s *session) hangUp() {
	_ = s.conn.Close()
	if s.Client != nil {
		<-s.LoggedOut()
	}
}
