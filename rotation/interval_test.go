package rotation_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

func drawInterval(t *rapid.T, name string) rotation.Interval {
	from := rapid.IntRange(0, 50).Draw(t, name+" from")
	return rotation.Interval{Start: hour(from), End: hour(from + rapid.IntRange(-5, 30).Draw(t, name+" length"))}
}

func TestClipKeepsWhatBothHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i, w := drawInterval(t, "interval"), drawInterval(t, "window")
		clipped := i.Clip(w)
		at := hour(rapid.IntRange(-10, 90).Draw(t, "at"))
		if got, want := clipped.Contains(at), i.Contains(at) && w.Contains(at); got != want {
			t.Fatalf("%v in %v clipped to %v is %v: contains %v: %v, want %v", i, w, w, clipped, at, got, want)
		}
		if clipped.Duration() > i.Duration() || clipped.Duration() > w.Duration() {
			t.Fatalf("%v clipped to %v grew to %v", i, w, clipped)
		}
		if again := clipped.Clip(w); again.Duration() != clipped.Duration() {
			t.Fatalf("clipping twice gives %v, then %v", clipped, again)
		}
		if w.Clip(i).Duration() != clipped.Duration() {
			t.Fatalf("%v and %v do not clip to the same", i, w)
		}
	})
}

func TestTwoHalvesOfAnIntervalMakeTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := drawInterval(t, "interval")
		cut := hour(rapid.IntRange(-10, 90).Draw(t, "cut"))
		far := 1000 * time.Hour
		before := i.Clip(rotation.Interval{Start: hour(0).Add(-far), End: cut})
		after := i.Clip(rotation.Interval{Start: cut, End: hour(0).Add(far)})
		if before.Duration()+after.Duration() != i.Duration() {
			t.Fatalf("%v cut at %v: %v and %v", i, cut, before, after)
		}
	})
}

func TestIntervalsAreHalfOpen(t *testing.T) {
	i := rotation.Interval{Start: hour(1), End: hour(2)}
	if !i.Contains(hour(1)) || i.Contains(hour(2)) || i.Empty() || i.Duration() != time.Hour {
		t.Errorf("%v", i)
	}
	for _, empty := range []rotation.Interval{{}, {Start: hour(2), End: hour(2)}, {Start: hour(3), End: hour(2)}} {
		if !empty.Empty() || empty.Duration() != 0 || empty.Contains(hour(2)) {
			t.Errorf("%v is not empty", empty)
		}
	}
}

func TestANightOfAClockChangeHasItsRealHours(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skipf("no time zones here: %v", err)
	}
	night := func(m time.Month, d int) time.Duration {
		return rotation.Interval{
			Start: time.Date(2026, m, d, 20, 0, 0, 0, berlin),
			End:   time.Date(2026, m, d+1, 8, 0, 0, 0, berlin),
		}.Duration()
	}
	if got := night(time.March, 28); got != 11*time.Hour {
		t.Errorf("in spring %v", got)
	}
	if got := night(time.October, 24); got != 13*time.Hour {
		t.Errorf("in autumn %v", got)
	}
}
