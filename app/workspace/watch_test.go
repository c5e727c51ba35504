package workspace_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/workspace"
	"standby/rotation"
)

// memory is a store that forgets; time stands still for no disk.
type memory struct {
	workspace.Attachments
	events map[string][]incident.Event
	papers map[string][][]byte
}

func (m *memory) KeepIncident(_ context.Context, after incident.Incident, events ...incident.Event) error {
	m.events[after.ID] = append(m.events[after.ID], events...)
	return nil
}

func (m *memory) IncidentEvents(_ context.Context, id string) ([]incident.Event, error) {
	return m.events[id], nil
}

func (m *memory) Incidents(context.Context, time.Time) ([]string, error) {
	var ids []string
	for id := range m.events {
		ids = append(ids, id)
	}
	return ids, nil
}

func (m *memory) KeepPaper(_ context.Context, kind, id string, _ int, _ time.Time, value []byte) error {
	m.papers[kind+id] = append(m.papers[kind+id], value)
	return nil
}

func (m *memory) Paper(_ context.Context, kind, id string) (int, []byte, error) {
	all := m.papers[kind+id]
	if len(all) == 0 {
		return 0, nil, nil
	}
	return len(all), all[len(all)-1], nil
}

func (m *memory) Papers(context.Context, string) ([]string, error) { return nil, nil }

func TestAWatcherHearsOfAChangeAtOnceAndOfAWarningWhenItBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		k := workspace.New(workspace.Params{
			Store: &memory{events: map[string][]incident.Event{}, papers: map[string][][]byte{}}, Duty: d, Now: time.Now,
			Me:       func(context.Context) (rotation.Person, error) { return me, nil },
			Settings: func() workspace.Settings { return workspace.Settings{Zone: time.UTC} },
		})
		d.now = time.Now()
		ctx, stop := context.WithCancel(t.Context())
		var mu sync.Mutex
		var heard workspace.Bulletin
		told := 0
		notes := map[string]string{}
		go k.Watch(ctx, func(b workspace.Bulletin) {
			mu.Lock()
			defer mu.Unlock()
			heard, told = b, told+1
			for _, n := range b.Notes {
				notes[n.ID] = n.Body
			}
		}, func(err error) {
			if err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		time.Sleep(time.Hour)
		synctest.Wait()
		mu.Lock()
		if told != 1 {
			t.Errorf("told %d times while nothing happened", told)
		}
		mu.Unlock()
		v, err := k.OpenIncident(ctx, api.NewIncident{Title: "Payments fail"})
		if err != nil {
			t.Fatal(err)
		}
		r, _ := api.Record(incident.Decide{Verdict: incident.Now, Reason: "It burns."}, me)
		if _, err := k.Record(ctx, v.Incident.ID, r); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		last := hear(&mu, &heard)
		if len(last.Incidents) != 1 || last.Incidents[0].Revision != 2 && last.Incidents[0].Revision != 3 || len(last.Notes) != 0 {
			t.Fatalf("%+v", last)
		}
		time.Sleep(2*time.Minute + time.Second)
		synctest.Wait()
		last = hear(&mu, &heard)
		if len(last.Notes) != 1 || len(last.Incidents[0].Warnings) != 1 || last.Incidents[0].Warnings[0].Code != incident.NoCommander || !strings.HasPrefix(last.Notes[0].ID, "incident/"+v.Incident.ID) {
			t.Fatalf("after two minutes without a commander: %+v", last)
		}
		first := last.Notes[0].ID
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		mu.Lock()
		if len(notes) < 2 {
			t.Errorf("it is told once: %v", notes)
		}
		mu.Unlock()
		r, _ = api.Record(incident.Assign{Role: incident.Commanding, Person: me}, me)
		if _, err := k.Record(ctx, v.Incident.ID, r); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		for _, n := range hear(&mu, &heard).Notes {
			if n.ID == first || strings.Contains(n.ID, string(incident.NoCommander)) {
				t.Errorf("it still stands: %+v", n)
			}
		}
		stop()
		synctest.Wait()
	})
}

// hear is what the watcher was told last.
func hear(mu *sync.Mutex, b *workspace.Bulletin) workspace.Bulletin {
	mu.Lock()
	defer mu.Unlock()
	return *b
}
