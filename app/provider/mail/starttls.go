package mail

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"standby/app/provider"
)

// greeted is a connection over which the greeting has come already.
type greeted struct {
	net.Conn
	greeting *strings.Reader
}

func (g greeted) Read(p []byte) (int, error) {
	if g.greeting.Len() > 0 {
		return g.greeting.Read(p)
	}
	return g.Conn.Read(p)
}

// askForTLS says STARTTLS (RFC 3501, 6.2.1) and nothing else in the clear. What is
// read here ends where the server's consent does, so that nothing that somebody put
// behind it is taken for the server's word later. It never goes on without: who takes
// the offer away wants to read along.
func askForTLS(conn net.Conn) error {
	greeting, err := readLine(conn)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(greeting, "* OK") {
		return fmt.Errorf("%w: no IMAP server answers there", provider.ErrNotTheService)
	}
	const tag = "tls"
	if _, err := io.WriteString(conn, tag+" STARTTLS\r\n"); err != nil {
		return err
	}
	for range 20 {
		line, err := readLine(conn)
		if err != nil {
			return err
		}
		if answer, ours := strings.CutPrefix(line, tag+" "); ours {
			if !strings.HasPrefix(answer, "OK") {
				return fmt.Errorf("%w: %w", provider.ErrUnreachable, ErrPlain)
			}
			return nil
		}
	}
	return fmt.Errorf("%w: it does not answer what it is asked", provider.ErrNotTheService)
}

// readLine reads to the end of a line and not a byte further.
func readLine(conn net.Conn) (string, error) {
	var line []byte
	one := []byte{0}
	for len(line) < 4<<10 {
		if _, err := io.ReadFull(conn, one); err != nil {
			return "", err
		}
		if c := one[0]; c == '\n' {
			return strings.TrimSuffix(string(line), "\r"), nil
		}
		line = append(line, one...)
	}
	return "", errors.Join(provider.ErrNotTheService, errors.New("a greeting without an end"))
}
