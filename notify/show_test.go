package notify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestANoteSaysWhatIsExpectedOfMe(t *testing.T) {
	manner := Manner{Rung: Rung{Note: High, Sound: "page-high"}, AckLabel: "Acknowledge", OnDuty: true, Zone: time.UTC}
	p := waiting(High, true)
	p.Service, p.Body = "payments", "94 % used"
	for _, c := range []struct {
		name, want string
		edit       func(*Page, *Manner)
		at         time.Time
	}{
		{"by when", "payments: Disk almost full|Acknowledge by 02:15.\n94 % used|acknowledge snooze open", func(*Page, *Manner) {}, after(1)},
		{"since when", "payments: Disk almost full|Overdue since 02:15.\n94 % used|acknowledge snooze open", func(*Page, *Manner) {}, after(20)},
		{"what failed", "payments: Disk almost full|Acknowledge by 02:15.\nprod is not reachable\n94 % used|acknowledge snooze open", func(p *Page, _ *Manner) { p.Failure = "prod is not reachable" }, after(1)},
		{"how often", "payments: Disk almost full|Acknowledge by 02:15.\nSeen 4 times in 30 days\n94 % used|acknowledge snooze open", func(_ *Page, m *Manner) { m.Also = "Seen 4 times in 30 days" }, after(1)},
		{"off call", "payments: Disk almost full|You are off call.\n94 % used|acknowledge snooze open", func(p *Page, m *Manner) { p.ClockFrom, m.OnDuty = time.Time{}, false }, after(1)},
		{"where nothing can be told", "payments: Disk almost full|Acknowledge by 02:15.\n94 % used|open", func(_ *Page, m *Manner) { m.AckLabel = "" }, after(1)},
		{"a test page", "Test page: Disk almost full|Acknowledge by 02:15.\n94 % used|acknowledge snooze open", func(p *Page, _ *Manner) { p.Drill = true }, after(1)},
	} {
		page, m := p, manner
		c.edit(&page, &m)
		n := NoteOf(page, m, c.at)
		var keys []string
		for _, a := range n.Actions {
			keys = append(keys, a.Key)
		}
		if got := strings.Join([]string{n.Title, n.Body, strings.Join(keys, " ")}, "|"); got != c.want || n.Urgency != High || !n.Sound {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestAFloodIsAFewNotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 300).Draw(t, "pages")
		services := rapid.IntRange(1, 9).Draw(t, "services")
		var pages []Page
		for i := range n {
			s := Sighting{Source: "prod", Key: fmt.Sprint(i), Title: "t", Service: fmt.Sprint("s", i%services), Urgency: rapid.SampledFrom([]Urgency{High, Normal, Low}).Draw(t, "urgency")}
			pages = append(pages, Trigger(s, true, start).Page)
		}
		bundles := Bundled(pages)
		seen, ids := map[string]bool{}, map[string]bool{}
		for _, b := range bundles {
			if ids[b.ID] || len(b.Pages) == 0 {
				t.Fatalf("bundle %q is empty or there twice", b.ID)
			}
			ids[b.ID] = true
			for _, p := range b.Pages {
				if seen[p.ID] {
					t.Fatalf("page %s is in two notes", p.ID)
				}
				seen[p.ID] = true
			}
		}
		if len(seen) != n || len(bundles) > AtOnce {
			t.Fatalf("%d pages in %d notes", len(seen), len(bundles))
		}
	})
}

func TestNotesOfManyCountAndName(t *testing.T) {
	var pages []Page
	for i := range 6 {
		pages = append(pages, Trigger(Sighting{Source: "prod", Key: fmt.Sprint(i), Title: fmt.Sprint("Trouble ", i), Service: "checkout", Urgency: High}, true, after(i)).Page)
	}
	b := Bundled(pages)
	if len(b) != 1 {
		t.Fatalf("%d notes", len(b))
	}
	n := NoteOfMany(b[0], Rung{Note: High, Sound: "page-high"})
	if n.Title != "checkout: 6 pages wait" || n.Body != "Trouble 5\nTrouble 4\nTrouble 3\nTrouble 2\nand 2 more" || n.Urgency != High {
		t.Errorf("%q %q", n.Title, n.Body)
	}
	d, ok := Digest(pages[:1], pages[1:3])
	if !ok || d.Title != "While it was quiet: 1 page waits, 2 came and went" || d.Body != "Trouble 0\nTrouble 1\nTrouble 2" {
		t.Errorf("%v %q %q", ok, d.Title, d.Body)
	}
	if d, _ = Digest(nil, pages[:1]); d.Title != "While you were away: 1 page came and went" {
		t.Errorf("%q", d.Title)
	}
	if _, ok = Digest(nil, nil); ok {
		t.Error("nothing is told of nothing")
	}
}
