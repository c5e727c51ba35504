package desktop

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// process is one program of the desktop, in a process group of its own.
type process struct {
	name string
	cmd  *exec.Cmd
	log  string
	done chan struct{}
}

// grace is how long a program may take to end when asked.
const grace = 2 * time.Second

// launch starts a program that ends with this process at the latest. stdin may
// be nil; extra becomes file descriptor 3.
func (d *Desktop) launch(stdin io.Reader, extra *os.File, program string, args ...string) (*process, error) {
	name := filepath.Base(program)
	log, err := os.OpenFile(filepath.Join(d.places.logs, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", name, err)
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(program, args...)
	cmd.Env, cmd.Dir = d.Env(), d.places.home
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, log, log
	if extra != nil {
		cmd.ExtraFiles = []*os.File{extra}
	}
	bind(cmd)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, errors.New("the desktop is closed")
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	p := &process{name: name, cmd: cmd, log: log.Name(), done: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(p.done) }()
	d.processes = append(d.processes, p)
	return p, nil
}

// each does something to the program, which must run.
func (p *process) each(do func(*os.Process) error) error {
	if p == nil {
		return errNotRunning
	}
	if err := do(p.cmd.Process); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

var errNotRunning = errors.New("it does not run")

// signal asks the program and its children to end.
func (p *process) signal() { terminate(p.cmd.Process) }

// end waits for the program to end, and makes it.
func (p *process) end() {
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-p.done:
	case <-timer.C:
	}
	// Children that outlive their parent are in the group still.
	kill(p.cmd.Process)
	<-p.done
}

// failure says why a program is not ready, with the end of what it wrote.
func (p *process) failure(cause error) error {
	written, err := os.ReadFile(p.log)
	if err != nil || len(written) == 0 {
		return fmt.Errorf("%s: %w", p.name, cause)
	}
	if len(written) > 600 {
		written = written[len(written)-600:]
	}
	return fmt.Errorf("%s: %w; it wrote: %s", p.name, cause, strings.TrimSpace(string(written)))
}

var errEnded = errors.New("it ended before it was ready")

// need is a program and the Debian package that holds it.
type need struct{ program, pkg string }

func needs(o Options) []need {
	list := []need{
		{"Xvfb", "xvfb"}, {"dbus-daemon", "dbus"}, {"xfwm4", "xfwm4"}, {"xprop", "x11-utils"},
		{"xdotool", "xdotool"}, {"import", "imagemagick"}, {"xfconfd", "xfconf"},
	}
	if o.NotificationDaemon != "" {
		list = append(list, need{o.NotificationDaemon, o.NotificationDaemon})
	}
	if o.Tray {
		list = append(list, need{"xfce4-panel", "xfce4-panel"})
	}
	if o.Keyring {
		list = append(list, need{"gnome-keyring-daemon", "gnome-keyring"})
	}
	return list
}

// Packages are the Debian packages that a desktop with these options needs.
func Packages(o Options) []string {
	list := []string{"adwaita-icon-theme", "fonts-dejavu-core"}
	for _, n := range needs(o) {
		list = append(list, n.pkg)
	}
	return list
}

func installed(o Options) error {
	var missing []string
	for _, n := range needs(o) {
		if _, err := find(n.program); err != nil {
			missing = append(missing, n.pkg)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("start a virtual desktop: programs are missing: apt-get install --no-install-recommends %s", strings.Join(missing, " "))
	}
	return nil
}

// find looks in the path, and where Xfce keeps what only the bus starts.
func find(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err == nil {
		return path, nil
	}
	for _, pattern := range []string{"/usr/lib/*/xfce4/*/", "/usr/lib/xfce4/*/", "/usr/libexec/xfce4/*/"} {
		if found, _ := filepath.Glob(pattern + program); len(found) > 0 {
			return found[0], nil
		}
	}
	return "", err
}
