package hook

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// TestMain is also the command that the tests have run, so that it is a real
// process on every system.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "hook-command" {
		os.Exit(command(os.Args[2], os.Args[3:]))
	}
	goleak.VerifyTestMain(m)
}

// seen is what a command was given.
type seen struct {
	Args, Env []string
	Input     string
}

func command(what string, args []string) int {
	switch what {
	case "record":
		input, _ := io.ReadAll(os.Stdin)
		data, _ := json.Marshal(seen{Args: args[1:], Env: os.Environ(), Input: string(input)})
		if err := os.WriteFile(args[0]+".part", data, 0o600); err != nil || os.Rename(args[0]+".part", args[0]) != nil {
			return 1
		}
	case "fail":
		_, _ = os.Stderr.WriteString(args[0])
		return 3
	case "fail-unless":
		if _, err := os.Stat(args[0]); err != nil {
			return 3
		}
	case "flood":
		for range 64 {
			_, _ = os.Stdout.Write(bytes.Repeat([]byte("x"), 64<<10))
		}
		return 4
	case "wait-for": // ends when the file is there, or its folder is not
		_ = os.WriteFile(args[1]+strconv.Itoa(os.Getpid()), nil, 0o600)
		for {
			_, err := os.Stat(args[0])
			if _, gone := os.Stat(filepath.Dir(args[0])); err == nil || gone != nil {
				return 0
			}
			time.Sleep(time.Millisecond)
		}
	case "hang":
		select {}
	case "hang-with-child": // the child holds the pipe, and writes that it is there
		child := exec.Command(os.Args[0], "hook-command", "say-and-hang", args[0])
		child.Stdout = os.Stdout
		_ = child.Run()
	case "say-and-hang":
		_ = os.WriteFile(args[0]+".part", []byte(strconv.Itoa(os.Getpid())), 0o600)
		_ = os.Rename(args[0]+".part", args[0])
		select {}
	case "leave-child": // a child goes on, and holds the pipe
		child := exec.Command(os.Args[0], "hook-command", "wait-for", args[0], args[1])
		child.Stdout = os.Stdout
		_ = child.Start()
	}
	return 0
}

// told is what the runner reported.
type told struct {
	mu   sync.Mutex
	list []string
	errs []error
	came chan struct{}
}

func (t *told) report(name string, err error) {
	t.mu.Lock()
	word := name + " ok"
	if err != nil {
		word = name + ": " + err.Error()
	}
	t.list, t.errs = append(t.list, word), append(t.errs, err)
	t.mu.Unlock()
	t.came <- struct{}{}
}

func (t *told) all() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.list)
}

func run(args ...string) []string { return append([]string{os.Args[0], "hook-command"}, args...) }

func newRunner(t *testing.T, log io.Writer, commands ...Command) (*Runner, *told) {
	t.Helper()
	if log == nil {
		log = io.Discard
	}
	for i := range commands {
		if commands[i].Timeout == 0 {
			commands[i].Timeout = time.Minute
		}
	}
	said := &told{came: make(chan struct{}, 1000)}
	r := New(Options{Commands: commands, Report: said.report, Log: slog.New(slog.NewTextHandler(log, nil)),
		Now: func() time.Time { return time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC) }})
	t.Cleanup(r.Close)
	return r, said
}

// await waits for a file that a command writes.
func await(t *testing.T, path string) []byte {
	t.Helper()
	for t.Context().Err() == nil {
		if data, err := os.ReadFile(path); err == nil {
			return data
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

func aPage() *api.Page {
	p := &api.Page{Page: notify.Page{ID: "p1", Source: "prod", Key: "k", Title: "Disk $(rm -rf /) \x00full\nof data", Body: "a\nb\x00",
		Urgency: notify.High, State: notify.Triggered, URL: "https://am.example.org/#1", Drill: true,
		TriggeredAt: time.Date(2026, 11, 18, 8, 59, 0, 0, time.UTC)}}
	p.Due = p.TriggeredAt.Add(15 * time.Minute)
	return p
}

func TestACommandIsToldOfAPage(t *testing.T) {
	t.Setenv("STANDBY_TITLE", "of another")
	file := filepath.Join(t.TempDir(), "seen")
	r, _ := newRunner(t, nil, Command{Name: "lamp", On: []string{"page"}, Run: run("record", file, "a b", "$HOME; ls")})
	r.Run("acknowledge", aPage(), nil) // not for this one
	r.Run("page", aPage(), nil)
	var got seen
	if err := json.Unmarshal(await(t, file), &got); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Args, []string{"a b", "$HOME; ls"}) {
		t.Errorf("arguments %q", got.Args)
	}
	var ours []string
	for _, v := range got.Env {
		if strings.HasPrefix(v, "STANDBY_") {
			ours = append(ours, v)
		}
	}
	want := []string{"STANDBY_EVENT=page", "STANDBY_AT=2026-11-18T09:00:00Z", "STANDBY_PAGE_ID=p1", "STANDBY_SOURCE=prod", "STANDBY_KEY=k",
		"STANDBY_TITLE=Disk $(rm -rf /) full of data", "STANDBY_URGENCY=high", "STANDBY_STATE=triggered", "STANDBY_URL=https://am.example.org/#1",
		"STANDBY_DRILL=true", "STANDBY_TRIGGERED_AT=2026-11-18T08:59:00Z", "STANDBY_DUE=2026-11-18T09:14:00Z"}
	if !slices.Equal(slices.Sorted(slices.Values(ours)), slices.Sorted(slices.Values(want))) {
		t.Errorf("environment\n got %q\nwant %q", ours, want)
	}
	wantInput := `{"schema":1,"event":"page","at":"2026-11-18T09:00:00Z","page":{"id":"p1","source":"prod","key":"k","title":"Disk $(rm -rf /) full of data","body":"a\nb","urgency":"high","state":"triggered","url":"https://am.example.org/#1","drill":true,"triggered_at":"2026-11-18T08:59:00Z","due":"2026-11-18T09:14:00Z"}}` + "\n"
	if got.Input != wantInput {
		t.Errorf("input\n got %s\nwant %s", got.Input, wantInput)
	}
}

func TestACommandIsToldOfAShift(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seen")
	r, _ := newRunner(t, nil, Command{Name: "lamp", On: []string{"shift-start"}, Run: run("record", file)})
	start := time.Date(2026, 11, 18, 9, 0, 0, 0, time.FixedZone("", 3600))
	r.Run("shift-start", nil, &rotation.Shift{Rota: "payments", Role: rotation.Primary, Person: rotation.Person{Name: "Engineer A", Email: "a@example.org"}, Interval: rotation.Interval{Start: start, End: start.Add(time.Hour)}})
	var got seen
	if err := json.Unmarshal(await(t, file), &got); err != nil {
		t.Fatal(err)
	}
	if want := `{"schema":1,"event":"shift-start","at":"2026-11-18T09:00:00Z","shift":{"rota":"payments","role":"primary","name":"Engineer A","email":"a@example.org","start":"2026-11-18T08:00:00Z","end":"2026-11-18T09:00:00Z"}}` + "\n"; got.Input != want {
		t.Errorf("input %s", got.Input)
	}
	for _, want := range []string{"STANDBY_ROTA=payments", "STANDBY_ROLE=primary", "STANDBY_PERSON=Engineer A", "STANDBY_EMAIL=a@example.org", "STANDBY_SHIFT_END=2026-11-18T09:00:00Z"} {
		if !slices.Contains(got.Env, want) {
			t.Errorf("the environment lacks %s", want)
		}
	}
}

func TestWhatFailsIsToldOnceUntilItWorksAgain(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "now")
	var log bytes.Buffer
	r, said := newRunner(t, &log, Command{Name: "lamp", On: []string{"page"}, Run: run("fail-unless", file)},
		Command{Name: "gone", On: []string{"resolve"}, Run: []string{filepath.Join(dir, "not-there")}},
		Command{Name: "loud", On: []string{"resolve"}, Run: run("fail", "no lamp at https://u:hunter2@lamp.example.org\nsorry\x1b[31m")})
	for range 2 {
		r.Run("page", aPage(), nil)
	}
	<-said.came
	r.quiet()
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r.Run("page", aPage(), nil)
	<-said.came
	r.Run("resolve", aPage(), nil)
	<-said.came
	<-said.came
	r.Close()
	list := said.all()
	if len(list) != 4 || !strings.HasPrefix(list[0], "lamp: it failed: exit status 3") || list[1] != "lamp ok" {
		t.Errorf("told %q", list)
	}
	for _, err := range said.errs[2:] {
		if !errors.Is(err, ErrStart) && !errors.Is(err, ErrExit) || strings.Contains(err.Error(), "not-there") {
			t.Errorf("told %v", err)
		}
	}
	if text := log.String(); !strings.Contains(text, "no lamp at (address) sorry") || strings.Contains(text, "hunter2") || strings.Contains(text, "\x1b") {
		t.Errorf("log:\n%s", text)
	}
}

func TestATooLongCommandIsEnded(t *testing.T) {
	r, said := newRunner(t, nil, Command{Name: "slow", On: []string{"page"}, Run: run("hang", ""), Timeout: time.Second})
	r.Run("page", aPage(), nil)
	<-said.came
	if !errors.Is(said.errs[0], ErrTimeout) {
		t.Errorf("told %v", said.errs[0])
	}
}

func TestACommandIsEndedWithAllThatItStarted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "child")
	r, _ := newRunner(t, nil, Command{Name: "slow", On: []string{"page"}, Run: run("hang-with-child", file)})
	r.Run("page", aPage(), nil)
	pid, err := strconv.Atoi(string(await(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	for running(pid) {
		if t.Context().Err() != nil {
			t.Fatal("the child goes on")
		}
		time.Sleep(time.Millisecond)
	}
}

func TestWhatACommandLeavesRunningHoldsNobodyUp(t *testing.T) {
	dir := t.TempDir()
	end, mark := filepath.Join(dir, "end"), filepath.Join(dir, "mark")
	r, said := newRunner(t, nil, Command{Name: "starter", On: []string{"page"}, Run: run("leave-child", end, mark)})
	r.Run("page", aPage(), nil)
	r.quiet()
	if list := said.all(); len(list) != 0 {
		t.Errorf("told %q", list)
	}
	if err := os.WriteFile(end, nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestMuchOutputIsReadAndNotKept(t *testing.T) {
	var log bytes.Buffer
	r, said := newRunner(t, &log, Command{Name: "flood", On: []string{"page"}, Run: run("flood")})
	r.Run("page", aPage(), nil)
	<-said.came
	r.Close()
	if !errors.Is(said.errs[0], ErrExit) || log.Len() > 2000 {
		t.Errorf("told %v; %d bytes of log", said.errs[0], log.Len())
	}
}

func TestAFewRunAtOnceAndTheOthersWait(t *testing.T) {
	dir := t.TempDir()
	end, mark := filepath.Join(dir, "end"), filepath.Join(dir, "mark-")
	r, said := newRunner(t, nil, Command{Name: "lamp", On: []string{"page"}, Run: run("wait-for", end, mark)})
	marks := func() int {
		list, _ := filepath.Glob(mark + "*")
		return len(list)
	}
	for range atOnce + mostQueued {
		r.Run("page", aPage(), nil)
	}
	for marks() < atOnce {
		time.Sleep(time.Millisecond)
	}
	if running, waiting := r.counts(); running != atOnce || waiting != mostQueued {
		t.Errorf("%d run and %d wait", running, waiting)
	}
	r.Run("page", aPage(), nil) // one too many
	<-said.came
	if !errors.Is(said.errs[0], ErrTooMany) {
		t.Errorf("told %v", said.errs[0])
	}
	if n := marks(); n != atOnce {
		t.Errorf("%d were started", n)
	}
}

func TestTheEndEndsAll(t *testing.T) {
	dir := t.TempDir()
	mark := filepath.Join(dir, "mark-")
	r, said := newRunner(t, nil, Command{Name: "lamp", On: []string{"page"}, Run: run("wait-for", filepath.Join(dir, "never"), mark)})
	for range 2 * atOnce {
		r.Run("page", aPage(), nil)
	}
	for list := []string(nil); len(list) < atOnce; list, _ = filepath.Glob(mark + "*") {
		time.Sleep(time.Millisecond)
	}
	r.Close()
	r.Run("page", aPage(), nil)
	list, _ := filepath.Glob(mark + "*")
	if len(list) != atOnce || len(said.all()) != 0 {
		t.Errorf("%d were started, told %q", len(list), said.all())
	}
}

// quiet waits until nothing runs.
func (r *Runner) quiet() { r.work.Wait() }

func (r *Runner) counts() (running, waiting int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.running, len(r.queue)
}

func FuzzDescribe(f *testing.F) {
	f.Add("title\x00", "body\n\n\n", "https://x/\x1b", "Ä")
	f.Fuzz(func(t *testing.T, title, body, url, rota string) {
		p := &api.Page{Page: notify.Page{ID: title, Title: title, Body: body, URL: url, Source: rota}}
		o := describe("page", p, &rotation.Shift{Rota: rota, Person: rotation.Person{Name: title}}, time.Time{})
		for _, v := range o.environment() {
			if strings.ContainsAny(v, "\x00\n\r\x1b") || !strings.HasPrefix(v, "STANDBY_") || len(v) > 4*mostVariable+40 {
				t.Errorf("variable %q", v)
			}
		}
		var back occasion
		if err := json.Unmarshal(o.json(), &back); err != nil || back.Page.Title != o.Page.Title {
			t.Errorf("%s: %v", o.json(), err)
		}
	})
}
