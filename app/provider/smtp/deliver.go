package smtp

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"standby/app/provider"
	"standby/notify"
)

// Probe says whether the server lets us in. Nothing is sent.
func (l *List) Probe(ctx context.Context) (string, error) {
	err := l.session(ctx, func(context.Context, *smtp.Client) error { return nil })
	if err != nil {
		return "", fmt.Errorf("mail %s: %w", l.Name(), err)
	}
	return cmp.Or(l.User, l.sender.Address) + " at " + l.host, nil
}

// deliver hands a mail to the server, for everybody or for nobody.
func (l *List) deliver(ctx context.Context, raw []byte) error {
	return l.session(ctx, func(ctx context.Context, c *smtp.Client) error {
		if most, ok := c.MaxMessageSize(); ok && most > 0 && len(raw) > most {
			return fmt.Errorf("%w: the mail has %d bytes and %s takes %d at most", provider.ErrService, len(raw), l.host, most)
		}
		if err := c.Mail(l.sender.Address, nil); err != nil {
			return l.failed(ctx, "it refuses the sender "+l.sender.Address, err)
		}
		if err := l.envelope(ctx, c); err != nil {
			return err
		}
		data, err := c.Data()
		if err != nil {
			return l.failed(ctx, "it refuses the mail", err)
		}
		// Until the last dot nothing counts as sent (RFC 5321, 4.1.1.4).
		if _, err := data.Write(raw); err != nil {
			return l.failed(ctx, "it took only a part of the mail", err)
		}
		_, err = data.CloseWithResponse()
		switch {
		case err == nil:
			return nil
		case refused(err):
			return l.failed(ctx, "it refuses the mail", err)
		}
		return fmt.Errorf("%w: %w", provider.ErrUnknown, l.failed(ctx, "it did not say that it took the mail", err))
	})
}

// envelope names the recipients. Where one is refused, all that are refused are named.
func (l *List) envelope(ctx context.Context, c *smtp.Client) error {
	var bad []string
	var last error
	for _, a := range l.to {
		err := c.Rcpt(a.Address, nil)
		switch {
		case err == nil:
		case refused(err):
			bad, last = append(bad, a.Address), err
		default:
			return l.failed(ctx, "it did not answer to the recipient "+a.Address, err)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return l.failed(ctx, fmt.Sprintf("nothing was sent, for it refuses %s; take that off the list or correct it", strings.Join(bad, ", ")), last)
}

// session connects, proves who we are, and does something. The end of ctx cuts the
// connection.
func (l *List) session(ctx context.Context, do func(context.Context, *smtp.Client) error) error {
	password := ""
	if l.User != "" {
		var err error
		if password, err = l.Password(ctx); err != nil {
			return fmt.Errorf("read the password: %w", err)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, l.Timeout)
	defer cancel()
	conn, err := l.Client.Dial(ctx, l.Server, l.Security != Plain)
	if err != nil {
		return l.failed(ctx, "", err)
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	c, err := l.hello(ctx, conn)
	if err != nil {
		return err
	}
	if err := l.auth(ctx, c, password); err != nil {
		return err
	}
	if err := do(ctx, c); err != nil {
		return err
	}
	// The mail was taken, or none was sent; how we part changes nothing.
	_ = c.Quit()
	return nil
}

func (l *List) hello(ctx context.Context, conn net.Conn) (*smtp.Client, error) {
	config := &tls.Config{ServerName: l.host, RootCAs: l.Roots, MinVersion: tls.VersionTLS12}
	var c *smtp.Client
	switch l.Security {
	case TLS:
		secure := tls.Client(conn, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, l.failed(ctx, "", err)
		}
		c = smtp.NewClient(secure)
	case StartTLS:
		var err error
		if c, err = smtp.NewClientStartTLS(conn, config); err != nil {
			return nil, l.failed(ctx, "it did not turn to encryption", err)
		}
	default:
		c = smtp.NewClient(conn)
	}
	c.CommandTimeout, c.SubmissionTimeout = l.Timeout, l.Timeout
	if err := c.Hello("localhost"); err != nil {
		return nil, l.failed(ctx, "it did not greet", err)
	}
	return c, nil
}

func (l *List) auth(ctx context.Context, c *smtp.Client, password string) error {
	if l.User == "" {
		return nil
	}
	var client sasl.Client
	switch {
	case c.SupportsAuth(sasl.Plain):
		client = sasl.NewPlainClient("", l.User, password)
	case c.SupportsAuth(sasl.Login):
		client = &login{answers: []string{l.User, password}}
	default:
		return fmt.Errorf("%w: %s takes no password (neither PLAIN nor LOGIN)", provider.ErrUnauthorized, l.host)
	}
	err := without(c.Auth(client), l.User, password)
	if refused(err) && !temporary(err) {
		return fmt.Errorf("%w: %w", provider.ErrUnauthorized, l.failed(ctx, "it refuses user and password", err))
	}
	if err != nil {
		return l.failed(ctx, "it did not answer to user and password", err)
	}
	return nil
}

// without takes the words of an answer that repeats the password, as it is or as it
// was sent.
func without(err error, user, password string) error {
	var said *smtp.SMTPError
	if !errors.As(err, &said) || password == "" {
		return err
	}
	for _, secret := range []string{password, base64.StdEncoding.EncodeToString([]byte(password)),
		base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))} {
		if strings.Contains(said.Message, secret) {
			return &smtp.SMTPError{Code: said.Code, EnhancedCode: said.EnhancedCode}
		}
	}
	return err
}

// refused reports whether the server answered, and no.
func refused(err error) bool { return errors.As(err, new(*smtp.SMTPError)) }

func temporary(err error) bool {
	var said *smtp.SMTPError
	return errors.As(err, &said) && said.Temporary()
}

// failed says what went wrong in the words of package provider.
func (l *List) failed(ctx context.Context, what string, err error) error {
	var said *smtp.SMTPError
	switch {
	case errors.As(err, &said):
		text := fmt.Sprintf("%s: %s: status %d", l.host, what, said.Code)
		if words := notify.Clean(said.Message, 200); words != "" {
			text += fmt.Sprintf(", it says %q", words)
		}
		if said.Temporary() {
			text += "; try again in some minutes"
		}
		return fmt.Errorf("%w: %s", provider.ErrService, text)
	case err != nil && err.Error() == noStartTLS:
		return fmt.Errorf("%w: %s offers no encryption on this port; try tls on port 465", provider.ErrNotTheService, l.host)
	case what != "":
		return fmt.Errorf("%s: %s: %w", l.host, what, provider.Unreachable(ctx, err))
	}
	return fmt.Errorf("%s: %w", l.host, provider.Unreachable(ctx, err))
}

// noStartTLS is go-smtp's error, which has no name.
const noStartTLS = "smtp: server doesn't support STARTTLS"
