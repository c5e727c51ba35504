package sound

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// run is the goroutine that owns the output, from the first signal until nothing
// is left to be heard.
func (p *Player) run() {
	for {
		p.deliver()
		ctx, device, quiet, more := p.next()
		switch {
		case !more:
			return
		case ctx == nil:
			p.pause(quiet, (*voice).rest)
		default:
			if err := p.sound(ctx, device); err != nil && p.fail(err) {
				p.deliver()
				p.pause(p.retry, (*voice).restart)
			}
		}
	}
}

// next is what to do: end, wait for so long when ctx is nil, or sound until ctx is
// done.
func (p *Player) next() (ctx context.Context, device string, quiet time.Duration, more bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.outbox) > 0 { // one more round delivers it
		return nil, "", 0, true
	}
	if len(p.mix.voices) == 0 {
		p.running = false
		return nil, "", 0, false
	}
	if n := p.mix.quiet(); n > linger {
		return nil, "", lasts(n), true
	}
	ctx, p.cancel = context.WithCancel(context.Background())
	return ctx, p.device, 0, true
}

// pause waits, at most for so long, and lets the voices know how long it was.
func (p *Player) pause(d time.Duration, pass func(v *voice, n int)) {
	if d <= 0 {
		return
	}
	began := time.Now()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.wake:
	}
	n := samples(min(time.Since(began), d))
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, v := range p.mix.voices {
		pass(v, n)
	}
}

// sound lets the mix be heard by the first way that works, and settles what became
// of the voices that ended. The error says why no way did.
func (p *Player) sound(ctx context.Context, device string) error {
	defer p.settle()
	var tried []error
	deaf := false // nothing is heard of what the sound server takes
	for _, w := range p.ways {
		if deaf && !w.beside() {
			continue
		}
		err := w.play(ctx, device, p)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		deaf = deaf || errors.Is(err, ErrNoCard)
		tried = append(tried, err)
		p.mu.Lock()
		p.mix.again()
		p.mu.Unlock()
	}
	if len(tried) == 0 {
		return ErrNone
	}
	return &silence{tried}
}

// settle ends what sounded. A voice that had given all it has when another was
// stopped has been heard but for its last tenth of a second.
func (p *Player) settle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancel()
	p.cancel = nil
	p.heard()
}

// heard tells of the voices that have ended.
func (p *Player) heard() {
	for _, v := range p.mix.gone {
		p.outbox = append(p.outbox, Outcome{ID: v.id, Kind: Played})
	}
	p.mix.gone = nil
}

// fail tells every voice that it is not heard, and reports whether there is any to
// be tried again.
func (p *Player) fail(err error) (again bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	left := p.mix.voices[:0]
	for _, v := range p.mix.voices {
		if !v.failed {
			p.outbox = append(p.outbox, Outcome{ID: v.id, Kind: Failed, Err: fmt.Errorf("play signal %s: %w", v.id, err)})
		}
		v.failed, v.started, v.warned = true, false, ""
		if v.loop {
			left = append(left, v)
		}
	}
	p.mix.voices = left
	return len(left) > 0
}

// silence is why no way could be heard, in the order they were tried.
type silence struct{ tried []error }

func (s *silence) Error() string {
	var texts []string
	for _, err := range s.tried {
		if text := strings.ReplaceAll(err.Error(), "\n", "; "); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}

func (s *silence) Unwrap() []error { return s.tried }

func (p *Player) read(buf []int16) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mix.read(buf)
}

func (p *Player) taken(device string) {
	p.mu.Lock()
	for _, v := range slices.Concat(p.mix.gone, p.mix.voices) {
		if v.age > 0 && !v.started {
			v.started, v.failed = true, false
			p.outbox = append(p.outbox, Outcome{ID: v.id, Kind: Started, Device: device})
		}
	}
	p.heard()
	p.mu.Unlock()
	p.deliver()
}

func (p *Player) warn(device string, err error) {
	p.mu.Lock()
	for _, v := range p.mix.voices {
		if text := err.Error(); v.warned != text {
			v.warned = text
			p.outbox = append(p.outbox, Outcome{ID: v.id, Kind: Warned, Device: device, Err: err})
		}
	}
	p.mu.Unlock()
	p.deliver()
}

// deliver tells what became of the signals, in order.
func (p *Player) deliver() {
	p.telling.Lock()
	defer p.telling.Unlock()
	for {
		p.mu.Lock()
		if len(p.outbox) == 0 {
			p.mu.Unlock()
			return
		}
		o := p.outbox[0]
		p.outbox = p.outbox[1:]
		told := p.waiting[o.ID]
		p.mu.Unlock()
		if p.report != nil {
			p.report(o)
		}
		if told != nil {
			select {
			case told <- o:
			default:
			}
		}
	}
}
