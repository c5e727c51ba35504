package power

import (
	"context"
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// lastInput is LASTINPUTINFO: when the last input of this session was, in
// milliseconds of GetTickCount, which wraps after 49.7 days.
type lastInput struct {
	size uint32
	tick uint32
}

func (p *Power) witnesses(ctx context.Context) ([]evidence, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e := evidence{source: "Windows", locked: locked()}
	idle, err := sinceInput()
	e.idle, e.timed = idle, err == nil
	return []evidence{e}, err
}

func sinceInput() (time.Duration, error) {
	ask := windows.NewLazySystemDLL("user32.dll").NewProc("GetLastInputInfo")
	clock := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetTickCount")
	for _, proc := range []*windows.LazyProc{ask, clock} {
		if err := proc.Find(); err != nil {
			return 0, fmt.Errorf("find %s: %w", proc.Name, err)
		}
	}
	var last lastInput
	last.size = uint32(unsafe.Sizeof(last))
	if ok, _, err := ask.Call(uintptr(unsafe.Pointer(&last))); ok == 0 {
		return 0, fmt.Errorf("ask Windows for the last input: %w", err)
	}
	now, _, _ := clock.Call()
	return time.Duration(uint32(now)-last.tick) * time.Millisecond, nil
}

// locked reports whether the desktop that gets the input is one that we must not
// open: that of the lock screen, of a question for the administrator's password,
// or of another session.
func locked() bool {
	const switchDesktop = 0x0100
	library := windows.NewLazySystemDLL("user32.dll")
	open, shut := library.NewProc("OpenInputDesktop"), library.NewProc("CloseDesktop")
	if open.Find() != nil || shut.Find() != nil {
		return false
	}
	desktop, _, _ := open.Call(0, 0, switchDesktop)
	if desktop == 0 {
		return true
	}
	_, _, _ = shut.Call(desktop)
	return false
}
