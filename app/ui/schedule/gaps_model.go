package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
)

// gapsShown is how many gaps are put into words above the timeline.
const gapsShown = 2

// gapsOf are the next gaps in words, the most senior role first, and how many more
// there are. Gaps that are over do not count, nor those that begin after the end.
func gapsOf(gaps []api.Gap, end time.Time, v model.View) (lines []string, more int) {
	var open []api.Gap
	for _, g := range gaps {
		if g.End.After(v.Now) && g.Start.Before(end) {
			open = append(open, g)
		}
	}
	slices.SortStableFunc(open, func(a, b api.Gap) int {
		return cmp.Or(roleRank(a.Role)-roleRank(b.Role), a.Start.Compare(b.Start), cmp.Compare(a.Rota, b.Rota))
	})
	for _, g := range open[:min(len(open), gapsShown)] {
		lines = append(lines, model.Joined(string(g.Role), g.Rota, whenOpen(g, end, v)))
	}
	return lines, len(open) - len(lines)
}

// whenOpen leaves out the end of a gap that reaches beyond what is looked at: it may
// have none.
func whenOpen(g api.Gap, end time.Time, v model.View) string {
	if g.End.After(end) {
		return "from " + g.Start.In(v.Loc).Format("Mon 2 Jan 2006 15:04") + " on"
	}
	return model.Joined(model.Between(g.Interval, v), hours(g.Duration()))
}

func hours(d time.Duration) string {
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	if m == 0 {
		return fmt.Sprintf("%d h", h)
	}
	return fmt.Sprintf("%d h %02d", h, m)
}
