package sound

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Options are what a Player is made of.
type Options struct {
	// Sounds are WAV files by name: PCM of 16 bits, mono or stereo, at most 30 s.
	Sounds map[string][]byte
	// Device is the ID of the output to use, one of Devices; "" for the default.
	Device string
	// Report is told what became of the signals, in the order it happened, from one
	// goroutine at a time. It must return soon, for the sound waits for it. It may
	// call Play, Stop, StopAll and Use. Nil for nobody.
	Report func(Outcome)
	// Retry is how long after a failure a signal that loops is tried again; 0 is 5 s.
	Retry time.Duration
}

// Player plays signals. While nothing sounds it has no goroutine, no open file and
// no timer that runs. All its methods may be called from several goroutines.
type Player struct {
	sounds map[string][]int16
	report func(Outcome)
	retry  time.Duration
	ways   []way

	telling sync.Mutex // held while report is called
	owner   sync.WaitGroup

	mu      sync.Mutex
	mix     mixer
	device  string
	outbox  []Outcome
	waiting map[string]chan Outcome // of Once, by ID
	serial  int                     // of the last ID that Once made up
	running bool
	closed  bool
	cancel  context.CancelFunc // of what sounds now; nil while nothing does
	wake    chan struct{}
}

// New makes a player of the sounds; an error names the one that cannot be read. It
// opens nothing yet. Close ends it.
func New(o Options) (*Player, error) {
	p := &Player{
		sounds: map[string][]int16{}, report: o.Report, retry: o.Retry, device: o.Device, ways: ways(),
		waiting: map[string]chan Outcome{}, wake: make(chan struct{}, 1),
	}
	if p.retry <= 0 {
		p.retry = 5 * time.Second
	}
	for name, wav := range o.Sounds {
		pcm, err := decode(wav)
		if err != nil {
			return nil, fmt.Errorf("read sound %s: %w", name, err)
		}
		p.sounds[name] = pcm
	}
	return p, nil
}

// Play begins a signal and returns at once; Options.Report is told what becomes
// of it. An error means that it was not begun: it names no sound, or its figures
// are out of bounds, or the player is closed (ErrClosed).
func (p *Player) Play(s Signal) error {
	if err := s.check(p.sounds); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return fmt.Errorf("play signal %s: %w", s.ID, ErrClosed)
	}
	p.end(func(v *voice) bool { return v.id == s.ID })
	p.mix.voices = append(p.mix.voices, newVoice(s, p.sounds[s.Sound]))
	if !p.running {
		p.running = true
		p.owner.Go(p.run)
	}
	p.nudge()
	return nil
}

// Once plays a signal without looping and returns when it has been played: the
// test button. It gets an ID of its own. The error says why it was not
// heard, or was not as asked (ErrMuted, ErrDevice, ErrBeep), in words. It stops the
// signal when ctx ends.
func (p *Player) Once(ctx context.Context, s Signal) error {
	s.Loop = false
	told := make(chan Outcome, 16) // more than one signal that does not loop can be told of
	p.mu.Lock()
	p.serial++
	s.ID = fmt.Sprintf("once-%d", p.serial)
	p.waiting[s.ID] = told
	p.mu.Unlock()
	defer p.forget(s.ID)
	if err := p.Play(s); err != nil {
		return err
	}
	var but []error
	for {
		select {
		case <-ctx.Done():
			p.Stop(s.ID)
			return fmt.Errorf("play signal %s: %w", s.ID, ctx.Err())
		case o := <-told:
			switch o.Kind {
			case Warned:
				but = append(but, o.Err)
			case Failed:
				return o.Err
			case Stopped:
				return errors.Join(append(but, fmt.Errorf("play signal %s: it was stopped", s.ID))...)
			case Played:
				return errors.Join(but...)
			}
		}
	}
}

func (p *Player) forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.waiting, id)
}

// Stop ends the signal with that ID and returns at once; within 100 ms of sound it
// is not heard any more. A signal that is not there is no error.
func (p *Player) Stop(id string) { p.stop(func(v *voice) bool { return v.id == id }) }

// StopAll ends every signal, as Stop does.
func (p *Player) StopAll() { p.stop(func(*voice) bool { return true }) }

func (p *Player) stop(which func(*voice) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.end(which)
	p.nudge()
}

// Use changes the output, "" for the default. What sounds goes on there.
func (p *Player) Use(device string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.device == device {
		return
	}
	p.device = device
	p.interrupt()
	p.nudge()
}

// Close ends every signal and returns when nothing sounds and nothing runs. It
// must not be called from Options.Report.
func (p *Player) Close() {
	p.mu.Lock()
	p.closed = true
	p.end(func(*voice) bool { return true })
	p.nudge()
	p.mu.Unlock()
	p.owner.Wait()
}

// end takes voices out of the mix. What is already on its way to the output cannot
// be taken out of it, so the output is opened anew for those that are left.
func (p *Player) end(which func(*voice) bool) {
	before := len(p.mix.voices) + len(p.mix.gone)
	stopped := func(v *voice) bool {
		if !which(v) {
			return false
		}
		p.outbox = append(p.outbox, Outcome{ID: v.id, Kind: Stopped})
		return true
	}
	p.mix.voices = slices.DeleteFunc(p.mix.voices, stopped)
	p.mix.gone = slices.DeleteFunc(p.mix.gone, stopped)
	if len(p.mix.voices)+len(p.mix.gone) < before {
		p.interrupt()
	}
}

func (p *Player) interrupt() {
	if p.cancel != nil {
		p.cancel()
	}
}

func (p *Player) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}
