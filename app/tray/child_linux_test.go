package tray

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"standby/app/api"
	"standby/rotation"
)

// The library that draws the tray can run once in a process, so each test runs
// it in a child of its own: this test program, told to be a tray.
const asChild = "STANDBY_TRAY_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(asChild) != "" {
		child()
		return
	}
	goleak.VerifyTestMain(m)
}

// child shows the view named in each line of its input, and prints commands,
// until the input ends.
func child() {
	ctx, cancel := context.WithCancel(context.Background())
	t := New(Options{Icon: square})
	t.Update(named("primary"))
	go func() {
		defer cancel()
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			t.Update(named(lines.Text()))
		}
	}()
	err := t.Run(ctx, func(c Command) { fmt.Printf("%T%v\n", c, c) })
	fmt.Println("ended", err)
}

func named(name string) View {
	s := onCall(rotation.Primary)
	if name == "page" {
		s.Pages = []api.Page{page("p1", "disk_full", 10*time.Minute)}
	}
	return ViewOf(s, now, loc)
}

// square is a picture whose side tells the icons apart.
func square(name string, _ bool) []byte {
	side := len(name)
	picture := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range side {
		picture.Set(i, i, color.NRGBA{R: 255, A: 255})
	}
	var b bytes.Buffer
	_ = png.Encode(&b, picture)
	return b.Bytes()
}

// shown is a running child.
type shown struct {
	in    io.WriteCloser
	out   *bufio.Reader
	cmd   *exec.Cmd
	begun time.Time
}

func launch(t *testing.T, env ...string) *shown {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	// The library reads its menu's version without its lock: a race that is not
	// ours must not end the child.
	cmd.Env = append(append(os.Environ(), asChild+"=1", "GORACE=exitcode=0"), env...)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s := &shown{in: in, out: bufio.NewReader(out), cmd: cmd, begun: time.Now()}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return s
}

func (s *shown) say(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(s.in, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

func (s *shown) hear(t *testing.T) string {
	t.Helper()
	line, err := s.out.ReadString('\n')
	if err != nil {
		t.Fatalf("the tray said %q, %v", line, err)
	}
	return strings.TrimSpace(line)
}

// end checks that the tray ends by itself and without a fault.
func (s *shown) end(t *testing.T) {
	t.Helper()
	_ = s.in.Close()
	if got := s.hear(t); got != "ended <nil>" {
		t.Errorf("the tray said %q at the end", got)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the tray ended with %v", err)
	}
}
