//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/provider"
	"standby/app/provider/pagerduty"
	"standby/app/provider/pagerduty/pdtest"
	"standby/app/store"
	"standby/app/trouble"
	"standby/notify"
	"standby/rotation"
)

// pagesDesk is an agent with a store, an API and a source that can do everything
// that a source may, to which command lines are put.
type pagesDesk struct {
	t      *testing.T
	pd     *pdtest.Server
	client *api.Client
}

// pagesNobody is a screen, a loudspeaker, hooks and policies that do nothing.
type pagesNobody struct{}

func (pagesNobody) Show(notify.Note)                       {}
func (pagesNobody) Withdraw(string)                        {}
func (pagesNobody) Sound(agent.Sounding)                   {}
func (pagesNobody) Silence()                               {}
func (pagesNobody) Run(string, *api.Page, *rotation.Shift) {}

// pagesSettings have a target that no test waits for, but the one that sets it.
func pagesSettings(target time.Duration) agent.Settings {
	return agent.Settings{Me: rotation.Person{Name: "Engineer A", Email: "a@example.org"}, Zone: time.UTC, ZoneName: "UTC",
		Plan: notify.DefaultPlan(), Targets: notify.Targets{Usual: notify.Target{Within: target, Warn: target / 2}}}
}

func newPagesDesk(t *testing.T, target time.Duration) *pagesDesk {
	t.Helper()
	dir := badInputDir(t)
	t.Setenv("XDG_RUNTIME_DIR", dir)
	run := filepath.Join(dir, "standby")
	if err := os.MkdirAll(run, 0o700); err != nil {
		t.Fatal(err)
	}
	contract, err := pdtest.LoadContract()
	if err != nil && !errors.Is(err, pdtest.ErrNoContract) {
		t.Fatal(err)
	}
	d := &pagesDesk{t: t, pd: pdtest.New(t, nil, contract), client: api.Dial(filepath.Join(run, api.SocketName))}
	http := provider.NewClient(5 * time.Second)
	t.Cleanup(http.Close)
	source, err := pagerduty.New(pagerduty.Options{Name: "pager", BaseURL: d.pd.URL, Client: http,
		Token: func(context.Context) (string, error) { return pagerduty.Token(pdtest.Key), nil }})
	if err != nil {
		t.Fatal(err)
	}
	d.run(filepath.Join(run, api.SocketName), pagesSettings(target), agent.SourceSpec{Source: source, Kind: "pagerduty", Every: 150 * time.Millisecond})
	return d
}

func (d *pagesDesk) run(socket string, settings agent.Settings, source agent.SourceSpec) {
	d.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	st, _, err := store.Open(ctx, badInputDir(d.t), time.Now)
	if err != nil {
		d.t.Fatal(err)
	}
	var server *api.Server
	a, err := agent.New(ctx, agent.Params{Store: st, Notes: pagesNobody{}, Speaker: pagesNobody{}, Hooks: pagesNobody{},
		Publish: func(s api.Snapshot) { server.Publish(s) }, Raise: func() {}, Now: time.Now, Explain: trouble.Explain,
		Log: slog.New(slog.NewTextHandler(d.t.Output(), nil)), Settings: settings})
	if err != nil {
		d.t.Fatal(err)
	}
	server = api.NewServer(api.Handlers{Pages: a, Setup: struct{ api.Setup }{}, Prefer: struct{ api.Preferences }{}, Calendars: struct{ api.Calendars }{}, Trial: struct{ api.Trial }{}, Ledger: struct{ api.Ledger }{}, Records: a, Proof: pagesProof{a}, Window: func(bool) {},
		Raise: func(context.Context) error { return nil }, Explain: func(err error) api.Trouble { return trouble.Explain("", err) }})
	listener, err := api.Listen(ctx, socket)
	if err != nil {
		d.t.Fatal(err)
	}
	served, ran := make(chan error, 1), make(chan struct{})
	go func() { served <- server.Serve(ctx, listener) }()
	go func() {
		a.Run(ctx, []agent.SourceSpec{source}, nil)
		close(ran)
	}()
	d.t.Cleanup(func() {
		cancel()
		<-ran
		if err := errors.Join(<-served, st.Close()); err != nil {
			d.t.Error(err)
		}
	})
}

// pagesProof sends test pages through the agent.
type pagesProof struct{ *agent.Agent }

// Doctor has nothing to say.
func (pagesProof) Doctor(context.Context) ([]api.Check, error) { return nil, nil }

// standby runs a command line.
func (d *pagesDesk) standby(args ...string) (out, errs string, code int) {
	d.t.Helper()
	return d.typed("", args...)
}

func (d *pagesDesk) typed(stdin string, args ...string) (out, errs string, code int) {
	d.t.Helper()
	var o, e bytes.Buffer
	c := &cli{out: &o, errs: &e}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&o)
	root.SetErr(&e)
	ctx, cancel := context.WithTimeout(d.t.Context(), time.Minute)
	defer cancel()
	code = c.report(root.ExecuteContext(ctx))
	return o.String(), e.String(), code
}

// does wants a command line to succeed, and its output to hold the words.
func (d *pagesDesk) does(words []string, args ...string) string {
	d.t.Helper()
	out, errs, code := d.standby(args...)
	if code != exitOK || !badInputHas(out, words) {
		d.t.Errorf("standby %s: exit %d, want 0 and %q\n%s%s", strings.Join(args, " "), code, words, out, errs)
	}
	return out
}

// refuses wants a command line to fail with that code, and to say the words.
func (d *pagesDesk) refuses(code int, words []string, args ...string) {
	d.t.Helper()
	out, errs, got := d.standby(args...)
	if got != code || !badInputHas(errs, words) {
		d.t.Errorf("standby %s: exit %d, want %d and %q\n%s%s", strings.Join(args, " "), got, code, words, out, errs)
	}
}

// until follows the agent to a snapshot that is as wished.
func (d *pagesDesk) until(what string, wish func(api.Snapshot) bool) api.Snapshot {
	d.t.Helper()
	ctx, done := context.WithTimeout(d.t.Context(), 20*time.Second)
	defer done()
	var last api.Snapshot
	met := false
	err := d.client.Stream(ctx, "test", func(m api.Message) {
		if m.Snapshot != nil && !met {
			last, met = *m.Snapshot, wish(*m.Snapshot)
		}
		if met {
			done()
		}
	})
	if err != nil || !met {
		d.t.Fatalf("never saw: %s: %v; last %+v, %+v", what, err, last.Pages, last.Sources)
	}
	return last
}

// page opens an incident, and waits for its page.
func (d *pagesDesk) page(title string) (incident, id string) {
	d.t.Helper()
	incident = d.pd.Trigger(title, nil)
	s := d.until(title+" pages", func(s api.Snapshot) bool {
		return slices.ContainsFunc(s.Pages, func(p api.Page) bool { return p.Title == title && p.Waiting() })
	})
	return incident, s.Pages[slices.IndexFunc(s.Pages, func(p api.Page) bool { return p.Title == title })].ID
}
