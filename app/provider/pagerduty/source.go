package pagerduty

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"standby/app/provider"
	"standby/rotation"
)

// The paths of the API that we use.
const (
	incidentsPath = "incidents"
	onCallsPath   = "oncalls"
	schedulesPath = "schedules"
)

// Source is one person's PagerDuty. Open is called from one goroutine at a time;
// the other methods may be called at any time from any. Acts are done one after
// the other, and go ahead of listing.
type Source struct {
	name string
	api  *api
	// acting holds one token: acts look before they leap.
	acting chan struct{}
}

var (
	_ provider.Source       = (*Source)(nil)
	_ provider.Acknowledger = (*Source)(nil)
	_ provider.Resolver     = (*Source)(nil)
	_ provider.Snoozer      = (*Source)(nil)
	_ provider.Noter        = (*Source)(nil)
	_ provider.Escalator    = (*Source)(nil)
	_ provider.Reader       = (*Source)(nil)
)

// Name is the account's name in the configuration.
func (s *Source) Name() string { return s.name }

// Me is the person that the API key belongs to. It is asked of PagerDuty once for
// each key.
func (s *Source) Me(ctx context.Context) (rotation.Person, error) {
	ses, err := s.api.session(ctx, provider.Act)
	if err != nil {
		return rotation.Person{}, fmt.Errorf("look up the user of %s: %w", s.name, err)
	}
	return rotation.Person{Name: ses.me.String(), Email: ses.me.Email}, nil
}

// Open returns every incident that is open and assigned to me. One that somebody
// has acknowledged carries an Ack; its Until is when PagerDuty will page again.
func (s *Source) Open(ctx context.Context) ([]provider.Alert, error) {
	alerts, err := s.list(ctx)
	if err != nil {
		return nil, fmt.Errorf("list incidents of %s: %w", s.name, err)
	}
	return alerts, nil
}

func (s *Source) list(ctx context.Context) ([]provider.Alert, error) {
	ses, err := s.api.session(ctx, provider.Poll)
	if err != nil {
		return nil, err
	}
	list, err := ses.incidents(ctx)
	if err != nil {
		return nil, err
	}
	alerts := make([]provider.Alert, 0, len(list))
	for _, i := range list {
		if i.Status != resolved {
			alerts = append(alerts, i.alert())
		}
	}
	return alerts, nil
}

// Peek returns the incident as it is now; open means that Open would list it.
func (s *Source) Peek(ctx context.Context, text string) (a provider.Alert, open bool, err error) {
	err = s.act(ctx, "look at an incident", func(ses *session) error {
		r, err := parseRef(text)
		if err != nil {
			return err
		}
		i, err := ses.incident(ctx, r.id)
		if statusOf(err) == http.StatusNotFound {
			return nil
		}
		if err == nil {
			a, open = i.alert(), i.Status != resolved && i.assignedTo(ses.me.ID)
		}
		return err
	})
	return a, open, err
}

// act runs one act at a time and says in its error what was being done.
func (s *Source) act(ctx context.Context, what string, do func(*session) error) error {
	select {
	case s.acting <- struct{}{}:
		defer func() { <-s.acting }()
	case <-ctx.Done():
		return fmt.Errorf("%s at %s: %w", what, s.name, ctx.Err())
	}
	ses, err := s.api.session(ctx, provider.Act)
	if err == nil {
		err = do(ses)
	}
	if err != nil {
		return fmt.Errorf("%s at %s: %w", what, s.name, err)
	}
	return nil
}

// incident reads one incident.
func (s *session) incident(ctx context.Context, id string) (incident, error) {
	var answer struct {
		Incident incident `json:"incident"`
	}
	query := url.Values{"include[]": {"first_trigger_log_entries"}}
	if err := s.get(ctx, incidentPath(id), query, &answer); err != nil {
		return incident{}, err
	}
	if err := answer.Incident.check(); err != nil {
		return incident{}, err
	}
	if answer.Incident.ID != id {
		return incident{}, fmt.Errorf("%w: not the incident that was asked for", provider.ErrNotTheService)
	}
	return answer.Incident, nil
}

func incidentPath(id string, more ...string) string {
	path := incidentsPath + "/" + url.PathEscape(id)
	for _, m := range more {
		path += "/" + m
	}
	return path
}
