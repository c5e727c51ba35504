package notify

import (
	"testing"
	"time"
)

func TestTheSameTroubleByAnotherWayIsOnePage(t *testing.T) {
	first := Sighting{Source: "prod", Key: "1", Title: "[FIRING:2] Checkout p99 above 2 s", Service: "checkout", Dedup: []string{"", "abc"}}
	p := Trigger(first, true, start).Page
	for _, c := range []struct {
		name string
		s    Sighting
		at   time.Time
		want bool
	}{
		{"the same dedup key, whatever it is called", Sighting{Source: "mail", Title: "Something", Dedup: []string{"abc"}}, after(300), true},
		{"the same title but for punctuation, and the same service", Sighting{Source: "mail", Title: "RE: checkout: p99 above 2 s", Service: "Checkout"}, after(0), true},
		{"the same title but for what stands before it", Sighting{Source: "pd", Title: "ALERT: Checkout p99, above 2 s", Service: "Checkout"}, after(9), true},
		{"the same long after", Sighting{Source: "pd", Title: "Checkout p99 above 2 s", Service: "checkout"}, after(11), false},
		{"another service", Sighting{Source: "pd", Title: "Checkout p99 above 2 s", Service: "search"}, after(1), false},
		{"another number in it", Sighting{Source: "pd", Title: "Checkout p99 above 3 s", Service: "checkout"}, after(1), false},
		{"the same source, which knows better", Sighting{Source: "prod", Title: first.Title, Service: "checkout", Dedup: []string{"abc"}}, after(1), false},
		{"empty keys are none", Sighting{Source: "pd", Title: "Disk", Dedup: []string{""}}, after(1), false},
		{"a test page", Sighting{Source: "Standby", Title: first.Title, Service: "checkout", Drill: true}, after(1), false},
	} {
		if got := p.Joins(c.s, c.at); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if p.End("prod", after(2)).Page.Joins(Sighting{Source: "pd", Title: "Checkout p99 above 2 s", Service: "checkout"}, after(3)) {
		t.Error("what is over joins nothing")
	}
}

func TestAGroupIsToAHumanOnePage(t *testing.T) {
	lead := Trigger(Sighting{Source: "prod", Key: "1", Title: "Disk full", Urgency: Normal}, true, start).Page
	other := Trigger(Sighting{Source: "pd", Key: "9", Title: "disk full", Urgency: High}, true, after(2)).Page.Join(lead.ID, after(2)).Page
	acked := other.See(Sighting{Source: "pd", Key: "9", Title: "disk full", Urgency: High, Taken: true, TakenBy: "Engineer B"}, true, after(3)).Page
	for _, c := range []struct {
		name  string
		pages []Page
		state State
		from  time.Time
	}{
		{"both wait: it has waited as long as the first", []Page{lead, other}, Triggered, start},
		{"one is acknowledged: somebody has it", []Page{lead, acked}, Acknowledged, after(2)},
		{"one is over: the other still waits", []Page{lead.End("prod", after(4)).Page, other}, Triggered, after(2)},
		{"both are over", []Page{lead.End("prod", after(4)).Page, other.End("pd", after(5)).Page}, Resolved, start},
	} {
		pages := map[string]Page{}
		for _, p := range c.pages {
			pages[p.ID] = p
		}
		groups := GroupUp(pages)
		if len(groups) != 1 || len(groups[lead.ID]) != 2 {
			t.Fatalf("%s: %v", c.name, groups)
		}
		whole := groups[lead.ID].Page()
		if whole.ID != lead.ID || whole.Title != "Disk full" || whole.State != c.state || !whole.ClockFrom.Equal(c.from) {
			t.Errorf("%s: %+v", c.name, whole)
		}
		if whole.Open() && whole.Urgency != High && c.state == Triggered {
			t.Errorf("%s: the worst urgency counts: %s", c.name, whole.Urgency)
		}
	}
	alone := GroupUp(map[string]Page{other.ID: other})
	if len(alone[other.ID]) != 1 {
		t.Errorf("without its leader it leads: %v", alone)
	}
}
