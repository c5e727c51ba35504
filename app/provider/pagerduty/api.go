package pagerduty

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"standby/app/provider"
)

const (
	// maxList is the largest answer that is read: a hundred incidents, each with
	// what set it off.
	maxList = 32 << 20
	// skewNoise is below what the Date header, which has whole seconds, can tell.
	skewNoise = 2 * time.Second
	// accept names the version of the API.
	accept = "application/vnd.pagerduty+json;version=2"
)

// ErrAccountKey says that the API key belongs to the account and not to a person.
// It comes with provider.ErrUnauthorized.
var ErrAccountKey = errors.New("the API key belongs to no person; make a User Token in PagerDuty under My Profile, User Settings")

// api is one person's access, shared by the source and its calendars.
type api struct {
	base   *url.URL
	client *provider.Client
	token  provider.Credentials
	now    func() time.Time
	// limit holds for everything, onCallLimit besides it for GET /oncalls, of which
	// PagerDuty allows less.
	limit, onCallLimit *provider.Limiter

	mu   sync.Mutex
	skew time.Duration
	me   person
	of   [sha256.Size]byte // of the header that me belongs to
}

// session is the access during one listing or one act: one key, one person.
type session struct {
	*api
	authorization string
	class         provider.Class
	me            person
}

// session reads the key, and asks whose it is when it is a new one.
func (a *api) session(ctx context.Context, class provider.Class) (*session, error) {
	header, err := a.token(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the API key: %w", err)
	}
	if header == "" || header == Token("") {
		return nil, fmt.Errorf("%w: there is no API key", provider.ErrUnauthorized)
	}
	s := &session{api: a, authorization: header, class: class}
	sum := sha256.Sum256([]byte(header))
	a.mu.Lock()
	known := a.of == sum
	s.me = a.me
	a.mu.Unlock()
	if known {
		return s, nil
	}
	if s.me, err = s.whoAmI(ctx); err != nil {
		return nil, fmt.Errorf("ask whose the API key is: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.me, a.of = s.me, sum
	return s, nil
}

func (s *session) whoAmI(ctx context.Context) (person, error) {
	var answer struct {
		User person `json:"user"`
	}
	err := s.get(ctx, "users/me", nil, &answer)
	switch status := statusOf(err); {
	case status == http.StatusBadRequest, status == http.StatusNotFound:
		return person{}, fmt.Errorf("%w: %w", provider.ErrUnauthorized, ErrAccountKey)
	case err != nil:
		return person{}, err
	case answer.User.ID == "" || answer.User.Email == "":
		return person{}, fmt.Errorf("%w: a user without id or e-mail", provider.ErrNotTheService)
	}
	return answer.User, nil
}

func (s *session) get(ctx context.Context, path string, query url.Values, into any) error {
	return s.do(ctx, http.MethodGet, path, query, nil, into)
}

// do sends one request in its turn. It retries nothing.
func (s *session) do(ctx context.Context, method, path string, query url.Values, send, into any) error {
	r := provider.Request{
		Method: method, URL: s.base.JoinPath(path), Want: provider.JSON, MaxBody: maxList,
		// The contract requires the Content-Type of requests without content, too.
		Header:      http.Header{"Accept": {accept}, "Content-Type": {"application/json"}},
		Credentials: func(context.Context) (string, error) { return s.authorization, nil },
	}
	r.URL.RawQuery = query.Encode()
	if send != nil {
		body, err := json.Marshal(send)
		if err != nil {
			return fmt.Errorf("write the request: %w", err)
		}
		r.Body = body
		r.Header.Set("From", s.me.Email)
	}
	limit, err := s.turn(ctx, path)
	if err != nil {
		return err
	}
	var pause time.Duration
	r.Observe = func(status int, h http.Header) {
		pause = limit.Observe(status, h)
		s.measure(h)
	}
	res, err := s.client.Do(ctx, r)
	if err != nil {
		var status *provider.StatusError
		if errors.As(err, &status) && status.RetryAfter == 0 {
			status.RetryAfter = pause
			if pause > 0 {
				return fmt.Errorf("%w, try again in %v", err, pause)
			}
		}
		return err
	}
	if json.Unmarshal(res.Body, into) != nil {
		return fmt.Errorf("%w: JSON that is cut short or of another shape", provider.ErrNotTheService)
	}
	return nil
}

// turn waits until the request may be sent, and returns the limiter that its answer
// is to be told.
func (s *session) turn(ctx context.Context, path string) (*provider.Limiter, error) {
	limit := s.limit
	if path == onCallsPath {
		limit = s.onCallLimit
		if err := limit.Wait(ctx, s.class); err != nil {
			return nil, err
		}
	}
	return limit, s.limit.Wait(ctx, s.class)
}

// serverNow is the server's time as far as we can tell.
func (a *api) serverNow() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now().Add(a.skew).UTC()
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

// statusOf is the HTTP status that an error reports, 0 when there was none.
func statusOf(err error) int {
	var status *provider.StatusError
	if errors.As(err, &status) {
		return status.Status
	}
	return 0
}
