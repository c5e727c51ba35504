package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"standby/app/incident"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

// What a caller of the API may decide on.
var (
	// ErrNotRunning: no agent answers on the socket.
	ErrNotRunning = errors.New("standby is not running")
	// ErrNotFound: there is no page of that ID.
	ErrNotFound = errors.New("no such page")
	// ErrBadRequest: the request itself is wrong.
	ErrBadRequest = errors.New("the request cannot be understood")
	// ErrInsecure: the address is not encrypted, and nobody said that this is known.
	// Nothing was sent there. See NewCalendar.InsecureOK.
	ErrInsecure = errors.New("the address is not encrypted")
)

// Error is a failure as the agent explains it.
type Error struct {
	Trouble
	// Code is "not_found", "bad_request", "insecure", "read_back", "not_kept", "stale"
	// or "failed".
	Code string `json:"code"`
	// Stale has both texts, with the code "stale".
	Stale *Stale `json:"stale,omitempty"`
}

// Error is what happened and what to do next, in one line.
func (e *Error) Error() string {
	if e.Next == "" {
		return e.What
	}
	return e.What + ": " + e.Next
}

// Is makes errors.Is work across the socket.
func (e *Error) Is(target error) bool {
	return target == ErrNotFound && e.Code == "not_found" || target == ErrBadRequest && e.Code == "bad_request" ||
		target == ErrInsecure && e.Code == "insecure" || target == ErrReadBack && e.Code == "read_back" ||
		target == ErrNotKept && e.Code == "not_kept" || target == incident.ErrStale && e.Code == "stale"
}

// Client speaks to the agent that listens on one socket. It is safe for
// concurrent use. Every method returns an error wrapping ErrNotRunning when
// nobody listens, and an *Error when the agent could not do it.
type Client struct{ http *http.Client }

// Dial returns a client for the socket at path. It does no I/O.
func Dial(path string) *Client {
	dialer := net.Dialer{Timeout: 2 * time.Second}
	return &Client{http: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", path)
		},
		MaxIdleConns: 2, IdleConnTimeout: 30 * time.Second, DisableCompression: true,
	}}}
}

// Snapshot returns the current snapshot.
func (c *Client) Snapshot(ctx context.Context) (Snapshot, error) {
	return get[Snapshot](ctx, c, "/v1/snapshot")
}

// TestPage has the agent page the user, to prove the whole path.
func (c *Client) TestPage(ctx context.Context) (pageID string, err error) {
	var out struct {
		PageID string `json:"page_id"`
	}
	err = c.post(ctx, "/v1/test-page", nil, &out)
	return out.PageID, err
}

// AddCalendar adds a calendar to the configuration and begins to read it.
func (c *Client) AddCalendar(ctx context.Context, n NewCalendar) error {
	return c.post(ctx, "/v1/calendars", n, nil)
}

// AddRota adds a rota file to the configuration, once it can be read, and begins
// to use it.
func (c *Client) AddRota(ctx context.Context, n NewRota) error {
	return c.post(ctx, "/v1/rotas", n, nil)
}

// AddAlertmanager adds an Alertmanager to the configuration and listens to it.
func (c *Client) AddAlertmanager(ctx context.Context, n NewAlertmanager) error {
	return c.post(ctx, "/v1/alertmanagers", n, nil)
}

// SetPolicy makes the file at path the pay policy.
func (c *Client) SetPolicy(ctx context.Context, path string) error {
	return c.post(ctx, "/v1/policy", path, nil)
}

// SetMe says who the user is in the calendars; they are read again.
func (c *Client) SetMe(ctx context.Context, me rotation.Person) error {
	return c.post(ctx, "/v1/me", me, nil)
}

// Shifts returns the shifts that overlap the query's span, in order of start.
func (c *Client) Shifts(ctx context.Context, q ShiftQuery) ([]rotation.Shift, error) {
	v := spanValues(q.From, q.To)
	if q.Mine {
		v.Set("mine", "true")
	}
	return get[[]rotation.Shift](ctx, c, "/v1/shifts?"+v.Encode())
}

// Gaps returns where nobody holds a role of a rota in [from, to), in order of
// start; only gaps of rotas are known.
func (c *Client) Gaps(ctx context.Context, from, to time.Time) ([]Gap, error) {
	return get[[]Gap](ctx, c, "/v1/gaps?"+spanValues(from, to).Encode())
}

// History returns the pages triggered in [from, to), newest first.
func (c *Client) History(ctx context.Context, from, to time.Time) ([]Page, error) {
	return get[[]Page](ctx, c, "/v1/pages?"+spanValues(from, to).Encode())
}

// Pay is Statement.
func (c *Client) Pay(ctx context.Context, year int, month time.Month) (Statement, error) {
	return c.Statement(ctx, ledger.Month{Year: year, Month: month})
}

// Doctor returns what works, what does not, and what to do.
func (c *Client) Doctor(ctx context.Context) ([]Check, error) {
	return get[[]Check](ctx, c, "/v1/doctor")
}

// Raise brings the window to the front, starting one if need be.
func (c *Client) Raise(ctx context.Context) error { return c.post(ctx, "/v1/raise", nil, nil) }

// Stream calls each with every message, the current snapshot first, until ctx
// ends (nil) or the agent goes away (an error). as is "window" for the window
// and anything else for other readers. each is called from one goroutine; a slow
// one misses snapshots but never the newest.
func (c *Client) Stream(ctx context.Context, as string, each func(Message)) error {
	resp, err := c.do(ctx, http.MethodGet, "/v1/stream?as="+url.QueryEscape(as), nil)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	lines := bufio.NewReader(resp.Body)
	for {
		line, err := lines.ReadBytes('\n')
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: the stream ended: %w", ErrNotRunning, err)
		}
		data, ok := bytes.CutPrefix(line, []byte("data: "))
		if !ok {
			continue
		}
		var m Message
		if err := json.Unmarshal(data, &m); err != nil {
			return fmt.Errorf("read the agent's stream: %w", err)
		}
		each(m)
	}
}

func spanValues(from, to time.Time) url.Values {
	return url.Values{"from": {from.UTC().Format(time.RFC3339)}, "to": {to.UTC().Format(time.RFC3339)}}
}

func get[T any](ctx context.Context, c *Client, path string) (T, error) {
	var v T
	return v, c.exchange(ctx, http.MethodGet, path, nil, &v)
}

func (c *Client) post(ctx context.Context, path string, body, into any) error {
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("encode a command: %w", err)
		}
		r = bytes.NewReader(b)
	}
	return c.exchange(ctx, http.MethodPost, path, r, into)
}

// exchange sends one request and reads the whole answer; into may be nil.
func (c *Client) exchange(ctx context.Context, method, path string, body io.Reader, into any) error {
	resp, err := c.do(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if into == nil {
		_, err := io.Copy(io.Discard, resp.Body)
		return err
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return fmt.Errorf("read the agent's answer: %w", err)
	}
	return nil
}

func (c *Client) do(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://standby"+path, body)
	if err != nil {
		return nil, fmt.Errorf("ask the agent: %w", err)
	}
	resp, err := c.http.Do(req)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return nil, fmt.Errorf("%w: %w", ErrNotRunning, err)
	default:
		return nil, fmt.Errorf("ask the agent: %w", err)
	}
	if resp.StatusCode == http.StatusOK {
		return resp, nil
	}
	defer func() { _ = resp.Body.Close() }()
	var out struct {
		Error *Error `json:"error"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || out.Error == nil {
		return nil, fmt.Errorf("the agent answered %s to %s", resp.Status, strings.SplitN(path, "?", 2)[0])
	}
	return nil, out.Error
}
