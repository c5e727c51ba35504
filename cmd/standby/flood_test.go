//go:build linux

package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/notify/desktop/sessionbus/bustest"
)

// The bounds of a flood.
const (
	floodPages = 10_000
	floodFor   = 10 * time.Second
	// floodMemory is the most that the agent may ever hold, in MB.
	floodMemory = 200
	// floodNotes is how many notes may stand on the screen.
	floodNotes = 6
	// floodAnswer is what the middle of the answers may take meanwhile.
	floodAnswer = 100 * time.Millisecond
)

// TestAFloodOfPagesIsStoredAndBuriesNobody has ten thousand alerts begin within ten
// seconds.
func TestAFloodOfPagesIsStoredAndBuriesNobody(t *testing.T) {
	bus := bustest.Start(t)
	daemon := faultNotifications(t, bus)
	server := newFaultServer(t)
	p := faultProfile(t, faultProgram(t), server.URL)
	env := "DBUS_SESSION_BUS_ADDRESS=" + bus.Address
	faultStart(p, env)
	pulse := faultAsk(p)
	const steps = 20
	for range steps {
		server.fire(floodPages/steps, "payments", "search", "mail")
		time.Sleep(floodFor / steps) // this is what ten seconds are
	}
	begun := time.Now()
	open := func(s api.Snapshot) int { return len(s.Pages) + s.MorePages }
	s := p.await("every page is listed", func(s api.Snapshot) bool { return open(s) == floodPages })
	t.Logf("all listed %v after the last one began", time.Since(begun).Round(time.Millisecond))
	middle, slowest := pulse.result(t)
	t.Logf("answers: middle %v, slowest %v, of %d", middle, slowest, len(pulse.took))
	if middle > floodAnswer {
		t.Errorf("the middle answer took %v, at most %v is meant", middle, floodAnswer)
	}
	if len(s.Pages) > api.MostPages || s.MoreWaiting != floodPages-len(s.Pages) {
		t.Errorf("%d pages sent, %d more wait", len(s.Pages), s.MoreWaiting)
	}
	titles, standing := daemon.shown()
	t.Logf("%d notes were shown, %d stand: %q", len(titles), standing, titles)
	if standing == 0 || standing > floodNotes {
		t.Errorf("%d notes stand on the screen, 1 to %d are meant", standing, floodNotes)
	}
	if most := floodPeak(t, p.cmd.Process.Pid); most > floodMemory {
		t.Errorf("it held %d MB, at most %d are meant", most, floodMemory)
	} else {
		t.Logf("it held %d MB at most", most)
	}
	afterwards := faultAsk(p)
	time.Sleep(3 * time.Second) // ten thousand wait, and nothing happens
	middle, slowest = afterwards.result(t)
	t.Logf("answers while they wait: middle %v, slowest %v", middle, slowest)
	if middle > floodAnswer {
		t.Errorf("the middle answer took %v while they wait", middle)
	}

	p.kill()
	server.mu.Lock()
	server.gate = make(chan struct{}) // from here on only the disk knows
	server.mu.Unlock()
	begun = time.Now()
	faultStart(p, env)
	if s, err := p.client.Snapshot(t.Context()); err != nil || open(s) != floodPages {
		t.Errorf("%d pages survived, %v", open(s), err)
	}
	t.Logf("started again over all of them in %v", time.Since(begun).Round(time.Millisecond))
	p.kill()
}

// floodPeak is the most memory that a process held so far, in MB.
func floodPeak(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return kb / 1024
		}
	}
	t.Fatal("the peak is not told")
	return 0
}
