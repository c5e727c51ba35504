package incident

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"standby/notify"
	"standby/rotation"
)

// scene is an incident as a test plays it.
type scene struct {
	t      *testing.T
	i      Incident
	events []Event
	now    time.Time
}

// at is the minute of a scene, from noon on.
func at(minute int) time.Time { return noon.Add(time.Duration(minute) * time.Minute) }

// opened is an incident that Ada opened at noon.
func opened(t *testing.T) *scene {
	s := &scene{t: t, now: noon}
	s.must(ada, Open{ID: "20260302-x", Title: "Checkout fails"})
	return s
}

// live is an incident that people respond to since noon.
func live(t *testing.T) *scene {
	s := opened(t)
	s.must(ada, Decide{Verdict: Now, Reason: "Customers cannot pay."})
	return s
}

func (s *scene) to(minute int) *scene {
	s.now = at(minute)
	return s
}

func (s *scene) must(by rotation.Person, c Command) []Event {
	s.t.Helper()
	added, err := s.try(by, c)
	if err != nil {
		s.t.Fatalf("%T: %v", c, err)
	}
	return added
}

func (s *scene) try(by rotation.Person, c Command) ([]Event, error) {
	s.t.Helper()
	added, err := Apply(s.i, by, c, s.now)
	if err != nil {
		return nil, err
	}
	if s.i, err = s.i.With(added...); err != nil {
		s.t.Fatal(err)
	}
	s.events = append(s.events, added...)
	return added, nil
}

func (s *scene) refuses(want error, by rotation.Person, c Command) error {
	s.t.Helper()
	before := s.i.Revision
	_, err := s.try(by, c)
	if !errors.Is(err, want) || s.i.Revision != before {
		s.t.Errorf("%T: error %v, want %v", c, err, want)
	}
	return err
}

func TestWhetherItIsAnIncident(t *testing.T) {
	for name, c := range map[string]struct {
		replies Replies
		want    Verdict
	}{
		"nothing was asked yet":                     {Replies{}, Undecided},
		"the disk will be full in five minutes":     {Replies{Disrupts: Yes, Urgent: Yes}, Now},
		"nobody is sure of anything":                {Replies{Disrupts: Unsure, Urgent: Unsure}, Now},
		"it hurts, and whether it can wait is open": {Replies{Disrupts: Yes, Urgent: Unsure}, Now},
		"whether it can wait was not said":          {Replies{Disrupts: Yes}, Undecided},
		"the pipeline is broken at night":           {Replies{Disrupts: Yes, Urgent: No, CanBePlanned: No}, LowPriority},
		"it can wait, perhaps for a sprint":         {Replies{Disrupts: Yes, Urgent: No, CanBePlanned: Unsure}, LowPriority},
		"a button has an odd colour":                {Replies{Disrupts: No, CanBePlanned: Yes}, Bug},
		"whether it can be planned was not said":    {Replies{Disrupts: No}, Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.replies.Suggest(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestADecisionKeepsItsReason(t *testing.T) {
	s := opened(t)
	s.refuses(ErrEmpty, ada, Decide{Verdict: Bug})
	s.refuses(ErrEmpty, ada, Decide{Verdict: LowPriority, Reason: "The pipeline is broken."})
	s.refuses(ErrValue, ada, Decide{Verdict: "maybe", Reason: "x"})
	s.must(ada, LinkPage{ID: "p1", Source: "monitoring", Title: "Odd colour", TriggeredAt: noon})
	s.must(ada, Edit{Field: Actual, Text: "The button is green."})
	s.must(ada, Decide{Verdict: Bug, Reason: "It hurts nobody.", Replies: Replies{Disrupts: No, CanBePlanned: Yes}})
	if d := s.i.Decision; d.Verdict != Bug || d.Reason != "It hurts nobody." || d.By != ada || s.i.Stage != Recognise {
		t.Errorf("%+v, stage %s", d, s.i.Stage)
	}
	for _, want := range []string{"Checkout fails\n", "The button is green.", "Odd colour", "It hurts nobody."} {
		if !strings.Contains(s.i.TicketText(), want) {
			t.Errorf("no %q in the ticket:\n%s", want, s.i.TicketText())
		}
	}
	s.must(ada, Move{To: Closed})
	if s.i.Open() || s.i.Live() {
		t.Error("a bug was closed and is open")
	}
	s.must(ben, Move{To: Recognise, Why: "It does hurt."})
	s.must(ben, Decide{Verdict: Now, Reason: "Nobody can pay."})
	if !s.i.Live() || s.i.Stage != Respond || s.i.Reopened() != 1 {
		t.Errorf("stage %s, live %v", s.i.Stage, s.i.Live())
	}
}

func TestAStageIsLeftWhenItIsOverOrForAReason(t *testing.T) {
	s := live(t)
	err := s.refuses(ErrUnmet, ada, Move{To: Recover})
	for _, missing := range []string{"acknowledged", "six questions", "real", "command post", "in command", "severity"} {
		if !strings.Contains(err.Error(), missing) {
			t.Errorf("%v does not name %q", err, missing)
		}
	}
	s.refuses(ErrEmpty, ada, Move{To: Learn})
	s.must(ada, Move{To: Recover, Why: "It burns."})
	s.to(30).must(ada, Mark{Milestone: Mitigated})
	s.must(ada, Mark{Milestone: Resolved})
	s.must(ada, Put[Criterion]{Value: Criterion{Text: "Quiet for an hour"}})
	if err := s.refuses(ErrUnmet, ada, Move{To: Learn}); !strings.Contains(err.Error(), "Quiet for an hour") {
		t.Error(err)
	}
	s.must(ada, Cure{Cause: "A full disk", Confidence: Probable})
	row := s.i.Criteria[0]
	s.must(ada, Put[Criterion]{ID: row.ID, On: row.Rev, Value: Criterion{Text: "Quiet for an hour", Met: true}})
	s.must(ada, Move{To: Learn})
	s.refuses(ErrEmpty, ada, Move{To: Respond})
	s.to(60).must(ada, Move{To: Recover, Why: "It is back."})
	if _, ok := s.i.Milestones[Resolved]; ok || !s.i.Live() || !s.i.LiveSince().Equal(at(60)) {
		t.Errorf("reopened: %+v, since %v", s.i.Milestones, s.i.LiveSince())
	}
}

func TestWhenUnsureTheHigherSeverity(t *testing.T) {
	s := live(t)
	s.must(ada, Rate{Severity: 3, Or: 2})
	if s.i.Severity() != 2 || !s.i.Ratings[0].Unsure {
		t.Errorf("%+v", s.i.Ratings)
	}
	for _, r := range []Rate{{}, {Severity: 5}, {Severity: -1}, {Severity: 2, Or: 5}, {Severity: 2, Or: -1}} {
		s.refuses(ErrValue, ada, r)
	}
	s.to(10).must(ada, Rate{Severity: 1, Why: "It spreads."})
	s.to(15).must(ada, Mark{Milestone: Resolved})
	want := map[Severity]time.Duration{2: 10 * time.Minute, 1: 5 * time.Minute}
	if got := s.i.Durations(at(99)).In; !reflect.DeepEqual(got, want) {
		t.Errorf("time in severities %v, want %v", got, want)
	}
}

func TestDurationsFromMilestones(t *testing.T) {
	s := live(t).to(30)
	s.must(nobody, LinkPage{ID: "p1", Title: "Page", TriggeredAt: at(-4)})
	s.must(nobody, PageEvent{PageID: "p1", At: at(-1), What: "acknowledged", By: "Ada"})
	s.must(nobody, LinkPage{ID: "p2", Title: "Page", TriggeredAt: at(-2)})
	d := s.i.Durations(at(30))
	if d.ToDetect.Known || d.ToAcknowledge.Of != 3*time.Minute || d.Total.Of != 34*time.Minute || d.ToResolve.Known {
		t.Errorf("%+v", d)
	}
	s.must(ada, Mark{Milestone: Began, At: at(-10)})
	s.must(ada, Mark{Milestone: Mitigated, At: at(20)})
	s.refuses(ErrFuture, ada, Mark{Milestone: Resolved, At: at(40)})
	s.must(ada, Mark{Milestone: Resolved})
	d = s.i.Durations(at(600))
	if d.ToDetect.Of != 6*time.Minute || d.ToMitigate.Of != 30*time.Minute || d.ToResolve.Of != 40*time.Minute || d.Total != d.ToResolve {
		t.Errorf("%+v", d)
	}
	s.must(ada, Mark{Milestone: Detected, At: at(-12)})
	if d := s.i.Durations(at(600)); d.ToDetect.Known {
		t.Errorf("detected before it began: %+v", d)
	}
}

func TestCustomersKnewFirst(t *testing.T) {
	var all []Incident
	for _, by := range []Detector{ByCustomer, ByMetrics, ByCustomer, ByEmployee} {
		s := live(t)
		s.must(ada, Detect{By: by})
		all = append(all, s.i)
	}
	drill := all[0]
	drill.Drill = true
	bug := all[0]
	bug.Decision.Verdict = Bug
	if first, of := CustomersKnewFirst(append(all, drill, bug, live(t).i)); first != 2 || of != 4 {
		t.Errorf("%d of %d, want 2 of 4", first, of)
	}
}

func TestThePageAnswersWhatItCan(t *testing.T) {
	s := live(t)
	p := notify.Page{ID: "p1", Source: "monitoring", Title: "Checkout errors", Body: "5xx above 2 %", Service: "checkout", TriggeredAt: noon, Reopened: 2}
	s.must(nobody, LinkPage(FactsOf(p)))
	s.must(ada, Edit{Field: GatherWhere, Text: "Production"})
	s.must(nobody, Prefill{Values: GatherFrom(p, time.UTC)})
	want := map[Field]string{GatherWhat: "Checkout errors", GatherWhen: "Since 2026-03-02 12:00 UTC. It came back 2 times.", GatherMessage: "5xx above 2 %", GatherWhere: "Production", GatherOwner: "", GatherPublic: ""}
	for f, text := range want {
		if s.i.Texts[f].Text != text {
			t.Errorf("%s is %q, want %q", f, s.i.Texts[f].Text, text)
		}
	}
	if added := s.must(nobody, Prefill{Values: GatherFrom(p, time.UTC)}); len(added) != 0 {
		t.Errorf("filled again: %v", added)
	}
	s.must(ada, Attach{Name: `C:\shots\..\error.png`, SHA256: strings.Repeat("0f", 32), Size: 12})
	if s.i.Attachments[0].Name != "error.png" || s.i.Attachments[0].By != ada {
		t.Errorf("%+v", s.i.Attachments)
	}
	s.refuses(ErrValue, ada, Attach{Name: "x", SHA256: "short"})
	s.refuses(ErrValue, ada, SetRoom{Name: "x", URL: "javascript:alert(1)"})
}

func TestARecordWithAGapIsNone(t *testing.T) {
	s := live(t)
	for name, events := range map[string][]Event{
		"no beginning":        s.events[1:],
		"a gap":               {s.events[0], s.events[2]},
		"twice the same":      {s.events[0], s.events[0]},
		"an event of nothing": {{Seq: 1, At: noon}},
	} {
		if _, err := Fold(events); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.refuses(ErrOpen, ada, Open{ID: "y", Title: "x"})
	if _, err := Apply(Incident{}, ada, Note{Text: "x"}, noon); !errors.Is(err, ErrNotOpen) {
		t.Error(err)
	}
	if _, err := Apply(Incident{}, ada, Open{ID: "No Spaces", Title: "x"}, noon); !errors.Is(err, ErrValue) {
		t.Error(err)
	}
}

func TestACommandComesFromItsNameAndFields(t *testing.T) {
	c, err := DecodeCommand("assigned", []byte(`{"role":"command","person":{"name":"Ada"}}`))
	if want := (Assign{Role: Commanding, Person: rotation.Person{Name: "Ada"}}); err != nil || !reflect.DeepEqual(c, want) {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err := DecodeCommand("command-taken", nil); err != nil || c != (TakeCommand{}) {
		t.Errorf("%+v, %v", c, err)
	}
	for _, bad := range []struct{ kind, fields string }{{"sing", `{}`}, {"assigned", `{"rule":"command"}`}, {"assigned", `{} {}`}, {"assigned", `[]`}} {
		if c, err := DecodeCommand(Kind(bad.kind), []byte(bad.fields)); err == nil {
			t.Errorf("%v gave %+v", bad, c)
		}
	}
	var e Event
	if err := json.Unmarshal([]byte(`{"seq":1,"what":"of-the-future","fact":{}}`), &e); !errors.Is(err, ErrKind) {
		t.Errorf("an event of a newer Standby: %v", err)
	}
	for _, k := range Kinds() {
		if _, err := DecodeCommand(k, []byte(`{}`)); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
}

func FuzzCommand(f *testing.F) {
	for _, k := range Kinds() {
		f.Add(string(k), []byte(`{"role":"command","text":"TODO x","field":"status","person":{"name":"Ada"},"to":{"name":"Ben"}}`))
		f.Add(string(k), []byte(`{"value":{"text":"x","what":"y","means":"divert","parts":["a","b"],"method":"linear","probes":{"1":"good"}}}`))
	}
	f.Fuzz(func(t *testing.T, kind string, fields []byte) {
		c, err := DecodeCommand(Kind(kind), fields)
		if err != nil {
			return
		}
		s := live(t)
		added, err := s.try(ada, c)
		if err != nil {
			return
		}
		data, err := json.Marshal(added)
		if err != nil {
			t.Fatalf("what was recorded cannot be written: %v", err)
		}
		var read []Event
		if err := json.Unmarshal(data, &read); err != nil {
			t.Fatalf("nor read: %v", err)
		}
		if again, err := json.Marshal(read); err != nil || string(again) != string(data) {
			t.Errorf("%s came back as %s, %v", data, again, err)
		}
		_ = s.i.Document(at(60))
		_, _ = s.i.Warnings(at(60), Watch{})
	})
}

func FuzzRecord(f *testing.F) {
	s := live(&testing.T{})
	data, err := json.Marshal(s.events)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	for _, k := range Kinds() {
		f.Add([]byte(`[{"seq":1,"what":"opened","fact":{"id":"x"}},{"seq":2,"what":"` + string(k) + `","fact":{"value":{"probes":{"7":"bad"}}}}]`))
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		var events []Event
		if json.Unmarshal(data, &events) != nil {
			return
		}
		i, err := Fold(events)
		if err != nil {
			return
		}
		_ = i.Document(noon) + i.Brief(Rules{}, time.UTC) + i.TicketText()
		_, _ = i.Warnings(noon, Watch{})
		_ = i.Durations(noon)
		_ = i.Responders()
	})
}
