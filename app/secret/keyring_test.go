package secret

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"
)

func alwaysReady(context.Context) error { return nil }

func is(err error) probe { return func(context.Context) error { return err } }

func changed(k *Keyring) bool {
	select {
	case <-k.Changed():
		return true
	default:
		return false
	}
}

func TestASecretIsKeptFoundAndDeleted(t *testing.T) {
	keyring.MockInit()
	k, ctx := newKeyring("standby-test", system{}, alwaysReady), t.Context()
	if k.State() != Unknown {
		t.Errorf("state %q before the first call", k.State())
	}
	if _, err := k.Get(ctx, "alertmanager/prod"); !errors.Is(err, ErrMissing) || k.State() != Missing || !changed(k) {
		t.Errorf("before it is kept: %v, state %q", err, k.State())
	}
	for _, text := range []string{"first", "second", ""} {
		if kept, err := k.Set(ctx, "alertmanager/prod", Of(text)); err != nil || kept != InKeyring {
			t.Fatalf("set: %q, %v", kept, err)
		}
		if got, err := k.Get(ctx, "alertmanager/prod"); err != nil || got.Reveal() != text {
			t.Errorf("get: %q, %v; want %q", got.Reveal(), err, text)
		}
	}
	if k.State() != OK || !changed(k) {
		t.Errorf("state %q after all is well", k.State())
	}
	for range 2 {
		if err := k.Delete(ctx, "alertmanager/prod"); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if k.State() != OK || changed(k) {
		t.Errorf("state %q after what nobody wants any more has gone", k.State())
	}
	if _, err := k.Get(ctx, "alertmanager/prod"); !errors.Is(err, ErrMissing) {
		t.Errorf("after it was deleted: %v", err)
	}
}

func TestTheStateIsMissingWhileAnyWantedSecretIs(t *testing.T) {
	keyring.MockInit()
	k, ctx := newKeyring("standby-test", system{}, alwaysReady), t.Context()
	for _, name := range []string{"a", "b"} {
		if _, err := k.Get(ctx, name); !errors.Is(err, ErrMissing) {
			t.Fatal(err)
		}
	}
	for i, name := range []string{"a", "b"} {
		if _, err := k.Set(ctx, name, Of("x")); err != nil {
			t.Fatal(err)
		}
		if want := []State{Missing, OK}[i]; k.State() != want {
			t.Errorf("after %s: %q, want %q", name, k.State(), want)
		}
	}
}

func TestWithoutAKeyringASecretIsHeldForTheRun(t *testing.T) {
	for name, c := range map[string]struct {
		ready  error
		mocked error
		want   error
		state  State
	}{
		"locked":                {ErrLocked, nil, ErrLocked, Locked},
		"no service":            {fmt.Errorf("%w: no D-Bus session", ErrUnavailable), nil, ErrUnavailable, Unavailable},
		"the call itself fails": {nil, errors.New("org.example.Error.Failed"), ErrUnavailable, Unavailable},
		"unsupported system":    {nil, keyring.ErrUnsupportedPlatform, ErrUnavailable, Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			keyring.MockInitWithError(c.mocked)
			k, ctx := newKeyring("standby-test", system{}, is(c.ready)), t.Context()
			if _, err := k.Get(ctx, "a"); !errors.Is(err, c.want) || k.State() != c.state {
				t.Errorf("get: %v, state %q; want %v, %q", err, k.State(), c.want, c.state)
			}
			if kept, err := k.Set(ctx, "a", Of("x")); err != nil || kept != ThisRunOnly {
				t.Fatalf("set: %q, %v", kept, err)
			}
			if got, err := k.Get(ctx, "a"); err != nil || got.Reveal() != "x" {
				t.Errorf("from memory: %q, %v", got.Reveal(), err)
			}
			if k.State() != c.state {
				t.Errorf("state %q hides that the keyring is not there", k.State())
			}
			if err := k.Delete(ctx, "a"); !errors.Is(err, c.want) {
				t.Errorf("delete: %v; it must say that the keyring may still hold it", err)
			}
			if _, err := k.Get(ctx, "a"); !errors.Is(err, c.want) {
				t.Errorf("after delete: %v", err)
			}
		})
	}
}

func TestWhatWasHeldGivesWayOnceTheKeyringTakesIt(t *testing.T) {
	keyring.MockInit()
	ready := ErrLocked
	k, ctx := newKeyring("standby-test", system{}, func(context.Context) error { return ready }), t.Context()
	if kept, err := k.Set(ctx, "a", Of("old")); err != nil || kept != ThisRunOnly {
		t.Fatalf("%q, %v", kept, err)
	}
	ready = nil
	if kept, err := k.Set(ctx, "a", Of("new")); err != nil || kept != InKeyring {
		t.Fatalf("%q, %v", kept, err)
	}
	if got, err := k.Get(ctx, "a"); err != nil || got.Reveal() != "new" {
		t.Errorf("%q, %v", got.Reveal(), err)
	}
}

func TestNamesAndLengthsAreBounded(t *testing.T) {
	keyring.MockInit()
	k, ctx := newKeyring("standby-test", system{}, alwaysReady), t.Context()
	for _, name := range []string{"", "a\x00b", "line\nbreak", strings.Repeat("x", maxName+1), "\xff"} {
		if _, err := k.Set(ctx, name, Of("x")); err == nil {
			t.Errorf("the name %q was taken", name)
		}
	}
	if kept, err := k.Set(ctx, "a", Of(strings.Repeat("x", MaxLength))); err != nil || kept != InKeyring {
		t.Errorf("the longest: %q, %v", kept, err)
	}
	if _, err := k.Set(ctx, "a", Of(strings.Repeat("x", MaxLength+1))); !errors.Is(err, ErrTooLong) {
		t.Errorf("one byte more: %v", err)
	}
}

// hanging answers a call when it is released, as a prompt does when somebody
// comes back from lunch.
type hanging struct {
	release chan error
	mu      sync.Mutex
	calls   int
	most    int
	flying  int
}

func (h *hanging) wait() error {
	h.mu.Lock()
	h.calls++
	h.flying++
	h.most = max(h.most, h.flying)
	h.mu.Unlock()
	err := <-h.release
	h.mu.Lock()
	h.flying--
	h.mu.Unlock()
	return err
}

// seen is how many calls there were, and how many at once at the most.
func (h *hanging) seen() (calls, most int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls, h.most
}

func (h *hanging) Get(string, string) (string, error) { return "late", h.wait() }
func (h *hanging) Set(string, string, string) error   { return h.wait() }
func (h *hanging) Delete(string, string) error        { return h.wait() }

func TestAHangingKeyringCostsFiveSecondsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{release: make(chan error)}
		k, start := newKeyring("test", h, alwaysReady), time.Now()
		if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrUnavailable) || time.Since(start) != answerWithin {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if k.State() != Unavailable || !changed(k) {
			t.Errorf("state %q", k.State())
		}
		start = time.Now()
		if _, err := k.Get(t.Context(), "b"); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%v", err)
		}
		if kept, err := k.Set(t.Context(), "c", Of("x")); err != nil || kept != ThisRunOnly {
			t.Errorf("%q, %v", kept, err)
		}
		if calls, _ := h.seen(); time.Since(start) != 0 || calls != 1 {
			t.Errorf("the next calls took %v, and %d calls were made", time.Since(start), calls)
		}
		h.release <- nil
		synctest.Wait()
		if k.State() != OK || !changed(k) {
			t.Errorf("after the late answer: state %q", k.State())
		}
		go func() { h.release <- nil }()
		if got, err := k.Get(t.Context(), "a"); err != nil || got.Reveal() != "late" {
			t.Errorf("the keyring is back: %q, %v", got.Reveal(), err)
		}
	})
}

func TestCallsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{release: make(chan error)}
		k := newKeyring("test", h, alwaysReady)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := k.Get(t.Context(), "a"); err != nil {
					t.Error(err)
				}
			})
		}
		for range 4 {
			time.Sleep(time.Second) // of the bubble: each call takes one
			h.release <- nil
		}
		wg.Wait()
		if calls, most := h.seen(); most != 1 || calls != 4 {
			t.Errorf("%d calls, %d of them at once", calls, most)
		}
	})
}

func TestWhoWaitsInLineBehindAHangingCallWaitsFiveSecondsToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{release: make(chan error)}
		k, start := newKeyring("test", h, alwaysReady), time.Now()
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := k.Get(impatient, "a"); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%v; the caller gave up, not the keyring", err)
		}
		if k.State() != Unknown {
			t.Errorf("state %q; nothing is known yet", k.State())
		}
		if _, err := k.Get(t.Context(), "b"); !errors.Is(err, ErrUnavailable) || time.Since(start) != time.Second+answerWithin {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		close(h.release)
	})
}

func TestAProbeThatGetsNoAnswerEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{release: make(chan error)}
		k, start := newKeyring("test", h, func(ctx context.Context) error {
			<-ctx.Done()
			return fmt.Errorf("%w: %w", ErrUnavailable, ctx.Err())
		}), time.Now()
		if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrUnavailable) || time.Since(start) != readyWithin {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if calls, _ := h.seen(); calls != 0 {
			t.Error("the keyring was called, although it was not ready")
		}
	})
}

// panicking is what go-keyring does when the bus ends under a prompt.
type panicking struct{ talkative }

func (panicking) Get(string, string) (string, error) { panic("nil signal") }

func TestAPanicOfTheBackEndIsAnError(t *testing.T) {
	k := newKeyring("test", panicking{}, alwaysReady)
	for range 2 {
		if _, err := k.Get(t.Context(), "a"); !errors.Is(err, ErrUnavailable) || k.State() != Unavailable {
			t.Errorf("%v, state %q", err, k.State())
		}
	}
}
