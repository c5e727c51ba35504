package desktop

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"testing"

	"standby/notify"
	"standby/notify/desktop/sessionbus"
	"standby/notify/desktop/sessionbus/bustest"
)

func tinyPNG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestThePlainBackEndReachesARealBus(t *testing.T) {
	s := serve(t, bustest.Start(t), "body")
	r := start(t, Options{Plain: true, Icon: tinyPNG(t)})
	got := r.show(t, s, notify.Note{ID: "p1", Title: "Disk full", Body: "$HOME"})
	if got.app != "Standby" || got.title != "Disk full" || got.body != "＄HOME" {
		t.Errorf("call %+v", got)
	}
}

func TestThePlainBackEndStartsNoBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	r := start(t, Options{Plain: true})
	r.Show(notify.Note{ID: "p1", Title: "Disk full"})
	if got := r.want(t, notify.Failed, "p1"); !errors.Is(got.Err, sessionbus.ErrNone) {
		t.Errorf("cause %v, want ErrNone", got.Err)
	}
}
