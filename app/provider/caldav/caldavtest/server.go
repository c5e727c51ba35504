package caldavtest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"standby/app/provider"
)

// Server is a server that runs for one test, behind a proxy.
type Server struct {
	// URL is where it is, as a user would type it, without a slash at its end.
	URL string
	// User and Password are what it asks for; empty with Xandikos, which asks for
	// nothing.
	User, Password string
	// Requests counts those that it was sent.
	Requests atomic.Int64
	// Seed puts files into the folder of a calendar behind the server's back: to put
	// hundreds one by one takes Xandikos minutes.
	Seed func(t *testing.T, calendar string, files map[string][]byte)
	// Before, when set, sees each request before the server does, and answers it
	// itself when it returns true. Set it while no request is under way.
	Before func(http.ResponseWriter, *http.Request) bool
}

// Credentials show who asks; nil where nobody wants to know.
func (s *Server) Credentials() provider.Credentials {
	if s.User == "" {
		return nil
	}
	header := provider.Basic(s.User, s.Password)
	return func(context.Context) (string, error) { return header, nil }
}

// OnEach runs a test against Radicale and against Xandikos.
func OnEach(t *testing.T, run func(t *testing.T, s *Server)) {
	t.Helper()
	t.Run("Radicale", func(t *testing.T) { run(t, Radicale(t)) })
	t.Run("Xandikos", func(t *testing.T) { run(t, Xandikos(t)) })
}

// Radicale starts one with a user who has a password. Without the program the test
// is skipped, and fails where CI is true.
func Radicale(t *testing.T) *Server {
	t.Helper()
	binary := program(t, "radicale")
	const user, password = "a@example.org", "canary-Zx81 pä:ss" //nolint:gosec // made up for a server of the test's own
	dir, address := t.TempDir(), freeAddress(t)
	users := filepath.Join(dir, "users")
	write(t, users, user+":"+password+"\n")
	config := filepath.Join(dir, "config")
	write(t, config, fmt.Sprintf(`
[server]
hosts = %s
[auth]
type = htpasswd
htpasswd_filename = %s
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = %s
[logging]
level = warning
`, address, users, filepath.Join(dir, "data")))
	start(t, address, binary, "--config", config)
	s := behindProxy(t, address)
	s.User, s.Password = user, password
	s.Seed = func(t *testing.T, calendar string, files map[string][]byte) {
		t.Helper()
		for name, body := range files {
			write(t, filepath.Join(dir, "data", "collection-root", user, calendar, name), string(body))
		}
	}
	return s
}

// Xandikos starts one that asks nobody who they are. Without the program the test
// is skipped, and fails where CI is true.
func Xandikos(t *testing.T) *Server {
	t.Helper()
	binary := program(t, "xandikos")
	dir, address := t.TempDir(), freeAddress(t)
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	start(t, address, binary, "-d", dir, "-l", host, "-p", port, "--defaults")
	s := behindProxy(t, address)
	s.Seed = func(t *testing.T, calendar string, files map[string][]byte) {
		t.Helper()
		folder := filepath.Join(dir, "user", "calendars", calendar)
		for name, body := range files {
			write(t, filepath.Join(folder, name), string(body))
		}
		for _, args := range [][]string{{"add", "--all"}, {"-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message=seed"}} {
			if out, err := exec.CommandContext(t.Context(), "git", append([]string{"-C", folder}, args...)...).CombinedOutput(); err != nil {
				t.Fatalf("git %v: %v: %s", args, err, out)
			}
		}
	}
	return s
}

// program is the path of a Debian program of that name.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("the Debian package %s is not installed", name)
	}
	t.Skipf("the Debian package %s is not installed", name)
	return ""
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// start runs a server until the test ends, and waits until it takes connections.
func start(t *testing.T, address, program string, args ...string) {
	t.Helper()
	var log bytes.Buffer
	// The test's own context ends before what the test cleans up, which may need it.
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), program, args...)
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan struct{})
	go func() { _ = cmd.Wait(); close(exited) }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-exited
		if t.Failed() {
			t.Logf("the server said:\n%.4000s", log.String())
		}
	})
	deadline := time.NewTimer(time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	var dialer net.Dialer
	for {
		if conn, err := dialer.DialContext(t.Context(), "tcp", address); err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-exited:
			t.Fatalf("the server ended:\n%s", log.String())
		case <-deadline.C:
			t.Fatal("the server takes no connections after a minute")
		case <-tick.C:
		}
	}
}

func behindProxy(t *testing.T, address string) *Server {
	t.Helper()
	s := &Server{}
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Requests.Add(1)
		if s.Before != nil && s.Before(w, r) {
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	s.URL = srv.URL
	return s
}
