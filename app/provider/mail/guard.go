package mail

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"

	"standby/app/provider"
)

// What a server may make us read. The IMAP library makes room for as much as a
// server announces, and follows lists into lists; the guard stands before it.
const (
	// maxLiteral is the longest run of bytes that a server may announce.
	maxLiteral = maxMail + 4<<10
	// maxRun is the longest run of bytes without a space outside of these, maxLine the
	// longest line.
	maxRun  = 32 << 10
	maxLine = 4 << 20
	// maxNested is how deep lists may lie in lists.
	maxNested = 20
	// maxSync is how much is read in one go, in bytes: mostAtOnce mails and what is
	// said around them.
	maxSync = mostAtOnce * (maxLiteral + 1<<10)
)

// guarded is a connection of which a hostile server cannot make more than we bear.
type guarded struct {
	net.Conn
	left    int64 // of maxSync
	literal int64 // of the literal that is being read
	run     int
	line    int
	nested  int
	tail    []byte // the end of the line that is being read
	err     error
}

// renew allows as much again.
func (g *guarded) renew() { g.left = maxSync }

// Read reads, and fails for good with provider.ErrTooLarge once a bound is passed.
func (g *guarded) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.Conn.Read(p)
	if g.left -= int64(n); g.left < 0 {
		g.err = fmt.Errorf("%w: more than is read in one go", provider.ErrTooLarge)
		return 0, g.err
	}
	if g.err = g.look(p[:n]); g.err != nil {
		return 0, g.err
	}
	return n, err
}

func (g *guarded) look(p []byte) error {
	for len(p) > 0 {
		if g.literal > 0 {
			skip := min(g.literal, int64(len(p)))
			g.literal -= skip
			p = p[skip:]
			continue
		}
		if err := g.see(p[0]); err != nil {
			return err
		}
		p = p[1:]
	}
	return nil
}

// see looks at one byte that is in no literal.
func (g *guarded) see(c byte) error {
	switch c {
	case ' ':
		g.run = -1
	case '(':
		g.nested++
	case ')':
		g.nested = max(0, g.nested-1)
	case '\n':
		return g.endLine()
	}
	g.run++
	g.line++
	if g.tail = append(g.tail, c); len(g.tail) > 32 {
		g.tail = append(g.tail[:0], g.tail[len(g.tail)-16:]...)
	}
	if g.run > maxRun || g.line > maxLine || g.nested > maxNested {
		return fmt.Errorf("%w: a line that no server writes", provider.ErrTooLarge)
	}
	return nil
}

// endLine sees whether the line announces a literal, as "{1234}".
func (g *guarded) endLine() error {
	line := bytes.TrimSuffix(g.tail, []byte("\r"))
	g.run, g.tail = 0, g.tail[:0]
	at := bytes.LastIndexByte(line, '{')
	if at < 0 || !bytes.HasSuffix(line, []byte("}")) {
		g.line, g.nested = 0, 0
		return nil
	}
	n, err := strconv.ParseUint(string(bytes.TrimSuffix(line[at+1:len(line)-1], []byte("+"))), 10, 63)
	if err != nil {
		g.line, g.nested = 0, 0
		return nil
	}
	if n > maxLiteral {
		return fmt.Errorf("%w: a part of %d bytes is announced", provider.ErrTooLarge, n)
	}
	g.literal = int64(n)
	return nil
}

var _ io.Reader = (*guarded)(nil)
