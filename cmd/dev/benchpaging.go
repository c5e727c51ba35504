package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/app/api"
	"standby/app/store"
	"standby/notify"
)

// manyPages is how many pages the store holds, and how many come at once.
const manyPages = 10_000

// measurePaging takes the figures of pages where there are many of them, and many
// sources.
func measurePaging(ctx context.Context, d *dev, tell func(figure)) error {
	w, err := newWorkbench(ctx, d)
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.fill(ctx); err != nil {
		return err
	}
	for _, m := range []measurement{w.pageAmongMany, w.wake, w.idleWithMany, w.storeRate} {
		if err := m(ctx, d, tell); err != nil {
			return err
		}
	}
	return nil
}

// data is where the store lies.
func (w *workbench) data() string {
	return filepath.Join(w.desk.Home(), ".local", "share", "standby")
}

// fill keeps the pages of a busy month.
func (w *workbench) fill(ctx context.Context) error {
	s, _, err := store.Open(ctx, w.data(), time.Now)
	if err != nil {
		return fmt.Errorf("fill the store: %w", err)
	}
	const batch = 500
	now := time.Now().UTC()
	for done := 0; done < manyPages && err == nil; done += batch {
		var pages []notify.Page
		var events []notify.Event
		for i := done; i < done+batch; i++ {
			p := pastPage(i, now.Add(-time.Duration(i+400)*4*time.Minute))
			pages = append(pages, p)
			events = append(events, notify.Event{PageID: p.ID, At: p.TriggeredAt, What: "triggered", By: p.Source},
				notify.Event{PageID: p.ID, At: p.ResolvedAt, What: "resolved", By: p.Source})
		}
		err = s.Commit(ctx, pages, events)
	}
	if again := s.Close(); err == nil {
		err = again
	}
	if err != nil {
		return fmt.Errorf("fill the store: %w", err)
	}
	return nil
}

// pastPage is one that came, was seen and is over. One in fifty is the same trouble.
func pastPage(i int, at time.Time) notify.Page {
	key := fmt.Sprint("past-", i)
	return notify.Page{
		ID: notify.PageID("prod", key), Source: "prod", Key: key, Title: fmt.Sprintf("Disk almost full on db%d", i%(manyPages/50)), Service: "payments",
		Urgency: notify.High, State: notify.Resolved, TriggeredAt: at, StartedAt: at, ResolvedAt: at.Add(20 * time.Minute), SeenAt: at.Add(30 * time.Minute),
		Body: strings.Repeat("It grows by 1 % an hour. ", 8),
	}
}

// pageAmongMany is from the command to the daemon, with the commit in between, where
// the store holds ten thousand pages. What is over the limit is measured again before
// it is believed, three times in all: a machine that builds something meanwhile is not
// what is measured.
func (w *workbench) pageAmongMany(ctx context.Context, _ *dev, tell func(figure)) error {
	best := figure{"paging", "page-to-daemon-p99", "ms", math.Inf(1), 30}
	for range 3 {
		took, err := w.pageTimes(ctx)
		if err != nil {
			return err
		}
		if best.value = min(best.value, milliseconds(quantile(took, 0.99))); best.value <= best.limit {
			break
		}
	}
	tell(best)
	return nil
}

// tenSources has the agent listen to the Alertmanager as if it were ten.
func (w *workbench) tenSources() error {
	urls := make([]string, 10)
	for i := range urls {
		urls[i] = w.url
	}
	return w.listenTo(urls...)
}

// wake is from logind's word that the machine has woken to the last of ten sources
// having been heard again; the slowest of five.
func (w *workbench) wake(ctx context.Context, _ *dev, tell func(figure)) error {
	if err := w.tenSources(); err != nil {
		return err
	}
	conn, err := w.desk.Dial(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	const logind = "org.freedesktop.login1"
	if reply, err := conn.RequestName(logind, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		return fmt.Errorf("take logind's place: reply %v: %w", reply, err)
	}
	// The session's bus serves as the system's as well.
	_, stop, err := w.start(ctx, "DBUS_SYSTEM_BUS_ADDRESS=unix:path="+filepath.Join(filepath.Dir(filepath.Dir(w.socket())), "bus"))
	if err != nil {
		return err
	}
	defer stop()
	all := func(since time.Time) func(api.Snapshot) bool {
		return func(s api.Snapshot) bool {
			n := 0
			for _, src := range s.Sources {
				if !src.TellsDuty() && src.LastHeard.After(since) {
					n++
				}
			}
			return n == 10
		}
	}
	if err := waitFor(ctx, w.socket(), all(time.Time{})); err != nil {
		return err
	}
	var slowest time.Duration
	for range 5 {
		pause(ctx, 2*time.Second)
		begun := time.Now()
		for _, asleep := range []bool{true, false} {
			if err := conn.Emit("/org/freedesktop/login1", logind+".Manager.PrepareForSleep", asleep); err != nil {
				return fmt.Errorf("say that the machine sleeps: %w", err)
			}
		}
		if err := waitFor(ctx, w.socket(), all(begun)); err != nil {
			return err
		}
		slowest = max(slowest, time.Since(begun))
	}
	tell(figure{"paging", "wake-to-fresh", "s", slowest.Seconds(), 5})
	return nil
}

// idleWithMany is what the agent costs with ten sources and a full store.
func (w *workbench) idleWithMany(ctx context.Context, _ *dev, tell func(figure)) error {
	if err := w.tenSources(); err != nil {
		return err
	}
	rss, cpu, err := w.cost(ctx)
	if err != nil {
		return err
	}
	tell(figure{"paging", "idle-rss-10-sources", "MB", rss, 45})
	tell(figure{"paging", "idle-cpu-60s-10-sources", "s", cpu.Seconds(), 0.5})
	return nil
}

// storeRate is how long a thousand pages take from the source's list to the disk,
// where ten thousand come at once; measured like pageAmongMany.
func (w *workbench) storeRate(ctx context.Context, _ *dev, tell func(figure)) error {
	best := figure{"paging", "store-1000-pages", "ms", math.Inf(1), 1000}
	for range 3 {
		took, err := w.storeMany(ctx)
		if err != nil {
			return err
		}
		if best.value = min(best.value, milliseconds(took)/(manyPages/1000)); best.value <= best.limit {
			break
		}
	}
	tell(best)
	return nil
}

// storeMany is from the answer with ten thousand alerts to the last of them on the
// disk, which is empty at first.
func (w *workbench) storeMany(ctx context.Context) (time.Duration, error) {
	if err := os.RemoveAll(w.data()); err != nil {
		return 0, fmt.Errorf("empty the store: %w", err)
	}
	list := manyAlerts()
	asked := make(chan time.Time, 64)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		if !strings.HasSuffix(r.URL.Path, "/alerts") {
			_, _ = rw.Write([]byte("[]"))
			return
		}
		_, _ = rw.Write(list)
		select {
		case asked <- time.Now():
		default:
		}
	}))
	defer server.Close()
	if err := w.listenTo(server.URL); err != nil {
		return 0, err
	}
	_, stop, err := w.start(ctx)
	if err != nil {
		return 0, err
	}
	defer stop()
	if err := waitFor(ctx, w.socket(), func(s api.Snapshot) bool { return len(s.Pages)+s.MorePages >= manyPages }); err != nil {
		return 0, err
	}
	return time.Since(<-asked), nil
}

// manyAlerts are what an Alertmanager says on a very bad day.
func manyAlerts() []byte {
	list := make([]map[string]any, 0, manyPages)
	for i := range manyPages {
		list = append(list, map[string]any{
			"fingerprint": fmt.Sprintf("%016x", i+1), "startsAt": "2026-01-02T03:04:05Z", "endsAt": "2099-01-01T00:00:00Z",
			"labels":      map[string]string{"alertname": "Sample", "severity": "critical", "service": "payments", "n": fmt.Sprint(i)},
			"annotations": map[string]string{"summary": fmt.Sprintf("Disk almost full on host%d", i)}, "receivers": []any{},
			"status": map[string]any{"state": "active", "silencedBy": []string{}, "inhibitedBy": []string{}},
		})
	}
	text, err := json.Marshal(list)
	if err != nil {
		return []byte("[]") // it holds nothing that cannot be written
	}
	return text
}
