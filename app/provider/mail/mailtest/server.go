package mailtest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-imap/client"
)

// Who has the mailbox.
const (
	User     = "a@example.org"
	Password = "canary-Zx81 pä:\"ss" //nolint:gosec // made up for a server of the test's own
)

// Folder is the one that is there at the beginning, besides INBOX.
const Folder = "Alerts"

// Server is a Dovecot that runs for one test.
type Server struct {
	// Implicit is where it answers with TLS from the first byte, Plain where it
	// answers without and offers STARTTLS.
	Implicit, Plain string
	// CAFile is the certificate that proves who it is, as PEM; Roots hold it.
	CAFile string
	Roots  *x509.CertPool

	t      *testing.T
	dir    string
	config string
	stop   func()
}

// Start starts one that ends with the test. Without the program the test is skipped,
// and fails where CI is true.
func Start(t *testing.T) *Server {
	t.Helper()
	s := &Server{t: t, dir: shortDir(t), Implicit: freeAddress(t), Plain: freeAddress(t)}
	s.certificate()
	s.configure()
	s.Run()
	t.Cleanup(s.Stop)
	s.On(func(c *client.Client) error { return c.Create(Folder) })
	return s
}

// shortDir is a directory whose path leaves room for Dovecot's sockets.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "imap") //nolint:usetesting // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // Dovecot's own users enter it
		t.Fatal(err)
	}
	return dir
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is closed at once
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func (s *Server) path(name string) string { return filepath.Join(s.dir, name) }

func (s *Server) write(name string, data []byte) {
	s.t.Helper()
	if err := os.WriteFile(s.path(name), data, 0o644); err != nil { //nolint:gosec // a test's own secrets
		s.t.Fatal(err)
	}
}

// certificate makes one that vouches for itself, for loopback.
func (s *Server) certificate() {
	s.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mailtest"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(240 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		s.t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		s.t.Fatal(err)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	s.write("cert.pem", public)
	s.write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	s.CAFile, s.Roots = s.path("cert.pem"), x509.NewCertPool()
	s.Roots.AppendCertsFromPEM(public)
}

func (s *Server) configure() {
	s.t.Helper()
	host, implicit, _ := net.SplitHostPort(s.Implicit) //nolint:errcheck // it was made here
	_, plain, _ := net.SplitHostPort(s.Plain)          //nolint:errcheck // so was this
	me, err := user.Current()
	if err != nil {
		s.t.Fatal(err)
	}
	internal, login := me.Username, me.Username
	if os.Geteuid() == 0 {
		internal, login = "dovecot", "dovenull"
	}
	owner := "mail" // Dovecot serves nobody as root
	if os.Geteuid() != 0 {
		owner = me.Username
	}
	// Encoded, it may have any character in it.
	s.write("users", []byte(User+":{PLAIN.b64}"+encode(Password)+"\n"))
	s.write("dovecot.conf", fmt.Appendf(nil, `
base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/log
protocols = imap
default_internal_user = %[2]s
default_login_user = %[3]s
first_valid_uid = 1
mail_location = maildir:%[1]s/box
mail_uid = %[4]s
mail_gid = %[4]s
ssl = yes
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_chars =
mail_max_userip_connections = 100
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%%u %[5]s
}
userdb {
  driver = static
  args = uid=%[4]s gid=%[4]s home=%[1]s/home
}
service imap-login {
  chroot =
  inet_listener imap {
    address = %[6]s
    port = %[7]s
  }
  inet_listener imaps {
    address = %[6]s
    port = %[8]s
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service auth {
  user = %[2]s
}
`, s.dir, internal, login, owner, s.path("users"), host, plain, implicit))
	s.config = s.path("dovecot.conf")
	for _, d := range []string{"run", "state", "box", "home"} {
		if err := os.MkdirAll(s.path(d), 0o755); err != nil { //nolint:gosec // Dovecot's own users enter it
			s.t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 {
		s.give("box", owner)
		s.give("home", owner)
	}
}

func (s *Server) give(name, owner string) {
	s.t.Helper()
	u, err := user.Lookup(owner)
	if err != nil {
		s.t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid) //nolint:errcheck // it is a number on Linux
	gid, _ := strconv.Atoi(u.Gid) //nolint:errcheck // so is this
	if err := os.Chown(s.path(name), uid, gid); err != nil {
		s.t.Fatal(err)
	}
}

// Run starts the server again after Stop; what lies in its folders is as it was.
func (s *Server) Run() {
	s.t.Helper()
	binary, err := exec.LookPath("dovecot")
	if err != nil {
		if os.Getenv("CI") == "true" {
			s.t.Fatal("the Debian package dovecot-imapd is not installed")
		}
		s.t.Skip("the Debian package dovecot-imapd is not installed")
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(context.WithoutCancel(s.t.Context()), binary, "-F", "-c", s.config)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	exited := make(chan struct{})
	go func() { _ = cmd.Wait(); close(exited) }()
	s.stop = func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-exited:
		case <-time.After(20 * time.Second):
			_ = cmd.Process.Kill()
			<-exited
		}
		if s.t.Failed() {
			text, _ := os.ReadFile(s.path("log")) //nolint:errcheck // there may be none
			s.t.Logf("the server said:\n%.3000s\n%.6000s", said.String(), text)
		}
	}
	s.await(exited, &said)
}

// Stop ends the server.
func (s *Server) Stop() {
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
}

func (s *Server) await(exited <-chan struct{}, said *bytes.Buffer) {
	s.t.Helper()
	deadline, tick := time.NewTimer(time.Minute), time.NewTicker(20*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for {
		if s.try(func(*client.Client) error { return nil }) == nil {
			return
		}
		select {
		case <-exited:
			text, _ := os.ReadFile(s.path("log")) //nolint:errcheck // there may be none
			s.t.Fatalf("the server ended:\n%s\n%s", said.String(), text)
		case <-deadline.C:
			text, _ := os.ReadFile(s.path("log")) //nolint:errcheck // there may be none
			s.t.Fatalf("nobody can sign in after a minute:\n%s", text)
		case <-tick.C:
		}
	}
}

// On does something as the user, over a connection of its own.
func (s *Server) On(do func(*client.Client) error) {
	s.t.Helper()
	if err := s.try(do); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Server) try(do func(*client.Client) error) error {
	c, err := client.DialWithDialerTLS(&net.Dialer{Timeout: 5 * time.Second}, s.Implicit, &tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12})
	if err != nil {
		return err
	}
	c.ErrorLog = log.New(io.Discard, "", 0)
	defer func() { _ = c.Terminate(); <-c.LoggedOut() }()
	if err := c.Login(User, Password); err != nil {
		return err
	}
	return do(c)
}
