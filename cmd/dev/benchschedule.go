package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/app/store"
	"standby/rotation"
)

// measureSchedule takes the time from frame to frame while ten years of shifts are
// scrolled through, with the software renderer of a display that has no card: the
// frames are counted in the display's memory.
func measureSchedule(ctx context.Context, d *dev, tell func(figure)) error {
	w, err := newWorkbench(ctx, d)
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.tenYearsOfShifts(ctx); err != nil {
		return err
	}
	_, stop, err := w.start(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if err := waitFor(ctx, w.socket(), func(s api.Snapshot) bool { return s.Standing == api.OnCall }); err != nil {
		return err
	}
	perFrame, err := w.scrollSchedule(ctx)
	if err != nil {
		return err
	}
	tell(figure{"window", "schedule-frame", "ms", perFrame, 1000.0 / 30})
	return nil
}

// tenYearsOfShifts records shifts of two roles that change hands every twelve hours,
// as an agent that has run for ten years would have them.
func (w *workbench) tenYearsOfShifts(ctx context.Context) error {
	if err := os.MkdirAll(w.data(), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	s, _, err := store.Open(ctx, w.data(), time.Now)
	if err != nil {
		return err
	}
	begin := time.Now().UTC().Truncate(24*time.Hour).AddDate(-10, 0, 0)
	var shifts []rotation.Shift
	for i := 0; ; i++ {
		at := begin.Add(time.Duration(i) * 12 * time.Hour)
		if at.After(time.Now().Add(-24 * time.Hour)) {
			break
		}
		for n, role := range []rotation.Role{rotation.Primary, rotation.Secondary} {
			who := rotation.Person{Name: "Engineer " + string(rune('A'+(i+n)%7))}
			shifts = append(shifts, rotation.Shift{UID: strconv.Itoa(i), Rota: "payments", Role: role, Person: who, Interval: rotation.Interval{Start: at, End: at.Add(12 * time.Hour)}})
		}
	}
	rotation.SortShifts(shifts)
	kept := s.KeepCalendar(ctx, "payments", provider.Copy{Body: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), FetchedAt: begin}, begin, shifts)
	return errors.Join(kept, s.Close())
}

// ticks is how often the wheel is turned: ten years, 2.3 days each time.
const ticks = 1560

// scrollSchedule turns the wheel over the schedule's timeline and counts the pictures
// that come of it; it returns milliseconds for each.
func (w *workbench) scrollSchedule(ctx context.Context) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, w.d.bin("standby-window"), "--socket", w.socket())
	c.Env = w.desk.Env()
	if err := c.Start(); err != nil {
		return 0, fmt.Errorf("start the window: %w", err)
	}
	defer func() {
		_ = c.Process.Signal(syscall.SIGKILL)
		_ = c.Wait()
	}()
	if err := w.colours(ctx, func(n int) bool { return n >= text }); err != nil {
		return 0, fmt.Errorf("wait for the first frame: %w", err)
	}
	for _, keys := range [][]string{{"key", "ctrl+2"}, {"key", "t"}, {"mousemove", "560", "420"}} {
		if err := w.desk.Command(ctx, "xdotool", keys...).Run(); err != nil {
			return 0, fmt.Errorf("show the timeline: %w", err)
		}
		pause(ctx, 500*time.Millisecond)
	}
	wheel := w.desk.Command(ctx, "xdotool", "click", "--repeat", strconv.Itoa(ticks), "--delay", "4", "4")
	begun := time.Now()
	if err := wheel.Start(); err != nil {
		return 0, fmt.Errorf("turn the wheel: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- wheel.Wait() }()
	frames, last := 0, uint64(0)
	for {
		now, err := w.desk.Picture(inside().Add(inside().Min))
		if err != nil {
			return 0, err
		}
		if now != last {
			frames, last = frames+1, now
		}
		select {
		case err := <-ended:
			if err != nil {
				return 0, fmt.Errorf("turn the wheel: %w", err)
			}
			if frames < 2 {
				return 0, errors.New("the schedule does not move")
			}
			return milliseconds(time.Since(begun)) / float64(frames), nil
		default:
			pause(ctx, 2*time.Millisecond)
		}
	}
}
