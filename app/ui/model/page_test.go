package model

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/look"
	"standby/notify"
)

func TestTheAckClockTurnsAmberThenRed(t *testing.T) {
	now := night.Now(t)
	for _, c := range []struct {
		name string
		age  time.Duration
		text string
		tone look.ColorName
	}{
		{"fresh", 0, "15:00 left", look.Secondary},
		{"a second before the warning", 9*time.Minute + 59*time.Second, "5:01 left", look.Secondary},
		{"at the warning", 10 * time.Minute, "5:00 left", look.Taken},
		{"a second before the target", 14*time.Minute + 59*time.Second, "0:01 left", look.Taken},
		{"at the target", 15 * time.Minute, "overdue 0 s", look.Waiting},
		{"long past it", 80 * time.Minute, "overdue 1 h 05 min", look.Waiting},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, tone := ackClock(night.Waiting("p", now.Add(-c.age)), viewAt(t, night.OnCall(t), now))
			if text != c.text || tone != c.tone {
				t.Errorf("got %q in %s", text, tone)
			}
		})
	}
}

func TestTheClockDoesNotPretendToCountWhileTheAgentIsAway(t *testing.T) {
	v := viewAt(t, night.OnCall(t), night.Now(t))
	v.Live = false
	if text, _ := ackClock(night.Waiting("p", v.Now.Add(-4*time.Minute)), v); text != "11 min left" {
		t.Errorf("got %q", text)
	}
}

func TestARowSaysWhatThePageIsIn(t *testing.T) {
	now := night.Now(t)
	base := night.Waiting("p", now.Add(-4*time.Minute))
	for _, c := range []struct {
		name         string
		change       func(*api.Page)
		form         look.Form
		tone         look.ColorName
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
			r := PageRowOf(p, viewAt(t, night.OnCall(t), now))
			if r.State != c.state || r.Brief != c.brief || r.Form != c.form || r.Tone != c.tone || r.Clock != c.clock || r.Ack != c.ack || r.Sending != c.sending || r.Busy != (c.ack == "Sending…") {
				t.Errorf("got %+v", r)
			}
		})
	}
	if r := PageRowOf(api.Page{Page: notify.Page{Drill: true, Title: " "}}, viewAt(t, night.OnCall(t), now)); r.Title != "Test: (no title)" {
		t.Errorf("a test page without a title reads %q", r.Title)
	}
}

func TestAPageFromBeforeTargetsOfItsOwnWarnsAsTheSettingsSay(t *testing.T) {
	v := viewAt(t, night.OnCall(t), night.Now(t))
	p := night.Waiting("p", v.Now.Add(-10*time.Minute))
	p.Target, p.Warn = 0, 0
	if text, tone := ackClock(p, v); text != "5:00 left" || tone != look.Taken {
		t.Errorf("got %q in %s", text, tone)
	}
}

func TestTheLastStepCanBeUndoneForAMoment(t *testing.T) {
	now := night.Now(t)
	taken := night.Waiting("taken", now)
	taken.State, taken.UndoUntil = notify.Acknowledged, now.Add(2*time.Second)
	ending := night.Waiting("ending", now)
	ending.Request, ending.UndoUntil = notify.AskResolve, now.Add(4100*time.Millisecond)
	pages := []api.Page{night.Waiting("other", now), taken, ending}
	v := viewAt(t, night.OnCall(t), now)
	if p, ok := Undoable(pages, v); !ok || Undone(p) != "Resolving: Title of ending" || UndoOf(p, v) != "Undo (5 s)" {
		t.Errorf("got %q, %q", Undone(p), UndoOf(p, v))
	}
	if Undone(taken) != "Acknowledged: Title of taken" {
		t.Errorf("got %q", Undone(taken))
	}
	v.Live = false
	if _, ok := Undoable(pages, v); ok {
		t.Error("something can be undone without an agent")
	}
	v.Live, v.Now = true, now.Add(5*time.Second)
	if _, ok := Undoable(pages, v); ok {
		t.Error("something can be undone too late")
	}
}

func TestMutedIsSaidUntilItEnds(t *testing.T) {
	v := viewAt(t, night.OnCall(t), night.Now(t))
	v.Snap.MutedUntil = v.Now.Add(time.Hour)
	if got := MutedOf(v); got != "Muted until 03:12: pages are shown, and make no sound." {
		t.Errorf("got %q", got)
	}
	v.Now = v.Snap.MutedUntil
	if got := MutedOf(v); got != "" {
		t.Errorf("at its end: %q", got)
	}
}
