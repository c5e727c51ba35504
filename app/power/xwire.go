package power

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// The few messages of the X11 protocol that it takes to ask for the last input:
// "X Window System Protocol" chapter 8 and appendix B, and "X11 Screen Saver
// Extension", QueryInfo. A library for all of X would be a thousand times of
// this, with goroutines and no deadline.

const (
	cookieName       = "MIT-MAGIC-COOKIE-1"
	saverExtension   = "MIT-SCREEN-SAVER"
	opQueryExtension = 98
	opQueryInfo      = 1 // of the extension

	familyWild  = 65535
	familyLocal = 256

	longestAuthority = 1 << 20
	longestReply     = 1 << 16
	mostEvents       = 64
)

// errNoSaver is for servers without the screen saver extension.
var errNoSaver = errors.New("the X server has no " + saverExtension)

var errMalformed = errors.New("the X server's answer is malformed")

// queryIdle is the time since the last input, as the X server on the connection
// knows it.
func queryIdle(conn io.ReadWriter, cookie []byte) (time.Duration, error) {
	root, err := greet(conn, cookie)
	if err != nil {
		return 0, err
	}
	ask := []byte{opQueryExtension, 0, 0, 0, byte(len(saverExtension)), 0, 0, 0}
	reply, err := request(conn, append(ask, saverExtension...))
	if err != nil {
		return 0, err
	}
	if reply[8] == 0 {
		return 0, errNoSaver
	}
	ask = binary.LittleEndian.AppendUint32([]byte{reply[9], opQueryInfo, 0, 0}, root)
	reply, err = request(conn, ask)
	if err != nil {
		return 0, err
	}
	return time.Duration(binary.LittleEndian.Uint32(reply[16:])) * time.Millisecond, nil
}

// greet opens the conversation, and returns the root window of the first screen.
func greet(conn io.ReadWriter, cookie []byte) (root uint32, err error) {
	name := cookieName
	if len(cookie) == 0 {
		name = ""
	}
	hello := []byte{'l', 0, 11, 0, 0, 0, byte(len(name)), 0, byte(len(cookie)), 0, 0, 0}
	hello = padded(append(hello, name...))
	hello = padded(append(hello, cookie...))
	if _, err := conn.Write(hello); err != nil {
		return 0, fmt.Errorf("greet: %w", err)
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(conn, head); err != nil {
		return 0, fmt.Errorf("read the greeting: %w", err)
	}
	rest := make([]byte, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if _, err := io.ReadFull(conn, rest); err != nil {
		return 0, fmt.Errorf("read the greeting: %w", err)
	}
	if head[0] != 1 {
		reason := rest[:min(int(head[1]), len(rest))]
		return 0, fmt.Errorf("the X server refuses us: %q", reason)
	}
	return firstRoot(rest)
}

// firstRoot finds the first screen in the greeting: after the fixed part come the
// vendor's name and the pixmap formats.
func firstRoot(greeting []byte) (uint32, error) {
	const fixed, format = 32, 8
	if len(greeting) < fixed {
		return 0, errMalformed
	}
	vendor := int(binary.LittleEndian.Uint16(greeting[16:]))
	at := fixed + (vendor+3)/4*4 + format*int(greeting[21])
	if greeting[20] == 0 || len(greeting) < at+4 {
		return 0, errMalformed
	}
	return binary.LittleEndian.Uint32(greeting[at:]), nil
}

// request sends a request whose length, in words, it fills in, and returns the
// reply, 32 bytes at least.
func request(conn io.ReadWriter, ask []byte) ([]byte, error) {
	ask = padded(ask)
	binary.LittleEndian.PutUint16(ask[2:], uint16(len(ask)/4))
	if _, err := conn.Write(ask); err != nil {
		return nil, fmt.Errorf("ask: %w", err)
	}
	reply := make([]byte, 32)
	for range mostEvents {
		if _, err := io.ReadFull(conn, reply); err != nil {
			return nil, fmt.Errorf("read the answer: %w", err)
		}
		switch reply[0] {
		case 0:
			return nil, fmt.Errorf("the X server answers with error %d", reply[1])
		case 1:
			more := 4 * int64(binary.LittleEndian.Uint32(reply[4:]))
			if more > longestReply {
				return nil, errMalformed
			}
			if _, err := io.CopyN(io.Discard, conn, more); err != nil {
				return nil, fmt.Errorf("read the answer: %w", err)
			}
			return reply, nil
		}
	}
	return nil, errMalformed
}

func padded(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// findCookie reads an X authority file: records of family, address, display
// number, name and data, the numbers big-endian, Xsecurity(7). It prefers the
// record for this host to one for any host, and that to any other.
func findCookie(file []byte, host, number string) []byte {
	var best []byte
	rank := 0
	for {
		r, rest, ok := cutRecord(file)
		if !ok {
			return best
		}
		file = rest
		fits := 1
		switch {
		case r.name != cookieName || r.number != "" && r.number != number || r.data == "" || len(r.data) > 255:
			continue
		case r.family == familyLocal && r.address == host:
			fits = 3
		case r.family == familyWild:
			fits = 2
		}
		if fits > rank {
			rank, best = fits, []byte(r.data)
		}
	}
}

// authority is one record of an authority file.
type authority struct {
	family                      uint16
	address, number, name, data string
}

// cutRecord takes the first record off; a file may end in the midst of one.
func cutRecord(file []byte) (r authority, rest []byte, ok bool) {
	if len(file) < 2 {
		return authority{}, nil, false
	}
	r.family, rest = binary.BigEndian.Uint16(file), file[2:]
	for _, field := range []*string{&r.address, &r.number, &r.name, &r.data} {
		if len(rest) < 2 {
			return authority{}, nil, false
		}
		n := int(binary.BigEndian.Uint16(rest))
		if len(rest) < 2+n {
			return authority{}, nil, false
		}
		*field, rest = string(rest[2:2+n]), rest[2+n:]
	}
	return r, rest, true
}
