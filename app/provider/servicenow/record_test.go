package servicenow

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"standby/app/provider"
)

const (
	password = "not-a-real-password"
	sysID    = "0123456789abcdef0123456789abcdef"
)

// fake is a ServiceNow with one record, after the vendor's documents.
type fake struct {
	t   *testing.T
	url string

	mu       sync.Mutex
	notes    []string // "field: text"
	payloads []string
	writes   int
	// hidden leaves the journal out, as an account without the right sees it; gone
	// leaves the record out.
	hidden, gone bool
	// patch, when not nil, answers instead; lost takes the note first.
	patch http.HandlerFunc
	lost  bool
	read  http.HandlerFunc
}

func newFake(t *testing.T) *fake {
	f := &fake{t: t}
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	f.url = srv.URL
	return f
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if r.Header.Get("Authorization") != provider.Basic("oncall", password) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"error":{"message":"User Not Authenticated","detail":"Required to provide Auth information"},"status":"failure"}`)
		return
	}
	switch {
	case r.Method == http.MethodGet && r.URL.Path == "/api/now/table/incident":
		if f.read != nil {
			f.read(w, r)
			return
		}
		f.list(w, r)
	case r.Method == http.MethodPatch && r.URL.Path == "/api/now/table/incident/"+sysID:
		f.writes++
		if f.patch == nil || f.lost {
			f.take(r)
		}
		if f.patch != nil {
			f.patch(w, r)
			return
		}
		_, _ = io.WriteString(w, `{"result":{"sys_id":"`+sysID+`"}}`)
	default:
		f.t.Errorf("fake: %s %s", r.Method, r.URL)
		w.WriteHeader(http.StatusNotFound)
	}
}

func (f *fake) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	asked := q.Get("sysparm_query")
	if q.Get("sysparm_display_value") != "true" || asked != "number=INC0010023" && asked != "sys_id="+sysID {
		f.t.Errorf("fake: %s", r.URL)
	}
	if f.gone {
		_, _ = io.WriteString(w, `{"result":[]}`)
		return
	}
	record := map[string]any{"sys_id": sysID, "number": "INC0010023"}
	_, field, _ := strings.Cut(q.Get("sysparm_fields"), "number,")
	if !f.hidden {
		var all []string
		for _, n := range f.notes {
			if text, ok := strings.CutPrefix(n, field+": "); ok {
				all = append([]string{"2026-11-22 18:03:00 - On call (Work notes)\n" + strings.ReplaceAll(text, "\n", "\r\n")}, all...)
			}
		}
		record[field] = strings.Join(all, "\n\n")
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"result": []any{record}})
}

func (f *fake) take(r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	f.payloads = append(f.payloads, string(raw))
	var fields map[string]string
	if err := json.Unmarshal(raw, &fields); err != nil || len(fields) != 1 {
		f.t.Errorf("fake: %s, %v", raw, err)
	}
	for name, text := range fields {
		f.notes = append(f.notes, name+": "+text)
	}
}

func hangUp(w http.ResponseWriter, _ *http.Request) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

func (f *fake) record(t *testing.T, who provider.Audience) *Record {
	t.Helper()
	client := provider.NewClient(5 * time.Second)
	t.Cleanup(client.Close)
	i, err := New(Options{Name: "desk", BaseURL: f.url, Client: client,
		Credentials: func(context.Context) (string, error) { return provider.Basic("oncall", password), nil }})
	if err != nil {
		t.Fatal(err)
	}
	i.limit = provider.NewLimiter(6000)
	r, err := i.Record("INC0010023", who)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func update() provider.Update {
	return provider.Update{ID: "20261122-k7f2.3", Incident: "20261122-k7f2", Title: "Checkout is slow",
		Text: "Status: slow.", At: time.Date(2026, 11, 22, 18, 3, 0, 0, time.UTC)}
}

func TestPayloads(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*provider.Update)
		who    provider.Audience
		want   string
	}{
		"for colleagues it is a work note": {nil, "", `{"work_notes":"Checkout is slow\nStatus: slow.\n\n(Standby update 20261122-k7f2.3)"}`},
		"for customers it is a comment": {func(u *provider.Update) { u.Audience = provider.Customers }, provider.Customers,
			`{"comments":"Checkout is slow\nStatus: slow.\n\n(Standby update 20261122-k7f2.3)"}`},
		"a drill says so": {func(u *provider.Update) { u.Drill = true }, "",
			`{"work_notes":"DRILL, this is only an exercise: Checkout is slow\nStatus: slow.\n\n(Standby update 20261122-k7f2.3)"}`},
		"markup is text": {func(u *provider.Update) { u.Text = `[code]<b>x</b>[/CODE] "q" ${x} javascript:gs.x()` }, "",
			`{"work_notes":"Checkout is slow\n[ code ]\u003cb\u003ex\u003c/b\u003e[ /CODE ] \"q\" ${x} javascript:gs.x()\n\n(Standby update 20261122-k7f2.3)"}`},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			r, u := f.record(t, c.who), update()
			if c.change != nil {
				c.change(&u)
			}
			preview, err := r.Preview(u)
			if err != nil {
				t.Fatal(err)
			}
			ref, err := r.Post(t.Context(), u)
			if err != nil || ref.ID != sysID || ref.Place != "INC0010023" || !strings.HasSuffix(ref.URL, "/nav_to.do?uri=incident.do%3Fsys_id%3D"+sysID) {
				t.Fatalf("%+v, %v", ref, err)
			}
			if len(f.payloads) != 1 || f.payloads[0] != c.want || f.notes[0] != r.field+": "+preview[0].Text {
				t.Errorf("it got %v, want %s; the preview says %+v", f.payloads, c.want, preview)
			}
		})
	}
}

func TestANoteIsAddedOnce(t *testing.T) {
	f := newFake(t)
	f.patch, f.lost = hangUp, true
	for range 2 { // the second time as after a restart
		r := f.record(t, "")
		for range 2 {
			if _, err := r.Post(t.Context(), update()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(f.notes) != 1 || f.writes != 1 {
		t.Errorf("%d notes, %d writes", len(f.notes), f.writes)
	}
}

func TestAJournalThatMayNotBeReadLeavesItUnknown(t *testing.T) {
	f := newFake(t)
	f.hidden, f.patch, f.lost = true, hangUp, true
	r := f.record(t, "")
	for range 2 {
		if _, err := r.Post(t.Context(), update()); !errors.Is(err, provider.ErrUnknown) {
			t.Fatalf("it says %v", err)
		}
	}
	if f.writes != 1 {
		t.Errorf("%d writes", f.writes)
	}
	f.hidden = false
	if _, err := r.Post(t.Context(), update()); err != nil || f.writes != 1 {
		t.Errorf("once it may: %v, %d writes", err, f.writes)
	}
}

func TestFailures(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	for name, c := range map[string]struct {
		change  func(*fake)
		is      error
		says    string
		unknown bool
	}{
		"a record that may not be seen": {func(f *fake) { f.gone = true }, provider.ErrGone, "may not see it", false},
		"two records of one number":     {func(f *fake) { f.read = answer(200, `{"result":[{"sys_id":"`+sysID+`"},{"sys_id":"`+sysID+`"}]}`) }, provider.ErrService, "more than one", false},
		"a record without its ID":       {func(f *fake) { f.read = answer(200, `{"result":[{"sys_id":"../x"}]}`) }, provider.ErrNotTheService, "sys_id", false},
		"no records at all":             {func(f *fake) { f.read = answer(200, `{"hello":1}`) }, provider.ErrNotTheService, "not records", false},
		"no right to write":             {func(f *fake) { f.patch = answer(403, `{"error":{"message":"ACL"}}`) }, provider.ErrUnauthorized, "ACL", false},
		"a failure within":              {func(f *fake) { f.patch = answer(500, `{}`) }, provider.ErrService, "500", true},
		"another record":                {func(f *fake) { f.patch = answer(200, `{"result":{"sys_id":"x"}}`) }, provider.ErrNotTheService, "not with the record", true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			c.change(f)
			_, err := f.record(t, "").Post(t.Context(), update())
			if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) || errors.Is(err, provider.ErrUnknown) != c.unknown || strings.Contains(err.Error(), password) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestTooManyRequestsAreMadeAgainWhenItIsTime(t *testing.T) {
	f := newFake(t)
	f.patch = func(w http.ResponseWriter, r *http.Request) {
		if f.writes == 1 {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		f.take(r)
		_, _ = io.WriteString(w, `{"result":{"sys_id":"`+sysID+`"}}`)
	}
	if _, err := f.record(t, "").Post(t.Context(), update()); err != nil || len(f.notes) != 1 {
		t.Errorf("%v, %v", err, f.notes)
	}
}

func TestWhatIsForColleaguesIsNoComment(t *testing.T) {
	f := newFake(t)
	if _, err := f.record(t, provider.Customers).Post(t.Context(), update()); !errors.Is(err, provider.ErrAudience) || f.writes != 0 {
		t.Errorf("%v", err)
	}
}

func TestProbeNamesTheRecord(t *testing.T) {
	if who, err := newFake(t).record(t, "").Probe(t.Context()); err != nil || who != "INC0010023 at 127.0.0.1" {
		t.Errorf("%q, %v", who, err)
	}
}

func TestOptionsAreRefusedWithTheRemedy(t *testing.T) {
	key := func(context.Context) (string, error) { return "", nil }
	for says, o := range map[string]Options{
		"no name":        {BaseURL: "https://example.service-now.com", Credentials: key},
		"no credentials": {Name: "desk", BaseURL: "https://example.service-now.com"},
		"no host":        {Name: "desk", BaseURL: "https://", Credentials: key},
		"a path":         {Name: "desk", BaseURL: "https://example.service-now.com/api", Credentials: key},
		"https://, or":   {Name: "desk", BaseURL: "http://example.service-now.com", Credentials: key},
		"the keyring":    {Name: "desk", BaseURL: "https://a:abc123@example.service-now.com", Credentials: key},
	} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "abc123") {
			t.Errorf("%s: %v", says, err)
		}
	}
	i, err := New(Options{Name: "desk", BaseURL: "https://example.service-now.com", Credentials: key})
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"", "INC", "INC0010023^active=true", "../x"} {
		if _, err := i.Record(number, ""); err == nil {
			t.Errorf("the number %q is taken", number)
		}
	}
}

func FuzzANoteIsValidAndLiteral(f *testing.F) {
	f.Add("Checkout", "Slow.")
	f.Add("[code]", "[[code]code]<script>[/Code]\r\n\x00")
	f.Fuzz(func(t *testing.T, title, text string) {
		i, err := New(Options{Name: "desk", BaseURL: "https://example.service-now.com", Credentials: func(context.Context) (string, error) { return "", nil }})
		if err != nil {
			t.Fatal(err)
		}
		r, err := i.Record("INC0010023", "")
		if err != nil {
			t.Fatal(err)
		}
		u := update()
		u.Title, u.Text = title, text
		m, err := r.Preview(u)
		if err != nil {
			if !errors.Is(err, provider.ErrUpdate) {
				t.Fatal(err)
			}
			return
		}
		if codeTag.MatchString(m[0].Text) || !strings.HasSuffix(m[0].Text, marker(u.ID)) {
			t.Fatalf("%q", m[0].Text)
		}
		raw, err := json.Marshal(map[string]string{r.field: m[0].Text})
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]string
		if err := json.Unmarshal(raw, &got); err != nil || got["work_notes"] != m[0].Text {
			t.Fatalf("%s, %v", raw, err)
		}
	})
}
