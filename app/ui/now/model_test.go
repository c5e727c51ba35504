package now

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/notify"
)

func TestNowSaysHowItStands(t *testing.T) {
	now := night.Now(t)
	for _, c := range []struct {
		name                    string
		change                  func(*model.View)
		form                    look.Form
		headline, detail, quiet string
		left                    string
	}{
		{"on call and calm", func(*model.View) {}, look.Disc, "Primary until Fri 09:00", "", "Nothing waits. No page in the last 24 hours.", "2 d 6 h of your shift left"},
		{"the last page is named", func(v *model.View) {
			v.Snap.Pages = []api.Page{night.Resolved("p", time.Date(2026, 11, 24, 14, 20, 0, 0, v.Loc))}
		}, look.Disc, "Primary until Fri 09:00", "", "Nothing waits. Last page Tue 14:20.", "2 d 6 h of your shift left"},
		{"a page waits", func(v *model.View) { v.Snap.Pages = []api.Page{night.Waiting("p", now.Add(-4*time.Minute))} },
			look.Triangle, "1 page, 11 min left", "Primary until Fri 09:00", "", "2 d 6 h of your shift left"},
		{"a source is silent", func(v *model.View) {
			v.Snap.Sources[0].State, v.Snap.Sources[0].LastHeard = api.SourceSilent, now.Add(-6*time.Minute)
		}, look.BrokenRing, "prod silent for 6 min", "Primary until Fri 09:00", "Nothing waits that Standby can see. No page in the last 24 hours.", "2 d 6 h of your shift left"},
		{"nothing is watched", func(v *model.View) { v.Snap.Sources = v.Snap.Sources[1:] },
			look.Disc, "Primary until Fri 09:00", "", "Nothing is watched yet, so nothing can wait.", "2 d 6 h of your shift left"},
		{"the agent has gone", func(v *model.View) { v.Live = false }, look.BrokenRing, "Not current", "At 02:12 it was: Primary until Fri 09:00", "Nothing waits. No page in the last 24 hours.", ""},
		{"the agent was never there", func(v *model.View) { *v = model.View{Now: now, Loc: v.Loc} }, look.BrokenRing, "Looking for Standby's agent…", "", "", ""},
		{"an agent that gives no reason", func(v *model.View) { v.Snap.DutyKnown, v.Snap.Duty.Current = false, nil }, look.BrokenRing,
			"Whether you are on call is not known", "", "Nothing waits that Standby can see. No page in the last 24 hours.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := bench.ViewAt(t, night.OnCall(t), now)
			c.change(&v)
			n := viewOf(v)
			if n.form != c.form || n.headline != c.headline || n.detail != c.detail || n.quiet != c.quiet || n.left != c.left {
				t.Errorf("got %s, %q, %q, %q, %q", n.form, n.headline, n.detail, n.quiet, n.left)
			}
		})
	}
}

func TestNowSaysWhoIsWithMeAndWhoIsNext(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	next := night.Shift("A", "secondary", time.Date(2026, 12, 4, 9, 0, 0, 0, v.Loc), 7*24*time.Hour)
	v.Snap.Duty.Next = &next
	want := []model.Fact{{Name: "With you", Value: "Engineer C (secondary)"}, {Name: "Then", Value: "Engineer C takes over"}, {Name: "Next for you", Value: "Fri 4 Dec 09:00 – Fri 11 Dec 09:00, secondary"}}
	got := viewOf(v).duty
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
	now := night.Now(t)
	s := night.OnCall(t)
	others := night.Waiting("others", now.Add(-9*time.Minute))
	others.Due = time.Time{}
	taken := night.Waiting("taken", now.Add(-20*time.Minute))
	taken.State = notify.Acknowledged
	s.Pages = []api.Page{night.Waiting("new", now.Add(-time.Minute)), others, night.Waiting("old", now.Add(-11*time.Minute)), taken, night.Resolved("gone", now.Add(-time.Hour))}
	waiting, working := rowsOf(bench.ViewAt(t, s, now))
	var ids []string
	for _, r := range waiting {
		ids = append(ids, r.ID)
	}
	if len(ids) != 3 || ids[0] != "old" || ids[1] != "new" || ids[2] != "others" || len(working) != 1 {
		t.Errorf("waiting %v, working %v", ids, working)
	}
}

func TestPagesBeyondTheSnapshotAreCounted(t *testing.T) {
	for _, c := range []struct {
		open, waiting, hidden int
		want                  string
	}{
		{0, 0, 0, ""},
		{0, 0, 3, "And 3 more: all are on the screen Pages (Ctrl+3)."},
		{800, 800, 0, "And 800 more wait; they come up as these are dealt with."},
		{20, 0, 0, "And 20 more are open; they come up as these are dealt with."},
		{20, 5, 0, "And 20 more are open, 5 of them wait; they come up as these are dealt with."},
		{800, 800, 180, "And 180 more: all are on the screen Pages (Ctrl+3). And 800 more wait; they come up as these are dealt with."},
	} {
		if got := moreOf(c.hidden, api.Snapshot{MorePages: c.open, MoreWaiting: c.waiting}); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
