//go:build darwin && cgo

package desktop

/*
#cgo CFLAGS: -x objective-c -fobjc-arc
#cgo LDFLAGS: -framework Foundation -framework UserNotifications
#include <stdlib.h>
#include "usercentre_darwin.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/cgo"
	"unsafe"

	"standby/notify"
)

// native shows notes through the user notification centre. It serves programs that
// run from an application bundle and throws at others, which get the plain back end.
func native(o Options) backend {
	if C.standby_bundled() == 0 {
		return newPlain(o)
	}
	return newCentral(&userCentre{log: o.Log, patience: C.double(o.Timeout.Seconds())}, o)
}

// userCentre is macOS's notification centre. The Objective-C side is one per
// process, as the centre is.
type userCentre struct {
	log *slog.Logger
	// patience bounds, in seconds, the wait for each answer of the centre.
	patience C.double
	heard    cgo.Handle
}

// heardOf is called back by the Objective-C side, on a thread of the system.
type heardOf func(note, action string)

func (u *userCentre) open(react func(notify.Reaction)) (Capabilities, error) {
	if u.heard == 0 {
		u.heard = cgo.NewHandle(heardOf(func(note, action string) {
			r, err := userReaction(note, action)
			if err != nil {
				u.log.Debug("a response to a notification is ignored", "cause", err)
				return
			}
			react(r)
		}))
	}
	if err := message(C.standby_open(C.uintptr_t(u.heard))); err != nil {
		return Capabilities{}, fmt.Errorf("open macOS's notifications: %w", err)
	}
	return Capabilities{Server: "macOS notifications", Buttons: true, Sound: true}, nil
}

func (u *userCentre) serve(r request) error {
	if r.note == nil {
		id := C.CString(userID(r.id))
		defer C.free(unsafe.Pointer(id))
		C.standby_withdraw(id)
		return nil
	}
	if err := permission(int(C.standby_permission(u.patience))); err != nil {
		return err
	}
	payload, err := userNoteJSON(*r.note)
	if err != nil {
		return err
	}
	text := C.CString(payload)
	defer C.free(unsafe.Pointer(text))
	return message(C.standby_show(text, u.patience))
}

// muted knows when notifications are off for us; macOS tells no program of a Focus
// without an entitlement of Apple's.
func (u *userCentre) muted() (muted, known bool) {
	off := permission(int(C.standby_permission(u.patience))) != nil
	return off, off
}

// message is the error that the Objective-C side wrote; it is ours to free.
func message(said *C.char) error {
	if said == nil {
		return nil
	}
	defer C.free(unsafe.Pointer(said))
	return errors.New(C.GoString(said))
}

//export standbyHeard
func standbyHeard(handle C.uintptr_t, note, action *C.char) {
	if hear, ok := cgo.Handle(handle).Value().(heardOf); ok {
		hear(C.GoString(note), C.GoString(action))
	}
}
