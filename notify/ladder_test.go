package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func waiting(u Urgency, onDuty bool) Page {
	s := sighting()
	s.Urgency = u
	return Trigger(s, onDuty, start).Page.Aim(15*time.Minute, 10*time.Minute).Page
}

// nagged is what a page does until a time, minute and rung: "0:0 1:1 3:2".
func nagged(p Page, plan Plan, c Circumstance, until time.Time) string {
	var list []string
	var last Told
	now := p.TriggeredAt
	for !now.After(until) {
		step, next := p.Nag(plan, c, last, now)
		if step != nil {
			what := fmt.Sprintf("%d:%d", int(now.Sub(start).Minutes()), step.Index)
			last = Told{At: now, Rung: step.Index, Held: !step.HeldUntil.IsZero()}
			if last.Held {
				what = fmt.Sprintf("%d:held", int(now.Sub(start).Minutes()))
			}
			list = append(list, what)
		}
		if next.IsZero() {
			break
		}
		if !next.After(now) {
			return fmt.Sprintf("stuck at %v", now)
		}
		now = next
	}
	return strings.Join(list, " ")
}

func TestAPageNagsLouderUntilItIsAcknowledged(t *testing.T) {
	on := Circumstance{OnDuty: true, Zone: time.UTC}
	off := Circumstance{Zone: time.UTC}
	quiet := DefaultPlan()
	quiet.Quiet = QuietHours{Start: 22 * time.Hour, End: 2*time.Hour + 30*time.Minute} // until half an hour from start
	for _, c := range []struct {
		name  string
		page  Page
		plan  Plan
		c     Circumstance
		until int
		want  string
	}{
		{"high: each rung, then the last again, and at the warning and the target", waiting(High, true), DefaultPlan(), on, 26, "0:0 1:1 3:2 5:3 10:3 15:3 20:3 25:3"},
		{"normal", waiting(Normal, true), DefaultPlan(), on, 26, "0:0 5:1 10:2 15:2 20:2 25:2"},
		{"low: rarely, and at the warning and the target", waiting(Low, true), DefaultPlan(), on, 60, "0:0 10:0 15:0 45:0"},
		{"off call: once", waiting(High, false), DefaultPlan(), off, 300, "0:0"},
		{"quiet hours hold what is not urgent, and let go of it at their end", waiting(Normal, true), quiet, on, 50, "0:held 30:2 35:2 40:2 45:2 50:2"},
		{"what is urgent breaks through", waiting(High, true), quiet, on, 4, "0:0 1:1 3:2"},
		{"off call, quiet hours hold everything", waiting(High, false), quiet, off, 300, "0:held 30:0"},
		{"a ladder without rungs is silent", waiting(High, true), Plan{}, on, 60, ""},
	} {
		if got := nagged(c.page, c.plan, c.c, after(c.until)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestHowLoudItIsDependsOnWhereIAm(t *testing.T) {
	p, plan := waiting(High, true), DefaultPlan()
	told := Told{At: after(3), Rung: 2}
	for _, c := range []struct {
		name string
		c    Circumstance
		at   int
		want Rung
	}{
		{"away: as loud as it gets", Circumstance{OnDuty: true, Presence: Away}, 5, Rung{After: 5 * time.Minute, Note: High, Sound: "page-high", Volume: 100, Loop: true, Raise: true}},
		{"nobody can tell: the same", Circumstance{OnDuty: true}, 5, Rung{After: 5 * time.Minute, Note: High, Sound: "page-high", Volume: 100, Loop: true, Raise: true}},
		{"at the keyboard: discreetly", Circumstance{OnDuty: true, Presence: AtKeyboard}, 5, Rung{After: 5 * time.Minute, Note: High, Sound: "page-high", Volume: 50}},
		{"at the keyboard, but the target is near", Circumstance{OnDuty: true, Presence: AtKeyboard}, 10, Rung{After: 5 * time.Minute, Note: High, Sound: "page-high", Volume: 100, Loop: true, Raise: true}},
		{"muted: seen and not heard", Circumstance{OnDuty: true, MutedUntil: after(60)}, 5, Rung{After: 5 * time.Minute, Note: High, Volume: 100}},
	} {
		step, _ := p.Nag(plan, c.c, told, after(c.at))
		if step == nil || step.Rung != c.want {
			t.Errorf("%s: %+v", c.name, step)
		}
	}
	off, _ := waiting(High, false).Nag(Plan{Off: Ladder{Rungs: []Rung{{Note: High}}}}, Circumstance{}, Told{}, start)
	if off == nil || off.Note != Normal {
		t.Errorf("off call nothing stays on the screen: %+v", off)
	}
}

func TestWhatIsBeingDoneIsNotNaggedAbout(t *testing.T) {
	on := Circumstance{OnDuty: true}
	paused, _ := waiting(High, true).Pause(after(30), "Engineer A", after(1))
	failed := asked(t, waiting(High, true), Wish{Request: AskAcknowledge}, after(1)).Denied(AskAcknowledge, "not reachable", false, after(1)).Page
	for name, p := range map[string]Page{
		"acknowledged": acknowledged(t),
		"sending":      asked(t, waiting(High, true), Wish{Request: AskAcknowledge}, after(1)),
		"paused":       paused.Page,
		"resolved":     waiting(High, true).End("prod", after(1)).Page,
	} {
		if step, next := p.Nag(DefaultPlan(), on, Told{}, after(20)); step != nil || !next.IsZero() {
			t.Errorf("%s: %+v at %v", name, step, next)
		}
	}
	if step, _ := failed.Nag(DefaultPlan(), on, Told{At: start}, after(2)); step == nil {
		t.Error("an acknowledgement that failed is none")
	}
}

func TestQuietHoursAreByTheClockOfMyZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	night := QuietHours{Start: 22 * time.Hour, End: 7 * time.Hour}
	noon := QuietHours{Start: 12 * time.Hour, End: 13 * time.Hour, Days: []time.Weekday{time.Saturday, time.Sunday}}
	intoWeekend := QuietHours{Start: 22 * time.Hour, End: 7 * time.Hour, Days: []time.Weekday{time.Friday}}
	for _, c := range []struct {
		name     string
		q        QuietHours
		at, want string
	}{
		{"before they begin", night, "2026-11-25T21:59", ""},
		{"as they begin", night, "2026-11-25T22:00", "2026-11-26T07:00"},
		{"after midnight", night, "2026-11-26T03:00", "2026-11-26T07:00"},
		{"as they end", night, "2026-11-26T07:00", ""},
		{"the night the clocks go forward", night, "2026-03-29T00:30", "2026-03-29T07:00"},
		{"the night the clocks go back", night, "2026-10-25T04:00", "2026-10-25T07:00"},
		{"on a weekday", noon, "2026-11-25T12:30", ""},
		{"on a Saturday", noon, "2026-11-28T12:30", "2026-11-28T13:00"},
		{"the night after Friday is Friday's", intoWeekend, "2026-11-28T03:00", "2026-11-28T07:00"},
		{"the night after Saturday is not", intoWeekend, "2026-11-29T03:00", ""},
		{"none at all", QuietHours{}, "2026-11-25T00:00", ""},
	} {
		at, _ := time.ParseInLocation("2006-01-02T15:04", c.at, berlin)
		got := ""
		if end := c.q.Until(at, berlin); !end.IsZero() {
			got = end.In(berlin).Format("2006-01-02T15:04")
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// However a page is looked at, it nags in order, does not stand still, and is never
// silent for longer than the plan allows while it waits on duty.
func TestNaggingNeverStops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := waiting(rapid.SampledFrom([]Urgency{High, Normal}).Draw(t, "urgency"), true)
		c := Circumstance{OnDuty: true, Zone: time.UTC, Presence: rapid.SampledFrom([]Presence{PresenceUnknown, AtKeyboard, Away}).Draw(t, "presence")}
		var last Told
		now := start
		for range 60 {
			step, next := p.Nag(DefaultPlan(), c, last, now)
			if step != nil {
				if step.Index < last.Rung {
					t.Fatalf("at %v it goes down from rung %d to %d", now, last.Rung, step.Index)
				}
				last = Told{At: now, Rung: step.Index}
			}
			if next.IsZero() || !next.After(now) || next.Sub(last.At) > 5*time.Minute {
				t.Fatalf("at %v, last told %v, it looks again at %v", now, last.At, next)
			}
			// The agent may come early, or late after a sleep.
			now = next.Add(time.Duration(rapid.IntRange(-60, 900).Draw(t, "seconds")) * time.Second)
			if now.Before(last.At) {
				now = last.At
			}
		}
	})
}
