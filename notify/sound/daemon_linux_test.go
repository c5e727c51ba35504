package sound

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// long bounds every wait: what has not come by then does not come.
const long = 30 * time.Second

// need finds a program, or skips; where everything must run, it fails.
func need(t *testing.T, program, packages string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: apt-get install %s", program, packages)
	}
	t.Skipf("%s is missing: apt-get install %s", program, packages)
	return ""
}

// daemon is a PulseAudio of our own, with outputs that nobody hears but we.
type daemon struct {
	t                        *testing.T
	pulseaudio, pactl, parec string
	home, socket             string
	cmd                      *exec.Cmd
	modules                  []string
	said                     bytes.Buffer
	gone                     chan struct{} // closed when it has ended
}

// null is an output for listen. It renders 50 ms ahead at most, where a null sink
// else begins two seconds late.
func null(name string) string {
	return "module-null-sink sink_name=" + name + " norewinds=1 rate=44100 channels=1 sink_properties=device.description=Output-" + name
}

// serve starts a sound server with modules, and makes it the one that is found. No
// other program is found any more.
func serve(t *testing.T, modules ...string) *daemon {
	t.Helper()
	const packages = "pulseaudio pulseaudio-utils"
	d := &daemon{
		t: t, modules: modules,
		pulseaudio: need(t, "pulseaudio", packages), pactl: need(t, "pactl", packages), parec: need(t, "parec", packages),
	}
	home, err := os.MkdirTemp("", "standby-sound-") // the name of a test makes a path too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	d.home, d.socket = home, filepath.Join(home, "pulse", "native")
	alone(t)
	t.Setenv("XDG_RUNTIME_DIR", home)
	d.start()
	t.Cleanup(d.kill)
	return d
}

// alone makes sure that nothing of the machine can be heard: no server, no program.
func alone(t *testing.T) {
	t.Helper()
	empty := t.TempDir()
	for name, value := range map[string]string{
		"PATH": empty, "HOME": empty, "XDG_CONFIG_HOME": empty, "XDG_RUNTIME_DIR": empty, "TMPDIR": t.TempDir(),
		"PULSE_SERVER": "", "PULSE_RUNTIME_PATH": "", "PULSE_COOKIE": "", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
	} {
		t.Setenv(name, value)
		if value == "" {
			_ = os.Unsetenv(name)
		}
	}
}

func (d *daemon) start() {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Dir(d.socket), 0o700); err != nil {
		d.t.Fatal(err)
	}
	_ = os.Remove(d.socket)
	args := []string{"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes", "--high-priority=no"}
	for _, m := range append([]string{"module-native-protocol-unix auth-anonymous=1 socket=" + d.socket}, d.modules...) {
		args = append(args, "-L", m)
	}
	d.cmd = exec.Command(d.pulseaudio, args...)
	d.cmd.Stderr = &d.said
	if err := d.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() { _ = d.cmd.Wait(); close(gone) }()
	d.gone = gone
	until(d.t, "the sound server listens", func() bool {
		select {
		case <-gone:
			d.t.Fatalf("the sound server ended:\n%s", &d.said)
		default:
		}
		conn, err := net.Dial("unix", d.socket)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	d.ctl("info") // answered once all modules are there
}

func (d *daemon) kill() {
	_ = d.cmd.Process.Kill()
	<-d.gone
}

// ctl runs pactl.
func (d *daemon) ctl(args ...string) string {
	d.t.Helper()
	out, err := exec.Command(d.pactl, args...).CombinedOutput()
	if err != nil {
		d.t.Fatalf("pactl %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// unload removes an output.
func (d *daemon) unload(sink string) {
	d.t.Helper()
	for line := range strings.Lines(d.ctl("list", "short", "modules")) {
		if strings.Contains(line, "sink_name="+sink+" ") {
			d.ctl("unload-module", strings.Fields(line)[0])
			return
		}
	}
	d.t.Fatalf("there is no output %s", sink)
}

// until waits for a condition that nothing tells of.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(long); !cond(); {
		if time.Now().After(end) {
			t.Fatalf("after %v it is not so that %s", long, what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// recorder listens to what an output plays.
type recorder struct {
	t    *testing.T
	mu   sync.Mutex
	data []byte
}

// listen records from before anything is played.
func (d *daemon) listen(sink string) *recorder {
	d.t.Helper()
	r := &recorder{t: d.t}
	cmd := exec.Command(d.parec, "--device="+sink+".monitor", "--format=s16le", "--rate=44100", "--channels=1", "--latency-msec=20", "--raw")
	out, err := cmd.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(r, out)
	}()
	d.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-done
		_ = cmd.Wait()
	})
	r.wait("recording begins", func(pcm []int16) bool { return len(pcm) > 0 })
	return r
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.data = append(r.data, p...)
	return len(p), nil
}

func (r *recorder) pcm() []int16 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fromBytes(r.data)
}

func (r *recorder) wait(what string, cond func(pcm []int16) bool) []int16 {
	r.t.Helper()
	until(r.t, what, func() bool { return cond(r.pcm()) })
	return r.pcm()
}

// forget begins anew.
func (r *recorder) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.data = nil
}

// end waits for half a second of silence after the last sound.
func (r *recorder) end() []int16 {
	r.t.Helper()
	return r.wait("there was a sound, and silence after it", func(pcm []int16) bool {
		tail := len(pcm) - rate/2
		return tail > 0 && silent(pcm[tail:]) && !silent(pcm)
	})
}

// diary keeps what a player reports.
type diary struct {
	t    *testing.T
	mu   sync.Mutex
	list []Outcome
}

func (d *diary) write(o Outcome) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, o)
}

func (d *diary) all() []Outcome {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Outcome{}, d.list...)
}

func (d *diary) count(k Kind) (n int) {
	for _, o := range d.all() {
		if o.Kind == k {
			n++
		}
	}
	return n
}

// wait waits until a kind was reported so often, and gives the last of it.
func (d *diary) wait(k Kind, times int) (last Outcome) {
	d.t.Helper()
	until(d.t, string(k)+" is reported", func() bool { return d.count(k) >= times })
	for _, o := range d.all() {
		if o.Kind == k {
			last = o
		}
	}
	return last
}

// player is one with a tone of 1000 Hz in several lengths, and its diary.
func player(t *testing.T, o Options) (*Player, *diary) {
	t.Helper()
	d := &diary{t: t}
	o.Sounds = map[string][]byte{"long": tone(1000, 1), "short": tone(1000, 0.1), "other": tone(2400, 0.5)}
	o.Report = d.write
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p, d
}
