package incident

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// eventful is an incident in which everything happened that a document tells of.
func eventful(t *testing.T) *scene {
	s := live(t)
	s.must(nobody, LinkPage{ID: "p1", Source: "monitoring", Title: "Checkout errors", Service: "checkout", URL: "https://alerts.example.org/1", TriggeredAt: at(-3)})
	s.must(nobody, PageEvent{PageID: "p1", At: at(-1), What: "acknowledged", By: "Ada"})
	s.to(1).must(ada, Detect{By: ByMetrics})
	s.must(ada, Rate{Severity: 2, Or: 1, Why: "Nobody knows how many."})
	s.must(ada, AllHands{On: true, Why: "It spreads."})
	s.must(ada, Notice{Customers: Yes, What: "One payment in five fails."})
	s.must(ada, SetRoom{Name: "#inc-checkout", URL: "https://chat.example.org/inc-checkout"})
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, Assign{Operations, ben})
	s.must(ada, Invite{Person: cleo, Why: "She knows the database."})
	s.must(ada, Edit{Field: Summary, Text: "Payments fail since 11:57.\nThe *cause* is not known."})
	s.must(ada, Edit{Field: Impact, Text: "About a fifth of all payments."})
	s.must(ada, Edit{Field: Expected, Text: "A payment is taken."})
	s.must(ada, Edit{Field: Actual, Text: "It ends with error 502."})
	s.must(ada, Attach{Name: "error.png", SHA256: strings.Repeat("0f", 32), Size: 4711, What: "What customers see"})
	s.to(3).must(ben, Put[Bleeding]{Value: Bleeding{Means: FlagOff, What: "new-checkout", Worked: No}})
	s.must(ben, Put[Finding]{Value: Finding{Ask: AskWhere, Question: "Where does the time go?", Answer: "Into one query.", Evidence: "Profile of 12:02"}})
	s.must(ben, Put[LastChange]{Value: LastChange{ChangedAt: at(-30), Who: "Cleo", What: "An index was dropped", Ref: "migration 12"}})
	s.must(ben, Put[Hypothesis]{Value: Hypothesis{Cause: "The index", Likelihood: 80, Test: "Explain the query", Exclusive: Yes, SideEffects: No}})
	s.must(ben, Put[Search]{Value: Search{Title: "the path of a payment", Method: Linear, Parts: []string{"web", "checkout", "database"}, Probes: map[int]Probe{0: Good}}})
	s.to(5).must(ada, Update{Audience: External, Phase: Investigating, Text: "Some payments fail. We look into it.", NextAt: at(20), To: []string{"status page"}})
	s.must(ada, Update{Audience: Internal, Status: "One payment in five fails.", Progress: "We look at the database.", To: []string{"mail"}})
	s.must(ben, Note{Sort: Technical, Text: "The query takes 9 s.\nTODO: ask Cleo for the index"})
	s.must(ben, Put[Todo]{Value: Todo{Sort: BugFiled, Text: "No alarm on slow queries", Owner: cleo, Ticket: "OPS-12", Due: at(3 * 24 * 60)}})
	s.must(ada, Put[Criterion]{Value: Criterion{Text: "No failed payment for 30 minutes"}})
	s.to(8).must(ada, OfferHandOff{To: cleo, Brief: "It is the database."})
	s.must(cleo, Curate{Seq: 4, Remark: "The first sign."})
	return s
}

func TestDocuments(t *testing.T) {
	s := eventful(t)
	over := eventful(t)
	over.must(cleo, ReadBack{Text: "The database, I see."})
	over.must(cleo, TakeCommand{})
	over.to(40).must(ben, Cure{Cause: "The index was dropped.", Confidence: Confirmed, Fix: "Made it anew."})
	over.must(ben, Mark{Milestone: Mitigated, At: at(38)})
	over.must(ben, Mark{Milestone: Resolved})
	over.must(cleo, AllHands{})
	over.to(50).must(ada, Move{To: Learn, Why: "The alarms are quiet."})
	over.to(55).must(ada, Move{To: Recover, Why: "Payments fail again."})
	for name, text := range map[string]string{
		"document.md":      s.i.Document(at(9)),
		"reopened.md":      over.i.Document(at(60)),
		"just-opened.md":   opened(t).i.Document(at(1)),
		"brief.txt":        s.i.Brief(Rules{}, time.UTC),
		"ticket.txt":       s.i.TicketText(),
		"announcement.txt": over.i.Announcement(time.UTC) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
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
			if strings.Contains(text, "DRILL") {
				t.Error("a real incident is called a drill")
			}
		})
	}
}

func TestADrillIsMarkedInEveryText(t *testing.T) {
	s := &scene{t: t, now: noon}
	s.must(ada, Open{ID: "x", Title: "Trouble", Drill: true})
	s.must(ada, Decide{Verdict: Now, Reason: "Practice."})
	s.must(ada, Assign{Commanding, ada})
	s.must(ada, OfferHandOff{To: ben, Brief: "x"})
	s.must(ben, ReadBack{Text: "x"})
	s.must(ben, TakeCommand{})
	for name, text := range map[string]string{"document": s.i.Document(noon), "brief": s.i.Brief(Rules{}, time.UTC), "announcement": s.i.Announcement(time.UTC), "ticket": s.i.TicketText()} {
		if !strings.Contains(text, "DRILL") {
			t.Errorf("the %s does not say so:\n%s", name, text)
		}
	}
}
