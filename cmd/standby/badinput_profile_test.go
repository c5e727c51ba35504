//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/doctor"
)

// badInputPatience is how long a test waits for what must come. It is far above
// what anything takes, the 45 s included after which a source counts as silent.
const badInputPatience = 2 * time.Minute

// badInputProfile is one user's Standby: the real program, with folders of its
// own and no desktop around it.
type badInputProfile struct {
	t        *testing.T
	bin      string
	root     string
	client   *api.Client
	asNobody bool
	programs string // PATH

	cmd  *exec.Cmd
	done chan struct{}
	log  badInputText
	// said is everything that any command printed.
	said badInputText
	// canaries are secrets that must turn up nowhere.
	canaries []string
}

// badInputText is written by a child and read by the test.
type badInputText struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *badInputText) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *badInputText) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// badInputBuild builds the program once for all rows.
func badInputBuild(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(badInputDir(t), "standby")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", bin, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build standby: %v\n%s", err, out)
	}
	return bin
}

// badInputDir is a folder with a path short enough for a socket, which other
// users may enter, as t.TempDir's is not.
func badInputDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sbi")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // the program runs as another user in one row
		t.Fatal(err)
	}
	return dir
}

func newBadInputProfile(t *testing.T, bin string) *badInputProfile {
	t.Helper()
	p := &badInputProfile{t: t, bin: bin, root: badInputDir(t), programs: os.Getenv("PATH")}
	for _, name := range []string{"config/standby", "data", "state", "run", "home"} {
		if err := os.MkdirAll(filepath.Join(p.root, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	p.client = api.Dial(filepath.Join(p.root, "run", "standby", api.SocketName))
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("the agent's log:\n%.6000s", p.log.String())
		}
	})
	t.Cleanup(p.wantNoCanary)
	return p
}

func (p *badInputProfile) configFile() string {
	return filepath.Join(p.root, "config", "standby", "standby.toml")
}

func (p *badInputProfile) dataDir() string { return filepath.Join(p.root, "data", "standby") }

// write puts a file into the profile's home and returns its path.
func (p *badInputProfile) write(name, text string) string {
	p.t.Helper()
	path := p.path(name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// path is where write puts a file.
func (p *badInputProfile) path(name string) string {
	if name == "standby.toml" {
		return p.configFile()
	}
	return filepath.Join(p.root, "home", name)
}

func (p *badInputProfile) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.WithoutCancel(p.t.Context()), p.bin, args...)
	at := func(name string) string { return filepath.Join(p.root, name) }
	cmd.Env = []string{"HOME=" + at("home"), "XDG_CONFIG_HOME=" + at("config"), "XDG_DATA_HOME=" + at("data"),
		"XDG_STATE_HOME=" + at("state"), "XDG_RUNTIME_DIR=" + at("run"), "PATH=" + p.programs, "TZ=UTC"}
	if p.asNobody {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: badInputNobody, Gid: badInputNobody}}
	}
	return cmd
}

// start runs the agent and returns when it answers.
func (p *badInputProfile) start() {
	p.t.Helper()
	p.cmd = p.command()
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.log
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	done, cmd := make(chan struct{}), p.cmd
	p.done = done
	go func() { _ = cmd.Wait(); close(done) }()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		if _, err := p.client.Snapshot(p.t.Context()); err == nil {
			return
		} else if !errors.Is(err, api.ErrNotRunning) {
			p.t.Fatalf("ask the agent: %v", err)
		}
		select {
		case <-done:
			p.t.Fatalf("the agent ended at once: %v\n%s", cmd.ProcessState, p.log.String())
		case <-again.C:
		}
	}
}

// stop asks the agent to end and waits until it has.
func (p *badInputProfile) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	<-p.done
	p.cmd = nil
}

func (p *badInputProfile) kill() {
	if p.cmd != nil {
		_ = p.cmd.Process.Kill()
		<-p.done
		p.cmd = nil
	}
}

// run runs the command line and returns what it printed and its exit code.
func (p *badInputProfile) run(stdin string, args ...string) (out, errs string, code int) {
	p.t.Helper()
	cmd := p.command(args...)
	var o, e bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &o, &e
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		p.t.Fatalf("run standby %q: %v", args, err)
	}
	_, _ = fmt.Fprintf(&p.said, "$ standby %q\n%s%s", args, o.String(), e.String())
	return o.String(), e.String(), cmd.ProcessState.ExitCode()
}

func (p *badInputProfile) json(into any, args ...string) {
	p.t.Helper()
	out, errs, _ := p.run("", append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		p.t.Fatalf("standby %q printed no JSON: %v\n%s%s", args, err, out, errs)
	}
}

// await follows the agent's stream until a snapshot is as wanted.
func (p *badInputProfile) await(what string, wanted func(api.Snapshot) bool) api.Snapshot {
	p.t.Helper()
	ctx, done := context.WithTimeout(p.t.Context(), badInputPatience)
	defer done()
	var last api.Snapshot
	found := false
	err := p.client.Stream(ctx, "test", func(m api.Message) {
		if m.Snapshot != nil && !found {
			last, found = *m.Snapshot, wanted(*m.Snapshot)
		}
		if found {
			done()
		}
	})
	if err != nil {
		p.t.Fatalf("wait until %s: %v", what, err)
	}
	if !found {
		text, _ := json.MarshalIndent(last, "", " ")
		p.t.Fatalf("it never came to this: %s; the last snapshot:\n%s", what, text)
	}
	return last
}

// badInputSource is the source of that name, and whether there is one.
func badInputSource(s api.Snapshot, name string) (api.Source, bool) {
	i := slices.IndexFunc(s.Sources, func(src api.Source) bool { return src.Name == name })
	if i < 0 {
		return api.Source{}, false
	}
	return s.Sources[i], true
}

func (p *badInputProfile) awaitTrouble(source string) api.Source {
	p.t.Helper()
	s := p.await(source+" is in trouble", func(s api.Snapshot) bool {
		src, ok := badInputSource(s, source)
		return ok && src.Trouble != nil
	})
	src, _ := badInputSource(s, source)
	return src
}

func (p *badInputProfile) awaitPage(title string) api.Page {
	p.t.Helper()
	var page api.Page
	p.await("page "+title+" is listed", func(s api.Snapshot) bool {
		i := slices.IndexFunc(s.Pages, func(p api.Page) bool { return p.Title == title })
		if i >= 0 {
			page = s.Pages[i]
		}
		return i >= 0
	})
	return page
}

// wantDoctor checks that the doctor has something that is not in order, that
// says each of the words and what to do next.
func (p *badInputProfile) wantDoctor(check string, words ...string) {
	p.t.Helper()
	var checks []api.Check
	p.json(&checks, "doctor")
	for _, c := range checks {
		if c.Name != check || c.Result == doctor.OK || !badInputHas(c.Finding, words) {
			continue
		}
		if c.Next == "" {
			p.t.Errorf("the doctor does not say what to do about %s: %s", check, c.Finding)
		}
		p.t.Logf("doctor: %s: %s: %s -> %s", c.Result, c.Name, c.Finding, c.Next)
		return
	}
	p.t.Errorf("the doctor says nothing of %q with %q:\n%+v", check, words, checks)
}

// wantTrouble checks what the window renders.
func (p *badInputProfile) wantTrouble(t api.Trouble, words ...string) {
	p.t.Helper()
	if !badInputHas(t.What, words) || t.Means == "" || t.Next == "" {
		p.t.Errorf("the window is told %+v; want %q in what happened, and what it means and what to do", t, words)
	}
}

// wantLog checks that one line of the agent's log has all of the words.
func (p *badInputProfile) wantLog(words ...string) {
	p.t.Helper()
	for line := range strings.Lines(p.log.String()) {
		if badInputHas(line, words) {
			return
		}
	}
	p.t.Errorf("no line of the log says %q:\n%s", words, p.log.String())
}

// wantNotClear checks that the status never sounds as if all were well.
func (p *badInputProfile) wantNotClear() {
	p.t.Helper()
	var v statusView
	p.json(&v, "status")
	if v.Standing == api.OffCall || v.Standing == api.OnCallSoon {
		p.t.Errorf("the status says %q (%s), as if it could see", v.Standing, v.Word)
	}
}

func (p *badInputProfile) wantPage(id string) {
	p.t.Helper()
	var pages []api.Page
	p.json(&pages, "pages")
	if !slices.ContainsFunc(pages, func(p api.Page) bool { return p.ID == id }) {
		p.t.Errorf("page %s is lost: %+v", id, pages)
	}
}

func badInputHas(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// wantNoCanary looks for the secrets in everything that was printed, logged or
// written.
func (p *badInputProfile) wantNoCanary() {
	look := func(where, text string) {
		for _, c := range p.canaries {
			if strings.Contains(text, c) {
				p.t.Errorf("the secret %q is in %s", c, where)
			}
		}
	}
	look("what commands printed", p.said.String())
	look("the agent's log", p.log.String())
	err := filepath.WalkDir(p.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		look(path, string(data))
		return err
	})
	if err != nil {
		p.t.Errorf("look for secrets: %v", err)
	}
}
