package provider

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func goodUpdate() Update {
	return Update{ID: "i.1", Incident: "i", Title: "Checkout is slow", Text: "We are on it.", At: time.Unix(1795370400, 0)}
}

func TestAnUpdateIsCheckedAndCleaned(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Update)
		place  Audience
		err    error
		says   string
	}{
		"a good one":                  {func(*Update) {}, Internal, nil, ""},
		"one for customers":           {func(u *Update) { u.Audience = Customers }, Customers, nil, ""},
		"one for customers, in house": {func(u *Update) { u.Audience = Customers }, Internal, nil, ""},
		"one for colleagues":          {func(*Update) {}, Customers, ErrAudience, "for colleagues"},
		"a drill":                     {func(u *Update) { u.Drill, u.Audience = true, Customers }, Customers, ErrAudience, "drill"},
		"no ID":                       {func(u *Update) { u.ID = "" }, Internal, ErrUpdate, "ID"},
		"an ID with a line break":     {func(u *Update) { u.ID = "a\r\nb" }, Internal, ErrUpdate, "ID"},
		"an incident with a blank":    {func(u *Update) { u.Incident = "a b" }, Internal, ErrUpdate, "incident"},
		"no title":                    {func(u *Update) { u.Title = "\u202e \n" }, Internal, ErrUpdate, "title"},
		"a long title":                {func(u *Update) { u.Title = strings.Repeat("x", 201) }, Internal, ErrUpdate, "too long"},
		"no text":                     {func(u *Update) { u.Text = "\n\x00\n" }, Internal, ErrUpdate, "nothing"},
		"a long text":                 {func(u *Update) { u.Text = strings.Repeat("x", 20_001) }, Internal, ErrUpdate, "too long"},
		"no time":                     {func(u *Update) { u.At = time.Time{} }, Internal, ErrUpdate, "when"},
		"a strange audience":          {func(u *Update) { u.Audience = "all" }, Internal, ErrUpdate, "audience"},
		"a phase for colleagues":      {func(u *Update) { u.Phase = Resolved }, Internal, ErrUpdate, "phase"},
	} {
		u := goodUpdate()
		c.change(&u)
		got, err := u.For(c.place)
		if !errors.Is(err, c.err) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (got.Audience == "" || got.Audience == Customers && got.Phase != Investigating) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	u := goodUpdate()
	u.Drill = true
	if got, err := u.For(Internal); err != nil || got.Title != DrillMark+"Checkout is slow" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestCleaningATextTwiceIsCleaningItOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := tidy(rapid.String().Draw(t, "text") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		if tidy(once) != once || !utf8.ValidString(once) || strings.ContainsAny(once, "\r\x00\u202e\u2028") {
			t.Fatalf("%q", once)
		}
	})
}

func TestWhatLeftAndWasNotAnsweredIsUnknown(t *testing.T) {
	const here = ""
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		}
	}
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		url     string
		is      error
		unknown bool
	}{
		"well":             {status(200, `{}`), here, nil, false},
		"refused":          {status(400, `{}`), here, ErrService, false},
		"unauthorized":     {status(401, `{}`), here, ErrUnauthorized, false},
		"too many":         {status(429, `{}`), here, ErrService, false},
		"a redirect":       {status(302, ``), here, ErrNotTheService, false},
		"a failure within": {status(500, `{}`), here, ErrService, true},
		"a gateway's":      {status(504, `{}`), here, ErrService, true},
		"a page":           {status(200, `<html>`), here, ErrNotTheService, true},
		"cut off":          {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, here, ErrUnreachable, true},
		"nobody there":     {nil, "http://127.0.0.1:1", ErrUnreachable, false},
		"a body cut short": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			_, _ = w.Write([]byte("{"))
		}, here, ErrUnreachable, true},
	} {
		srv := httptest.NewServer(c.answer)
		if c.url == here {
			c.url = srv.URL
		}
		client := NewClient(5 * time.Second)
		_, err := client.Send(t.Context(), Request{Method: http.MethodPost, URL: parse(t, c.url), Body: []byte(`{}`), Want: JSON})
		client.Close()
		srv.Close()
		if !errors.Is(err, c.is) || errors.Is(err, ErrUnknown) != c.unknown {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPostsSendsEachUpdateOnceHoweverManyAsk(t *testing.T) {
	var p Posts
	var sent atomic.Int32
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			ref, err := p.Once(t.Context(), goodUpdate(), nil, func(context.Context, bool) (Ref, error) {
				sent.Add(1)
				return Ref{ID: "1"}, nil
			})
			if err != nil || ref.ID != "1" {
				t.Errorf("%+v, %v", ref, err)
			}
		})
	}
	wait.Wait()
	if sent.Load() != 1 {
		t.Errorf("sent %d times", sent.Load())
	}
}

func TestPostsTellsOfDoubtAndOfNothingElse(t *testing.T) {
	var p Posts
	u := goodUpdate()
	try := func(u Update, what []Message, wantDoubt bool, err error) error {
		t.Helper()
		_, got := p.Once(t.Context(), u, what, func(_ context.Context, doubt bool) (Ref, error) {
			if doubt != wantDoubt {
				t.Errorf("doubt is %v", doubt)
			}
			return Ref{}, err
		})
		return got
	}
	one, two := []Message{{Text: "one"}}, []Message{{Text: "two"}}
	_ = try(u, one, false, ErrService)
	_ = try(u, two, false, ErrUnknown) // what was not sent may change
	_ = try(u, two, true, ErrService)
	if err := try(u, one, true, nil); !errors.Is(err, ErrUpdate) {
		t.Errorf("what may have arrived was changed: %v", err)
	}
	_ = try(u, two, true, nil)
	if err := try(u, two, false, errors.New("sent again")); err != nil {
		t.Error(err)
	}
	again := goodUpdate()
	again.ID, again.Again = "other", true
	_ = try(again, one, true, nil)
}

func TestPostsForgetsTheOldestFirst(t *testing.T) {
	var p Posts
	sent := 0
	for n := range mostPosts + 1 {
		u := goodUpdate()
		u.ID = "u" + strings.Repeat("x", n%7) + string(rune('a'+n%26)) + time.Unix(int64(n), 0).UTC().Format("150405")
		_, _ = p.Once(t.Context(), u, nil, func(context.Context, bool) (Ref, error) {
			sent++
			return Ref{}, nil
		})
	}
	if sent != mostPosts+1 || len(p.known) != mostPosts || len(p.order) != mostPosts {
		t.Errorf("sent %d, known %d", sent, len(p.known))
	}
}

func TestATranscriptShowsWhatDoesNotShow(t *testing.T) {
	x := Transcript{Name: "#inc\n-1", Room: Ref{Place: "C1"}, Said: []Said{
		{ID: "1", At: time.Unix(1795370400, 5000), By: "Role\u202eA", Text: "a\tb\x1b[2J\u202e\u200b\xff é 😀\n\nlast\n", Files: []string{"p\n.png"}},
		{ID: "2", At: time.Unix(1795370401, 0), By: "B", Text: "answer", Answers: "1"},
	}}
	body, sum := x.File()
	const want = "Transcript of #inc -1 (C1)\n2 messages, times in UTC\n\n2026-11-22 18:00:00.000005  RoleA\n    a\tb\\x1b[2J\\u202e\\u200b\ufffd é 😀\n    \n    last\n    [file: p .png]\n" +
		"\n    2026-11-22 18:00:01.000000  B\n        answer\n"
	if string(body) != want || len(sum) != 64 {
		t.Errorf("%q", body)
	}
}
