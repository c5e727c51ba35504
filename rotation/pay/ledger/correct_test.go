package ledger_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/ledger"
)

// november is a closed month of 10 h on call and a call-out at night, seen on 3
// December.
func november(t *testing.T) *world {
	t.Helper()
	w := &world{
		policy: firmWith(t, ""), first: month(t, "2026-11"), now: at(t, "2026-12-03 12:00"),
		shifts: []rotation.Shift{shift(t, "s1", "2026-11-02 20:00", "2026-11-03 06:00")},
		told:   []ledger.Hour{told(t, "p1", 1, "2026-11-03 01:00", "2026-11-03 03:00")},
	}
	if c := w.close(t); !c.Cash.Equal(money("125")) || c.TimeInLieu != 7200 { // 10 x 4.50 + 2 x 40
		t.Fatalf("closed with %s and %d s", c.Cash, c.TimeInLieu)
	}
	return w
}

// edit appends a revision of the hour with that ID.
func (w *world) edit(t *testing.T, id, why string, change func(*ledger.Hour)) {
	t.Helper()
	log := w.log()
	i := slices.IndexFunc(log, func(l ledger.Logged) bool { return l.ID == id })
	to := log[i].Hour
	change(&to)
	r, err := log[i].Revise(to, "Ada", why, w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.revisions = append(w.revisions, r)
}

func TestWhatTurnsOutOtherwiseIsALineOfTheNextOpenMonth(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*testing.T, *world)
		want   []string
		why    string
	}{
		"nothing": {func(*testing.T, *world) {}, nil, ""},
		"an edited call-out": {
			func(t *testing.T, w *world) {
				w.edit(t, "p1#1", "the restart took longer", func(h *ledger.Hour) { h.End = at(t, "2026-11-03 03:30") })
			},
			[]string{"correction 2026-11: Call-out: Disk of host-p1 20.00 1800s"},
			"2026-11 was closed on 3 Dec 2026: 80.00 EUR then, 100.00 EUR now, which is +20.00 EUR, and 2 h in lieu then, 2 h 30 min now, which is +30 min; " +
				"the call-out was edited on 3 Dec 2026 by Ada: the restart took longer; now: ",
		},
		"a removed one": {
			func(t *testing.T, w *world) {
				w.edit(t, "p1#1", "was a drill", func(h *ledger.Hour) { h.Removed = true })
			},
			[]string{"correction 2026-11: Call-out: Disk of host-p1 -80.00 -7200s"},
			"80.00 EUR then, 0.00 EUR now, which is -80.00 EUR, and 2 h in lieu then, 0 h now, which is -2 h; the call-out was removed on 3 Dec 2026 by Ada: was a drill",
		},
		"one by hand": {
			func(t *testing.T, w *world) {
				r, err := ledger.Add(ledger.Hour{ID: "h1", Person: ada, Mode: "phone", What: "Advice", Interval: rotation.Interval{Start: at(t, "2026-11-10 12:00"), End: at(t, "2026-11-10 12:10")}}, "Ada", "", w.now)
				if err != nil {
					t.Fatal(err)
				}
				w.revisions = append(w.revisions, r)
			},
			[]string{"correction 2026-11: Call-out: Advice 32.00 3600s"}, "the call-out was entered by hand on 3 Dec 2026 by Ada",
		},
		"a schedule that tells otherwise": {
			func(t *testing.T, w *world) { w.shifts[0].End = at(t, "2026-11-03 02:00") },
			[]string{"correction 2026-11: On call as primary, Payments -18.00 0s"}, "45.00 EUR then, 27.00 EUR now, which is -18.00 EUR; the schedule tells otherwise now",
		},
		"a shift under another name": {func(_ *testing.T, w *world) { w.shifts[0].UID = "s2" }, nil, ""},
		"a page that runs on, of which nobody edited anything": {
			func(t *testing.T, w *world) { w.told[0].End = at(t, "2026-11-03 04:00") },
			[]string{"correction 2026-11: Call-out: Disk of host-p1 40.00 3600s"}, "what it rests on has changed since",
		},
		"an edit that changes no figure": {
			func(t *testing.T, w *world) {
				w.edit(t, "p1#1", "by phone", func(h *ledger.Hour) { h.Mode = "phone" })
			}, nil, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := november(t)
			before := w.book.Closed[0].Hash
			c.change(t, w)
			s := w.open(t)[0]
			var got []string
			for _, l := range s.Lines {
				got = append(got, said(l))
				if l.Of != month(t, "2026-11") || !strings.Contains(l.Explanation, c.why) {
					t.Errorf("of %s: %s", l.Of, l.Explanation)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if w.now = at(t, "2027-01-02"); len(c.want) > 0 {
				if next := w.close(t); next.Month != month(t, "2026-12") || next.Previous != before {
					t.Errorf("closed %s after %s", next.Month, next.Previous)
				}
				if again := w.corrections(t); len(again) != 0 {
					t.Errorf("corrected twice: %+v", again)
				}
			}
		})
	}
}

func TestACorrectionIsCorrectedAgain(t *testing.T) {
	w := november(t)
	w.edit(t, "p1#1", "longer", func(h *ledger.Hour) { h.End = at(t, "2026-11-03 04:00") })
	w.now = at(t, "2027-01-02")
	w.close(t)
	w.edit(t, "p1#1", "shorter, after all", func(h *ledger.Hour) { h.End = at(t, "2026-11-03 03:30") })
	lines := w.corrections(t)
	if len(lines) != 1 || said(lines[0]) != "correction 2026-11: Call-out: Disk of host-p1 -20.00 -1800s" || !lines[0].Was.Amount.Equal(money("120")) || !lines[0].Is.Amount.Equal(money("100")) {
		t.Errorf("got %+v", lines)
	}
}

func TestAMonthThatCannotBeComputedAgainIsNamed(t *testing.T) {
	w := november(t)
	broken := errors.New("no such policy")
	lines, err := ledger.Corrections(w.book.Closed, func(ledger.Closing) (ledger.Computed, error) { return ledger.Computed{}, broken })
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "2026-11") || len(lines) != 0 {
		t.Errorf("got %v and %v", lines, err)
	}
}

func TestACorrectionInAnotherCurrencyIsLeftToPeople(t *testing.T) {
	w := november(t)
	w.edit(t, "p1#1", "longer", func(h *ledger.Hour) { h.End = at(t, "2026-11-03 04:00") })
	corrections := w.corrections(t)
	abroad, err := pay.Parse("firm.toml", []byte(strings.ReplaceAll(firm+rounding, "EUR", "CHF")))
	if err != nil {
		t.Fatal(err)
	}
	w.policy = &abroad
	open, err := w.book.Open(w.months(t, month(t, "2026-12")), corrections, w.now)
	if err != nil || len(open[0].Lines) != 0 || len(open[0].Notes) != 1 || !strings.Contains(open[0].Notes[0], "amounts are in CHF; settle it by hand") {
		t.Errorf("%v: lines %v, notes %q", err, open[0].Lines, open[0].Notes)
	}
}
