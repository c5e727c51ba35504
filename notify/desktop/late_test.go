//go:build linux

package desktop

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/notify"
	"standby/notify/desktop/sessionbus/bustest"
)

func TestARefusalIsTheReasonThatIsGiven(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	s.refuses.Store(dbus.NewError("org.example.Error.ExcessNotificationGeneration", []any{"slow down"}))
	r := start(t, Options{})
	r.Show(page("p1"))
	got := r.want(t, notify.Failed, "p1")
	if !strings.Contains(got.Err.Error(), "slow down") || !strings.Contains(got.Err.Error(), "ours") {
		t.Errorf("cause %v, want the service's name and its own words", got.Err)
	}
	s.refuses.Store(nil)
	r.show(t, s, page("p1"))
}

func TestANoteClosedWhileItIsShownAnewIsThere(t *testing.T) {
	s := serve(t, bustest.Start(t), "actions")
	r := start(t, Options{})
	first := r.show(t, s, page("p1"))
	s.closing.Store(true)
	if again := r.show(t, s, page("p1")); again.id != first.id {
		t.Fatalf("id %d, want %d", again.id, first.id)
	}
	s.press(t, first.id, "acknowledge")
	r.want(t, notify.Pressed, "p1")
}

// hang makes a service that shows p1 only after it was given up for failed.
func hang(t *testing.T) (*service, *started) {
	t.Helper()
	s := serve(t, bustest.Start(t), "actions")
	r := start(t, Options{Timeout: 300 * time.Millisecond})
	r.show(t, s, page("p0")) // the service is met, so that only Notify can take long
	s.gate.Lock()
	r.Show(page("p1"))
	if got := r.want(t, notify.Failed, "p1"); !errors.Is(got.Err, errNoAnswer) {
		t.Fatalf("cause %v", got.Err)
	}
	return s, r
}

func TestAButtonOfANoteThatCameLateWorks(t *testing.T) {
	s, r := hang(t)
	s.gate.Unlock()
	late := <-s.calls
	// Our service may say of the press before it answers; a person comes later.
	for pressed := false; !pressed; {
		s.press(t, late.id, "acknowledge")
		r.Show(page("p0"))
		for got := <-r.reactions; got.Kind != notify.Shown; got = <-r.reactions {
			if pressed = got.Kind == notify.Pressed; !pressed || got.NoteID != "p1" {
				t.Fatalf("reaction %+v", got)
			}
		}
		<-s.calls
	}
	if id := <-s.closes; id != late.id {
		t.Errorf("closed %d, want %d", id, late.id)
	}
}

func TestANoteThatCameLateIsReplacedOrOneTooMany(t *testing.T) {
	s, r := hang(t)
	s.gate.Unlock()
	late := <-s.calls
	again := r.show(t, s, page("p1"))
	if again.replaces != late.id { // the answer came after the next note was sent
		if id := <-s.closes; id != late.id || again.replaces != 0 {
			t.Errorf("closed %d, want %d; replaced %d, want none", id, late.id, again.replaces)
		}
	}
	r.Withdraw("p1")
	if id := <-s.closes; id != again.id {
		t.Errorf("closed %d, want %d", id, again.id)
	}
}

func TestAServiceThatHangsForLongIsAskedNoMore(t *testing.T) {
	s := &session{answers: make(chan *dbus.Call, 1), unanswered: map[*dbus.Call]lateNote{{}: {}}}
	if _, _, err := s.notify(t.Context(), "p1", nil); !errors.Is(err, ErrBusy) {
		t.Errorf("error %v, want ErrBusy", err)
	}
}

func TestANoteThatComesAfterItsWithdrawalIsClosed(t *testing.T) {
	s, r := hang(t)
	r.Withdraw("p1")
	r.Withdraw("p0")
	<-s.closes // p0: the withdrawals have been seen
	s.gate.Unlock()
	late := <-s.calls
	if id := <-s.closes; id != late.id {
		t.Errorf("closed %d, want %d", id, late.id)
	}
}
