package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
)

// ErrInside says that an address leads to this machine, to its link or into a
// private network where the user has asked for nothing of the kind: by a
// redirect, or by a name that suddenly means another machine. Errors that wrap it
// wrap ErrNotTheService too; nothing was sent to where it leads.
var ErrInside = errors.New("it leads where you did not point")

// guard decides to which address a connection may be made, after the name was
// looked up, so that what counts is the address itself. The rule:
//
//   - A host that a request names itself is one that the user typed. A redirect
//     to that same host still is; any other host that a redirect names is strange.
//   - Of a strange host, nothing but the internet is reached.
//   - A typed address is reached, whatever it is.
//   - A typed name is reached in the internet; in a private network if the answer
//     comes over https, where the certificate proves who is there, or else unless
//     the same name has led into the internet before, in this run; and on this
//     machine or its link only where the machine's own hosts file says so, or, on
//     this machine, as "localhost" or by the machine's own name.
//
// Behind a proxy it is the proxy that looks names up, and its own address is not
// judged; a strange host that is written as an address still is.
type guard struct {
	place func(netip.Addr) place
	hosts hostsFile
	// self is the machine's own name.
	self string

	mu sync.Mutex
	// outside are the names that have led into the internet.
	outside map[string]bool
}

// mostNames bounds the memory for names; what is configured is far below it.
const mostNames = 4096

func newGuard() *guard {
	self, err := os.Hostname()
	if err != nil {
		self = "localhost"
	}
	return &guard{place: placeOf, hosts: systemHosts(), self: strings.ToLower(self), outside: map[string]bool{}}
}

// route is the way to one hop, as the dialer gets to know it.
type route struct {
	host          string // lower case, without port and final dot
	typed, secure bool
	// proxied is set once it is known that a proxy stands in between.
	proxied bool
}

type routeKey struct{}

func routeTo(u *url.URL, typed bool) *route {
	return &route{host: hostOf(u), typed: typed, secure: u.Scheme == "https"}
}

func hostOf(u *url.URL) string {
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
}

// proxy notes whether a proxy is used.
func proxy(r *http.Request) (*url.URL, error) {
	via, err := http.ProxyFromEnvironment(r)
	if way, ok := r.Context().Value(routeKey{}).(*route); ok {
		way.proxied = via != nil
	}
	return via, err
}

// control is a net.Dialer's ControlContext.
func (g *guard) control(ctx context.Context, _, address string, _ syscall.RawConn) error {
	way, ok := ctx.Value(routeKey{}).(*route)
	if !ok {
		way = &route{}
	}
	if way.proxied {
		return nil
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: an address that is none", ErrInside)
	}
	return g.allow(way, to.Addr())
}

func (g *guard) allow(way *route, to netip.Addr) error {
	where := g.place(to)
	allowed := false
	switch {
	case where == internet:
		g.note(way.host)
		return nil
	case !way.typed:
	case isAddress(way.host):
		allowed = true
	case g.hosts.says(way.host, to):
		allowed = true
	case where == machine:
		allowed = isLocalhost(way.host) || way.host == g.self
	case where == network:
		allowed = way.secure || !g.wasOutside(way.host)
	}
	if allowed {
		return nil
	}
	return &insideError{way.host, to.Unmap(), where, !way.typed}
}

func (g *guard) note(host string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.outside) < mostNames {
		g.outside[host] = true
	}
}

func (g *guard) wasOutside(host string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.outside[host]
}

// strangeAddress refuses a strange host that is written as an address which is
// not in the internet, in any of the ways in which addresses are written, for a
// proxy would understand it.
func (g *guard) strangeAddress(u *url.URL) error {
	host := hostOf(u)
	to, err := netip.ParseAddr(host)
	switch {
	case err == nil && g.place(to) == internet:
		return nil
	case err == nil:
		return &insideError{host, to.Unmap(), g.place(to), true}
	case isLocalhost(host):
		return &insideError{host, netip.IPv6Loopback(), machine, true}
	case endsInNumber(host):
		return fmt.Errorf("%w: it redirects to an address that is oddly written", ErrInside)
	}
	return nil
}

func isLocalhost(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// endsInNumber is how browsers tell an IPv4 address, such as 0x7f.1 or
// 2130706433, from a name (WHATWG URL, "ends in a number").
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return true
	}
	return strings.HasPrefix(last, "0x") && strings.Trim(last[2:], "0123456789abcdef") == ""
}

// insideError is an ErrInside that says what led where.
type insideError struct {
	host       string
	to         netip.Addr
	where      place
	redirected bool
}

// Error says what led where, and the remedy.
func (e *insideError) Error() string {
	way := "the name " + clean(e.host)
	if e.redirected {
		way = "a redirect to " + clean(e.host)
	}
	return fmt.Sprintf("%v: %s leads to %v, %v; enter that address itself if you mean it", ErrInside, way, e.to, e.where)
}

// Unwrap returns ErrInside.
func (*insideError) Unwrap() error { return ErrInside }
