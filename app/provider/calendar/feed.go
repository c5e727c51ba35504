package calendar

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"standby/app/provider"
)

// maxRedirects is how many redirects a feed may take to its calendar.
const maxRedirects = 3

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
// credentials, to that host only. A nil client means one of its own.
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
		MaxBody: maxSize, Redirects: maxRedirects, SecretURL: true,
	})
	if err != nil {
		return provider.Copy{}, false, nothingThere(err)
	}
	at := time.Now().UTC()
	if res.Status == http.StatusNotModified {
		last.FetchedAt = at
		return last, false, nil
	}
	if err := checkBody(res.Body); err != nil {
		return provider.Copy{}, false, fmt.Errorf("%s: %w", u.Host, err)
	}
	now := provider.Copy{
		Body: res.Body, FetchedAt: at,
		ETag: res.Header.Get("ETag"), LastModified: res.Header.Get("Last-Modified"),
	}
	if bytes.Equal(now.Body, last.Body) {
		now.Body = last.Body
		return now, false, nil
	}
	return now, true, nil
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
