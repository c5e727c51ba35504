package tray

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

var (
	// A Thursday night.
	now = time.Date(2026, 11, 26, 2, 10, 30, 0, time.UTC)
	loc = time.UTC
)

func shift(role rotation.Role, from, to time.Duration) *rotation.Shift {
	return &rotation.Shift{Role: role, Person: rotation.Person{Name: "Engineer A"}, Interval: rotation.Interval{Start: now.Add(from), End: now.Add(to)}}
}

func onCall(role rotation.Role) api.Snapshot {
	current := shift(role, -time.Hour, 31*time.Hour)
	after := shift(role, 31*time.Hour, 60*time.Hour)
	after.Person = rotation.Person{Name: "Engineer C"}
	return api.Snapshot{DutyKnown: true, Duty: rotation.Duty{Current: current, Until: current.End, After: after},
		Ack: api.AckClock{Target: 15 * time.Minute, Warn: 10 * time.Minute}}
}

func page(id, title string, left time.Duration) api.Page {
	return api.Page{Page: notify.Page{ID: id, Title: title, State: notify.Triggered, TriggeredAt: now.Add(left - 15*time.Minute)},
		Due: now.Add(left), AckLabel: "Acknowledge"}
}

func taken(id, title string) api.Page {
	return api.Page{Page: notify.Page{ID: id, Title: title, State: notify.Acknowledged, AckedAt: now.Add(-5 * time.Minute), AckedHere: true}}
}

// text is a menu as lines; what can be clicked is in brackets.
func text(v View) string {
	var lines []string
	for _, i := range v.Items {
		if i.Enabled {
			lines = append(lines, "["+i.Title+"]")
		} else {
			lines = append(lines, i.Title)
		}
	}
	return strings.Join(lines, "\n")
}

func TestTheTraySaysTheState(t *testing.T) {
	off := api.Snapshot{DutyKnown: true, Duty: rotation.Duty{Next: shift(rotation.Primary, 31*time.Hour, 60*time.Hour)}}
	soon := api.Snapshot{DutyKnown: true, Duty: rotation.Duty{Next: shift(rotation.Primary, 25*time.Minute, 60*time.Hour)}, Soon: time.Hour}
	waiting := onCall(rotation.Primary)
	waiting.Pages = []api.Page{page("p1", "Queue depth growing", 13*time.Minute), page("p2", "Checkout p99 above 2 s", 11*time.Minute+20*time.Second)}
	acked := onCall(rotation.Primary)
	acked.Pages = []api.Page{taken("p1", "Disk full")}
	blind := onCall(rotation.Primary)
	blind.Sources = []api.Source{{Name: "PagerDuty", State: api.SourceSilent, LastHeard: now.Add(-6 * time.Minute)}}
	const tail = "\n[Mute for 1 h]\n[Send a test page]\n[Quit Standby]"
	for _, c := range []struct {
		name, icon, tooltip, menu string
		snapshot                  api.Snapshot
	}{
		{"off call", IconOff, "Off call", "[Open Standby]\nOff call\nNext: Primary, Fri 09:10" + tail, off},
		{"on call soon", IconSoon, "On call at 02:35", "[Open Standby]\nOn call at 02:35\nNext: Primary, 02:35" + tail, soon},
		{"primary", IconPrimary, "Primary until Fri 09:10", "[Open Standby]\nPrimary until Fri 09:10\nAt Fri 09:10: Engineer C" + tail, onCall(rotation.Primary)},
		{"secondary", IconSecondary, "Secondary until Fri 09:10", "[Open Standby]\nSecondary until Fri 09:10\nAt Fri 09:10: Engineer C" + tail, onCall(rotation.Secondary)},
		{"pages waiting", "page-2", "2 pages, 11 min left\nPrimary until Fri 09:10",
			"[Open Standby]\n2 pages, 11 min left\nPrimary until Fri 09:10\nAt Fri 09:10: Engineer C\n" +
				"[Acknowledge: Checkout p99 above 2 s]\n[Acknowledge: Queue depth growing]" + tail, waiting},
		{"acknowledged", IconAcknowledged, "Acknowledged 02:05\nPrimary until Fri 09:10",
			"[Open Standby]\nAcknowledged 02:05\nPrimary until Fri 09:10\nAt Fri 09:10: Engineer C\nAcknowledged 02:05: Disk full" + tail, acked},
		{"cannot see", IconBlind, "PagerDuty silent since 02:04\nPrimary until Fri 09:10",
			"[Open Standby]\nPagerDuty silent since 02:04\nPrimary until Fri 09:10\nAt Fri 09:10: Engineer C" + tail, blind},
		{"nothing known", IconBlind, "No calendar is set up", "[Open Standby]\nNo calendar is set up" + tail, api.Snapshot{DutyReason: "No calendar is set up"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := ViewOf(c.snapshot, now, loc)
			if v.Icon != c.icon || v.Tooltip != c.tooltip {
				t.Errorf("icon %q, tooltip %q; want %q, %q", v.Icon, v.Tooltip, c.icon, c.tooltip)
			}
			if got := text(v); got != c.menu {
				t.Errorf("menu:\n%s\nwant:\n%s", got, c.menu)
			}
		})
	}
}

func TestAPageThatCannotBeAcknowledgedHereIsOnlyListed(t *testing.T) {
	s := onCall(rotation.Primary)
	deaf, sending := page("p1", "A", time.Minute), page("p2", "B", time.Minute)
	deaf.AckLabel, sending.Request = "", notify.AskAcknowledge
	s.Pages = []api.Page{deaf, sending}
	got := text(ViewOf(s, now, loc))
	if !strings.Contains(got, "\nWaiting: A\nSending: B\n") {
		t.Errorf("menu:\n%s", got)
	}
}

func TestEveryStateOfAPageHasItsWordInTheMenu(t *testing.T) {
	s := onCall(rotation.Primary)
	snoozed, handed, asleep, gone := page("p1", "A", 0), page("p2", "B", 0), page("p3", "C", 0), page("p4", "D", 0)
	snoozed.State, snoozed.SnoozedUntil = notify.Snoozed, now.Add(65*time.Minute)
	handed.State, handed.EscalatedAt = notify.Escalated, now
	asleep.State, asleep.Request = notify.Snoozed, notify.AskUnacknowledge
	gone.State, gone.Unseen = notify.Resolved, true
	s.Pages = []api.Page{snoozed, handed, asleep, gone}
	s.MorePages = 800
	got := text(ViewOf(s, now, loc))
	if !strings.Contains(got, "\nSnoozed until 03:15: A\nHanded on 02:10: B\nSending: C\n[and 800 more]\n[1 page came and went, not seen]\n") {
		t.Errorf("menu:\n%s", got)
	}
	s.Pages = append(s.Pages, gone)
	if got := text(ViewOf(s, now, loc)); !strings.Contains(got, "\n[2 pages came and went, not seen]\n") {
		t.Errorf("menu:\n%s", got)
	}
}

func TestTheButtonSaysWhatItDoesAndToWhichPage(t *testing.T) {
	s := onCall(rotation.Primary)
	p := page("p1", "Disk full", time.Minute)
	p.AckLabel = "Acknowledge (silences 15 min)"
	s.Pages = []api.Page{p}
	for _, item := range ViewOf(s, now, loc).Items {
		if item.Does == (Acknowledge{"p1"}) {
			if item.Title != "Acknowledge (silences 15 min): Disk full" || !item.Enabled {
				t.Errorf("item %+v", item)
			}
			return
		}
	}
	t.Error("nothing acknowledges p1")
}

func TestMoreThanFivePagesAreCounted(t *testing.T) {
	s := onCall(rotation.Primary)
	for i := range 12 {
		s.Pages = append(s.Pages, page(fmt.Sprint(i), "x", time.Duration(20-i)*time.Minute))
	}
	v := ViewOf(s, now, loc)
	if v.Icon != "page-9plus" || !strings.Contains(text(v), "[and 7 more]") || strings.Count(text(v), "Acknowledge: ") != 5 {
		t.Errorf("icon %s, menu:\n%s", v.Icon, text(v))
	}
	if v.Items[4].ID != "page-11" {
		t.Errorf("first page %+v, want the one that is due first", v.Items[4])
	}
}

func TestWhatASnapshotLeavesOutIsCountedToo(t *testing.T) {
	s := onCall(rotation.Primary)
	s.Pages, s.MorePages, s.MoreWaiting = []api.Page{page("p1", "Disk full", time.Minute)}, 300, 300
	if v := ViewOf(s, now, loc); v.Icon != "page-9plus" || !strings.Contains(text(v), "301 pages, 1 min left") || !strings.Contains(text(v), "[and 300 more]") {
		t.Errorf("icon %s, menu:\n%s", v.Icon, text(v))
	}
}

func TestWhatWasPutOffIsListedAsSuch(t *testing.T) {
	s := onCall(rotation.Primary)
	snoozed, handed := taken("p1", "Disk full"), taken("p2", "Queue grows")
	snoozed.State, snoozed.SnoozedUntil = notify.Snoozed, now.Add(time.Hour)
	handed.State, handed.EscalatedAt = notify.Escalated, now.Add(-time.Minute)
	s.Pages = []api.Page{snoozed, handed}
	if got := text(ViewOf(s, now, loc)); !strings.Contains(got, "\nSnoozed until 03:10: Disk full\nHanded on 02:09: Queue grows\n") {
		t.Errorf("menu:\n%s", got)
	}
}

func TestAMuteIsToldAndCanBeEnded(t *testing.T) {
	s := onCall(rotation.Primary)
	does := func() Command {
		v := ViewOf(s, now, loc)
		return v.Items[slices.IndexFunc(v.Items, func(i Item) bool { return i.ID == "mute" })].Does
	}
	if got := does(); got != (Mute{time.Hour}) {
		t.Errorf("heard: %v", got)
	}
	s.MutedUntil = now.Add(30 * time.Minute)
	if v := ViewOf(s, now, loc); !strings.Contains(text(v), "[Muted until 02:40: hear pages again]") || does() != (Mute{}) || !strings.HasSuffix(v.Tooltip, "\nMuted until 02:40") {
		t.Errorf("muted: %v, %q\n%s", does(), v.Tooltip, text(v))
	}
	s.MutedUntil = now
	if got := does(); got != (Mute{time.Hour}) {
		t.Errorf("a mute that is over: %v", got)
	}
}

func TestSecondsAreNeverCounted(t *testing.T) {
	for in, want := range map[string]string{
		"1 page, 40 s left":    "1 page, under 1 min left",
		"1 page, overdue 5 s":  "1 page, overdue under 1 min",
		"2 pages, 11 min left": "2 pages, 11 min left",
		"prod refuses us":      "prod refuses us",
		" s":                   " s",
	} {
		if got := wholeMinutes(in); got != want {
			t.Errorf("wholeMinutes(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAQuietViewDoesNotChangeFromSecondToSecond(t *testing.T) {
	quiet := onCall(rotation.Primary)
	quiet.Sources = []api.Source{{Name: "prod", State: api.SourceSilent, LastHeard: now.Add(-time.Minute)}}
	soon := api.Snapshot{DutyKnown: true, Duty: rotation.Duty{Next: shift(rotation.Primary, 50*time.Minute, 60*time.Hour)}, Soon: time.Hour}
	for _, s := range []api.Snapshot{quiet, soon} {
		first := ViewOf(s, now, loc)
		for at := time.Duration(0); at < 40*time.Minute; at += 7 * time.Second {
			if v := ViewOf(s, now.Add(at), loc); !v.Equal(first) {
				t.Fatalf("after %v:\n%s\n%s\nwas:\n%s\n%s", at, v.Tooltip, text(v), first.Tooltip, text(first))
			}
		}
	}
}

func TestEveryLineIsShortAndHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := onCall(rotation.Primary)
		s.Duty.After.Person.Name = rapid.String().Draw(t, "name")
		for i := range rapid.IntRange(0, 8).Draw(t, "pages") {
			s.Pages = append(s.Pages, page(fmt.Sprint(i), rapid.StringN(0, 200, -1).Draw(t, "title"), time.Minute))
		}
		s.Sources = []api.Source{{Name: rapid.String().Draw(t, "source"), State: api.SourceRefused}}
		v := ViewOf(s, now, loc)
		seen := map[string]bool{}
		for _, i := range v.Items {
			if n := utf8.RuneCountInString(i.Title); n == 0 || n > 60 || strings.ContainsAny(i.Title, "\n\x00") {
				t.Fatalf("line %q", i.Title)
			}
			if seen[i.ID] {
				t.Fatalf("two lines are %s", i.ID)
			}
			seen[i.ID] = true
		}
	})
}
