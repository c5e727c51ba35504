package ui

import (
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
)

// pageDetail is one page in full: what, when, its link, what happened, and along
// the bottom what can be done, with the keys for it.
type pageDetail struct {
	desk     *desk
	box      *fyne.Container
	scroll   *container.Scroll
	empty    *look.Para
	onAction func(id string, a action)

	shape        *look.Shape
	title, body  *look.Para
	state, clock *look.Line
	facts        *factList
	link         *look.Para
	openLink     *look.Button
	copyLink     *look.Button
	linkUp       *fyne.Container
	timeHead     *look.Line
	timeline     *factList
	failure      *troubleBox
	answer       *troubleBox
	buttons      [actions]*look.Button
	busy         *look.Line
	bottom       *fyne.Container

	id, raw string
	target  *url.URL
}

func newPageDetail(d *desk, onAction func(string, action), typed func(rune)) *pageDetail {
	p := &pageDetail{desk: d, onAction: onAction, empty: look.NewPara("Choose a page with the mouse, or with j and k.", look.Body, look.Secondary),
		shape: look.NewShape(look.Ring, look.Off, look.IconSide), title: look.NewPara("", look.Title, look.Text), body: look.NewPara("", look.Body, look.Text),
		state: look.NewElided("", look.Body, look.Secondary).Strong(), clock: look.NewLine("", look.Title).Strong(),
		facts: newFactList(), link: look.NewPara("", look.Small, look.Secondary), timeHead: look.NewLine("What happened", look.Body).Strong(), timeline: newFactList(),
		failure: newTroubleBox(), answer: newTroubleBox(), busy: look.NewLine("Sending…", look.Body).In(look.Secondary)}
	p.title.Bold = true
	p.title.MaxLines, p.body.MaxLines, p.link.MaxLines = 4, 60, 12
	p.openLink = look.NewButton("Open link", look.Plain, p.onOpenLink)
	p.copyLink = look.NewButton("Copy link", look.Plain, p.onCopyLink)
	p.linkUp = look.Stack(look.Gap4, p.link, look.Left(p.openLink, p.copyLink))
	p.openLink.OnRune, p.copyLink.OnRune = typed, typed
	bottom := []fyne.CanvasObject{p.busy}
	for a := range actions {
		weight := look.Plain
		if a == acknowledge {
			weight = look.Urgent
		}
		p.buttons[a] = look.NewButton("", weight, func() { p.onAction(p.id, a) })
		p.buttons[a].OnRune = typed
		bottom = append(bottom, p.buttons[a])
	}
	p.bottom = look.Left(bottom...)
	body, scroll := look.Scroll(look.Inset(look.Gap16, 12, look.Stack(12, p.title,
		look.Row(look.Gap8, 1, p.shape, p.state, p.clock), p.answer.box, p.failure.box, p.facts.box, p.body,
		p.linkUp, p.timeHead, p.timeline.box)))
	p.scroll = scroll
	foot := look.Inset(look.Gap16, look.Gap8, container.NewHScroll(p.bottom))
	p.box = container.NewStack(look.NewFill(look.Panel, look.Hairline), look.Inset(look.Gap16, 12, p.empty), look.Tall(0, 0, body, foot))
	p.clear()
	return p
}

func (p *pageDetail) clear() {
	p.id, p.raw, p.target = "", "", nil
	toggle(p.scroll, false)
	toggle(p.bottom, false)
	toggle(p.empty, true)
}

func (p *pageDetail) show(page api.Page, v view, busy bool) {
	p.id = page.ID
	row := rowOf(page, v)
	p.title.Set(row.title, look.Text)
	p.shape.Set(row.form, row.tone, 0)
	p.state.Set(row.state, row.tone)
	p.clock.Set(row.clock, row.clockTone)
	p.facts.show(factsOf(page, v))
	p.body.Set(page.Body, look.Text)
	toggle(p.body, page.Body != "")
	p.showLink(page.URL)
	timeline := timelineOf(page, v)
	p.timeline.show(timeline)
	toggle(p.timeHead, len(timeline) > 0)
	p.showFailure(row.failure)
	for a, label := range actionsOf(page, busy) {
		p.buttons[a].SetLabel(label)
		p.buttons[a].SetEnabled(v.live)
		toggle(p.buttons[a], label != "")
	}
	toggle(p.busy, busy)
	toggle(p.bottom, true)
	toggle(p.empty, false)
	toggle(p.scroll, true)
}

func (p *pageDetail) showFailure(text string) {
	if text == "" {
		p.failure.show(nil)
		return
	}
	p.failure.show(&api.Trouble{What: "The last request failed", Means: text, Next: "Standby tries again by itself; you can also act at the source."})
}

// showLink shows the address in full before it can be opened.
func (p *pageDetail) showLink(raw string) {
	p.target = linkOf(raw)
	text := raw
	if raw != "" && p.target == nil {
		text = raw + "\nThis link is not opened from here: only http and https are, and none that holds a password."
	}
	p.link.Set(text, look.Secondary)
	toggle(p.linkUp, text != "")
	toggle(p.openLink, p.target != nil)
	p.raw = raw
	toggle(p.copyLink, raw != "")
}

func (p *pageDetail) onCopyLink() { fyne.CurrentApp().Clipboard().SetContent(p.raw) }

func (p *pageDetail) onOpenLink() {
	if p.target == nil {
		return
	}
	if err := p.desk.open(p.target); err != nil {
		p.answer.show(&api.Trouble{What: "The link could not be opened", Means: err.Error(), Next: "Copy the link, and paste it where it can be."})
	}
}
