package sound

import (
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pipewire starts PipeWire with its session manager and its PulseAudio server,
// which it ends by itself when asked to.
func pipewire(t *testing.T) (d *daemon, end func()) {
	t.Helper()
	const packages = "pipewire pipewire-pulse wireplumber dbus pulseaudio-utils"
	d = &daemon{t: t, pactl: need(t, "pactl", packages), parec: need(t, "parec", packages)}
	var programs [4]string
	for i, name := range []string{"dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse"} {
		programs[i] = need(t, name, packages)
	}
	home, err := os.MkdirTemp("", "standby-sound-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	alone(t)
	t.Setenv("XDG_RUNTIME_DIR", home)
	bus := "unix:path=" + filepath.Join(home, "bus")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus)

	there := func(file string) func() bool {
		return func() bool {
			_, err := os.Stat(filepath.Join(home, file))
			return err == nil
		}
	}
	start(t, programs[0], "--session", "--nofork", "--nopidfile", "--address="+bus)
	until(t, "the bus is there", there("bus"))
	start(t, programs[1])
	until(t, "PipeWire is there", there("pipewire-0"))
	start(t, programs[2])
	end = start(t, programs[3])
	until(t, "its sound server is there", there("pulse/native"))
	return d, end
}

// start starts a program, and ends it with the test if nobody does before.
func start(t *testing.T, program string, args ...string) (end func()) {
	t.Helper()
	cmd := exec.Command(program, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	end = func() {
		if !ended {
			ended = true
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}
	t.Cleanup(end)
	return end
}

func TestOnPipeWireWhatIsPlayedArrivesAndItsEndIsSaid(t *testing.T) {
	d, end := pipewire(t)
	p, diary := player(t, Options{Device: "a", Retry: time.Hour})
	until(t, "the dummy output is known for what it is", func() bool {
		_, err := p.Check(t.Context())
		return errors.Is(err, ErrNoCard)
	})
	d.ctl(append([]string{"load-module"}, strings.Fields(strings.Replace(null("a"), " norewinds=1", "", 1))...)...)
	until(t, "the output is there", func() bool {
		r, err := p.Check(t.Context())
		return err == nil && r.Gone == "" && r.Known && !r.Muted && r.Volume == 100
	})
	rec := d.listen("a")
	begin(t, p, Signal{ID: "p", Sound: "long", Volume: 100})
	if o := diary.wait(Started, 1); !strings.Contains(o.Device, "Output-a") {
		t.Errorf("reported %+v", o)
	}
	diary.wait(Played, 1)
	pcm := rec.end()
	if a := amplitude(longestOf(bursts(pcm, rate/100)), 1000); math.Abs(a-0.5) > 0.03 {
		t.Errorf("1000 Hz has an amplitude of %.3f, want 0.5", a)
	}
	// Its graph runs on a clock of its own: a busy machine drops some of it.
	if n := sounding(pcm); n < rate/2 {
		t.Errorf("%d samples arrived of %d", n, rate)
	}
	begin(t, p, Signal{ID: "loop", Sound: "short", Volume: 100, Loop: true})
	diary.wait(Started, 2)
	end()
	if o := diary.wait(Failed, 1); !errors.Is(o.Err, errLost) {
		t.Errorf("reported %+v", o)
	}
}
