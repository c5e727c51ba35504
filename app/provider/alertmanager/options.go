package alertmanager

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"standby/app/provider"
)

// DefaultAckFor is how long an acknowledgement silences unless extended.
const DefaultAckFor = 15 * time.Minute

// Options describe one Alertmanager. Name and BaseURL are required.
type Options struct {
	// Name is the account's name in the configuration.
	Name string
	// BaseURL is where it answers, http or https, up to and without /api/v2. It
	// must carry neither user nor query.
	BaseURL string
	// Receiver is a regular expression (RE2, anchored by the server) that keeps
	// the alerts routed to receivers of such a name; empty keeps all.
	Receiver string
	// Filter are matchers that an alert must meet: `team="payments"`.
	Filter []string
	// Person acknowledges when a call names nobody.
	Person string
	// Client is shared among providers; nil means one of its own.
	Client *provider.Client
	// Credentials may be nil.
	Credentials provider.Credentials
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// AckFor is how long an acknowledgement silences unless extended, at least a
	// minute; 0 means DefaultAckFor.
	AckFor time.Duration
}

// New returns the source. It asks nobody anything; errors name the option.
func New(o Options) (*Source, error) {
	base, err := parseBase(o.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("alertmanager %s: URL: %w", o.Name, err)
	}
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("alertmanager %s: %w", o.Name, err)
	}
	s := &Source{
		name:     o.Name,
		receiver: o.Receiver,
		filter:   o.Filter,
		person:   o.Person,
		ackFor:   o.AckFor,
		api:      &api{base: base, client: o.Client, credentials: o.Credentials, now: o.Now},
		acting:   make(chan struct{}, 1),
	}
	if s.ackFor == 0 {
		s.ackFor = DefaultAckFor
	}
	if s.api.client == nil {
		s.api.client = provider.NewClient(0)
	}
	if s.api.now == nil {
		s.api.now = time.Now
	}
	return s, nil
}

func (o Options) check() error {
	if strings.TrimSpace(o.Name) == "" {
		return errors.New("it has no name")
	}
	if _, err := regexp.Compile(o.Receiver); err != nil {
		return fmt.Errorf("receiver: %w", err)
	}
	for _, m := range o.Filter {
		if !strings.ContainsAny(m, "=~") {
			return fmt.Errorf("filter %q is no matcher, write it like team=\"payments\"", m)
		}
	}
	if o.AckFor != 0 && o.AckFor < time.Minute {
		return fmt.Errorf("an acknowledgement of %v is too short, use a minute or more", o.AckFor)
	}
	return nil
}

// parseBase forgives what people copy from a browser, the fragment of the web
// page and the path of the API, and nothing else.
func parseBase(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// *url.Error repeats the URL, in which a password may stand.
		return nil, errors.New("it is not a URL, write it like https://alertmanager.example.org")
	}
	if err := provider.CheckURL(u); err != nil {
		return nil, err
	}
	if u.User != nil {
		return nil, errors.New("it must not carry a user or password, they belong in the keyring")
	}
	if u.RawQuery != "" {
		return nil, errors.New("it must not carry a query")
	}
	u.Fragment, u.RawFragment = "", ""
	path := strings.TrimRight(u.EscapedPath(), "/")
	path = strings.TrimRight(strings.TrimSuffix(path, "/api/v2"), "/")
	u.RawPath = path
	if u.Path, err = url.PathUnescape(path); err != nil {
		return nil, errors.New("its path cannot be read")
	}
	return u, nil
}
