package caldav

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"time"

	"standby/app/provider"
)

// server speaks for one set of credentials.
type server struct {
	client      *provider.Client
	credentials provider.Credentials
	// patience bounds each request.
	patience time.Duration
}

// newServer takes a user and password from the address where there are no
// credentials; a nil client means one of its own.
func newServer(client *provider.Client, credentials provider.Credentials, at *url.URL) server {
	if client == nil {
		client = provider.NewClient(0)
	}
	if credentials == nil && at.User != nil {
		password, _ := at.User.Password()
		header := provider.Basic(at.User.Username(), password)
		credentials = func(context.Context) (string, error) { return header, nil }
	}
	return server{client, credentials, requestTime}
}

// do sends one request. Its errors keep the server's own words out, which may
// repeat the address.
func (s server) do(ctx context.Context, method string, at *url.URL, header http.Header, body []byte) (*provider.Response, error) {
	return s.client.Do(ctx, provider.Request{
		Method: method, URL: at, Header: header, Body: body, Credentials: s.credentials, MaxBody: MaxAnswer, Timeout: s.patience, SecretURL: true,
	})
}

// ask sends a PROPFIND or REPORT and reads the answer.
func (s server) ask(ctx context.Context, method string, at *url.URL, depth, body string) (*multistatus, error) {
	res, err := s.do(ctx, method, at, http.Header{
		"Depth": {depth}, "Content-Type": {"application/xml; charset=utf-8"}, "Accept": {"application/xml, text/xml"},
	}, []byte(body))
	if err != nil {
		return nil, err
	}
	if res.Status != http.StatusMultiStatus {
		return nil, fmt.Errorf("%s: %w", show(at.Host), notMultistatus(res))
	}
	ms, err := decodeMultistatus(res.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", show(at.Host), err)
	}
	return ms, nil
}

// notMultistatus says what came instead of a list.
func notMultistatus(res *provider.Response) error {
	if err := wrongXML(res.Body, errNoList); !errors.Is(err, errNoList) {
		return err
	}
	return fmt.Errorf("%w (status %d)", errNoList, res.Status)
}

var errNoList = fmt.Errorf("%w: the answer is no list of entries", ErrNotACalendar)

// ParseAddress reads the address of a calendar, an account or a server: http or
// https, with a host. Query and fragment are dropped, the path ends in a slash.
// Its errors do not repeat the address.
func ParseAddress(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, errors.New("it is not an address, write it like https://dav.example.org/calendars/team/")
	}
	switch u.Scheme {
	case "caldavs":
		u.Scheme = "https"
	case "caldav":
		u.Scheme = "http"
	}
	if err := provider.CheckURL(u); err != nil {
		return nil, err
	}
	u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = "", false, "", ""
	return collection(u), nil
}

// Unencrypted is what the user is to be told before a calendar at that address is
// read, and for as long as it is. It is empty where the address is encrypted, leads
// to this very machine, or is none; it does not repeat it.
func Unencrypted(address string) string {
	u, err := ParseAddress(address)
	if err != nil {
		return ""
	}
	return openTo(u)
}

func openTo(u *url.URL) string {
	host, err := netip.ParseAddr(u.Hostname())
	here := err == nil && host.Unmap().IsLoopback() || strings.EqualFold(u.Hostname(), "localhost")
	if u.Scheme != "http" || here {
		return ""
	}
	return "it is read over http, without encryption: anybody on the way can read it and the password, and change who is on call; use its https address if it has one"
}

// collection is the address with a slash at its end.
func collection(u *url.URL) *url.URL {
	out := *u
	if !strings.HasSuffix(out.Path, "/") {
		out.Path += "/"
		if out.RawPath != "" {
			out.RawPath += "/"
		}
	}
	return &out
}

// errHref says that an answer names an address that cannot be its.
var errHref = fmt.Errorf("%w: it lists entries that lie outside of it; enter the address under which the server itself lists the calendar", ErrNotACalendar)

// resolve is the address that an answer from at names. It must be of the same
// host; a scheme and port that a proxy in front of the server got wrong are not
// taken over.
func resolve(at *url.URL, href string) (*url.URL, error) {
	ref, err := url.Parse(strings.TrimSpace(href))
	if err != nil || href == "" || ref.Opaque != "" || strings.HasPrefix(ref.Path, "//") {
		return nil, fmt.Errorf("%w (one is no address at all)", errHref)
	}
	if ref.Host != "" && !strings.EqualFold(ref.Hostname(), at.Hostname()) {
		return nil, fmt.Errorf("%w (one is at %s)", errHref, show(ref.Host))
	}
	ref.Scheme, ref.Host, ref.User = "", "", nil
	if ref.Path == "" {
		ref.Path = "/"
	}
	for part := range strings.SplitSeq(ref.Path, "/") {
		if part == ".." || part == "." {
			return nil, fmt.Errorf("%w (one climbs out with %q)", errHref, part)
		}
	}
	u := at.ResolveReference(&url.URL{Path: ref.Path, RawPath: ref.RawPath})
	u.User = at.User
	return u, nil
}

// inside is the address of an entry of the collection at, nil for the collection
// itself.
func inside(at *url.URL, href string) (*url.URL, error) {
	u, err := resolve(at, href)
	if err != nil {
		return nil, err
	}
	folder, entry := path.Clean(at.Path), path.Clean(u.Path)
	switch {
	case folder == entry:
		return nil, nil
	case !strings.HasPrefix(entry, strings.TrimSuffix(folder, "/")+"/"):
		return nil, errHref
	}
	return u, nil
}
