package agent_test

import (
	"context"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/provider"
	"standby/rotation"
)

// hosted is a calendar whose product nothing in it tells.
type hosted struct {
	calendar
	host string
}

func (h hosted) Fetch(ctx context.Context, last provider.Copy) (provider.Copy, bool, error) {
	now, changed, err := h.calendar.Fetch(ctx, last)
	now.Host = h.host
	return now, changed && string(now.Body) != string(last.Body), err
}

func TestACalendarIsKnownByItsHostWhereItDoesNotSayWhoWroteIt(t *testing.T) {
	plain := calendar{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + event("Engineer A", 24, 36) + event("Engineer B", 36, 24*300) + "END:VCALENDAR\r\n"}
	for host, want := range map[string]string{"": "", "calendar.example.org": "", "api.opsgenie.com": "Opsgenie or Jira Service Management", "acme.pagerduty.com": "PagerDuty"} {
		inBubble(t, "at "+host, func(t *testing.T, d *desk) {
			spec := agent.CalendarSpec{Calendar: hosted{plain, host}, Kind: api.KindCalendar, Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary}), Every: 15 * time.Minute}
			d.startWith(spec)
			if src := d.payments(); src.Profile != want || want == "" && !src.Horizon.Equal(time.Date(2000, 1, 1+300, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("recognised as %q, until %v", src.Profile, src.Horizon)
			}
			d.stop()
			// The host is not kept: it is known again once the source was asked.
			d.startWith(spec)
			defer func() { d.stop() }()
			d.settle(time.Minute)
			src := d.payments()
			if src.Profile != want {
				t.Errorf("after a restart: recognised as %q", src.Profile)
			}
			// Opsgenie tells three months and no further, whatever stands in the feed.
			if host == "api.opsgenie.com" && !src.Horizon.Equal(time.Date(2000, 1, 1+89, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("it knows until %v", src.Horizon)
			}
			d.shows()
		})
	}
}
