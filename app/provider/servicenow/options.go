package servicenow

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"

	"standby/app/provider"
)

// perMinute is what an account may send. Limits are per hour there, and set by each
// company.
const perMinute = 30

// Options describe the access to one instance. All but Client are required.
type Options struct {
	// Name is the account's name in the configuration.
	Name string
	// BaseURL is the instance, "https://example.service-now.com".
	BaseURL string
	// Credentials are provider.Basic or provider.Bearer.
	Credentials provider.Credentials
	// Client is shared among providers; nil means one of its own.
	Client *provider.Client
}

// Instance is the access to one instance. Its records implement provider.Announcer.
type Instance struct {
	name        string
	base        *url.URL
	client      *provider.Client
	credentials provider.Credentials
	limit       *provider.Limiter
}

// New checks the options and asks nobody; errors name the option.
func New(o Options) (*Instance, error) {
	base, err := parseBase(o.BaseURL)
	switch {
	case strings.TrimSpace(o.Name) == "":
		return nil, errors.New("servicenow: it has no name")
	case err != nil:
		return nil, fmt.Errorf("servicenow %s: address: %w", o.Name, err)
	case o.Credentials == nil:
		return nil, fmt.Errorf("servicenow %s: it has no credentials", o.Name)
	}
	if o.Client == nil {
		o.Client = provider.NewClient(0)
	}
	return &Instance{name: o.Name, base: base, client: o.Client, credentials: o.Credentials, limit: provider.NewLimiter(perMinute)}, nil
}

func parseBase(raw string) (*url.URL, error) {
	const like = "write it like https://example.service-now.com"
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// *url.Error repeats the URL, in which a password may stand.
		return nil, errors.New("it is not a URL, " + like)
	}
	if err := provider.CheckURL(u); err != nil {
		return nil, err
	}
	ip := net.ParseIP(u.Hostname())
	switch {
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("it must be an address alone, user and password belong in the keyring")
	case strings.Trim(u.Path, "/") != "":
		return nil, errors.New("it must not carry a path, " + like)
	case u.Scheme != "https" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()):
		return nil, errors.New("it must begin with https://, or the password would travel for all to read")
	}
	u.Path, u.RawPath = "", ""
	return u, nil
}

// Name is the account's name in the configuration.
func (i *Instance) Name() string { return i.name }

var (
	aNumber = regexp.MustCompile(`^[A-Z]{2,8}[0-9]{4,12}$`)
	aSysID  = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// Record is the incident of that number, "INC0010023", or sys_id. What is written
// there for colleagues goes into its work notes, what is written for customers into
// its comments; empty means colleagues.
func (i *Instance) Record(number string, who provider.Audience) (*Record, error) {
	if !aNumber.MatchString(number) && !aSysID.MatchString(number) {
		return nil, fmt.Errorf("servicenow %s: %q is not the number of a record, which is like INC0010023", i.name, number)
	}
	r := &Record{i: i, number: number, who: who, field: "work_notes"}
	switch who {
	case "":
		r.who = provider.Internal
	case provider.Internal:
	case provider.Customers:
		r.field = "comments"
	default:
		return nil, fmt.Errorf("servicenow %s: record %s: the audience must be internal or customers", i.name, number)
	}
	return r, nil
}
