package postmortem_test

import (
	"testing"
	"time"

	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/notify"
	"standby/rotation"
)

func engineer(letter string) rotation.Person {
	return rotation.Person{Name: "Engineer " + letter, Email: letter + "@example.org"}
}

// at is a time of Sunday, 22 November 2026, in UTC.
func at(hour, minute int) time.Time { return time.Date(2026, 11, 22, hour, minute, 0, 0, time.UTC) }

// scene is a record as it grows.
type scene struct {
	t testing.TB
	i incident.Incident
}

func begin(t testing.TB, title string, drill bool) *scene {
	t.Helper()
	s := &scene{t: t}
	s.do(at(8, 0), "A", incident.Open{ID: "20261122-k7f2", Title: title, Drill: drill})
	return s
}

func (s *scene) do(now time.Time, by string, commands ...incident.Command) {
	s.t.Helper()
	who := rotation.Person{}
	if by != "" {
		who = engineer(by)
	}
	for _, c := range commands {
		events, err := incident.Apply(s.i, who, c, now)
		if err != nil {
			s.t.Fatalf("%s: %v", c.Kind(), err)
		}
		if s.i, err = s.i.With(events...); err != nil {
			s.t.Fatal(err)
		}
	}
}

// diskFull is an incident from the first page until it is resolved.
func diskFull(t testing.TB, drill bool) *scene {
	s := begin(t, "Writes to db-1 fail", drill)
	s.do(at(8, 1), "", incident.LinkPage{
		ID: "aaaa00000001", Source: "pager", Title: "Disk of db-1 is full", Service: "db", URL: "https://pages.example/41", TriggeredAt: at(7, 58),
	}, incident.PageEvent(notify.Event{PageID: "aaaa00000001", At: at(8, 0), What: "acknowledged", By: "Engineer A"}))
	s.do(at(8, 2), "A", incident.Detect{By: incident.ByMetrics}, incident.Mark{Milestone: incident.Began, At: at(7, 50)},
		incident.Decide{Verdict: incident.Now, Reason: "Nobody can save anything."}, incident.Rate{Severity: 2, Or: 3},
		incident.Notice{Customers: incident.Yes, What: "Saving fails."})
	s.do(at(8, 3), "B", incident.Assign{Role: incident.Commanding, Person: engineer("B")})
	s.do(at(8, 4), "B", incident.Assign{Role: incident.Operations, Person: engineer("A")}, incident.Assign{Role: incident.Communication, Person: engineer("C")},
		incident.SetRoom{Name: "#inc-20261122-writes", URL: "https://chat.example/inc"})
	s.do(at(8, 10), "C", incident.Update{Audience: incident.External, Phase: incident.Investigating, Text: "Saving fails for some of you; we are on it.", To: []string{"status page"}})
	s.do(at(8, 12), "A", incident.Put[incident.Bleeding]{Value: incident.Bleeding{Means: incident.Degrade, What: "The service was made read-only", Worked: incident.Yes, TriedAt: at(8, 11)}},
		incident.Note{Sort: incident.Technical, Text: "The logs take 190 GB, see https://graphs.example/disk."},
		incident.Note{Sort: incident.Action, Text: "Old logs were moved away.", HappenedAt: at(8, 9)})
	s.do(at(8, 50), "A", incident.Mark{Milestone: incident.Mitigated}, incident.Cure{Cause: "The logs of db-1 are never rotated.", Confidence: incident.Probable, Fix: "Logs are rotated daily."},
		incident.Attach{Name: "disk.png", SHA256: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", Size: 2048, What: "the graph of the disk"},
		incident.Edit{Field: incident.Summary, Text: "The disk of db-1 was full; for 50 minutes nobody could save."},
		incident.Edit{Field: incident.Impact, Text: "Saving failed for everybody."})
	s.do(at(9, 20), "B", incident.Mark{Milestone: incident.Resolved},
		incident.Put[incident.Todo]{Value: incident.Todo{Sort: incident.FollowUp, Text: "Rotate the logs of every database", Owner: engineer("A"), Due: time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC), Ticket: "OPS-12"}},
		incident.Put[incident.Todo]{Value: incident.Todo{Sort: incident.FollowUp, Text: "An alert at 80 % of a disk"}})
	return s
}

// todoRow is the ID of the to-do that reads so.
func (s *scene) todoRow(text string) int {
	s.t.Helper()
	for _, r := range s.i.Todos {
		if r.Value.Text == text {
			return r.ID
		}
	}
	s.t.Fatalf("no to-do %q", text)
	return 0
}

func settings() postmortem.Settings {
	return postmortem.Settings{Thresholds: postmortem.DefaultThresholds()}
}

// wrote is what people wrote after changes of Engineer B, a minute apart.
func wrote(t testing.TB, w postmortem.Written, changes ...postmortem.Change) postmortem.Written {
	t.Helper()
	now := at(11, 0).Add(time.Duration(w.Rev) * time.Minute)
	for _, c := range changes {
		var err error
		if w, err = w.With(c, engineer("B"), now); err != nil {
			t.Fatalf("%T: %v", c, err)
		}
		now = now.Add(time.Minute)
	}
	return w
}
