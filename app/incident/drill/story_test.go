package drill

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/incident"
)

var update = flag.Bool("update", false, "write the golden files anew")

// friday is a Friday, two in the afternoon.
var friday = time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC)

func begin(t *testing.T, name string) *Replay {
	t.Helper()
	all, err := Stories()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Name == name {
			return Start(s, "20261120-"+name, friday)
		}
	}
	t.Fatalf("no story %q", name)
	return nil
}

// watch plays a whole story minute by minute and collects the warnings that stand
// at any of them.
func watch(t *testing.T, r *Replay, until time.Duration) map[incident.Code]incident.Warning {
	t.Helper()
	raised := map[incident.Code]incident.Warning{}
	for now := friday; !now.After(friday.Add(until)); now = now.Add(time.Minute) {
		for _, at, ok := r.Next(); ok && !at.After(now); _, at, ok = r.Next() {
			if _, err := r.Play(); err != nil {
				t.Fatal(err)
			}
		}
		standing, _ := r.Incident.Warnings(now, incident.Watch{})
		for _, w := range standing {
			if _, ok := raised[w.Code]; !ok {
				raised[w.Code] = w
			}
		}
	}
	if _, _, ok := r.Next(); ok {
		t.Fatal("the story is longer than it was watched")
	}
	return raised
}

func TestTheUnmanagedStoryRaisesItsThreeWarnings(t *testing.T) {
	r := begin(t, "unmanaged")
	raised := watch(t, r, r.Story.Length()+5*time.Minute)
	lessons := map[string]bool{}
	for code, w := range raised {
		lessons[code.Lesson()] = true
		t.Logf("%s %s: %s %s", w.Since.Format("15:04"), code, w.Sentence, w.Remedy)
	}
	delete(lessons, "")
	if want := []string{"freelancing", "poor communication", "technical focus"}; !slices.Equal(slices.Sorted(maps.Keys(lessons)), want) {
		t.Errorf("it teaches %v, want %v", lessons, want)
	}
	if w := raised[incident.Freelancing]; !strings.Contains(w.Sentence, "Malcolm") {
		t.Errorf("the one who acts alone is Malcolm: %q", w.Sentence)
	}
	standing, _ := r.Incident.Warnings(friday.Add(50*time.Minute), incident.Watch{})
	if len(standing) < 5 {
		t.Errorf("nobody answered a warning, and %d stand", len(standing))
	}
}

func TestTheManagedStoryEndsWithADocumentAHandOffAndNoWarning(t *testing.T) {
	r := begin(t, "managed")
	raised := watch(t, r, r.Story.Length())
	if len(raised) != 0 {
		t.Errorf("warnings were raised: %+v", raised)
	}
	i := r.Incident
	if standing, next := i.Warnings(friday.Add(48*time.Hour), incident.Watch{}); len(standing) != 0 || !next.IsZero() {
		t.Errorf("warnings afterwards: %+v, next %v", standing, next)
	}
	if len(i.HandOffs) != 1 || i.HandOffs[0].State != incident.Accepted || i.HandOffs[0].EndedAt.Format("15:04") != "18:00" {
		t.Fatalf("hand-offs: %+v", i.HandOffs)
	}
	if h, ok := i.Commander(); !ok || h.Person.Name != "Noor" {
		t.Errorf("in command: %+v", h)
	}
	if i.Stage != incident.Learn || i.Review.State != incident.Draft {
		t.Errorf("stage %s, post-mortem %q", i.Stage, i.Review.State)
	}
	if got, want := i.Announcement(time.UTC), "DRILL, this is only an exercise. Datacenters stop taking traffic: Noor has command since 18:00 UTC and has taken over from Sabrina. Please send reports and questions to Noor. Find us in #drill-datacenters."; got != want {
		t.Errorf("announced %q,\nwant %q", got, want)
	}
	for name, text := range map[string]string{"managed.md": i.Document(friday.Add(19 * time.Hour)), "managed-at-five.md": atFive(t)} {
		golden(t, name, text)
		if strings.Count(text, "DRILL") < 3 {
			t.Errorf("%s does not say clearly enough that it is a drill", name)
		}
	}
}

// atFive is the document of the managed story three hours after its beginning.
func atFive(t *testing.T) string {
	r := begin(t, "managed")
	for _, at, ok := r.Next(); ok && !at.After(friday.Add(3*time.Hour)); _, at, ok = r.Next() {
		if _, err := r.Play(); err != nil {
			t.Fatal(err)
		}
	}
	return r.Incident.Document(friday.Add(3 * time.Hour))
}

func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || text != string(want) {
		t.Errorf("%s, %v: run the test with -update and look at the change:\n%s", path, err, text)
	}
}

func TestAStoryIsToldTheSameEveryTime(t *testing.T) {
	for _, name := range []string{"managed", "unmanaged"} {
		a, b := begin(t, name), begin(t, name)
		watch(t, a, a.Story.Length())
		for _, _, ok := b.Next(); ok; _, _, ok = b.Next() {
			if _, err := b.Play(); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(a.Events, b.Events) {
			t.Errorf("%s: two replays differ", name)
		}
		if again, err := incident.Fold(a.Events); err != nil || !reflect.DeepEqual(again, a.Incident) {
			t.Errorf("%s: the record does not come to the incident: %v", name, err)
		}
	}
}

func TestTheManagedStoryHasEveryEventInItsTimeline(t *testing.T) {
	r := begin(t, "managed")
	watch(t, r, r.Story.Length())
	told := map[int]bool{}
	for _, e := range r.Incident.Timeline(true) {
		for seq := e.Seq; seq <= e.Last; seq++ {
			told[seq] = true
		}
	}
	for _, e := range r.Events {
		if silent := e.What() == "last-change"; !silent && !told[e.Seq] {
			t.Errorf("event %d (%s) is not in the timeline", e.Seq, e.What())
		}
	}
}

func TestAStoryThatCannotBePlayedSaysWhere(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no steps":              {`{"name":"x","steps":[]}`, "is missing"},
		"steps out of order":    {`{"name":"x","steps":[{"after":"2m","do":"opened"},{"after":"1m","do":"noted"}]}`, "not in order"},
		"an unknown member":     {`{"name":"x","colour":"red"}`, "colour"},
		"a time before":         {`{"name":"x","steps":[{"after":"-2m","do":"opened"}]}`, "before the beginning"},
		"no such command":       {`{"name":"x","steps":[{"after":"0s","do":"sing"}]}`, `step 1 (sing)`},
		"a row that is not yet": {`{"name":"x","steps":[{"after":"0s","do":"opened","with":{"title":"$row"}}]}`, `"row"`},
		"a time that is none":   {`{"name":"x","steps":[{"after":"0s","do":"opened","with":{"title":"T+soon"}}]}`, "soon"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Parse([]byte(c.text))
			if err == nil {
				_, err = Start(s, "x", friday).Play()
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("stories/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		s, err := Parse(data)
		if err != nil {
			return
		}
		r := Start(s, "fuzz", friday)
		for _, _, ok := r.Next(); ok; _, _, ok = r.Next() {
			if _, err := r.Play(); err != nil {
				return
			}
		}
	})
}
