package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
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
func openOf(gaps []api.Gap, v view) []gapView {
	_, to := scheduleSpan(v)
	byLane := map[lane][]api.Gap{}
	for _, g := range gaps {
		if l := (lane{g.Rota, g.Role}); g.End.After(v.now) {
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
		g := gapView{whose: joined(string(l.role), l.rota), more: max(0, len(list)-gapsShown)}
		for _, gap := range list[:min(len(list), gapsShown)] {
			g.when = append(g.when, whenOpen(gap, to, v))
		}
		out = append(out, g)
	}
	return out
}

// whenOpen leaves out the end of a gap that reaches beyond the weeks shown: it may
// have none.
func whenOpen(g api.Gap, to time.Time, v view) string {
	if g.End.After(to) {
		return "from " + g.Start.In(v.loc).Format("Mon 2 Jan 2006 15:04") + " on"
	}
	return joined(between(g.Interval, v), hours(g.Duration()))
}

// gapList shows gaps above the weeks.
type gapList struct {
	box, list *fyne.Container
}

func newGapList() *gapList {
	l := &gapList{list: look.Stack(look.Gap4)}
	l.box = look.Card(look.NewLine("Nobody is on call", look.Title).Strong(), l.list)
	toggle(l.box, false)
	return l
}

func (l *gapList) show(gaps []gapView) {
	toggle(l.box, len(gaps) > 0)
	l.list.RemoveAll()
	for _, g := range gaps {
		for _, when := range g.when {
			word := look.Width(factWidth, look.Row(look.Gap8, 1, look.NewShape(look.Triangle, look.Waiting, 14), look.NewLine(gapWord, look.Body).Strong().In(look.Waiting)))
			l.list.Add(look.RowTop(look.Gap8, 1, word, look.NewPara(joined(g.whose, when), look.Body, look.Text)))
		}
		if g.more > 0 {
			space := look.Width(factWidth, look.NewElided("", look.Body, look.Secondary))
			l.list.Add(look.RowTop(look.Gap8, 1, space, look.NewPara(joined(g.whose, fmt.Sprintf("%d more in these five weeks", g.more)), look.Body, look.Secondary)))
		}
	}
}
