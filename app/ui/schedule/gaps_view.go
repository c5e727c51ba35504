package schedule

import (
	"fmt"

	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// gapList shows gaps above the weeks.
type gapList struct {
	box, list *fyne.Container
}

func newGapList() *gapList {
	l := &gapList{list: look.Stack(look.Gap4)}
	l.box = look.Card(look.NewLine("Nobody is on call", look.Title).Strong(), l.list)
	kit.Toggle(l.box, false)
	return l
}

func (l *gapList) show(gaps []gapView) {
	kit.Toggle(l.box, len(gaps) > 0)
	l.list.RemoveAll()
	for _, g := range gaps {
		for _, when := range g.when {
			word := look.Width(kit.FactWidth, look.Row(look.Gap8, 1, look.NewShape(look.Triangle, look.Waiting, 14), look.NewLine(gapWord, look.Body).Strong().In(look.Waiting)))
			l.list.Add(look.RowTop(look.Gap8, 1, word, look.NewPara(model.Joined(g.whose, when), look.Body, look.Text)))
		}
		if g.more > 0 {
			space := look.Width(kit.FactWidth, look.NewElided("", look.Body, look.Secondary))
			l.list.Add(look.RowTop(look.Gap8, 1, space, look.NewPara(model.Joined(g.whose, fmt.Sprintf("%d more in these five weeks", g.more)), look.Body, look.Secondary)))
		}
	}
}
