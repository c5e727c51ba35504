package postmortem_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"standby/app/incident"
	"standby/app/incident/drill"
	"standby/app/incident/postmortem"
	"standby/app/incident/publish"
	"standby/app/paper"
)

// published is a post-mortem in every form.
func published(t *testing.T, p postmortem.PostMortem) (markdown, page, print string) {
	t.Helper()
	d, err := p.Document()
	if err != nil {
		t.Fatal(err)
	}
	var h, b bytes.Buffer
	if err := publish.WriteHTML(&h, d); err != nil {
		t.Fatal(err)
	}
	if err := publish.WritePDF(&b, d, paper.A4); err != nil {
		t.Fatal(err)
	}
	return publish.Markdown(d), h.String(), pdfText(t, b.Bytes())
}

func TestTheDraftOfAnIncident(t *testing.T) {
	s := diskFull(t, false)
	markdown, page, print := published(t, postmortem.Draft(s.i, postmortem.Written{}, settings(), at(10, 0)))
	golden(t, "draft.md", markdown)
	golden(t, "draft.html", page)
	golden(t, "draft.txt", print)
}

func TestAPostMortemThatIsWritten(t *testing.T) {
	s := diskFull(t, true)
	w := complete(t, s)
	w = wrote(t, w, postmortem.Tick{Check: postmortem.DataCollected, Reply: incident.Yes, Remark: "The graphs are kept for a year."})
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	set := settings()
	set.Calendar.Zone = berlin
	markdown, page, print := published(t, postmortem.Draft(s.i, w, set, at(15, 0)))
	golden(t, "written.md", markdown)
	golden(t, "written.html", page)
	golden(t, "written.txt", print)
	for form, text := range map[string]string{"Markdown": markdown, "HTML": page, "PDF": print} {
		if strings.Count(text, "DRILL") < 3 {
			t.Errorf("%s does not say that it is a drill", form)
		}
		if strings.Contains(text, "To be filled in") {
			t.Errorf("%s has something blank", form)
		}
	}
}

func TestWhatOnlyPeopleKnowStaysBlank(t *testing.T) {
	s := begin(t, "Something is slow", false)
	s.do(at(9, 0), "A", incident.Decide{Verdict: incident.Now, Reason: "It is slow."})
	markdown, _, _ := published(t, postmortem.Draft(s.i, postmortem.Written{}, settings(), at(10, 0)))
	for _, p := range postmortem.Parts() {
		if p != postmortem.Supporting && !strings.Contains(markdown, "> **To be filled in by the author:** "+p.Ask()) {
			t.Errorf("%s is not asked for", p)
		}
	}
}

func TestTheTimelineOfTheManagedStoryHasEveryEntry(t *testing.T) {
	stories, err := drill.Stories()
	if err != nil {
		t.Fatal(err)
	}
	for _, story := range stories {
		r := drill.Start(story, "20261122-"+story.Name, at(14, 0))
		for {
			if _, _, ok := r.Next(); !ok {
				break
			}
			if _, err := r.Play(); err != nil {
				t.Fatal(err)
			}
		}
		p := postmortem.Draft(r.Incident, postmortem.Written{}, settings(), r.Incident.ChangedAt)
		markdown, page, print := published(t, p)
		if len(p.Timeline) != len(r.Incident.Entries) || len(p.Timeline) == 0 {
			t.Errorf("%s: %d of %d entries are in the timeline", story.Name, len(p.Timeline), len(r.Incident.Entries))
		}
		for _, row := range p.Timeline {
			if len(row.Evidence) == 0 {
				t.Errorf("%s: no evidence for %q", story.Name, row.Text)
			}
		}
		for form, text := range map[string]string{"Markdown": markdown, "HTML": page, "PDF": print} {
			if !strings.Contains(text, "DRILL") {
				t.Errorf("%s of %s does not say that it is a drill", form, story.Name)
			}
		}
	}
}

func TestEvidenceIsLinkedWhereThereIsAny(t *testing.T) {
	s := diskFull(t, false)
	found := map[string]bool{}
	for _, r := range postmortem.Draft(s.i, postmortem.Written{}, settings(), at(10, 0)).Timeline {
		for _, l := range r.Evidence {
			found[l.URL] = true
			found[l.Text] = true
		}
	}
	for _, want := range []string{"https://pages.example/41", "https://graphs.example/disk", "https://chat.example/inc", "disk.png, SHA-256 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "record 1"} {
		if !found[want] {
			t.Errorf("%q is not linked", want)
		}
	}
}

func TestTheHashChangesWithWhatIsSaid(t *testing.T) {
	s := diskFull(t, false)
	hash := func(w postmortem.Written, now time.Time) string {
		h, err := postmortem.Draft(s.i, w, settings(), now).Hash()
		if err != nil || len(h) != 64 {
			t.Fatal(h, err)
		}
		return h
	}
	one := hash(postmortem.Written{}, at(10, 0))
	if hash(postmortem.Written{}, at(10, 30)) != one {
		t.Error("it changes by itself")
	}
	if hash(wrote(t, postmortem.Written{}, postmortem.Edit{Part: postmortem.Lucky, Text: "x"}), at(10, 0)) == one {
		t.Error("it stays the same although something was written")
	}
}

func TestHintsAreAboutWhatPeopleWrote(t *testing.T) {
	s := diskFull(t, false)
	w := wrote(t, postmortem.Written{}, postmortem.Edit{Part: postmortem.WentBadly, Text: "Engineer A forgot the disk. The outage was human error."},
		postmortem.Reply{Question: postmortem.WasDown, Reply: incident.No}, postmortem.PutWhy{Question: "Why?", Answer: "It should have been tested."})
	var tones []postmortem.Tone
	for _, h := range postmortem.Draft(s.i, w, settings(), at(10, 0)).Hints {
		tones = append(tones, h.Tone)
		if (h.Part == "") == (h.Why == 0) {
			t.Errorf("where is %+v?", h)
		}
	}
	want := []postmortem.Tone{postmortem.Person, postmortem.Overstated, postmortem.HumanError, postmortem.Hindsight}
	if len(tones) != len(want) {
		t.Fatalf("%v, want %v", tones, want)
	}
	for n := range want {
		if tones[n] != want[n] {
			t.Errorf("hint %d is %s, want %s", n, tones[n], want[n])
		}
	}
}

func TestFollowUpsUntilTheyAreDone(t *testing.T) {
	s := diskFull(t, false)
	all := []incident.Incident{s.i, diskFull(t, true).i}
	open := postmortem.Unfinished(all, at(12, 0))
	if len(open) != 2 || open[0].Ticket != "OPS-12" || open[0].State != postmortem.Outstanding || !open[1].Due.IsZero() {
		t.Fatalf("%+v", open)
	}
	if late := postmortem.Unfinished(all, open[0].Due); late[0].State != postmortem.Overdue {
		t.Errorf("%+v", late[0])
	}
	row := s.todoRow("Rotate the logs of every database")
	s.do(at(13, 0), "A", incident.Put[incident.Todo]{ID: row, On: row, Value: incident.Todo{Sort: incident.FollowUp, Text: "Rotate the logs of every database", Done: true}})
	row = s.todoRow("An alert at 80 % of a disk")
	s.do(at(13, 0), "A", incident.Put[incident.Todo]{ID: row, On: row, Gone: true, Value: incident.Todo{Sort: incident.FollowUp, Text: "An alert at 80 % of a disk"}})
	if open := postmortem.Unfinished([]incident.Incident{s.i}, at(14, 0)); len(open) != 0 {
		t.Errorf("%+v", open)
	}
	states := ""
	for _, f := range postmortem.FollowUps(s.i, at(14, 0)) {
		states += string(f.State) + " "
	}
	if states != "done dropped " {
		t.Error(states)
	}
}

func TestAnIncidentHasAnAnniversary(t *testing.T) {
	leap := &scene{t: t}
	leap.do(time.Date(2028, 2, 29, 3, 0, 0, 0, time.UTC), "A", incident.Open{ID: "leap", Title: "Leap"}, incident.Decide{Verdict: incident.Now, Reason: "x"})
	all := []incident.Incident{diskFull(t, false).i, diskFull(t, true).i, leap.i}
	cases := map[string]string{
		"2026-11-22": "", "2027-11-21": "", "2027-11-22": "20261122-k7f2 1", "2028-11-22": "20261122-k7f2 2",
		"2029-02-28": "leap 1", "2029-03-01": "", "2032-02-28": "", "2032-02-29": "leap 4",
	}
	for day, want := range cases {
		from, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, a := range postmortem.Anniversaries(all, from.Add(9*time.Hour), 1, time.UTC) {
			got += a.Incident + " " + string(rune('0'+a.Years))
		}
		if got != want {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
	week := postmortem.Anniversaries(all, time.Date(2027, 11, 18, 0, 0, 0, 0, time.UTC), 7, time.UTC)
	if len(week) != 1 || len(week[0].Open) != 2 {
		t.Errorf("%+v", week)
	}
}
