package statuspage

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"standby/app/provider"
)

// Base is where the API answers.
const Base = "https://api.statuspage.io/v1"

// perMinute is what a key may send: Statuspage allows one request a second, which
// other tools share.
const perMinute = 30

// Options describe one page. Name, Page and Token are required.
type Options struct {
	// Name is the account's name in the configuration.
	Name string
	// Page is the page's ID, "gytm4qzbx9t6", from "API info" in the user's menu.
	Page string
	// Token returns the value of the Authorization header: see Token.
	Token provider.Credentials
	// Notify sends a mail or text message to everybody who subscribed to the page,
	// with each update. The service does so unless it is told not to; Standby tells
	// it not to unless this is set.
	Notify bool
	// BaseURL is where the API answers: Base, which empty means, or another https
	// address without user and query; http only on this machine.
	BaseURL string
	// Client is shared among providers; nil means one of its own.
	Client *provider.Client
}

// Token is the header value for an API key.
func Token(key string) string { return "OAuth " + strings.TrimSpace(key) }

// Page is a status page. It implements provider.Announcer and provider.Prober.
type Page struct {
	name   string
	id     string
	notify bool
	base   *url.URL
	client *provider.Client
	token  provider.Credentials
	limit  *provider.Limiter
	posts  provider.Posts
}

var anID = regexp.MustCompile(`^[A-Za-z0-9]{1,64}$`)

// New checks the options and asks nobody; errors name the option.
func New(o Options) (*Page, error) {
	base, err := parseBase(o.BaseURL)
	switch {
	case strings.TrimSpace(o.Name) == "":
		return nil, errors.New("statuspage: it has no name")
	case err != nil:
		return nil, fmt.Errorf("statuspage %s: address: %w", o.Name, err)
	case !anID.MatchString(o.Page):
		return nil, fmt.Errorf("statuspage %s: %q is not the ID of a page, which is like gytm4qzbx9t6; find it in Statuspage under API info", o.Name, o.Page)
	case o.Token == nil:
		return nil, fmt.Errorf("statuspage %s: it has no API key", o.Name)
	}
	if o.Client == nil {
		o.Client = provider.NewClient(0)
	}
	return &Page{name: o.Name, id: o.Page, notify: o.Notify, base: base, client: o.Client, token: o.Token, limit: provider.NewLimiter(perMinute)}, nil
}

// Name is the account's name in the configuration.
func (p *Page) Name() string { return p.name }

func parseBase(raw string) (*url.URL, error) {
	if strings.TrimSpace(raw) == "" {
		raw = Base
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// *url.Error repeats the URL, in which a key may stand.
		return nil, errors.New("it is not a URL, write it like " + Base)
	}
	if err := provider.CheckURL(u); err != nil {
		return nil, err
	}
	ip := net.ParseIP(u.Hostname())
	switch {
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("it must be an address alone, the key belongs in the keyring")
	case u.Scheme != "https" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()):
		return nil, errors.New("it must begin with https://, or the key would travel for all to read")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return u, nil
}
