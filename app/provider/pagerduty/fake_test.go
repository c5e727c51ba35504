package pagerduty

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
)

// begin is when the tests take place: a Wednesday.
var begin = time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC)

// clock is a time that stands still until it is told to go on.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// contract is the published one, or nil where it is not at hand.
var contract = sync.OnceValues(pdtest.LoadContract)

func key(text string) provider.Credentials {
	return func(context.Context) (string, error) { return Token(text), nil }
}

// world is a server and a source that share a clock.
type world struct {
	*pdtest.Server
	*Source
	clock *clock
}

// newWorld's server judges by the contract where that is at hand.
func newWorld(t pdtest.T) world {
	t.Helper()
	judge, err := contract()
	if err != nil && !errors.Is(err, pdtest.ErrNoContract) {
		t.Errorf("%v", err)
	}
	c := &clock{at: begin}
	srv := pdtest.New(t, c.now, judge)
	client := provider.NewClient(2 * time.Second)
	t.Cleanup(client.Close)
	s, err := New(Options{Name: "work", BaseURL: srv.URL, Token: key(pdtest.Key), Now: c.now, Client: client})
	if err != nil {
		t.Errorf("%v", err)
	}
	return world{srv, s, c}
}

// one triggers an incident and returns it as it is listed.
func (w world) one(t *testing.T, change func(*pdtest.Incident)) provider.Alert {
	t.Helper()
	id := w.Trigger("Checkout answers slowly", change)
	alerts, err := w.Source.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range alerts {
		if a.Key == id {
			return a
		}
	}
	t.Fatalf("%s is not listed: %v", id, alerts)
	return provider.Alert{}
}

// skip skips on a developer's machine; in CI a part that does not run is a failure.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal("must run in CI: " + why)
	}
	t.Skip(why)
}
