package agent_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/provider"
	"standby/app/provider/alertmanager"
	"standby/notify"
)

// authority signs certificates that this process trusts, as the system's own list
// of authorities would have it; outsider signs those that it does not.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority A"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return authority{cert, key}
}

// trust makes a the only authority that Go finds on this machine. Go looks once, so
// this goes before the first connection of the process.
func (a authority) trust(t *testing.T) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "authorities.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", path)
	t.Setenv("SSL_CERT_DIR", filepath.Dir(path))
}

func (a authority) sign(t *testing.T, host string, until time.Time) *tls.Certificate {
	t.Helper()
	cert := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until}
	if ip := net.ParseIP(host); ip != nil {
		cert.IPAddresses = []net.IP{ip}
	} else {
		cert.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, a.cert, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.key}
}

// place is where an Alertmanager answers over TLS until something goes wrong there.
type place struct {
	*httptest.Server
	mu     sync.Mutex
	cert   *tls.Certificate
	answer http.HandlerFunc // nil while nothing answers
}

func newPlace(t *testing.T, cert *tls.Certificate) *place {
	t.Helper()
	p := &place{}
	p.set(cert, oneAlert)
	p.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		answer := p.answer
		p.mu.Unlock()
		answer(w, r)
	}))
	p.Config.ErrorLog = log.New(io.Discard, "", 0)
	p.TLS = &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.cert, nil
	}}
	p.StartTLS()
	p.TLS.Certificates = nil // those that httptest adds
	t.Cleanup(p.Close)
	return p
}

func (p *place) set(cert *tls.Certificate, answer http.HandlerFunc) {
	p.mu.Lock()
	p.cert, p.answer = cert, answer
	p.mu.Unlock()
	if p.Server != nil {
		p.CloseClientConnections()
	}
}

func oneAlert(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if !strings.HasSuffix(r.URL.Path, "/alerts") {
		_, _ = io.WriteString(w, "[]")
		return
	}
	_, _ = io.WriteString(w, `[{"fingerprint":"00000000000000a1","startsAt":"2026-01-02T03:04:05Z","endsAt":"2099-01-01T00:00:00Z",
		"labels":{"alertname":"Sample","severity":"critical"},"annotations":{"summary":"Disk of db-1 is filling"},"receivers":[],
		"status":{"state":"active","silencedBy":[],"inhibitedBy":[]}}]`)
}

func says(status int, header, value, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if header != "" {
			w.Header().Set(header, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// drips sends a list one byte at a time, always something and never all of it.
func drips(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	for _, err := io.WriteString(w, "["); err == nil; _, err = io.WriteString(w, " ") {
		if http.NewResponseController(w).Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func hangsUp(w http.ResponseWriter, _ *http.Request) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// Whatever answers, or does not, in place of an Alertmanager that has said that an
// alert fires: the alert stays on the list, and the window is told what is wrong in
// words that are of nothing else.
func TestEachFailureOfTheNetworkIsToldInWordsOfItsOwnAndEmptiesNoList(t *testing.T) {
	ours, other := newAuthority(t), newAuthority(t)
	ours.trust(t)
	const here = "127.0.0.1"
	later, past := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	good := ours.sign(t, here, later)
	told := map[string]string{}
	for _, row := range []struct {
		name   string
		cert   *tls.Certificate
		answer http.HandlerFunc
		state  api.SourceState
		words  []string
	}{
		{"a captive portal with 200", good, says(200, "Content-Type", "text/html", "<html>Welcome, guest"), api.SourceRefused, []string{"Something other than europe answers", "a web page answered, perhaps a login page"}},
		{"a captive portal with 302", good, says(302, "Location", "https://portal.example.org/?from=prod", ""), api.SourceRefused, []string{"Something other than europe answers", "redirects to portal.example.org"}},
		{"200 with nonsense", good, says(200, "", "", `{"status":"success"}`), api.SourceRefused, []string{"Something other than europe answers", "not a list"}},
		{"200 with nothing", good, says(200, "", "", ""), api.SourceRefused, []string{"Something other than europe answers", "empty answer"}},
		{"401", good, says(401, "", "", ""), api.SourceRefused, []string{"europe refuses the credentials", "401"}},
		{"403", good, says(403, "", "", ""), api.SourceRefused, []string{"europe refuses the credentials", "403"}},
		{"429", good, says(429, "Retry-After", "120", ""), api.SourceOK, []string{"europe", "429 Too Many Requests", "try again in 2m"}},
		{"503", good, says(503, "", "", ""), api.SourceOK, []string{"europe reports an error of its own", "503"}},
		{"a certificate that has run out", ours.sign(t, here, past), oneAlert, api.SourceOK, []string{"europe cannot be reached", "certificate is not trusted", "expired"}},
		{"a certificate of another host", ours.sign(t, "other.example.org", later), oneAlert, api.SourceOK, []string{"europe cannot be reached", "certificate is not trusted", "127.0.0.1"}},
		{"a certificate that nobody vouches for", other.sign(t, here, later), oneAlert, api.SourceOK, []string{"europe cannot be reached", "certificate is not trusted", "unknown authority"}},
		{"an answer that drips for ever", good, drips, api.SourceOK, []string{"europe cannot be reached", "no complete answer within 500ms"}},
		{"a connection that is shut", good, hangsUp, api.SourceOK, []string{"europe cannot be reached", "closed before the answer"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			at := newPlace(t, good)
			client := provider.NewClient(500 * time.Millisecond)
			defer client.Close()
			source, err := alertmanager.New(alertmanager.Options{Name: "europe", BaseURL: at.URL, Client: client})
			if err != nil {
				t.Fatal(err)
			}
			d := newDesk(t)
			d.real, d.others = true, []agent.SourceSpec{{Source: source, Kind: "alertmanager", Every: 20 * time.Millisecond}}
			d.start()
			defer func() { d.stop() }()
			seen := func() api.Source {
				for _, s := range d.snapshot().Sources {
					if s.Name == "europe" {
						return s
					}
				}
				return api.Source{}
			}
			d.eventually("the page", func() bool { return len(d.snapshot().Pages) == 1 && seen().Trouble == nil })

			at.set(row.cert, row.answer)
			// One that was asked while the connections were cut says so first.
			d.eventually(strings.Join(row.words, ", "), func() bool {
				s := seen()
				return s.Trouble != nil && containsAll(s.Trouble.What, row.words)
			})
			s := seen()
			if s.State != row.state || s.Trouble.Means == "" || s.Trouble.Next == "" {
				t.Errorf("state %s, want %s; %+v", s.State, row.state, s.Trouble)
			}
			if before, twice := told[s.Trouble.What]; twice {
				t.Errorf("%q is said of %s too", s.Trouble.What, before)
			}
			told[s.Trouble.What] = row.name
			if p := d.page(); p.State != notify.Triggered {
				t.Errorf("the page is %s", p.State)
			}
			if standing := d.snapshot().Standing; standing != api.PageWaiting && standing != api.CannotSee {
				t.Errorf("standing %s", standing)
			}

			at.set(good, oneAlert)
			d.agent.AskAgain("europe")
			d.eventually("the end of the trouble", func() bool { return seen().Trouble == nil })
			if p := d.page(); p.State != notify.Triggered {
				t.Errorf("afterwards the page is %s", p.State)
			}
		})
	}
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// counted says how often it was asked.
type counted struct {
	source
	asked int
}

func (*counted) Name() string { return "counted" }

func (c *counted) Open(ctx context.Context) ([]provider.Alert, error) {
	c.mu.Lock()
	c.asked++
	c.mu.Unlock()
	return c.source.Open(ctx)
}

func TestAFailingSourceIsLeftAloneAsLongAsItAsks(t *testing.T) {
	for _, row := range []struct {
		name        string
		err         error
		least, most int // polls in half an hour; every 15 s would be 120
	}{
		{"credentials that are refused are not tried again before a minute has passed", provider.ErrUnauthorized, 25, 30},
		{"429 is left alone for the five minutes it asks for", &provider.StatusError{Status: 429, RetryAfter: 5 * time.Minute}, 5, 7},
		{"503 likewise", &provider.StatusError{Status: 503, RetryAfter: 2 * time.Minute}, 14, 16},
		{"nobody may ask for more than ten minutes", &provider.StatusError{Status: 429, RetryAfter: time.Hour}, 3, 4},
		{"without a wish the pause doubles up to half a minute, and an eighth by chance", provider.ErrUnreachable, 53, 70},
	} {
		inBubble(t, row.name, func(t *testing.T, d *desk) {
			c := new(counted)
			c.set(nil, alert("db1"))
			d.others = []agent.SourceSpec{{Source: c, Kind: "test", Every: 15 * time.Second}}
			d.start()
			defer func() { d.stop() }()
			c.set(row.err)
			d.settle(15 * time.Second)
			count := func() int {
				c.mu.Lock()
				defer c.mu.Unlock()
				return c.asked
			}
			before := count()
			d.settle(30 * time.Minute)
			if n := count() - before; n < row.least || n > row.most {
				t.Errorf("asked %d times in half an hour, want %d to %d", n, row.least, row.most)
			}
		})
	}
}
