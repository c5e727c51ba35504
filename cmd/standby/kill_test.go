//go:build linux

package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"standby/app/api"
	"standby/notify"
)

// killPoints are where a run is killed, in the order in which a page passes them:
// those of the program, and two of the test's own.
var killPoints = []string{
	"list-received", "before-commit", "after-commit", "shown", "published",
	"wish-taken", "before-errand", "errand-begun", killSilenced, "errand-done", "yes-taken", "yes-committed", killAnytime,
}

const (
	// killSilenced is once the provider did it and before it said so.
	killSilenced = "provider did it"
	// killAnytime is from outside, at a time of chance.
	killAnytime = "any time"
)

// killRuns is how many there are in all, killWorkers how many at once.
const (
	killRuns    = 200
	killWorkers = 4
)

// TestNoKillLosesAPageOrClaimsAnAcknowledgement kills the real program at random
// points between a page and its acknowledgement at the provider, and looks at what
// the next start makes of it: first with the provider not answering, when only the
// disk knows, and then with it.
func TestNoKillLosesAPageOrClaimsAnAcknowledgement(t *testing.T) {
	bin := faultProgram(t)
	var mu sync.Mutex
	died := map[string]int{}
	for worker := range killWorkers {
		t.Run(fmt.Sprint("runs ", worker), func(t *testing.T) {
			t.Parallel()
			for i := worker; i < killRuns; i += killWorkers {
				k := newKillRun(t, bin, uint64(i))
				where := k.go1()
				mu.Lock()
				died[where]++
				mu.Unlock()
				k.go2()
				if t.Failed() {
					t.Fatalf("run %d, killed at %s", i, where)
				}
			}
		})
	}
	t.Cleanup(func() {
		t.Logf("killed at: %v", died)
		for _, point := range killPoints {
			if died[point] == 0 && !t.Failed() {
				t.Errorf("never killed at %q", point)
			}
		}
	})
}

// killRun is one life and death of an agent, and its next life.
type killRun struct {
	t      *testing.T
	rng    *rand.Rand
	server *faultServer
	p      *badInputProfile
	point  string
	acks   bool // pages are acknowledged as they come

	mu     sync.Mutex
	seen   map[string]bool // titles that the API has listed
	wished map[string]bool // IDs whose acknowledgement the API has accepted
	done   map[string]bool // IDs that were said to be acknowledged
}

func newKillRun(t *testing.T, bin string, seed uint64) *killRun {
	t.Helper()
	k := &killRun{t: t, rng: rand.New(rand.NewPCG(seed, 20261122)), server: newFaultServer(t), seen: map[string]bool{}, wished: map[string]bool{}, done: map[string]bool{}} //nolint:gosec // a run can be had again
	k.point = killPoints[int(seed)%len(killPoints)]
	k.acks = slices.Index(killPoints, k.point) > slices.Index(killPoints, "published") || k.rng.IntN(2) == 0
	k.server.fire(1 + k.rng.IntN(3))
	k.p = faultProfile(t, bin, k.server.URL)
	return k
}

// go1 is the life that is killed; it says where it was.
func (k *killRun) go1() string {
	k.t.Helper()
	p := k.p
	env := []string{}
	if k.point != killSilenced && k.point != killAnytime {
		env = append(env, fmt.Sprintf("STANDBY_FAILPOINT=%s:%d", k.point, 1+k.rng.IntN(2)))
	}
	pid := make(chan *os.Process, 1)
	kill := func() {
		process := <-pid
		_ = process.Signal(syscall.SIGKILL)
		pid <- process
	}
	if k.point == killSilenced {
		k.server.mu.Lock()
		k.server.silenced = kill
		k.server.mu.Unlock()
	}
	faultLaunch(p, env...)
	pid <- p.cmd.Process
	done := p.done
	patience := 2 * time.Second // what it should pass may not come: then it dies of this
	if k.point == killAnytime {
		patience = time.Duration(k.rng.IntN(250)) * time.Millisecond
	}
	late := time.AfterFunc(patience, kill)
	ctx, end := context.WithCancel(k.t.Context())
	go func() { <-done; end() }()
	faultFollow(ctx, p.client, k.live)
	<-done
	p.cmd = nil
	k.server.mu.Lock()
	k.server.silenced = nil
	k.server.mu.Unlock()
	if !late.Stop() && k.point != killAnytime {
		return "nowhere"
	}
	return k.point
}

// live is what a user does and sees.
func (k *killRun) live(s api.Snapshot) {
	k.check(s)
	for _, p := range s.Pages {
		k.mu.Lock()
		asked := k.wished[p.ID]
		k.seen[p.Title] = true
		k.mu.Unlock()
		if k.acks && p.State == notify.Triggered && !p.Sending() && !asked {
			go k.wish(p.ID)
		}
	}
}

func (k *killRun) wish(id string) {
	if k.p.client.Acknowledge(k.t.Context(), id) == nil {
		k.mu.Lock()
		k.wished[id] = true
		k.mu.Unlock()
	}
}

// check wants every page once, and none said to be acknowledged that the provider
// does not hold.
func (k *killRun) check(s api.Snapshot) {
	titles := map[string]bool{}
	for _, p := range s.Pages {
		if titles[p.Title] {
			k.t.Errorf("%s is listed twice", p.Title)
		}
		titles[p.Title] = true
		if p.State == notify.Acknowledged && k.server.holds(p.Title) == 0 {
			k.t.Errorf("%s is said to be acknowledged, and the provider has no acknowledgement", p.Title)
		}
		if p.State == notify.Acknowledged {
			k.mu.Lock()
			k.done[p.ID] = true
			k.mu.Unlock()
		}
		if p.State == notify.Resolved {
			k.t.Errorf("%s still fires and is said to be over", p.Title)
		}
	}
}

// go2 is the next life: first the provider holds back every answer.
func (k *killRun) go2() {
	k.t.Helper()
	k.server.mu.Lock()
	gate := make(chan struct{})
	k.server.gate = gate
	k.server.mu.Unlock()
	k.p.start()
	s, err := k.p.client.Snapshot(k.t.Context())
	if err != nil {
		k.t.Fatal(err)
	}
	k.remembers(s)
	close(gate)
	k.acks = true
	k.p.await("every page is acknowledged", func(s api.Snapshot) bool {
		k.live(s)
		return k.t.Failed() || len(s.Pages) == len(k.server.alerts) && !slices.ContainsFunc(s.Pages, func(p api.Page) bool {
			return p.State != notify.Acknowledged || p.Sending()
		})
	})
	for _, a := range k.server.alerts {
		if n := k.server.holds(a.title()); n != 1 {
			k.t.Errorf("%d acknowledgements of %s at the provider", n, a.title())
		}
	}
	k.p.kill()
}

// remembers wants all that was told in the life before.
func (k *killRun) remembers(s api.Snapshot) {
	k.t.Helper()
	k.check(s)
	k.mu.Lock()
	defer k.mu.Unlock()
	for title := range maps.Keys(k.seen) {
		if !slices.ContainsFunc(s.Pages, func(p api.Page) bool { return p.Title == title }) {
			k.t.Errorf("%s was lost", title)
		}
	}
	for _, p := range s.Pages {
		if k.wished[p.ID] && p.Request != notify.AskAcknowledge && p.State != notify.Acknowledged {
			k.t.Errorf("the wish to acknowledge %s was lost: %s", p.Title, p.State)
		}
		if k.done[p.ID] && p.State != notify.Acknowledged {
			k.t.Errorf("%s was acknowledged, and is %s", p.Title, p.State)
		}
	}
}
