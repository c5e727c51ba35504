package schedule

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// offerBar comes up below the schedule: what changes hands, who could take it, and
// what that would mean for both.
type offerBar struct {
	box           *fyne.Container
	scroll        *container.Scroll
	desk          *kit.Desk
	heading       *look.Line
	from, until   *kit.LineField
	cause         *look.Para
	takers, backs *fyne.Container
	backsUp       *fyne.Container
	effects       *fyne.Container
	answer        *kit.TroubleBox
	send          *look.Button
	onSend        func()
	onChange      func(offer)
	offer         offer
	takersAre     []taker
	backsAre      []rotation.Shift
	zone          *time.Location
	open          bool
}

// offerHigh is how much of the window the bar takes at most.
const offerHigh = 236

func newOfferBar(d *kit.Desk, send func(), change func(offer), closed func()) *offerBar {
	b := &offerBar{desk: d, onSend: send, onChange: change, heading: look.NewElided("", look.Title, look.Text).Strong(), cause: look.NewPara("", look.Body, look.Text),
		takers: look.Flow(0), backs: look.Flow(0), effects: look.Stack(look.Gap4), answer: kit.NewTroubleBox()}
	b.from, b.until = kit.NewLineField(d, clock, closed), kit.NewLineField(d, clock, closed)
	b.from.OnSubmitted, b.until.OnSubmitted = b.onPart, b.onPart
	b.send = look.NewButton("", look.Main, send)
	cancel := look.NewCompact("Esc · Cancel", closed)
	cancel.OnRune, b.send.OnRune = d.Typed, d.Typed
	b.backsUp = look.Stack(0, look.NewLine("In return", look.Small).In(look.Secondary), b.backs)
	part := look.Flow(look.Gap8, look.Width(160, b.from), look.NewLine("until", look.Body).In(look.Secondary), look.Width(160, b.until))
	inner := look.Stack(look.Gap8, look.Row(look.Gap8, 0, b.heading, cancel), part, b.cause,
		look.Stack(0, look.NewLine("Who takes it", look.Small).In(look.Secondary), b.takers), b.backsUp, b.effects, b.answer.Box, look.Left(b.send))
	up, scroll := look.Scroll(look.Inset(look.Gap16, 12, inner))
	scroll.SetMinSize(fyne.NewSize(0, offerHigh))
	b.scroll = scroll
	b.box = container.NewStack(look.NewFill(look.Panel, look.Accent), look.Inset(1, 1, up))
	for _, w := range []**look.Button{&b.send, &cancel} {
		(*w).OnFocus = kit.Reveal(scroll)
	}
	b.from.OnFocus, b.until.OnFocus = kit.Reveal(scroll), kit.Reveal(scroll)
	b.box.Hide()
	return b
}

// show opens the bar for an offer; why, where it is not empty, is why it cannot be
// made.
func (b *offerBar) show(o offer, takers []taker, why string, v model.View) {
	b.offer, b.takersAre, b.zone, b.open = o, takers, v.Loc, true
	b.from.SetText(o.part.Start.In(v.Loc).Format(clock))
	b.until.SetText(o.part.End.In(v.Loc).Format(clock))
	b.cause.Set(why, look.Text)
	kit.Toggle(b.cause, why != "")
	b.answer.Show(nil)
	b.takers.RemoveAll()
	for i, t := range takers {
		label := t.person.String()
		if t.about != "" {
			label += " (" + t.about + ")"
		}
		op := b.option(label, t.person.Same(o.to), func() { b.onTaker(i) })
		b.takers.Add(op)
	}
	b.backsAre = nil
	b.tell(v)
	kit.Toggle(b.box, true)
	b.scroll.ScrollToTop()
}

func (b *offerBar) option(label string, chosen bool, do func()) *look.Option {
	o := look.NewOption(label, do)
	o.Choose(chosen)
	o.OnRune, o.OnFocus = b.desk.Typed, kit.Reveal(b.scroll)
	return o
}

// give shows what could come in return.
func (b *offerBar) give(list []rotation.Shift, v model.View) {
	b.backsAre = list
	b.backs.RemoveAll()
	kit.Toggle(b.backsUp, len(list) > 0)
	if len(list) == 0 {
		return
	}
	b.backs.Add(b.option("nothing", b.offer.back == nil, func() { b.onBack(-1) }))
	for i, s := range list {
		b.backs.Add(b.option(shortly(s.Interval, v), b.offer.back != nil && *b.offer.back == s, func() { b.onBack(i) }))
	}
}

// tell puts the offer into words.
func (b *offerBar) tell(v model.View) {
	b.heading.SetText(b.offer.heading(v))
	b.send.SetLabel(map[bool]string{true: "Give it away", false: "Take it over"}[b.offer.mine])
	if b.offer.back != nil {
		b.send.SetLabel("Swap")
	}
	b.send.SetEnabled(!b.offer.to.Same(rotation.Person{}) && b.offer.to != (rotation.Person{}) && !b.cause.Visible())
}

// effect shows what the offer would mean.
func (b *offerBar) effect(list []api.Effect, unknown string) {
	b.effects.RemoveAll()
	if unknown != "" {
		b.effects.Add(look.NewPara(unknown, look.Body, look.Secondary))
	}
	for _, e := range list {
		form, tone := look.Ring, look.Off
		if e.Breaks {
			form, tone = look.Triangle, look.Waiting
		}
		b.effects.Add(look.RowTop(look.Gap8, 1, look.NewShape(form, tone, 14), look.NewPara(effectText(e), look.Body, look.Text)))
	}
	b.scroll.Refresh()
}

func (b *offerBar) onTaker(i int) {
	o := b.offer
	o.to, o.back = b.takersAre[i].person, nil
	for n, x := range b.takers.Objects {
		if op, ok := x.(*look.Option); ok {
			op.Choose(n == i)
		}
	}
	b.onChange(o)
}

func (b *offerBar) onBack(i int) {
	o := b.offer
	o.back = nil
	if i >= 0 {
		o.back = &b.backsAre[i]
	}
	for n, x := range b.backs.Objects {
		if op, ok := x.(*look.Option); ok {
			op.Choose(n == i+1)
		}
	}
	b.onChange(o)
}

// onPart is called with Enter in one of the two fields.
func (b *offerBar) onPart(string) {
	part, err := partOf(b.from.Text, b.until.Text, b.offer.shift, b.zone)
	if err != nil {
		b.answer.Show(&api.Trouble{What: "That part cannot change hands", Means: model.Capital(err.Error()) + ".", Next: "Correct it, and press Enter in the field."})
		return
	}
	b.answer.Show(nil)
	o := b.offer
	o.part, o.back = part, nil
	b.onChange(o)
}

// shut puts the bar away.
func (b *offerBar) shut() {
	b.open = false
	if f := b.desk.Win.Canvas().Focused(); f == b.from || f == b.until {
		b.desk.Win.Canvas().Unfocus() // Keys must not reach a field that has gone.
	}
	kit.Toggle(b.box, false)
}
