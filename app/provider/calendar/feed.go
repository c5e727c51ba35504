package calendar

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"standby/app/provider"
)

// Bounds of fetching a feed.
const (
	// maxRedirects is how many redirects a feed may take to its calendar.
	maxRedirects = 3
	// patience is how long a feed may take in all: some servers make theirs anew
	// with every request.
	patience = 30 * time.Second
)

// Feed is a calendar behind a URL. The whole URL is a secret: whoever has it can
// read the calendar.
type Feed struct {
	name     string
	location func(ctx context.Context) (string, error)
	client   *provider.Client
}

var _ provider.Calendar = (*Feed)(nil)

// NewURL returns the calendar at an http, https or webcal URL; webcal means
// https. location is asked for it before every fetch, so that the keyring, where
// it belongs, is read late. A user and password in the URL are sent as Basic
// credentials, to that host only. Over plain http the copy carries a warning. A nil
// client means one of its own; it says which addresses are never connected to.
func NewURL(name string, location func(ctx context.Context) (string, error), client *provider.Client) *Feed {
	if client == nil {
		client = provider.NewClient(0)
	}
	return &Feed{name: name, location: location, client: client}
}

// Name is the calendar's name in the configuration.
func (f *Feed) Name() string { return f.name }

// Fetch asks for the calendar, on the condition that it has changed where last
// carries validators. They belong to a location: pass the zero Copy after
// it was changed. Errors name the calendar and its host, nothing else of the
// URL, and are *Error; what the location function reports is wrapped.
func (f *Feed) Fetch(ctx context.Context, last provider.Copy) (provider.Copy, bool, error) {
	now, changed, err := f.fetch(ctx, last)
	if err != nil {
		return provider.Copy{}, false, &Error{Kind: kindCalendar, Calendar: f.name, Err: err}
	}
	return now, changed, nil
}

func (f *Feed) fetch(ctx context.Context, last provider.Copy) (provider.Copy, bool, error) {
	raw, err := f.location(ctx)
	if err != nil {
		return provider.Copy{}, false, fmt.Errorf("its URL: %w", err)
	}
	u, err := parseLocation(raw)
	if err != nil {
		return provider.Copy{}, false, fmt.Errorf("its URL: %w", err)
	}
	res, err := f.client.Do(ctx, provider.Request{
		URL: u, Header: conditions(last), Credentials: credentialsOf(u),
		MaxBody: maxSize, Timeout: patience, Redirects: maxRedirects, SecretURL: true,
	})
	if err != nil {
		return provider.Copy{}, false, nothingThere(err)
	}
	now, changed, err := Judge(res, last, time.Now().UTC())
	if err != nil {
		return provider.Copy{}, false, fmt.Errorf("%s: %w", u.Host, err)
	}
	now.Host = u.Hostname()
	if w := openTo(u); w != "" {
		now.Warnings = []string{w}
	}
	return now, changed, nil
}

// Judge is all that a refresh does with an answer: it says what it means, heard
// at an instant, to whoever holds last. An answer 304, one with last's bytes and
// one that differs from them in nothing but DTSTAMP (see Same) have changed
// nothing: then the result carries last's body, which lies in memory already, with
// the new validators. An error means that the answer is no calendar.
func Judge(res *provider.Response, last provider.Copy, at time.Time) (now provider.Copy, changed bool, err error) {
	if res.Status == http.StatusNotModified {
		last.FetchedAt, last.Warnings = at, nil
		return last, false, nil
	}
	now = provider.Copy{Body: last.Body, FetchedAt: at, ETag: res.Header.Get("ETag"), LastModified: res.Header.Get("Last-Modified")}
	if len(last.Body) > 0 && Same(last.Body, res.Body) {
		return now, false, nil
	}
	if err := checkBody(res.Body); err != nil {
		return provider.Copy{}, false, err
	}
	now.Body = res.Body
	return now, true, nil
}

// Unencrypted is what the user is to be told before a calendar at that location
// is read, and for as long as it is: anybody on the way can read it and its
// address, and change who is on call. It is empty where the location is
// encrypted, leads to this very machine, or is none; it does not repeat it.
func Unencrypted(location string) string {
	u, err := parseLocation(location)
	if err != nil {
		return ""
	}
	return openTo(u)
}

func openTo(u *url.URL) string {
	if u.Scheme != "http" || onThisMachine(u.Hostname()) {
		return ""
	}
	return "it comes over http, without encryption: anybody on the way can read it and its address, and change who is on call; use its https address if it has one"
}

func onThisMachine(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}

func nothingThere(err error) error {
	var status *provider.StatusError
	if errors.As(err, &status) && (status.Status == http.StatusNotFound || status.Status == http.StatusGone) {
		return fmt.Errorf("%w: %w", ErrNothingThere, err)
	}
	return err
}

// parseLocation never repeats what it was given.
func parseLocation(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, errors.New("it is not a URL, write it like https://calendar.example.org/team.ics")
	}
	if u.Scheme == "webcal" || u.Scheme == "webcals" {
		u.Scheme = "https"
	}
	return u, provider.CheckURL(u)
}

func credentialsOf(u *url.URL) provider.Credentials {
	if u.User == nil {
		return nil
	}
	password, _ := u.User.Password()
	header := provider.Basic(u.User.Username(), password)
	return func(context.Context) (string, error) { return header, nil }
}

// conditions asks conditionally only while there is a body to fall back on.
func conditions(last provider.Copy) http.Header {
	h := http.Header{"Accept": {"text/calendar, */*;q=0.1"}}
	if len(last.Body) == 0 {
		return h
	}
	if last.ETag != "" {
		h.Set("If-None-Match", last.ETag)
	}
	if last.LastModified != "" {
		h.Set("If-Modified-Since", last.LastModified)
	}
	return h
}
