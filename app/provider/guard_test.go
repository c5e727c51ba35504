package provider

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestEveryAddressHasItsPlace(t *testing.T) {
	for address, want := range map[string]place{
		"93.184.216.34": internet, "2606:2800:220:1::1": internet, "8.8.8.8": internet, "172.32.0.1": internet, "100.128.0.1": internet,
		"10.1.2.3": network, "172.16.0.1": network, "172.31.255.255": network, "192.168.1.1": network, "100.64.0.1": network,
		"198.18.0.1": network, "fd00::1": network, "fec0::1": network, "64:ff9b:1::7f00:1": network,
		"127.0.0.1": machine, "127.9.9.9": machine, "::1": machine, "::ffff:127.0.0.1": machine,
		"64:ff9b::127.0.0.1": machine, "2002:7f00:1::": machine, "::127.0.0.1": machine,
		"169.254.169.254": link, "169.254.0.1": link, "fe80::1": link, "fe80::1%eth0": link, "::ffff:169.254.169.254": link,
		"64:ff9b::169.254.169.254": link, "2002:a9fe:a9fe::": link, "168.63.129.16": link, "100.100.100.200": link,
		"192.0.0.192": link, "fd00:ec2::254": link, "fd20:ce::254": link,
		"64:ff9b::8.8.8.8": internet, "2002:808:808::1": internet,
		"0.0.0.0": nowhere, "0.1.2.3": nowhere, "224.0.0.1": nowhere, "255.255.255.255": nowhere, "240.0.0.1": nowhere,
		"::": nowhere, "ff02::1": nowhere, "2001:db8::1": nowhere, "203.0.113.9": nowhere, "2001:0:7f00:1::": nowhere,
	} {
		if got := placeOf(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

// hosts writes a hosts file.
func hosts(t *testing.T, text string) hostsFile {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hosts")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return hostsFile(path)
}

func TestWhatTheUserTypedIsReachedAndNothingElseInside(t *testing.T) {
	const tunnel = "# a tunnel\n127.0.0.1 localhost\n127.0.0.1\tpaging.example.org paging # by hand\n\nrubbish\n::1 six.example.org\n"
	for name, c := range map[string]struct {
		route route
		to    string
		good  bool
	}{
		"a typed address of the machine":         {route{host: "127.0.0.1", typed: true}, "127.0.0.1", true},
		"a typed address of the link":            {route{host: "169.254.169.254", typed: true}, "169.254.169.254", true},
		"a typed address of a private network":   {route{host: "10.0.0.5", typed: true}, "10.0.0.5", true},
		"a typed IPv6 address":                   {route{host: "::1", typed: true}, "::1", true},
		"localhost":                              {route{host: "localhost", typed: true}, "::1", true},
		"a name below localhost":                 {route{host: "mail.localhost", typed: true}, "127.0.0.1", true},
		"the machine's own name":                 {route{host: "desk", typed: true}, "127.0.1.1", true},
		"the machine's own name, strange":        {route{host: "desk"}, "127.0.1.1", false},
		"a name that only looks like localhost":  {route{host: "notlocalhost", typed: true}, "127.0.0.1", false},
		"a name in the hosts file":               {route{host: "paging.example.org", typed: true}, "127.0.0.1", true},
		"the same name, by DNS elsewhere inside": {route{host: "paging.example.org", typed: true}, "127.0.0.2", false},
		"a name that leads to the machine":       {route{host: "cal.example.org", typed: true, secure: true}, "127.0.0.1", false},
		"a name that leads to the metadata":      {route{host: "cal.example.org", typed: true, secure: true}, "169.254.169.254", false},
		"a name that leads nowhere":              {route{host: "cal.example.org", typed: true, secure: true}, "0.0.0.0", false},
		"an intranet's name, over https":         {route{host: "cal.example.org", typed: true, secure: true}, "10.0.0.5", true},
		"an intranet's name, over http":          {route{host: "cal.example.org", typed: true}, "10.0.0.5", true},
		"a name known outside, https":            {route{host: "out.example.org", typed: true, secure: true}, "10.0.0.5", true},
		"a name known outside, http":             {route{host: "out.example.org", typed: true}, "10.0.0.5", false},
		"a typed name in the internet":           {route{host: "cal.example.org", typed: true}, "8.8.8.8", true},
		"a strange name in the internet":         {route{host: "cdn.example.net", secure: true}, "8.8.8.8", true},
		"a strange name, private":                {route{host: "cdn.example.net", secure: true}, "10.0.0.5", false},
		"a strange name in the hosts file":       {route{host: "paging.example.org"}, "127.0.0.1", false},
		"a strange address":                      {route{host: "127.0.0.1"}, "127.0.0.1", false},
		"strange localhost":                      {route{host: "localhost"}, "127.0.0.1", false},
		"a translator's way to the metadata":     {route{host: "cdn.example.net"}, "64:ff9b::169.254.169.254", false},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGuard()
			g.hosts, g.self = hosts(t, tunnel), "desk"
			g.note("out.example.org")
			err := g.allow(&c.route, netip.MustParseAddr(c.to))
			if (err == nil) != c.good || err != nil && !errors.Is(err, ErrInside) {
				t.Errorf("got %v", err)
			}
		})
	}
	if hostsFile(filepath.Join(t.TempDir(), "none")).says("localhost", netip.MustParseAddr("127.0.0.1")) {
		t.Error("a file that is not there says something")
	}
}

func TestARedirectToAnOddlyWrittenAddressIsRefusedBeforeAProxySeesIt(t *testing.T) {
	g := newGuard()
	for host, good := range map[string]bool{
		"cdn.example.net": true, "8.8.8.8": true, "[2606:2800:220:1::1]": true, "a1.example.com1x": true,
		"127.0.0.1": false, "2130706433": false, "0x7f000001": false, "0x7f.1": false, "127.1": false, "0177.0.0.01": false, "0x": false,
		"[::1]": false, "[::ffff:10.0.0.1]": false, "[fe80::1%25eth0]": false, "LOCALHOST": false, "localhost.": false, "a.localhost": false,
	} {
		if err := g.strangeAddress(parse(t, "https://"+host+"/x")); (err == nil) != good {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// names is a DNS server that gives A records, the next one with each question.
type names struct {
	conn net.PacketConn

	mu      sync.Mutex
	answers map[string][]string
	asked   map[string]int
}

func newNames(t *testing.T) *names {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &names{conn: conn, answers: map[string][]string{}, asked: map[string]int{}}
	t.Cleanup(func() { conn.Close() })
	go n.serve()
	return n
}

func (n *names) say(answers map[string][]string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answers = answers
}

func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", n.conn.LocalAddr().String())
	}}
}

func (n *names) serve() {
	buf := make([]byte, 1500)
	for {
		size, from, err := n.conn.ReadFrom(buf)
		if err != nil {
			return
		}
		_, _ = n.conn.WriteTo(n.answer(buf[:size]), from)
	}
}

// answer is RFC 1035, 4.1, for one question.
func (n *names) answer(q []byte) []byte {
	var labels []string
	i := 12
	for q[i] != 0 {
		labels = append(labels, string(q[i+1:i+1+int(q[i])]))
		i += 1 + int(q[i])
	}
	kind := binary.BigEndian.Uint16(q[i+1:])
	question := q[12 : i+5]
	name := strings.ToLower(strings.Join(labels, "."))
	n.mu.Lock()
	list := n.answers[name]
	var address string
	if kind == 1 && len(list) > 0 {
		address = list[min(n.asked[name], len(list)-1)]
		n.asked[name]++
	}
	n.mu.Unlock()
	out := slices.Concat(q[:2], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, question)
	if address != "" {
		out[7] = 1
		a := netip.MustParseAddr(address).As4()
		out = append(out, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		out = append(out, a[:]...)
	}
	return out
}

// town is a client in a made-up world on loopback: 127.0.1.x is the internet,
// 127.0.2.x a private network, 127.0.3.x the link; the rest is the machine.
type town struct {
	*Client
	names *names
	port  string
}

func newTown(t *testing.T) *town {
	t.Helper()
	c := NewClient(0)
	n := newNames(t)
	c.dialer.Resolver = n.resolver()
	c.guard.hosts = "/nowhere"
	c.guard.place = func(a netip.Addr) place {
		return map[byte]place{0: machine, 1: internet, 2: network, 3: link}[a.Unmap().As4()[2]]
	}
	t.Cleanup(c.Close)
	return &town{Client: c, names: n}
}

// serve answers on the same port at each address of the town.
func (w *town) serve(t *testing.T, address string, h http.Handler) {
	t.Helper()
	if w.port == "" {
		w.port = "0"
	}
	l, err := net.Listen("tcp4", net.JoinHostPort(address, w.port))
	if err != nil {
		t.Skipf("addresses of loopback other than 127.0.0.1 are needed: %v", err)
	}
	_, w.port, _ = net.SplitHostPort(l.Addr().String())
	srv := httptest.NewUnstartedServer(h)
	_ = srv.Listener.Close()
	srv.Listener = l
	srv.Start()
	t.Cleanup(srv.Close)
}

func (w *town) get(t *testing.T, host string) error {
	t.Helper()
	_, err := w.Do(t.Context(), Request{URL: &url.URL{Scheme: "http", Host: net.JoinHostPort(host, w.port), Path: "/x"}, Redirects: 3, Credentials: fixed(Bearer(canary))})
	return err
}

func TestNoWayLeadsInsideThatTheUserDidNotPointTo(t *testing.T) {
	w := newTown(t)
	var to string
	inside := 0
	asked := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside++ })
	w.serve(t, "127.0.1.1", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if to == "" || r.URL.Path == "/end" {
			return
		}
		http.Redirect(rw, r, strings.ReplaceAll(to, "PORT", w.port), http.StatusFound)
	}))
	for _, a := range []string{"127.0.0.1", "127.0.2.1", "127.0.2.2", "127.0.3.1"} {
		w.serve(t, a, asked)
	}
	w.names.say(map[string][]string{
		"cal.example.org": {"127.0.1.1"}, "intranet.example.org": {"127.0.2.1"}, "evil.example.net": {"127.0.2.2"},
		"self.example.org": {"127.0.0.1"}, "meta.example.org": {"127.0.3.1"}, "rebinds.example.org": {"127.0.1.1", "127.0.2.1"},
		"cdn.example.net": {"127.0.1.1"},
	})
	for name, c := range map[string]struct {
		host, redirect string
		good           bool
		inside         int
	}{
		"a name in the internet":                {host: "cal.example.org", good: true},
		"and within it to another host":         {host: "cal.example.org", redirect: "http://cdn.example.net:PORT/end", good: true},
		"an intranet's own calendar":            {host: "intranet.example.org", good: true, inside: 1},
		"a typed private address":               {host: "127.0.2.1", good: true, inside: 1},
		"a typed address of the machine":        {host: "127.0.0.1", good: true, inside: 1},
		"a typed address of the link":           {host: "127.0.3.1", good: true, inside: 1},
		"a name for the machine":                {host: "self.example.org"},
		"a name for the metadata":               {host: "meta.example.org"},
		"a redirect to the machine":             {host: "cal.example.org", redirect: "http://127.0.0.1:PORT/"},
		"a redirect to localhost":               {host: "cal.example.org", redirect: "http://localhost:PORT/"},
		"a redirect to the metadata":            {host: "cal.example.org", redirect: "http://127.0.3.1:PORT/latest"},
		"a redirect to a private address":       {host: "cal.example.org", redirect: "http://127.0.2.1:PORT/"},
		"a redirect to a name that lies inside": {host: "cal.example.org", redirect: "http://evil.example.net:PORT/"},
		"a redirect to the intranet by name":    {host: "cal.example.org", redirect: "http://intranet.example.org:PORT/"},
	} {
		t.Run(name, func(t *testing.T) {
			to, inside = c.redirect, 0
			err := w.get(t, c.host)
			if (err == nil) != c.good || inside != c.inside {
				t.Fatalf("got %v, and %d requests inside", err, inside)
			}
			if err != nil && (!errors.Is(err, ErrInside) || !errors.Is(err, ErrNotTheService) || strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), "/x")) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("a connection that the user asked for serves no redirect", func(t *testing.T) {
		to, inside = "http://127.0.2.1:"+w.port+"/", 0
		if err := w.get(t, "127.0.2.1"); err != nil || inside != 1 {
			t.Fatal(err, inside)
		}
		if err := w.get(t, "cal.example.org"); !errors.Is(err, ErrInside) || inside != 1 {
			t.Errorf("got %v, and %d requests inside", err, inside)
		}
	})
	t.Run("a name that moves inside", func(t *testing.T) {
		to, inside = "", 0
		if err := w.get(t, "rebinds.example.org"); err != nil {
			t.Fatal(err)
		}
		w.Close()
		if err := w.get(t, "rebinds.example.org"); !errors.Is(err, ErrInside) || inside != 0 {
			t.Errorf("got %v, and %d requests inside", err, inside)
		}
	})
}

func TestOverHTTPSTheCertificateProvesWhoIsInside(t *testing.T) {
	w := newTown(t)
	inside := 0
	l, err := net.Listen("tcp4", "127.0.2.1:0")
	if err != nil {
		t.Skipf("addresses of loopback other than 127.0.0.1 are needed: %v", err)
	}
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside++ }))
	_ = srv.Listener.Close()
	srv.Listener = l
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS() // as example.com
	defer srv.Close()
	_, w.port, _ = net.SplitHostPort(l.Addr().String())
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	for _, transport := range []*http.Transport{w.transport, w.strange} {
		transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	}
	w.names.say(map[string][]string{"example.com": {"127.0.2.1"}, "rebinds.example.org": {"127.0.2.1"}})
	w.guard.note("example.com") // seen from outside of the office before
	w.guard.note("rebinds.example.org")
	get := func(host string) error {
		_, err := w.Do(t.Context(), Request{URL: &url.URL{Scheme: "https", Host: net.JoinHostPort(host, w.port)}, Credentials: fixed(Bearer(canary))})
		return err
	}
	if err := get("example.com"); err != nil || inside != 1 {
		t.Errorf("got %v, and %d requests", err, inside)
	}
	if err := get("rebinds.example.org"); !errors.Is(err, ErrUnreachable) || inside != 1 {
		t.Errorf("got %v, and %d requests", err, inside)
	}
}

func TestAnotherHostGetsNoCredentialsInAnyHeader(t *testing.T) {
	w := newTown(t)
	var there http.Header
	w.serve(t, "127.0.1.1", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "http://127.0.1.2:"+w.port, http.StatusFound)
	}))
	w.serve(t, "127.0.1.2", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { there = r.Header }))
	_, err := w.Do(t.Context(), Request{URL: parse(t, "http://127.0.1.1:"+w.port), Redirects: 3, Credentials: fixed(Bearer(canary)),
		Header: http.Header{"Cookie": {canary}, "authorization": {canary}, "If-None-Match": {`"v1"`}}})
	if err != nil || strings.Contains(fmt.Sprint(there), canary) || there.Get("If-None-Match") != `"v1"` {
		t.Errorf("sent %v, %v", there, err)
	}
}

func TestAProxyIsNotJudgedByWhereItStands(t *testing.T) {
	w := newTown(t)
	asked := ""
	w.serve(t, "127.0.3.1", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if asked = r.URL.String(); r.URL.Path == "/away" {
			http.Redirect(rw, r, "http://127.0.2.1/", http.StatusFound)
		}
	}))
	w.transport.Proxy = func(r *http.Request) (*url.URL, error) {
		r.Context().Value(routeKey{}).(*route).proxied = true
		return url.Parse("http://127.0.3.1:" + w.port)
	}
	get := func(path string) error {
		_, err := w.Do(t.Context(), Request{URL: parse(t, "http://cal.example.org"+path), Redirects: 3})
		return err
	}
	if err := get("/x"); err != nil || asked != "http://cal.example.org/x" {
		t.Errorf("asked for %q, %v", asked, err)
	}
	if err := get("/away"); !errors.Is(err, ErrInside) || asked != "http://cal.example.org/away" {
		t.Errorf("asked for %q, %v", asked, err)
	}
}

func TestABodyThatUnpacksToMoreThanTheLimitIsRefused(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			t.Error("gzip is not asked for")
		}
		rw.Header().Set("Content-Encoding", "gzip")
		bomb(rw, 1<<30)
	}))
	defer srv.Close()
	if _, err := NewClient(0).Do(t.Context(), Request{URL: parse(t, srv.URL), MaxBody: 1 << 20}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// bomb writes zeros, packed.
func bomb(to io.Writer, size int) {
	w := gzip.NewWriter(to)
	zeros := make([]byte, 1<<20)
	for range size / len(zeros) {
		if _, err := w.Write(zeros); err != nil {
			return
		}
	}
	_ = w.Close()
}

func FuzzStrangeAddress(f *testing.F) {
	for _, h := range []string{"127.0.0.1", "0x7f.1", "cdn.example.net", "[::1]", "localhost"} {
		f.Add(h)
	}
	g := newGuard()
	f.Fuzz(func(t *testing.T, host string) {
		u, err := url.Parse("http://" + host + "/")
		if err != nil {
			return
		}
		// What net.Dial would take for an address inside must not pass.
		if a, err := netip.ParseAddr(u.Hostname()); err == nil && placeOf(a) != internet && g.strangeAddress(u) == nil {
			t.Errorf("%q passes", host)
		}
	})
}
