package power

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// askX asks the X server of DISPLAY how long ago the last input was. On Wayland
// it is not asked: the X server there sees only the input of X programs.
func askX(ctx context.Context) ([]evidence, error) {
	name := os.Getenv("DISPLAY")
	if name == "" || onWayland() {
		return nil, nil
	}
	d, err := parseDisplay(name)
	if err != nil {
		return nil, err
	}
	conn, err := d.dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to the X server %s: %w", name, err)
	}
	defer func() { _ = conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	idle, err := queryIdle(conn, d.cookie())
	if errors.Is(err, errNoSaver) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("ask the X server %s for the last input: %w", name, err)
	}
	return []evidence{{source: "the X server", timed: true, idle: idle}}, nil
}

// display is where an X server listens, X(7): [host]:number[.screen].
type display struct {
	host   string // empty for this machine
	number int
}

func parseDisplay(name string) (display, error) {
	colon := strings.LastIndexByte(name, ':')
	if colon < 0 {
		return display{}, fmt.Errorf("DISPLAY is %q: no colon in it", name)
	}
	digits, _, _ := strings.Cut(name[colon+1:], ".")
	number, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || number > 59535 { // the last that has a TCP port
		return display{}, fmt.Errorf("DISPLAY is %q: the number after the colon must be 0 to 59535", name)
	}
	host := name[:colon]
	if host == "unix" {
		host = ""
	}
	return display{host: host, number: int(number)}, nil
}

func (d display) dial(ctx context.Context) (net.Conn, error) {
	dialer := &net.Dialer{}
	if d.host != "" {
		return dialer.DialContext(ctx, "tcp", net.JoinHostPort(d.host, strconv.Itoa(6000+d.number)))
	}
	socket := "/tmp/.X11-unix/X" + strconv.Itoa(d.number)
	conn, err := dialer.DialContext(ctx, "unix", socket)
	if err != nil {
		if abstract, abstractErr := dialer.DialContext(ctx, "unix", "@"+socket); abstractErr == nil {
			return abstract, nil
		}
	}
	return conn, err
}

// cookie is what the server wants to see, none where no file holds one: then it
// may still know us by our user.
func (d display) cookie() []byte {
	name := os.Getenv("XAUTHORITY")
	if name == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil
		}
		name = filepath.Join(home, ".Xauthority")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, longestAuthority))
	if err != nil {
		return nil
	}
	host, _ := os.Hostname()
	return findCookie(data, host, strconv.Itoa(d.number))
}
