package sound

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// scripts makes shell scripts the only programs there are.
func scripts(t *testing.T, list map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range list {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("HEARD", filepath.Join(dir, "heard.wav"))
	return dir
}

// heard is what the scripts copied.
func heard(t *testing.T, dir string) []int16 {
	t.Helper()
	wav, err := os.ReadFile(filepath.Join(dir, "heard.wav"))
	if err != nil {
		t.Fatal(err)
	}
	pcm, err := decode(wav)
	if err != nil {
		t.Fatal(err)
	}
	return pcm
}

func TestWithoutAServerTheFirstProgramThatWorksPlays(t *testing.T) {
	alone(t)
	p, diary := player(t, Options{})
	dir := scripts(t, map[string]string{
		"paplay": "exit 1",
		"aplay":  `/bin/cp "$2" "$HEARD"`,
	})
	if err := p.Once(t.Context(), Signal{Sound: "long", Volume: 50}); err != nil {
		t.Fatal(err)
	}
	pcm := heard(t, dir)
	if a := amplitude(pcm, 1000); len(pcm) != rate || a < 0.12 || a > 0.13 {
		t.Errorf("the program got %d samples with an amplitude of %.3f, want %d with 0.125", len(pcm), a, rate)
	}
	if left, _ := os.ReadDir(os.TempDir()); len(left) != 0 {
		t.Errorf("%d temporary files are left", len(left))
	}
	if o := diary.wait(Started, 1); o.Device != "by aplay" {
		t.Errorf("reported %+v", o)
	}
	r, err := p.Check(t.Context())
	if err != nil || r.Known || r.Problem() != "" {
		t.Errorf("Check gives %+v, %v", r, err)
	}
	if list, err := p.Devices(t.Context()); err != nil || len(list) != 1 || list[0].ID != "" {
		t.Errorf("Devices gives %v, %v", list, err)
	}
}

func TestAProgramThatPlaysIsEndedByStop(t *testing.T) {
	alone(t)
	p, diary := player(t, Options{})
	scripts(t, map[string]string{"aplay": `echo >"$HEARD"; exec /bin/sleep 1000`})
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 50, Loop: true})
	until(t, "the program runs", func() bool {
		_, err := os.Stat(os.Getenv("HEARD"))
		return err == nil
	})
	p.Stop("p")
	diary.wait(Stopped, 1)
	p.Close()
	if left, _ := os.ReadDir(os.TempDir()); len(left) != 0 {
		t.Errorf("%d temporary files are left", len(left))
	}
}

func TestSilenceIsAnErrorThatSaysWhy(t *testing.T) {
	if speaker() {
		t.Skip("this machine has a speaker to fall back on")
	}
	alone(t)
	p, diary := player(t, Options{Retry: time.Hour})
	err := p.Once(t.Context(), Signal{Sound: "long", Volume: 50})
	if !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), "no sound server answers") {
		t.Errorf("without anything: %v", err)
	}
	if _, err := p.Check(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("Check gives %v", err)
	}
	if _, err := p.Devices(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("Devices gives %v", err)
	}
	scripts(t, map[string]string{"aplay": "echo first; echo cannot open >&2; exit 1"})
	err = p.Once(t.Context(), Signal{Sound: "long", Volume: 50})
	if err == nil || !strings.Contains(err.Error(), `aplay: exit status 1 ("cannot open")`) {
		t.Errorf("with a broken program: %v", err)
	}
	if n := diary.count(Failed); n != 2 {
		t.Errorf("reported %+v", diary.all())
	}
}
