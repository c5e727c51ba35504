//go:build linux

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// programs are the real ones, as a user gets them, and the agent once more with
// failpoints. They are built once, whatever number of tests asks.
type programs struct {
	dir, agent, failing string
	err                 error
}

var built = sync.OnceValue(func() (p programs) {
	if p.dir, p.err = os.MkdirTemp("", "standby-programs-"); p.err != nil {
		return p
	}
	p.agent, p.failing = filepath.Join(p.dir, "standby"), filepath.Join(p.dir, "failing", "standby")
	for _, b := range []struct {
		out  string
		args []string
		cgo  string
	}{
		{p.agent, []string{"."}, "0"},
		{filepath.Join(p.dir, "standby-window"), []string{"../standby-window"}, "1"},
		{p.failing, []string{"-tags", "failpoints", "."}, "0"},
	} {
		c := exec.Command("go", append([]string{"build", "-o", b.out}, b.args...)...)
		c.Env = append(os.Environ(), "CGO_ENABLED="+b.cgo)
		if text, err := c.CombinedOutput(); err != nil {
			p.err = fmt.Errorf("build %s: %w\n%s", b.out, err, text)
			return p
		}
	}
	return p
})

func TestMain(m *testing.M) {
	code := m.Run()
	if used {
		_ = os.RemoveAll(built().dir)
	}
	os.Exit(code)
}

// used is true once a test has asked for the programs.
var used bool

func build(t *testing.T) (agent, failing string) {
	t.Helper()
	used = true
	p := built()
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p.agent, p.failing
}
