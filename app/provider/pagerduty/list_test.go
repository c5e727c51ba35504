package pagerduty

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
	"standby/notify"
)

func TestAnIncidentIsListedWithAllThatAPageShows(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, func(i *pdtest.Incident) {
		i.Details = map[string]any{"region": "north", "p99": 2.5, "why": map[string]any{"disk": "full"}}
		i.Dedup, i.Priority, i.Urgency = "checkout-slow", "P2", "low"
	})
	if a.Title != "Checkout answers slowly" || a.Service != "Payments" || a.Severity != "P2" || a.Urgency != notify.Low {
		t.Errorf("%+v", a)
	}
	if a.Body != "Checkout answers slowly\np99: 2.5\nregion: north\nwhy: {\"disk\":\"full\"}" {
		t.Errorf("body %q", a.Body)
	}
	if !slices.Equal(a.Dedup, []string{"key-1", "checkout-slow", a.URL}) || a.URL != "https://team.example.org/incidents/PINC0001" || !a.StartedAt.Equal(begin) {
		t.Errorf("%v %s %v", a.Dedup, a.URL, a.StartedAt)
	}
	if a.Ack != nil || a.Muted {
		t.Errorf("it is nobody's yet: %+v", a)
	}
}

func TestAnUrgencyThatIsUnknownIsLoudAndATitleThatIsMissingIsReplaced(t *testing.T) {
	a := incident{ID: "P1", Number: 7, Urgency: "severe"}.alert()
	if a.Urgency != notify.High || a.Title != "Incident #7" || !a.StartedAt.IsZero() || a.Dedup != nil {
		t.Errorf("%+v", a)
	}
}

func TestWhoHasAcknowledgedAndUntilWhenIsTold(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	w.Server.Acknowledge(a.Key, pdtest.Second())
	until := begin.Add(30 * time.Minute)
	w.Change(a.Key, func(i *pdtest.Incident) { i.Until = until })
	alerts, err := w.Source.Open(t.Context())
	if err != nil || len(alerts) != 1 || alerts[0].Ack == nil {
		t.Fatal(alerts, err)
	}
	if got, want := *alerts[0].Ack, (provider.Ack{Handle: a.Key, By: "Engineer B", Until: until, Lapses: true}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	w.clock.pass(time.Hour)
	if alerts, err = w.Source.Open(t.Context()); err != nil || len(alerts) != 1 || alerts[0].Ack != nil {
		t.Errorf("after that time it pages again: %v, %v", alerts, err)
	}
}

func TestOldIncidentsAndThoseOfOthersAreToldApart(t *testing.T) {
	w := newWorld(t)
	old := w.Trigger("Older than a month", func(i *pdtest.Incident) { i.Created = begin.AddDate(0, -5, 0) })
	w.Assign(w.Trigger("Somebody else's", nil), pdtest.Second())
	w.Server.Resolve(w.Trigger("Over", nil))
	alerts, err := w.Source.Open(t.Context())
	if err != nil || len(alerts) != 1 || alerts[0].Key != old {
		t.Errorf("%v, %v", alerts, err)
	}
}

func TestWhoseTheKeyIsIsAskedOnceForEachKey(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		if _, err := w.Source.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.Count("GET /users/me"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	w.api.token = key("another")
	if _, err := w.Source.Open(t.Context()); !errors.Is(err, provider.ErrUnauthorized) {
		t.Errorf("another key: %v", err)
	}
	if n := w.Count("GET /users/me"); n != 2 {
		t.Errorf("asked %d times", n)
	}
	me, err := newWorld(t).Me(t.Context())
	if err != nil || me.Name != "Engineer A" || me.Email != "a@example.org" {
		t.Errorf("%v, %v", me, err)
	}
}

func TestALongListIsReadToItsEnd(t *testing.T) {
	w := newWorld(t)
	for n := range 250 {
		w.Trigger(fmt.Sprint("Number ", n), nil)
	}
	alerts, err := w.Source.Open(t.Context())
	if err != nil || len(alerts) != 250 {
		t.Fatalf("%d, %v", len(alerts), err)
	}
	if n := w.Count("GET /incidents"); n != 3 {
		t.Errorf("%d requests", n)
	}
}

func TestAListThatMovesWhileItIsReadIsReadAgain(t *testing.T) {
	for name, c := range map[string]struct {
		between func(w world, ids []string)
		want    int
	}{
		"one before has ended":                  {func(w world, ids []string) { w.Server.Resolve(ids[0]) }, 11},
		"the last of the page before has ended": {func(w world, ids []string) { w.Server.Resolve(ids[4]) }, 11},
		"one before has been given to me":       {func(w world, ids []string) { w.Assign(ids[12], pdtest.Me()) }, 13},
		"one has come at the end":               {func(w world, _ []string) { w.Trigger("new", nil) }, 13},
		"all have ended": {func(w world, ids []string) {
			for _, id := range ids {
				w.Server.Resolve(id)
			}
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.SetPageSize(5)
			// One that is not mine yet, with the lowest number.
			away := w.Trigger("away", nil)
			w.Assign(away, pdtest.Second())
			ids := make([]string, 0, 13)
			for n := range 12 {
				ids = append(ids, w.Trigger(fmt.Sprint("Number ", n), nil))
			}
			ids = append(ids, away)
			w.Fail(pdtest.Fault{Match: "GET /incidents", Skip: 1, Before: func() { c.between(w, ids) }})
			alerts, err := w.Source.Open(t.Context())
			open := w.Server.Open(pdtest.Me())
			if err != nil || len(alerts) != c.want || len(open) != c.want {
				t.Errorf("%d listed, %v; want %d", len(alerts), err, c.want)
			}
			for _, a := range alerts {
				if open[a.Key] == "" {
					t.Errorf("%s is listed and not open", a.Key)
				}
			}
		})
	}
}

// says answers with a text that is labelled as JSON.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(text))
	}
}

func TestAListThatLiesIsNoList(t *testing.T) {
	page := func(more, offset string, ids ...string) string {
		items := make([]string, len(ids))
		for n, id := range ids {
			items[n] = fmt.Sprintf(`{"id":%q,"status":"triggered"}`, id)
		}
		return fmt.Sprintf(`{"incidents":[%s],"more":%s,"offset":%s}`, strings.Join(items, ","), more, offset)
	}
	long := make([]string, 101)
	for n := range long {
		long[n] = fmt.Sprint("P", n)
	}
	for name, c := range map[string]struct {
		text string
		is   error
	}{
		"more without anything":               {page("true", "0"), provider.ErrNotTheService},
		"more for ever":                       {page("true", "0", "P1"), provider.ErrNotTheService},
		"the same page again and again":       {page("true", "null", "P1", "P2"), provider.ErrService},
		"another page than was asked for":     {page("true", "0", "P1", "P2"), provider.ErrNotTheService},
		"not a word on whether there is more": {`{"incidents":[]}`, provider.ErrNotTheService},
		"more than was asked for":             {page("false", "0", long...), provider.ErrNotTheService},
		"null":                                {"null", provider.ErrNotTheService},
		"an empty object":                     {"{}", provider.ErrNotTheService},
		"null instead of a list":              {`{"incidents":null,"more":false}`, provider.ErrNotTheService},
		"a list instead of an object":         {"[]", provider.ErrNotTheService},
		"an incident without id":              {`{"incidents":[{"status":"triggered"}],"more":false}`, provider.ErrNotTheService},
		"an incident with a path for an id":   {`{"incidents":[{"id":"../users","status":"triggered"}],"more":false}`, provider.ErrNotTheService},
		"an incident in a state of its own":   {`{"incidents":[{"id":"P1","status":"merged"}],"more":false}`, provider.ErrNotTheService},
		"a list that is cut short":            {`{"incidents":[{"id":"P1","sta`, provider.ErrNotTheService},
		"another service's answer":            {`{"status":"ok"}`, provider.ErrNotTheService},
		"a text":                              {`"ok"`, provider.ErrNotTheService},
		"something after the end":             {page("false", "0", "P1") + "x", provider.ErrNotTheService},
		"a time that is none":                 {`{"incidents":[{"id":"P1","status":"triggered","created_at":"yesterday"}],"more":false}`, provider.ErrNotTheService},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Fail(pdtest.Fault{Match: "GET /incidents", Times: 1000, Answer: says(c.text)})
			alerts, err := w.Source.Open(t.Context())
			if !errors.Is(err, c.is) || alerts != nil {
				t.Errorf("got %v, %v; want %v", alerts, err, c.is)
			}
		})
	}
}

func TestMoreThanIsListedAtAllIsAnError(t *testing.T) {
	w := newWorld(t)
	w.Fail(pdtest.Fault{Match: "GET /incidents", Times: 1000, Answer: func(out http.ResponseWriter, r *http.Request) {
		var offset int
		_, _ = fmt.Sscan(r.URL.Query().Get("offset"), &offset)
		items := make([]string, 100)
		for n := range items {
			items[n] = fmt.Sprintf(`{"id":"P%d","status":"triggered"}`, offset+n)
		}
		says(`{"incidents":[`+strings.Join(items, ",")+`],"more":true}`)(out, r)
	}})
	w.api.limit = provider.NewLimiter(1_000_000)
	if _, err := w.Source.Open(t.Context()); !errors.Is(err, provider.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}
