package trouble

import (
	"fmt"
	"strings"
	"testing"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/workspace"
)

func TestAnErrorOfAnIncidentNamesTheThingAndTheRemedy(t *testing.T) {
	for _, tt := range []struct {
		err        error
		what, next string
	}{
		{fmt.Errorf("%w %w: %q", workspace.ErrNoIncident, api.ErrNotFound, "20261122-aaaa"), `There is no such incident: "20261122-aaaa"`, "standby incident list"},
		{fmt.Errorf("%w: The note %w", api.ErrBadRequest, incident.ErrEmpty), "The note is missing", "Say it"},
		{fmt.Errorf("%w: %w", api.ErrBadRequest, incident.ErrUnmet), "The stage is not over", "reason"},
		{&incident.StaleError{What: "summary"}, "summary", "Bring the two texts together"},
	} {
		got := Explain("", tt.err)
		if !strings.Contains(strings.ToLower(got.What), strings.ToLower(tt.what)) || !strings.Contains(got.Next, tt.next) || got.Means == "" {
			t.Errorf("%v: %+v", tt.err, got)
		}
	}
	for _, w := range incidentRules() {
		if got := Explain("", w.is); got.Means != w.means || got.Next != w.next {
			t.Errorf("%v: %+v", w.is, got)
		}
	}
}
