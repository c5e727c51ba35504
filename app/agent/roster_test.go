package agent_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
	"standby/app/secret"
	"standby/app/setup"
)

// keyHolder is a keyring with one key in it.
type keyHolder struct{}

func (keyHolder) Get(context.Context, string) (secret.Secret, error) {
	return secret.Of(pdtest.Key), nil
}
func (keyHolder) Set(context.Context, string, secret.Secret) (secret.Kept, error) {
	return secret.InKeyring, nil
}
func (keyHolder) Delete(context.Context, string) error { return nil }

// rosterSpec is the schedule of a PagerDuty account, as the configuration makes it.
func rosterSpec(t *testing.T, srv *pdtest.Server, clock func() time.Time, client *provider.Client) agent.CalendarSpec {
	t.Helper()
	build := setup.Builder{Keyring: keyHolder{}, Client: client, Now: clock, Accounts: &setup.Accounts{}}
	specs, err := build.Calendars(config.Config{
		PagerDutys: []config.PagerDuty{{Name: "work", URL: srv.URL}},
		Calendars:  []config.Calendar{{Name: "payments", PagerDuty: "work", Schedule: pdtest.ScheduleID, Role: "primary", Refresh: 15 * time.Minute}},
	})
	if err != nil || len(specs) != 1 {
		t.Fatal(specs, err)
	}
	return specs[0]
}

func TestAChangedScheduleOfAnAccountIsToldAsThatOfAFeed(t *testing.T) {
	day := time.Now().UTC().Truncate(24 * time.Hour)
	turn := func(u pdtest.User, n int) pdtest.Shift {
		return pdtest.Shift{User: u, Start: day.AddDate(0, 0, n), End: day.AddDate(0, 0, n+1), Level: 1}
	}
	srv := pdtest.New(t, nil, nil)
	srv.SetShifts(turn(pdtest.Second(), -1), turn(pdtest.Second(), 2), turn(pdtest.Me(), 3))
	client := provider.NewClient(0)
	defer client.Close()
	d := newDesk(t)
	d.real = true
	d.startWith(rosterSpec(t, srv, time.Now, client))
	defer func() { d.stop() }()
	d.eventually("the schedule", func() bool { s := d.snapshot(); return s.Duty.Next != nil && s.DutyKnown })
	srv.SetShifts(turn(pdtest.Second(), -1), turn(pdtest.Second(), 2), turn(pdtest.Second(), 3))
	d.agent.AskAgain("payments")
	d.eventually("the note", func() bool { return len(d.screen.bodies()) == 1 })
	if got := d.screen.bodies()[0]; !strings.Contains(got, "is no longer yours; Engineer B has it. (payments)") {
		t.Errorf("%q", got)
	}
	versions, err := d.agent.Versions(t.Context(), "payments")
	if err != nil || len(versions) != 2 {
		t.Errorf("kept: %+v, %v", versions, err)
	}
	found, err := d.agent.Compare(t.Context(), "payments", "", "")
	if err != nil || len(found.Alterations) != 2 {
		t.Errorf("compared: %+v, %v", found.Alterations, err)
	}
	srv.Fail(pdtest.Fault{Match: "GET /", Times: 99, Answer: func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "later", http.StatusBadGateway) }})
	d.agent.AskAgain("payments")
	d.eventually("the trouble", func() bool { return d.payments().Trouble != nil })
	if src := d.payments(); src.State != api.SourceOK || !strings.HasPrefix(src.Trouble.Means, "Its shifts stay as they were last read") {
		t.Errorf("%+v, %+v", src, src.Trouble)
	}
}

// keptRoster is an account that answers once, and never again.
type keptRoster struct {
	provider.Calendar
	copied provider.Copy
	asked  []time.Time
}

func (k *keptRoster) Fetch(context.Context, provider.Copy) (provider.Copy, bool, error) {
	if k.asked = append(k.asked, time.Now()); len(k.asked) == 1 {
		return k.copied, true, nil
	}
	return provider.Copy{}, false, errors.Join(errors.New("it is gone"), provider.ErrUnreachable)
}

func TestPastWhatAnAccountToldNobodyKnowsWhoIsOnCall(t *testing.T) {
	began := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when bubbles begin
	asked := began.AddDate(0, 0, -7*14)                  // so that what is told ends soon after it
	srv := pdtest.New(t, func() time.Time { return asked }, nil)
	srv.SetShifts(pdtest.Shift{User: pdtest.Me(), Start: began.AddDate(0, 0, -1), End: began.AddDate(0, 0, 1)},
		pdtest.Shift{User: pdtest.Second(), Start: began.AddDate(0, 0, 1), End: began.AddDate(0, 0, 2)})
	client := provider.NewClient(0)
	spec := rosterSpec(t, srv, func() time.Time { return asked }, client)
	copied, _, err := spec.Calendar.Fetch(t.Context(), provider.Copy{})
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	copied.FetchedAt = began
	inBubble(t, "a schedule", func(t *testing.T, d *desk) {
		k := &keptRoster{Calendar: spec.Calendar, copied: copied}
		spec := spec
		spec.Calendar = k
		d.startWith(spec)
		defer func() { d.stop() }()
		if s := d.snapshot(); !s.DutyKnown || s.Duty.Current == nil {
			t.Errorf("duty %+v, known %v", s.Duty, s.DutyKnown)
		}
		d.settle(36 * time.Hour)
		if s := d.snapshot(); !s.DutyKnown || s.Duty.Current != nil {
			t.Errorf("duty %+v, known %v: %s", s.Duty, s.DutyKnown, s.DutyReason)
		}
		if src := d.payments(); src.State != api.SourceSilent || src.Trouble == nil {
			t.Errorf("%+v", src)
		}
		var longest time.Duration
		for i := 1; i < len(k.asked); i++ {
			longest = max(longest, k.asked[i].Sub(k.asked[i-1]))
		}
		if longest < 30*time.Minute || longest > time.Hour || len(k.asked) > 100 {
			t.Errorf("asked %d times, after %v at most", len(k.asked), longest)
		}
		d.settle(time.Until(d.payments().Horizon) + time.Minute)
		if s := d.snapshot(); s.DutyKnown || !strings.Contains(s.DutyReason, "payments ends on") {
			t.Errorf("known %v: %s", s.DutyKnown, s.DutyReason)
		}
	})
}
