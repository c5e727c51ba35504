//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/provider"
	"standby/app/provider/alertmanager"
	"standby/app/store"
	"standby/app/trouble"
	"standby/notify"
	"standby/rotation"
)

const (
	// toxicRuns is how many sequences of faults there are, toxicAgents how many
	// agents share them.
	toxicRuns   = 50
	toxicAgents = 5
)

// TestAfterAnyFaultOfTheNetworkEveryFiringAlertIsListedOnce puts a proxy that cuts,
// delays, stalls, resets and closes slowly between agents and a real Alertmanager.
func TestAfterAnyFaultOfTheNetworkEveryFiringAlertIsListedOnce(t *testing.T) {
	if _, err := exec.LookPath("prometheus-alertmanager"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("%v; go run ./cmd/dev test installs it", err)
	}
	zerolog.SetGlobalLevel(zerolog.Disabled)
	server := startRealAlertmanager(t)
	for i := range toxicAgents {
		t.Run(fmt.Sprint("agent ", i), func(t *testing.T) {
			t.Parallel()
			d := newToxicDesk(t, server, i)
			for run := range toxicRuns / toxicAgents {
				d.suffer(run)
			}
			if !d.hurt.Load() {
				t.Error("nothing went wrong")
			}
		})
	}
}

// startRealAlertmanager returns the address of one that this test ends.
func startRealAlertmanager(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	config := filepath.Join(dir, "alertmanager.yml")
	if err := os.WriteFile(config, []byte("route: {receiver: team}\nreceivers: [{name: team}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("prometheus-alertmanager", "--config.file="+config, "--storage.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+address, "--cluster.listen-address=", "--log.level=error")
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	for range 1000 {
		if resp, err := http.Get("http://" + address + "/-/ready"); err == nil { //nolint:noctx // a test waits for a port
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return address
			}
		}
		time.Sleep(20 * time.Millisecond) // it opens its port when it is ready
	}
	t.Fatal("the Alertmanager did not become ready")
	return ""
}

// toxicDesk is an agent that reaches its Alertmanager by a bad network alone.
type toxicDesk struct {
	t      *testing.T
	rng    *rand.Rand
	team   string // whose alerts these are
	server string
	around *toxiproxy.ApiServer
	proxy  *toxiproxy.Proxy
	toxics int
	cut    bool
	agent  *agent.Agent
	snap   atomic.Pointer[api.Snapshot]
	hurt   atomic.Bool // the source was in trouble at least once
	log    []string
}

func newToxicDesk(t *testing.T, server string, i int) *toxicDesk {
	t.Helper()
	d := &toxicDesk{t: t, rng: rand.New(rand.NewPCG(uint64(i), 20261122)), team: fmt.Sprint("team-", i), server: server} //nolint:gosec // a run can be had again
	d.around = toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	d.mend("127.0.0.1:0")
	t.Cleanup(func() { d.proxy.Stop() })
	source, err := alertmanager.New(alertmanager.Options{Name: "prod", BaseURL: "http://" + d.proxy.Listen, Filter: []string{`team="` + d.team + `"`}, Client: provider.NewClient(2 * time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	st, _, err := store.Open(ctx, t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	d.agent, err = agent.New(ctx, agent.Params{
		Store: st, Notes: networkNobody{}, Speaker: networkNobody{}, Hooks: networkNobody{}, Raise: func() {},
		Now: time.Now, Explain: trouble.Explain, Log: slog.New(slog.DiscardHandler), Publish: d.publish,
		Settings: agent.Settings{Me: rotation.Person{Name: "Engineer A"}, Zone: time.UTC, Plan: notify.DefaultPlan(), Soon: time.Hour,
			Targets: notify.Targets{Usual: notify.Target{Within: 15 * time.Minute, Warn: 10 * time.Minute}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	finished := make(chan struct{})
	go func() {
		d.agent.Run(ctx, []agent.SourceSpec{{Source: source, Kind: "alertmanager", Every: 200 * time.Millisecond}}, nil)
		close(finished)
	}()
	t.Cleanup(func() {
		cancel()
		<-finished
		_ = st.Close()
	})
	return d
}

func (d *toxicDesk) publish(s api.Snapshot) {
	d.snap.Store(&s)
	if slices.ContainsFunc(s.Sources, func(src api.Source) bool { return src.Trouble != nil }) {
		d.hurt.Store(true)
	}
}

// networkNobody neither sees nor hears.
type networkNobody struct{}

func (networkNobody) Show(notify.Note)                       {}
func (networkNobody) Withdraw(string)                        {}
func (networkNobody) Sound(agent.Sounding)                   {}
func (networkNobody) Silence()                               {}
func (networkNobody) Run(string, *api.Page, *rotation.Shift) {}

// toxicFaults are what the network may do; both ways where it says stream.
var toxicFaults = []string{
	`{"type":"latency","stream":"downstream","attributes":{"latency":150,"jitter":100}}`,
	`{"type":"latency","stream":"upstream","attributes":{"latency":400,"jitter":300}}`,
	`{"type":"slow_close","stream":"downstream","attributes":{"delay":300}}`,
	`{"type":"slow_close","stream":"upstream","attributes":{"delay":300}}`,
	`{"type":"reset_peer","stream":"downstream","attributes":{"timeout":0}}`,
	`{"type":"reset_peer","stream":"upstream","attributes":{"timeout":100}}`,
	`{"type":"timeout","stream":"downstream","attributes":{"timeout":200}}`,
	`{"type":"timeout","stream":"upstream","attributes":{"timeout":0}}`,
	`{"type":"limit_data","stream":"downstream","attributes":{"bytes":700}}`,
	`{"type":"bandwidth","stream":"downstream","attributes":{"rate":2}}`,
	`{"type":"slicer","stream":"downstream","attributes":{"average_size":64,"size_variation":32,"delay":2000}}`,
}

// suffer is one sequence: faults come and go while alerts begin and end and some are
// acknowledged, and then all is well.
func (d *toxicDesk) suffer(run int) {
	d.t.Helper()
	d.log = nil
	for range 2 + d.rng.IntN(4) {
		d.fault()
		for range d.rng.IntN(3) {
			d.change(run)
		}
		time.Sleep(time.Duration(d.rng.IntN(400)) * time.Millisecond) // the fault takes its time
	}
	d.heal()
	d.agent.LinkUp()
	limit := time.Now().Add(30 * time.Second)
	for {
		wrong := d.wrong()
		if wrong == "" {
			return
		}
		if time.Now().After(limit) {
			d.t.Fatalf("run %d: %s\nfaults:\n%s", run, wrong, strings.Join(d.log, "\n"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// fault adds one, or cuts or mends the network.
func (d *toxicDesk) fault() {
	what := d.rng.IntN(len(toxicFaults) + 4)
	switch {
	case what < len(toxicFaults):
		d.toxics++
		text := fmt.Sprintf(`{"name":"t%d",%s`, d.toxics, toxicFaults[what][1:])
		if _, err := d.proxy.Toxics.AddToxicJson(strings.NewReader(text)); err != nil {
			d.t.Fatal(err)
		}
		d.log = append(d.log, toxicFaults[what])
	case what < len(toxicFaults)+2 && !d.cut:
		d.proxy.Stop()
		d.cut = true
		d.log = append(d.log, "cut")
	default:
		d.heal()
	}
}

// heal cuts what is left of the bad network, and makes a good one. A toxic is never
// taken off a connection that lives: the proxy breaks on the next one then.
func (d *toxicDesk) heal() {
	if !d.cut {
		d.proxy.Stop()
	}
	d.proxy.Toxics.ResetToxics(d.t.Context())
	d.mend(d.proxy.Listen)
	d.log = append(d.log, "mended")
}

// mend makes a network that is well, by an address that stays.
func (d *toxicDesk) mend(address string) {
	d.t.Helper()
	d.cut = false
	d.proxy = toxiproxy.NewProxy(d.around, "alertmanager", address, d.server)
	if err := d.proxy.Start(); err != nil {
		d.t.Fatal(err)
	}
}

// change begins or ends an alert, or acknowledges a page.
func (d *toxicDesk) change(run int) {
	n := d.rng.IntN(6)
	labels := map[string]string{"alertname": "Sample", "team": d.team, "n": fmt.Sprint(n)}
	switch d.rng.IntN(4) {
	case 0:
		d.post(labels, time.Now())
	case 1:
		for _, p := range d.snap.Load().Pages {
			if p.Waiting() {
				_ = d.agent.Act(d.t.Context(), p.ID, api.Command{Do: api.DoAcknowledge})
				break
			}
		}
	default:
		d.post(labels, time.Time{})
	}
	d.log = append(d.log, fmt.Sprintf("change %d in run %d", n, run))
}

func (d *toxicDesk) post(labels map[string]string, ends time.Time) {
	d.t.Helper()
	alert := map[string]any{"labels": labels, "annotations": map[string]string{"summary": "Disk " + labels["n"] + " of " + d.team}}
	if !ends.IsZero() {
		alert["endsAt"] = ends.UTC().Format(time.RFC3339Nano)
	}
	body, err := json.Marshal([]any{alert})
	if err != nil {
		d.t.Fatal(err)
	}
	resp, err := http.Post("http://"+d.server+"/api/v2/alerts", "application/json", bytes.NewReader(body)) //nolint:noctx // it is on this machine
	if err != nil || resp.StatusCode != http.StatusOK {
		d.t.Fatal(resp, err)
	}
	_ = resp.Body.Close()
}

// fires are what the server itself says, by number, and whether it is held back.
func (d *toxicDesk) fires() map[string]bool {
	d.t.Helper()
	resp, err := http.Get("http://" + d.server + "/api/v2/alerts?filter=" + url.QueryEscape(`team="`+d.team+`"`)) //nolint:noctx // it is on this machine
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(resp.Body)
	var list []struct {
		Labels map[string]string
		Status struct{ SilencedBy []string }
	}
	if err := json.Unmarshal(text, &list); err != nil {
		d.t.Fatal(err)
	}
	out := map[string]bool{}
	for _, a := range list {
		out["Disk "+a.Labels["n"]+" of "+d.team] = len(a.Status.SilencedBy) > 0
	}
	return out
}

// wrong is what the agent has wrong; empty when that is nothing.
func (d *toxicDesk) wrong() string {
	s, fires := d.snap.Load(), d.fires()
	listed := map[string]bool{}
	for _, p := range s.Pages {
		if !p.Open() {
			continue
		}
		held, here := fires[p.Title]
		switch {
		case listed[p.Title]:
			d.t.Fatalf("%s is listed twice", p.Title)
		case !here:
			return p.Title + " is listed and does not fire"
		case p.Sending():
			return p.Title + " is being sent"
		case p.State == notify.Acknowledged && !held:
			return p.Title + " is acknowledged and nothing holds it back"
		}
		listed[p.Title] = true
	}
	for title, held := range fires {
		if !listed[title] && !held { // one that was taken before it was ever seen wakes nobody
			return title + " fires and is not listed"
		}
	}
	if i := slices.IndexFunc(s.Sources, func(src api.Source) bool { return src.Trouble != nil }); i >= 0 {
		return s.Sources[i].Trouble.What
	}
	return ""
}
