package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"standby/app/provider"
	"standby/app/provider/judge"
)

const (
	token = "xoxb-not-a-real-token"
	meID  = "U00000001"
	meBot = "B00000001"
)

// begin is when the fake's clock starts; each message takes a second.
var begin = time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)

// fault is what happens to a call instead of a good answer.
type fault struct {
	method      string
	skip, times int
	// lost means that the call takes effect and its answer never arrives.
	lost   bool
	answer http.HandlerFunc
}

type room struct {
	ID, Name, Creator string
	Private, Archived bool
	members           map[string]bool
	messages          []map[string]any
}

// fake is a Slack that holds each call and each answer against the contract.
type fake struct {
	t        *testing.T
	url      string
	contract *judge.Contract

	mu     sync.Mutex
	rooms  []*room
	users  map[string]string // by e-mail
	faults []*fault
	calls  []string
	judged map[string]int
	posts  []url.Values
	tick   int
	page   int
	// bare leaves the metadata out, as Slack does without the right to see it.
	bare bool
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{t: t, judged: map[string]int{}, page: 200, users: map[string]string{
		"a@example.org": "U0000000A", "b@example.org": "U0000000B", "c@example.org": "U0000000C"}}
	contract, err := judge.Load("slack.json", amend)
	switch {
	case errors.Is(err, judge.ErrAbsent) && os.Getenv("CI") != "true":
		t.Log("not held against the contract: ", err)
	case err != nil:
		t.Fatal(err)
	}
	f.contract = contract
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	f.url = srv.URL + "/api/"
	return f
}

// amend adds what Slack has told since 2021, which is in its recorded samples: where
// the next page of a history is (the contract's own example has it), and metadata of
// messages. And a history may be empty.
func amend(doc *openapi3.T) {
	object := func() *openapi3.SchemaRef { return openapi3.NewObjectSchema().NewRef() }
	message := doc.Components.Schemas["objs_message"].Value
	message.Properties["metadata"] = object()
	history := doc.Paths.Value("/conversations.history").Get.Responses.Value("200").Value.Content.Get("application/json").Schema.Value
	history.Properties["response_metadata"] = object()
	history.Properties["messages"].Value.MinItems = 0
	replies := doc.Paths.Value("/conversations.replies").Get.Responses.Value("200").Value.Content.Get("application/json").Schema.Value
	replies.Properties["response_metadata"] = object()
}

func (f *fake) workspace(t *testing.T, change func(*Options)) *Workspace {
	t.Helper()
	client := provider.NewClient(5 * time.Second)
	t.Cleanup(client.Close)
	o := Options{Name: "team", BaseURL: f.url, Token: func(context.Context) (string, error) { return Token(token), nil }, Client: client}
	if change != nil {
		change(&o)
	}
	w, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for method := range w.door.limits {
		w.door.limits[method] = provider.NewLimiter(6000)
	}
	return w
}

// add makes a channel that is there already.
func (f *fake) add(name, creator string, change func(*room)) *room {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := &room{ID: fmt.Sprintf("C%09d", len(f.rooms)+1), Name: name, Creator: creator, members: map[string]bool{creator: true}}
	if change != nil {
		change(r)
	}
	f.rooms = append(f.rooms, r)
	return r
}

func (f *fake) fail(x fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x.times = max(x.times, 1)
	f.faults = append(f.faults, &x)
}

func (f *fake) count(method string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c == method {
			n++
		}
	}
	return n
}

func (f *fake) fault(method string) *fault {
	for n, x := range f.faults {
		if x.method != method {
			continue
		}
		if x.skip > 0 {
			x.skip--
			return nil
		}
		if x.times--; x.times == 0 {
			f.faults = slices.Delete(f.faults, n, n+1)
		}
		return x
	}
	return nil
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	form, err := url.ParseQuery(string(raw))
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	if err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || form.Has("token") {
		f.t.Errorf("fake: %s %s %v", r.Method, r.URL, form)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, method)
	x := f.fault(method)
	if x != nil && x.answer != nil {
		x.answer(w, r)
		return
	}
	exchange := f.judge(r, method, form)
	answer := map[string]any{"ok": false, "error": "invalid_auth"}
	if r.Header.Get("Authorization") == "Bearer "+token {
		answer = f.route(method, form)
	}
	if x != nil && x.lost {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
		return
	}
	body, _ := json.Marshal(answer)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if exchange != nil {
		// The contract has refusals under "default"; Slack sends them with 200.
		status := http.StatusOK
		if answer["ok"] == false {
			status = http.StatusBadRequest
		}
		if err := exchange.Answer(status, w.Header(), body); err != nil {
			f.t.Errorf("fake: %v\n%.1500s", err, body)
		}
		f.judged[method]++
	}
	_, _ = w.Write(body)
}

// judge holds a call against the contract, which has the token in a header of that
// name, and GET for what only asks; Slack takes Authorization and POST for all. It has
// true and false where slack-go sends the 1 and 0 that Slack takes too.
func (f *fake) judge(r *http.Request, method string, form url.Values) *judge.Exchange {
	if f.contract == nil || method == "users.lookupByEmail" { // not in the cut
		return nil
	}
	form = maps.Clone(form)
	for _, flag := range []string{"inclusive", "include_all_metadata"} {
		if v := form.Get(flag); v != "" {
			form.Set(flag, strconv.FormatBool(v == "1"))
		}
	}
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if method != "chat.postMessage" {
		form.Set("token", key)
	}
	target, verb, body := "/"+method, http.MethodPost, form.Encode()
	switch method {
	case "auth.test", "users.info", "conversations.history", "conversations.replies", "conversations.list":
		target, verb, body = target+"?"+body, http.MethodGet, ""
	}
	same, _ := http.NewRequestWithContext(r.Context(), verb, target, strings.NewReader(body))
	same.Header = http.Header{"Content-Type": r.Header["Content-Type"], "Token": {key}}
	x, err := f.contract.Request(same)
	if err != nil {
		f.t.Errorf("fake: %v", err)
	}
	return x
}

func no(word string) map[string]any { return map[string]any{"ok": false, "error": word} }

func (f *fake) route(method string, form url.Values) map[string]any {
	r := f.room(form.Get("channel"))
	if form.Has("channel") && r == nil {
		return no("channel_not_found")
	}
	switch method {
	case "auth.test":
		return map[string]any{"ok": true, "url": "https://made-up.slack.com/", "team": "Made up", "user": "standby", "team_id": "T00000001", "user_id": meID, "bot_id": meBot}
	case "chat.postMessage":
		return f.post(r, form)
	case "conversations.create":
		return f.create(form)
	case "conversations.invite":
		return f.invite(r, strings.Split(form.Get("users"), ","))
	case "conversations.history":
		return f.history(r, form)
	case "conversations.replies":
		return f.replies(r, form)
	case "conversations.list":
		return f.list(form)
	case "users.lookupByEmail":
		if id := f.users[form.Get("email")]; id != "" {
			return map[string]any{"ok": true, "user": map[string]any{"id": id, "name": "x"}}
		}
		return no("users_not_found")
	case "users.info":
		for email, id := range f.users {
			if id == form.Get("user") {
				return map[string]any{"ok": true, "user": map[string]any{"id": id, "name": email[:1], "real_name": "Role " + strings.ToUpper(email[:1])}}
			}
		}
		return no("user_not_found")
	}
	f.t.Errorf("fake: no method %s", method)
	return no("invalid_arg_name")
}

func (f *fake) room(id string) *room {
	for _, r := range f.rooms {
		if r.ID == id {
			return r
		}
	}
	return nil
}

func (f *fake) now() string {
	f.tick++
	return fmt.Sprintf("%d.%06d", begin.Unix()+int64(f.tick), f.tick)
}

// say puts a message into a room.
func (f *fake) say(r *room, user, text, thread string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	ts := f.now()
	m := map[string]any{"type": "message", "user": user, "text": text, "ts": ts}
	if thread != "" {
		m["thread_ts"] = thread
		for _, parent := range r.messages {
			if parent["ts"] == thread {
				count, _ := parent["reply_count"].(int)
				parent["thread_ts"], parent["reply_count"] = thread, count+1
			}
		}
	}
	r.messages = append(r.messages, m)
	return ts
}

func (f *fake) post(r *room, form url.Values) map[string]any {
	f.posts = append(f.posts, form)
	var meta map[string]any
	_ = json.Unmarshal([]byte(form.Get("metadata")), &meta)
	m := map[string]any{"type": "message", "user": meID, "bot_id": meBot, "text": form.Get("text"), "ts": f.now(), "metadata": meta}
	r.messages = append(r.messages, m)
	return map[string]any{"ok": true, "channel": r.ID, "ts": m["ts"], "message": m}
}

func conversation(r *room) map[string]any {
	return map[string]any{"id": r.ID, "name": r.Name, "creator": r.Creator, "is_private": r.Private, "is_archived": r.Archived, "is_channel": true}
}

func (f *fake) create(form url.Values) map[string]any {
	for _, r := range f.rooms {
		if r.Name == form.Get("name") {
			return no("name_taken")
		}
	}
	r := &room{ID: fmt.Sprintf("C%09d", len(f.rooms)+1), Name: form.Get("name"), Creator: meID, Private: form.Get("is_private") == "true", members: map[string]bool{meID: true}}
	f.rooms = append(f.rooms, r)
	return map[string]any{"ok": true, "channel": conversation(r)}
}

func (f *fake) invite(r *room, users []string) map[string]any {
	for _, u := range users {
		switch {
		case r.members[u]:
			return no("already_in_channel")
		case u == "U0000000C":
			return no("user_is_ultra_restricted")
		case !slices.Contains(slices.Collect(maps.Values(f.users)), u):
			return no("user_not_found")
		}
	}
	for _, u := range users {
		r.members[u] = true
	}
	return map[string]any{"ok": true, "channel": conversation(r)}
}

// history has the newest first, and of a thread its beginning alone.
func (f *fake) history(r *room, form url.Values) map[string]any {
	list := []map[string]any{}
	for _, m := range slices.Backward(r.messages) {
		ts, _ := m["ts"].(string)
		if thread, ok := m["thread_ts"]; ok && thread != ts || ts < form.Get("oldest") {
			continue
		}
		m = maps.Clone(m)
		if f.bare || form.Get("include_all_metadata") != "1" {
			delete(m, "metadata")
		}
		list = append(list, m)
	}
	out := f.cut(list, form)
	out["pin_count"], out["channel_actions_ts"], out["channel_actions_count"] = 0, "", 0
	return out
}

// replies begins each page with what they answer.
func (f *fake) replies(r *room, form url.Values) map[string]any {
	var list []map[string]any
	for _, m := range r.messages {
		if m["thread_ts"] == form.Get("ts") && m["ts"] != form.Get("ts") {
			list = append(list, m)
		}
	}
	out := f.cut(list, form)
	messages, _ := out["messages"].([]map[string]any)
	for _, m := range r.messages {
		if m["ts"] == form.Get("ts") {
			out["messages"] = append([]map[string]any{m}, messages...)
		}
	}
	return out
}

func (f *fake) cut(list []map[string]any, form url.Values) map[string]any {
	from, _ := strconv.Atoi(strings.TrimPrefix(form.Get("cursor"), "from-"))
	limit, _ := strconv.Atoi(form.Get("limit"))
	to := min(from+min(limit, f.page), len(list))
	out := map[string]any{"ok": true, "messages": list[from:to], "has_more": to < len(list)}
	if to < len(list) {
		out["response_metadata"] = map[string]any{"next_cursor": fmt.Sprintf("from-%d", to)}
	}
	return out
}

func (f *fake) list(form url.Values) map[string]any {
	list := []map[string]any{}
	for _, r := range f.rooms {
		if !r.Archived || form.Get("exclude_archived") != "true" {
			list = append(list, conversation(r))
		}
	}
	from, _ := strconv.Atoi(form.Get("cursor"))
	to, next := min(from+f.page, len(list)), ""
	if to < len(list) {
		next = strconv.Itoa(to)
	}
	return map[string]any{"ok": true, "channels": list[from:to], "response_metadata": map[string]any{"next_cursor": next}}
}
