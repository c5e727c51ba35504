package schedule

import (
	"testing"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
)

func TestAnEmptyScheduleSaysWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name         string
		change       func(*model.View)
		loaded       bool
		shifts, gaps int
		want         string
	}{
		{"before the first snapshot", func(v *model.View) { v.Known = false }, false, 0, 0, ""},
		{"while it is read", func(*model.View) {}, false, 0, 0, "Reading the schedule…"},
		{"without a calendar", func(v *model.View) { v.Snap.Sources = v.Snap.Sources[:1] }, true, 0, 0, "No calendar or rota yet. Add one under Settings (Ctrl+5)."},
		{"with an empty one", func(*model.View) {}, true, 0, 0, "Nobody is named in these five weeks. Times are in Europe/Berlin."},
		{"with shifts", func(*model.View) {}, true, 3, 0, "Times are in Europe/Berlin. Your shifts are filled, those of others outlined."},
		{"with gaps", func(*model.View) {}, true, 3, 1, "Times are in Europe/Berlin. Your shifts are filled, those of others outlined, and gaps, where nobody is on call, hatched."},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
			v.Snap.Sources = append([]api.Source(nil), v.Snap.Sources...)
			c.change(&v)
			if got := scheduleNote(v, c.loaded, c.shifts, c.gaps); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}
