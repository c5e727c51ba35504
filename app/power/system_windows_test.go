package power

import (
	"context"
	"testing"
	"time"
)

func TestThisWindowsAnswers(t *testing.T) {
	p := New(Options{})
	presence, err := p.Presence(t.Context())
	if err != nil || presence.State == Unknown || presence.Source != "Windows" {
		t.Errorf("%+v, %v", presence, err)
	}
	battery, err := p.Battery(t.Context())
	if err != nil {
		t.Errorf("%+v, %v", battery, err)
	}
	sane(t, battery)
	if _, err := windowsWay(); err != nil {
		t.Error(err)
	}
	t.Logf("%+v; %s", presence, battery)
}

func TestRunListensToWindowsAndEnds(t *testing.T) {
	p := New(Options{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.Run(ctx, func(e Event) { t.Log(e) })
	}()
	for limit := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		found := p.Capabilities()
		if found.Sleep != "" && found.Lock != "" && found.Link != "" {
			break
		}
		if time.Now().After(limit) {
			t.Errorf("only %+v was found", found)
			break
		}
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("Run does not end")
	}
}
