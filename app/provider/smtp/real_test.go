package smtp

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"standby/app/provider"
)

// sinkInPython is a server that nobody here wrote: aiosmtpd, with STARTTLS before
// anything else and a password. It says its port, and then each mail as a line of JSON.
const sinkInPython = `
import asyncio, base64, json, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult

class Keep:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos,
            "raw": base64.b64encode(envelope.original_content).decode()}), flush=True)
        return "250 kept"

def login(server, session, envelope, mechanism, data):
    good = data.login == b"oncall" and data.password == b"not-a-real-password"
    return AuthResult(success=good, handled=False)

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1])

async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keep(), tls_context=context, require_starttls=True,
        auth_required=True, authenticator=login, auth_exclude_mechanism=sys.argv[2:], loop=loop), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()

asyncio.run(serve())
`

func TestARealServerTakesTheMailAsThePreviewSays(t *testing.T) {
	program := withAiosmtpd(t)
	cert, roots := certificate(t)
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "cert.pem")
	both := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Certificate[0]})...)
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, without := range []string{"LOGIN", "PLAIN"} {
		t.Run("without "+without, func(t *testing.T) {
			said := python(t, program, file, without)
			var hello struct{ Port json.Number }
			hear(t, said, &hello)
			s := &sink{addr: "127.0.0.1:" + hello.Port.String(), roots: roots}
			l := s.list(t, StartTLS, nil)
			preview, err := l.Preview(update())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := l.Post(t.Context(), update()); err != nil {
				t.Fatal(err)
			}
			var got struct {
				From string
				To   []string
				Raw  []byte
			}
			hear(t, said, &got)
			h, text := read(t, got.Raw)
			subject, _ := h.Subject()
			if got.From != "oncall@example.org" || len(got.To) != 2 || subject != preview[0].Subject || text != preview[0].Text+"\n" {
				t.Errorf("it got %s %v %q\n%q", got.From, got.To, subject, text)
			}
			l.User = "somebody"
			if _, err := l.Probe(t.Context()); !errors.Is(err, provider.ErrUnauthorized) {
				t.Errorf("another user: %v", err)
			}
		})
	}
}

// withAiosmtpd is the Python that has it: Debian's, or the first in the path.
func withAiosmtpd(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(program, "-c", "import aiosmtpd").Run() == nil {
			return program
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("must run in CI: python3-aiosmtpd is not installed")
	}
	t.Skip("python3-aiosmtpd is not installed; go run ./cmd/dev install")
	return ""
}

func python(t *testing.T, program string, args ...string) *bufio.Reader {
	t.Helper()
	cmd := exec.Command(program, append([]string{"-c", sinkInPython}, args...)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints strings.Builder
	cmd.Stderr = &complaints
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_, _ = io.Copy(io.Discard, out)
		if err := cmd.Wait(); err != nil {
			t.Errorf("aiosmtpd: %v\n%s", err, complaints.String())
		}
	})
	return bufio.NewReader(out)
}

func hear(t *testing.T, said *bufio.Reader, into any) {
	t.Helper()
	line, err := said.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, into); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
}
