//go:build linux

package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"standby/app/api"
	"standby/cmd/dev/desktop"
	"standby/notify"
)

// pictures is where the README's pictures are written; they are taken by these
// tests and by nothing else.
var pictures = flag.String("pictures", "", "write screenshots into this `folder`")

// testDesk is a desktop with the real programs on it.
type testDesk struct {
	*desktop.Desktop
	t     *testing.T
	ctx   context.Context
	agent string // the program
	am    *alertmanager
}

func newTestDesk(t *testing.T, agent string, o desktop.Options) *testDesk {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	for _, program := range []string{"Xvfb", "dbus-daemon", "xfce4-panel", "gnome-keyring-daemon", "xdotool", "prometheus-alertmanager"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%v; go run ./cmd/dev test installs it", err)
			}
			t.Skipf("%v; go run ./cmd/dev test installs it", err)
		}
	}
	desk, err := desktop.Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(desk.Close)
	return &testDesk{Desktop: desk, t: t, ctx: ctx, agent: agent}
}

// process is an agent that runs; its log is shown when the test fails.
type process struct {
	*exec.Cmd
	log  string // a file: a pipe would be held open by the window it starts
	done chan error
}

func (d *testDesk) start(agent string, env ...string) *process {
	d.t.Helper()
	log, err := os.CreateTemp(d.t.TempDir(), "agent-*.log")
	if err != nil {
		d.t.Fatal(err)
	}
	defer log.Close()
	p := &process{Cmd: exec.Command(agent), log: log.Name(), done: make(chan error, 1)}
	p.Env = append(d.Env(), env...)
	p.Stderr = log
	p.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.Start(); err != nil {
		d.t.Fatal(err)
	}
	go func() { p.done <- p.Wait() }()
	d.t.Cleanup(func() {
		_ = p.Process.Kill()
		<-p.done
		if d.t.Failed() {
			text, _ := os.ReadFile(p.log)
			d.t.Logf("the agent's log:\n%s", text)
		}
	})
	return p
}

// ended waits for the end of a process, and leaves it for the clean-up to see.
func (d *testDesk) ended(p *process) error {
	d.t.Helper()
	select {
	case err := <-p.done:
		p.done <- err
		return err
	case <-d.ctx.Done():
		d.t.Fatal("the agent did not end")
		return nil
	}
}

// standby runs the command line and returns what it printed.
func (d *testDesk) standby(stdin string, args ...string) string {
	d.t.Helper()
	c := d.Command(d.ctx, d.agent, args...)
	c.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		d.t.Fatalf("standby %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String()
}

func (d *testDesk) socket() string {
	for _, e := range d.Env() {
		if dir, ok := strings.CutPrefix(e, "XDG_RUNTIME_DIR="); ok {
			return filepath.Join(dir, "standby", api.SocketName)
		}
	}
	d.t.Fatal("the desktop has no runtime directory")
	return ""
}

// until follows the agent's stream to a snapshot that is as wished.
func (d *testDesk) until(what string, wish func(api.Snapshot) bool) api.Snapshot {
	d.t.Helper()
	client := api.Dial(d.socket())
	var last api.Snapshot
	for d.ctx.Err() == nil {
		ctx, found := context.WithCancel(d.ctx)
		_ = client.Stream(ctx, "test", func(m api.Message) {
			if m.Snapshot == nil {
				return
			}
			last = *m.Snapshot
			if wish(last) {
				found()
			}
		})
		if ctx.Err() != nil && d.ctx.Err() == nil {
			found()
			return last
		}
		found()
		time.Sleep(5 * time.Millisecond) // the socket is not there yet
	}
	d.t.Fatalf("never saw: %s; last %s", what, asJSON(last))
	return last
}

func asJSON(v any) string {
	b, _ := json.MarshalIndent(v, "", "  ")
	return string(b)
}

// picture takes a screenshot where they are wanted.
func (d *testDesk) picture(name string) {
	d.t.Helper()
	dir := *pictures
	if dir == "" {
		dir = d.t.TempDir()
	}
	path := filepath.Join(dir, name)
	if err := d.Screenshot(d.ctx, path); err != nil {
		d.t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() < 5000 {
		d.t.Errorf("the screenshot %s shows nothing: %v", name, err)
	}
}

// window waits for Standby's window, moves it clear of the notifications, and
// waits until something is drawn.
func (d *testDesk) window() {
	d.t.Helper()
	d.until("the window listens", func(s api.Snapshot) bool { return s.Desktop.WindowOpen })
	for d.ctx.Err() == nil {
		found, err := d.Windows(d.ctx, "Standby")
		if err != nil {
			d.t.Fatal(err)
		}
		if len(found) > 0 {
			return
		}
	}
	d.t.Fatal("no window came up")
}

// moveWindow makes room for the notification, for the sake of the pictures.
func (d *testDesk) moveWindow(x, y, width, height int) {
	d.t.Helper()
	if *pictures == "" {
		return
	}
	out, err := d.Command(d.ctx, "wmctrl", "-r", "Standby", "-e", fmt.Sprintf("0,%d,%d,%d,%d", x, y, width, height)).CombinedOutput()
	if err != nil {
		d.t.Fatalf("move the window: %v\n%s", err, out)
	}
	time.Sleep(2 * time.Second) // pictures alone wait: for the toolkit to have drawn
}

// configure makes Engineer A on call by a calendar, and gives them a policy.
func (d *testDesk) configure() {
	d.t.Helper()
	dir := d.t.TempDir()
	now := time.Now().UTC()
	ics := filepath.Join(dir, "payments.ics")
	d.write(ics, calendarOf(
		shiftOf("Engineer A (primary)", now.Add(-2*time.Hour), now.Add(70*time.Hour)),
		shiftOf("Engineer B (secondary)", now.Add(-2*time.Hour), now.Add(70*time.Hour)),
		shiftOf("Engineer C (primary)", now.Add(70*time.Hour), now.Add(140*time.Hour))))
	policy := filepath.Join(dir, "policy.toml")
	d.write(policy, "name = \"Payments\"\nzone = \"Europe/Berlin\"\ncurrency = \"EUR\"\n\n[standby]\nrate = \"4.50\"\n\n[call_out]\nrate = \"32.00\"\nminimum = \"30m\"\n\n[rounding]\nplace = 2\n")
	d.standby("", "import", ics, "--as", "Engineer A")
	if err := api.Dial(d.socket()).SetPolicy(d.ctx, policy); err != nil {
		d.t.Fatal(err)
	}
	d.until("on call", func(s api.Snapshot) bool { return s.Standing == api.OnCall })
}

func (d *testDesk) write(path, text string) {
	d.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func calendarOf(events ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//test//EN\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n"
}

func shiftOf(who string, from, to time.Time) string {
	const stamp = "20060102T150405Z"
	return fmt.Sprintf("BEGIN:VEVENT\r\nUID:%s-%s\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:%s\r\nDTEND:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n",
		strings.ReplaceAll(who, " ", ""), from.Format(stamp), from.Format(stamp), to.Format(stamp), who)
}

// TestTheWholePath is the issue in one test: an alert fires in a real
// Alertmanager, a real notification daemon shows it with its button, the button
// is pressed with the pointer, and the acknowledgement stands in Alertmanager and
// the call-out in the ledger.
func TestTheWholePath(t *testing.T) {
	agent, _ := build(t)
	d := newTestDesk(t, agent, desktop.Options{NotificationDaemon: desktop.Xfce, Tray: true, Keyring: true})
	d.am = startAlertmanager(t, "oncall", "a made-up password")
	notes, err := d.Record(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer notes.Close()
	p := d.start(agent)
	d.until("the desktop is known", func(s api.Snapshot) bool { return s.Desktop.TrayHost && s.Desktop.Buttons })
	d.configure()
	d.standby(d.am.password+"\n", "listen", d.am.url, "--name", "prod", "--auth", "basic", "--user", "oncall", "--secret-stdin")
	d.until("Alertmanager is heard", func(s api.Snapshot) bool {
		return slices.ContainsFunc(s.Sources, func(src api.Source) bool { return src.Name == "prod" && src.State == api.SourceOK })
	})
	if _, err := d.WaitTrayItem(d.ctx, func(i desktop.TrayItem) bool { return strings.Contains(i.Title+i.Tooltip, "Primary until") }); err != nil {
		t.Fatalf("the tray does not say that I am on call: %v", err)
	}
	d.secretsStayInTheKeyring()

	labels := map[string]string{"alertname": "DiskAlmostFull", "service": "Payments", "instance": "db1.example.org", "severity": "critical"}
	d.am.post(labels, map[string]string{"summary": "Disk almost full on db1", "description": "92 % used, growing 1 % an hour. <b>Not bold</b> & $(not run)."}, time.Time{})
	note, err := notes.WaitNotify(d.ctx, "Payments: Disk almost full on db1")
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.Index(note.Actions, notify.ActionAcknowledge); i < 0 || note.Actions[i+1] != "Acknowledge (silences 15 min)" {
		t.Errorf("buttons: %q", note.Actions)
	}
	d.standby("", "open")
	d.window()
	d.moveWindow(20, 210, 1000, 560)
	d.picture("page.png")

	if err := d.PressNotificationButton(d.ctx, 0); err != nil {
		t.Fatal(err)
	}
	d.until("acknowledged", func(s api.Snapshot) bool { return len(s.Pages) == 1 && s.Pages[0].State == notify.Acknowledged })
	var pages []api.Page
	if err := json.Unmarshal([]byte(d.standby("", "pages", "--json")), &pages); err != nil || len(pages) != 1 || pages[0].State != notify.Acknowledged || pages[0].AckedBy != "Engineer A" {
		t.Fatalf("standby pages --json: %s %v", asJSON(pages), err)
	}
	d.am.checkSilence(labels, "Engineer A")
	d.moveWindow(20, 60, 1000, 560)
	d.picture("acknowledged.png")

	d.am.post(labels, nil, time.Now())
	d.until("resolved", func(s api.Snapshot) bool { return s.Pages[0].State == notify.Resolved })
	d.am.checkNoSilence()
	d.checkPay(pages[0].ID)

	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := d.ended(p); err != nil {
		t.Errorf("the agent did not stop cleanly (the watchdog ends a slow stop with an error): %v", err)
	}
}

// checkPay wants the call-out in the ledger, explained and with its page.
func (d *testDesk) checkPay(pageID string) {
	d.t.Helper()
	var st api.Statement
	if err := json.Unmarshal([]byte(d.standby("", "pay", "--json")), &st); err != nil {
		d.t.Fatal(err)
	}
	i := slices.IndexFunc(st.Lines, func(l api.Line) bool { return l.Kind == "call_out" })
	if i < 0 {
		d.t.Fatalf("no call-out in the ledger: %s", asJSON(st))
	}
	l := st.Lines[i]
	if l.Amount != "16.00" || l.Explanation == "" || !strings.Contains(strings.Join(l.Evidence, " "), pageID) {
		d.t.Errorf("the call-out should count 30 min at 32.00, be explained, and name its page: %s", asJSON(l))
	}
}

// secretsStayInTheKeyring looks for the password in every file that Standby
// keeps, and then for the source that needs it.
func (d *testDesk) secretsStayInTheKeyring() {
	d.t.Helper()
	err := filepath.WalkDir(d.Home(), func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || !strings.Contains(path, "standby") {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(d.am.password)) {
			d.t.Errorf("the password lies in %s", path)
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	out, err := d.Command(d.ctx, "secret-tool", "search", "--all", "service", "standby").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "alertmanager/prod") {
		d.t.Errorf("the keyring does not hold the secret: %v\n%s", err, out)
	}
}

func TestAPageSurvivesAKillBetweenCommitAndNotification(t *testing.T) {
	agent, failing := build(t)
	d := newTestDesk(t, agent, desktop.Options{NotificationDaemon: desktop.Xfce, Tray: true})
	d.am = startAlertmanager(t, "", "")
	notes, err := d.Record(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer notes.Close()
	p := d.start(failing, "STANDBY_FAILPOINT=after-commit")
	d.until("the notification daemon is known", func(s api.Snapshot) bool { return s.Desktop.Notifications != "" })
	d.standby("", "listen", d.am.url, "--name", "prod")
	d.am.post(map[string]string{"alertname": "QueueGrows"}, map[string]string{"summary": "Queue depth growing"}, time.Time{})
	if err := d.ended(p); err == nil {
		t.Fatal("the agent should have died at the failpoint")
	}
	d.am.stop() // from here on, only the disk knows of the page
	for _, e := range notes.Events() {
		if strings.Contains(e.Summary, "Queue depth") {
			t.Fatal("it was shown before it was killed: the failpoint came too late")
		}
	}
	p = d.start(agent) // over the stale socket and lock
	if _, err := notes.WaitNotify(d.ctx, "Queue depth growing"); err != nil {
		t.Fatalf("the page was lost: %v", err)
	}
	d.aSecondStartRaisesTheWindow(p)
}

func (d *testDesk) aSecondStartRaisesTheWindow(first *process) {
	d.t.Helper()
	if out := d.standby(""); !strings.Contains(out, "runs already") {
		d.t.Errorf("a second start said %q", out)
	}
	d.window()
	select {
	case err := <-first.done:
		d.t.Fatalf("the second start ended the first: %v", err)
	default:
	}
}

func TestARestartedNotificationDaemonShowsThePageAgain(t *testing.T) {
	agent, _ := build(t)
	d := newTestDesk(t, agent, desktop.Options{NotificationDaemon: desktop.Xfce, Tray: true})
	d.start(agent)
	d.until("the notification daemon is known", func(s api.Snapshot) bool { return s.Desktop.Notifications != "" })
	notes, err := d.Record(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer notes.Close()
	d.standby("", "test-page")
	const title = "Test page: This is how a page looks"
	if _, err := notes.WaitNotify(d.ctx, title); err != nil {
		t.Fatal(err)
	}
	if err := d.StopNotifications(d.ctx); err != nil {
		t.Fatal(err)
	}
	d.until("the loss is known", func(s api.Snapshot) bool { return s.Desktop.Notifications == "" })
	if err := d.StartNotifications(d.ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := notes.WaitNotify(d.ctx, title); err != nil {
		t.Fatalf("not shown again: %v", err)
	}
}

func TestWithoutATrayHostTheWindowTakesItsPlace(t *testing.T) {
	agent, _ := build(t)
	d := newTestDesk(t, agent, desktop.Options{NotificationDaemon: desktop.Dunst})
	d.start(agent)
	d.window()
	d.until("it is known that nothing shows the icon", func(s api.Snapshot) bool { return !s.Desktop.TrayHost })
	var checks []api.Check
	out, _ := d.Command(d.ctx, agent, "doctor", "--json").Output() // fails, for there is no calendar
	if err := json.Unmarshal(out, &checks); err != nil {
		t.Fatalf("doctor: %v\n%s", err, out)
	}
	if i := slices.IndexFunc(checks, func(c api.Check) bool { return c.Name == "tray host" }); i < 0 || checks[i].Result != "warning" {
		t.Errorf("the doctor should say so: %s", asJSON(checks))
	}
}

func TestTheSocketIsPrivateAndAStaleOneIsRecovered(t *testing.T) {
	agent, _ := build(t)
	d := newTestDesk(t, agent, desktop.Options{})
	p := d.start(agent)
	d.until("running", func(api.Snapshot) bool { return true })
	info, err := os.Stat(d.socket())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v %v", info, err)
	}
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = d.ended(p)
	if _, err := os.Stat(d.socket()); err != nil {
		t.Fatalf("kill -9 leaves the socket: %v", err)
	}
	d.start(agent)
	d.until("running again", func(api.Snapshot) bool { return true })
	resp := d.standby("", "status", "--json")
	if !strings.Contains(resp, `"standing": "cannot_see"`) {
		t.Errorf("without a calendar it must not say all clear: %s", resp)
	}
}
