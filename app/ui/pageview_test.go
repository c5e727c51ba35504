package ui

import (
	"slices"
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
		name   string
		change func(*api.Page)
		state  string
		form   look.Form
		ack    string
		busy   bool
	}{
		{"waiting", func(*api.Page) {}, "Waiting", look.Triangle, "Silence for 15 min", false},
		{"waiting for others", func(p *api.Page) { p.Due = time.Time{} }, "Waiting, not for you", look.Triangle, "Silence for 15 min", false},
		{"waiting where it cannot be acknowledged", func(p *api.Page) { p.AckLabel = "" }, "Waiting", look.Triangle, "", false},
		{"on its way", func(p *api.Page) { p.Request = notify.AskAcknowledge }, "Waiting", look.Triangle, "Sending…", true},
		{"taken", func(p *api.Page) { p.State, p.AckedAt, p.AckedBy = notify.Acknowledged, now, "Engineer A" }, "Acknowledged 02:12 by Engineer A", look.Tick, "", false},
		{"over", func(p *api.Page) { p.State, p.ResolvedAt = notify.Resolved, now }, "Resolved 02:12", look.Ring, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := base
			c.change(&p)
			r := rowOf(p, viewAt(t, onCall(t), now))
			if r.state != c.state || r.form != c.form || r.ack != c.ack || r.busy != c.busy {
				t.Errorf("got %+v", r)
			}
		})
	}
	if r := rowOf(api.Page{Page: notify.Page{Drill: true, Title: " "}}, viewAt(t, onCall(t), now)); r.title != "Test: (no title)" {
		t.Errorf("a test page without a title reads %q", r.title)
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

func TestWhatCanBeDoneWithAPage(t *testing.T) {
	now := night(t)
	waiting := waitingPage("p", now)
	taken := waiting
	taken.State, taken.CanResolve = notify.Acknowledged, true
	for _, c := range []struct {
		name string
		page api.Page
		busy bool
		want [actions]string
	}{
		{"a waiting page is acknowledged", waiting, false, [actions]string{"a · Silence for 15 min", "", ""}},
		{"one that is taken is given back or resolved", taken, false, [actions]string{"", "u · Give back", "r · Resolve"}},
		{"nothing while a request is on its way", waiting, true, [actions]string{}},
		{"nothing once it is over", resolvedPage("p", now), false, [actions]string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := actionsOf(c.page, c.busy); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestTheTimelineIsToldInWords(t *testing.T) {
	v := viewAt(t, onCall(t), night(t))
	p := api.Page{Timeline: []notify.Event{{At: v.now, What: "acknowledge-failed", By: "Engineer A", Detail: "503"}, {At: v.now, What: "some-new-word"}, {At: v.now}}}
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
