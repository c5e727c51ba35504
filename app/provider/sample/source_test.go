package sample

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"standby/app/provider"
	"standby/notify"
)

func titles(t *testing.T, s *Source) []provider.Alert {
	t.Helper()
	open, err := s.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return open
}

func TestTheSamplePagesIsAcknowledgedAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New("sample", time.Now, 5*time.Second)
		time.Sleep(5*time.Second - time.Nanosecond)
		if open := titles(t, s); len(open) != 0 {
			t.Fatalf("too early: %+v", open)
		}
		time.Sleep(time.Nanosecond)
		open := titles(t, s)
		if len(open) != 1 {
			t.Fatalf("%+v", open)
		}
		a := open[0]
		if a.Title != "Checkout p99 above 2 s" || a.Service != "Payments" || a.Severity != "critical" || a.URL != "" ||
			a.Urgency != notify.High || a.Body == "" || !a.StartedAt.Equal(time.Now()) || a.Ack != nil {
			t.Errorf("%+v", a)
		}

		time.Sleep(time.Minute)
		ack, err := s.Acknowledge(t.Context(), a.Ref, "Engineer A")
		if err != nil || ack.By != "Engineer A" || !ack.Until.IsZero() {
			t.Fatal(ack, err)
		}
		time.Sleep(time.Minute)
		if again, err := s.Acknowledge(t.Context(), a.Ref, "Engineer B"); err != nil || again != ack {
			t.Errorf("twice: %+v, %v", again, err)
		}
		if extended, err := s.Extend(t.Context(), a.Ref, ack); err != nil || extended != ack {
			t.Errorf("extended: %+v, %v", extended, err)
		}
		if open := titles(t, s); len(open) != 1 || open[0].Ack == nil || *open[0].Ack != ack || open[0].Key != a.Key {
			t.Errorf("acknowledged: %+v", open)
		}
		time.Sleep(time.Minute)
		if open := titles(t, s); len(open) != 0 {
			t.Errorf("two minutes later: %+v", open)
		}
		if _, err := s.Acknowledge(t.Context(), a.Ref, "Engineer A"); !errors.Is(err, provider.ErrGone) {
			t.Errorf("after its end: %v", err)
		}
		if err := s.Unacknowledge(t.Context(), ack); err != nil || len(titles(t, s)) != 0 {
			t.Errorf("taking back must not bring it back: %v", err)
		}

		time.Sleep(secondAfter)
		if open := titles(t, s); len(open) != 1 || open[0].Urgency != notify.Low || open[0].Key == a.Key {
			t.Errorf("the quiet one: %+v", open)
		}
	})
}

func TestTakingBackStartsTheSampleAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New("sample", time.Now, 0)
		a := titles(t, s)[0]
		ack, err := s.Acknowledge(t.Context(), a.Ref, "Engineer A")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.Unacknowledge(t.Context(), ack); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Hour)
		if open := titles(t, s); len(open) == 0 || open[0].Ack != nil {
			t.Errorf("%+v", open)
		}
		if again, err := s.Extend(t.Context(), a.Ref, ack); err != nil || again.By != "Engineer A" {
			t.Errorf("a lost acknowledgement is given anew: %+v, %v", again, err)
		}
		for range 2 {
			if err := s.Resolve(t.Context(), a.Ref); err != nil {
				t.Fatal(err)
			}
		}
		if open := titles(t, s); len(open) != 1 || open[0].Key == a.Key {
			t.Errorf("resolved: %+v", open)
		}
	})
}

func TestAnotherRunHasOtherOccurrences(t *testing.T) {
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	one := New("sample", func() time.Time { return start }, 0)
	two := New("sample", func() time.Time { return start.Add(time.Millisecond) }, 0)
	if a, b := titles(t, one)[0].Key, titles(t, two)[0].Key; a == b {
		t.Error(a)
	}
	if _, err := two.Acknowledge(t.Context(), titles(t, one)[0].Ref, "A"); !errors.Is(err, provider.ErrGone) {
		t.Errorf("got %v", err)
	}
}

func TestWhatHasEndedNeverComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
		s := New("sample", func() time.Time { return now }, time.Second)
		ctx := context.Background()
		seen, ended := map[string]bool{}, map[string]bool{}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(3*time.Minute)).Draw(t, "pass")))
			open, err := s.Open(ctx)
			if err != nil {
				t.Fatal(err)
			}
			listed := map[string]bool{}
			for _, a := range open {
				if ended[a.Key] {
					t.Fatalf("%s came back", a.Key)
				}
				seen[a.Key], listed[a.Key] = true, true
			}
			for key := range seen {
				ended[key] = !listed[key]
			}
			if len(open) == 0 {
				continue
			}
			a := rapid.SampledFrom(open).Draw(t, "alert")
			switch rapid.IntRange(0, 3).Draw(t, "action") {
			case 0:
				_, err = s.Acknowledge(ctx, a.Ref, "A")
			case 1:
				err = s.Unacknowledge(ctx, provider.Ack{Handle: a.Ref})
			case 2:
				err = s.Resolve(ctx, a.Ref)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestManyMayAskAtOnce(t *testing.T) {
	s := New("sample", time.Now, 0)
	ref := titles(t, s)[0].Ref
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				ack, _ := s.Acknowledge(t.Context(), ref, "A")
				_, _ = s.Open(t.Context())
				_ = s.Unacknowledge(t.Context(), ack)
			}
		})
	}
	all.Wait()
	if open := titles(t, s); len(open) != 1 || open[0].Ack != nil {
		t.Errorf("%+v", open)
	}
}
