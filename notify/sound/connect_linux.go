package sound

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// errLost is the end of the connection to the sound server.
var errLost = errors.New("the sound server went away")

// patience is how long the sound server may take for an answer.
const patience = 5 * time.Second

// client is one connection to the sound server, with what the server tells by
// itself. Its protocol client is the library's; connection and stream are ours, for
// the library's own end the process when a server hangs up at the wrong moment, and
// do not say that an output has gone.
type client struct {
	*proto.Client
	conn net.Conn

	mu    sync.Mutex
	told  news
	event chan struct{} // holds a token while there is news
}

// news is what the server has told since it was last asked.
type news struct {
	wanted int                        // bytes that it asks for
	moved  *proto.PlaybackStreamMoved // to another output
	killed bool                       // the output has gone, and there was none to move to
	lost   bool                       // the connection ended
}

// dial connects to the sound server. The caller closes the connection.
func dial(ctx context.Context) (*client, error) {
	at, err := address()
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(limited, at.network, at.where)
	if err != nil {
		return nil, fmt.Errorf("no sound server answers: %w", err)
	}
	c := &client{Client: &proto.Client{}, conn: &wire{Conn: conn}, event: make(chan struct{}, 1)}
	c.SetTimeout(patience)
	c.Callback = c.hear
	c.Open(c.conn)
	defer context.AfterFunc(limited, c.close)()
	if err := c.greet(); err != nil {
		c.close()
		return nil, fmt.Errorf("greet the sound server: %w", err)
	}
	return c, nil
}

func (c *client) close() { _ = c.conn.Close() }

// greet proves who we are and says what we are called. What is said must stay
// below a kilobyte, beyond which the library writes past its buffer.
func (c *client) greet() error {
	var reply proto.AuthReply
	if err := c.Request(&proto.Auth{Version: c.Version(), Cookie: cookie()}, &reply); err != nil {
		return err
	}
	c.SetVersion(reply.Version)
	return c.Request(&proto.SetClientName{Props: proto.PropList{
		"application.name":      proto.PropListString("Standby"),
		"application.icon_name": proto.PropListString("standby"),
	}}, &proto.SetClientNameReply{})
}

// hear is called by the library's goroutine and must not wait.
func (c *client) hear(message any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch m := message.(type) {
	case *proto.Request:
		c.told.wanted += int(m.Length)
	case *proto.PlaybackStreamMoved:
		c.told.moved = m
	case *proto.PlaybackStreamKilled:
		c.told.killed = true
	case *proto.ConnectionClosed:
		c.told.lost = true
	default:
		return
	}
	select {
	case c.event <- struct{}{}:
	default:
	}
}

// ask takes the news.
func (c *client) ask() news {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.told
	c.told = news{lost: n.lost, killed: n.killed}
	return n
}

// place is where a sound server listens.
type place struct{ network, where string }

// address is the sound server's, as PulseAudio's clients find it: PULSE_SERVER,
// else the socket in PULSE_RUNTIME_PATH or below XDG_RUNTIME_DIR.
func address() (place, error) {
	if list := os.Getenv("PULSE_SERVER"); list != "" {
		return parseServer(list)
	}
	if dir := os.Getenv("PULSE_RUNTIME_PATH"); dir != "" {
		return place{"unix", filepath.Join(dir, "native")}, nil
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		return place{"unix", filepath.Join(dir, "pulse", "native")}, nil
	}
	return place{}, errors.New("no sound server: XDG_RUNTIME_DIR is not set")
}

// parseServer reads the first server of a list as PULSE_SERVER has it: words with
// a path, unix:PATH, tcp:HOST, tcp4: or tcp6:, each after the {name} of the machine
// it holds for, if any.
func parseServer(list string) (place, error) {
	for word := range strings.FieldsSeq(list) {
		if machine, rest, named := strings.Cut(word, "}"); named && strings.HasPrefix(machine, "{") {
			if !here(machine[1:]) {
				continue
			}
			word = rest
		}
		if strings.HasPrefix(word, "/") {
			return place{"unix", word}, nil
		}
		switch kind, where, _ := strings.Cut(word, ":"); {
		case where == "":
		case kind == "unix":
			return place{kind, where}, nil
		case kind == "tcp" || kind == "tcp4" || kind == "tcp6":
			return place{kind, withPort(where)}, nil
		}
	}
	return place{}, errors.New("no sound server: PULSE_SERVER names none that is understood; write unix:PATH or tcp:HOST")
}

// here reports whether this machine has that name or machine ID.
func here(machine string) bool {
	host, err := os.Hostname()
	return err == nil && machine == host || machine != "" && machine == machineID()
}

// withPort adds the protocol's own port where there is none.
func withPort(host string) string {
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), "4713")
}

func machineID() string {
	id, err := os.ReadFile("/etc/machine-id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}

// cookie is the user's proof to the sound server; a server that wants none takes
// any 256 bytes.
func cookie() []byte {
	const size = 256
	home := os.Getenv("HOME")
	settings := os.Getenv("XDG_CONFIG_HOME")
	if settings == "" {
		settings = filepath.Join(home, ".config")
	}
	for _, file := range []string{os.Getenv("PULSE_COOKIE"), filepath.Join(settings, "pulse", "cookie"), filepath.Join(home, ".pulse-cookie")} {
		if data, err := os.ReadFile(file); err == nil && len(data) == size {
			return data
		}
	}
	return make([]byte, size)
}
