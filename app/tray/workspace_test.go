package tray

import (
	"slices"
	"testing"
	"time"

	"standby/app/api"
)

func TestTheMenuNamesWhatIsOpenAndWhatIsNotSigned(t *testing.T) {
	one, drill := api.IncidentSummary{Title: "Payments fail"}, api.IncidentSummary{Title: "Practice", Drill: true}
	report := api.ReportSummary{Rota: "Payments"}
	for name, tt := range map[string]struct {
		s    api.Snapshot
		want []string
	}{
		"nothing":       {api.Snapshot{}, nil},
		"one of each":   {api.Snapshot{Incidents: []api.IncidentSummary{one}, Unsigned: []api.ReportSummary{report}}, []string{"Incident: Payments fail", "Hand-off report not signed: Payments"}},
		"a drill":       {api.Snapshot{Incidents: []api.IncidentSummary{drill}}, []string{"Drill: Practice"}},
		"more than one": {api.Snapshot{Incidents: []api.IncidentSummary{one, drill}, Unsigned: []api.ReportSummary{report, report}}, []string{"2 incidents are open", "2 hand-off reports are not signed"}},
	} {
		var got []string
		for _, item := range ViewOf(tt.s, time.Unix(0, 0), time.UTC).Items {
			if item.ID == "incident" || item.ID == "report" {
				got = append(got, item.Title)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
