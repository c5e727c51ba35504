package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
)

var errPrivate = errors.New("it redirects from the internet into a private network")

// hop is one address on the way to the answer.
type hop struct {
	url           *url.URL
	authorization string
	left          int
	// public is true once an earlier hop was answered from a public address.
	public bool
}

func firstHop(ctx context.Context, r Request) (*hop, error) {
	if err := CheckURL(r.URL); err != nil {
		return nil, fmt.Errorf("%s: %w", r.method(), err)
	}
	u := *r.URL
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	at := &hop{url: &u, left: r.Redirects}
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

// follow returns the next hop, or why there is none.
func (h *hop) follow(location string, r Request) (*hop, error) {
	ref, err := url.Parse(location)
	if err != nil || location == "" {
		return nil, fmt.Errorf("%w: it redirects to nowhere", ErrNotTheService)
	}
	u := h.url.ResolveReference(ref)
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	next := &hop{url: u, authorization: h.authorization, left: h.left - 1, public: h.public}
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
	return next, nil
}

type publicOnly struct{}

// watch notes whether the hop is answered from a public address, and tells the
// dialer when it must be.
func (h *hop) watch(ctx context.Context) context.Context {
	if h.left <= 0 && !h.public {
		return ctx
	}
	if h.public {
		ctx = context.WithValue(ctx, publicOnly{}, true)
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			if ap, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String()); err == nil {
				h.public = h.public || isPublic(ap.Addr())
			}
		},
	})
}

// guardAddress sees the address after the name was looked up, so that a name
// which suddenly means another machine is caught too.
func guardAddress(ctx context.Context, _, address string, _ syscall.RawConn) error {
	if ctx.Value(publicOnly{}) == nil {
		return nil
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !isPublic(ap.Addr()) {
		return errPrivate
	}
	return nil
}

func isPublic(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsGlobalUnicast() && !a.IsPrivate() && !sharedSpace.Contains(a)
}

// sharedSpace is what carriers and some clouds use inside (RFC 6598).
var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")
