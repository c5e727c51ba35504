package profile

import (
	"testing"

	"standby/rotation"
)

func named(name string) rotation.Person { return rotation.Person{Name: name} }

func TestEachProductsSummariesAreRead(t *testing.T) {
	const grafanaProduct, goAlertProduct = "//Grafana Labs//Grafana On-Call//", "-//Pager//v1//EN"
	a, b := named("Engineer A"), named("Engineer B")
	for _, feed := range []struct {
		name     string
		head     Head
		personal bool
		want     map[string]Reading
	}{
		{"PagerDuty's schedule", head("", "On Call Schedule for Platform", "On Call - Engineer A - Platform", "On Call - Engineer B - Platform"), false, map[string]Reading{
			"On Call - Engineer B - Platform": {Person: b, Rota: "Platform"},
			"on call - b@example.org - other": {Person: rotation.Person{Email: "b@example.org"}, Rota: "other"},
		}},
		{"PagerDuty's schedule with a dash in its name", head("", "On Call Schedule for Platform - north", "On Call - Engineer A - Platform - north"), false, map[string]Reading{
			"On Call - Engineer A - Platform - north":     {Person: a, Rota: "Platform - north"},
			"On Call - Engineer - B - Platform - north":   {Person: named("Engineer - B"), Rota: "Platform - north"},
			"On Call - Engineer B - another - and so on ": {Person: b, Rota: "another - and so on"},
		}},
		{"PagerDuty's personal feed", head("", "On Call Schedule for Engineer A", "On Call - Platform", "On Call - Network - north"), true, map[string]Reading{
			"On Call - Platform":        {Person: a, Rota: "Platform"},
			"On Call - Network - north": {Person: a, Rota: "Network - north"},
		}},
		{"PagerDuty's personal feed that says not whose", head("-//PagerDuty//EN", "", "On Call - Platform"), true, map[string]Reading{
			"On Call - Platform": {Rota: "Platform"},
		}},
		{"Grafana's schedule", head(grafanaProduct, "Platform", "[L1] engineer.a"), false, map[string]Reading{
			"[L1] engineer.a":              {Person: named("engineer.a"), Role: rotation.Primary},
			"[L2] b@example.org":           {Person: rotation.Person{Email: "b@example.org"}, Role: rotation.Secondary},
			"engineer.c":                   {Person: named("engineer.c")},
			"Rotation L1: b@example.org":   {Person: rotation.Person{Email: "b@example.org"}, Rota: "Rotation L1"},
			"Platform: north: [L3] eng.d":  {Person: named("eng.d"), Role: "l3", Rota: "Platform: north"},
			"[L2] Platform: engineer.e":    {Person: named("engineer.e"), Role: rotation.Secondary, Rota: "Platform"},
			"[maintenance] somebody.there": {Person: named("[maintenance] somebody.there")},
		}},
		{"Grafana's feed of one user", head(grafanaProduct, "On-Call Schedule for engineer.a", "Platform: engineer.a"), true, map[string]Reading{
			"Platform: engineer.a":      {Person: named("engineer.a"), Rota: "Platform"},
			"Platform: [L1] engineer.a": {Person: named("engineer.a"), Role: rotation.Primary, Rota: "Platform"},
		}},
		{"GoAlert's schedule", Head{Product: goAlertProduct, Method: "PUBLISH", Events: []Event{{Summary: "Engineer A On-Call (Pager: Platform)"}}}, false, map[string]Reading{
			"Engineer B On-Call (Pager: Platform)":               {Person: b, Rota: "Platform"},
			"Engineer B On-Call (Pager: Platform) Begins*":       {Person: b, Rota: "Platform", OpenEnd: true},
			"Engineer B On-Call (Pager: Platform (north): 1)":    {Person: b, Rota: "Platform (north): 1"},
			"Engineer On-Call (x) B On-Call (Pager: Platform)":   {Person: named("Engineer On-Call (x) B"), Rota: "Platform"},
			"a@example.org On-Call (Pager: On-Call (Pager: 24))": {Person: rotation.Person{Email: "a@example.org"}, Rota: "On-Call (Pager: 24)"},
		}},
		{"GoAlert's feed of one user", Head{Product: "-//GoAlert//v1//EN", Method: "PUBLISH", Events: []Event{{Summary: "On-Call (GoAlert: Platform)"}}}, true, map[string]Reading{
			"On-Call (GoAlert: Platform)":         {Rota: "Platform"},
			"On-Call (GoAlert: Platform) Begins*": {Rota: "Platform", OpenEnd: true},
		}},
		{"LinkedIn", head("", "data platform Oncall Calendar", "data platform primary shift: Engineer A"), false, map[string]Reading{
			"data platform primary shift: Engineer A":   {Person: a, Role: rotation.Primary, Rota: "data platform"},
			"data platform secondary shift: Engineer B": {Person: b, Role: rotation.Secondary, Rota: "data platform"},
			"data platform vacation shift: Engineer B":  {Person: b, Role: "vacation", Rota: "data platform", Away: true},
			"primary shift: Engineer B":                 {Person: b, Role: rotation.Primary},
		}},
	} {
		t.Run(feed.name, func(t *testing.T) {
			m := NewMapping(feed.head)
			if m.Personal() != feed.personal {
				t.Errorf("personal: %v", m.Personal())
			}
			for summary, want := range feed.want {
				want.Fits = true
				if got := m.Read(summary); got != want {
					t.Errorf("%q:\n got %+v\nwant %+v", summary, got, want)
				}
			}
		})
	}
}

func TestSummariesOfAPlainCalendarAreReadByTheirShape(t *testing.T) {
	tests := []struct {
		summary, person string
		role            rotation.Role
		rota            string
		fits            bool
	}{
		{"On Call - Engineer B - Platform", "Engineer B", "", "Platform", true},
		{"on call - Engineer B - Platform - north", "Engineer B", "", "Platform - north", true},
		{"On Call - Platform", "Platform", "", "", true},
		{"[L1] engineer.b", "engineer.b", rotation.Primary, "", true},
		{"[L2] engineer.b", "engineer.b", rotation.Secondary, "", true},
		{"[L3] engineer.b", "engineer.b", "l3", "", true},
		{"[maintenance] engineer.b", "[maintenance] engineer.b", "", "", false},
		{"Engineer B On-Call (Pager: Platform)", "Engineer B", "", "Platform", true},
		{"Engineer B On-Call (Pager)", "Engineer B On-Call (Pager)", "", "", false},
		{"Engineer B Non-Call (Pager: Platform)", "Engineer B Non-Call (Pager: Platform)", "", "", false},
		{"On-Call (Pager: Platform)", "", "", "Platform", true},
		{"platform primary shift: Engineer B", "Engineer B", rotation.Primary, "platform", true},
		{"platform deputy shift: Engineer B", "Engineer B", "deputy", "platform", true},
		{"Engineer B (secondary)", "Engineer B", rotation.Secondary, "", true},
		{"Engineer B (Shadow)", "Engineer B", rotation.Shadow, "", true},
		{"Engineer B (they)", "Engineer B (they)", "", "", false},
		{"Primary: Engineer B", "Engineer B", rotation.Primary, "", true},
		{"Secondary on-call: Engineer B", "Engineer B", rotation.Secondary, "", true},
		{"On call: Engineer B", "Engineer B", "", "", true},
		{"Team rota: Engineer B", "Engineer B", "", "", true},
		{"Maintenance: switch 4", "Maintenance: switch 4", "", "", false},
		{"Primary:", "Primary:", "", "", false},
		{"Engineer B", "Engineer B", "", "", false},
		{"", "", "", "", false},
		{"]", "]", "", "", false}, {"[", "[", "", "", false}, {")", ")", "", "", false},
		{"(primary)", "(primary)", "", "", false}, {" shift: ", "shift:", "", "", false}, {"On Call - ", "On Call -", "", "", false},
		{"On-Call (: )", "On-Call (: )", "", "", false},
	}
	m := NewMapping(Head{Name: "Team rota"})
	for _, tt := range tests {
		t.Run(tt.summary, func(t *testing.T) {
			want := Reading{Person: named(tt.person), Role: tt.role, Rota: tt.rota, Fits: tt.fits}
			if got := m.Read(tt.summary); got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}
