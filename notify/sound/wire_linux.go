package sound

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// wire is a connection to the sound server as the library can bear it: the library
// takes any length it is told, goes on after a write that failed, and knows the
// end of a connection only by io.EOF.
type wire struct {
	net.Conn
	rest []byte // of the packet that is being read
}

const (
	// header is the length of a packet's: length, channel, offset (two words), flags.
	header = 20
	// biggest bounds a packet; a list of outputs is some kilobytes.
	biggest = 1 << 20
	// control is the channel of commands; we ask for no other.
	control = 0xFFFFFFFF
	// shortest is a command's own header: two tags, its kind and its number.
	shortest = 10
	// slow is how long a write may wait for a server that does not read.
	slow = 3 * time.Second
)

func (w *wire) Read(p []byte) (int, error) {
	if len(w.rest) == 0 {
		packet, err := readPacket(w.Conn)
		if err != nil {
			_ = w.Close()
			return 0, io.EOF
		}
		w.rest = packet
	}
	n := copy(p, w.rest)
	w.rest = w.rest[n:]
	return n, nil
}

// readPacket reads one command with its header.
func readPacket(r io.Reader) ([]byte, error) {
	head := make([]byte, header)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, fmt.Errorf("read a packet: %w", err)
	}
	length := binary.BigEndian.Uint32(head)
	if channel := binary.BigEndian.Uint32(head[4:]); channel != control || length < shortest || length > biggest {
		return nil, fmt.Errorf("read a packet: %d bytes on channel %d are no command", length, channel)
	}
	packet := make([]byte, header+length)
	copy(packet, head)
	if _, err := io.ReadFull(r, packet[header:]); err != nil {
		return nil, fmt.Errorf("read a packet: %w", err)
	}
	if packet[header] != 'L' || packet[header+5] != 'L' {
		return nil, errors.New("read a packet: it does not begin like a command")
	}
	return packet, nil
}

func (w *wire) Write(p []byte) (int, error) {
	err := w.SetWriteDeadline(time.Now().Add(slow))
	if err == nil {
		var n int
		if n, err = w.Conn.Write(p); err == nil {
			return n, nil
		}
	}
	_ = w.Close() // the reader then says that the server is gone
	return 0, err
}
