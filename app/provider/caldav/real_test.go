package caldav

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"standby/app/provider"
)

const (
	realUser     = "a@example.org"
	realPassword = "canary-Zx81 pä:ss"
)

// real is a server that runs for one test, behind a proxy that counts requests.
type real struct {
	url         string
	credentials provider.Credentials
	requests    atomic.Int64
	// seed puts files into the folder of a calendar behind the server's back: to put
	// hundreds one by one takes Xandikos minutes.
	seed func(t *testing.T, calendar string, files map[string][]byte)
	// before, when set, sees each request before the server does, and answers it
	// itself when it returns true.
	before func(http.ResponseWriter, *http.Request) bool
}

// onEach runs a test against Radicale and against Xandikos.
func onEach(t *testing.T, run func(t *testing.T, s *real)) {
	t.Helper()
	t.Run("Radicale", func(t *testing.T) { run(t, startRadicale(t)) })
	t.Run("Xandikos", func(t *testing.T) { run(t, startXandikos(t)) })
}

func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func startRadicale(t *testing.T) *real {
	t.Helper()
	binary, err := exec.LookPath("radicale")
	if err != nil {
		skip(t, "the Debian package radicale is not installed")
	}
	dir, address := t.TempDir(), freeAddress(t)
	users := filepath.Join(dir, "users")
	write(t, users, realUser+":"+realPassword+"\n")
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
	start(t, address, exec.Command(binary, "--config", config))
	r := behindProxy(t, address, fixed(provider.Basic(realUser, realPassword)))
	r.seed = func(t *testing.T, calendar string, files map[string][]byte) {
		for name, body := range files {
			write(t, filepath.Join(dir, "data", "collection-root", realUser, calendar, name), string(body))
		}
	}
	return r
}

func startXandikos(t *testing.T) *real {
	t.Helper()
	binary, err := exec.LookPath("xandikos")
	if err != nil {
		skip(t, "the Debian package xandikos is not installed")
	}
	dir, address := t.TempDir(), freeAddress(t)
	host, port, _ := net.SplitHostPort(address)
	start(t, address, exec.Command(binary, "-d", dir, "-l", host, "-p", port, "--defaults"))
	r := behindProxy(t, address, nil)
	r.seed = func(t *testing.T, calendar string, files map[string][]byte) {
		folder := filepath.Join(dir, "user", "calendars", calendar)
		for name, body := range files {
			write(t, filepath.Join(folder, name), string(body))
		}
		for _, args := range [][]string{{"add", "--all"}, {"-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message=seed"}} {
			if out, err := exec.Command("git", append([]string{"-C", folder}, args...)...).CombinedOutput(); err != nil {
				t.Fatalf("git %v: %v: %s", args, err, out)
			}
		}
	}
	return r
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// start runs a server until the test ends, and waits until it takes connections.
func start(t *testing.T, address string, cmd *exec.Cmd) {
	t.Helper()
	var log bytes.Buffer
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
	for {
		if conn, err := net.Dial("tcp", address); err == nil {
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

func behindProxy(t *testing.T, address string, credentials provider.Credentials) *real {
	t.Helper()
	r := &real{credentials: credentials}
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.requests.Add(1)
		if r.before != nil && r.before(w, req) {
			return
		}
		forward.ServeHTTP(w, req)
	}))
	t.Cleanup(srv.Close)
	r.url = srv.URL
	return r
}

// account is where the server is, as a user would type it.
func (r *real) account(t *testing.T) *Account {
	t.Helper()
	return account(t, r.url, r.credentials)
}

// calendar makes a calendar for the test and returns it, with its address.
func (r *real) calendar(t *testing.T, name string) (*Calendar, string) {
	t.Helper()
	made, err := r.account(t).Create(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return r.open(name, made.URL.String()), made.URL.String()
}

// open is another client of a calendar.
func (r *real) open(name, address string) *Calendar {
	// A busy machine must not decide whether a test passes.
	c := New(name, at(address), r.credentials, nil)
	c.patience = fetchTime
	return c
}

func TestRealServersLeadFromAnyAddressToTheCalendars(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		for _, name := range []string{"rota", "Bereitschaft Süd & Ost"} {
			if _, err := s.account(t).Create(t.Context(), name); err != nil {
				t.Fatal(err)
			}
		}
		all := discover(t, s.account(t))
		var rota Collection
		var names []string
		for _, c := range all {
			names = append(names, c.Name)
			if c.Name == "rota" {
				rota = c
			}
			if c.ReadOnly {
				t.Errorf("%s cannot be written to", c.Name)
			}
		}
		text := strings.Join(names, "|")
		if !strings.Contains(text, "rota") || !strings.Contains(text, "Bereitschaft Süd & Ost") || rota.URL == nil {
			t.Fatalf("found %q", names)
		}
		u := rota.URL.String()
		home := u[:strings.LastIndex(strings.TrimSuffix(u, "/"), "/")+1]
		for name, from := range map[string]string{
			"the folder of the calendars": home, "without the slash": strings.TrimSuffix(home, "/"), "an address that is not there": s.url + "/nowhere/at/all",
		} {
			if got := discover(t, account(t, from, s.credentials)); len(got) != len(all) {
				t.Errorf("from %s: %d of %d calendars", name, len(got), len(all))
			}
		}
		if got := discover(t, account(t, u, s.credentials)); len(got) != 1 || got[0].Name != "rota" {
			t.Errorf("from the calendar itself: %v", got)
		}
		if _, err := s.account(t).Create(t.Context(), "rota"); err == nil {
			t.Error("the same name twice was made twice")
		}
	})
}

func TestRadicaleRefusesAWrongPassword(t *testing.T) {
	s := startRadicale(t)
	wrong := fixed(provider.Basic(realUser, "wrong-"+canary))
	_, err := account(t, s.url, wrong).Discover(t.Context())
	mustFail(t, err, provider.ErrUnauthorized)
	_, _, err = New("team", at(s.url+"/"+realUser+"/rota/"), wrong, nil).Fetch(t.Context(), provider.Copy{})
	mustFail(t, err, provider.ErrUnauthorized)
}

func TestRealServersKeepEventsAndTellVersionsApart(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		a, address := s.calendar(t, "rota")
		b := s.open("rota", address)
		empty, changed := fetch(t, a, provider.Copy{})
		if !changed || strings.Contains(string(empty.Body), "VEVENT") {
			t.Fatalf("a new calendar holds %q", empty.Body)
		}
		for _, uid := range []string{"shift-1@example.org", "schicht/ä ü 2", "../../shift 3?x#y", strings.Repeat("long", 80)} {
			summary := "Engineer Ä is on, says 𝔄; \\ \"x\" <b>&amp;"
			tag, err := a.Put(t.Context(), uid, event(uid, summary), "")
			if err != nil {
				t.Fatalf("%s: %v", uid, err)
			}
			got, err := b.Get(t.Context(), uid)
			if err != nil || got.UID != uid || got.Summary() != summary || tag != "" && got.ETag != tag {
				t.Fatalf("%s: read back %+v, %v, want the version %s", uid, got, err, tag)
			}
			mustChange(t, create(t, b, uid), uid, false)

			tag2, err := b.Put(t.Context(), uid, event(uid, "Engineer B"), got.ETag)
			if err != nil {
				t.Fatalf("%s: %v", uid, err)
			}
			_, err = a.Put(t.Context(), uid, event(uid, "Engineer C"), got.ETag)
			lost := mustChange(t, err, uid, false)
			if lost.Now.Summary() != "Engineer B" || lost.By != "b@example.org" || lost.At.IsZero() {
				t.Errorf("%s: lost to %q by %q at %v", uid, lost.Now.Summary(), lost.By, lost.At)
			}
			mustChange(t, a.Delete(t.Context(), uid, got.ETag), uid, false)
			if err := b.Delete(t.Context(), uid, tag2); err != nil {
				t.Fatalf("%s: %v", uid, err)
			}
			mustChange(t, a.Delete(t.Context(), uid, tag2), uid, true)
			_, err = a.Put(t.Context(), uid, event(uid, "Engineer C"), tag2)
			mustChange(t, err, uid, true)
			_, err = a.Get(t.Context(), uid)
			mustFail(t, err, ErrNothingThere)
		}
	})
}

func TestRealServersRefuseTheSecondOfTwoWritesAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		a, address := s.calendar(t, "rota")
		if _, err := a.Put(t.Context(), "1", event("1", "Engineer A"), ""); err != nil {
			t.Fatal(err)
		}
		got, err := a.Get(t.Context(), "1")
		if err != nil {
			t.Fatal(err)
		}
		// Both have looked and found the version they know before either writes, so
		// that it is the server's If-Match that decides.
		other := s.open("rota", address)
		done := false
		s.before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && !done {
				done = true
				if _, err := other.Put(t.Context(), "1", event("1", "Engineer B"), got.ETag); err != nil {
					t.Errorf("the first: %v", err)
				}
			}
			return false
		}
		_, err = a.Put(t.Context(), "1", event("1", "Engineer C"), got.ETag)
		if lost := mustChange(t, err, "1", false); lost.Now.Summary() != "Engineer B" {
			t.Errorf("lost to %q", lost.Now.Summary())
		}
		done = false
		s.before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && !done {
				done = true
				if _, err := other.Put(t.Context(), "2", event("2", "Engineer B"), ""); err != nil {
					t.Errorf("the first: %v", err)
				}
			}
			return false
		}
		mustChange(t, create(t, a, "2"), "2", false)
	})
}

func TestRealServersTellWhetherAnythingHasChanged(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		a, address := s.calendar(t, "rota")
		many := 500
		if strings.HasSuffix(t.Name(), "Xandikos") {
			many = 120 // it takes a second for every fifty
		}
		files := map[string][]byte{}
		for i := range many {
			uid := fmt.Sprintf("shift-%03d", i)
			files[uid+".ics"] = event(uid, fmt.Sprintf("Engineer %d", i))
		}
		s.seed(t, "rota", files)
		first, changed := fetch(t, a, provider.Copy{})
		if n := strings.Count(string(first.Body), "BEGIN:VEVENT"); !changed || n != many {
			t.Fatalf("%d events, changed %v", n, changed)
		}
		count := func(c *Calendar, last provider.Copy) (provider.Copy, bool, int64) {
			before := s.requests.Load()
			now, changed := fetch(t, c, last)
			return now, changed, s.requests.Load() - before
		}
		if now, changed, n := count(a, first); changed || n != 1 || now.ETag != first.ETag || &now.Body[0] != &first.Body[0] {
			t.Errorf("unchanged: changed %v, %d requests", changed, n)
		}
		// A restart knows the copy and nothing else.
		if _, changed, n := count(s.open("rota", address), first); changed || n != 1 {
			t.Errorf("unchanged after a restart: changed %v, %d requests", changed, n)
		}
		other := s.open("rota", address)
		old, err := other.Get(t.Context(), "shift-007")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Put(t.Context(), "shift-007", event("shift-007", "Engineer New"), old.ETag); err != nil {
			t.Fatal(err)
		}
		old, err = other.Get(t.Context(), "shift-008")
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Delete(t.Context(), "shift-008", old.ETag); err != nil {
			t.Fatal(err)
		}
		second, changed, n := count(a, first)
		text := string(second.Body)
		if !changed || n > 4 || strings.Count(text, "BEGIN:VEVENT") != many-1 || !strings.Contains(text, "Engineer New") || strings.Contains(text, "UID:shift-008") {
			t.Errorf("one changed, one deleted: changed %v, %d requests, %d events", changed, n, strings.Count(text, "BEGIN:VEVENT"))
		}
		whole, _ := fetch(t, s.open("rota", address), provider.Copy{})
		if !bytes.Equal(whole.Body, second.Body) || whole.ETag != second.ETag {
			t.Error("read in steps and read at once, the calendar differs")
		}
	})
}
