package provider

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// headers are those of a service that tells of its window.
func headers(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// drain takes all that may be sent at once.
func drain(t *testing.T, l *Limiter) int {
	t.Helper()
	for n := 0; ; n++ {
		start := time.Now()
		if err := l.Wait(t.Context(), Act); err != nil {
			t.Fatal(err)
		}
		if time.Since(start) > 0 {
			return n
		}
	}
}

func TestPollsLeaveAReserveForActs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(960) // 120 at once, 30 of them for acts, 16 a second
		start := time.Now()
		polls := 0
		for ; time.Since(start) == 0; polls++ {
			if err := l.Wait(t.Context(), Poll); err != nil {
				t.Fatal(err)
			}
		}
		if polls != 91 { // the last one had to wait
			t.Errorf("%d polls at once, want 90 and one that waits", polls-1)
		}
		if acts := drain(t, l); acts < 29 || acts > 31 {
			t.Errorf("%d acts at once after that, want about 30", acts)
		}
	})
}

func TestAPollWaitsWhileAnActWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(960)
		l.Observe(http.StatusTooManyRequests, headers("Retry-After", "4"))
		var mu sync.Mutex
		var order []Class
		var done sync.WaitGroup
		for _, class := range []Class{Poll, Poll, Act, Poll, Act} {
			done.Go(func() {
				if err := l.Wait(t.Context(), class); err != nil {
					t.Errorf("%v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				order = append(order, class)
			})
			synctest.Wait()
		}
		start := time.Now()
		done.Wait()
		if took := time.Since(start); took < 3900*time.Millisecond || took > 5*time.Second {
			t.Errorf("it took %v, want the 4 s that the service asked for", took)
		}
		if len(order) != 5 || order[0] != Act || order[1] != Act {
			t.Errorf("acts (1) go first, got %v", order)
		}
	})
}

func TestWhatTheServiceSaysIsHonoured(t *testing.T) {
	for name, c := range map[string]struct {
		status    int
		header    http.Header
		pause     time.Duration
		poll, act time.Duration // until each is sent
	}{
		"nothing is nothing":                          {200, nil, 0, 0, 0},
		"plenty remains":                              {200, headers("ratelimit-limit", "960", "ratelimit-remaining", "900", "ratelimit-reset", "40"), 0, 0, 0},
		"little remains, which is for acts":           {200, headers("ratelimit-limit", "960", "ratelimit-remaining", "60", "ratelimit-reset", "40"), 0, 40 * time.Second, 0},
		"nothing remains":                             {200, headers("ratelimit-limit", "960", "ratelimit-remaining", "0", "ratelimit-reset", "7"), 0, 7 * time.Second, 7 * time.Second},
		"a refusal with the seconds of its window":    {429, headers("ratelimit-limit", "960", "ratelimit-remaining", "0", "ratelimit-reset", "12"), 12 * time.Second, 12 * time.Second, 12 * time.Second},
		"a refusal with Retry-After":                  {429, headers("Retry-After", "20"), 20 * time.Second, 20 * time.Second, 20 * time.Second},
		"a refusal without a word":                    {429, nil, 5 * time.Second, 5 * time.Second, 5 * time.Second},
		"a refusal for an hour holds acts a minute":   {429, headers("Retry-After", "3600"), time.Hour, 10 * time.Minute, time.Minute},
		"unavailable for a while still lets acts try": {503, headers("Retry-After", "30"), 30 * time.Second, 30 * time.Second, 0},
		"a lie about the window is bounded":           {200, headers("ratelimit-limit", "960", "ratelimit-remaining", "0", "ratelimit-reset", "2000000000"), 0, 10 * time.Minute, time.Minute},
		"nonsense counts for nothing":                 {200, headers("ratelimit-limit", "many", "ratelimit-remaining", "-1", "ratelimit-reset", "soon"), 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(960)
				if pause := l.Observe(c.status, c.header); pause != c.pause {
					t.Errorf("it asks for %v, want %v", pause, c.pause)
				}
				took := func(class Class) time.Duration {
					start := time.Now()
					var held *StatusError
					for err := l.Wait(t.Context(), class); err != nil; err = l.Wait(t.Context(), class) {
						if !errors.As(err, &held) || !errors.Is(err, ErrService) || held.Status != 429 || held.RetryAfter <= 0 || class == Act {
							t.Fatalf("got %v", err)
						}
						time.Sleep(held.RetryAfter)
					}
					return time.Since(start)
				}
				acted := took(Act)
				if polled := acted + took(Poll); polled.Round(time.Second) != c.poll && c.poll > c.act {
					t.Errorf("a poll is sent after %v, want %v", polled, c.poll)
				}
				if acted.Round(time.Second) != c.act {
					t.Errorf("an act is sent after %v, want %v", acted, c.act)
				}
			})
		})
	}
}

func TestALowerLimitOfTheServiceSlowsUsAndAHigherOneDoesNotHurryUs(t *testing.T) {
	for told, want := range map[int]time.Duration{60: time.Second, 960: time.Second / 2} {
		synctest.Test(t, func(t *testing.T) {
			l := NewLimiter(120)
			l.Observe(200, headers("ratelimit-limit", strconv.Itoa(told)))
			drain(t, l)
			start := time.Now()
			for range 20 {
				if err := l.Wait(t.Context(), Act); err != nil {
					t.Fatal(err)
				}
			}
			if each := time.Since(start) / 20; each < want-want/20 || each > want+want/20 {
				t.Errorf("told %d a minute: one in %v, want %v", told, each, want)
			}
		})
	}
}

func TestWhoStopsWaitingIsNotCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(960)
		l.Observe(429, headers("Retry-After", "50"))
		ctx, cancel := context.WithCancel(t.Context())
		acted := make(chan error)
		go func() { acted <- l.Wait(ctx, Act) }()
		synctest.Wait()
		polled := make(chan error, 1)
		go func() { polled <- l.Wait(t.Context(), Poll) }()
		synctest.Wait()
		cancel()
		if err := <-acted; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		var held *StatusError
		if err := <-polled; !errors.As(err, &held) || held.RetryAfter != 50*time.Second {
			t.Errorf("the poll that it kept back: %v", err)
		}
	})
}
