package postmortem_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/app/incident/publish"
	"standby/rotation"
)

// complete is what people write until nothing is missing.
func complete(t testing.TB, s *scene) postmortem.Written {
	t.Helper()
	w := wrote(t, postmortem.Written{Incident: s.i.ID}, postmortem.Authors{Authors: []rotation.Person{engineer("B"), engineer("A")}},
		postmortem.Reply{Question: postmortem.WasDataLost, Reply: incident.No}, postmortem.Reply{Question: postmortem.WasDown, Reply: incident.No})
	for _, p := range postmortem.Parts() {
		w = wrote(t, w, postmortem.Edit{Part: p, Text: "Engineer B wrote about " + string(p) + "."})
	}
	w = wrote(t, w, postmortem.PutWhy{Question: "Why could nobody save?", Answer: "The disk of db-1 was full.", Evidence: []publish.Link{{Text: "the graph", URL: "https://graphs.example/disk"}}})
	root := w.Whys[0].ID
	return wrote(t, w,
		postmortem.PutWhy{Parent: root, Question: "Why was it full?", Answer: "Logs are never rotated.", Evidence: []publish.Link{{Text: "record 9"}}, FollowUp: s.todoRow("Rotate the logs of every database")},
		postmortem.PutWhy{Parent: root, Question: "Why did nobody know before?", Answer: "The alert comes at 100 %.", Evidence: []publish.Link{{Text: "the rule"}}, FollowUp: s.todoRow("An alert at 80 % of a disk")})
}

// step moves the post-mortem on, and records that.
func (s *scene) step(now time.Time, w postmortem.Written, to incident.ReviewState, why string) error {
	s.t.Helper()
	c, err := postmortem.Draft(s.i, w, settings(), now).Move(to, why)
	if err == nil {
		s.do(now, "B", c)
	}
	return err
}

func TestAPostMortemGoesFromDraftToClosed(t *testing.T) {
	s := diskFull(t, false)
	w := postmortem.Written{Incident: s.i.ID}
	if err := s.step(at(10, 0), w, incident.Draft, ""); err != nil {
		t.Fatal(err)
	}
	err := s.step(at(10, 1), w, incident.InReview, "")
	if !errors.Is(err, postmortem.ErrUnready) || !strings.Contains(err.Error(), "no author") || !strings.Contains(err.Error(), "asked why") {
		t.Fatalf("an empty draft goes to review: %v", err)
	}
	w = complete(t, s)
	if err := s.step(at(12, 0), w, incident.InReview, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.step(at(12, 1), w, incident.Reviewed, ""); !errors.Is(err, postmortem.ErrUnready) {
		t.Fatalf("it is reviewed without an answer: %v", err)
	}
	for _, c := range postmortem.Checks() {
		if c != postmortem.Shared {
			w = wrote(t, w, postmortem.Tick{Check: c, Reply: incident.Yes})
		}
	}
	if err := s.step(at(13, 0), w, incident.Reviewed, ""); err != nil {
		t.Fatal(err)
	}
	err = s.step(at(13, 1), w, incident.Filed, "")
	if !errors.Is(err, postmortem.ErrUnready) || !strings.Contains(err.Error(), "no owner") || !strings.Contains(err.Error(), "outcome") {
		t.Fatalf("it is closed without owners, and unshared: %v", err)
	}
	w = wrote(t, w, postmortem.Tick{Check: postmortem.Shared, Reply: incident.Yes, Remark: "Sent to team@example.org"})
	row := s.todoRow("An alert at 80 % of a disk")
	s.do(at(13, 2), "B", incident.Put[incident.Todo]{ID: row, On: row, Value: incident.Todo{Sort: incident.FollowUp, Text: "An alert at 80 % of a disk", Owner: engineer("C"), Due: time.Date(2026, 12, 4, 0, 0, 0, 0, time.UTC)}})
	if err := s.step(at(13, 3), w, incident.Filed, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.step(at(13, 4), w, incident.InReview, ""); !errors.Is(err, postmortem.ErrEmpty) {
		t.Fatalf("it goes back without a reason: %v", err)
	}
	if err := s.step(at(13, 5), w, incident.InReview, "New logs were found."); err != nil || s.i.Review.Why != "New logs were found." {
		t.Fatal(err, s.i.Review)
	}
}

func TestOnlySomeStatesFollowOthers(t *testing.T) {
	all := []incident.ReviewState{incident.NotBegun, incident.NotNeeded, incident.Draft, incident.InReview, incident.Reviewed, incident.Filed}
	allowed := map[incident.ReviewState]string{
		incident.NotBegun: "not-needed draft", incident.NotNeeded: "draft", incident.Draft: "not-needed in-review",
		incident.InReview: "draft reviewed", incident.Reviewed: "in-review closed", incident.Filed: "in-review",
	}
	for _, from := range all {
		for _, to := range all {
			p := postmortem.PostMortem{Review: incident.Review{State: from}}
			_, err := p.Move(to, "for a reason")
			if want := slices.Contains(strings.Fields(allowed[from]), string(to)); (err == nil) != want || !want && !errors.Is(err, postmortem.ErrMove) {
				t.Errorf("from %q to %q: %v", from, to, err)
			}
		}
	}
}

func TestNotNeededKeepsWhoSaidSoAndWhen(t *testing.T) {
	s := diskFull(t, false)
	if err := s.step(at(10, 0), postmortem.Written{}, incident.NotNeeded, " "); !errors.Is(err, postmortem.ErrEmpty) {
		t.Fatalf("without a reason: %v", err)
	}
	if err := s.step(at(10, 0), postmortem.Written{}, incident.NotNeeded, "It is the same as that of Monday."); err != nil {
		t.Fatal(err)
	}
	p := postmortem.Draft(s.i, postmortem.Written{}, settings(), at(12, 0))
	if r := p.Review; r.Why == "" || !r.At.Equal(at(10, 0)) || !r.By.Same(engineer("B")) {
		t.Errorf("kept is %+v", r)
	}
	d, err := p.Document()
	if err != nil {
		t.Fatal(err)
	}
	if got := publish.Markdown(d); !strings.Contains(got, "because: It is the same as that of Monday.") || !strings.Contains(got, "Said by Engineer B, Sun 22 Nov 2026 10:00.") {
		t.Error(got)
	}
}

func TestRemindersComeADayBeforeAndWhenOverdue(t *testing.T) {
	s := diskFull(t, false)
	all := []incident.Incident{s.i, diskFull(t, true).i}
	day := func(d, hour int) time.Time { return time.Date(2026, 11, d, hour, 0, 0, 0, time.UTC) }
	due, next := postmortem.Reminders(all, nil, settings(), day(23, 9))
	if len(due) != 0 || !next.Equal(day(27, 0)) {
		t.Errorf("on Monday: %v, next %s", due, next)
	}
	if due, _ = postmortem.Reminders(all, nil, settings(), day(27, 0)); len(due) != 1 || due[0].Overdue || !due[0].Owner.Same(engineer("B")) {
		t.Errorf("on the last day: %+v", due)
	}
	due, next = postmortem.Reminders(all, nil, settings(), day(28, 0))
	if len(due) != 1 || !due[0].Overdue || !strings.Contains(due[0].Sentence, "Fri 27 Nov 2026") || !next.Equal(time.Date(2026, 11, 30, 17, 0, 0, 0, time.UTC)) {
		t.Errorf("after it: %+v, next %s", due, next)
	}
	if due, _ = postmortem.Reminders(all, nil, settings(), time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC)); len(due) != 2 || due[1].Row == 0 || !due[1].Overdue {
		t.Errorf("the follow-up: %+v", due)
	}
	if err := s.step(at(10, 0), postmortem.Written{}, incident.NotNeeded, "Known."); err != nil {
		t.Fatal(err)
	}
	if due, _ = postmortem.Reminders([]incident.Incident{s.i}, nil, settings(), day(28, 0)); len(due) != 0 {
		t.Errorf("although none is needed: %+v", due)
	}
}
