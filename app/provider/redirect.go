package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// hop is one address on the way to the answer.
type hop struct {
	url           *url.URL
	authorization string
	left          int
	// typed is the host that the request named.
	typed string
}

func firstHop(ctx context.Context, r Request) (*hop, error) {
	if err := CheckURL(r.URL); err != nil {
		return nil, fmt.Errorf("%s: %w", r.method(), err)
	}
	u := *r.URL
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	at := &hop{url: &u, left: r.Redirects, typed: hostOf(&u)}
	if r.Credentials == nil {
		return at, nil
	}
	header, err := r.Credentials(ctx)
	if err != nil {
		return nil, fmt.Errorf("credentials for %s: %w", at.host(), err)
	}
	at.authorization = header
	return at, nil
}

// CheckURL says what keeps a URL from being requested: a scheme other than http
// and https, or no host. It does not repeat the URL.
func CheckURL(u *url.URL) error {
	switch {
	case u == nil:
		return errors.New("no address")
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("the address must begin with http:// or https://")
	case u.Hostname() == "":
		return errors.New("the address names no host")
	}
	return nil
}

func (h *hop) host() string      { return clean(h.url.Host) }
func (h *hop) secrets() []string { return secretsIn(h.authorization) }

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// strange reports whether a redirect has led to a host that the request did not
// name.
func (h *hop) strange() bool { return hostOf(h.url) != h.typed }

// follow returns the next hop, or why there is none.
func (g *guard) follow(h *hop, location string, r Request) (*hop, error) {
	ref, err := url.Parse(location)
	if err != nil || location == "" {
		return nil, fmt.Errorf("%w: it redirects to nowhere", ErrNotTheService)
	}
	u := h.url.ResolveReference(ref)
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	next := &hop{url: u, authorization: h.authorization, left: h.left - 1, typed: h.typed}
	switch {
	case CheckURL(u) != nil:
		return nil, fmt.Errorf("%w: it redirects to something that is not http or https", ErrNotTheService)
	case r.Redirects == 0 || r.method() != http.MethodGet:
		return nil, fmt.Errorf("%w: it redirects to %s, perhaps to log in", ErrNotTheService, next.host())
	case h.left <= 0:
		return nil, fmt.Errorf("%w: more than %d redirects, the last to %s", ErrNotTheService, r.Redirects, next.host())
	case h.url.Scheme == "https" && u.Scheme == "http":
		return nil, fmt.Errorf("%w: it redirects to %s without encryption", ErrNotTheService, next.host())
	}
	if !strings.EqualFold(u.Host, h.url.Host) {
		next.authorization = ""
	}
	if next.strange() {
		if err := g.strangeAddress(u); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotTheService, err)
		}
	}
	return next, nil
}
