package caldav

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	davclient "github.com/emersion/go-webdav/caldav"

	"standby/app/provider"
)

// discoverTime bounds a whole discovery.
const discoverTime = 2 * time.Minute

// Account is where calendars are looked for: the address of a server, of a
// person's account, or of one calendar.
type Account struct {
	at     *url.URL
	server server
}

// Collection is a calendar on a server.
type Collection struct {
	// URL is its address, with a slash at the end and without credentials.
	URL *url.URL
	// Name and Description are the owner's, as the server sends them: hostile until
	// cleaned. Name is the last part of the address where there is none.
	Name, Description string
	// ReadOnly means that the server says so. Where it does not say, writing is
	// tried.
	ReadOnly bool
}

// NewAccount returns the account at an address (see ParseAddress). A user and
// password in the address are used where credentials is nil; a nil client means
// one of its own.
func NewAccount(address string, credentials provider.Credentials, client *provider.Client) (*Account, error) {
	at, err := ParseAddress(address)
	if err != nil {
		return nil, fmt.Errorf("address of the CalDAV account: %w", err)
	}
	return &Account{at: withoutUser(at), server: newServer(client, credentials, at)}, nil
}

// Discover returns the calendars that can hold events, in the order of their
// names: the one at the address itself, or those of the account found from it
// (current-user-principal, RFC 5397; calendar-home-set, RFC 4791 6.2.1), from the
// address, then from the well-known one (RFC 6764), then from the host's root.
//
// Another host is not followed to: that is an *ElsewhereError with the address to
// try. An account without calendars is an empty list.
func (a *Account) Discover(ctx context.Context) ([]Collection, error) {
	ctx, cancel := context.WithTimeout(ctx, discoverTime)
	defer cancel()
	list, _, err := a.discover(ctx)
	if err != nil {
		return nil, fmt.Errorf("find calendars: %w", err)
	}
	return list, nil
}

// discover returns the home set as well, nil where the address is a calendar.
func (a *Account) discover(ctx context.Context) ([]Collection, *url.URL, error) {
	var firstErr error
	for _, start := range a.starts() {
		list, home, err := a.via(ctx, start)
		if err == nil {
			return list, home, nil
		}
		if conclusive(ctx, err) {
			return nil, nil, explain(err, false)
		}
		firstErr = cmp.Or(firstErr, err)
	}
	return nil, nil, explain(firstErr, false)
}

// starts are the addresses to begin at.
func (a *Account) starts() []*url.URL {
	at := func(path string) *url.URL {
		u := *a.at
		u.Path, u.RawPath = path, ""
		return &u
	}
	starts := []*url.URL{a.at, at("/.well-known/caldav"), at("/")}
	return slices.CompactFunc(starts, func(a, b *url.URL) bool { return a.Path == b.Path })
}

// via looks from an address on and from where it redirects to, at most twice.
func (a *Account) via(ctx context.Context, at *url.URL) ([]Collection, *url.URL, error) {
	var answered pin
	watched := answered.watch(ctx)
	for left := 2; ; left-- {
		list, home, err := a.from(watched, at)
		if err == nil || left == 0 || status(err) != 0 || !errors.Is(err, provider.ErrNotTheService) {
			return list, home, err
		}
		next, redirect := peek(ctx, at, &answered)
		switch {
		case redirect != nil:
			return nil, nil, redirect
		case next == nil || *next == *at:
			return nil, nil, err
		}
		at = next
	}
}

// conclusive reports whether another start could tell no more than this error.
func conclusive(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, ErrElsewhere) ||
		errors.Is(err, provider.ErrUnreachable) || status(err) == http.StatusUnauthorized || status(err) == 0 && !errors.Is(err, provider.ErrNotTheService)
}

// from looks for calendars from one address on.
func (a *Account) from(ctx context.Context, at *url.URL) ([]Collection, *url.URL, error) {
	own, err := a.list(ctx, at, "0")
	if err != nil {
		return nil, nil, err
	}
	if len(own) > 0 {
		return own[:1], nil, nil
	}
	home, err := a.home(ctx, at)
	if err != nil {
		// Some servers have no principals; the address may be the folder itself.
		if list, listErr := a.list(ctx, at, "1"); listErr == nil && len(list) > 0 {
			return list, at, nil
		}
		return nil, nil, err
	}
	list, err := a.list(ctx, home, "1")
	return list, home, err
}

// home asks who we are, and where our calendars are.
func (a *Account) home(ctx context.Context, at *url.URL) (*url.URL, error) {
	dav, err := davclient.NewClient(bridge{a.server, at}, at.String())
	if err != nil {
		return nil, errors.New("the address cannot be requested; check it")
	}
	principal, err := dav.FindCurrentUserPrincipal(ctx)
	if err != nil {
		return nil, unfound("who we are", err)
	}
	path, err := dav.FindCalendarHomeSet(ctx, principal)
	if err != nil {
		return nil, unfound("where our calendars are", err)
	}
	home := *at
	home.Path, home.RawPath = path, ""
	return collection(&home), nil
}

// unfound is what go-webdav reports, without its words unless they are ours.
func unfound(what string, err error) error {
	for _, ours := range []error{provider.ErrUnauthorized, provider.ErrNotTheService, provider.ErrUnreachable,
		provider.ErrTooLarge, provider.ErrService, context.Canceled} {
		if errors.Is(err, ours) {
			return err
		}
	}
	return fmt.Errorf("%w: the server does not say %s", ErrNotACalendar, what)
}

// list returns the calendars at an address (depth 0) or in it (depth 1).
func (a *Account) list(ctx context.Context, at *url.URL, depth string) ([]Collection, error) {
	ms, err := a.server.ask(ctx, "PROPFIND", at, depth, propfindList)
	if err != nil {
		return nil, err
	}
	list := []Collection{}
	for i := range ms.Responses {
		r := &ms.Responses[i]
		p := r.prop()
		if r.code()/100 != 2 || len(r.Hrefs) != 1 || !p.isCalendar() {
			continue
		}
		u, err := resolve(at, r.Hrefs[0])
		if err != nil {
			continue // a calendar of somebody else's that is merely mentioned
		}
		c := Collection{URL: collection(withoutUser(u)), Name: p.DisplayName, Description: p.Description, ReadOnly: p.readOnly()}
		if strings.TrimSpace(c.Name) == "" {
			c.Name = lastPart(u)
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b Collection) int {
		return strings.Compare(a.Name+"\x00"+a.URL.Path, b.Name+"\x00"+b.URL.Path)
	})
	return list, nil
}

// Create makes a calendar for events in the account and returns it. Its address
// is made from the name, so that the same name twice is refused.
func (a *Account) Create(ctx context.Context, name string) (Collection, error) {
	ctx, cancel := context.WithTimeout(ctx, discoverTime)
	defer cancel()
	c, err := a.create(ctx, name)
	if err != nil {
		return Collection{}, fmt.Errorf("create calendar %s: %w", show(name), err)
	}
	return c, nil
}

func (a *Account) create(ctx context.Context, name string) (Collection, error) {
	if strings.TrimSpace(name) == "" {
		return Collection{}, errors.New("it needs a name")
	}
	list, home, err := a.discover(ctx)
	if err != nil {
		return Collection{}, err
	}
	if home == nil {
		return Collection{}, errors.New("the address is that of a calendar; give that of the account or server")
	}
	u := home.JoinPath(segment(name) + "/")
	// Some servers (Xandikos 0.2.8) answer "created" and give the old one the name.
	if slices.ContainsFunc(list, func(c Collection) bool { return c.URL.Path == u.Path }) {
		return Collection{}, errExists
	}
	_, err = a.server.do(ctx, "MKCALENDAR", u, http.Header{"Content-Type": {"application/xml; charset=utf-8"}}, []byte(makeCalendar(name)))
	switch code := status(err); {
	case code == http.StatusMethodNotAllowed, code == http.StatusConflict:
		return Collection{}, fmt.Errorf("%w, or the server makes no calendars: %w", errExists, err)
	case err != nil:
		return Collection{}, explain(err, true)
	}
	return Collection{URL: withoutUser(u), Name: name}, nil
}

var errExists = errors.New("it exists already")

// segment is a part of a path made from any text: the text itself where it is
// plain, its hash otherwise.
func segment(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.@", r)
	}
	if len(text) > 0 && len(text) <= 180 && text[0] != '.' && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:20])
}

func lastPart(u *url.URL) string {
	path := strings.TrimSuffix(u.Path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

func withoutUser(u *url.URL) *url.URL {
	out := *u
	out.User = nil
	return &out
}
