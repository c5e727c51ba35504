package slack

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack/slackutilsx"

	"standby/app/provider"
)

func update() provider.Update {
	return provider.Update{
		ID: "20261122-k7f2.3", Incident: "20261122-k7f2", Title: "Checkout is <slow> & *bold*",
		Text: "Status: slow.\n<!channel> <@U00000001> _x_ `y` ~z~ :fire: &amp; https://example.org/a?b=c&d=e\n\"quotes\" 😀",
		At:   begin.Add(time.Minute),
	}
}

func channel(t *testing.T, w *Workspace, id string, who provider.Audience) *Channel {
	t.Helper()
	c, err := w.Channel(id, who)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhatThePreviewSaysIsWhatSlackGets(t *testing.T) {
	f := newFake(t)
	r := f.add("payments", meID, nil)
	c := channel(t, f.workspace(t, nil), r.ID, "")
	preview, err := c.Preview(update())
	if err != nil {
		t.Fatal(err)
	}
	ref, err := c.Post(t.Context(), update())
	if err != nil {
		t.Fatal(err)
	}
	if len(f.posts) != 1 || ref.Place != r.ID || ref.ID != r.messages[0]["ts"] {
		t.Fatalf("%v, %d posts", ref, len(f.posts))
	}
	got := f.posts[0]
	if unescape(got.Get("text")) != preview[0].Text || strings.ContainsAny(got.Get("text"), "<>") {
		t.Errorf("it got %q, the preview says %q", got.Get("text"), preview[0].Text)
	}
	for name, want := range map[string]string{"mrkdwn": "false", "parse": "none", "link_names": "false", "unfurl_links": "false", "unfurl_media": "false", "channel": r.ID} {
		if got.Get(name) != want {
			t.Errorf("%s is %q", name, got.Get(name))
		}
	}
	if preview[0].Audience != provider.Internal || len(preview) != 1 || preview[0].To[0] != "Slack channel "+r.ID {
		t.Errorf("%+v", preview)
	}
	if f.contract != nil && f.judged["chat.postMessage"] != 1 {
		t.Errorf("judged: %v", f.judged)
	}
}

func TestAnUpdateIsPostedOnce(t *testing.T) {
	for name, x := range map[string]fault{
		"all is well":           {method: "none"},
		"the answer is lost":    {method: posting, lost: true},
		"a proxy gives up":      {method: posting, lost: true, times: 1},
		"slack says it is late": {method: posting, answer: limited, times: 2},
	} {
		for _, bare := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				f := newFake(t)
				f.bare = bare
				r := f.add("payments", meID, nil)
				f.say(r, meID, "Something else.", "")
				f.fail(x)
				c := channel(t, f.workspace(t, nil), r.ID, "")
				for range 3 {
					ref, err := c.Post(t.Context(), update())
					if err != nil || ref.ID != r.messages[1]["ts"] {
						t.Fatalf("%+v, %v", ref, err)
					}
				}
				if len(r.messages) != 2 {
					t.Errorf("%d messages", len(r.messages))
				}
			})
		}
	}
}

func limited(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Retry-After", "1")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = w.Write([]byte(`{"ok":false,"error":"ratelimited"}`))
}

func TestInDoubtNothingIsPostedUnseen(t *testing.T) {
	f := newFake(t)
	r := f.add("payments", meID, nil)
	c := channel(t, f.workspace(t, nil), r.ID, "")
	f.fail(fault{method: posting, lost: true})
	broken := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	f.fail(fault{method: "conversations.history", answer: broken, times: 2})
	for range 2 {
		if _, err := c.Post(t.Context(), update()); !errors.Is(err, provider.ErrUnknown) {
			t.Fatalf("it says %v", err)
		}
	}
	if len(r.messages) != 1 {
		t.Fatalf("%d messages", len(r.messages))
	}
	if ref, err := c.Post(t.Context(), update()); err != nil || ref.ID != r.messages[0]["ts"] || len(r.messages) != 1 {
		t.Errorf("once it can be seen: %+v, %v, %d messages", ref, err, len(r.messages))
	}
	// After a restart nothing is remembered here, but Slack has it.
	u := update()
	u.Again = true
	c = channel(t, f.workspace(t, nil), r.ID, "")
	if ref, err := c.Post(t.Context(), u); err != nil || ref.ID != r.messages[0]["ts"] || len(r.messages) != 1 {
		t.Errorf("after a restart: %+v, %v, %d messages", ref, err, len(r.messages))
	}
}

func TestAnUpdateThatNeverArrivedIsPostedAtTheNextTry(t *testing.T) {
	f := newFake(t)
	r := f.add("payments", meID, nil)
	c := channel(t, f.workspace(t, nil), r.ID, "")
	f.fail(fault{method: posting, answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }})
	if _, err := c.Post(t.Context(), update()); !errors.Is(err, provider.ErrUnknown) {
		t.Fatalf("it says %v", err)
	}
	if _, err := c.Post(t.Context(), update()); err != nil || len(r.messages) != 1 {
		t.Errorf("%v, %d messages", err, len(r.messages))
	}
}

func TestWhatSlackRefusesIsSaid(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		is      error
		says    string
		unknown bool
	}{
		"a token that was revoked": {answer(200, `{"ok":false,"error":"token_revoked"}`), provider.ErrUnauthorized, "token_revoked", false},
		"a scope that is missing":  {answer(200, `{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"x"}`), provider.ErrUnauthorized, "chat:write", false},
		"a channel that is gone":   {answer(200, `{"ok":false,"error":"is_archived"}`), provider.ErrGone, "archived", false},
		"a channel without us":     {answer(200, `{"ok":false,"error":"not_in_channel"}`), provider.ErrService, "invite the app", false},
		"a word that is new":       {answer(200, `{"ok":false,"error":"so_\u001b[2Jnew"}`), provider.ErrService, "so_", false},
		"a failure within":         {answer(200, `{"ok":false,"error":"fatal_error"}`), provider.ErrService, "fatal_error", true},
		"another shape":            {answer(200, `{"hello":1}`), provider.ErrNotTheService, "not an answer of Slack", true},
		"a message without a name": {answer(200, `{"ok":true,"channel":"C000000001"}`), provider.ErrNotTheService, "name the message", true},
		"another kind":             {answer(200, `{"ok":true,"ts":17}`), provider.ErrNotTheService, "name the message", true},
		"a login page": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<html>log in"))
		}, provider.ErrNotTheService, "login page", true},
		"a redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.example.org/?token=x", http.StatusFound)
		}, provider.ErrNotTheService, "redirects", false},
		"forbidden": {answer(403, `{"message":"no `+token+`"}`), provider.ErrUnauthorized, "403", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			r := f.add("payments", meID, nil)
			f.fail(fault{method: posting, answer: c.answer})
			_, err := channel(t, f.workspace(t, nil), r.ID, "").Post(t.Context(), update())
			if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) || errors.Is(err, provider.ErrUnknown) != c.unknown {
				t.Errorf("it says %v", err)
			}
			if err != nil && (strings.Contains(err.Error(), token) || strings.Contains(err.Error(), "\x1b")) {
				t.Errorf("it repeats what it must not: %q", err)
			}
			if f.count(posting) != 1 {
				t.Errorf("%d calls", f.count(posting))
			}
		})
	}
}

func TestWithoutANetworkNothingWasPosted(t *testing.T) {
	f := newFake(t)
	w := f.workspace(t, func(o *Options) { o.BaseURL = "http://127.0.0.1:1/api/" })
	_, err := channel(t, w, "C000000001", "").Post(t.Context(), update())
	if !errors.Is(err, provider.ErrUnreachable) || errors.Is(err, provider.ErrUnknown) {
		t.Errorf("it says %v", err)
	}
}

func TestTheKeyringIsAskedBeforeEachCall(t *testing.T) {
	f := newFake(t)
	r := f.add("payments", meID, nil)
	for name, c := range map[string]struct {
		header string
		err    error
		says   string
	}{"locked": {"", errors.New("the keyring is locked"), "the keyring is locked"}, "empty": {Token(" "), nil, "there is no token"}, "wrong": {Token("xoxb-wrong"), nil, "invalid_auth"}} {
		w := f.workspace(t, func(o *Options) { o.Token = func(context.Context) (string, error) { return c.header, c.err } })
		_, err := channel(t, w, r.ID, "").Post(t.Context(), update())
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "xoxb-wrong") || errors.Is(err, provider.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsForColleaguesStaysAmongThem(t *testing.T) {
	f := newFake(t)
	r := f.add("shared-with-customers", meID, nil)
	c := channel(t, f.workspace(t, nil), r.ID, provider.Customers)
	if _, err := c.Post(t.Context(), update()); !errors.Is(err, provider.ErrAudience) || len(f.calls) != 0 {
		t.Errorf("%v, calls %v", err, f.calls)
	}
	drill := update()
	drill.Drill = true
	inside := channel(t, f.workspace(t, nil), r.ID, "")
	if m, err := inside.Preview(drill); err != nil || !strings.HasPrefix(m[0].Text, provider.DrillMark) {
		t.Errorf("%+v, %v", m, err)
	}
	long := update()
	long.Text = strings.Repeat("&", 10_000)
	if _, err := inside.Preview(long); !errors.Is(err, provider.ErrUpdate) {
		t.Errorf("more than Slack takes: %v", err)
	}
}

func TestProbeSaysWhoseTheTokenIs(t *testing.T) {
	f := newFake(t)
	if who, err := f.workspace(t, nil).Probe(t.Context()); err != nil || who != "standby in Made up" {
		t.Errorf("%q, %v", who, err)
	}
}

func TestOptionsAreRefusedWithTheRemedy(t *testing.T) {
	key := func(context.Context) (string, error) { return "", nil }
	for says, o := range map[string]Options{
		"no name":     {Token: key},
		"no token":    {Name: "team"},
		"https://":    {Name: "team", Token: key, BaseURL: "http://slack.example.org/api"},
		"the keyring": {Name: "team", Token: key, BaseURL: "https://slack.com/api/?token=xoxb-1"},
		"a webhook":   {Name: "team", Token: key, BaseURL: "https://hooks.slack.com/services/T0/B0/abc123"},
		"not a URL":   {Name: "team", Token: key, BaseURL: "https://slack.com/%zz?token=xoxb-1"},
	} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "xoxb-1") || strings.Contains(err.Error(), "abc123") {
			t.Errorf("%s: %v", says, err)
		}
	}
	w, err := New(Options{Name: "team", Token: key})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "#payments", "C0/../x", "C00000000&x"} {
		if _, err := w.Channel(id, ""); err == nil {
			t.Errorf("the channel %q is taken", id)
		}
	}
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

func FuzzWhatSlackGetsIsLiteral(f *testing.F) {
	f.Add("Checkout", "Slow.")
	f.Add("<!here>", "&lt;!channel&gt; <@U00000001> &amp;amp;")
	f.Add("\x00\xff", "\u202e=?\n\r\x85")
	f.Fuzz(func(t *testing.T, title, text string) {
		w, err := New(Options{Name: "team", Token: func(context.Context) (string, error) { return "", nil }})
		if err != nil {
			t.Fatal(err)
		}
		u := update()
		u.Title, u.Text = title, text
		m, err := channel(t, w, "C000000001", "").Preview(u)
		if err != nil {
			if !errors.Is(err, provider.ErrUpdate) {
				t.Fatal(err)
			}
			return
		}
		sent := slackutilsx.EscapeMessage(m[0].Text)
		if strings.ContainsAny(sent, "<>") || unescape(sent) != m[0].Text {
			t.Fatalf("%q is sent for %q", sent, m[0].Text)
		}
	})
}
