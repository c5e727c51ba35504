package pay

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/rotation"
)

func TestPayIsToldInTheZoneOfItsMonth(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	p := statementOf(api.Statement{Policy: "Agreement", Person: night.EngineerA(), Zone: "UTC", Currency: "EUR", Total: "12.50", StandbyHours: "4", CallOutHours: "0",
		Lines: []api.Line{{What: "Standby", Units: "4", Unit: "h", Rate: "3.00", Amount: "12.50", Rule: "standby", Explanation: "Four hours.", Evidence: []string{"shift x", "page y"},
			Span: rotation.Interval{Start: v.Now, End: v.Now.Add(4 * time.Hour)}}}}, v)
	if p.pay != "EUR 12.50" || p.standby != "4 h" || p.policy != "By the policy “Agreement”, for Engineer A, times in UTC" {
		t.Errorf("got %+v", p)
	}
	want := line{"Standby", "Wed 25 Nov 01:12 – 05:12", "4 h × EUR 3.00", "EUR 12.50", "Four hours.", "Rule: standby · shift x, page y"}
	if p.lines[0] != want {
		t.Errorf("got %+v", p.lines[0])
	}
}

func TestMonthsStepOverTheYear(t *testing.T) {
	if y, m := monthStep(2026, time.January, -1); y != 2025 || m != time.December {
		t.Errorf("got %d %v", y, m)
	}
	if y, m := monthStep(2026, time.December, 1); y != 2027 || m != time.January {
		t.Errorf("got %d %v", y, m)
	}
}
