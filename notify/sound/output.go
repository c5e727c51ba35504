//go:build windows || darwin

package sound

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ebitengine/oto/v3"
)

// output is the way through the system's default output. The library knows no
// other, follows it when it changes, and can be opened once in a process: what it
// has opened is kept, and suspended while nothing sounds.
type output struct{}

// otoBuffer is what is held on the way to the output at most, twice: by the
// library's player and by the device.
const otoBuffer = 40 * time.Millisecond

// opened is the library's one context of this process.
var opened = sync.OnceValues(func() (*oto.Context, error) {
	c, ready, err := oto.NewContext(&oto.NewContextOptions{
		SampleRate: rate, ChannelCount: 1, Format: oto.FormatSignedInt16LE, BufferSize: otoBuffer,
	})
	if err != nil {
		return nil, err
	}
	<-ready
	return c, c.Err()
})

func (output) beside() bool { return true }

func (output) play(ctx context.Context, device string, from source) error {
	if outputs() == 0 {
		return ErrNoCard // the library would play to nobody, now and ever after
	}
	c, err := opened()
	if err != nil {
		return fmt.Errorf("open the system's output: %w", err)
	}
	if err := c.Resume(); err != nil {
		return fmt.Errorf("resume the system's output: %w", err)
	}
	defer func() { _ = c.Suspend() }()
	if device != "" {
		from.warn(systemDefault, fmt.Errorf("%w: on this system only the default can be used", ErrDevice))
	}
	in := &intake{from: from}
	p := c.NewPlayer(in)
	p.SetBufferSize(2 * samples(otoBuffer))
	p.Play()
	defer p.Pause()
	return in.follow(ctx, c, p)
}

// intake is where the library reads the samples.
type intake struct {
	from source
	pcm  []int16
	read atomic.Int64
}

func (in *intake) Read(p []byte) (int, error) {
	if len(p) < 2 {
		return 0, io.ErrShortBuffer
	}
	if len(in.pcm) < len(p)/2 {
		in.pcm = make([]int16, len(p)/2)
	}
	n := in.from.read(in.pcm[:len(p)/2])
	if n == 0 {
		return 0, io.EOF
	}
	appendSamples(p[:0], in.pcm[:n])
	in.read.Add(int64(n))
	return 2 * n, nil
}

// follow returns when the library has played all, has an error, or takes nothing
// any more.
func (in *intake) follow(ctx context.Context, c *oto.Context, p *oto.Player) error {
	const (
		look  = 20 * time.Millisecond
		stall = 5 * time.Second
	)
	tick := time.NewTicker(look)
	defer tick.Stop()
	var last int64
	idle := time.Duration(0)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		taken := in.read.Load() - int64(p.BufferedSize()/2)
		idle += look
		if taken > last {
			last, idle = taken, 0
			in.from.taken(systemDefault)
		}
		switch err := errors.Join(c.Err(), p.Err()); {
		case err != nil:
			return fmt.Errorf("play to the system's output: %w", err)
		case !p.IsPlaying():
			in.from.taken(systemDefault)
			return rest(ctx)
		case idle >= stall:
			return ErrStalled
		}
	}
}

// rest waits for what the device itself still holds.
func rest(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(2 * otoBuffer):
		return nil
	}
}

const systemDefault = "System default"

func (output) devices(context.Context) ([]Device, error) {
	if outputs() == 0 {
		return nil, ErrNoCard
	}
	return []Device{{Name: systemDefault}}, nil
}

func (output) look(_ context.Context, device string) (Readiness, error) {
	if outputs() == 0 {
		return Readiness{}, ErrNoCard
	}
	return Readiness{Device: systemDefault, Gone: device}, nil
}
