package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"standby/app/provider"
)

const (
	// LongestSnooze is the longest that PagerDuty holds an incident back.
	LongestSnooze = 604_800 * time.Second
	// snoozeNoise is how far apart two ends of a snooze may be and still be the same
	// one: durations are sent in whole seconds.
	snoozeNoise = 5 * time.Second
)

// ErrSnooze says that the end of a snooze cannot be asked for.
var ErrSnooze = errors.New("PagerDuty holds an incident back for a second at least and seven days at most")

// Snooze acknowledges the incident until then, when PagerDuty itself pages again.
// The seconds are counted by PagerDuty's clock. ErrSnooze when there is none left,
// or more than LongestSnooze; ErrGone as Acknowledge, and with the same race.
func (s *Source) Snooze(ctx context.Context, ref, _ string, until time.Time) (provider.Ack, error) {
	var ack provider.Ack
	err := s.act(ctx, "snooze", func(ses *session) error {
		i, err := ses.mine(ctx, ref)
		if err != nil {
			return err
		}
		if i, err = ses.snooze(ctx, i, until); err == nil {
			ack = i.ack()
		}
		return err
	})
	return ack, err
}

func (s *session) snooze(ctx context.Context, i incident, until time.Time) (incident, error) {
	done := func(i incident) bool {
		return i.Status == acknowledged && i.pagesAgain().Sub(until).Abs() <= snoozeNoise
	}
	if done(i) {
		return i, nil
	}
	// Reading the incident has just measured the server's clock.
	left := until.Sub(s.serverNow())
	seconds := int64((left + time.Second - 1) / time.Second)
	if left <= 0 || left > LongestSnooze {
		return i, fmt.Errorf("%w; %s is not within that", ErrSnooze, until.UTC().Format(time.RFC3339))
	}
	return s.send(ctx, i.ID, http.MethodPost, incidentPath(i.ID, "snooze"), map[string]any{"duration": seconds}, done)
}
