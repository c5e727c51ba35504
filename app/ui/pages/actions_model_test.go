package pages

import (
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/look"
	"standby/notify"
)

// labelled are the actions that have a label.
func labelled(labels [actions]string) map[action]string {
	out := map[action]string{}
	for a, label := range labels {
		if label != "" {
			out[action(a)] = label
		}
	}
	return out
}

func TestWhatCanBeDoneWithAPage(t *testing.T) {
	now := night.Now(t)
	full := night.Waiting("p", now)
	full.CanResolve, full.EscalateLabel = true, "Escalate"
	for _, c := range []struct {
		name         string
		change       func(*api.Page)
		asking, here bool
		want         map[action]string
	}{
		{"a waiting page", func(*api.Page) {}, false, true, map[action]string{acknowledge: "a · Silence for 15 min", snooze: "s · Snooze", resolve: "r · Resolve",
			escalate: "e · Hand on", pause: "p · Pause clock", note: "n · Note"}},
		{"one whose source cannot do much", func(p *api.Page) { p.CanResolve, p.EscalateLabel = false, "" }, false, true,
			map[action]string{acknowledge: "a · Silence for 15 min", snooze: "s · Snooze", pause: "p · Pause clock", note: "n · Note"}},
		{"one whose source has gone", func(p *api.Page) { p.CanResolve, p.EscalateLabel, p.AckLabel = false, "", "" }, false, true,
			map[action]string{pause: "p · Pause clock", note: "n · Note"}},
		{"one that is not for me", func(p *api.Page) { p.Due = time.Time{} }, false, true, map[action]string{acknowledge: "a · Silence for 15 min", snooze: "s · Snooze", resolve: "r · Resolve",
			escalate: "e · Hand on", note: "n · Note"}},
		{"one whose clock is paused", func(p *api.Page) { p.Due, p.PausedAt = time.Time{}, now }, false, true, map[action]string{acknowledge: "a · Silence for 15 min", snooze: "s · Snooze",
			resolve: "r · Resolve", escalate: "e · Hand on", pause: "p · Run clock", note: "n · Note"}},
		{"one whose acknowledgement is on its way", func(p *api.Page) { p.Request = notify.AskAcknowledge }, false, true, map[action]string{snooze: "s · Snooze", resolve: "r · Resolve",
			escalate: "e · Hand on", pause: "p · Pause clock", note: "n · Note"}},
		{"one that is taken", func(p *api.Page) { p.State, p.Due = notify.Acknowledged, time.Time{} }, false, true, map[action]string{snooze: "s · Snooze", resolve: "r · Resolve",
			escalate: "e · Hand on", unacknowledge: "u · Give back", note: "n · Note"}},
		{"one that is snoozed", func(p *api.Page) { p.State, p.Due = notify.Snoozed, time.Time{} }, false, true, map[action]string{acknowledge: "a · Silence for 15 min", snooze: "s · Snooze",
			resolve: "r · Resolve", escalate: "e · Hand on", unacknowledge: "u · Wake it now", note: "n · Note"}},
		{"one that is handed on", func(p *api.Page) { p.State, p.Due = notify.Escalated, time.Time{} }, false, true, map[action]string{acknowledge: "a · Silence for 15 min", snooze: "s · Snooze",
			resolve: "r · Resolve", note: "n · Note"}},
		{"one that was missed", func(p *api.Page) { p.Missed, p.State, p.Due = true, notify.Resolved, time.Time{} }, false, true, map[action]string{note: "n · Note", excuse: "w · Why missed"}},
		{"one whose reason is known", func(p *api.Page) {
			p.Missed, p.MissedWhy, p.State, p.Due = true, "asleep", notify.Resolved, time.Time{}
		}, false, true, map[action]string{note: "n · Note"}},
		{"one that came and went", func(p *api.Page) { p.Unseen, p.State, p.Due = true, notify.Resolved, time.Time{} }, false, true, map[action]string{note: "n · Note", see: "o · Mark as seen"}},
		{"one of long ago", func(p *api.Page) { p.State, p.Due = notify.Resolved, time.Time{} }, false, false, nil},
		{"nothing while the agent is asked", func(*api.Page) {}, true, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := full
			c.change(&p)
			if got := labelled(actionsOf(p, c.asking, c.here)); !maps.Equal(got, c.want) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestOneStepStandsOutAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := api.Page{Page: notify.Page{State: rapid.SampledFrom([]notify.State{notify.Triggered, notify.Acknowledged, notify.Snoozed, notify.Escalated, notify.Resolved}).Draw(t, "state")},
			AckLabel: rapid.SampledFrom([]string{"", "Acknowledge"}).Draw(t, "ack"), CanResolve: rapid.Bool().Draw(t, "resolve"), EscalateLabel: rapid.SampledFrom([]string{"", "Escalate"}).Draw(t, "escalate")}
		p.Unseen = p.State == notify.Resolved && rapid.Bool().Draw(t, "unseen")
		loud := 0
		for a, label := range actionsOf(p, false, true) {
			if label != "" && weightOf(action(a), p) != look.Plain {
				loud++
			}
		}
		if loud > 1 {
			t.Fatalf("%d steps stand out of %+v", loud, p)
		}
	})
}

func TestHowLongAPageCanBePutOff(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	for _, c := range []struct {
		name   string
		now    time.Time
		labels []string
		until  []string
	}{
		{"at night", v.Now, []string{"15 min", "1 h", "Until 07:00", "Until 09:00, work"},
			[]string{"25 Nov 02:27", "25 Nov 03:12", "25 Nov 07:00", "25 Nov 09:00"}},
		{"at seven sharp", time.Date(2026, 11, 25, 7, 0, 0, 0, v.Loc), []string{"15 min", "1 h", "Until Thu 07:00", "Until 09:00, work"},
			[]string{"25 Nov 07:15", "25 Nov 08:00", "26 Nov 07:00", "25 Nov 09:00"}},
		{"on a Friday night", time.Date(2026, 11, 27, 22, 0, 0, 0, v.Loc), []string{"15 min", "1 h", "Until Sat 07:00", "Until Mon 09:00, work"},
			[]string{"27 Nov 22:15", "27 Nov 23:00", "28 Nov 07:00", "30 Nov 09:00"}},
		{"in the night the clocks go back", time.Date(2026, 10, 25, 1, 30, 0, 0, v.Loc), []string{"15 min", "1 h", "Until 07:00", "Until Mon 09:00, work"},
			[]string{"25 Oct 01:45", "25 Oct 02:30", "25 Oct 07:00", "26 Oct 09:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := v
			v.Now = c.now
			for i, o := range snoozes(v) {
				got := o.Command(c.now)
				if o.Label != c.labels[i] || got.Do != api.DoSnooze || got.Until.In(v.Loc).Format("2 Jan 15:04") != c.until[i] {
					t.Errorf("%d: %q until %v", i+1, o.Label, got.Until)
				}
			}
		})
	}
}

func TestEveryAnswerLiesAhead(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	names := []string{"Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "UTC", "Africa/Cairo"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Skip(err)
		}
		v := v
		v.Loc, v.Now = loc, time.Unix(rapid.Int64Range(1_500_000_000, 2_000_000_000).Draw(t, "now"), 0)
		for _, o := range snoozes(v) {
			if until := o.Command(v.Now).Until; !until.After(v.Now) || until.Sub(v.Now) > 73*time.Hour {
				t.Fatalf("%q is %v ahead", o.Label, until.Sub(v.Now))
			}
		}
	})
}
