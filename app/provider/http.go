package provider

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Defaults of a Client and a Request.
const (
	// DefaultTimeout bounds a whole request: look-up, connection, redirects and
	// body.
	DefaultTimeout = 10 * time.Second
	// DefaultMaxBody is the largest answer that is read, in bytes.
	DefaultMaxBody = 5 << 20
)

// maxErrorBody is how much of an error's body is read in search of a message.
const maxErrorBody = 4 << 10

// Client does one bounded HTTP request at a time for a provider, and says in
// the words of errors.go what went wrong. It keeps a connection per host open
// between polls, follows no redirect unless asked, verifies certificates with
// no way to turn that off, uses the system's proxy settings, and never repeats
// a secret: its errors name the host, never the path, the query or the user.
//
// It connects to no address that the user has not pointed it to: not to this
// machine, its link or a private network where a redirect or a look-up leads
// there. ErrInside says so; guard.go has the rule.
//
// It is safe for concurrent use. One Client serves any number of providers.
type Client struct {
	// transport is used without http.Client: that one follows redirects by rules
	// of its own and prints whole URLs. Hosts that a redirect named go through
	// strange, so that no connection which the user asked for serves them.
	transport, strange *http.Transport
	dialer             *net.Dialer
	guard              *guard
	timeout            time.Duration
}

// NewClient returns a Client whose requests take at most timeout each, 0 meaning
// DefaultTimeout.
func NewClient(timeout time.Duration) *Client {
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	g := newGuard()
	dialer := &net.Dialer{KeepAlive: 30 * time.Second, ControlContext: g.control}
	transport := &http.Transport{
		Proxy:                  proxy,
		DialContext:            dialer.DialContext,
		MaxIdleConns:           16,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        2 * time.Minute,
		MaxResponseHeaderBytes: 64 << 10,
	}
	return &Client{transport: transport, strange: transport.Clone(), dialer: dialer, guard: g, timeout: timeout}
}

// Close lets go of idle connections. The Client may be used again.
func (c *Client) Close() {
	c.transport.CloseIdleConnections()
	c.strange.CloseIdleConnections()
}

// Want is what a good answer carries.
type Want int

// What an answer can carry.
const (
	// Anything: the caller looks at the body.
	Anything Want = iota
	// JSON: something that is not JSON is ErrNotTheService.
	JSON
	// Nothing: a body is ErrNotTheService.
	Nothing
)

// Request is one request. URL is required, http or https with a host; a user in
// it is ignored, Credentials are the way to send one.
type Request struct {
	// Method is GET when empty.
	Method string
	URL    *url.URL
	// Header holds what is sent besides Accept, User-Agent, Content-Type (JSON,
	// with a Body) and Authorization. With If-None-Match or If-Modified-Since a
	// 304 is a good answer.
	Header http.Header
	// Body is sent when not nil.
	Body []byte
	// Credentials may be nil.
	Credentials Credentials
	Want        Want
	// MaxBody is the largest answer to read in bytes, unpacked, 0 meaning
	// DefaultMaxBody.
	MaxBody int64
	// Timeout is the longest that it may take in all, 0 meaning the Client's.
	Timeout time.Duration
	// Redirects is how many redirects may be followed, GET only. Each must lead
	// to http or https, never from https to http, and to another host only in the
	// internet; that one gets no credentials.
	Redirects int
	// Observe, when not nil, is told the status and the header of every answer,
	// good or bad, of the host that URL names. It must not keep the header.
	Observe func(status int, h http.Header)
	// SecretURL means that the path is a secret too, so that the server's own
	// words, which may repeat it, are kept out of errors.
	SecretURL bool
}

// Response is a good answer: status 2xx, or 304 where that was asked for.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends the request. A nil error means that the answer is as the request
// wants it. Errors wrap ErrUnauthorized, ErrNotTheService, ErrUnreachable,
// ErrTooLarge or ErrService, and *StatusError where there was a status; the end
// of ctx is reported as context.Canceled or, as ErrUnreachable too, as
// context.DeadlineExceeded. Nothing is retried.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	at, err := firstHop(ctx, r)
	if err != nil {
		return nil, err
	}
	timeout := cmp.Or(r.Timeout, c.timeout)
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, slowError{timeout})
	defer cancel()
	for {
		res, err := c.once(ctx, r, at)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", r.method(), at.host(), err)
		}
		if !isRedirect(res.Status) {
			if err := r.judge(res, at.secrets()); err != nil {
				return nil, fmt.Errorf("%s %s: %w", r.method(), at.host(), err)
			}
			return res, nil
		}
		next, err := c.guard.follow(at, res.Header.Get("Location"), r)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", r.method(), at.host(), err)
		}
		at = next
	}
}

func (c *Client) once(ctx context.Context, r Request, at *hop) (*Response, error) {
	req, err := r.build(context.WithValue(ctx, routeKey{}, routeTo(at.url, !at.strange())), at)
	if err != nil {
		return nil, err
	}
	transport := c.transport
	if at.strange() {
		transport = c.strange
	}
	res, err := transport.RoundTrip(req)
	if err != nil {
		return nil, classify(ctx, err)
	}
	defer func() { _ = res.Body.Close() }()
	if r.Observe != nil && !at.strange() {
		r.Observe(res.StatusCode, res.Header)
	}
	body, err := r.read(res)
	if err != nil {
		if errors.Is(err, ErrTooLarge) {
			return nil, err
		}
		return nil, classify(ctx, fmt.Errorf("%w: %w", errBrokeOff, err))
	}
	return &Response{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}

func (r Request) build(ctx context.Context, at *hop) (*http.Request, error) {
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(ctx, r.method(), at.url.String(), body)
	if err != nil {
		return nil, errors.New("the address cannot be requested; check it")
	}
	req.Header.Set("User-Agent", "Standby")
	req.Header.Set("Accept", r.Want.accept())
	if r.Body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, values := range r.Header {
		if !at.strange() || !isCredential(name) {
			req.Header[name] = values
		}
	}
	if at.authorization != "" {
		req.Header.Set("Authorization", at.authorization)
	}
	return req, nil
}

// isCredential reports whether a header proves who we are.
func isCredential(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Authorization", "Proxy-Authorization", "Cookie":
		return true
	}
	return false
}

// read returns the body. Of an error or a redirect only the beginning is read:
// it is good for a message at most, and must not become ErrTooLarge.
func (r Request) read(res *http.Response) ([]byte, error) {
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return io.ReadAll(io.LimitReader(res.Body, maxErrorBody))
	}
	limit := r.MaxBody
	if limit <= 0 {
		limit = DefaultMaxBody
	}
	if res.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err == nil && int64(len(body)) > limit {
		return nil, tooLarge(limit)
	}
	return body, err
}

func tooLarge(limit int64) error {
	return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
}

func (r Request) method() string {
	if r.Method == "" {
		return http.MethodGet
	}
	return r.Method
}

func (r Request) conditional() bool {
	return r.Header.Get("If-None-Match") != "" || r.Header.Get("If-Modified-Since") != ""
}

func (w Want) accept() string {
	if w == JSON {
		return "application/json"
	}
	return "*/*"
}
