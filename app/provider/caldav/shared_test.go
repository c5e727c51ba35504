package caldav

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"standby/app/provider"
)

const canary = "canary-Zx81-secret"

func at(address string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return address, nil }
}

func fixed(header string) provider.Credentials {
	return func(context.Context) (string, error) { return header, nil }
}

func account(t *testing.T, address string, credentials provider.Credentials) *Account {
	t.Helper()
	a, err := NewAccount(address, credentials, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func discover(t *testing.T, a *Account) []Collection {
	t.Helper()
	list, err := a.Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func fetch(t *testing.T, c *Calendar, last provider.Copy) (provider.Copy, bool) {
	t.Helper()
	now, changed, err := c.Fetch(t.Context(), last)
	if err != nil {
		t.Fatal(err)
	}
	return now, changed
}

func create(t *testing.T, c *Calendar, uid string) error {
	t.Helper()
	_, err := c.Put(t.Context(), uid, event(uid, "Engineer C"), "")
	return err
}

// event is a made-up shift.
func event(uid, summary string) []byte {
	text := strings.NewReplacer("\\", "\\\\", ",", "\\,", ";", "\\;", "\n", "\\n")
	return fmt.Appendf(nil, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//test//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"+
		"DTSTAMP:20261122T080000Z\r\nLAST-MODIFIED:20261122T090000Z\r\nORGANIZER:mailto:b@example.org\r\n"+
		"DTSTART:20261127T090000Z\r\nDTEND:20261204T090000Z\r\nSUMMARY:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", text.Replace(uid), text.Replace(summary))
}

// mustFail checks that an error is what it should be and names no secret.
func mustFail(t *testing.T, err, is error) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Errorf("got %v, want %v", err, is)
	}
	if err != nil && (strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), "canary-Zx81 p")) {
		t.Errorf("a secret in %q", err)
	}
}

// mustChange checks that an error is a lost race, and returns what it says.
func mustChange(t *testing.T, err error, uid string, gone bool) *ChangedError {
	t.Helper()
	mustFail(t, err, ErrChanged)
	var lost *ChangedError
	if !errors.As(err, &lost) {
		t.Fatalf("got %v", err)
	}
	if lost.UID != uid || lost.Gone != gone {
		t.Errorf("got %+v, want gone %v", lost, gone)
	}
	return lost
}
