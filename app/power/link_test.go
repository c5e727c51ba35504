package power

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestOnlyAChangeIsAnEvent(t *testing.T) {
	home, office, none := way{true, "home"}, way{true, "office"}, way{}
	for _, c := range []struct {
		name         string
		last, now    way
		known, fresh bool
		want         Event
	}{
		{"the first look", way{}, home, false, true, 0},
		{"nothing changed", home, home, true, false, 0},
		{"still nothing there", none, none, true, true, 0},
		{"it came", none, home, true, false, LinkUp},
		{"it went", home, none, true, false, LinkDown},
		{"another network", home, office, true, false, LinkUp},
		{"past the captive portal", home, home, true, true, LinkUp},
		{"only inner routes went", way{false, "lab"}, none, true, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := compare(c.last, c.now, c.known, c.fresh); got != c.want {
				t.Errorf("compare = %v, want %v", got, c.want)
			}
		})
	}
}

func TestABurstOfMessagesIsOneEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		pokes, events := make(chan poke), make(chan Event, 9)
		looks, now := 0, way{}
		look := func() (way, error) { looks++; return now, nil }
		go follow(ctx, look, pokes, func(e Event) { events <- e }, func(err error) { t.Error(err) })
		synctest.Wait()
		now = way{true, "home"}
		for range 50 {
			pokes <- poke{}
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(2 * settle)
		synctest.Wait()
		if len(events) != 1 || <-events != LinkUp || looks != 2 {
			t.Errorf("%d more events after %d looks", len(events), looks)
		}
	})
}

func TestANetworkThatNeverRestsIsLookedAt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		pokes, events := make(chan poke), make(chan Event, 9)
		now := way{true, "home"}
		go follow(ctx, func() (way, error) { return now, nil }, pokes, func(e Event) { events <- e }, func(err error) { t.Error(err) })
		synctest.Wait()
		now = way{}
		begin := time.Now()
		for len(events) == 0 && time.Since(begin) < time.Minute {
			pokes <- poke{}
			time.Sleep(settle / 2)
		}
		if len(events) == 0 || <-events != LinkDown || time.Since(begin) > 6*settle {
			t.Errorf("after %v", time.Since(begin))
		}
	})
}

func TestAFailedLookChangesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		pokes := make(chan poke)
		var fail error
		failures := 0
		go follow(ctx, func() (way, error) { return way{true, "home"}, fail }, pokes,
			func(e Event) { t.Errorf("told %v", e) }, func(error) { failures++ })
		synctest.Wait()
		for _, fail = range []error{errors.New("no memory"), nil} {
			pokes <- poke{}
			time.Sleep(2 * settle)
			synctest.Wait()
		}
		if failures != 1 {
			t.Errorf("%d failures", failures)
		}
	})
}
