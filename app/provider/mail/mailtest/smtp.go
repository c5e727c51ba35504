package mailtest

import (
	"bytes"
	"net"
	"net/textproto"
	"strings"
	"sync"
)

// SMTP starts a small SMTP server on loopback, which ends with the test, and returns
// where it answers. What it is sent lies in the folder afterwards.
func (s *Server) SMTP(folder string) string {
	s.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is closed with the test
	if err != nil {
		s.t.Fatal(err)
	}
	var talks sync.WaitGroup
	talks.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			talks.Go(func() { s.talk(conn, folder) })
		}
	})
	s.t.Cleanup(func() { _ = l.Close(); talks.Wait() })
	return l.Addr().String()
}

// talk is as much of RFC 5321 as a sender of mails needs.
func (s *Server) talk(conn net.Conn, folder string) {
	c := textproto.NewConn(conn)
	defer func() { _ = c.Close() }()
	_ = c.PrintfLine("220 mailtest")
	for {
		line, err := c.ReadLine()
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "DATA":
			_ = c.PrintfLine("354 go on")
			data, err := c.ReadDotBytes()
			if err != nil {
				return
			}
			s.Deliver(folder, Mail{Raw: bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))})
			_ = c.PrintfLine("250 it lies there")
		case "QUIT":
			_ = c.PrintfLine("221 bye")
			return
		default:
			_ = c.PrintfLine("250 ok")
		}
	}
}
