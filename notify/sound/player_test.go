package sound

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// tape is a way that takes samples as fast as they last, in the time of a bubble.
type tape struct {
	mu     sync.Mutex
	broken error
	opened int
	pcm    []int16 // with silence for the time in which it was closed
	since  time.Time
}

func (w *tape) beside() bool { return false }

func (w *tape) play(ctx context.Context, _ string, from source) error {
	if err := w.open(); err != nil {
		return err
	}
	buf := make([]int16, rate/100)
	for {
		n := from.read(buf)
		if n == 0 {
			from.taken("tape")
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lasts(n)):
		}
		w.pcm = append(w.pcm, buf[:n]...)
		from.taken("tape")
	}
}

func (w *tape) open() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken != nil {
		return w.broken
	}
	w.opened++
	if w.since.IsZero() {
		w.since = time.Now()
	}
	if silence := samples(time.Since(w.since)) - len(w.pcm); silence > 0 {
		w.pcm = append(w.pcm, make([]int16, silence)...)
	}
	return nil
}

func (w *tape) repair(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = err
}

// bubble is a player with tapes for ways, in virtual time.
func bubble(t *testing.T, test func(t *testing.T, p *Player, w *tape, log func() []string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		lines, began := []string{}, time.Now()
		p, err := New(Options{
			Sounds: map[string][]byte{"short": tone(1000, 0.1), "long": tone(1000, 1)},
			Report: func(o Outcome) {
				text := fmt.Sprintf("%.1f %s %s", time.Since(began).Seconds(), o.ID, o.Kind)
				if o.Err != nil {
					text += ": " + o.Err.Error()
				}
				mu.Lock()
				defer mu.Unlock()
				lines = append(lines, text)
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		w := &tape{}
		p.ways = []way{w}
		test(t, p, w, func() []string {
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(lines)
		})
		p.Close()
	})
}

func TestALoopWithALongPauseSoundsAtItsTimesAndClosesTheOutputBetween(t *testing.T) {
	bubble(t, func(t *testing.T, p *Player, w *tape, _ func() []string) {
		begin(t, p, Signal{ID: "p", Sound: "short", Volume: 100, Loop: true, Every: 9900 * time.Millisecond})
		time.Sleep(35 * time.Second)
		p.Close()
		if w.opened != 4 {
			t.Errorf("the output was opened %d times in 35 s, want 4", w.opened)
		}
		if n := len(bursts(w.pcm, rate)); n != 4 {
			t.Errorf("%d were heard", n)
		}
		if at := len(w.pcm); at < 30*rate || at > 31*rate {
			t.Errorf("the last ended after %v, want just after 30 s", lasts(at))
		}
	})
}

func TestALoopThatFailsIsTriedAgainUntilItIsHeard(t *testing.T) {
	bubble(t, func(t *testing.T, p *Player, w *tape, log func() []string) {
		w.broken = errors.New("unplugged")
		begin(t, p, Signal{ID: "loop", Sound: "short", Volume: 100, Loop: true})
		begin(t, p, Signal{ID: "once", Sound: "short", Volume: 100})
		time.Sleep(62 * time.Second)
		w.repair(nil)
		time.Sleep(4 * time.Second)
		p.Stop("loop")
		synctest.Wait()
		want := []string{
			"0.0 loop failed: play signal loop: unplugged", "0.0 once failed: play signal once: unplugged", "65.0 loop started", "66.0 loop stopped",
		}
		got := log()
		slices.Sort(got[:2])
		if !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

func TestASignalWithTheSameIDReplacesTheFirst(t *testing.T) {
	bubble(t, func(t *testing.T, p *Player, _ *tape, log func() []string) {
		begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100})
		time.Sleep(300 * time.Millisecond)
		begin(t, p, Signal{ID: "p", Sound: "short", Volume: 100})
		time.Sleep(time.Second)
		if want := []string{"0.0 p started", "0.3 p stopped", "0.3 p started", "0.4 p played"}; !slices.Equal(log(), want) {
			t.Errorf("got  %q\nwant %q", log(), want)
		}
	})
}

func TestTheOthersGoOnWhenOneIsStopped(t *testing.T) {
	bubble(t, func(t *testing.T, p *Player, _ *tape, log func() []string) {
		begin(t, p, Signal{ID: "loop", Sound: "short", Volume: 100, Loop: true})
		time.Sleep(100 * time.Millisecond)
		begin(t, p, Signal{ID: "once", Sound: "long", Volume: 100})
		time.Sleep(500 * time.Millisecond)
		p.Stop("loop")
		p.Stop("nobody")
		time.Sleep(time.Second)
		if want := []string{"0.0 loop started", "0.1 once started", "0.6 loop stopped", "1.1 once played"}; !slices.Equal(log(), want) {
			t.Errorf("got  %q\nwant %q", log(), want)
		}
	})
}

func TestTheNextWayPlaysWhatTheFirstCouldNot(t *testing.T) {
	bubble(t, func(t *testing.T, p *Player, w *tape, log func() []string) {
		p.ways = []way{&tape{broken: errors.New("no server")}, w, beep{}}
		if err := p.Once(t.Context(), Signal{Sound: "long", Volume: 100}); err != nil {
			t.Error(err)
		}
		w.repair(errors.New("no program"))
		p.ways = p.ways[:2]
		err := p.Once(t.Context(), Signal{Sound: "long", Volume: 100})
		if err == nil || err.Error() != "play signal once-2: no server; no program" {
			t.Errorf("got %v", err)
		}
		if len(log()) != 3 || len(w.pcm) != rate {
			t.Errorf("got %q, %d samples", log(), len(w.pcm))
		}
	})
}

func TestTheTestButtonWaitsUntilItWasHeardOrEnds(t *testing.T) {
	bubble(t, func(t *testing.T, p *Player, _ *tape, log func() []string) {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		if err := p.Once(ctx, Signal{Sound: "long", Volume: 100, Loop: true}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.AfterFunc(300*time.Millisecond, p.StopAll)
		if err := p.Once(t.Context(), Signal{Sound: "long", Volume: 100}); err == nil || !strings.Contains(err.Error(), "it was stopped") {
			t.Errorf("got %v", err)
		}
		if err := p.Once(t.Context(), Signal{Sound: "nothing", Volume: 100}); err == nil {
			t.Error("a sound that is not there was played")
		}
		if len(p.waiting) != 0 {
			t.Errorf("%d wait for ever", len(p.waiting))
		}
		synctest.Wait()
		if n := len(log()); n != 4 {
			t.Errorf("reported %q", log())
		}
	})
}

func TestTheReportMayPlayAndStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p *Player
		var log []string
		p, err := New(Options{
			Sounds: map[string][]byte{"short": tone(1000, 0.1)},
			Report: func(o Outcome) {
				log = append(log, o.ID+" "+string(o.Kind))
				switch {
				case o.ID == "first" && o.Kind == Played:
					_ = p.Play(Signal{ID: "second", Sound: "short", Volume: 100, Loop: true})
				case o.ID == "second" && o.Kind == Started:
					p.Stop("second")
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		p.ways = []way{&tape{}}
		begin(t, p, Signal{ID: "first", Sound: "short", Volume: 100})
		time.Sleep(time.Second)
		p.Close()
		if want := []string{"first started", "first played", "second started", "second stopped"}; !slices.Equal(log, want) {
			t.Errorf("got %q, want %q", log, want)
		}
	})
}

func TestAPlayerIsUsedFromManyGoroutines(t *testing.T) {
	bubble(t, func(t *testing.T, p *Player, _ *tape, log func() []string) {
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				id := fmt.Sprint(i % 7)
				_ = p.Play(Signal{ID: id, Sound: "short", Volume: 100, Loop: i%2 == 0})
				p.Use(id)
				p.Stop(id)
			})
		}
		all.Wait()
		p.StopAll()
		p.Close()
		stopped := 0
		for _, line := range log() {
			if strings.HasSuffix(line, "stopped") {
				stopped++
			}
		}
		if stopped != 20 {
			t.Errorf("%d of 20 signals came to an end: %q", stopped, log())
		}
	})
}

func begin(t *testing.T, p *Player, s Signal) {
	t.Helper()
	if err := p.Play(s); err != nil {
		t.Fatal(err)
	}
}
