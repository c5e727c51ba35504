package slack

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"standby/app/provider"
)

// Base is where Slack's API answers.
const Base = "https://slack.com/api/"

// What a token may call each method in a minute. Slack allows 50 of most (tier 3),
// 20 of a few (tier 2), and one message a second in a channel.
const (
	perMinute     = 40
	perMinuteSlow = 16
)

// Options describe the access to one workspace. Name and Token are required.
type Options struct {
	// Name is the account's name in the configuration.
	Name string
	// BaseURL is where the API answers: Base, which empty means, or another https
	// address without user and query; http only on this machine.
	BaseURL string
	// Token returns the value of the Authorization header: see Token. It needs the
	// scope chat:write to post; groups:write, users:read.email to open rooms and to
	// invite; groups:history, channels:history, users:read for transcripts.
	Token provider.Credentials
	// PublicRooms opens rooms that everybody in the workspace may enter and read.
	PublicRooms bool
	// Client is shared among providers; nil means one of its own.
	Client *provider.Client
}

// Token is the header value for a bot's or a user's token (xoxb-, xoxp-).
func Token(token string) string { return provider.Bearer(strings.TrimSpace(token)) }

// Workspace is the access to one workspace. It implements provider.Room and
// provider.Prober; its channels implement provider.Announcer.
type Workspace struct {
	name        string
	publicRooms bool
	door        *door

	mu    sync.Mutex
	posts map[string]*provider.Posts // by channel
}

// New checks the options and asks nobody; errors name the option.
func New(o Options) (*Workspace, error) {
	base, err := parseBase(o.BaseURL)
	switch {
	case strings.TrimSpace(o.Name) == "":
		return nil, errors.New("slack: it has no name")
	case err != nil:
		return nil, fmt.Errorf("slack %s: address: %w", o.Name, err)
	case o.Token == nil:
		return nil, fmt.Errorf("slack %s: it has no token", o.Name)
	}
	if o.Client == nil {
		o.Client = provider.NewClient(0)
	}
	return &Workspace{name: o.Name, publicRooms: o.PublicRooms, door: newDoor(base, o.Client, o.Token)}, nil
}

func parseBase(raw string) (*url.URL, error) {
	if strings.TrimSpace(raw) == "" {
		raw = Base
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// *url.Error repeats the URL, in which a token may stand.
		return nil, errors.New("it is not a URL, write it like " + Base)
	}
	if err := provider.CheckURL(u); err != nil {
		return nil, err
	}
	ip := net.ParseIP(u.Hostname())
	switch {
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("it must be an address alone, the token belongs in the keyring")
	case u.Scheme != "https" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()):
		return nil, errors.New("it must begin with https://, or the token would travel for all to read")
	case u.Hostname() == "hooks.slack.com":
		return nil, errors.New("that is a webhook, which is a secret; store a token in the keyring instead")
	}
	u.Path = strings.TrimRight(u.Path, "/") + "/"
	return u, nil
}

// Name is the account's name in the configuration.
func (w *Workspace) Name() string { return w.name }

var (
	aChannel = regexp.MustCompile(`^[CGD][A-Z0-9]{8,20}$`)
	aUser    = regexp.MustCompile(`^[UW][A-Z0-9]{2,20}$`)
)

// Channel is the channel with that ID ("C0123456789", from the channel's details; a
// name may come to mean another one). Who is in it must be told: Slack can share a
// channel with other companies; empty means colleagues.
func (w *Workspace) Channel(id string, who provider.Audience) (*Channel, error) {
	switch {
	case !aChannel.MatchString(id):
		return nil, fmt.Errorf("slack %s: %q is not the ID of a channel, which is like C0123456789; find it under the channel's details", w.name, id)
	case who == "":
		who = provider.Internal
	case who != provider.Internal && who != provider.Customers:
		return nil, fmt.Errorf("slack %s: channel %s: the audience must be internal or customers", w.name, id)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.posts == nil {
		w.posts = map[string]*provider.Posts{}
	}
	if w.posts[id] == nil {
		w.posts[id] = &provider.Posts{}
	}
	return &Channel{w: w, id: id, who: who, posts: w.posts[id]}, nil
}
