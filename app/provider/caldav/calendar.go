package caldav

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"standby/app/provider"
)

// requestTime bounds one request, whatever the client's own bound, and fetchTime one
// reading of a calendar, however many requests it takes. Radicale takes seconds to
// look through a few hundred events that it has not seen.
const (
	requestTime = time.Minute
	fetchTime   = 5 * time.Minute
)

// Calendar is one calendar on a CalDAV server. It is safe for concurrent use.
type Calendar struct {
	name        string
	location    func(ctx context.Context) (string, error)
	credentials provider.Credentials
	client      *provider.Client
	patience    time.Duration

	mu sync.Mutex
	// seen is the calendar as it was last read, so that only what has changed is
	// read again.
	seen *contents
}

var _ provider.Calendar = (*Calendar)(nil)

// contents is what a calendar held when token was current.
type contents struct {
	at    string // of the calendar
	token string // sync-token; empty without
	// listed is when the list was last read as a whole.
	listed  time.Time
	entries map[string]Resource // by URL.Path
}

// New returns the calendar at an address (see ParseAddress). location is asked
// for it, and credentials for the header, before every request, so that the
// keyring is read late. A user and password in the address are used where
// credentials is nil; a nil client means one of its own. Each request may take a
// minute and each reading five, however short the client's own bound is.
func New(name string, location func(ctx context.Context) (string, error), credentials provider.Credentials, client *provider.Client) *Calendar {
	if client == nil {
		client = provider.NewClient(0)
	}
	return &Calendar{name: name, location: location, credentials: credentials, client: client, patience: requestTime}
}

// Name is the calendar's name in the configuration.
func (c *Calendar) Name() string { return c.name }

// Fetch returns all events of the calendar as one iCalendar stream: in the order
// of their addresses, each VTIMEZONE once, equal contents giving equal bytes.
// Tasks and journals are left out. Its validator is made of the calendar's
// getctag or sync-token (RFC 6578 4), so that an unchanged calendar costs one
// small request; a changed one costs the entries that have changed, after the
// first time. Without either token, the list of entries and their ETags is read
// each time. Over plain http the copy carries a warning (see Unencrypted).
//
// Errors are *Error; they name the calendar and its host, nothing else of the
// address.
func (c *Calendar) Fetch(ctx context.Context, last provider.Copy) (provider.Copy, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	s, at, err := c.open(ctx)
	if err != nil {
		return provider.Copy{}, false, &Error{Do: "fetch", Calendar: c.name, Err: err}
	}
	now, changed, err := c.fetch(ctx, s, at, last)
	if err != nil {
		return provider.Copy{}, false, &Error{Do: "fetch", Calendar: c.name, Err: explain(err, false)}
	}
	now.Warnings = nil
	if w := openTo(at); w != "" {
		now.Warnings = []string{w}
	}
	return now, changed, nil
}

func (c *Calendar) fetch(ctx context.Context, s server, at *url.URL, last provider.Copy) (provider.Copy, bool, error) {
	fetchedAt := time.Now().UTC()
	// The version is read before the entries: what changes in between is read
	// again the next time, and never missed.
	head, err := s.head(ctx, at)
	if err != nil {
		return provider.Copy{}, false, err
	}
	version := head.version(at)
	if version != "" && version == last.ETag && len(last.Body) > 0 {
		last.FetchedAt = fetchedAt
		return last, false, nil
	}
	now, err := c.refresh(ctx, s, at, head.SyncToken)
	if err != nil {
		return provider.Copy{}, false, err
	}
	if version == "" {
		version = now.version()
	}
	body, err := merge(head.DisplayName, now.list())
	if err != nil {
		return provider.Copy{}, false, err
	}
	changed := !bytes.Equal(body, last.Body)
	if !changed {
		body = last.Body
	}
	return provider.Copy{Body: body, ETag: version, FetchedAt: fetchedAt}, changed, nil
}

// refresh reads what has changed since the calendar was last seen.
func (c *Calendar) refresh(ctx context.Context, s server, at *url.URL, token string) (*contents, error) {
	c.mu.Lock()
	before := c.seen
	c.mu.Unlock()
	if before != nil && before.at != at.String() {
		before = nil
	}
	now, err := s.read(ctx, at, before, token)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	c.seen = now
	c.mu.Unlock()
	return now, nil
}

// open is the address and who speaks to it.
func (c *Calendar) open(ctx context.Context) (server, *url.URL, error) {
	raw, err := c.location(ctx)
	if err != nil {
		return server{}, nil, fmt.Errorf("its address: %w", err)
	}
	at, err := ParseAddress(raw)
	if err != nil {
		return server{}, nil, fmt.Errorf("its address: %w", err)
	}
	s := newServer(c.client, c.credentials, at)
	s.patience = c.patience
	return s, withoutUser(at), nil
}

// head asks for what tells whether a calendar has changed.
func (s server) head(ctx context.Context, at *url.URL) (prop, error) {
	ms, err := s.ask(ctx, "PROPFIND", at, "0", propfindHead)
	if err != nil {
		return prop{}, err
	}
	if len(ms.Responses) != 1 || ms.Responses[0].code()/100 != 2 {
		return prop{}, fmt.Errorf("%s: %w: the server says nothing about it", show(at.Host), ErrNotACalendar)
	}
	p := ms.Responses[0].prop()
	if p.Type != nil && p.Type.Calendar == nil {
		return prop{}, fmt.Errorf("%s: %w: it is a folder or a file; enter the address of one of the calendars in it", show(at.Host), ErrNotACalendar)
	}
	return p, nil
}

// mergeVersion is part of every validator: another way to merge makes all copies
// stale.
const mergeVersion = "1"

// version is a validator for Copy.ETag, empty where the server has none. getctag
// is preferred: some servers make a new sync-token for every request.
func (p *prop) version(at *url.URL) string {
	tag := "c" + p.CTag
	if p.CTag == "" {
		tag = "s" + p.SyncToken
	}
	if len(tag) == 1 {
		return ""
	}
	return digest(at.String(), p.DisplayName, tag)
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(part), part)
	}
	return "caldav-" + mergeVersion + "-" + hex.EncodeToString(h.Sum(nil)[:16])
}

// errSyncRefused says that the server will not tell what changed since a token.
var errSyncRefused = errors.New("no list of changes since then")

// isRefusal reports whether a server refused a kind of request, not us.
func isRefusal(err error) bool {
	switch status(err) {
	case 0, http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return false
	}
	return true
}
