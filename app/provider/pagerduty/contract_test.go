package pagerduty

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
)

func TestWhatWeSendAndWhatTheFakeAnswersKeepsTheContract(t *testing.T) {
	if _, err := contract(); err != nil {
		skip(t, err.Error())
	}
	w := newWorld(t)
	a := w.one(t, func(i *pdtest.Incident) {
		i.Details, i.Dedup, i.Priority = map[string]any{"p99": 2.5, "region": "north"}, "checkout", "P1"
	})
	w.SetShifts(pdtest.Shift{User: pdtest.Me(), Start: begin, End: begin.Add(time.Hour), Level: 1},
		pdtest.Shift{User: pdtest.Second(), Level: 2})
	ctx := t.Context()
	ack, err := w.Source.Acknowledge(ctx, a.Ref, "")
	steps := []error{err, w.Unacknowledge(ctx, ack), w.Note(ctx, a.Ref, "", "Looking."), w.Note(ctx, a.Ref, "", "Looking.")}
	_, err = w.Snooze(ctx, a.Ref, "", begin.Add(time.Hour))
	steps = append(steps, err)
	_, err = w.Escalate(ctx, a.Ref, "")
	steps = append(steps, err)
	_, _, err = w.Peek(ctx, a.Ref)
	steps = append(steps, err)
	w.Assign(a.Key, pdtest.Me())
	steps = append(steps, w.Source.Resolve(ctx, a.Ref))
	_, err = w.Schedules(ctx)
	steps = append(steps, err)
	for _, c := range []*Calendar{w.Schedule("rota", pdtest.ScheduleID), w.OnCalls("mine")} {
		_, _, err = c.Fetch(ctx, provider.Copy{})
		steps = append(steps, err)
	}
	for n, err := range steps {
		if err != nil {
			t.Errorf("step %d: %v", n, err)
		}
	}
	for _, call := range []string{"GET /users/me", "GET /incidents", "GET /incidents/{id}", "PUT /incidents/{id}", "POST /incidents/{id}/snooze",
		"GET /incidents/{id}/notes", "POST /incidents/{id}/notes", "GET /oncalls", "GET /schedules", "GET /schedules/{id}"} {
		if w.Judged()[call] == 0 {
			t.Errorf("%s was not judged; were: %v", call, w.Judged())
		}
	}
}

// complaints is a test that only listens.
type complaints struct {
	t    *testing.T
	said []string
}

func (c *complaints) Helper()          {}
func (c *complaints) Cleanup(f func()) { c.t.Cleanup(f) }
func (c *complaints) Errorf(text string, as ...any) {
	c.said = append(c.said, fmt.Sprintf(text, as...))
}

func TestTheFakeComplainsOfWhatBreaksTheContract(t *testing.T) {
	judge, err := contract()
	if err != nil {
		skip(t, err.Error())
	}
	for name, c := range map[string]struct{ method, path, body, from, says string }{
		"a status that there is not":   {"PUT", "/incidents/PINC0001", `{"incident":{"type":"incident_reference","status":"acked"}}`, "a@example.org", "status"},
		"a change without From":        {"PUT", "/incidents/PINC0001", `{"incident":{"type":"incident_reference","status":"resolved"}}`, "", "From"},
		"a snooze of no time":          {"POST", "/incidents/PINC0001/snooze", `{"duration":0}`, "a@example.org", "duration"},
		"a path that there is not":     {"GET", "/incident/PINC0001", "", "", "not in the contract"},
		"a note without its text":      {"POST", "/incidents/PINC0001/notes", `{"note":{}}`, "a@example.org", "content"},
		"a range of dates that is not": {"GET", "/incidents?date_range=year", "", "", "date_range"},
	} {
		t.Run(name, func(t *testing.T) {
			heard := &complaints{t: t}
			srv := pdtest.New(heard, nil, judge)
			srv.Trigger("one", nil)
			req, err := http.NewRequest(c.method, srv.URL+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header = http.Header{"Accept": {accept}, "Content-Type": {"application/json"}, "Authorization": {Token(pdtest.Key)}}
			if c.from != "" {
				req.Header.Set("From", c.from)
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			if !strings.Contains(strings.Join(heard.said, "\n"), c.says) {
				t.Errorf("it says %q, want %q", heard.said, c.says)
			}
		})
	}
}
