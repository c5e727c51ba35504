package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
)

func TestTheAckClockTurnsAmberThenRed(t *testing.T) {
	now := night(t)
	for _, c := range []struct {
		name string
		age  time.Duration
		text string
		tone fyne.ThemeColorName
	}{
		{"fresh", 0, "15:00 left", look.Secondary},
		{"a second before the warning", 9*time.Minute + 59*time.Second, "5:01 left", look.Secondary},
		{"at the warning", 10 * time.Minute, "5:00 left", look.Taken},
		{"a second before the target", 14*time.Minute + 59*time.Second, "0:01 left", look.Taken},
		{"at the target", 15 * time.Minute, "overdue 0 s", look.Waiting},
		{"long past it", 80 * time.Minute, "overdue 1 h 05 min", look.Waiting},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, tone := ackClock(waitingPage("p", now.Add(-c.age)), viewAt(t, onCall(t), now))
			if text != c.text || tone != c.tone {
				t.Errorf("got %q in %s", text, tone)
			}
		})
	}
}

func TestTheClockDoesNotPretendToCountWhileTheAgentIsAway(t *testing.T) {
	v := viewAt(t, onCall(t), night(t))
	v.live = false
	if text, _ := ackClock(waitingPage("p", v.now.Add(-4*time.Minute)), v); text != "11 min left" {
		t.Errorf("got %q", text)
	}
}

func TestARowSaysWhatThePageIsIn(t *testing.T) {
	now := night(t)
	base := waitingPage("p", now.Add(-4*time.Minute))
	for _, c := range []struct {
		name         string
		change       func(*api.Page)
		form         look.Form
		tone         fyne.ThemeColorName
		state, brief string
		clock        string
		ack          string
		sending      string
	}{
		{"waiting", func(*api.Page) {}, look.Triangle, look.Waiting, "Waiting", "Waiting", "11:00 left", "Silence for 15 min", ""},
		{"waiting for others", func(p *api.Page) { p.Due = time.Time{} }, look.Triangle, look.Off, "Waiting, not for you", "Waiting, not for you", "", "Silence for 15 min", ""},
		{"waiting where it cannot be acknowledged", func(p *api.Page) { p.AckLabel = "" }, look.Triangle, look.Waiting, "Waiting", "Waiting", "11:00 left", "", ""},
		{"held by quiet hours", func(p *api.Page) { p.Held, p.HeldUntil = true, now.Add(288*time.Minute) }, look.Moon, look.Waiting, "Held until 07:00 (quiet hours)", "Held until 07:00", "11:00 left", "Silence for 15 min", ""},
		{"paused", func(p *api.Page) {
			p.Due, p.PausedAt, p.PausedUntil = time.Time{}, now.Add(2*time.Minute), now.Add(18*time.Minute)
		}, look.Triangle, look.Taken, "Paused until 02:30", "Paused until 02:30", "9 min left then", "Silence for 15 min", ""},
		{"paused for the second time", func(p *api.Page) {
			p.Due, p.PausedAt, p.PausedUntil, p.Paused = time.Time{}, now.Add(2*time.Minute), now.Add(18*time.Minute), 3*time.Minute
		}, look.Triangle, look.Taken, "Paused until 02:30", "Paused until 02:30", "12 min left then", "Silence for 15 min", ""},
		{"paused after its target", func(p *api.Page) {
			p.Due, p.PausedAt, p.PausedUntil = time.Time{}, now.Add(20*time.Minute), now.Add(30*time.Minute)
		}, look.Triangle, look.Taken, "Paused until 02:42", "Paused until 02:42", "overdue 9 min then", "Silence for 15 min", ""},
		{"the acknowledgement on its way", func(p *api.Page) { p.Request = notify.AskAcknowledge },
			look.Triangle, look.Waiting, "Waiting", "Waiting", "11:00 left", "Sending…", "Sending the acknowledgement…"},
		{"the acknowledgement failing", func(p *api.Page) { p.Request, p.Attempts = notify.AskAcknowledge, 3 },
			look.Triangle, look.Waiting, "Waiting", "Waiting", "11:00 left", "Sending…", "Sending the acknowledgement… It failed 3 times and is tried again."},
		{"a snooze on its way", func(p *api.Page) { p.Request, p.AskUntil, p.Attempts = notify.AskSnooze, now.Add(time.Hour), 1 },
			look.Triangle, look.Waiting, "Waiting", "Waiting", "11:00 left", "Silence for 15 min", "Snoozing until 03:12… It failed once and is tried again."},
		{"a resolution that can still be undone", func(p *api.Page) { p.Request, p.HoldUntil = notify.AskResolve, now.Add(3100*time.Millisecond) },
			look.Triangle, look.Waiting, "Waiting", "Waiting", "11:00 left", "Silence for 15 min", "Resolving in 4 s"},
		{"a request that this window does not know", func(p *api.Page) { p.Request = "merge" },
			look.Triangle, look.Waiting, "Waiting", "Waiting", "11:00 left", "Silence for 15 min", "Sending…"},
		{"taken", func(p *api.Page) {
			p.State, p.AckedAt, p.AckedBy, p.Due = notify.Acknowledged, now, "Engineer A", time.Time{}
		}, look.Tick, look.Taken, "Acknowledged 02:12 by Engineer A", "Acknowledged", "", "", ""},
		{"snoozed", func(p *api.Page) {
			p.State, p.SnoozedUntil, p.SnoozedBy, p.Due = notify.Snoozed, now.Add(63*time.Minute), "Engineer A", time.Time{}
		}, look.ClockFace, look.Soon, "Snoozed until 03:15 by Engineer A", "Snoozed until 03:15", "", "", ""},
		{"handed on", func(p *api.Page) {
			p.State, p.EscalatedAt, p.EscalatedTo, p.Due = notify.Escalated, now, "level 2", time.Time{}
		}, look.Arrow, look.Taken, "Handed on 02:12 to level 2", "Handed on 02:12", "", "", ""},
		{"handed on to whom nobody says", func(p *api.Page) { p.State, p.EscalatedAt, p.Due = notify.Escalated, now, time.Time{} },
			look.Arrow, look.Taken, "Handed on 02:12", "Handed on 02:12", "", "", ""},
		{"over", func(p *api.Page) { p.State, p.ResolvedAt, p.Due = notify.Resolved, now, time.Time{} }, look.Ring, look.Off, "Resolved 02:12", "Resolved 02:12", "", "", ""},
		{"over and unseen", func(p *api.Page) { p.State, p.ResolvedAt, p.Unseen, p.Due = notify.Resolved, now, true, time.Time{} },
			look.Outline, look.Soon, "Came and went, not seen, resolved 02:12", "Came and went, not seen", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := base
			c.change(&p)
			r := rowOf(p, viewAt(t, onCall(t), now))
			if r.state != c.state || r.brief != c.brief || r.form != c.form || r.tone != c.tone || r.clock != c.clock || r.ack != c.ack || r.sending != c.sending || r.busy != (c.ack == "Sending…") {
				t.Errorf("got %+v", r)
			}
		})
	}
	if r := rowOf(api.Page{Page: notify.Page{Drill: true, Title: " "}}, viewAt(t, onCall(t), now)); r.title != "Test: (no title)" {
		t.Errorf("a test page without a title reads %q", r.title)
	}
}

func TestAPageFromBeforeTargetsOfItsOwnWarnsAsTheSettingsSay(t *testing.T) {
	v := viewAt(t, onCall(t), night(t))
	p := waitingPage("p", v.now.Add(-10*time.Minute))
	p.Target, p.Warn = 0, 0
	if text, tone := ackClock(p, v); text != "5:00 left" || tone != look.Taken {
		t.Errorf("got %q in %s", text, tone)
	}
}

func TestTheLastStepCanBeUndoneForAMoment(t *testing.T) {
	now := night(t)
	taken := waitingPage("taken", now)
	taken.State, taken.UndoUntil = notify.Acknowledged, now.Add(2*time.Second)
	ending := waitingPage("ending", now)
	ending.Request, ending.UndoUntil = notify.AskResolve, now.Add(4100*time.Millisecond)
	pages := []api.Page{waitingPage("other", now), taken, ending}
	v := viewAt(t, onCall(t), now)
	if p, ok := undoable(pages, v); !ok || undone(p) != "Resolving: Title of ending" || undoOf(p, v) != "Undo (5 s)" {
		t.Errorf("got %q, %q", undone(p), undoOf(p, v))
	}
	if undone(taken) != "Acknowledged: Title of taken" {
		t.Errorf("got %q", undone(taken))
	}
	if got := nextChange(view{snap: api.Snapshot{Pages: pages, DutyKnown: true}, known: true, live: true, now: now, loc: v.loc}); got > time.Second {
		t.Errorf("the seconds are not counted: %v", got)
	}
	v.live = false
	if _, ok := undoable(pages, v); ok {
		t.Error("something can be undone without an agent")
	}
	v.live, v.now = true, now.Add(5*time.Second)
	if _, ok := undoable(pages, v); ok {
		t.Error("something can be undone too late")
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

func TestMutedIsSaidUntilItEnds(t *testing.T) {
	v := viewAt(t, onCall(t), night(t))
	v.snap.MutedUntil = v.now.Add(time.Hour)
	if got := mutedOf(v); got != "Muted until 03:12: pages are shown, and make no sound." {
		t.Errorf("got %q", got)
	}
	v.now = v.snap.MutedUntil
	if got := mutedOf(v); got != "" {
		t.Errorf("at its end: %q", got)
	}
}

func TestAllWaysAndLinksOfAPageAreKept(t *testing.T) {
	v := viewAt(t, onCall(t), night(t))
	p := waitingPage("p", v.now)
	p.URL, p.Missed, p.MissedWhy, p.Reopened = "https://a.example.org", true, "asleep", 2
	p.EscalatedAt, p.EscalatedTo = v.now, "level 2"
	p.Unsent = []notify.Word{{Text: "looked at it"}}
	p.Origins = []api.Origin{{Source: "prod", State: notify.Triggered, URL: "https://a.example.org", Sending: notify.AskAcknowledge},
		{Source: "duty", State: notify.Escalated, URL: "https://b.example.org", Failure: "no answer"}, {Source: "mail", State: notify.Acknowledged}}
	want := []fact{{"Service", "payments"}, {"Came by", "prod: waiting, sending “acknowledge”"}, {"", "duty: handed on, failed: no answer"}, {"", "mail: acknowledged"},
		{"Came", "Wed 25 Nov 2026 02:12, just now"}, {"Handed on", "Wed 25 Nov 2026 02:12 to level 2"}, {"Fired again", "2 times"},
		{"Missed", "nobody acknowledged it within 15 min, because: asleep"}, {"Not sent yet", "note: looked at it"}}
	if got := factsOf(p, v); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := linksOf(p); !slices.Equal(got, []string{"https://a.example.org", "https://b.example.org"}) {
		t.Errorf("links %q", got)
	}
}

func TestOnlyWebLinksAreOpened(t *testing.T) {
	for raw, ok := range map[string]bool{
		"https://prometheus.example.org/graph?x=1": true, "http://127.0.0.1:9090/": true,
		"": false, "javascript:alert(1)": false, "file:///etc/passwd": false, `\\server\share`: false, "https:": false, "https:///path": false,
		"ftp://example.org": false, "HTTPS://example.org": true, "https://user:secret@example.org": false, "https://exa mple.org": false, "//example.org/x": false,
	} {
		if got := linkOf(raw) != nil; got != ok {
			t.Errorf("%q: opened %v, want %v", raw, got, ok)
		}
	}
}

func FuzzLinkOf(f *testing.F) {
	f.Add("https://example.org/a?b#c")
	f.Add("jAvAsCript://example.org/%0aalert(1)")
	f.Fuzz(func(t *testing.T, raw string) {
		u := linkOf(raw)
		if u != nil && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil) {
			t.Errorf("%q would be opened", raw)
		}
	})
}

func TestTheTimelineIsToldInWords(t *testing.T) {
	v := viewAt(t, onCall(t), night(t))
	p := api.Page{Timeline: []notify.Event{{At: v.now, What: "acknowledge-failed", By: "Engineer A", Detail: "503"}, {At: v.now, What: "some-new-word"}, {At: v.now}}}
	for what := range happenings() {
		if happened(what) == "" || strings.Contains(happened(what), "-") {
			t.Errorf("%s reads %q", what, happened(what))
		}
	}
	want := []string{"Acknowledgement failed, asked for by Engineer A: 503", "Some new word", "Something happened"}
	for i, f := range timelineOf(p, v) {
		if f.value != want[i] || f.name != "25 Nov 02:12:00" {
			t.Errorf("got %v, want %q", f, want[i])
		}
	}
}

func TestAListThatIsReadDoesNotMove(t *testing.T) {
	for _, c := range []struct {
		name          string
		shown, newest []string
		hold          bool
		order         []string
		fresh         int
	}{
		{"nobody reads it", []string{"b"}, []string{"a", "b"}, false, []string{"a", "b"}, 0},
		{"one came", []string{"b"}, []string{"a", "b"}, true, []string{"b"}, 1},
		{"one came in between", []string{"a", "c"}, []string{"a", "b", "c"}, true, []string{"a", "c"}, 1},
		{"older ones were loaded", []string{"a"}, []string{"a", "b", "c"}, true, []string{"a", "b", "c"}, 0},
		{"one has gone", []string{"a", "b"}, []string{"b"}, true, []string{"b"}, 0},
		{"it was empty", nil, []string{"a"}, true, []string{"a"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			order, fresh := arrange(c.shown, c.newest, c.hold)
			if !slices.Equal(order, c.order) || fresh != c.fresh {
				t.Errorf("got %v and %d fresh", order, fresh)
			}
		})
	}
}

func TestEveryPageIsInTheListOrCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.StringMatching("[a-z]{1,3}"), rapid.ID[string])
		newest, before := ids.Draw(t, "newest"), ids.Draw(t, "before")
		order, fresh := arrange(before, newest, true)
		if len(order)+fresh != len(newest) {
			t.Fatalf("%d shown and %d fresh of %d", len(order), fresh, len(newest))
		}
		kept := slices.DeleteFunc(slices.Clone(before), func(id string) bool { return !slices.Contains(newest, id) })
		if len(kept) > 0 && !slices.Equal(order[:len(kept)], kept) {
			t.Fatalf("%v moved to %v", kept, order)
		}
	})
}

func TestThePageShelfForgetsWhatTheAgentForgot(t *testing.T) {
	now := night(t)
	var s shelf
	s.put([]api.Page{waitingPage("open", now), resolvedPage("over", now.Add(-time.Hour))})
	s.putOlder([]api.Page{resolvedPage("older", now.Add(-100*time.Hour)), {Page: notify.Page{ID: "over"}}}, now.Add(-200*time.Hour))
	s.put(nil)
	if got := s.newest(); !slices.Equal(got, []string{"over", "older"}) {
		t.Errorf("got %v", got)
	}
	if s.pages["over"].Title == "" {
		t.Error("the history replaced what a snapshot said")
	}
}
