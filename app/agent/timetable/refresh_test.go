package timetable

import (
	"strings"
	"testing"
	"time"
)

func TestACalendarSaysHowOftenItWantsToBeRead(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"BEGIN:VCALENDAR\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n":        time.Hour,
		"BEGIN:VCALENDAR\nX-PUBLISHED-TTL:PT30M\n":                           30 * time.Minute,
		"BEGIN:VCALENDAR\nX-PUBLISHED-TTL:PT30M\nrefresh-interval:P1W\n":     7 * 24 * time.Hour,
		"\xef\xbb\xbfBEGIN:VCALENDAR\nREFRESH-INTERVAL:P1DT2H3M4S":           26*time.Hour + 3*time.Minute + 4*time.Second,
		"BEGIN:VCALENDAR\nREFRESH-INTERVAL:soon\nX-PUBLISHED-TTL:+PT5M\n":    5 * time.Minute,
		"BEGIN:VCALENDAR\nBEGIN:VEVENT\nREFRESH-INTERVAL:PT1H\nEND:VEVENT\n": 0,
		"BEGIN:VCALENDAR\n": 0,
		"":                  0,
		"BEGIN:VCALENDAR\nREFRESH-INTERVAL:PT1H1D\n":                                        0,
		"BEGIN:VCALENDAR\nREFRESH-INTERVAL:P99999999999999999999D\n":                        0,
		"BEGIN:VCALENDAR\nREFRESH-INTERVAL:P400D\n":                                         0,
		"BEGIN:VCALENDAR\nREFRESH-INTERVAL:-PT1H\n":                                         0,
		"BEGIN:VCALENDAR\n" + strings.Repeat("X-PAD:1\n", 5000) + "REFRESH-INTERVAL:PT1H\n": 0,
	} {
		if got := refresh([]byte(text)); got != want {
			t.Errorf("%.80q: %v, want %v", text, got, want)
		}
	}
}

func FuzzRefresh(f *testing.F) {
	f.Add([]byte("BEGIN:VCALENDAR\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:P1W\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if d := refresh(data); d < 0 || d > 366*24*time.Hour {
			t.Errorf("%q: %v", data, d)
		}
	})
}
