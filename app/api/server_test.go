package api

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// desk answers the server's calls as the test says.
type desk struct {
	err    error
	called string
	raised chan struct{}
	window chan bool
	books  books
}

func (d *desk) Act(_ context.Context, id string, c Command) error {
	d.called = string(c.Do) + " " + id + c.Text
	return d.err
}

func (d *desk) Mute(_ context.Context, until time.Time) error {
	d.called = "mute " + until.Format("15:04")
	return d.err
}

func (d *desk) Page(_ context.Context, id string) (Page, error) {
	p := Page{Recurrence: &Recurrence{Times: 4}}
	p.ID = id
	return p, d.err
}

func (d *desk) Stats(_ context.Context, from, to time.Time) (Stats, error) {
	return Stats{From: from, To: to}, d.err
}

func (d *desk) TestPage(context.Context) (string, error)    { return "p1", d.err }
func (d *desk) Doctor(context.Context) ([]Check, error)     { return []Check{{Name: "store"}}, d.err }
func (d *desk) SetPolicy(_ context.Context, p string) error { d.called = "policy " + p; return d.err }

func (d *desk) ExplainPolicy(_ context.Context, c PolicyChoice) (PolicyWords, error) {
	d.called = "explain " + c.Ready
	return PolicyWords{Name: "Flat week", Sentences: []string{"It pays by the week."}}, d.err
}

func (d *desk) UsePolicy(_ context.Context, c PolicyChoice) (PolicyWords, error) {
	d.called = "use " + c.Ready
	return PolicyWords{Path: "/c/policy-flat-week.toml", Kept: true}, d.err
}

func (d *desk) SetMe(_ context.Context, p rotation.Person) error {
	d.called = "me " + p.Email
	return d.err
}

func (d *desk) AddCalendar(_ context.Context, c NewCalendar) error {
	d.called = "calendar " + c.Location
	return d.err
}

func (d *desk) AddRota(_ context.Context, r NewRota) error {
	d.called = "rota " + r.File
	return d.err
}

func (d *desk) AddAlertmanager(_ context.Context, a NewAlertmanager) error {
	d.called = "alertmanager " + a.URL
	return d.err
}

func (d *desk) Preview(_ context.Context, q PreviewQuery) (Preview, error) {
	d.called = "preview " + q.Pattern
	return Preview{Name: q.Location, Fault: &PatternFault{Line: 1, At: 3, Problem: "p", Remedy: "r"}}, d.err
}

func (d *desk) Discover(_ context.Context, a Account) ([]Found, error) {
	d.called = "discover " + a.User
	return []Found{{Address: a.Address, ReadOnly: true}}, d.err
}

func (d *desk) Shifts(_ context.Context, q ShiftQuery) ([]rotation.Shift, error) {
	return []rotation.Shift{{UID: q.From.Format(time.RFC3339)}}, d.err
}

func (d *desk) Gaps(_ context.Context, from, to time.Time) ([]Gap, error) {
	return []Gap{{Rota: "payments", Gap: rotation.Gap{Role: rotation.Primary, Interval: rotation.Interval{Start: from, End: to}}}}, d.err
}

func (d *desk) History(context.Context, time.Time, time.Time) ([]Page, error) { return nil, d.err }

// serve runs a server on a socket until the test ends.
func serve(t *testing.T) (*desk, *Server, *Client, string) {
	t.Helper()
	d := &desk{raised: make(chan struct{}, 1), window: make(chan bool, 4)}
	s := NewServer(Handlers{Pages: d, Setup: d, Prefer: d, Records: d, Proof: d, Trial: d, Ledger: &d.books, Publisher: d, Handover: d,
		Raise:  func(context.Context) error { d.raised <- struct{}{}; return nil },
		Window: func(open bool) { d.window <- open },
		Explain: func(err error) Trouble {
			return Trouble{What: err.Error(), Means: "It was not done", Next: "Try again"}
		},
	})
	path := filepath.Join(t.TempDir(), SocketName)
	l, err := Listen(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return d, s, Dial(path), path
}

func TestTheSocketIsItsOwnersAlone(t *testing.T) {
	_, _, _, path := serve(t)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestASocketThatAKilledAgentLeftIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), SocketName)
	old, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	old.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Dial(path).Snapshot(t.Context()); !errors.Is(err, ErrNotRunning) {
		t.Errorf("a dead socket: %v", err)
	}
	l, err := Listen(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
}

func TestEveryCommandArrives(t *testing.T) {
	d, _, c, _ := serve(t)
	ctx := t.Context()
	for want, do := range map[string]func() error{
		"acknowledge p1":   func() error { return c.Acknowledge(ctx, "p1") },
		"unacknowledge p1": func() error { return c.Unacknowledge(ctx, "p1") },
		"resolve ../p 1":   func() error { return c.Resolve(ctx, "../p 1") },
		"note p1 found":    func() error { return c.Act(ctx, "p1", Command{Do: DoNote, Text: " found"}) },
		"mute 07:30":       func() error { return c.Mute(ctx, time.Date(2026, 11, 25, 7, 30, 0, 0, time.UTC)) },
		"me a@example.org": func() error { return c.SetMe(ctx, rotation.Person{Email: "a@example.org"}) },
		"policy p.toml":    func() error { return c.SetPolicy(ctx, "p.toml") },
		"explain flat-week": func() error {
			w, err := c.ExplainPolicy(ctx, PolicyChoice{Ready: "flat-week"})
			if len(w.Sentences) != 1 {
				t.Errorf("said %+v", w)
			}
			return err
		},
		"use flat-week": func() error {
			w, err := c.UsePolicy(ctx, PolicyChoice{Ready: "flat-week"})
			if !w.Kept || w.Path == "" {
				t.Errorf("said %+v", w)
			}
			return err
		},
		"calendar a.ics":             func() error { return c.AddCalendar(ctx, NewCalendar{Location: "a.ics"}) },
		"rota /p.toml":               func() error { return c.AddRota(ctx, NewRota{Name: "payments", File: "/p.toml"}) },
		"alertmanager http://a:9093": func() error { return c.AddAlertmanager(ctx, NewAlertmanager{URL: "http://a:9093"}) },
	} {
		if err := do(); err != nil || d.called != want {
			t.Errorf("%s: called %q, %v", want, d.called, err)
		}
	}
	from := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	if s, err := c.Shifts(ctx, ShiftQuery{From: from, To: from.AddDate(0, 1, 0)}); err != nil || s[0].UID != "2026-11-01T00:00:00Z" {
		t.Errorf("shifts: %+v %v", s, err)
	}
	if g, err := c.Gaps(ctx, from, from.AddDate(0, 1, 0)); err != nil || len(g) != 1 || g[0].Rota != "payments" || g[0].Role != rotation.Primary || !g[0].End.Equal(from.AddDate(0, 1, 0)) {
		t.Errorf("gaps: %+v %v", g, err)
	}
}

func TestAnErrorArrivesInWords(t *testing.T) {
	d, _, c, path := serve(t)
	d.err = ErrNotFound
	err := c.Acknowledge(t.Context(), "nothing")
	var told *Error
	if !errors.Is(err, ErrNotFound) || !errors.As(err, &told) || told.Next != "Try again" {
		t.Errorf("got %v", err)
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("POST /v1/calendars HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n{\"nme\":\"x\"}")); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 200)
	n, _ := conn.Read(answer)
	if !strings.Contains(string(answer[:n]), "400 Bad Request") {
		t.Errorf("an unknown field: %s", answer[:n])
	}
}

func TestAStreamBeginsWithTheNewestSnapshot(t *testing.T) {
	d, s, c, _ := serve(t)
	s.Publish(Snapshot{Seq: 1})
	s.Publish(Snapshot{Seq: 2})
	ctx, cancel := context.WithCancel(t.Context())
	got := make(chan Message, 8)
	done := make(chan error, 1)
	go func() { done <- c.Stream(ctx, "window", func(m Message) { got <- m }) }()
	if m := <-got; m.Snapshot == nil || m.Snapshot.Seq != 2 {
		t.Errorf("first message: %+v", m)
	}
	if !<-d.window {
		t.Error("the window was not noticed")
	}
	s.Publish(Snapshot{Seq: 3})
	if m := <-got; m.Snapshot == nil || m.Snapshot.Seq != 3 {
		t.Errorf("second message: %+v", m)
	}
	if err := c.Raise(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m := <-got; !m.Raise {
		t.Errorf("third message: %+v", m)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if <-d.window {
		t.Error("the window's end was not noticed")
	}
	if err := c.Raise(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-d.raised // no window listens, so one is started
}

func TestASlowReaderGetsTheNewest(t *testing.T) {
	_, s, c, _ := serve(t)
	s.Publish(Snapshot{Seq: 1})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	first, hold, last := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		_ = c.Stream(ctx, "watch", func(m Message) {
			switch m.Snapshot.Seq {
			case 1:
				close(first)
				<-hold
			case 10_000:
				close(last)
			}
		})
	}()
	<-first
	for seq := uint64(2); seq <= 10_000; seq++ {
		s.Publish(Snapshot{Seq: seq}) // never blocks
	}
	close(hold)
	<-last
}
