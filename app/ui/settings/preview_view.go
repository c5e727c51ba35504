package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// previewPane shows what a calendar would be.
type previewPane struct {
	box                 *fyne.Container
	facts               *kit.FactList
	mine, more          *look.Para
	warningRow          *fyne.Container
	warnings            *look.Para
	table               *fyne.Container
	rows                []*previewLine
	columns             *look.Columns
	mineShape, warnMark *look.Shape
	mineRow             *fyne.Container
}

// previewLine is one row of the table.
type previewLine struct {
	box                             *fyne.Container
	mark                            *look.Shape
	when, event, person, role, rota *look.Para
}

func newPreviewPane() *previewPane {
	p := &previewPane{facts: kit.NewFactList(), mine: look.NewPara("", look.Body, look.Text), more: look.NewPara("", look.Small, look.Secondary),
		warnings: look.NewPara("", look.Body, look.Text), table: look.Stack(look.Gap8),
		mineShape: look.NewShape(look.Disc, look.On, markSide), warnMark: look.NewShape(look.Triangle, look.Taken, markSide),
		columns: &look.Columns{Shares: []float32{0.325, 0.28, 0.175, 0.11, 0.11}, Narrow: 620, Alone: 2}}
	p.mine.Bold = true
	p.mineRow = look.RowTop(look.Gap8, 1, beside(p.mineShape, look.Body), p.mine)
	p.warningRow = look.RowTop(look.Gap8, 1, beside(p.warnMark, look.Body), p.warnings)
	p.table.Add(look.RowTop(look.Gap8, 1, gapOfMark(), p.columns.Cells(heads("When", "Text of the event", "Person", "Role", "Rota")...)))
	p.box = look.Boxed(look.NewFill(look.Ground, look.Hairline),
		look.NewLine("What it says", look.Title).Strong(), p.facts.Box, p.mineRow, p.warningRow, p.table, p.more)
	p.box.Hide()
	return p
}

// markSide is the side of the shapes before the rows.
const markSide float32 = 12

// beside puts a shape to the middle of the first line of a text of that size.
func beside(shape fyne.CanvasObject, size float32) fyne.CanvasObject {
	height := fyne.MeasureText("Mg", size, fyne.TextStyle{}).Height
	return look.Inset(0, max(0, (height-markSide)/2), shape)
}

// gapOfMark takes the room that the shape of a row takes.
func gapOfMark() fyne.CanvasObject {
	return look.Width(markSide, look.NewElided("", look.Small, look.Secondary))
}

func heads(names ...string) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, name := range names {
		out = append(out, look.NewElided(name, look.Small, look.Secondary))
	}
	return out
}

func (p *previewPane) newLine() *previewLine {
	cell := func() *look.Para { return look.NewPara("", look.Small, look.Text) }
	l := &previewLine{mark: look.NewShape(look.Disc, look.On, markSide), when: cell(), event: cell(), person: cell(), role: cell(), rota: cell()}
	l.box = look.RowTop(look.Gap8, 1, look.Width(markSide, beside(l.mark, look.Small)), p.columns.Cells(l.when, l.event, l.person, l.role, l.rota))
	return l
}

func (p *previewPane) hide() { kit.Toggle(p.box, false) }

func (p *previewPane) show(v previewed) {
	p.facts.Show(v.facts)
	p.mine.Set(v.mine, look.Text)
	form, tone := look.Triangle, look.Taken
	if v.found {
		form, tone = look.Disc, look.On
	}
	p.mineShape.Set(form, tone, 0)
	kit.Toggle(p.mineRow, v.mine != "")
	text := ""
	for _, w := range v.warnings {
		if text != "" {
			text += "\n"
		}
		text += w
	}
	p.warnings.Set(text, look.Text)
	kit.Toggle(p.warningRow, text != "")
	p.showRows(v.rows)
	p.more.Set(v.more, look.Secondary)
	kit.Toggle(p.more, v.more != "")
	kit.Toggle(p.box, true)
}

func (p *previewPane) showRows(rows []previewRow) {
	for len(p.rows) < len(rows) {
		l := p.newLine()
		p.rows = append(p.rows, l)
		p.table.Add(l.box)
	}
	for i, l := range p.rows {
		kit.Toggle(l.box, i < len(rows))
		if i < len(rows) {
			l.show(rows[i])
		}
	}
	kit.Toggle(p.table, len(rows) > 0)
}

func (l *previewLine) show(r previewRow) {
	tone := look.Text
	event := r.event
	if r.plain {
		tone = look.Secondary
		event += "\n" + unmatchedMark
	}
	kit.Toggle(l.mark, r.mine)
	l.when.Set(r.when, look.Text)
	l.event.Set(event, tone)
	l.person.Bold = r.mine
	l.person.Set(r.person, tone)
	l.role.Set(r.role, tone)
	l.rota.Set(r.rota, tone)
	l.person.Refresh()
}
