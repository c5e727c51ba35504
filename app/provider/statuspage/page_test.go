package statuspage

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
)

func update(id string, phase provider.Phase) provider.Update {
	return provider.Update{
		ID: id, Incident: "20261122-k7f2", Audience: provider.Customers, Phase: phase,
		Title: "Checkout is <slow>", Text: "We are looking into it: " + id + ".\n<script>no</script> \"quotes\" & 😀",
		At: time.Date(2026, 11, 22, 18, 3, 0, 0, time.UTC),
	}
}

func TestAnIncidentFromTheFirstUpdateToTheLast(t *testing.T) {
	f := newFake(t)
	p := f.page(t, nil)
	var first provider.Ref
	for n, phase := range []provider.Phase{"", provider.Identified, provider.Identified, provider.Monitoring, provider.Resolved} {
		u := update("u"+string(rune('1'+n)), phase)
		if n == 0 {
			u.Components = []provider.Component{{ID: "api0000001", Name: "API", Health: provider.PartialOutage}}
		}
		if n == 1 {
			u.Components = []provider.Component{{ID: "web0000001", Name: "Shop", Health: provider.Degraded}}
		}
		preview, err := p.Preview(u)
		if err != nil {
			t.Fatal(err)
		}
		ref, err := p.Post(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			first = ref
		}
		got := f.sent[n]
		if ref != first || got["name"] != preview[0].Subject || got["body"] != preview[0].Text || got["deliver_notifications"] != false || preview[0].Audience != provider.Customers {
			t.Errorf("update %d: %+v, %v; the preview says %+v", n, ref, got, preview[0])
		}
		if also := strings.Join(preview[0].Also, " "); !strings.Contains(also, "Subscribers are not notified.") || n == 0 && !strings.Contains(also, "API is shown as partial_outage") {
			t.Errorf("also: %s", also)
		}
	}
	if len(f.incidents) != 1 || f.incidents[0]["status"] != "resolved" {
		t.Fatalf("%v", f.incidents)
	}
	updates, _ := f.incidents[0]["incident_updates"].([]any)
	affected, _ := f.incidents[0]["components"].([]any)
	if len(updates) != 5 || len(affected) != 2 || first.URL != "https://stspg.io/made-up" {
		t.Errorf("%d updates, %d components, %+v", len(updates), len(affected), first)
	}
	if f.contract == nil {
		return
	}
	if _, err := p.Probe(t.Context()); err != nil {
		t.Error(err)
	}
	for _, operation := range []string{"POST /pages/{page_id}/incidents", "PATCH /pages/{page_id}/incidents/{incident_id}", "GET /pages/{page_id}/incidents/unresolved", "GET /pages/{page_id}/components"} {
		if f.judged[operation] == 0 {
			t.Errorf("%s was not judged: %v", operation, f.judged)
		}
	}
}

func TestAnUpdateIsAddedOnce(t *testing.T) {
	for name, x := range map[string]fault{
		"all is well":                {match: "none"},
		"the first answer is lost":   {match: "POST ", lost: true},
		"the second answer is lost":  {match: "PATCH ", lost: true},
		"too many, in their own way": {match: "PATCH ", answer: calmly, times: 2},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.fail(x)
			for range 2 { // the second time as after a restart
				p := f.page(t, nil)
				for _, id := range []string{"u1", "u2", "u1", "u2"} {
					if _, err := p.Post(t.Context(), update(id, provider.Investigating)); err != nil {
						t.Fatal(err)
					}
				}
			}
			updates, _ := f.incidents[0]["incident_updates"].([]any)
			if len(f.incidents) != 1 || len(updates) != 2 {
				t.Errorf("%d incidents, %d updates", len(f.incidents), len(updates))
			}
		})
	}
}

func calmly(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Retry-After", "1")
	w.WriteHeader(420)
}

func TestALostLastUpdateStaysUnknown(t *testing.T) {
	f := newFake(t)
	p := f.page(t, nil)
	if _, err := p.Post(t.Context(), update("u1", "")); err != nil {
		t.Fatal(err)
	}
	f.fail(fault{match: "PATCH ", lost: true})
	for range 2 {
		if _, err := p.Post(t.Context(), update("u2", provider.Resolved)); !errors.Is(err, provider.ErrUnknown) {
			t.Fatalf("it says %v", err)
		}
	}
	if n := f.count("PATCH ") + f.count("POST "); n != 2 {
		t.Errorf("%d changes", n)
	}
	if _, err := f.page(t, nil).Post(t.Context(), update("u3", provider.Resolved)); !errors.Is(err, provider.ErrGone) {
		t.Errorf("nothing to resolve: %v", err)
	}
}

func TestSubscribersAreNotifiedOnRequestAlone(t *testing.T) {
	f := newFake(t)
	p := f.page(t, func(o *Options) { o.Notify = true })
	preview, err := p.Preview(update("u1", ""))
	if err != nil || !strings.Contains(strings.Join(preview[0].Also, " "), "Everybody who subscribed") {
		t.Fatalf("%+v, %v", preview, err)
	}
	if _, err := p.Post(t.Context(), update("u1", "")); err != nil || f.sent[0]["deliver_notifications"] != true {
		t.Errorf("%v, %v", f.sent, err)
	}
}

func TestIncidentsAndMetadataOfOthersStayAsTheyAre(t *testing.T) {
	f := newFake(t)
	theirs := map[string]any{"id": "their00001", "status": "investigating", "name": "Theirs", "metadata": map[string]any{"jira": map[string]any{"id": "X-1"}}}
	mixed := map[string]any{"id": "mixed00001", "status": "investigating", "name": "Ours", "metadata": map[string]any{
		"jira": map[string]any{"id": "X-2"}, "standby": map[string]any{"incident": "20261122-k7f2", "updates": []any{"u0"}}}}
	f.incidents = []map[string]any{mixed, theirs}
	if ref, err := f.page(t, nil).Post(t.Context(), update("u1", "")); err != nil || ref.ID != "mixed00001" {
		t.Fatalf("%+v, %v", ref, err)
	}
	meta, _ := json.Marshal(f.incidents[0]["metadata"])
	if theirs["name"] != "Theirs" || string(meta) != `{"jira":{"id":"X-2"},"standby":{"incident":"20261122-k7f2","updates":["u0","u1"]}}` {
		t.Errorf("%v, %s", theirs, meta)
	}
}

func TestWhatThePageDoesNotTakeIsSaidBefore(t *testing.T) {
	f := newFake(t)
	p := f.page(t, nil)
	for name, c := range map[string]struct {
		change func(*provider.Update)
		is     error
	}{
		"for colleagues":      {func(u *provider.Update) { u.Audience, u.Phase = "", "" }, provider.ErrAudience},
		"a drill":             {func(u *provider.Update) { u.Drill = true }, provider.ErrAudience},
		"no text":             {func(u *provider.Update) { u.Text = " \n" }, provider.ErrUpdate},
		"a strange phase":     {func(u *provider.Update) { u.Phase = "scheduled" }, provider.ErrUpdate},
		"a strange component": {func(u *provider.Update) { u.Components = []provider.Component{{ID: "a/b", Health: provider.Degraded}} }, provider.ErrUpdate},
		"a strange health":    {func(u *provider.Update) { u.Components = []provider.Component{{ID: "a", Health: "fine"}} }, provider.ErrUpdate},
		"a component twice": {func(u *provider.Update) {
			u.Components = []provider.Component{{ID: "a", Health: "operational"}, {ID: "a", Health: "major_outage"}}
		}, provider.ErrUpdate},
	} {
		u := update("u1", provider.Investigating)
		c.change(&u)
		if _, err := p.Preview(u); !errors.Is(err, c.is) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := p.Post(t.Context(), u); !errors.Is(err, c.is) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(f.requests) != 0 {
		t.Errorf("%v", f.requests)
	}
}

func TestFailuresAreSaidAndAreNoDoubtUnlessTheyAre(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	for name, c := range map[string]struct {
		faults  []fault
		is      error
		unknown bool
	}{
		"the list fails":            {[]fault{{match: "GET ", answer: answer(503, `{}`)}}, provider.ErrService, false},
		"the list is no list":       {[]fault{{match: "GET ", answer: answer(200, `null`)}}, provider.ErrNotTheService, false},
		"it is refused":             {[]fault{{match: "POST ", answer: answer(422, `{"error":["no `+key+`"]}`)}}, provider.ErrService, false},
		"the key is refused":        {[]fault{{match: "POST ", answer: answer(401, `{"error":"no"}`)}}, provider.ErrUnauthorized, false},
		"it fails within":           {[]fault{{match: "POST ", answer: answer(500, `{}`)}}, provider.ErrService, true},
		"it answers something else": {[]fault{{match: "POST ", answer: answer(201, `{}`)}}, provider.ErrNotTheService, true},
		"lost, and not to be seen":  {[]fault{{match: "POST ", lost: true}, {match: "GET ", skip: 1, answer: answer(503, `{}`)}}, provider.ErrUnreachable, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			for _, x := range c.faults {
				f.fail(x)
			}
			p := f.page(t, nil)
			_, err := p.Post(t.Context(), update("u1", ""))
			if !errors.Is(err, c.is) || errors.Is(err, provider.ErrUnknown) != c.unknown || strings.Contains(err.Error(), key) {
				t.Fatalf("it says %v", err)
			}
			if _, err := p.Post(t.Context(), update("u1", "")); err != nil || len(f.incidents) != 1 {
				t.Errorf("tried again: %v, %d incidents", err, len(f.incidents))
			}
		})
	}
}

func TestComponentsAreThoseOfThePageWithoutItsGroups(t *testing.T) {
	got, err := newFake(t).page(t, nil).Components(t.Context())
	if err != nil || len(got) != 2 || got[0] != (provider.Component{ID: "api0000001", Name: "API", Health: provider.Operational}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOptionsAreRefusedWithTheRemedy(t *testing.T) {
	token := func(context.Context) (string, error) { return "", nil }
	for says, o := range map[string]Options{
		"no name":     {Page: pageID, Token: token},
		"API info":    {Name: "public", Page: "a/b", Token: token},
		"no API key":  {Name: "public", Page: pageID},
		"https://":    {Name: "public", Page: pageID, Token: token, BaseURL: "http://api.example.org"},
		"the keyring": {Name: "public", Page: pageID, Token: token, BaseURL: "https://api.statuspage.io/v1?api_key=abc123"},
	} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "abc123") {
			t.Errorf("%s: %v", says, err)
		}
	}
	p, err := New(Options{Name: "public", Page: pageID, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Post(t.Context(), update("u1", "")); !errors.Is(err, provider.ErrUnauthorized) || errors.Is(err, provider.ErrUnknown) {
		t.Errorf("without a key: %v", err)
	}
}

func FuzzWhatThePageGetsIsValidAndLiteral(f *testing.F) {
	f.Add("Checkout", "Slow.", "api1")
	f.Add("\x00\xff", "a\r\n\u202e\u2028b", "")
	f.Fuzz(func(t *testing.T, title, text, component string) {
		p, err := New(Options{Name: "public", Page: pageID, Token: func(context.Context) (string, error) { return "", nil }})
		if err != nil {
			t.Fatal(err)
		}
		u := update("u1", "")
		u.Title, u.Text = title, text
		if component != "" {
			u.Components = []provider.Component{{ID: component, Health: provider.Degraded}}
		}
		m, clean, err := p.message(u)
		if err != nil {
			if !errors.Is(err, provider.ErrUpdate) {
				t.Fatal(err)
			}
			return
		}
		raw, err := json.Marshal(payload{p.fields(clean, nil)})
		if err != nil {
			t.Fatal(err)
		}
		var got payload
		if err := json.Unmarshal(raw, &got); err != nil || got.Incident.Name != m.Subject || got.Incident.Body != m.Text || got.Incident.Notify {
			t.Fatalf("%s, %v", raw, err)
		}
	})
}
