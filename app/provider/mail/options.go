package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"standby/app/provider"
)

// Security is how the connection is kept from being read by others.
type Security string

// The kinds of it.
const (
	// Implicit: TLS from the first byte (RFC 8314, port 993).
	Implicit Security = "implicit"
	// StartTLS: TLS before anything is said (RFC 3501, 6.2.1, port 143); a server that
	// does not offer it is not used.
	StartTLS Security = "starttls"
	// None: for a server on this machine alone.
	None Security = "none"
)

// The ports that servers usually listen on.
const (
	portIMAPS = "993"
	portIMAP  = "143"
)

// Options describe one folder of a mailbox. Name, Server, User, Folder and Password
// are required.
type Options struct {
	// Name is the account's name in the configuration.
	Name string
	// Server is "host:port", or a host, which means port 993.
	Server string
	// Security may be empty: StartTLS on port 143, else Implicit.
	Security Security
	User     string
	// Password returns the password itself. It is asked before each sign-in.
	Password provider.Credentials
	// Folder is its name as a person reads it: "Alerts".
	Folder string
	// From are the senders whose mails count, addresses in which * stands for any
	// text; none means all.
	From []string
	// Title is a regular expression (RE2) for subjects, empty for none: its first
	// group, or all of it, is the title of the page.
	Title string
	// Resolved are more regular expressions for subjects that say that a trouble is
	// over, besides those that are known of the usual systems.
	Resolved []string
	// Memory keeps what is open; nil keeps it for as long as the Source lives.
	Memory Memory
	// Client dials, and may be shared among providers; nil means one of its own.
	Client *provider.Client
	// TLS may name other roots than the system's, in tests; nil means the system's.
	TLS *tls.Config
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// New returns the source. It asks nobody anything; errors name the option, and never
// the password.
func New(o Options) (*Source, error) {
	s, err := o.source()
	if err != nil {
		return nil, fmt.Errorf("mail %s: %w", o.Name, err)
	}
	return s, nil
}

func (o Options) source() (*Source, error) {
	address, security, err := Server(o.Server, o.Security)
	switch {
	case strings.TrimSpace(o.Name) == "":
		return nil, errors.New("it has no name")
	case err != nil:
		return nil, fmt.Errorf("server: %w", err)
	case strings.TrimSpace(o.User) == "":
		return nil, errors.New("it has no user")
	case strings.TrimSpace(o.Folder) == "":
		return nil, errors.New("it has no folder")
	case o.Password == nil:
		return nil, errors.New("it has no password")
	}
	s := &Source{name: o.Name, folder: o.Folder, now: o.Now, memory: o.Memory,
		line: &line{address: address, security: security, user: o.User, password: o.Password, client: o.Client, tls: o.TLS}}
	if s.reading, err = o.reading(); err != nil {
		return nil, err
	}
	if s.memory == nil {
		s.memory = &inMemory{}
	}
	if s.line.client == nil {
		s.line.client = provider.NewClient(0)
	}
	if s.now == nil {
		s.now = time.Now
	}
	return s, nil
}

func (o Options) reading() (r reading, err error) {
	if r.from, err = newPatterns(o.From); err != nil {
		return r, fmt.Errorf("from: %w", err)
	}
	if o.Title != "" {
		if r.title, err = newSubjectPattern(o.Title); err != nil {
			return r, fmt.Errorf("title: %w", err)
		}
	}
	for _, text := range o.Resolved {
		p, err := newSubjectPattern(text)
		if err != nil {
			return r, fmt.Errorf("resolved: %w", err)
		}
		r.resolved = append(r.resolved, p)
	}
	return r, nil
}

func newSubjectPattern(text string) (*subjectPattern, error) {
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, errors.New("it is not a regular expression")
	}
	return &subjectPattern{re}, nil
}

// Server checks where a server is and how it is spoken to, and fills in what is left
// out. Its error says what to write, and repeats nothing.
func Server(address string, s Security) (string, Security, error) {
	address = strings.TrimSpace(address)
	if strings.Contains(address, "/") || strings.Contains(address, "@") {
		return "", "", errors.New("it must be a host and port alone, write it like imap.example.org:993")
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		host, port = strings.Trim(address, "[]"), portIMAPS
		if s == StartTLS {
			port = portIMAP
		}
	}
	if !isPort(port) || !isHost(host) {
		return "", "", errors.New("it is not a host and port, write it like imap.example.org:993")
	}
	switch s {
	case "":
		s = Implicit
		if port == portIMAP {
			s = StartTLS
		}
	case Implicit, StartTLS:
	case None:
		if !onThisMachine(host) {
			return "", "", errors.New("without TLS the password would travel for all to read; that is for a server on this machine alone")
		}
	default:
		return "", "", errors.New("the kinds of security are implicit, starttls and none")
	}
	return net.JoinHostPort(host, port), s, nil
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

func isHost(s string) bool { return s != "" && len(s) <= 255 && !strings.ContainsAny(s, " \t\r\n\x00") }

func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// link is an address that a browser may safely be sent to, or none.
func link(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.User != nil || len(raw) > 2000 || provider.CheckURL(u) != nil {
		return ""
	}
	return u.String()
}
