package pages

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/notify"
)

// pageDetail is one page in full: what, when, its links, what happened, and along
// the bottom what can be done, with the keys for it. The buttons give way to a
// question while one is asked.
type pageDetail struct {
	box      *fyne.Container
	scroll   *container.Scroll
	empty    *look.Para
	onAction func(id string, a action)

	shape       *look.Shape
	title, body *look.Para
	state       *look.Para
	clock       *look.Line
	sending     *look.Para
	again       *look.Para
	facts       *kit.FactList
	links       *linkList
	timeHead    *look.Line
	timeline    *kit.FactList
	failure     *kit.TroubleBox
	answer      *kit.TroubleBox
	buttons     [actions]*look.Button
	smaller     *fyne.Container
	prompt      *kit.Prompt

	id string
}

func newPageDetail(d *kit.Desk, onAction func(string, action), typed func(rune), closed func()) *pageDetail {
	p := &pageDetail{onAction: onAction, empty: look.NewPara("", look.Body, look.Secondary),
		shape: look.NewShape(look.Ring, look.Off, look.IconSide), title: look.NewPara("", look.Title, look.Text), body: look.NewPara("", look.Body, look.Text),
		state: look.NewPara("", look.Body, look.Secondary), clock: look.NewLine("", look.Title).Strong(),
		sending: look.NewPara("", look.Body, look.Secondary), again: look.NewPara("", look.Body, look.Text),
		facts: kit.NewFactList(), timeHead: look.NewLine("What happened", look.Body).Strong(), timeline: kit.NewFactList(),
		failure: kit.NewTroubleBox(), answer: kit.NewTroubleBox(), prompt: kit.NewPrompt(d, typed, closed)}
	p.title.Bold, p.state.Bold = true, true
	p.title.MaxLines, p.body.MaxLines, p.again.MaxLines = 4, 60, 12
	p.links = newLinkList(d, typed, p.answer)
	body, scroll := look.Scroll(look.Inset(look.Gap16, 12, look.Stack(12, p.title,
		look.Reflow(360, look.Gap8, look.Row(look.Gap8, 1, p.shape, p.state), p.clock), p.sending, p.again,
		p.answer.Box, p.failure.Box, p.facts.Box, p.body, p.links.box, p.timeHead, p.timeline.Box)))
	p.scroll = scroll
	foot := look.Inset(look.Gap16, look.Gap8, look.Stack(look.Gap8, p.makeButtons(typed), p.smaller, p.prompt.Box))
	p.box = container.NewStack(look.NewFill(look.Panel, look.Hairline), look.Inset(look.Gap16, 12, p.empty), look.Tall(0, 0, body, foot))
	p.clear(false)
	return p
}

// makeButtons makes one button for each action. The first, which it returns, takes
// the whole width; the others flow below it.
func (p *pageDetail) makeButtons(typed func(rune)) *look.Button {
	smaller := make([]fyne.CanvasObject, 0, actions-1)
	for a := range actions {
		tapped := func() { p.onAction(p.id, a) }
		p.buttons[a] = look.NewCompact("", tapped)
		if a == acknowledge {
			p.buttons[a] = look.NewButton("", look.Plain, tapped)
		} else {
			smaller = append(smaller, p.buttons[a])
		}
		p.buttons[a].OnRune = typed
	}
	p.smaller = look.Flow(6, smaller...)
	return p.buttons[acknowledge]
}

// clear shows no page; some says that there are pages to choose from.
func (p *pageDetail) clear(some bool) {
	p.id = ""
	p.empty.Set("", look.Secondary)
	if some {
		p.empty.Set("Choose a page with the mouse, or with j and k.", look.Secondary)
	}
	p.prompt.Close()
	p.showButtons([actions]string{}, api.Page{}, false)
	kit.Toggle(p.scroll, false)
	kit.Toggle(p.empty, true)
}

// show shows a page; labels are what can be done with it, again how often the same
// trouble came.
func (p *pageDetail) show(page api.Page, v model.View, labels [actions]string, again string) {
	p.id = page.ID
	row := model.PageRowOf(page, v)
	p.title.Set(row.Title, look.Text)
	p.shape.Set(row.Form, row.Tone, 0)
	p.state.Set(row.State, row.Tone)
	p.clock.Set(row.Clock, row.ClockTone)
	kit.Toggle(p.clock, row.Clock != "")
	p.say(p.sending, row.Sending, look.Secondary)
	p.say(p.again, again, look.Text)
	p.facts.Show(factsOf(page, v))
	p.say(p.body, page.Body, look.Text)
	p.links.show(linksOf(page))
	timeline := timelineOf(page, v)
	p.timeline.Show(timeline)
	kit.Toggle(p.timeHead, len(timeline) > 0)
	p.showFailure(page)
	p.showButtons(labels, page, v.Live)
	kit.Toggle(p.empty, false)
	kit.Toggle(p.scroll, true)
}

func (p *pageDetail) say(para *look.Para, text string, tone fyne.ThemeColorName) {
	para.Set(text, tone)
	kit.Toggle(para, text != "")
}

func (p *pageDetail) showButtons(labels [actions]string, page api.Page, live bool) {
	any := false
	for a, label := range labels {
		b := p.buttons[a]
		b.SetLabel(label)
		b.SetWeight(weightOf(action(a), page))
		b.SetEnabled(live)
		kit.Toggle(b, label != "" && !p.prompt.Open)
		any = any || b.Visible() && action(a) != acknowledge
	}
	kit.Toggle(p.smaller, any)
	p.prompt.Save.SetEnabled(live)
}

func (p *pageDetail) showFailure(page api.Page) {
	if page.Failure == "" {
		p.failure.Show(nil)
		return
	}
	next := "Standby tries again by itself; you can also act at the source."
	if page.Request == notify.NoRequest {
		next = "It is not tried again by itself. Do it once more, or act at the source."
	}
	p.failure.Show(&api.Trouble{What: "The last request failed", Means: page.Failure, Next: next})
}
