//go:build linux

package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// alertmanager is Debian's prometheus-alertmanager on loopback.
type alertmanager struct {
	t              *testing.T
	cmd            *exec.Cmd
	url            string
	user, password string
}

// passwordHash is bcrypt of "a made-up password", at the lowest cost.
const passwordHash = "$2a$04$4u7cv4nbAYXsHzAl2rPhM.yVe.CNB8kUs8Ipr3WYrft6f50z9X5yy"

func startAlertmanager(t *testing.T, user, password string) *alertmanager {
	t.Helper()
	dir := t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "alertmanager.yml")
	web := filepath.Join(dir, "web.yml")
	text := ""
	if user != "" {
		text = "basic_auth_users:\n  " + user + ": " + passwordHash + "\n"
	}
	for path, content := range map[string]string{config: "route: {receiver: team}\nreceivers: [{name: team}]\n", web: text} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := &alertmanager{t: t, url: "http://" + address, user: user, password: password}
	a.cmd = exec.Command("prometheus-alertmanager", "--config.file="+config, "--web.config.file="+web,
		"--storage.path="+filepath.Join(dir, "data"), "--web.listen-address="+address, "--cluster.listen-address=", "--log.level=error")
	a.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.stop)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if status, _ := a.do(http.MethodGet, "/-/ready", nil); status == http.StatusOK {
			return a
		}
		time.Sleep(20 * time.Millisecond) // it opens its port when it is ready
	}
	t.Fatal("the Alertmanager did not become ready")
	return nil
}

func (a *alertmanager) stop() {
	if a.cmd.ProcessState == nil {
		_ = a.cmd.Process.Kill()
		_ = a.cmd.Wait()
	}
}

func (a *alertmanager) do(method, path string, body any) (status int, answer []byte) {
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			a.t.Fatal(err)
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(a.t.Context(), method, a.url+path, r)
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if a.user != "" {
		req.SetBasicAuth(a.user, a.password)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	answer, _ = io.ReadAll(resp.Body)
	return resp.StatusCode, answer
}

// post fires an alert, or ends it when ends is set.
func (a *alertmanager) post(labels, annotations map[string]string, ends time.Time) {
	a.t.Helper()
	alert := map[string]any{"labels": labels, "annotations": annotations}
	if !ends.IsZero() {
		alert["endsAt"] = ends.UTC().Format(time.RFC3339Nano)
	}
	if status, answer := a.do(http.MethodPost, "/api/v2/alerts", []any{alert}); status != http.StatusOK {
		a.t.Fatalf("post an alert: %d %s", status, answer)
	}
}

// silence is what the tests look at of one.
type silence struct {
	CreatedBy, Comment string
	Status             struct{ State string }
	Matchers           []struct {
		Name, Value      string
		IsRegex, IsEqual bool
	}
}

func (a *alertmanager) activeSilences() []silence {
	a.t.Helper()
	status, answer := a.do(http.MethodGet, "/api/v2/silences", nil)
	var all, active []silence
	if err := json.Unmarshal(answer, &all); err != nil || status != http.StatusOK {
		a.t.Fatalf("list the silences: %d %v %s", status, err, answer)
	}
	for _, s := range all {
		if s.Status.State == "active" {
			active = append(active, s)
		}
	}
	return active
}

// checkSilence wants one active silence with exactly the alert's labels.
func (a *alertmanager) checkSilence(labels map[string]string, by string) {
	a.t.Helper()
	active := a.activeSilences()
	if len(active) != 1 || active[0].CreatedBy != by {
		a.t.Fatalf("silences: %+v", active)
	}
	got := map[string]string{}
	for _, m := range active[0].Matchers {
		if m.IsRegex || !m.IsEqual {
			a.t.Errorf("not an exact matcher: %+v", m)
		}
		got[m.Name] = m.Value
	}
	if !maps.Equal(got, labels) {
		a.t.Errorf("matchers %v, want %v", got, labels)
	}
}

func (a *alertmanager) checkNoSilence() {
	a.t.Helper()
	for range 500 {
		if len(a.activeSilences()) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond) // the agent takes it back after the page is resolved
	}
	a.t.Error("a silence outlives its alert")
}
