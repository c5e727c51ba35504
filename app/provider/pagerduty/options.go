package pagerduty

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"standby/app/provider"
)

// Where accounts of the service regions are served.
const (
	BaseUS = "https://api.pagerduty.com"
	BaseEU = "https://api.eu.pagerduty.com"
)

// What a key may send: PagerDuty allows 960 requests a minute to one person, of
// which some are left to that person's other tools, and fewer for on-calls.
const (
	perMinute       = 480
	perMinuteOnCall = 60
)

// Options describe one person's access to one account. Name and Token are required.
type Options struct {
	// Name is the account's name in the configuration.
	Name string
	// BaseURL is where the API answers: BaseUS, which empty means, BaseEU, or
	// another https address without user, query and path; http only on this machine.
	BaseURL string
	// Token returns the value of the Authorization header: see Token. It is asked
	// once for each listing and each act.
	Token provider.Credentials
	// Client is shared among providers; nil means one of its own.
	Client *provider.Client
	// Now is the clock; nil means time.Now. What the server shall do at a time is
	// reckoned by the server's.
	Now func() time.Time
}

// Token is the header value for a user's API key ("User Token" in PagerDuty's
// profile page, "User Settings"). A key of the whole account is of no use: it
// belongs to nobody, so that nothing is assigned to it.
func Token(key string) string { return "Token token=" + strings.TrimSpace(key) }

// New returns the source. It asks nobody anything; errors name the option.
func New(o Options) (*Source, error) {
	base, err := parseBase(o.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("pagerduty %s: address: %w", o.Name, err)
	}
	switch {
	case strings.TrimSpace(o.Name) == "":
		return nil, errors.New("pagerduty: it has no name")
	case o.Token == nil:
		return nil, fmt.Errorf("pagerduty %s: it has no API key", o.Name)
	}
	a := &api{
		base: base, client: o.Client, token: o.Token, now: o.Now,
		limit: provider.NewLimiter(perMinute), onCallLimit: provider.NewLimiter(perMinuteOnCall),
	}
	if a.client == nil {
		a.client = provider.NewClient(0)
	}
	if a.now == nil {
		a.now = time.Now
	}
	return &Source{name: o.Name, api: a, acting: make(chan struct{}, 1)}, nil
}

func parseBase(raw string) (*url.URL, error) {
	if strings.TrimSpace(raw) == "" {
		raw = BaseUS
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// *url.Error repeats the URL, in which a key may stand.
		return nil, errors.New("it is not a URL, write it like " + BaseUS)
	}
	if err := provider.CheckURL(u); err != nil {
		return nil, err
	}
	switch {
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("it must be an address alone, the key belongs in the keyring")
	case strings.Trim(u.Path, "/") != "":
		return nil, errors.New("it must not carry a path, write it like " + BaseUS)
	case u.Scheme != "https" && !onThisMachine(u.Hostname()):
		return nil, errors.New("it must begin with https://, or the key would travel for all to read")
	case strings.HasSuffix(u.Hostname(), "pagerduty.com") && !strings.HasPrefix(u.Hostname(), "api."):
		return nil, errors.New("that is the web interface; the API is at " + BaseUS + ", in the EU at " + BaseEU)
	}
	u.Path, u.RawPath = "", ""
	return u, nil
}

func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
