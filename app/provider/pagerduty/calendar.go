package pagerduty

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"standby/app/provider"
)

// How far calendars look, in weeks before and after the one that is now: a body
// then stays the same from Monday to Monday unless the schedule changes. On-calls
// are told for 90 days ahead at most; of a schedule a quarter is asked at a time.
const (
	scheduleBack, scheduleAhead, schedulePart = 9, 15, 12
	onCallBack, onCallAhead                   = 4, 12
	week                                      = 7 * 24 * time.Hour
)

// Calendar is a schedule, or one person's on-calls, as a provider.Calendar. The
// body of its copies is JSON of our own, which ReadRoster reads: PagerDuty's answers
// hold what changes with every reading.
type Calendar struct {
	name string
	api  *api
	read func(ctx context.Context, s *session, now time.Time) (roster, error)
}

var _ provider.Calendar = (*Calendar)(nil)

// Schedule is the final schedule of everybody, with overrides applied, that has
// that id ("PABC123", the end of its address in the browser). It shares the key and
// the rate limit of the source.
func (s *Source) Schedule(name, id string) *Calendar {
	return &Calendar{name: name, api: s.api, read: func(ctx context.Context, ses *session, now time.Time) (roster, error) {
		return ses.schedule(ctx, id, now)
	}}
}

// OnCalls is when the key's owner is on call, by any schedule or escalation policy,
// with the level. It shares the key and the rate limit of the source.
func (s *Source) OnCalls(name string) *Calendar {
	return &Calendar{name: name, api: s.api, read: func(ctx context.Context, ses *session, now time.Time) (roster, error) {
		return ses.myOnCalls(ctx, now)
	}}
}

// Name is the calendar's name in the configuration.
func (c *Calendar) Name() string { return c.name }

// Fetch implements provider.Calendar. There are no validators: what was read is
// compared. Errors are *CalendarError, and wrap ErrNoSchedule where that is the
// reason.
func (c *Calendar) Fetch(ctx context.Context, last provider.Copy) (now provider.Copy, changed bool, err error) {
	at := c.api.now().UTC()
	body, err := c.body(ctx, at)
	if err != nil {
		return provider.Copy{}, false, &CalendarError{Calendar: c.name, Err: err}
	}
	if bytes.Equal(body, last.Body) {
		last.FetchedAt, last.Warnings = at, nil
		return last, false, nil
	}
	return provider.Copy{Body: body, FetchedAt: at}, true, nil
}

func (c *Calendar) body(ctx context.Context, at time.Time) ([]byte, error) {
	ses, err := c.api.session(ctx, provider.Poll)
	if err != nil {
		return nil, err
	}
	r, err := c.read(ctx, ses, at)
	if err != nil {
		return nil, err
	}
	body, err := json.MarshalIndent(r, "", " ")
	if err == nil && len(body) > maxCopy {
		err = fmt.Errorf("%w: more shifts than fit into %d MB", provider.ErrTooLarge, maxCopy>>20)
	}
	return body, err
}

// maxCopy is the most that a provider.Copy holds.
const maxCopy = 10 << 20

// ErrNoSchedule says that the account has no schedule of that id, that the key may
// not see it, or that it is one of the new kind, whose shifts this API does not tell.
var ErrNoSchedule = errors.New("no schedule of that id; if it is one of the new kind, read your on-calls instead")

// CalendarError is what kept a schedule or on-calls from being read.
type CalendarError struct {
	// Calendar is its name in the configuration.
	Calendar string
	Err      error
}

func (e *CalendarError) Error() string {
	return fmt.Sprintf("read %s from PagerDuty: %v", e.Calendar, e.Err)
}

// Unwrap returns the cause.
func (e *CalendarError) Unwrap() error { return e.Err }

// ScheduleInfo names a schedule.
type ScheduleInfo struct{ ID, Name, Zone string }

// Schedules are those that the account has and the key may see, in order of name.
func (s *Source) Schedules(ctx context.Context) ([]ScheduleInfo, error) {
	ses, err := s.api.session(ctx, provider.Act)
	if err != nil {
		return nil, fmt.Errorf("list the schedules of %s: %w", s.name, err)
	}
	list, err := collect(ctx, func(w wireSchedule) string { return w.ID }, func(ctx context.Context, query url.Values) (listing[wireSchedule], error) {
		var answer struct {
			Schedules []wireSchedule `json:"schedules"`
			More      *bool          `json:"more"`
			Offset    *int           `json:"offset"`
		}
		err := ses.get(ctx, schedulesPath, query, &answer)
		return listing[wireSchedule]{answer.Schedules, answer.More, answer.Offset}, err
	})
	if err != nil {
		return nil, fmt.Errorf("list the schedules of %s: %w", s.name, err)
	}
	infos := make([]ScheduleInfo, len(list))
	for i, w := range list {
		infos[i] = ScheduleInfo{w.ID, w.Name, w.Zone}
	}
	slices.SortFunc(infos, func(a, b ScheduleInfo) int { return strings.Compare(a.Name+"\x00"+a.ID, b.Name+"\x00"+b.ID) })
	return infos, nil
}

type wireSchedule struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Zone  string `json:"time_zone"`
	Final *struct {
		Entries []struct {
			Start *string `json:"start"`
			End   *string `json:"end"`
			User  *person `json:"user"`
		} `json:"rendered_schedule_entries"`
	} `json:"final_schedule"`
}

// monday is the midnight, in UTC, that began the week.
func monday(now time.Time) time.Time {
	day := now.UTC().Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func (s *session) schedule(ctx context.Context, id string, now time.Time) (roster, error) {
	if !identifier.MatchString(id) {
		return roster{}, fmt.Errorf("%w: %.40q is none; it is the end of its address in the browser", ErrNoSchedule, id)
	}
	r := roster{Format: rosterFormat, Kind: kindSchedule, ID: id, Me: s.me.ID, Since: monday(now).Add(-scheduleBack * week), Until: monday(now).Add(scheduleAhead * week)}
	for from := r.Since; from.Before(r.Until); from = from.Add(schedulePart * week) {
		w, err := s.schedulePart(ctx, id, from, from.Add(schedulePart*week))
		if err != nil {
			return roster{}, err
		}
		r.Name, r.Zone = w.Name, w.Zone
		for _, e := range w.Final.Entries {
			if err := r.add(s.me, e.User, e.Start, e.End, entry{}); err != nil {
				return roster{}, err
			}
		}
	}
	r.settle()
	return r, nil
}

func (s *session) schedulePart(ctx context.Context, id string, since, until time.Time) (wireSchedule, error) {
	var answer struct {
		Schedule wireSchedule `json:"schedule"`
	}
	// overflow has shifts told whole that reach beyond what is asked for; UTC keeps
	// one instant from being written in two ways.
	query := url.Values{"since": {since.Format(time.RFC3339)}, "until": {until.Format(time.RFC3339)}, "overflow": {"true"}, "time_zone": {"UTC"}}
	err := s.get(ctx, schedulesPath+"/"+url.PathEscape(id), query, &answer)
	switch {
	case statusOf(err) == http.StatusNotFound:
		return wireSchedule{}, fmt.Errorf("%w: %s: %w", ErrNoSchedule, id, err)
	case err != nil:
		return wireSchedule{}, err
	case answer.Schedule.ID != id || answer.Schedule.Final == nil || answer.Schedule.Final.Entries == nil:
		return wireSchedule{}, fmt.Errorf("%w: not the final schedule that was asked for", provider.ErrNotTheService)
	}
	return answer.Schedule, nil
}

func (s *session) myOnCalls(ctx context.Context, now time.Time) (roster, error) {
	r := roster{Format: rosterFormat, Kind: kindOnCalls, ID: s.me.ID, Me: s.me.ID, Name: s.me.String(), Since: monday(now).Add(-onCallBack * week), Until: monday(now).Add(onCallAhead * week)}
	list, err := s.onCalls(ctx, url.Values{"user_ids[]": {s.me.ID}, "since": {r.Since.Format(time.RFC3339)}, "until": {r.Until.Format(time.RFC3339)}, "time_zone": {"UTC"}})
	if err != nil {
		return roster{}, err
	}
	for _, c := range list {
		if err := r.add(s.me, &c.User, c.Start, c.End, entry{Level: c.Level, Schedule: c.Schedule.ID, Policy: c.Policy.ID}); err != nil {
			return roster{}, err
		}
	}
	r.settle()
	return r, nil
}
