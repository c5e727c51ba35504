package smtp

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"standby/app/provider"
)

// Security is how the connection is kept private.
type Security string

// The ways. There is no way without encryption but to this machine.
const (
	// StartTLS begins in the clear and turns to TLS before anything is said (RFC
	// 3207); usual on port 587.
	StartTLS Security = "starttls"
	// TLS is TLS from the first byte (RFC 8314); usual on port 465.
	TLS Security = "tls"
	// Plain is without encryption, for a mail server on this machine alone.
	Plain Security = "plain"
)

// maxRecipients bounds a list of addresses. A larger one is a mailing list's business.
const maxRecipients = 50

// defaultTimeout bounds one delivery. Servers take their time over spam.
const defaultTimeout = time.Minute

// Options describe a list of addresses and the server that takes mail for them.
type Options struct {
	// Name is the account's name in the configuration.
	Name string
	// Server is "smtp.example.org:587"; without a port it is 587 or, with TLS, 465.
	Server string
	// Security is empty for StartTLS, or TLS where the port is 465.
	Security Security
	// User and Password prove who we are; without a User nobody is asked to. The
	// password is read from the keyring for each mail.
	User     string
	Password func(ctx context.Context) (string, error)
	// From is who sends, "On call <oncall@example.org>" or the address alone.
	From string
	// To are who gets it, at most 50.
	To []string
	// Audience says who they are; empty means colleagues. Customers do not learn of
	// each other.
	Audience provider.Audience
	// Timeout bounds one delivery, 0 meaning a minute.
	Timeout time.Duration
	// Roots are the authorities that may vouch for the server, nil meaning the
	// system's.
	Roots *x509.CertPool
	// Client dials; nil means one of its own.
	Client *provider.Client
}

// New checks the options and asks nobody; errors name the option.
func New(o Options) (*List, error) {
	if strings.TrimSpace(o.Name) == "" {
		return nil, errors.New("mail: it has no name")
	}
	l := &List{Options: o}
	steps := []struct {
		what string
		do   func() error
	}{{"server", l.server}, {"security", l.security}, {"password", l.login}, {"sender", l.from}, {"recipients", l.recipients}, {"audience", l.audience}}
	for _, s := range steps {
		if err := s.do(); err != nil {
			return nil, fmt.Errorf("mail %s: %s: %w", o.Name, s.what, err)
		}
	}
	l.Timeout = cmp.Or(max(l.Timeout, 0), defaultTimeout)
	if l.Client == nil {
		l.Client = provider.NewClient(l.Timeout)
	}
	return l, nil
}

var aHost = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,253}$`)

func (l *List) server() error {
	host, port, err := net.SplitHostPort(strings.TrimSpace(l.Server))
	if err != nil {
		host, port = strings.Trim(strings.TrimSpace(l.Server), "[]"), "587"
		if l.Security == TLS {
			port = "465"
		}
	}
	if !aHost.MatchString(host) || port == "" || strings.Trim(port, "0123456789") != "" {
		return errors.New("write it like smtp.example.org:587")
	}
	if port == "465" && l.Security == "" {
		l.Security = TLS
	}
	l.Security = cmp.Or(l.Security, StartTLS)
	l.host, l.Server = host, net.JoinHostPort(host, port)
	return nil
}

func (l *List) security() error {
	switch l.Security {
	case StartTLS, TLS:
		return nil
	case Plain:
		if ip := net.ParseIP(l.host); l.host == "localhost" || ip != nil && ip.IsLoopback() {
			return nil
		}
		return errors.New("without encryption it may be this machine alone; use starttls or tls")
	}
	return errors.New("it must be starttls, tls or plain")
}

func (l *List) login() error {
	if l.User != "" && l.Password == nil {
		return fmt.Errorf("there is none for %q; store one in the keyring", l.User)
	}
	return nil
}

func (l *List) from() (err error) {
	l.sender, err = parse(l.From)
	return err
}

func (l *List) recipients() error {
	for _, raw := range l.To {
		a, err := parse(raw)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(l.to, func(b *netmail.Address) bool { return strings.EqualFold(a.Address, b.Address) }) {
			l.to = append(l.to, a)
		}
	}
	switch {
	case len(l.to) == 0:
		return errors.New("there are none")
	case len(l.to) > maxRecipients:
		return fmt.Errorf("%d addresses, %d at most; use a mailing list", len(l.to), maxRecipients)
	}
	return nil
}

func (l *List) audience() error {
	l.Audience = cmp.Or(l.Audience, provider.Internal)
	if l.Audience != provider.Internal && l.Audience != provider.Customers {
		return errors.New("it must be internal or customers")
	}
	return nil
}

// anAddress is what every server takes without extensions (RFC 5321 without quoted
// local parts and address literals).
var anAddress = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}$")

func parse(raw string) (*netmail.Address, error) {
	a, err := netmail.ParseAddress(strings.TrimSpace(raw))
	if err != nil || !anAddress.MatchString(a.Address) {
		return nil, fmt.Errorf("%q is not an address like oncall@example.org; a name of another script has an ASCII form", raw)
	}
	return a, nil
}
