package caldav

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"time"

	"standby/app/provider"
)

// peekTime bounds the look for a redirect.
const peekTime = 10 * time.Second

// pin notes which machine has answered.
type pin struct {
	mu      sync.Mutex
	address string
}

func (p *pin) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.address = info.Conn.RemoteAddr().String()
	}})
}

func (p *pin) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	p.mu.Lock()
	address := p.address
	p.mu.Unlock()
	if address == "" {
		return nil, errors.New("nobody has answered")
	}
	return (&net.Dialer{}).DialContext(ctx, network, address)
}

// peek asks where an address redirects to, without credentials and without going
// there. It is for the bootstrap of RFC 6764 alone: provider.Client refuses to
// redirect a PROPFIND, and does not say where to. nil means nowhere.
//
// The address is one that the user named, or the well-known one of its host, and
// only the machine that provider.Client reached there is asked, so that its rules
// about machines hold here as well.
func peek(ctx context.Context, at *url.URL, answered *pin) (*url.URL, error) {
	ctx, cancel := context.WithTimeout(ctx, peekTime)
	defer cancel()
	u := *at
	u.User = nil
	req, err := http.NewRequestWithContext(ctx, "PROPFIND", u.String(), strings.NewReader(propfindPrincipal))
	if err != nil {
		return nil, errors.New("the address cannot be requested; check it")
	}
	req.Header.Set("Depth", "0")
	req.Header.Set("Content-Type", "application/xml; charset=utf-8")
	req.Header.Set("User-Agent", "Standby")
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: answered.dial,
		DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
	}
	defer transport.CloseIdleConnections()
	res, err := transport.RoundTrip(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w: %s does not answer: %w", provider.ErrUnreachable, show(at.Host), ctx.Err())
		}
		// provider.Client says better what is wrong, with the next request.
		return nil, nil
	}
	defer func() { _ = res.Body.Close() }()
	_, _ = io.CopyN(io.Discard, res.Body, 4<<10)
	if res.StatusCode < 300 || res.StatusCode > 399 {
		return nil, nil
	}
	return target(at, res.Header.Get("Location"))
}

// target is where a redirect leads: the same host with the same credentials, or
// an *ElsewhereError.
func target(at *url.URL, location string) (*url.URL, error) {
	ref, err := url.Parse(location)
	if err != nil || location == "" {
		return nil, fmt.Errorf("%w: it redirects to nowhere", ErrNotACalendar)
	}
	u := at.ResolveReference(ref)
	u.User, u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = nil, "", false, "", ""
	switch {
	case provider.CheckURL(u) != nil:
		return nil, fmt.Errorf("%w: it redirects to something that is not http or https", ErrNotACalendar)
	case !strings.EqualFold(u.Host, at.Host) && (!strings.EqualFold(u.Hostname(), at.Hostname()) || at.Scheme != "http" || u.Scheme != "https"):
		return nil, elsewhere(u)
	case at.Scheme == "https" && u.Scheme == "http":
		return nil, fmt.Errorf("%w: it redirects to an address without encryption", ErrNotACalendar)
	}
	u.User = at.User
	return collection(u), nil
}
