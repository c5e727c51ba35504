package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"standby/app/provider"
)

// What keeps an act from being done that trying again would not change.
var (
	// ErrNotOurs: the acknowledgement is, alone or besides ours, somebody else's, and
	// taking it back would page them.
	ErrNotOurs = errors.New("somebody else has acknowledged it; take it back in PagerDuty")
	// ErrLapsed: the acknowledgement that was to be extended has ended.
	ErrLapsed = errors.New("the acknowledgement has ended, PagerDuty pages again")
)

// AckLabel is what the button says.
func (s *Source) AckLabel() string { return "Acknowledge" }

// Acknowledge takes the incident in the name of the key's owner; by is not asked
// for by PagerDuty. ErrGone when the incident was resolved or has left us for
// somebody else; nothing is sent then.
//
// PagerDuty opens a resolved incident again when it is acknowledged, and knows no
// condition to prevent that. The incident is therefore read just before; what is
// resolved in the fraction of a second between the two requests is opened again,
// and stays in the list, acknowledged by us, until it is resolved anew.
func (s *Source) Acknowledge(ctx context.Context, ref, _ string) (provider.Ack, error) {
	var ack provider.Ack
	err := s.act(ctx, "acknowledge", func(ses *session) error {
		i, err := ses.mine(ctx, ref)
		if err != nil {
			return err
		}
		done := func(i incident) bool { ours, _ := i.ackBy(ses.me.ID); return ours }
		if !done(i) {
			i, err = ses.change(ctx, i.ID, map[string]any{"status": acknowledged}, done)
		}
		if err != nil {
			return err
		}
		ack = i.ack()
		return nil
	})
	return ack, err
}

// Extend changes nothing: that PagerDuty pages again after some time is the team's
// own rule, or a snooze. It returns the acknowledgement as it stands, ErrLapsed
// when ours no longer does, and ErrGone as Acknowledge.
func (s *Source) Extend(ctx context.Context, ref string, _ provider.Ack) (provider.Ack, error) {
	var now provider.Ack
	err := s.act(ctx, "extend the acknowledgement", func(ses *session) error {
		i, err := ses.mine(ctx, ref)
		if err != nil {
			return err
		}
		if ours, _ := i.ackBy(ses.me.ID); !ours {
			return ErrLapsed
		}
		now = i.ack()
		return nil
	})
	return now, err
}

// Unacknowledge has the incident page again. It is done where no acknowledgement
// of ours stands that could be taken back: the incident is resolved, pages, or has
// left us. ErrNotOurs where somebody else has acknowledged it, alone or besides us,
// because PagerDuty can only take all of them back.
func (s *Source) Unacknowledge(ctx context.Context, ack provider.Ack) error {
	return s.act(ctx, "take the acknowledgement back", func(ses *session) error {
		i, err := ses.mine(ctx, ack.Handle)
		if errors.Is(err, provider.ErrGone) {
			return nil
		}
		if err != nil || i.Status == triggered {
			return err
		}
		if _, others := i.ackBy(ses.me.ID); len(others) > 0 {
			return fmt.Errorf("%w: %s", ErrNotOurs, strings.Join(others, ", "))
		}
		_, err = ses.change(ctx, i.ID, map[string]any{"status": triggered}, func(i incident) bool { return i.Status == triggered })
		if errors.Is(err, provider.ErrGone) {
			return nil
		}
		return err
	})
}

// Resolve ends the incident. One that has ended is done; one that has left us for
// somebody else is ErrGone.
func (s *Source) Resolve(ctx context.Context, text string) error {
	return s.act(ctx, "resolve", func(ses *session) error {
		i, err := ses.mine(ctx, text)
		if i.Status == resolved {
			return nil
		}
		if err != nil {
			return err
		}
		_, err = ses.change(ctx, i.ID, map[string]any{"status": resolved}, func(i incident) bool { return i.Status == resolved })
		return err
	})
}

// mine reads an incident and returns ErrGone unless it is open and assigned to me,
// then with what was read.
func (s *session) mine(ctx context.Context, text string) (incident, error) {
	r, err := parseRef(text)
	if err != nil {
		return incident{}, err
	}
	i, err := s.incident(ctx, r.id)
	switch {
	case statusOf(err) == http.StatusNotFound:
		return incident{}, fmt.Errorf("%w: PagerDuty does not know incident %s", provider.ErrGone, r.id)
	case err != nil:
		return incident{}, err
	case i.Status == resolved:
		return i, fmt.Errorf("%w: incident %s is resolved", provider.ErrGone, i.ID)
	case !i.assignedTo(s.me.ID):
		return i, fmt.Errorf("%w: incident %s is now with %s", provider.ErrGone, i.ID, i.assignees())
	}
	return i, nil
}

// change changes members of an incident, and returns it once done says that it is
// as it should be.
func (s *session) change(ctx context.Context, id string, members map[string]any, done func(incident) bool) (incident, error) {
	members["type"] = "incident_reference"
	return s.send(ctx, id, http.MethodPut, incidentPath(id), map[string]any{"incident": members}, done)
}

// send sends a change of an incident. Where the answer does not prove that it is
// done, because it was lost, is an error, or says something else, the incident
// itself is asked: it may be done all the same, or may have ended.
func (s *session) send(ctx context.Context, id, method, path string, body any, done func(incident) bool) (incident, error) {
	var answer struct {
		Incident incident `json:"incident"`
	}
	err := s.do(ctx, method, path, nil, body, &answer)
	if err == nil && answer.Incident.ID == id && answer.Incident.check() == nil && done(answer.Incident) {
		return answer.Incident, nil
	}
	if err == nil {
		err = fmt.Errorf("%w: it answers well, but incident %s is not as it should be", provider.ErrNotTheService, id)
	}
	if errors.Is(err, provider.ErrUnauthorized) || statusOf(err) == http.StatusTooManyRequests || ctx.Err() != nil {
		return incident{}, err
	}
	i, again := s.incident(ctx, id)
	switch {
	case again == nil && done(i):
		return i, nil
	case again == nil && i.Status == resolved, statusOf(again) == http.StatusNotFound:
		return incident{}, fmt.Errorf("%w: incident %s ended meanwhile", provider.ErrGone, id)
	}
	return incident{}, err
}
