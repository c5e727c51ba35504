package alertmanager

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"standby/app/provider"
)

// maxList is the largest list that is read: some twenty thousand alerts.
const maxList = 32 << 20

// skewNoise is below what the Date header, which has whole seconds, can tell.
const skewNoise = 2 * time.Second

// api is the part of the API v2 that we use, call by call.
type api struct {
	base        *url.URL
	client      *provider.Client
	credentials provider.Credentials
	now         func() time.Time

	mu   sync.Mutex
	skew time.Duration
}

// serverNow is the server's time as far as we can tell: silences are judged by
// its clock, and one that begins in its future silences nothing yet. The error
// is towards the past, which the server takes for now.
func (a *api) serverNow() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now().Add(a.skew).UTC().Truncate(time.Millisecond)
}

func (a *api) measure(h http.Header) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	skew := at.Sub(a.now())
	if skew.Abs() < skewNoise {
		skew = 0
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.skew = skew
}

func (a *api) do(ctx context.Context, method, path string, query url.Values, body []byte, want provider.Want) ([]byte, error) {
	u := a.base.JoinPath("api", "v2", path)
	u.RawQuery = query.Encode()
	res, err := a.client.Do(ctx, provider.Request{
		Method: method, URL: u, Body: body, Want: want,
		Credentials: a.credentials, MaxBody: maxList,
	})
	if err != nil {
		return nil, err
	}
	a.measure(res.Header)
	return res.Body, nil
}

// alerts asks for everything that fires, held back or not: an alert that is
// merely silenced must not look as if it had ended.
func (a *api) alerts(ctx context.Context, receiver string, filter []string) ([]wireAlert, error) {
	query := url.Values{
		"active": {"true"}, "silenced": {"true"}, "inhibited": {"true"}, "unprocessed": {"true"},
	}
	if receiver != "" {
		query.Set("receiver", receiver)
	}
	if len(filter) > 0 {
		query["filter"] = filter
	}
	body, err := a.do(ctx, http.MethodGet, "alerts", query, nil, provider.JSON)
	if statusOf(err) == http.StatusNotFound {
		return nil, fmt.Errorf("%w; is the URL right, up to and without /api/v2?", err)
	}
	if err != nil {
		return nil, err
	}
	return decodeAlerts(body)
}

// silences leaves the expired ones out where the server can; older ones send
// them all the same.
func (a *api) silences(ctx context.Context) ([]silence, error) {
	body, err := a.do(ctx, http.MethodGet, "silences", url.Values{"expired": {"false"}}, nil, provider.JSON)
	if err != nil {
		return nil, err
	}
	return decodeSilences(body)
}

// silence returns one silence; found is false when the server does not know it.
func (a *api) silence(ctx context.Context, id string) (s silence, found bool, err error) {
	body, err := a.do(ctx, http.MethodGet, silencePath(id), nil, nil, provider.JSON)
	switch statusOf(err) {
	case http.StatusNotFound, http.StatusUnprocessableEntity:
		return silence{}, false, nil
	}
	if err != nil {
		return silence{}, false, err
	}
	if json.Unmarshal(body, &s) != nil || s.ID != id || s.Status.State == "" {
		return silence{}, false, fmt.Errorf("%w: not the silence that was asked for", provider.ErrNotTheService)
	}
	return s, true, nil
}

// post creates a silence, or changes the one whose ID it carries, and returns
// the ID that the server gave it.
func (a *api) post(ctx context.Context, s silence) (string, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("write silence: %w", err)
	}
	answer, err := a.do(ctx, http.MethodPost, "silences", nil, body, provider.JSON)
	if err != nil {
		return "", err
	}
	var posted struct {
		SilenceID string `json:"silenceID"`
	}
	if json.Unmarshal(answer, &posted) != nil || posted.SilenceID == "" {
		return "", fmt.Errorf("%w: no id of the silence", provider.ErrNotTheService)
	}
	return posted.SilenceID, nil
}

func (a *api) expire(ctx context.Context, id string) error {
	_, err := a.do(ctx, http.MethodDelete, silencePath(id), nil, nil, provider.Nothing)
	return err
}

func silencePath(id string) string { return "silence/" + url.PathEscape(id) }

// statusOf is the HTTP status that an error reports, 0 when there was none.
func statusOf(err error) int {
	var status *provider.StatusError
	if errors.As(err, &status) {
		return status.Status
	}
	return 0
}
