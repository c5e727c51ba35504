package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"standby/app/incident"
)

// record makes an incident by commands that follow each other by a minute, and
// keeps each.
func record(t *testing.T, s *Store, id string, commands ...incident.Command) (incident.Incident, []incident.Event) {
	t.Helper()
	var i incident.Incident
	var all []incident.Event
	for n, c := range append([]incident.Command{incident.Open{ID: id, Title: "Trouble " + id}}, commands...) {
		events, err := incident.Apply(i, ada, c, noon.Add(time.Duration(n)*time.Minute))
		must(t, err)
		i, err = i.With(events...)
		must(t, err)
		must(t, s.KeepIncident(t.Context(), i, events...))
		all = append(all, events...)
	}
	return i, all
}

func someCommands() []incident.Command {
	return []incident.Command{
		incident.Decide{Verdict: incident.Now, Reason: "It burns."},
		incident.Assign{Role: incident.Commanding, Person: ada},
		incident.Note{Text: "TODO call Ben\nand <b>so on</b>"},
		incident.Put[incident.Search]{Value: incident.Search{Title: "x", Method: incident.Linear, Parts: []string{"a", "b"}, Probes: map[int]incident.Probe{1: incident.Bad}}},
		incident.Update{Audience: incident.External, Phase: incident.Investigating, Text: "We look.", To: []string{"status page"}},
	}
}

func TestAnIncidentComesBackAsItWasKept(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	want, all := record(t, s, "one", someCommands()...)
	closed, _ := record(t, s, "two", incident.Decide{Verdict: incident.Bug, Reason: "x"}, incident.Move{To: incident.Closed})
	must(t, s.KeepIncident(t.Context(), want, all...))
	must(t, s.Backup(t.Context()))
	must(t, s.Close())
	s, did := open(t, dir)
	if did != (Opening{}) {
		t.Errorf("opened with %+v", did)
	}
	events, err := s.IncidentEvents(t.Context(), "one")
	same(t, "events", events, all, err)
	got, err := incident.Fold(events)
	same(t, "incident", got, want, err)
	for since, ids := range map[time.Time][]string{{}: {"one", "two"}, closed.ChangedAt: {"one", "two"}, closed.ChangedAt.Add(1): {"one"}} {
		list, err := s.Incidents(t.Context(), since)
		same(t, "incidents since "+since.String(), list, ids, err)
	}
	if events, err := s.IncidentEvents(t.Context(), "three"); err != nil || len(events) != 0 {
		t.Errorf("no such incident: %v, %v", events, err)
	}
}

func TestTwoWritersOfAnIncidentDoNotMix(t *testing.T) {
	s, _ := open(t, t.TempDir())
	i, _ := record(t, s, "one")
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for n := range errs {
		wg.Go(func() {
			events, err := incident.Apply(i, ada, incident.Note{Text: fmt.Sprint("note ", n)}, noon)
			if err != nil {
				errs[n] = err
				return
			}
			after, err := i.With(events...)
			errs[n] = errors.Join(err, s.KeepIncident(t.Context(), after, events...))
		})
	}
	wg.Wait()
	kept := slices.DeleteFunc(errs, func(err error) bool { return errors.Is(err, ErrMoved) })
	if len(kept) != 1 || kept[0] != nil {
		t.Errorf("kept %v; want one of the eight, and ErrMoved for the others", kept)
	}
	events, err := s.IncidentEvents(t.Context(), "one")
	if err != nil || len(events) != 2 {
		t.Errorf("%d events, %v", len(events), err)
	}
	far := events[1]
	far.Seq = 9
	after := i
	after.Revision = 9
	if err := s.KeepIncident(t.Context(), after, far); !errors.Is(err, ErrMoved) {
		t.Errorf("a gap: %v", err)
	}
	if err := s.KeepIncident(t.Context(), i, far); err == nil {
		t.Error("events of another incident were kept")
	}
}

func TestTheRecordOfAnIncidentOnlyGrows(t *testing.T) {
	s, _ := open(t, t.TempDir())
	record(t, s, "one")
	sha, err := s.KeepAttachment(t.Context(), []byte("picture"))
	must(t, err)
	for _, change := range []string{
		"UPDATE incident_events SET at = 0", "DELETE FROM incident_events", "DELETE FROM incidents",
		"UPDATE attachments SET size = 0", "DELETE FROM attachments",
	} {
		if _, err := s.db.Exec(change); err == nil || !strings.Contains(err.Error(), "only grows") {
			t.Errorf("%s: %v", change, err)
		}
	}
	body, err := s.Attachment(t.Context(), sha)
	same(t, "attachment", body, []byte("picture"), err)
}

func TestAnAttachmentIsKeptUnderItsHash(t *testing.T) {
	s, _ := open(t, t.TempDir())
	picture := bytes.Repeat([]byte{0, 255, 7}, 100_000)
	sum := sha256.Sum256(picture)
	for range 2 {
		sha, err := s.KeepAttachment(t.Context(), picture)
		if err != nil || sha != hex.EncodeToString(sum[:]) {
			t.Errorf("%s, %v", sha, err)
		}
	}
	if _, err := s.KeepAttachment(t.Context(), make([]byte, MaxAttachment+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	for _, sha := range []string{"", "no hash", strings.Repeat("0", 64)} {
		if _, err := s.Attachment(t.Context(), sha); !errors.Is(err, ErrNoAttachment) {
			t.Errorf("%q: %v", sha, err)
		}
	}
}

func TestARecordThatTheDiskAlteredIsNotTold(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		want   error
	}{
		"no JSON":              {`UPDATE incident_events SET value = '{' WHERE seq = 2`, ErrDamaged},
		"another number":       {`UPDATE incident_events SET value = replace(value, '"seq":2', '"seq":7')`, ErrDamaged},
		"an event is missing":  {`DELETE FROM incident_events WHERE seq = 2`, ErrDamaged},
		"an event of a future": {`UPDATE incident_events SET value = replace(value, '"what":"noted"', '"what":"sung"')`, ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open(t, t.TempDir())
			record(t, s, "one", incident.Note{Text: "x"}, incident.Note{Text: "y"})
			if _, err := s.db.Exec("DROP TRIGGER incident_events_stay; DROP TRIGGER incident_events_keep; " + c.change); err != nil {
				t.Fatal(err)
			}
			if events, err := s.IncidentEvents(t.Context(), "one"); !errors.Is(err, c.want) {
				t.Errorf("%d events, %v", len(events), err)
			}
		})
	}
}

func TestAFullDiskKeepsTheRecordWhole(t *testing.T) {
	s, _ := open(t, filepath.Join(smallDisk(t), "data"))
	i, _ := record(t, s, "one")
	var err error
	for range 10_000 {
		var events []incident.Event
		if events, err = incident.Apply(i, ada, incident.Note{Text: strings.Repeat("x", 3000)}, noon); err != nil {
			t.Fatal(err)
		}
		after, foldErr := i.With(events...)
		must(t, foldErr)
		if err = s.KeepIncident(t.Context(), after, events...); err != nil {
			break
		}
		i = after
	}
	if !errors.Is(err, ErrFull) {
		t.Fatalf("%d events, then %v", i.Revision, err)
	}
	events, err := s.IncidentEvents(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := incident.Fold(events); err != nil || !reflect.DeepEqual(got, i) {
		t.Errorf("%d events are there, %d were taken: %v", len(events), i.Revision, err)
	}
}

func TestADatabaseWithoutIncidentsIsBroughtUp(t *testing.T) {
	db := database(t)
	must(t, migrate(t.Context(), db, 0, steps()[:4], noon))
	must(t, migrate(t.Context(), db, 4, steps(), noon))
	must(t, probeSchema(t.Context(), db))
}

// typistFolder makes the test binary edit an incident for ever instead of testing.
const typistFolder = "STANDBY_STORE_TYPIST_FOLDER"

// typeForEver says the revision of each edit once it was kept.
func typeForEver(dir string) error {
	ctx := context.Background()
	s, _, err := Open(ctx, dir, clock)
	if err != nil {
		return err
	}
	events, err := s.IncidentEvents(ctx, "one")
	if err != nil {
		return err
	}
	i, err := incident.Fold(events)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		text := fmt.Sprint("typed ", os.Getpid(), strings.Repeat(" more", n))
		events, err := incident.Apply(i, ada, incident.Edit{Field: incident.Notes, On: i.Texts[incident.Notes].Rev, Text: text}, noon)
		if err != nil {
			return err
		}
		if i, err = i.With(events...); err != nil {
			return err
		}
		if err := s.KeepIncident(ctx, i, events...); err != nil {
			return err
		}
		if _, err := fmt.Printf("%012d\n", i.Revision); err != nil {
			return err
		}
	}
}

func TestAnEditThatWasKeptOutlivesAKilledProcess(t *testing.T) {
	dir := t.TempDir()
	s, _ := open(t, dir)
	record(t, s, "one")
	must(t, s.Close())
	random := rand.New(rand.NewPCG(3, 4))
	acked := map[string]bool{}
	for range 15 {
		runAndKill(t, typistFolder, dir, random.IntN(50), acked)
		s, did, err := Open(t.Context(), dir, clock)
		if err != nil || did.Damaged != "" {
			t.Fatalf("after the kill: %+v, %v", did, err)
		}
		events, err := s.IncidentEvents(t.Context(), "one")
		if err != nil {
			t.Fatal(err)
		}
		i, err := incident.Fold(events)
		must(t, err)
		for revision := range acked {
			if n, err := strconv.Atoi(revision); err != nil || n > i.Revision {
				t.Fatalf("edit %s was kept and is lost; the last is %d", revision, i.Revision)
			}
		}
		must(t, s.Close())
	}
	t.Logf("%d edits kept, none lost", len(acked))
}
