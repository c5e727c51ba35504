package power

import (
	"context"
	"fmt"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// pollLock is how often the lock is looked at: Windows tells of it to windows
// alone, and the agent has none.
const pollLock = 5 * time.Second

// What Windows calls us with, PBT_ in winuser.h.
const (
	suspend         = 0x04
	resumeAutomatic = 0x12
)

// patience is how long a callback lets the system wait with its sleep.
const patience = 1500 * time.Millisecond

func (p *Power) listen(ctx context.Context, tell func(Event)) {
	pokes := make(chan poke, 1)
	var all sync.WaitGroup
	for name, listen := range map[string]func() error{
		"sleep":   func() error { return p.listenToSleep(ctx, tell) },
		"network": func() error { return p.listenToRoutes(ctx, pokes) },
	} {
		all.Go(func() {
			if err := listen(); err != nil {
				p.o.Log.Debug("cannot listen", "to", name, "cause", err)
			}
		})
	}
	all.Go(func() { p.watchLock(ctx, tell) })
	all.Go(func() {
		follow(ctx, windowsWay, pokes, tell, func(err error) { p.o.Log.Debug("read the routes", "cause", err) })
	})
	all.Wait()
}

// subscription is DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS.
type subscription struct {
	callback uintptr
	context  uintptr
}

func (p *Power) listenToSleep(ctx context.Context, tell func(Event)) error {
	const deviceNotifyCallback = 2
	library := windows.NewLazySystemDLL("powrprof.dll")
	register := library.NewProc("PowerRegisterSuspendResumeNotification")
	unregister := library.NewProc("PowerUnregisterSuspendResumeNotification")
	for _, proc := range []*windows.LazyProc{register, unregister} {
		if err := proc.Find(); err != nil {
			return fmt.Errorf("find %s: %w", proc.Name, err)
		}
	}
	// The callback only passes on: it runs on a thread of the system's.
	changes := make(chan change)
	params := &subscription{callback: windows.NewCallback(func(_ uintptr, kind uint32, _ uintptr) uintptr {
		c := change{kind: kind, done: make(chan struct{})}
		limit := time.NewTimer(patience)
		defer limit.Stop()
		select {
		case changes <- c:
		case <-limit.C:
			return 0
		case <-ctx.Done():
			return 0
		}
		select {
		case <-c.done:
		case <-limit.C:
		case <-ctx.Done():
		}
		return 0
	})}
	var handle windows.Handle
	if code, _, _ := register.Call(deviceNotifyCallback, uintptr(unsafe.Pointer(params)), uintptr(unsafe.Pointer(&handle))); code != 0 {
		return fmt.Errorf("register for sleep and wake: %w", windows.Errno(code))
	}
	p.note(func(c *Capabilities) { c.Sleep, c.Delay = "Windows", true })
	defer func() { _, _, _ = unregister.Call(uintptr(handle)) }()
	for {
		select {
		case <-ctx.Done():
			return nil
		case c := <-changes:
			switch c.kind {
			case suspend:
				tell(WillSleep)
			case resumeAutomatic:
				tell(Woke)
			}
			close(c.done)
		}
	}
}

// change is a call of the system's that waits for done.
type change struct {
	kind uint32
	done chan struct{}
}

func (p *Power) watchLock(ctx context.Context, tell func(Event)) {
	p.note(func(c *Capabilities) { c.Lock = "Windows" })
	last := locked()
	for pause(ctx, pollLock) {
		now := locked()
		switch {
		case now && !last:
			tell(Locked)
		case last && !now:
			tell(Unlocked)
		}
		last = now
	}
}

func (p *Power) listenToRoutes(ctx context.Context, pokes chan<- poke) error {
	callback := windows.NewCallback(func(_, _ uintptr, _ uint32) uintptr {
		select {
		case pokes <- poke{}:
		default: // one that waits says as much
		}
		return 0
	})
	var handle windows.Handle
	if err := windows.NotifyRouteChange2(windows.AF_UNSPEC, callback, nil, false, &handle); err != nil {
		return fmt.Errorf("register for changes of the routes: %w", err)
	}
	p.note(func(c *Capabilities) { c.Link = "Windows" })
	<-ctx.Done()
	if err := windows.CancelMibChangeNotify2(handle); err != nil {
		return fmt.Errorf("stop listening to the routes: %w", err)
	}
	return nil
}
