package notify

import (
	"testing"
	"time"
)

func TestWhatASpanComesTo(t *testing.T) {
	event := func(minute int, what, by string) Event { return Event{At: after(minute), What: what, By: by} }
	disk := Page{ID: "1", Source: "prod", Title: "Disk full", Service: "db", ClockFrom: start}
	episodes := Episodes(disk, []Event{
		event(0, "triggered", "prod"), event(1, "acknowledge-asked", "Engineer A"), event(4, "acknowledged", "Engineer A"), event(20, "ack-lapsed", "prod"),
		event(21, "acknowledged", "Engineer B"), event(40, "resolved", "prod"),
		event(60, "reopened", "prod"), event(75, "missed", ""), event(76, "excused", "Engineer A"), event(80, "acknowledged", "Engineer A"),
	})
	if len(episodes) != 2 || episodes[0].By != "Engineer A" || !episodes[1].Missed || !episodes[1].ResolvedAt.IsZero() {
		t.Fatalf("%+v", episodes)
	}
	net := Page{ID: "2", Source: "pd", Title: "disk full!", Service: "DB"}
	episodes = append(episodes, Episodes(net, []Event{event(-180, "triggered", "pd"), event(-170, "resolved", "pd")})...)
	undone := Page{ID: "3", Source: "pd", Title: "Other"}
	episodes = append(episodes, Episodes(undone, []Event{event(5, "acknowledged", "X"), event(0, "triggered", "pd"), event(1, "acknowledged", "Engineer A"), event(1, "acknowledge-undone", "Engineer A")})...)

	r := Stats(episodes, time.UTC)
	if r.Pages != 4 || r.Acked != 2 || r.Met != 1 || r.Missed != 1 || r.MTTA != 12*time.Minute || r.MTTR != 25*time.Minute {
		t.Errorf("in all %+v", r.Tally)
	}
	if r.Hours[2].Pages != 2 || r.Hours[3].Pages != 1 || r.Hours[23].Pages != 1 {
		t.Errorf("by hour %+v", r.Hours)
	}
	if len(r.People) != 1 || r.People[0].Name != "Engineer A" || len(r.Sources) != 2 || r.Sources[0].Name != "pd" {
		t.Errorf("people %+v, sources %+v", r.People, r.Sources)
	}
	if len(r.Recurring) != 1 || r.Recurring[0].Pages != 3 {
		t.Errorf("recurring %+v", r.Recurring)
	}
	if none := Stats(nil, time.UTC); none.Pages != 0 || none.MTTA != 0 {
		t.Errorf("nothing comes to nothing: %+v", none.Tally)
	}
}

func TestTheMostExactTargetHolds(t *testing.T) {
	usual, low, slow := Target{15 * time.Minute, 10 * time.Minute}, Target{time.Hour, 40 * time.Minute}, Target{30 * time.Minute, 20 * time.Minute}
	targets := Targets{Usual: usual, ByUrgency: map[Urgency]Target{Low: low}, BySource: map[string]Target{"slow": slow}}
	if targets.Of("prod", High) != usual || targets.Of("prod", Low) != low || targets.Of("slow", Low) != slow {
		t.Errorf("%+v", targets)
	}
}
