package agent_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	feeds "standby/app/provider/calendar"
	"standby/rotation"
)

// patient is how long a test waits for what must come.
const patient = time.Minute

func (d *desk) eventually(what string, is func() bool) {
	d.t.Helper()
	for limit := time.Now().Add(patient); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(limit) {
			d.t.Fatalf("%s never came; on the screen: %q", what, d.screen.bodies())
		}
	}
}

// coming is a calendar with a shift of that person, days from now.
func coming(who string, days int) string {
	start := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, days)
	const stamp = "20060102T150405Z"
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//team//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:" +
		start.Format(stamp) + "\r\nDTEND:" + start.AddDate(0, 0, 1).Format(stamp) + "\r\nSUMMARY:" + who + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

func TestASavedFileIsToldOfWithoutWaitingForTheClock(t *testing.T) {
	d := newDesk(t)
	d.real = true
	path := filepath.Join(d.dir, "team.ics")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path+"~", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+"~", path); err != nil {
			t.Fatal(err)
		}
	}
	write(coming("Engineer A", 3))
	file := feeds.NewFile("payments", path)
	d.startWith(agent.CalendarSpec{Calendar: file, Kind: api.KindCalendar, Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary, Mine: false}), Every: 24 * time.Hour, Watch: file.Watch})
	defer func() { d.stop() }()
	heard := func() bool {
		return slices.ContainsFunc(d.snapshot().Sources, func(s api.Source) bool { return s.Name == "payments" && s.State == api.SourceOK })
	}
	d.eventually("the calendar", heard)
	write(coming("Engineer A", 5))
	written := time.Now()
	d.eventually("the note", func() bool {
		if time.Since(written) > 2*time.Second { // the watch may have begun after that
			write(coming("Engineer A", 5))
			written = time.Now()
		}
		return len(d.screen.bodies()) == 1
	})
	if got := d.screen.bodies()[0]; !strings.Contains(got, " moved to ") {
		t.Errorf("%q", got)
	}
}

func TestAFeedFromARealServerIsToldOf(t *testing.T) {
	var body atomic.Value
	body.Store(coming("Engineer A", 3))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/calendar")
		_, _ = io.WriteString(w, body.Load().(string))
	}))
	defer srv.Close()
	d := newDesk(t)
	d.real = true
	location := func(context.Context) (string, error) { return srv.URL + "/private", nil }
	d.startWith(agent.CalendarSpec{Calendar: feeds.NewURL("payments", location, nil), Kind: api.KindCalendar,
		Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary, Mine: false}), Every: 24 * time.Hour})
	defer func() { d.stop() }()
	d.eventually("the calendar", func() bool { return d.snapshot().Duty.Next != nil })
	body.Store(coming("Engineer B", 3))
	d.agent.AskAgain("payments")
	d.eventually("the note", func() bool { return len(d.screen.bodies()) == 1 })
	if got := d.screen.bodies()[0]; !strings.Contains(got, "is no longer yours; Engineer B has it. (payments)") {
		t.Errorf("%q", got)
	}
	srv.Close()
	d.agent.AskAgain("payments")
	d.eventually("the trouble", func() bool { return d.payments().Trouble != nil })
	src := d.payments()
	if src.LastHeard.IsZero() || src.State != api.SourceOK || strings.Contains(src.Trouble.What, "/private") {
		t.Errorf("source %+v, %+v", src, src.Trouble)
	}
}
