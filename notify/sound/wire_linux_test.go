package sound

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheSoundServerIsFoundWhereItsClientsFindIt(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for list, want := range map[string]place{
		"/run/a/native":                 {"unix", "/run/a/native"},
		"unix:/run/a/native":            {"unix", "/run/a/native"},
		"tcp:sound.example":             {"tcp", "sound.example:4713"},
		"tcp:sound.example:99":          {"tcp", "sound.example:99"},
		"tcp6:[::1]":                    {"tcp6", "[::1]:4713"},
		"tcp4:127.0.0.1":                {"tcp4", "127.0.0.1:4713"},
		"{elsewhere}unix:/a unix:/b":    {"unix", "/b"},
		"{" + host + "}unix:/a unix:/b": {"unix", "/a"},
		"nonsense unix: tcp: unix:/c":   {"unix", "/c"},
	} {
		if got, err := parseServer(list); err != nil || got != want {
			t.Errorf("%s gives %v, %v; want %v", list, got, err, want)
		}
	}
	for _, list := range []string{" ", "{", "}", "{}", "{" + host, "nonsense", "unix:", "{elsewhere}/a"} {
		if got, err := parseServer(list); err == nil || !strings.Contains(err.Error(), "PULSE_SERVER") {
			t.Errorf("%q gives %v, %v", list, got, err)
		}
	}
}

func FuzzParseServer(f *testing.F) {
	for _, s := range []string{"{a}unix:/b", "{", "tcp6:[::1]", "tcp:a:b:c", "/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		if p, err := parseServer(list); err == nil && (p.network == "" || p.where == "") {
			t.Errorf("%q gives %v", list, p)
		}
	})
}

func packet(length, channel uint32, body string) []byte {
	out := binary.BigEndian.AppendUint32(nil, length)
	out = binary.BigEndian.AppendUint32(out, channel)
	return append(append(out, make([]byte, 12)...), body...)
}

func FuzzReadPacket(f *testing.F) {
	f.Add(packet(10, control, "L\x00\x00\x00\x02L\x00\x00\x00\x01"))
	f.Add(packet(1<<31, control, "L"))
	f.Add(packet(10, 0, "0123456789"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := readPacket(bytes.NewReader(data))
		if err == nil && (len(p) < header+shortest || len(p) > header+biggest || !bytes.HasPrefix(data, p)) {
			t.Errorf("a packet of %d bytes from %d", len(p), len(data))
		}
	})
}

// What answers in place of a sound server must neither end nor hang the process.
func TestSomethingElseThanASoundServerIsAnError(t *testing.T) {
	for name, answer := range map[string][]byte{
		"hangs up at once":            nil,
		"speaks another language":     []byte("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
		"announces too much":          packet(1<<31, control, "L"),
		"sends samples":               packet(20, 0, "01234567890123456789"),
		"sends what is no command":    packet(10, control, "0123456789"),
		"hangs up in a command":       packet(100, control, "L\x00\x00\x00\x02L\x00\x00\x00\x00"),
		"refuses":                     packet(15, control, "L\x00\x00\x00\x00L\x00\x00\x00\x00L\x00\x00\x00\x01"),
		"answers what was not asked":  packet(10, control, "L\x00\x00\x00\x02L\x00\x00\x00\x63"),
		"says that something started": packet(15, control, "L\x00\x00\x00\x56L\xff\xff\xff\xffL\x00\x00\x00\x00"),
	} {
		t.Run(name, func(t *testing.T) {
			dir, err := os.MkdirTemp("", "standby-sound-") // while it is short
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = os.RemoveAll(dir) }()
			alone(t)
			t.Setenv("PULSE_RUNTIME_PATH", dir)
			l, err := net.Listen("unix", filepath.Join(dir, "native"))
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					_, _ = io.ReadFull(conn, make([]byte, 100)) // of the greeting, which is longer
					_, _ = conn.Write(answer)
					_ = conn.Close()
				}
			}()
			p, _ := player(t, Options{})
			err = p.Once(t.Context(), Signal{Sound: "short", Volume: 50})
			if err == nil || !strings.Contains(err.Error(), "greet the sound server") {
				t.Errorf("got %v", err)
			}
		})
	}
}
