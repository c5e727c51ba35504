//go:build linux

package desktop

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/signal"
	"testing"

	"standby/app/tray"
	"standby/notify"
	notes "standby/notify/desktop"
)

// show runs our notifier on a desktop.
func show(t *testing.T, ctx context.Context, d *Desktop, o notes.Options) (*notes.Desktop, <-chan notify.Reaction) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", d.places.bus())
	reactions := make(chan notify.Reaction, 16)
	n := notes.New(o)
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); _ = n.Run(ctx, func(r notify.Reaction) { reactions <- r }) }()
	t.Cleanup(func() { cancel(); <-done })
	return n, reactions
}

func expect(t *testing.T, reactions <-chan notify.Reaction, kind notify.ReactionKind) notify.Reaction {
	t.Helper()
	got := <-reactions
	if got.Kind != kind {
		t.Fatalf("reaction %+v, want %s", got, kind)
	}
	return got
}

// TestTrayProgram is no test: it is the program that the next one runs, because
// a tray icon needs a process of its own.
func TestTrayProgram(t *testing.T) {
	if os.Getenv("STANDBY_TRAY_PROGRAM") == "" {
		return
	}
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	defer stop()
	icon := tray.New(tray.Options{Icon: func(string, bool) []byte {
		var b bytes.Buffer
		disc := image.NewNRGBA(image.Rect(0, 0, 22, 22))
		for i := range 22 * 22 {
			disc.Set(i%22, i/22, color.NRGBA{G: 200, A: 255})
		}
		_ = png.Encode(&b, disc)
		return b.Bytes()
	}})
	icon.Update(tray.View{Icon: tray.IconOff, Tooltip: "Off call"})
	_ = icon.Run(ctx, func(tray.Command) {})
}

func TestOurIconIsTakenByARealTrayAlsoWhenItRestarts(t *testing.T) {
	d, ctx := begin(t, Options{Tray: true})
	program := d.Command(ctx, os.Args[0], "-test.run=^TestTrayProgram$")
	program.Env = append(program.Env, "STANDBY_TRAY_PROGRAM=1")
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = program.Process.Signal(os.Interrupt); _ = program.Wait() }()
	ours := func(i TrayItem) bool { return i.ID == "Standby" && i.Title == "Standby" && i.Tooltip == "Off call" }
	if _, err := d.WaitTrayItem(ctx, ours); err != nil {
		t.Fatal(err)
	}
	if err := d.StopTray(ctx); err != nil {
		t.Fatal(err)
	}
	if err := d.StartTray(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := d.WaitTrayItem(ctx, ours); err != nil {
		t.Error(err)
	}
}
