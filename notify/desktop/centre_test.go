package desktop

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"standby/notify"
)

// panel is a centre of ours; the real ones are not to be had on Linux.
type panel struct {
	mu sync.Mutex
	// fails is what open and serve answer.
	fails error
	// hangs, when there is one, holds every call until it is closed.
	hangs  chan struct{}
	opened int
	served []string
	react  func(notify.Reaction)
}

func (p *panel) open(react func(notify.Reaction)) (Capabilities, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.opened++
	p.react = react
	if p.fails != nil {
		return Capabilities{}, p.fails
	}
	return Capabilities{Server: "panel", Buttons: true}, nil
}

func (p *panel) serve(r request) error {
	p.mu.Lock()
	hangs, fails := p.hangs, p.fails
	what := "withdraw " + r.id
	if r.note != nil {
		what = "show " + r.id
	}
	p.served = append(p.served, what)
	p.mu.Unlock()
	if hangs != nil {
		<-hangs
	}
	return fails
}

func (p *panel) muted() (muted, known bool) {
	p.mu.Lock()
	hangs := p.hangs
	p.mu.Unlock()
	if hangs != nil {
		<-hangs
	}
	return true, true
}

func (p *panel) set(fails error, hangs chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails, p.hangs = fails, hangs
}

// centred runs a Desktop over a panel.
func centred(t *testing.T, p *panel) (d *Desktop, reactions <-chan notify.Reaction, stop func()) {
	t.Helper()
	d = New(Options{})
	c := newCentral(p, Options{Timeout: d.timeout, Log: discard()})
	d.backend = c
	heard := make(chan notify.Reaction, 64)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = d.Run(ctx, func(r notify.Reaction) { heard <- r }) }()
	return d, heard, func() { cancel(); <-done }
}

func TestACentreShowsAndWithdrawsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &panel{}
		d, reactions, stop := centred(t, p)
		d.Show(page3())
		if r := <-reactions; r.Kind != notify.Shown || r.NoteID != "p1" {
			t.Errorf("reaction %+v", r)
		}
		if can := d.Capabilities(); !can.Buttons || can.Server != "panel" {
			t.Errorf("capabilities %+v", can)
		}
		p.react(notify.Reaction{NoteID: "p1", Kind: notify.Pressed, Action: "snooze"})
		if r := <-reactions; r.Kind != notify.Pressed || r.Action != "snooze" {
			t.Errorf("reaction %+v", r)
		}
		d.Withdraw("p1")
		stop()
		if want := []string{"show p1", "withdraw p1"}; !slices.Equal(p.served, want) || p.opened != 1 {
			t.Errorf("served %q after %d openings", p.served, p.opened)
		}
		p.react(notify.Reaction{NoteID: "p1", Kind: notify.Pressed}) // a click after the end waits for nobody
	})
}

func TestACentreThatDoesNotOpenIsTriedWithEachNote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &panel{fails: ErrOff}
		d, reactions, stop := centred(t, p)
		defer stop()
		d.Show(page3())
		if r := <-reactions; r.Kind != notify.Failed || !errors.Is(r.Err, ErrOff) {
			t.Errorf("reaction %+v", r)
		}
		d.Withdraw("p1")
		synctest.Wait()
		p.set(nil, nil)
		d.Show(page3())
		if r := <-reactions; r.Kind != notify.Shown {
			t.Errorf("reaction %+v", r)
		}
		if want := []string{"show p1"}; !slices.Equal(p.served, want) || p.opened != 3 {
			t.Errorf("served %q after %d openings", p.served, p.opened)
		}
	})
}

func TestACentreThatHangsLeavesOneCallBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := make(chan struct{})
		p := &panel{hangs: hangs}
		d, reactions, stop := centred(t, p)
		defer stop()
		begin := time.Now()
		d.Show(page3())
		if r := <-reactions; !errors.Is(r.Err, context.DeadlineExceeded) || time.Since(begin) != 5*time.Second {
			t.Errorf("reaction %+v after %v", r, time.Since(begin))
		}
		if muted, known := d.Muted(t.Context()); muted || known {
			t.Error("a centre that hangs says nothing of being muted")
		}
		d.Show(page3())
		if r := <-reactions; !errors.Is(r.Err, ErrBusy) {
			t.Errorf("reaction %+v, want ErrBusy", r)
		}
		p.set(nil, nil)
		close(hangs)
		synctest.Wait()
		d.Show(page3())
		if r := <-reactions; r.Kind != notify.Shown {
			t.Errorf("reaction %+v once it goes on", r)
		}
		if muted, known := d.Muted(t.Context()); !muted || !known {
			t.Error("the centre's word is not passed on")
		}
	})
}
