package mail

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/provider"
)

func TestMailsInAnyOrderLeaveOpenWhatWasReportedLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBook()
		open := map[string]bool{}
		n := rapid.IntRange(1, 40).Draw(t, "mails")
		for i := range n {
			who := rapid.SampledFrom([]string{"a@example.org", "b@example.org"}).Draw(t, "who")
			what := rapid.SampledFrom([]string{"disk full", "slow", "down"}).Draw(t, "what")
			over := rapid.Bool().Draw(t, "over")
			m := message{id: fmt.Sprint(i), from: who, subject: "PROBLEM: " + what, arrived: time.Unix(int64(i), 0)}
			if over {
				m.subject = "RESOLVED: " + what
			}
			if err := b.take(m, reading{}); err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(t, "twice") {
				if err := b.take(m, reading{}); err != nil {
					t.Fatal(err)
				}
			}
			if open[who+what] = !over; over {
				delete(open, who+what)
			}
			if len(b.Open) != len(open) {
				t.Fatalf("%d are open, want %v", len(b.Open), open)
			}
			data, err := b.bytes()
			if err != nil {
				t.Fatal(err)
			}
			if b, err = parseBook(data); err != nil { // a restart between any two
				t.Fatal(err)
			}
		}
		for _, tr := range b.Open {
			b.end(tr)
		}
		if len(b.names) != 0 {
			t.Fatalf("names of nothing: %v", b.names)
		}
	})
}

func TestAlertsOfOneThreadStayApart(t *testing.T) {
	b := newBook()
	page := func(state, instance string) string {
		return fmt.Sprintf("[1] %s\nLabels\nalertname = Disk\ninstance = %s\n", state, instance)
	}
	say := func(id, subject, text string) {
		t.Helper()
		if err := b.take(message{id: id, refs: []string{"group"}, from: "am@example.org", subject: subject, text: text}, reading{}); err != nil {
			t.Fatal(err)
		}
	}
	say("1", "[FIRING:2] Disk", page("Firing", "db1")+page("Firing", "db2"))
	say("2", "[FIRING:1] Disk", page("Firing", "db1")+page("Resolved", "db2"))
	if got := titles(b.alerts()); len(got) != 1 || got[0] != "Disk on db1" {
		t.Errorf("got %q", got)
	}
	say("3", "[FIRING:2] Disk", page("Firing", "db1")+page("Firing", "db3"))
	say("4", "[RESOLVED] Disk", "a template of the user's own")
	if len(b.Open) != 0 {
		t.Errorf("still open: %q", titles(b.alerts()))
	}
}

func TestMoreTroublesThanAreKeptApartAreAnErrorAndDropNone(t *testing.T) {
	b := newBook()
	for i := range mostOpen {
		if err := b.take(message{id: fmt.Sprint(i), from: "a@example.org", subject: fmt.Sprintf("job %d", i)}, reading{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.take(message{id: "x", from: "a@example.org", subject: "one more"}, reading{}); !errors.Is(err, provider.ErrTooLarge) || len(b.Open) != mostOpen {
		t.Errorf("%d are open, %v", len(b.Open), err)
	}
	b.forget(time.Now())
	if len(b.Taken) > mostTaken {
		t.Errorf("%d mails are remembered", len(b.Taken))
	}
}
