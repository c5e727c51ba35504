package ui

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
)

func TestNowSaysHowItStands(t *testing.T) {
	now := night(t)
	for _, c := range []struct {
		name                    string
		change                  func(*view)
		form                    look.Form
		headline, detail, quiet string
		left                    string
	}{
		{"on call and calm", func(*view) {}, look.Disc, "Primary until Fri 09:00", "", "Nothing waits. No page in the last 24 hours.", "2 d 6 h of your shift left"},
		{"the last page is named", func(v *view) {
			v.snap.Pages = []api.Page{resolvedPage("p", time.Date(2026, 11, 24, 14, 20, 0, 0, v.loc))}
		}, look.Disc, "Primary until Fri 09:00", "", "Nothing waits. Last page Tue 14:20.", "2 d 6 h of your shift left"},
		{"a page waits", func(v *view) { v.snap.Pages = []api.Page{waitingPage("p", now.Add(-4*time.Minute))} },
			look.Triangle, "1 page, 11 min left", "Primary until Fri 09:00", "", "2 d 6 h of your shift left"},
		{"a source is silent", func(v *view) {
			v.snap.Sources[0].State, v.snap.Sources[0].LastHeard = api.SourceSilent, now.Add(-6*time.Minute)
		}, look.BrokenRing, "prod silent for 6 min", "Primary until Fri 09:00", "Nothing waits that Standby can see. No page in the last 24 hours.", "2 d 6 h of your shift left"},
		{"nothing is watched", func(v *view) { v.snap.Sources = v.snap.Sources[1:] },
			look.Disc, "Primary until Fri 09:00", "", "Nothing is watched yet, so nothing can wait.", "2 d 6 h of your shift left"},
		{"the agent has gone", func(v *view) { v.live = false }, look.BrokenRing, "Not current", "At 02:12 it was: Primary until Fri 09:00", "Nothing waits. No page in the last 24 hours.", ""},
		{"the agent was never there", func(v *view) { *v = view{now: now, loc: v.loc} }, look.BrokenRing, "Looking for Standby's agent…", "", "", ""},
		{"an agent that gives no reason", func(v *view) { v.snap.DutyKnown, v.snap.Duty.Current = false, nil }, look.BrokenRing,
			"Whether you are on call is not known", "", "Nothing waits that Standby can see. No page in the last 24 hours.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := viewAt(t, onCall(t), now)
			c.change(&v)
			n := nowOf(v)
			if n.form != c.form || n.headline != c.headline || n.detail != c.detail || n.quiet != c.quiet || n.left != c.left {
				t.Errorf("got %s, %q, %q, %q, %q", n.form, n.headline, n.detail, n.quiet, n.left)
			}
		})
	}
}

func TestNowSaysWhoIsWithMeAndWhoIsNext(t *testing.T) {
	v := viewAt(t, onCall(t), night(t))
	next := shiftOf("A", "secondary", time.Date(2026, 12, 4, 9, 0, 0, 0, v.loc), 7*24*time.Hour)
	v.snap.Duty.Next = &next
	want := []fact{{"With you", "Engineer C (secondary)"}, {"Then", "Engineer C takes over"}, {"Next for you", "Fri 4 Dec 09:00 – Fri 11 Dec 09:00, secondary"}}
	got := nowOf(v).duty
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}

func TestWhatWaitsForMeComesFirstAndTheSoonestOnTop(t *testing.T) {
	now := night(t)
	s := onCall(t)
	others := waitingPage("others", now.Add(-9*time.Minute))
	others.Due = time.Time{}
	taken := waitingPage("taken", now.Add(-20*time.Minute))
	taken.State = notify.Acknowledged
	s.Pages = []api.Page{waitingPage("new", now.Add(-time.Minute)), others, waitingPage("old", now.Add(-11*time.Minute)), taken, resolvedPage("gone", now.Add(-time.Hour))}
	waiting, working := rowsOf(viewAt(t, s, now))
	var ids []string
	for _, r := range waiting {
		ids = append(ids, r.id)
	}
	if len(ids) != 3 || ids[0] != "old" || ids[1] != "new" || ids[2] != "others" || len(working) != 1 {
		t.Errorf("waiting %v, working %v", ids, working)
	}
}

func TestTheFirstStepsStayUntilEachIsDone(t *testing.T) {
	full := onCall(t)
	for _, c := range []struct {
		name string
		s    api.Snapshot
		done []bool
	}{
		{"nothing is there", api.Snapshot{}, []bool{false, false, false}},
		{"a calendar is there", api.Snapshot{Sources: full.Sources[1:]}, []bool{true, false, false}},
		{"an Alertmanager is there", api.Snapshot{Sources: full.Sources[:1]}, []bool{false, true, false}},
		{"both are there", full, nil},
		{"the sample team", api.Snapshot{Demo: true}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			steps := setupOf(c.s)
			if len(steps) != len(c.done) {
				t.Fatalf("%d steps", len(steps))
			}
			for i, done := range c.done {
				if steps[i].done != done {
					t.Errorf("step %d: done %v", i+1, steps[i].done)
				}
			}
		})
	}
}

func TestTheClockRingsWhenSomethingChanges(t *testing.T) {
	at := night(t).Add(20 * time.Second)
	s := onCall(t)
	for _, c := range []struct {
		name   string
		change func(*view)
		want   time.Duration
	}{
		{"at the full minute, or when a source's minute is over", func(*view) {}, 32 * time.Second}, // heard at 02:11:52
		{"at the full minute while the agent is away", func(v *view) { v.live = false }, 40 * time.Second},
		{"each second while a page waits", func(v *view) { v.snap.Pages = []api.Page{waitingPage("p", v.now)} }, time.Second},
		{"not for somebody else's page", func(v *view) {
			p := waitingPage("p", v.now)
			p.Due = time.Time{}
			v.snap.Pages = []api.Page{p}
		}, 32 * time.Second},
		{"soon when nothing has come yet", func(v *view) { v.known = false }, grace},
		{"for a source heard in the future", func(v *view) { v.snap.Sources[0].LastHeard = v.now.Add(5 * time.Second) }, 5 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := viewAt(t, s, at)
			v.snap.Sources = append([]api.Source(nil), s.Sources...)
			c.change(&v)
			if got := nextChange(v); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
