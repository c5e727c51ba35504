package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/app/api"
	"standby/cmd/dev/desktop"
)

// workbench is a virtual desktop with a real Alertmanager and an agent that
// listens to it and reads a calendar.
type workbench struct {
	d     *dev
	desk  *desktop.Desktop
	alert *exec.Cmd
	url   string // of the Alertmanager
}

func newWorkbench(ctx context.Context, d *dev) (*workbench, error) {
	desk, err := desktop.Start(ctx, desktop.Options{NotificationDaemon: desktop.Xfce, Tray: true})
	if err != nil {
		return nil, fmt.Errorf("start a virtual desktop: %w", err)
	}
	w := &workbench{d: d, desk: desk}
	if err := w.prepare(ctx); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *workbench) close() {
	if w.alert != nil && w.alert.Process != nil {
		_ = w.alert.Process.Kill()
		_ = w.alert.Wait()
	}
	w.desk.Close()
}

// prepare starts the Alertmanager and writes the configuration.
func (w *workbench) prepare(ctx context.Context) error {
	dir := w.desk.Home()
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	conf := filepath.Join(dir, "alertmanager.yml")
	if err := os.WriteFile(conf, []byte("route: {receiver: team}\nreceivers: [{name: team}]\n"), 0o600); err != nil {
		return fmt.Errorf("configure the Alertmanager: %w", err)
	}
	w.url = "http://" + address
	w.alert = exec.CommandContext(ctx, "prometheus-alertmanager", "--config.file="+conf, "--storage.path="+filepath.Join(dir, "alertmanager"),
		"--web.listen-address="+address, "--cluster.listen-address=", "--log.level=error")
	if err := w.alert.Start(); err != nil {
		return fmt.Errorf("start the Alertmanager: %w", err)
	}
	now := time.Now().UTC()
	stamp := func(t time.Time) string { return t.Format("20060102T150405Z") }
	ics := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//bench//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20260101T000000Z\r\n" +
		"DTSTART:" + stamp(now.Add(-time.Hour)) + "\r\nDTEND:" + stamp(now.Add(time.Hour)) + "\r\nSUMMARY:Engineer A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	return errors.Join(
		os.MkdirAll(w.folder(), 0o700),
		os.WriteFile(filepath.Join(w.folder(), "on-call.ics"), []byte(ics), 0o600),
		w.listenTo(w.url),
	)
}

// folder is where the configuration lies.
func (w *workbench) folder() string { return filepath.Join(w.desk.Home(), ".config", "standby") }

// listenTo makes the Alertmanagers at these addresses what the next agent listens to.
func (w *workbench) listenTo(urls ...string) error {
	var text strings.Builder
	text.WriteString("[me]\nname = \"Engineer A\"\n\n[[calendar]]\nname = \"payments\"\nfile = \"on-call.ics\"\n")
	for i, u := range urls {
		name := "prod"
		if i > 0 {
			name += strconv.Itoa(i)
		}
		fmt.Fprintf(&text, "\n[[alertmanager]]\nname = %q\nurl = %q\n", name, u)
	}
	if err := os.WriteFile(filepath.Join(w.folder(), "standby.toml"), []byte(text.String()), 0o600); err != nil {
		return fmt.Errorf("configure the agent: %w", err)
	}
	return nil
}

func freeAddress(ctx context.Context) (string, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// start runs the agent; the returned function ends it.
func (w *workbench) start(ctx context.Context, env ...string) (*exec.Cmd, func(), error) {
	c := exec.CommandContext(ctx, w.d.bin("standby"))
	c.Env = append(w.desk.Env(), env...)
	if err := c.Start(); err != nil {
		return nil, nil, fmt.Errorf("start the agent: %w", err)
	}
	return c, func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	}, nil
}

func (w *workbench) socket() string { return socketOf(w.desk, "") }

// measureAgent takes the agent's figures, the idle ones last.
func measureAgent(ctx context.Context, d *dev, tell func(figure)) error {
	w, err := newWorkbench(ctx, d)
	if err != nil {
		return err
	}
	defer w.close()
	for _, m := range []measurement{w.startToTray, w.statusRoundTrip, w.pageToNotify, w.idle} {
		if err := m(ctx, d, tell); err != nil {
			return err
		}
	}
	return nil
}

// startToTray is from the start of the process to the tray host's word that it
// has the icon; the middle of seven starts, since the first reads from a cold disk.
func (w *workbench) startToTray(ctx context.Context, _ *dev, tell func(figure)) error {
	conn, err := w.desk.Dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	const watcher = "org.kde.StatusNotifierWatcher"
	if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(watcher), dbus.WithMatchMember("StatusNotifierItemRegistered")); err != nil {
		return fmt.Errorf("listen to the tray host: %w", err)
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	var took []time.Duration
	for range 7 {
		begun := time.Now()
		_, stop, err := w.start(ctx)
		if err != nil {
			return err
		}
		select {
		case <-signals:
			took = append(took, time.Since(begun))
		case <-time.After(10 * time.Second):
			err = errors.New("the tray icon was not registered within 10 s")
		}
		stop()
		if err != nil {
			return err
		}
	}
	tell(figure{"agent", "start-to-tray", "ms", milliseconds(quantile(took, 0.5)), 150})
	return nil
}

// statusRoundTrip is a whole run of `standby status`, process start and all; the
// middle of 30.
func (w *workbench) statusRoundTrip(ctx context.Context, _ *dev, tell func(figure)) error {
	_, stop, err := w.start(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if err := waitFor(ctx, w.socket(), func(s api.Snapshot) bool { return s.Standing == api.OnCall }); err != nil {
		return err
	}
	var took []time.Duration
	for range 30 {
		c := exec.CommandContext(ctx, w.d.bin("standby"), "status")
		c.Env = w.desk.Env()
		begun := time.Now()
		if err := c.Run(); err != nil {
			return fmt.Errorf("standby status: %w", err)
		}
		took = append(took, time.Since(begun))
	}
	tell(figure{"agent", "status-round-trip", "ms", milliseconds(quantile(took, 0.5)), 20})
	return nil
}

// pageToNotify is from sending the command to the daemon's Notify call, with the
// commit in between; 200 pages, each gone from the screen and a moment's rest before
// the next, so that it is not the desktop's drawing of the last one that is
// measured.
func (w *workbench) pageToNotify(ctx context.Context, _ *dev, tell func(figure)) error {
	took, err := w.pageTimes(ctx)
	if err != nil {
		return err
	}
	tell(figure{"agent", "page-to-notify-p99", "ms", milliseconds(quantile(took, 0.99)), 30})
	return nil
}

func (w *workbench) pageTimes(ctx context.Context) ([]time.Duration, error) {
	_, stop, err := w.start(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	if err := waitFor(ctx, w.socket(), func(s api.Snapshot) bool { return s.Desktop.Notifications != "" }); err != nil {
		return nil, err
	}
	recorder, err := w.desk.Record(ctx)
	if err != nil {
		return nil, err
	}
	defer recorder.Close()
	client := api.Dial(w.socket())
	var took []time.Duration
	for range 200 {
		begun := time.Now()
		id, err := client.TestPage(ctx)
		if err != nil {
			return nil, err
		}
		seen, err := recorder.Wait(ctx, func(e desktop.Event) bool {
			return e.Kind == desktop.NotifyCall && strings.HasPrefix(e.Summary, "Test page")
		})
		if err != nil {
			return nil, err
		}
		took = append(took, seen.At.Sub(begun))
		if err := client.Resolve(ctx, id); err != nil {
			return nil, err
		}
		if _, err := recorder.Wait(ctx, func(e desktop.Event) bool { return e.Kind == desktop.NotificationClosed }); err != nil {
			return nil, err
		}
		pause(ctx, 100*time.Millisecond)
	}
	return took, nil
}

// idle is what the agent costs in a minute in which nothing happens.
func (w *workbench) idle(ctx context.Context, _ *dev, tell func(figure)) error {
	rss, cpu, err := w.cost(ctx)
	if err != nil {
		return err
	}
	tell(figure{"agent", "idle-rss", "MB", rss, 30})
	tell(figure{"agent", "idle-cpu-60s", "s", cpu.Seconds(), 0.05})
	return ctx.Err()
}

// cost is what the agent holds, in MB, and what it uses of the processor in a minute
// in which nothing happens.
func (w *workbench) cost(ctx context.Context) (rss float64, cpu time.Duration, err error) {
	c, stop, err := w.start(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer stop()
	if err := waitFor(ctx, w.socket(), func(s api.Snapshot) bool { return s.Standing == api.OnCall }); err != nil {
		return 0, 0, err
	}
	pause(ctx, 10*time.Second)
	before, err := cpuTime(c.Process.Pid)
	if err != nil {
		return 0, 0, err
	}
	pause(ctx, time.Minute)
	after, err := cpuTime(c.Process.Pid)
	if err != nil {
		return 0, 0, err
	}
	kb, err := residentKB(c.Process.Pid)
	if err != nil {
		return 0, 0, err
	}
	return kb / 1024, after - before, ctx.Err()
}

// cpuTime is what a process has used of the processor, user and system, all
// threads, in nanoseconds as the scheduler counts them.
func cpuTime(pid int) (time.Duration, error) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(tasks) == 0 {
		return 0, fmt.Errorf("read the processor time of process %d", pid)
	}
	var sum time.Duration
	for _, t := range tasks {
		data, err := os.ReadFile(t)
		if err != nil {
			return 0, fmt.Errorf("read the processor time: %w", err)
		}
		ns, err := strconv.ParseInt(strings.Fields(string(data))[0], 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read the processor time: %w", err)
		}
		sum += time.Duration(ns)
	}
	return sum, nil
}

func residentKB(pid int) (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("read the memory of process %d: %w", pid, err)
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strconv.ParseFloat(strings.Fields(rest)[0], 64)
		}
	}
	return 0, fmt.Errorf("the memory of process %d is not told", pid)
}
