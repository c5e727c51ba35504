package sound

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// stream is what goes to one output.
type stream struct {
	*client
	from   source
	wanted string // the output that was chosen
	stall  time.Duration

	index  uint32
	sink   *proto.GetSinkInfoReply
	block  []int16
	packet []byte
}

// open begins a stream at an output, and warns where that is not as asked. The
// default is left to the server, so that the stream follows it.
func (s *stream) open(sink *proto.GetSinkInfoReply, device string) error {
	index := uint32(undefined)
	if sink.SinkName == device {
		index = sink.SinkIndex
	}
	var reply proto.CreatePlaybackStreamReply
	// No media.role: as an "event" it would fall silent with the desktop's own sounds.
	err := s.Request(&proto.CreatePlaybackStream{
		SampleSpec:            proto.SampleSpec{Format: proto.FormatInt16LE, Channels: 1, Rate: rate},
		ChannelMap:            proto.ChannelMap{proto.ChannelMono},
		SinkIndex:             index,
		BufferMaxLength:       undefined,
		BufferTargetLength:    buffered,
		BufferPrebufferLength: undefined,
		BufferMinimumRequest:  undefined,
		AdjustLatency:         true,
		// Said outright, lest the server restores what somebody once set for us.
		ChannelVolumes: proto.ChannelVolumes{uint32(proto.VolumeNorm)},
		VolumeSet:      true,
		MutedSet:       true,
		Properties:     proto.PropList{"media.name": proto.PropListString("Page")},
	}, &reply)
	if err != nil {
		return fmt.Errorf("open the output %s: %w", words(sink), err)
	}
	s.index = reply.StreamIndex
	s.mu.Lock()
	s.told.wanted += int(reply.Missing)
	s.mu.Unlock()
	return s.at(reply.SinkIndex)
}

// at looks at the output where the stream has come to be.
func (s *stream) at(index uint32) error {
	var list proto.GetSinkInfoListReply
	if err := s.Request(&proto.GetSinkInfoList{}, &list); err != nil {
		return fmt.Errorf("ask the sound server for its outputs: %w", err)
	}
	for _, sink := range list {
		if sink.SinkIndex != index {
			continue
		}
		s.sink = sink
		if dummy(sink) {
			return fmt.Errorf("the sound server has %w any more", ErrNoCard)
		}
		if s.wanted != "" && sink.SinkName != s.wanted {
			s.from.warn(words(sink), fmt.Errorf("%w: %s; %s is used instead", ErrDevice, s.wanted, words(sink)))
		}
		if sink.Mute || percent(sink) == 0 {
			s.from.warn(words(sink), fmt.Errorf("%w: %s", ErrMuted, words(sink)))
		}
		return nil
	}
	return errKilled
}

// feed gives the server what it asks for, until the source has ended and all of it
// is played.
func (s *stream) feed(ctx context.Context) error {
	limit := time.NewTimer(s.stall)
	defer limit.Stop()
	sent := false
	for {
		n := s.ask()
		switch {
		case n.lost:
			return errLost
		case n.killed:
			return errKilled
		case n.moved != nil:
			if err := s.at(n.moved.DestIndex); err != nil {
				return err
			}
		}
		if n.wanted > 0 {
			limit.Reset(s.stall)
			if sent {
				s.from.taken(words(s.sink))
			}
			more, err := s.send(n.wanted)
			switch {
			case err != nil:
				return err
			case !more:
				return s.drain()
			}
			sent = true
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-limit.C:
			return fmt.Errorf("%s: %w", words(s.sink), ErrStalled)
		case <-s.event:
		}
	}
}

// send writes as many bytes as were asked for; false when the source has ended.
func (s *stream) send(wanted int) (more bool, err error) {
	if s.block == nil {
		s.block = make([]int16, rate/50)
	}
	for wanted > 1 {
		n := s.from.read(s.block[:min(len(s.block), wanted/2)])
		if n == 0 {
			return false, nil
		}
		s.packet = appendSamples(s.packet[:0], s.block[:n])
		if err := s.Send(s.index, s.packet); err != nil {
			return false, fmt.Errorf("send samples: %w", errLost)
		}
		wanted -= 2 * n
	}
	return true, nil
}

// drain waits until the server has played what it has.
func (s *stream) drain() error {
	err := s.Request(&proto.DrainPlaybackStream{StreamIndex: s.index}, nil)
	n := s.ask()
	switch {
	case err == nil:
		s.from.taken(words(s.sink))
		return nil
	case n.killed:
		return errKilled
	case n.lost:
		return errLost
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", words(s.sink), ErrStalled)
	}
	return fmt.Errorf("drain the output: %w", err)
}
