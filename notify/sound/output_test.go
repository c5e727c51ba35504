//go:build windows || darwin

package sound

import (
	"errors"
	"testing"
	"time"
)

// It makes a faint sound where there is something to hear it with.
func TestTheSystemsOutputTakesASignalOrSaysWhyNot(t *testing.T) {
	told := make(chan Outcome, 16)
	p, err := New(Options{
		Sounds: map[string][]byte{"short": tone(1000, 0.5)},
		Report: func(o Outcome) { told <- o },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.ways = []way{output{}}
	for round := range 2 { // the second finds the output suspended
		err := p.Once(t.Context(), Signal{Sound: "short", Volume: 10})
		if errors.Is(err, ErrNoCard) {
			t.Skip("this machine has no sound card")
		}
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if o := <-told; o.Kind != Started || o.Device != systemDefault {
			t.Errorf("reported %+v", o)
		}
		if o := <-told; o.Kind != Played {
			t.Errorf("reported %+v", o)
		}
	}
	if err := p.Play(Signal{ID: "loop", Sound: "short", Volume: 10, Loop: true}); err != nil {
		t.Fatal(err)
	}
	<-told
	p.Stop("loop")
	select {
	case o := <-told:
		if o.Kind != Stopped {
			t.Errorf("reported %+v", o)
		}
	case <-time.After(30 * time.Second):
		t.Error("the loop was not stopped")
	}
}
