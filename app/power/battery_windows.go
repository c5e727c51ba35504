package power

import (
	"context"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// status is SYSTEM_POWER_STATUS.
type status struct {
	line, flag, percent, saver byte
	lifetime, fullLifetime     uint32
}

func (p *Power) battery(ctx context.Context) (Battery, error) {
	if err := ctx.Err(); err != nil {
		return Battery{}, err
	}
	ask := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemPowerStatus")
	if err := ask.Find(); err != nil {
		return Battery{}, err
	}
	var s status
	if ok, _, err := ask.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return Battery{}, fmt.Errorf("ask Windows: %w", err)
	}
	return fromWindows(s.line, s.flag, s.percent), nil
}
