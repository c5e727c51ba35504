package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"

	"github.com/slack-go/slack"

	"standby/app/provider"
)

// most is the largest answer that is read, in bytes.
const most = 16 << 20

// posting is the one method that must not be called twice for the same.
const posting = "chat.postMessage"

// tries is how often a call that was refused for its rate is made in all.
const tries = 3

// door is what slack-go takes for an HTTP client: every call passes through it.
type door struct {
	base   *url.URL
	client *provider.Client
	token  provider.Credentials
	api    *slack.Client
	limits map[string]*provider.Limiter
}

func newDoor(base *url.URL, client *provider.Client, token provider.Credentials) *door {
	d := &door{base: base, client: client, token: token, limits: map[string]*provider.Limiter{}}
	for _, method := range []string{posting, "conversations.history", "conversations.replies", "conversations.invite",
		"users.lookupByEmail", "users.info", "auth.test"} {
		d.limits[method] = provider.NewLimiter(perMinute)
	}
	for _, method := range []string{"conversations.create", "conversations.list"} {
		d.limits[method] = provider.NewLimiter(perMinuteSlow)
	}
	// The token is put in by Do.
	d.api = slack.New("", slack.OptionHTTPClient(d), slack.OptionAPIURL(base.String()))
	return d
}

// Do sends a call of slack-go's. A call that was refused because there were too many
// is made again when its time has come.
func (d *door) Do(req *http.Request) (*http.Response, error) {
	method := path.Base(req.URL.Path)
	limit := d.limits[method]
	if limit == nil {
		return nil, fmt.Errorf("slack: %q is not a method that we call", method)
	}
	form, err := form(req)
	if err != nil {
		return nil, fmt.Errorf("read the call: %w", err)
	}
	r := provider.Request{
		Method: http.MethodPost, URL: d.base.JoinPath(method), Want: provider.JSON, MaxBody: most,
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, Body: []byte(form.Encode()),
		Credentials: d.credentials,
		Observe:     func(status int, h http.Header) { limit.Observe(status, h) },
	}
	send := d.client.Do
	if method == posting {
		send = d.client.Send
	}
	for try := 1; ; try++ {
		if err := limit.Wait(req.Context(), provider.Act); err != nil {
			return nil, err
		}
		res, err := send(req.Context(), r)
		switch {
		case err == nil:
			out, err := answer(req, res)
			if err != nil && method == posting {
				err = fmt.Errorf("%w: %w", provider.ErrUnknown, err)
			}
			return out, err
		case provider.IsRateLimit(err) && try < tries:
		default:
			return nil, err
		}
	}
}

func (d *door) credentials(ctx context.Context) (string, error) {
	header, err := d.token(ctx)
	if err == nil && (header == "" || header == Token("")) {
		err = fmt.Errorf("%w: there is no token", provider.ErrUnauthorized)
	}
	return header, err
}

// form is what a call says, without the place of the token.
func form(req *http.Request) (url.Values, error) {
	if req.Body == nil {
		return url.Values{}, nil
	}
	raw, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, err
	}
	form.Del("token")
	return form, nil
}

// answer is what slack-go reads, once it is known to be Slack's: Slack says well or
// not in each.
func answer(req *http.Request, res *provider.Response) (*http.Response, error) {
	var said struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	if json.Unmarshal(res.Body, &said) != nil || said.OK == nil || !*said.OK && said.Error == "" {
		return nil, fmt.Errorf("%w: JSON, but not an answer of Slack's", provider.ErrNotTheService)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(res.Body)),
	}, nil
}

// code is the word by which Slack refuses, empty where it did not.
func code(err error) string {
	var said slack.SlackErrorResponse
	if errors.As(err, &said) {
		return said.Err
	}
	return ""
}
