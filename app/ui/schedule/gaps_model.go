package schedule

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
)

// gapWord is what a gap is called, wherever it is shown.
const gapWord = "gap"

// gapsShown is how many gaps of one role are put into words above the weeks: a
// role that nobody holds at night has one every day, and must not hide the others.
const gapsShown = 3

// gapView is the gaps of one role in words.
type gapView struct {
	whose string
	when  []string
	// more is how many there are besides.
	more int
}

// openOf are the gaps of the weeks shown that are not over, in words, the most
// senior role first.
func openOf(gaps []api.Gap, v model.View) []gapView {
	_, to := model.ScheduleSpan(v)
	byLane := map[lane][]api.Gap{}
	for _, g := range gaps {
		if l := (lane{g.Rota, g.Role}); g.End.After(v.Now) {
			byLane[l] = append(byLane[l], g)
		}
	}
	var lanes []lane
	for l := range byLane {
		lanes = append(lanes, l)
	}
	slices.SortFunc(lanes, func(a, b lane) int {
		return cmp.Or(roleRank(a.role)-roleRank(b.role), strings.Compare(a.rota, b.rota), cmp.Compare(a.role, b.role))
	})
	var out []gapView
	for _, l := range lanes {
		list := byLane[l]
		g := gapView{whose: model.Joined(string(l.role), l.rota), more: max(0, len(list)-gapsShown)}
		for _, gap := range list[:min(len(list), gapsShown)] {
			g.when = append(g.when, whenOpen(gap, to, v))
		}
		out = append(out, g)
	}
	return out
}

// whenOpen leaves out the end of a gap that reaches beyond the weeks shown: it may
// have none.
func whenOpen(g api.Gap, to time.Time, v model.View) string {
	if g.End.After(to) {
		return "from " + g.Start.In(v.Loc).Format("Mon 2 Jan 2006 15:04") + " on"
	}
	return model.Joined(model.Between(g.Interval, v), hours(g.Duration()))
}
