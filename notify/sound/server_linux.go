package sound

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// server is the way through the sound server.
type server struct {
	stall time.Duration // how long it may take no samples; 0 is patience
}

const (
	// buffered is what the server holds at most, in bytes: 100 ms of sound.
	buffered = 2 * rate / 10
	// undefined leaves a figure of the protocol to the server.
	undefined = proto.Undefined
)

// errKilled: the output has gone, and there was none to move to.
var errKilled = errors.New("the output has gone")

func (*server) beside() bool { return false }

func (w *server) play(ctx context.Context, device string, from source) (err error) {
	const times = 3 // an output that goes leaves the default, and that may go as well
	for range times {
		if err = w.once(ctx, device, from); !errors.Is(err, errKilled) {
			break
		}
	}
	return err
}

// once plays until the source has ended or the output has gone.
func (w *server) once(ctx context.Context, device string, from source) error {
	c, err := dial(ctx)
	if err != nil {
		return err
	}
	defer c.close() // the server drops what it has not played
	defer context.AfterFunc(ctx, c.close)()
	sink, err := c.choose(device)
	if err != nil {
		return err
	}
	s := &stream{client: c, from: from, wanted: device, stall: w.stall}
	if s.stall <= 0 {
		s.stall = patience
	}
	if err := s.open(sink, device); err != nil {
		return err
	}
	err = s.feed(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func (*server) devices(ctx context.Context) ([]Device, error) {
	c, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	defer c.close()
	defer context.AfterFunc(ctx, c.close)()
	sinks, standard, err := c.sinks()
	if err != nil {
		return nil, err
	}
	var list []Device
	for _, s := range sinks {
		d := Device{ID: s.SinkName, Name: words(s)}
		switch {
		case dummy(s):
		case s.SinkName == standard:
			list = append([]Device{d}, list...)
		default:
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return nil, ErrNoCard
	}
	return list, nil
}

func (*server) look(ctx context.Context, device string) (Readiness, error) {
	c, err := dial(ctx)
	if err != nil {
		return Readiness{}, err
	}
	defer c.close()
	defer context.AfterFunc(ctx, c.close)()
	s, err := c.choose(device)
	if err != nil {
		return Readiness{}, err
	}
	r := Readiness{Device: words(s), Known: true, Muted: s.Mute, Volume: percent(s), Unplugged: unplugged(s)}
	if device != "" && s.SinkName != device {
		r.Gone = device
	}
	return r, nil
}

// choose is the output named device, else the default.
func (c *client) choose(device string) (*proto.GetSinkInfoReply, error) {
	sinks, standard, err := c.sinks()
	if err != nil {
		return nil, err
	}
	var found *proto.GetSinkInfoReply
	for _, s := range sinks {
		if s.SinkName == device && device != "" {
			found = s
			break
		}
		if s.SinkName == standard || found == nil {
			found = s
		}
	}
	if found == nil || dummy(found) {
		return nil, fmt.Errorf("the sound server has %w", ErrNoCard)
	}
	return found, nil
}

// sinks are the outputs, and the name of the default.
func (c *client) sinks() (list proto.GetSinkInfoListReply, standard string, err error) {
	var info proto.GetServerInfoReply
	if err := c.Request(&proto.GetServerInfo{}, &info); err != nil {
		return nil, "", fmt.Errorf("ask the sound server for its default: %w", err)
	}
	if err := c.Request(&proto.GetSinkInfoList{}, &list); err != nil {
		return nil, "", fmt.Errorf("ask the sound server for its outputs: %w", err)
	}
	return list, info.DefaultSinkName, nil
}

// dummy reports whether it is the output that PulseAudio and PipeWire put in place
// when there is no other: it takes everything, and nothing is heard.
func dummy(s *proto.GetSinkInfoReply) bool { return dummyName(s.SinkName) }

func dummyName(sink string) bool { return sink == "auto_null" }

// words is the name of an output as people know it.
func words(s *proto.GetSinkInfoReply) string {
	if s.Device != "" {
		return s.Device
	}
	return s.SinkName
}

// percent is the volume of the loudest channel.
func percent(s *proto.GetSinkInfoReply) int {
	loudest := uint32(0)
	for _, v := range s.ChannelVolumes {
		loudest = max(loudest, v)
	}
	return int((uint64(loudest)*100 + uint64(proto.VolumeNorm)/2) / uint64(proto.VolumeNorm))
}

// unplugged reports whether the socket in use is known to be empty.
func unplugged(s *proto.GetSinkInfoReply) bool {
	const no = 1 // PA_PORT_AVAILABLE_NO
	for _, p := range s.Ports {
		if p.Name == s.ActivePortName {
			return p.Available == no
		}
	}
	return false
}
