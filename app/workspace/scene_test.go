package workspace_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/store"
	"standby/app/trouble"
	"standby/app/workspace"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

var (
	me    = rotation.Person{Name: "Engineer A", Email: "a@example.org"}
	other = rotation.Person{Name: "Engineer B", Email: "b@example.org"}
	// friday is a Friday, two in the afternoon.
	friday = time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)
)

// desk is a workspace over a real store, with a clock of its own, behind the real API.
type desk struct {
	*api.Client
	keeper *workspace.Keeper
	store  *store.Store

	mu         sync.Mutex
	now        time.Time
	drawn      int
	pages      map[string]api.Page
	shifts     []rotation.Shift
	hours      []ledger.Logged
	announcers []workspace.Announcer
}

func (d *desk) at(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = t
}

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) Page(_ context.Context, id string) (api.Page, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok := d.pages[id]
	if !ok {
		return p, fmt.Errorf("page %q: %w", id, api.ErrNotFound)
	}
	return p, nil
}

func (d *desk) History(context.Context, time.Time, time.Time) ([]api.Page, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []api.Page
	for _, p := range d.pages {
		all = append(all, p)
	}
	return all, nil
}

func (d *desk) Shifts(_ context.Context, q api.ShiftQuery) ([]rotation.Shift, error) {
	var out []rotation.Shift
	for _, s := range d.shifts {
		if s.Start.Before(q.To) && s.End.After(q.From) && (!q.Mine || s.Person.Same(me)) {
			out = append(out, s)
		}
	}
	return out, nil
}

func (d *desk) Hours(_ context.Context, from, to time.Time) ([]ledger.Logged, error) {
	var out []ledger.Logged
	for _, h := range d.hours {
		if h.Start.Before(to) && h.End.After(from) {
			out = append(out, h)
		}
	}
	return out, nil
}

func (d *desk) EditHour(_ context.Context, e api.HourEdit) (ledger.Logged, error) {
	h := ledger.Logged{Hour: ledger.Hour{ID: fmt.Sprint("h", len(d.hours)), Person: me, What: *e.What, Confirmed: *e.Confirmed, Interval: rotation.Interval{Start: *e.From, End: *e.To}}}
	d.hours = append(d.hours, h)
	return h, nil
}

// open makes a desk over the store in dir.
func open(t *testing.T, dir string) *desk {
	t.Helper()
	d := &desk{now: friday, pages: map[string]api.Page{}}
	var err error
	if d.store, _, err = store.Open(t.Context(), dir, d.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.store.Close() })
	d.keeper = workspace.New(workspace.Params{
		Store: d.store, Duty: d, Hours: d, Now: d.clock, Announcers: func() []workspace.Announcer { return d.announcers },
		Me:       func(context.Context) (rotation.Person, error) { return me, nil },
		Settings: func() workspace.Settings { return workspace.Settings{Zone: time.UTC, ZoneName: "UTC"} },
		Random:   func() string { d.drawn++; return fmt.Sprintf("k%03d", d.drawn) },
	})
	server := api.NewServer(api.Handlers{
		Pages: nobody{}, Setup: nobody{}, Prefer: nobody{}, Records: nobody{}, Proof: nobody{}, Trial: nobody{}, Ledger: nobody{}, Publisher: nobody{}, Handover: nobody{},
		Incidents: d.keeper, Window: func(bool) {}, Raise: func(context.Context) error { return nil },
		Explain: func(err error) api.Trouble { return trouble.Explain("", err) },
	})
	path := filepath.Join(t.TempDir(), api.SocketName)
	l, err := api.Listen(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(ctx, l) }()
	t.Cleanup(func() { stop(); <-done })
	d.Client = api.Dial(path)
	return d
}

// nobody answers what these tests do not ask.
type nobody struct {
	api.Pages
	api.Setup
	api.Preferences
	api.Proof
	api.Trial
	api.Ledger
	api.Publisher
	api.Handover
	records
}

type records struct{ api.Records }

func (nobody) Page(context.Context, string) (api.Page, error) { return api.Page{}, nil }

func (d *desk) begin(t *testing.T, title string) string {
	t.Helper()
	v, err := d.OpenIncident(t.Context(), api.NewIncident{Title: title})
	if err != nil {
		t.Fatal(err)
	}
	return v.Incident.ID
}

func (d *desk) does(t *testing.T, id string, commands ...incident.Command) api.IncidentView {
	t.Helper()
	var v api.IncidentView
	for _, c := range commands {
		var err error
		if v, err = d.Record(t.Context(), id, c, rotation.Person{}); err != nil {
			t.Fatalf("%s: %v", c.Kind(), err)
		}
	}
	return v
}

func stale(err error) *api.Stale {
	var e *api.Error
	if !errors.As(err, &e) {
		return nil
	}
	return e.Stale
}

func aPage(id string) api.Page {
	p := api.Page{Page: notify.Page{ID: id, Source: "prod", Key: id, Title: "Payments fail", Service: "payments", State: notify.Triggered, TriggeredAt: friday.Add(-time.Minute)}}
	p.Timeline = []notify.Event{{PageID: id, At: friday.Add(-time.Minute), What: "triggered"}}
	return p
}
