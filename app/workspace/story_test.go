package workspace_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/drill"
	"standby/app/incident/postmortem"
)

func story(t *testing.T, name string) drill.Story {
	t.Helper()
	all, err := drill.Stories()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no story %q", name)
	return drill.Story{}
}

// live has people live through a story: each of its commands comes through the API at
// its time, on the clock of the test, and the warnings are read at every stride.
func live(t *testing.T, d *desk, s drill.Story, stride, after time.Duration) (v api.IncidentView, raised map[incident.Code]incident.Warning) {
	t.Helper()
	script := drill.Start(s, "script", friday)
	raised = map[incident.Code]incident.Warning{}
	id := ""
	for now := friday; !now.After(friday.Add(s.Length() + after)); now = now.Add(stride) {
		for step, at, ok := script.Next(); ok && !at.After(now); step, at, ok = script.Next() {
			d.at(at)
			events, err := script.Play()
			if err != nil {
				t.Fatal(err)
			}
			by := events[0].By
			for _, e := range events {
				command, _ := e.Fact.(incident.Command)
				switch c := command.(type) {
				case nil:
					t.Fatalf("%s is no command", e.What())
				case incident.Open:
					if v, err = d.OpenIncident(t.Context(), api.NewIncident{Title: c.Title, Drill: true, By: by}); err != nil {
						t.Fatal(err)
					}
					id = v.Incident.ID
				case incident.Put[incident.Todo]:
					if step.Do != "noted" { // a note brings its own along
						says(t, d, id, e, command)
					}
				default:
					says(t, d, id, e, command)
				}
			}
		}
		d.at(now)
		seen, err := d.Incident(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		v = seen
		for _, w := range seen.Warnings {
			if _, ok := raised[w.Code]; !ok {
				raised[w.Code] = w
			}
		}
	}
	if v.Incident.Revision != script.Incident.Revision {
		t.Errorf("%d events, the story has %d", v.Incident.Revision, script.Incident.Revision)
	}
	return v, raised
}

func says(t *testing.T, d *desk, id string, e incident.Event, c incident.Command) {
	t.Helper()
	if _, err := d.Record(t.Context(), id, c, e.By); err != nil {
		t.Fatalf("%s by %s: %v", c.Kind(), e.By, err)
	}
}

func TestTheManagedStoryThroughTheAPIEndsWithADocumentAHandOffAtSixAndAPostMortem(t *testing.T) {
	d := open(t, t.TempDir())
	v, raised := live(t, d, story(t, "managed"), 5*time.Minute, 0)
	if len(raised) != 0 {
		t.Errorf("warnings were raised: %+v", raised)
	}
	i := v.Incident
	if len(i.HandOffs) != 1 || i.HandOffs[0].State != incident.Accepted || i.HandOffs[0].EndedAt.Format("15:04") != "18:00" {
		t.Errorf("hand-offs: %+v", i.HandOffs)
	}
	if h, ok := i.Commander(); !ok || h.Person.Name != "Noor" {
		t.Errorf("in command: %+v", h)
	}
	for _, want := range []string{"Noor", "DRILL", "Resolved. All five datacenters take traffic"} {
		if doc := i.Document(d.clock()); !strings.Contains(doc, want) {
			t.Errorf("the live document does not say %q", want)
		}
	}
	paper, err := d.PostMortem(t.Context(), i.ID, api.Paper{Format: "json"})
	if err != nil {
		t.Fatal(err)
	}
	var p postmortem.PostMortem
	if err := json.Unmarshal(paper.Data, &p); err != nil {
		t.Fatal(err)
	}
	if p.Review.State != incident.Draft {
		t.Errorf("the post-mortem is at %q", p.Review.State)
	}
	told := map[int]bool{}
	for _, row := range p.Timeline {
		told[row.Seq] = true
	}
	for _, e := range i.Timeline(false) {
		if !told[e.Seq] {
			t.Errorf("the post-mortem's timeline lacks event %d: %s", e.Seq, e.Text)
		}
	}
	for _, format := range []string{"md", "html", "pdf"} {
		f, err := d.PostMortem(t.Context(), i.ID, api.Paper{Format: format})
		if err != nil || len(f.Data) == 0 || f.Name != "post-mortem-"+i.ID+"."+format {
			t.Errorf("%s: %v, %d bytes as %q", format, err, len(f.Data), f.Name)
		}
	}
	if len(d.hours) != 0 {
		t.Errorf("an exercise was entered in the hours: %+v", d.hours)
	}
}

func TestTheUnmanagedStoryThroughTheAPIRaisesItsThreeWarnings(t *testing.T) {
	d := open(t, t.TempDir())
	_, raised := live(t, d, story(t, "unmanaged"), time.Minute, 5*time.Minute)
	lessons := map[string]bool{}
	for code := range raised {
		if l := code.Lesson(); l != "" {
			lessons[l] = true
		}
	}
	if got := slices.Sorted(maps.Keys(lessons)); !slices.Equal(got, []string{"freelancing", "poor communication", "technical focus"}) {
		t.Errorf("it teaches %v", got)
	}
}

func TestADrillReplaysAStoryIntoAMarkedIncident(t *testing.T) {
	for _, name := range []string{"managed", "unmanaged"} {
		t.Run(name, func(t *testing.T) {
			d := open(t, t.TempDir())
			step, err := d.StartDrill(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			id, steps, lessons := step.Incident.Incident.ID, 1, map[string]bool{}
			for step.Incident.Story {
				if step, err = d.NextStep(t.Context(), id); err != nil {
					t.Fatal(err)
				}
				steps++
				for _, w := range step.Incident.Warnings {
					lessons[w.Code.Lesson()] = true
				}
			}
			i := step.Incident.Incident
			if s := story(t, name); steps != len(s.Steps) || len(step.Ask) != len(s.Ask) || !i.Drill || i.ChangedAt.After(d.clock()) {
				t.Errorf("%d steps of %d, drill %v, changed at %v", steps, len(s.Steps), i.Drill, i.ChangedAt)
			}
			if name == "unmanaged" && !lessons["freelancing"] {
				t.Errorf("it teaches %v", lessons)
			}
		})
	}
}

func TestAStoryThatSomebodyPlaysAlongWithIsAtItsEnd(t *testing.T) {
	d := open(t, t.TempDir())
	step, err := d.StartDrill(t.Context(), "managed")
	if err != nil {
		t.Fatal(err)
	}
	id := step.Incident.Incident.ID
	d.does(t, id, incident.Note{Text: "I do it my way."})
	if step, err = d.NextStep(t.Context(), id); err != nil || step.Incident.Story {
		t.Errorf("%v, %+v", err, step.Incident.Story)
	}
}
