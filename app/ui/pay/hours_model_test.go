package pay

import (
	"testing"
	"time"

	"standby/app/ui/bench/night"
	"standby/rotation/pay/ledger"
)

func TestACallOutSaysWhetherItCounts(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*ledger.Logged)
		state  string
		waits  bool
		when   string
	}{
		{"as its page tells it", func(*ledger.Logged) {}, "To confirm", true, "Tue 24 Nov 02:10 – 03:40"},
		{"confirmed", func(l *ledger.Logged) { l.Confirmed = true }, "Confirmed", false, "Tue 24 Nov 02:10 – 03:40"},
		{"removed", func(l *ledger.Logged) { l.Removed = true }, "Removed, does not count", false, "Tue 24 Nov 02:10 – 03:40"},
		{"running", func(l *ledger.Logged) { l.Running = true }, "Still running", true, "Tue 24 Nov 02:10 – now"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := worked(t, "a", "2026-11-24 02:10", "2026-11-24 03:40")
			c.change(&l)
			r := hourOf(l, night.Berlin(t), night.Now(t))
			if r.state != c.state || r.waits != c.waits || r.when != c.when {
				t.Errorf("got %+v", r)
			}
			if _, waiting := hoursOf([]ledger.Logged{l}, night.Berlin(t), night.Now(t)); len(waiting) == 1 != (c.waits && !l.Running) {
				t.Errorf("%d wait to be confirmed", len(waiting))
			}
		})
	}
}

func TestWhatIsKnownBesidesIsSaid(t *testing.T) {
	l := worked(t, "a", "2026-11-24 02:10", "2026-11-24 03:40")
	l.Travel, l.Edited, l.At, l.By, l.Why, l.Differs, l.What = 45*time.Minute, true, night.Now(t), "Engineer A", "drove there", "end 02:00 is 02:30", ""
	r := hourOf(l, night.Berlin(t), night.Now(t))
	if len(r.said) != 3 || r.said[0].Value != "45 min" || r.said[1].Value != "Wed 25 Nov 02:12 · by Engineer A · drove there" || r.what != "Call-out" {
		t.Errorf("got %+v", r)
	}
}

func TestOnlyWhatWasChangedIsSent(t *testing.T) {
	l := worked(t, "a", "2026-11-24 02:10", "2026-11-24 03:40")
	d := draftOf(&l, night.Berlin(t))
	if d.from != "2026-11-24 02:10" || d.mode != "Remote" || d.travel != "" {
		t.Fatalf("it begins with %+v", d)
	}
	d.why, d.to = "it took longer", "04:10"
	e, wrong := d.edit(&l, night.Berlin(t))
	if wrong != nil || e.ID != "a" || e.From != nil || e.Mode != nil || e.What != nil || e.Travel != nil || !e.To.Equal(at(t, "2026-11-24 04:10")) {
		t.Errorf("got %+v, %v", e, wrong)
	}
	d.why = " "
	if _, wrong := d.edit(&l, night.Berlin(t)); wrong == nil || wrong.What != "An edit needs a reason" {
		t.Errorf("got %+v", wrong)
	}
}

func TestACallOutIsAddedAsItIsTyped(t *testing.T) {
	d := draftOf(nil, night.Berlin(t))
	d.from, d.to, d.travel, d.what, d.mode = "2026-11-07 23:10", "00:40", "45", " Changed a disk ", "On site"
	e, wrong := d.edit(nil, night.Berlin(t))
	if wrong != nil || !e.From.Equal(at(t, "2026-11-07 23:10")) || !e.To.Equal(at(t, "2026-11-08 00:40")) || *e.Travel != 2700 || *e.What != "Changed a disk" || *e.Mode != "onsite" {
		t.Errorf("got %+v, %+v", e, wrong)
	}
	for _, c := range []struct {
		name, want string
		change     func(*draft)
	}{
		{"no beginning", "For the beginning, “” cannot be understood", func(d *draft) { d.from = "" }},
		{"an end that is none", "For the end, “later” cannot be understood", func(d *draft) { d.to = "later" }},
		{"backwards", "The end comes before the beginning", func(d *draft) { d.to = "2026-11-06 10:00" }},
		{"journeys of words", "For the journeys, “long” cannot be understood", func(d *draft) { d.travel = "long" }},
		{"journeys of days", "For the journeys, “9999” cannot be understood", func(d *draft) { d.travel = "9999" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := d
			c.change(&bad)
			if _, wrong := bad.edit(nil, night.Berlin(t)); wrong == nil || wrong.What != c.want || wrong.Next == "" {
				t.Errorf("got %+v", wrong)
			}
		})
	}
}

func TestAWordOfThePolicysOwnCanBeKept(t *testing.T) {
	if got := modeWords("helicopter"); len(got) != 4 || got[3] != "helicopter" || modeOf("helicopter") != "helicopter" || modeWord("phone") != "By phone" {
		t.Errorf("got %q", got)
	}
	if got := modeWords("phone"); len(got) != 3 {
		t.Errorf("got %q", got)
	}
}

func TestATrailIsReadByPeople(t *testing.T) {
	steps := books(t).Trail
	if got := stepOf(steps[0], night.Berlin(t)); got != "By the page: told 2026-11-22 13:00 to 14:00 (UTC)" {
		t.Errorf("got %q", got)
	}
	if got := stepOf(steps[1], night.Berlin(t)); got != "Sun 22 Nov 16:00, Engineer A: end 14:00 is 14:30 (UTC) – it took longer" {
		t.Errorf("got %q", got)
	}
}
