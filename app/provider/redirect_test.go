package provider

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestRedirectsAreFollowedWithinBounds(t *testing.T) {
	var seen []string
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.URL.Path+" "+r.Header.Get("Authorization"))
		_, _ = w.Write([]byte("target"))
	}))
	defer target.Close()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.URL.Path+" "+r.Header.Get("Authorization"))
		var hops int
		switch n, _ := fmt.Sscanf(r.URL.Path, "/%d", &hops); {
		case n == 1 && hops > 0:
			http.Redirect(w, r, fmt.Sprintf("/%d", hops-1), http.StatusFound)
		case r.URL.Path == "/away":
			http.Redirect(w, r, target.URL+"/there", http.StatusTemporaryRedirect)
		default:
			_, _ = w.Write([]byte("home"))
		}
	}))
	defer srv.Close()
	get := func(path, method string) ([]string, error) {
		seen = nil
		_, err := NewClient(0).Do(t.Context(), Request{
			Method: method, URL: parse(t, srv.URL+path), Redirects: 3, Credentials: fixed(Bearer("t")),
		})
		return seen, err
	}

	t.Run("three on the same host keep the credentials", func(t *testing.T) {
		got, err := get("/3", "")
		if want := "[/3 Bearer t /2 Bearer t /1 Bearer t /0 Bearer t]"; err != nil || fmt.Sprint(got) != want {
			t.Errorf("got %v, %v", got, err)
		}
	})
	t.Run("a fourth is refused", func(t *testing.T) {
		if got, err := get("/4", ""); !errors.Is(err, ErrNotTheService) || len(got) != 4 {
			t.Errorf("got %v, %v", got, err)
		}
	})
	t.Run("another host gets no credentials", func(t *testing.T) {
		got, err := get("/away", "")
		if want := "[/away Bearer t /there ]"; err != nil || fmt.Sprint(got) != want {
			t.Errorf("got %v, %v", got, err)
		}
	})
	t.Run("a POST follows none", func(t *testing.T) {
		if got, err := get("/1", http.MethodPost); !errors.Is(err, ErrNotTheService) || len(got) != 1 {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestTLSFailsClosedAndSaysWhy(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		dns      string
		ip       net.IP
		notAfter time.Time
		trusted  bool
		says     string
	}{
		"good":            {ip: net.IPv4(127, 0, 0, 1), notAfter: now.Add(time.Hour), trusted: true},
		"self-signed":     {ip: net.IPv4(127, 0, 0, 1), notAfter: now.Add(time.Hour), says: "unknown authority"},
		"expired":         {ip: net.IPv4(127, 0, 0, 1), notAfter: now.Add(-time.Hour), trusted: true, says: "expired"},
		"for another one": {dns: "other.example.org", notAfter: now.Add(time.Hour), trusted: true, says: "127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			cert := &x509.Certificate{
				SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: now.Add(-2 * time.Hour), NotAfter: c.notAfter,
				IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
			}
			if c.dns != "" {
				cert.DNSNames = []string{c.dns}
			} else {
				cert.IPAddresses = []net.IP{c.ip}
			}
			der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
			if err != nil {
				t.Fatal(err)
			}
			parsed, err := x509.ParseCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			srv := httptest.NewUnstartedServer(answer(200, asJSON, "[]"))
			srv.Config.ErrorLog = log.New(io.Discard, "", 0)
			srv.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
			srv.StartTLS()
			defer srv.Close()

			client := NewClient(0)
			pool := x509.NewCertPool()
			if c.trusted {
				pool.AddCert(parsed)
			}
			client.transport.TLSClientConfig = &tls.Config{RootCAs: pool}
			_, err = client.Do(t.Context(), Request{URL: parse(t, srv.URL), Credentials: fixed(Bearer(canary))})
			if c.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), canary) {
				t.Errorf("got %v, want ErrUnreachable that says %q", err, c.says)
			}
		})
	}
}

func TestEncryptionIsNotDroppedOnTheWay(t *testing.T) {
	g := newGuard()
	at := &hop{url: parse(t, "https://a.example.org/x"), left: 3, authorization: "Bearer t", typed: "a.example.org"}
	if _, err := g.follow(at, "http://a.example.org/x", Request{Redirects: 3}); !errors.Is(err, ErrNotTheService) {
		t.Errorf("got %v", err)
	}
	at = &hop{url: parse(t, "http://a.example.org/x"), left: 3, authorization: "Bearer t", typed: "a.example.org"}
	next, err := g.follow(at, "https://u:p@a.example.org/y#f", Request{Redirects: 3})
	if err != nil || next.url.String() != "https://a.example.org/y" || next.authorization == "" {
		t.Errorf("got %v, %v", next, err)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x00b\u202ec")
	f.Add(strings.Repeat("é", 500))
	f.Fuzz(func(t *testing.T, text string) {
		got := clean(text)
		if n := len([]rune(got)); n > maxMessage {
			t.Errorf("%d runes", n)
		}
		if again := clean(got); again != got {
			t.Errorf("%q becomes %q", got, again)
		}
		if strings.ContainsAny(got, "\x00\n\r\u202e\u2066\x1b") {
			t.Errorf("%q", got)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add(500, "text/plain", "password "+canary, "5")
	f.Add(401, "application/json", `{"message":"`+canary+`"}`, "")
	f.Fuzz(func(t *testing.T, status int, kind, body, after string) {
		h := http.Header{"Content-Type": {kind}, "Retry-After": {after}}
		err := Request{Want: JSON}.judge(&Response{Status: status, Header: h, Body: []byte(body)}, []string{canary})
		if err != nil && strings.Contains(err.Error(), canary) {
			t.Errorf("a secret in %q", err)
		}
	})
}
